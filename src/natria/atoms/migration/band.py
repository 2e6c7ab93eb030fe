"""A nudged elastic band with improved tangents and a climbing image, in any consistent units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# Takes points (n x d); gives their energies (n) and gradients (n x d).
Surface = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class BandSettings:
    """Numerics of a band.

    `tolerance` is the largest force that a relaxed band may have on `group` coordinates together (3: an atom);
    `spring` the stiffness between images, `step` the longest move of an image in one step, `most` the number of steps.
    """

    tolerance: float
    spring: float
    step: float
    group: int = 3
    most: int = 1000


@dataclass(frozen=True, eq=False)
class Band:
    """Points of a band with their energies and gradients; `force` is what is left on each inner image."""

    points: np.ndarray
    energies: np.ndarray
    gradients: np.ndarray
    forces: np.ndarray
    converged: bool

    @property
    def top(self) -> int:
        """The place of the highest inner image."""
        return 1 + int(np.argmax(self.energies[1:-1]))


def tangents(points: np.ndarray, energies: np.ndarray) -> np.ndarray:
    """Unit tangents at the inner points; G. Henkelman and H. Jonsson, J. Chem. Phys. 113, 9978 (2000)."""
    found = np.empty_like(points[1:-1])
    for k in range(1, len(points) - 1):
        after, before = points[k + 1] - points[k], points[k] - points[k - 1]
        up, down = energies[k + 1] - energies[k], energies[k - 1] - energies[k]
        if up > 0 >= down:
            found[k - 1] = after
        elif down > 0 >= up:
            found[k - 1] = before
        else:
            large, small = max(abs(up), abs(down)), min(abs(up), abs(down))
            one, other = (large, small) if energies[k + 1] > energies[k - 1] else (small, large)
            found[k - 1] = after * one + before * other
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.where(lengths > 0, lengths, 1))


def band_forces(
    points: np.ndarray, energies: np.ndarray, gradients: np.ndarray, spring: float, climbing: int | None
) -> np.ndarray:
    """The forces on the inner points: across the band that of the surface, along it that of the springs.

    The climbing image feels no spring, and the force along the band is reversed: G. Henkelman, B. P. Uberuaga and
    H. Jonsson, J. Chem. Phys. 113, 9901 (2000).
    """
    along = tangents(points, energies)
    uphill = np.einsum("kd,kd->k", gradients[1:-1], along)
    gaps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    pull = spring * (gaps[1:] - gaps[:-1])
    if climbing is not None:
        pull[climbing - 1] = uphill[climbing - 1]
    return np.asarray(-gradients[1:-1] + (uphill + pull)[:, None] * along)


def size_of(forces: np.ndarray, group: int) -> np.ndarray:
    """The largest length of `group` coordinates of each image."""
    parts = forces.reshape(len(forces), -1, group)
    return np.asarray(np.linalg.norm(parts, axis=2).max(axis=1))


def straight(start: np.ndarray, end: np.ndarray, images: int) -> np.ndarray:
    """The ends and `images` points evenly between them."""
    share = np.linspace(0, 1, images + 2)[:, None]
    return np.asarray((1 - share) * start + share * end)


def relax_band(
    surface: Surface,
    points: np.ndarray,
    settings: BandSettings,
    *,
    climb: bool = True,
    stop: Callable[[np.ndarray], bool] = lambda _: False,
) -> Band:
    """Relax the inner points of a band; the ends stay. `stop(points)` ends it early.

    The climbing image joins when the band is relaxed to five times the tolerance. The steps are those of FIRE
    (E. Bitzek et al., Phys. Rev. Lett. 97, 170201 (2006)), with the mass and the time that make the spring a unit.
    """
    x = np.array(points, float)
    energies, gradients = surface(x)
    velocity = np.zeros_like(x[1:-1])
    pace, mixing, good, climbing = 0.1, 0.1, 0, None
    for _ in range(settings.most):
        forces = band_forces(x, energies, gradients, settings.spring, climbing)
        left = float(size_of(forces, settings.group).max())
        if climb and climbing is None and left <= 5 * settings.tolerance:
            climbing = 1 + int(np.argmax(energies[1:-1]))
            continue
        if left <= settings.tolerance or stop(x):
            break
        push = forces / settings.spring
        if float(np.vdot(push, velocity)) > 0:
            norm = np.linalg.norm(velocity) / max(float(np.linalg.norm(push)), 1e-300)
            velocity = (1 - mixing) * velocity + mixing * push * norm
            good += 1
            if good > 5:
                pace, mixing = min(pace * 1.1, 1.0), mixing * 0.99
        else:
            velocity, pace, mixing, good = np.zeros_like(velocity), pace * 0.5, 0.1, 0
        velocity = velocity + pace * push
        move = pace * velocity
        longest = float(size_of(move, settings.group).max())
        x[1:-1] += move * min(1.0, settings.step / max(longest, 1e-300))
        energies, gradients = surface(x)
        if climbing is not None:
            climbing = 1 + int(np.argmax(energies[1:-1]))
    forces = band_forces(x, energies, gradients, settings.spring, climbing)
    sizes = size_of(forces, settings.group)
    return Band(x, energies, gradients, sizes, bool((sizes <= settings.tolerance).all()))
