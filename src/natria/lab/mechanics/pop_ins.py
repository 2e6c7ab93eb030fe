"""Pop-ins: sudden displacements at nearly constant load while the load rises.

The displacement of a reading is compared with the line through the six readings on either side of the gap. A jump
counts where it exceeds six standard deviations of its own error and of the usual step of the neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from ..kinetics.inputs import Vector

SIDE = 6  # readings on either side of a jump
SIGMAS = 6.0  # of the error of the jump


@dataclass(frozen=True)
class PopIn:
    """A jump of the displacement: load (N), depth before it (m), size (m) and its standard deviation."""

    load: float
    depth: float
    size: float
    std: float


def pop_ins(load: Vector, depth: Vector, noise: float) -> tuple[PopIn, ...]:
    """Return the jumps of a loading; `noise` is the standard deviation of one displacement (m).

    Two lines are fitted, through SIDE readings before and after each gap, against the load; the jump is the distance
    between them at the middle of the gap.
    """
    found: list[PopIn] = []
    if noise <= 0 or len(load) < 2 * SIDE + 2:
        return ()
    sizes, errors = _jumps(load, depth, noise)
    strong = np.where(errors > 0, sizes / errors, 0.0)
    usual = np.diff(depth)[SIDE - 1 : len(depth) - SIDE]
    for k in np.argsort(-strong):
        if strong[k] < SIGMAS:
            break
        gap = int(k) + SIDE - 1  # the jump lies between this reading and the next
        near = np.abs(np.arange(len(sizes)) - k) <= SIDE
        own = float(np.median(np.abs(usual[near])))
        if usual[k] < SIGMAS * noise + 3 * own or any(
            abs(gap - int(np.searchsorted(load, p.load))) <= SIDE for p in found
        ):
            continue
        found.append(PopIn(float(load[gap]), float(depth[gap]), float(sizes[k]), float(errors[k])))
    return tuple(sorted(found, key=lambda one: one.load))


def _jumps(load: Vector, depth: Vector, noise: float) -> tuple[Vector, Vector]:
    """Return the distance of the two lines at every gap, and its standard deviation."""
    count = len(load) - 2 * SIDE + 1
    sizes, errors = np.zeros(count), np.zeros(count)
    for k in range(count):
        middle = 0.5 * (load[k + SIDE - 1] + load[k + SIDE])
        ends = []
        for part in (slice(k, k + SIDE), slice(k + SIDE, k + 2 * SIDE)):
            x = load[part] - load[part].mean()
            square = float(x @ x)
            slope = float(x @ depth[part]) / square if square > 0 else 0.0
            reach = middle - float(load[part].mean())
            error = noise * sqrt(1 / SIDE + (reach**2 / square if square > 0 else 0.0))
            ends.append((float(depth[part].mean()) + slope * reach, error))
        sizes[k] = ends[1][0] - ends[0][0]
        errors[k] = sqrt(ends[0][1] ** 2 + ends[1][1] ** 2)
    return sizes, errors
