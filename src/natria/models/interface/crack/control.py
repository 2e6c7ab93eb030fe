"""Newton's method under a control: the load is an unknown, and a linear row fixes the state.

    F(x) - lambda f = 0,   c x + d lambda = s

Height, volume or an end's displacement is a row c; the arc-length of Riks (Int. J. Solids Struct. 15, 529 (1979)) is
the tangent of the path itself, so that a path is followed where both load and displacement turn back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ....quantity import ModelError

DAMPED_AFTER = 10  # iterations
FAR = 1e3  # a correction this many times the first one, or the state, has lost the path


class Tangent(Protocol):
    """A matrix that can be solved with."""

    def solve(self, right: np.ndarray) -> np.ndarray:
        """Return the solution for the columns of a right side."""


Forces = Callable[[np.ndarray], tuple[np.ndarray, Tangent]]  # x -> internal forces and their derivative


@dataclass(frozen=True)
class NewtonSettings:
    """Bounds of Newton's method: relative correction at which it stops, iterations, halvings of a step.

    `fronts` bounds how often a step is solved again because the front has moved under its pressure.
    """

    tolerance: float = 1e-9
    iterations: int = 40
    halvings: int = 12
    fronts: int = 60

    def __post_init__(self) -> None:
        if not 0 < self.tolerance < 1e-3 or min(self.iterations, self.fronts) < 2 or self.halvings < 0:
            raise ValueError("Newton's method needs a tolerance below 1e-3 and at least two iterations")


@dataclass(frozen=True, eq=False)
class ControlRow:
    """A control c x + d lambda; `d` is a compliance where the load acts through a spring."""

    c: np.ndarray
    d: float = 0.0

    def of(self, x: np.ndarray, load: float) -> float:
        return float(self.c @ x + self.d * load)


@dataclass(frozen=True, eq=False)
class Point:
    """A point of equilibrium: unknowns, load, and how many iterations it took."""

    x: np.ndarray
    load: float
    iterations: int = 0


class Lost(ModelError):
    """Raised where Newton's method finds no equilibrium at this step."""


def solve_at(
    forces: Forces, unit: np.ndarray, row: ControlRow, target: float, start: Point, *, settings: NewtonSettings
) -> Point:
    """Return the equilibrium at which the control has the target; `unit` is f, a load of one."""
    x, load, first = start.x.copy(), start.load, 0.0
    for done in range(1, settings.iterations + 1):
        inner, tangent = forces(x)
        free, unloaded = tangent.solve(np.stack([unit, load * unit - inner], axis=1)).T
        turn = row.c @ free + row.d
        more = (target - row.of(x, load) - row.c @ unloaded) / turn
        step = unloaded + more * free
        if not np.all(np.isfinite(step)):
            break
        first = first or float(np.linalg.norm(step))
        share = 1.0 if done <= DAMPED_AFTER else 0.5  # a kink of a bond may throw full steps to and fro
        x, load = x + share * step, load + share * more
        if np.linalg.norm(step) > FAR * max(first, float(np.linalg.norm(start.x))):
            break
        if np.linalg.norm(step) <= settings.tolerance * np.linalg.norm(x):
            return Point(x, float(load), done)
    raise Lost(
        f"no equilibrium at the control {target:.4g} after {settings.iterations} iterations",
        "take smaller steps or a finer mesh",
    )


def path_tangent(
    tangent: Tangent, unit: np.ndarray, scale: np.ndarray, load_scale: float, *, last: ControlRow | None
) -> ControlRow:
    """Return the row of Riks: the direction of the path, of length one in scaled unknowns and load."""
    direction = tangent.solve(unit)
    length = float(np.sqrt(np.sum((direction / scale) ** 2) + 1 / load_scale**2))
    row = ControlRow(direction / scale**2 / length, 1 / load_scale**2 / length)
    if last is not None and last.c @ direction + last.d < 0:
        return ControlRow(-row.c, -row.d)
    return row


def follow(
    path: Callable[[], Forces],
    unit: np.ndarray,
    scales: tuple[np.ndarray, float],
    steps: tuple[float, int],
    keep: Callable[[Point], None],
    *,
    settings: NewtonSettings,
) -> list[Point]:
    """Return the points of a path by arc-length.

    `path` returns the forces at the present history, `keep` moves the history to a point; `scales` make unknowns and
    load comparable, `steps` are the scaled length of a step and how many there are.
    """
    points, last = [Point(np.zeros(len(unit)), 0.0)], None
    length, count = steps
    for _ in range(count):
        at, forces = points[-1], path()
        row = path_tangent(forces(at.x)[1], unit, *scales, last=last)
        target = row.of(at.x, at.load) + length
        points.append(solve_at(forces, unit, row, target, at, settings=settings))
        keep(points[-1])
        last = row
    return points[1:]
