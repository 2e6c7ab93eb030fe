"""A crystal whose length along a direction is held, while the rest of its cell and its ions relax.

The deformation gradient maps a point x of the unloaded crystal to F x. In a frame (t1, t2, n) with n the direction

    F = [[A, 0], [b, 1 + e]],   A = A^T (2 x 2),

so a line along n keeps its direction and has the strain e, and the five entries of A and b hold all other changes of
shape without a rotation. With the Cauchy stress s and the volume V, dE/dF = V s F^-T. Where its entries of A and b
vanish, so do all components of s but s_nn, and dE/de = V s_nn/(1 + e).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...record import Structure
from ..calculators import Evaluates, Evaluation, minimise
from ..calculators.relax import LONGEST, MODULUS, MOST, STIFFNESS, STRAIN, ensure_stress, largest
from ..calculators.structures import moved

SHAPE = 5  # coordinates of the cell
ROOT = float(np.sqrt(2.0))
FREE = ((0, 0), (1, 1), (0, 1), (0, 2), (1, 2))  # stresses that vanish, in the frame (t1, t2, n)


@dataclass(frozen=True)
class StretchTolerance:
    """Force (N) and stress (Pa) up to which a stretched crystal counts as relaxed; steps at most."""

    force: float
    stress: float
    steps: int = MOST


@dataclass(frozen=True, eq=False)
class Stretched:
    """A relaxed crystal at one strain.

    `residual` (Pa) is the largest stress that should vanish. `x` and `hessian` start the next relaxation.
    """

    strain: float
    structure: Structure
    evaluation: Evaluation
    stress: float  # Pa, Cauchy, along the direction
    residual: float
    x: np.ndarray
    hessian: np.ndarray
    steps: int
    converged: bool

    @property
    def largest_force(self) -> float:
        """The largest force on an atom, N."""
        return largest(self.evaluation.forces)


class Stretch:
    """A relaxed crystal and a direction in it: relaxes it at any strain along that direction."""

    def __init__(self, whole: Structure, along: np.ndarray, evaluate: Evaluates, tolerance: StretchTolerance) -> None:
        self.whole, self.along, self.evaluate, self.tolerance = whole, along, evaluate, tolerance
        _, _, rows = np.linalg.svd(along[None])
        self.frame = np.array([rows[1], rows[2], along]).T  # columns t1, t2, n
        self.length = float(np.sqrt(whole.volume * MODULUS / STIFFNESS))
        self.size = SHAPE + whole.positions.size

    @property
    def unloaded(self) -> np.ndarray:
        """The coordinates of the unloaded crystal."""
        return np.concatenate([[self.length, self.length, 0.0, 0.0, 0.0], self.whole.positions.ravel()])

    def deformation(self, x: np.ndarray, strain: float) -> np.ndarray:
        """The deformation gradient (3 x 3, Cartesian)."""
        a, b, c, d, e = x[:SHAPE] / self.length
        local = np.array([[a, c / ROOT, 0.0], [c / ROOT, b, 0.0], [d, e, 1 + strain]])
        return np.asarray(self.frame @ local @ self.frame.T)

    def placed(self, x: np.ndarray, strain: float) -> Structure:
        """The structure at the coordinates x."""
        bent = self.deformation(x, strain).T
        return moved(self.whole, x[SHAPE:].reshape(-1, 3) @ bent, self.whole.cell @ bent)

    def relaxed(
        self, strain: float, start: np.ndarray, hessian: np.ndarray | None = None, enough: float = -np.inf
    ) -> Stretched:
        """The crystal at a strain, relaxed from the coordinates `start`.

        The relaxation ends early, and not converged, below the energy `enough` (J).
        """
        seen: list[Evaluation] = []
        relaxed: list[bool] = []

        def function(x: np.ndarray) -> tuple[float, np.ndarray]:
            one = self.placed(x, strain)
            found = self.evaluate(one)
            ensure_stress(found, self.evaluate)
            seen.append(found)
            return found.energy, self._gradient(x, strain, one.volume, found)

        def done(_: np.ndarray) -> bool:
            rest = self._residual(seen[-1].stress)
            relaxed.append(rest <= self.tolerance.stress and largest(seen[-1].forces) <= self.tolerance.force)
            return relaxed[-1] or seen[-1].energy < enough

        h = np.eye(self.size) * STIFFNESS if hessian is None else hessian
        bound = np.concatenate([np.full(SHAPE, STRAIN * self.length), np.full(self.size - SHAPE, LONGEST)])
        end = minimise(function, start, h, done=done, bound=bound, most=self.tolerance.steps)
        last = seen[-1]
        return Stretched(
            strain=strain,
            structure=self.placed(end.x, strain),
            evaluation=last,
            stress=float(self.along @ last.stress @ self.along),
            residual=self._residual(last.stress),
            x=end.x,
            hessian=end.hessian,
            steps=end.steps,
            converged=relaxed[-1],
        )

    def _gradient(self, x: np.ndarray, strain: float, volume: float, found: Evaluation) -> np.ndarray:
        bent = self.deformation(x, strain)
        pull = volume * np.linalg.solve(bent, found.stress).T  # V s F^-T, as s is symmetric
        local = self.frame.T @ pull @ self.frame / self.length
        shape = [local[0, 0], local[1, 1], (local[0, 1] + local[1, 0]) / ROOT, local[2, 0], local[2, 1]]
        return np.concatenate([shape, -(found.forces @ bent).ravel()])

    def _residual(self, stress: np.ndarray) -> float:
        local = self.frame.T @ stress @ self.frame
        return float(max(abs(local[place]) for place in FREE))
