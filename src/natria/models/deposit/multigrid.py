"""Conjugate gradients with a geometric multigrid for -div(g grad u) + q u = b, g changing.

The multigrid of `models/interface/twophase` joins cells along strong couplings. It keeps the number of iterations low
at any contrast, but its setup takes as long as several solves, and here each step in time has a new operator. This one
halves the grid: its setup is one pass over the faces. Transfers are constant on a coarser cell, faces side by side add
up and twice the distance halves them. The smoother is Jacobi's method with two weights of a Chebyshev polynomial: it
needs no colours and runs on vectors. The cycle is symmetric and runs in single precision; residuals by differences keep
a constant exactly, so a good conductor in a poor one does not float away. The operator is of single precision too, so
both sides of a face have the same number. What is solved for is of double precision, and its residual is formed in it.

An iteration lowers the squared energy norm of the error by alpha r.z (Hestenes and Stiefel, 1952). The solve ends when
this is below the tolerance: the remaining error is smaller than what the last iteration took away.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...quantity import ModelError
from . import cycle_kernels as cycles
from .team import Team

WEIGHTS = (cycles.ONE, cycles.TWO)  # over the diagonal, for solvers that take one step at a time
LINE = 16  # numbers of single precision at whose multiples an array begins
APART = 11 * LINE  # between two arrays: those that begin at like places of a page push each other out of the cache
COARSEST = 64  # cells on the coarsest level, which is solved directly
Shape = tuple[int, int, int]


@dataclass(eq=False)
class GridLevel:
    """Parts of one grid, in single precision, for solvers that take one step at a time."""

    shape: Shape
    faces: tuple[np.ndarray, np.ndarray, np.ndarray]
    q: np.ndarray
    b: np.ndarray
    u: np.ndarray
    spare: np.ndarray

    @property
    def cells(self) -> int:
        nx, ny, nz = self.shape
        return nx * ny * nz


def field_of(shape: Shape, kind: type = np.float64) -> np.ndarray:
    """Return a field of zeros with its columns at both ends."""
    nx, ny, nz = shape
    return np.zeros((nx, ny, nz + 2), kind)


def faces_of_grid(shape: Shape, kind: type = np.float64) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return faces that conduct nothing."""
    nx, ny, nz = shape
    across = (nx, ny + 1, nz + 2) if ny > 1 else (1, 1, nz + 2)
    return np.zeros((nx + 1, ny, nz + 2), kind), np.zeros(across, kind), np.zeros((nx, ny, nz + 2), kind)


def coarser(shape: Shape) -> Shape | None:
    """Return the next grid, with every axis halved that can be; None where there is none."""
    halved = tuple(n // 2 if n % 2 == 0 and n > 2 else n for n in shape)
    return None if halved == shape else (halved[0], halved[1], halved[2])


def grids(shape: Shape) -> tuple[Shape, ...]:
    """Return the grids from fine to coarse; refuse cells that cannot be halved often enough."""
    found = [shape]
    while (following := coarser(found[-1])) is not None:
        found.append(following)
    if int(np.prod(found[-1])) > COARSEST:
        names = " x ".join(map(str, shape))
        raise ModelError(
            f"a grid of {names} cells can be halved only down to {' x '.join(map(str, found[-1]))}",
            "give numbers of cells with more factors of 2, such as 96, 128, 160 or 192",
        )
    return tuple(found)


@dataclass(eq=False)
class Elliptic:
    """The operator of a problem and its coarser grids, all in single precision."""

    shape: Shape
    team: Team
    real: type = np.float64  # of what is solved for; residuals and directions are of single precision
    faces: tuple[np.ndarray, np.ndarray, np.ndarray] = field(init=False)
    q: np.ndarray = field(init=False)
    iterations: int = 0  # of all solves

    def __post_init__(self) -> None:
        shapes = grids(self.shape)
        self._store, self._places = _levels(shapes)
        last = int(np.prod(shapes[-1]))
        self.faces, self.q, *_ = cycles.level.py_func(self._store, self._places[0])  # type: ignore[attr-defined]
        self._along = field_of(self.shape, np.float32)
        self._sums = np.zeros(self.shape[0])
        self._factor = np.zeros((last, last))

    @property
    def cells(self) -> int:
        nx, ny, nz = self.shape
        return nx * ny * nz

    def prepare(self) -> None:
        """Set all levels from the faces and the diagonal part of the finest, which a caller has filled."""
        self.team.run(cycles.coarsen_levels, self._store, self._places, self._factor)

    def solve(self, u: np.ndarray, b: np.ndarray, tolerance: float, most: int) -> int:
        """Improve u until its energy norm is known to the tolerance; return the number of iterations.

        `tolerance` is relative to the energy norm of u, u.A u. A solve that does not converge raises ModelError, and
        FloatingPointError where a number is none.
        """
        levels = (self._store, self._places, self._factor)
        found = self.team.run(cycles.solve, levels, u, b, self._along, self._sums, (tolerance, most))
        if found < 0:
            raise FloatingPointError
        if not found:
            what = " x ".join(map(str, self.shape))
            raise ModelError(
                f"an elliptic problem on {what} cells has not converged after {most} iterations",
                "raise `iterations`, or lower contrasts or the step in time",
            )
        self.iterations += found
        return int(found)


def _levels(shapes: tuple[Shape, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return the memory of all levels, and a row of shape and places for each."""
    rows, end = [], 0
    for nx, ny, nz in shapes:
        cells = nx * ny * (nz + 2)
        across = nx * (ny + 1) * (nz + 2) if ny > 1 else nz + 2
        row = [nx, ny, nz + 2]
        for size in (cells + ny * (nz + 2), across, *[cells] * 5):
            row.append(end)
            end += -(-size // LINE) * LINE + APART
        rows.append(row)
    return np.zeros(end, np.float32), np.array(rows)
