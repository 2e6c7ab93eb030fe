"""Conjugate gradients with a geometric multigrid for -div(g grad u) + q u = b, g changing.

The multigrid of `models/interface/twophase` joins cells along strong couplings. It keeps the number of iterations low
at any contrast, but its setup takes as long as several solves, and here each step in time has a new operator. This one
halves the grid: its setup is one pass over the faces. Transfers are constant on a coarser cell, faces side by side add
up and twice the distance halves them. The smoother is Jacobi's method with two weights of a Chebyshev polynomial: it
needs no colours and runs on vectors. The cycle is symmetric and runs in single precision; residuals by differences keep
a constant exactly, so a good conductor in a poor one does not float away. Conjugate gradients run in double precision.

An iteration lowers the squared energy norm of the error by alpha r.z (Hestenes and Stiefel, 1952). The solve ends when
this is below the tolerance: the remaining error is smaller than what the last iteration took away.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...quantity import ModelError
from . import grid_kernels as grid
from .team import Team

WEIGHTS = (0.5620, 1.3893)  # over the diagonal: the Chebyshev polynomial of degree 2 on 0.5 to 2
COARSEST = 64  # cells on the coarsest level, which is solved directly
Shape = tuple[int, int, int]


@dataclass(eq=False)
class GridLevel:
    """Faces, diagonal part and vectors of one grid, in single precision."""

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
    """The operator of a problem, its levels, and the vectors of conjugate gradients."""

    shape: Shape
    team: Team
    real: type = np.float64  # of the operator and the vectors
    faces: tuple[np.ndarray, np.ndarray, np.ndarray] = field(init=False)
    q: np.ndarray = field(init=False)
    levels: tuple[GridLevel, ...] = field(init=False)
    iterations: int = 0  # of all solves

    def __post_init__(self) -> None:
        self.faces, self.q = faces_of_grid(self.shape, self.real), field_of(self.shape, self.real)
        self.levels = tuple(
            GridLevel(s, faces_of_grid(s, np.float32), *(field_of(s, np.float32) for _ in range(4)))
            for s in grids(self.shape)
        )
        self._r, self._p, self._ap = (field_of(self.shape, self.real) for _ in range(3))
        self._sums = np.zeros(self.shape[0])
        self._inverse: np.ndarray = np.zeros((0, 0))

    @property
    def cells(self) -> int:
        return self.levels[0].cells

    def prepare(self) -> None:
        """Set all levels from the faces and the diagonal part of the finest, which a caller has filled."""
        top = self.levels[0]
        for wide, single in zip((*self.faces, self.q), (*top.faces, top.q), strict=True):
            self.team.each(grid.cast_down, len(single), single.size, wide, single)
        for fine, coarse in zip(self.levels, self.levels[1:], strict=False):
            rows = coarse.shape[0]
            self.team.each(grid.coarsen, rows, fine.cells, fine.faces, coarse.faces, fine.q, coarse.q)
        last = self.levels[-1]
        full = np.empty((last.cells, last.cells))
        grid.dense(last.faces, last.q, full)
        self._inverse = np.linalg.pinv(full, hermitian=True) if np.isfinite(full).all() else full

    def solve(self, u: np.ndarray, b: np.ndarray, tolerance: float, most: int) -> int:
        """Improve u until its energy norm is known to the tolerance; return the number of iterations.

        `tolerance` is relative to the energy norm of u, u.A u = u.b - u.r, after the first iteration. A solve that does
        not converge raises ModelError, and FloatingPointError where a number is none.
        """
        r, p, ap, rows = self._r, self._p, self._ap, self.shape[0]
        self._each(grid.residual, self.faces, self.q, b, u, r)
        before = size = 0.0
        for iteration in range(1, most + 1):
            self._each(grid.cast_down, r, self.levels[0].b)
            z = self._cycle(0)
            product = self._inner(r, z)
            if before > 0:
                self._each(grid.direction, z, p, product / before)
            else:
                self._each(grid.cast_down, z, p)
            self._each(grid.through, self.faces, self.q, p, ap, self._sums)
            energy = float(self._sums.sum())
            if not np.isfinite(energy):
                raise FloatingPointError
            if energy <= 0 or product <= 0:
                self.iterations += iteration
                return iteration
            alpha = product / energy
            self._each(grid.advance, u, p, r, ap, alpha)
            size = size or self._inner(u, b) - self._inner(u, r)
            if alpha * product <= tolerance**2 * size:
                self.iterations += iteration
                return iteration
            before = product
        what = f"an elliptic problem on {rows} x {self.shape[1]} x {self.shape[2]} cells has not converged"
        raise ModelError(
            f"{what} after {most} iterations", "raise `iterations`, or lower contrasts or the step in time"
        )

    def _inner(self, a: np.ndarray, b: np.ndarray) -> float:
        self._each(grid.inner, a, b, self._sums)
        return float(self._sums.sum())

    def _each(self, kernel: object, *given: object) -> None:
        self.team.each(kernel, self.shape[0], self.cells, *given)  # type: ignore[arg-type]

    def _cycle(self, at: int) -> np.ndarray:
        """Return an approximate solution for the right side of a level."""
        here = self.levels[at]
        rows, cells, each = here.shape[0], here.cells, self.team.each
        if at == len(self.levels) - 1:
            here.u[:, :, 1:-1] = (self._inverse @ here.b[:, :, 1:-1].ravel()).reshape(here.shape)
            return here.u
        one, two = (np.float32(w) for w in WEIGHTS)
        each(grid.relax_from_zero, rows, cells, here.faces, here.q, here.b, here.spare, one)
        each(grid.relax, rows, cells, here.faces, here.q, here.b, here.spare, here.u, two)
        each(grid.residual, rows, cells, here.faces, here.q, here.b, here.u, here.spare)
        below = self.levels[at + 1]
        each(grid.restrict, below.shape[0], cells, here.spare, below.b)
        each(grid.prolong, rows, cells, self._cycle(at + 1), here.u)
        each(grid.relax, rows, cells, here.faces, here.q, here.b, here.u, here.spare, two)
        each(grid.relax, rows, cells, here.faces, here.q, here.b, here.spare, here.u, one)
        return here.u
