"""The saddle of a hop from a place near it, by eigenvector following.

With the estimated Hessian H = sum_i l_i v_i v_i^T and the gradient g, a step goes uphill along the eigenvector that is
most alike the way between the ends, and downhill along all others:

    s = (v_k g)/|l_k| v_k - sum_{i != k} (v_i g)/|l_i| v_i

C. J. Cerjan and W. H. Miller, J. Chem. Phys. 75, 2800 (1981). The Hessian begins as a stiffness for every atom, with
the sign reversed along the way, and is updated by the formula of Powell, which leaves the signs of its eigenvalues
free. A saddle that is found so has one way down on either side; that these lead to the ends is not computed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .band import BandSettings, size_of
from .search import FoundPath, Point

STIFFNESS = 70.0  # eV/angstrom^2: a bond of a solid, as in the relaxation of ions
ALONG = 5.0  # eV/angstrom^2: along the way over a saddle, of some tenths of eV and 3 angstrom
LONGEST = 0.1  # angstrom: move of an atom in one step


def climb(
    evaluate: Point,
    points: np.ndarray,
    settings: BandSettings,
    most: int,
    tell: Callable[[int, float], None] = lambda *_: None,
) -> FoundPath:
    """Move the middle of three points to the saddle between the others.

    It is found when the whole force on it is within the tolerance. `tell` gets the number of calls and this force.
    """
    x = np.array(points, float)
    ends, top = [evaluate(x[place]) for place in (0, 2)], evaluate(x[1])
    along = (x[2] - x[0]) / np.linalg.norm(x[2] - x[0])
    hessian = STIFFNESS * np.eye(x[1].size) - (STIFFNESS + ALONG) * np.outer(along, along)
    calls = 3
    while True:
        left = size_of(top[1][None], settings.group)
        tell(calls, float(left[0]))
        converged = bool(left[0] <= settings.tolerance)
        if converged or calls >= most:
            energies = np.array([ends[0][0], top[0], ends[1][0]])
            return FoundPath(x, energies, left, 1, calls, converged)
        step = _step(hessian, top[1], along, settings.group)
        x[1] = x[1] + step
        before, top = top, evaluate(x[1])
        calls += 1
        hessian = _updated(hessian, step, top[1] - before[1])


def _step(hessian: np.ndarray, gradient: np.ndarray, along: np.ndarray, group: int) -> np.ndarray:
    """The step, shortened as a whole until no atom moves farther than LONGEST."""
    values, vectors = np.linalg.eigh(hessian)
    parts = vectors.T @ gradient
    floor = 1e-3 * float(np.abs(values).max())
    lengths = -parts / np.maximum(np.abs(values), floor)
    lengths[int(np.argmax(np.abs(vectors.T @ along)))] *= -1
    step = vectors @ lengths
    return np.asarray(step * min(1.0, LONGEST / max(float(size_of(step[None], group)[0]), 1e-300)))


def _updated(hessian: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The symmetric update of Powell: M. J. D. Powell, in Nonlinear Programming, Academic Press (1970)."""
    off, square = change - hessian @ step, float(step @ step)
    mixed = np.outer(off, step) + np.outer(step, off)
    return np.asarray(hessian + mixed / square - float(off @ step) / square**2 * np.outer(step, step))
