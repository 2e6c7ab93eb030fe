"""Conjugate gradients with a geometric multigrid on a GPU: the method of `multigrid`, level by level.

The host launches the kernels of a cycle and reads two sums in an iteration. The matrix of the smallest grid is inverted
on the host. Vectors of the cycle are in single precision.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .....quantity import ModelError
from ...multigrid import WEIGHTS, GridLevel, grids
from ..device import DeviceArray
from . import grid_kernels as grid
from . import level_kernels as level
from .arrays import bring, put, zeros
from .front_kernels import cast_down
from .launching import Launching, Shape
from .row_kernels import inner

SINGLE = np.float32
Faces = tuple[DeviceArray, DeviceArray, DeviceArray]


def faces_of(shape: Shape, kind: type) -> Faces:
    """Return faces that conduct nothing."""
    nx, ny, nz = shape
    across = (nx, ny + 1, nz + 2) if ny > 1 else (1, 1, nz + 2)
    return zeros((nx + 1, ny, nz + 2), kind), zeros(across, kind), zeros((nx, ny, nz + 2), kind)


def field_of(shape: Shape, kind: type) -> DeviceArray:
    """Return a field of zeros with its columns at both ends."""
    nx, ny, nz = shape
    return zeros((nx, ny, nz + 2), kind)


@dataclass(eq=False)
class CudaElliptic:
    """The operator of a problem, its levels, and the vectors of conjugate gradients, on a GPU."""

    shape: Shape
    launching: Launching
    real: type
    faces: Faces = field(init=False)
    q: DeviceArray = field(init=False)
    levels: tuple[GridLevel, ...] = field(init=False)
    iterations: int = 0  # of all solves

    def __post_init__(self) -> None:
        self.faces = faces_of(self.shape, self.real)
        self.q, self._r, self._p, self._ap = (field_of(self.shape, self.real) for _ in range(4))
        self.levels = tuple(
            GridLevel(s, faces_of(s, SINGLE), *(field_of(s, SINGLE) for _ in range(4))) for s in grids(self.shape)
        )
        self._sums = zeros((self.shape[0],), np.float64)
        last = self.levels[-1].cells
        self._inverse = zeros((last, last), np.float64)

    @property
    def cells(self) -> int:
        return self.levels[0].cells

    def prepare(self) -> None:
        """Set all levels from the faces and the diagonal part of the finest, which a caller has filled."""
        run, top = self.launching.over_cells, self.levels[0]
        for wide, single in zip((*self.faces, self.q), (*top.faces, top.q), strict=True):
            run(cast_down, single.shape, wide, single)
        for fine, coarse in zip(self.levels, self.levels[1:], strict=False):
            run(level.coarsen, coarse.shape, coarse.q, fine.q, coarse.faces, fine.faces)
        last = self.levels[-1]
        run(level.dense, last.shape, last.q, last.faces, self._inverse)
        full = bring(self._inverse)
        if np.isfinite(full).all():
            put(np.linalg.pinv(full, hermitian=True), self._inverse)

    def solve(self, u: DeviceArray, b: DeviceArray, tolerance: float, most: int) -> int:
        """Improve u until its energy norm is known to the tolerance; return the number of iterations.

        The tolerance and the refusals are those of `multigrid`.
        """
        r, p, ap, top = self._r, self._p, self._ap, self.levels[0]
        self._each(grid.residual, self.faces, self.q, b, u, r)
        before = size = 0.0
        for iteration in range(1, most + 1):
            self._each(cast_down, r, top.b)
            z = self._cycle(0)
            product = self._inner(r, z)
            if before > 0:
                self._each(grid.direction, z, p, product / before)
            else:
                self._each(cast_down, z, p)
            self.launching.over_rows(grid.through, self.shape[0], self.faces, self.q, p, ap, self._sums)
            energy = float(bring(self._sums).sum())
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
        cells = " x ".join(map(str, self.shape))
        raise ModelError(
            f"an elliptic problem on {cells} cells has not converged after {most} iterations",
            "raise `iterations`, or lower contrasts or the step in time",
        )

    def _inner(self, a: DeviceArray, b: DeviceArray) -> float:
        self.launching.over_rows(inner, self.shape[0], a, b, self._sums)
        return float(bring(self._sums).sum())

    def _each(self, kernel: object, *given: object) -> None:
        self.launching.over_cells(kernel, self.shape, *given)  # type: ignore[arg-type]

    def _cycle(self, at: int) -> DeviceArray:
        """Return an approximate solution for the right side of a level."""
        here, run = self.levels[at], self.launching.over_cells
        shape, operator = here.shape, (here.faces, here.q)
        if at == len(self.levels) - 1:
            run(level.solve_small, shape, here.u, here.b, self._inverse)
            return here.u
        one, two = (SINGLE(w) for w in WEIGHTS)
        below = self.levels[at + 1]
        run(grid.relax_from_zero, shape, *operator, here.b, here.spare, one)
        run(grid.relax, shape, *operator, here.b, here.spare, here.u, two)
        run(grid.residual, shape, *operator, here.b, here.u, here.spare)
        run(level.restrict, below.shape, below.b, here.spare)
        run(level.prolong, shape, here.u, self._cycle(at + 1))
        run(grid.relax, shape, *operator, here.b, here.u, here.spare, two)
        run(grid.relax, shape, *operator, here.b, here.spare, here.u, one)
        return here.u
