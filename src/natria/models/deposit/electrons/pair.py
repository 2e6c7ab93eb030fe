"""Conjugate gradients with a multigrid cycle for two fields at once.

    -div(g grad u) + q u + c (u - v) = b,     -div(k grad v) + p v - c (u - v) = d

The reaction is linear in u - v, which joins the potentials of ions and electrons in each cell. A cycle for each field
alone would not see a change of both together, which costs the reaction nothing: at fast kinetics it would need many
iterations. So one cycle serves both: faces and transfers are those of `multigrid`, and the smoother solves for the two
values of a cell together. The matrix is symmetric, and positive definite where one field is held anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ....quantity import ModelError
from .. import grid_kernels as grid
from ..multigrid import WEIGHTS, Shape, faces_of_grid, field_of, grids
from . import pair_kernels as pair

Pair = tuple[np.ndarray, np.ndarray]
Faces = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(eq=False)
class PairLevel:
    """Operators and vectors of both fields on one grid."""

    shape: Shape
    faces: tuple[Faces, Faces]
    q: Pair
    between: np.ndarray
    b: Pair
    u: Pair
    spare: Pair

    @property
    def cells(self) -> int:
        nx, ny, nz = self.shape
        return nx * ny * nz


def level_of(shape: Shape, kind: type) -> PairLevel:
    """Return a grid on which nothing conducts."""

    def two() -> Pair:
        return field_of(shape, kind), field_of(shape, kind)

    faces = faces_of_grid(shape, kind), faces_of_grid(shape, kind)
    return PairLevel(shape, faces, two(), field_of(shape, kind), two(), two(), two())


@dataclass(eq=False)
class EllipticPair:
    """Both operators in double precision, which a caller fills; their levels in single precision."""

    shape: Shape
    each: Callable[..., None]  # (kernel, rows, cells, *arguments): runs it over all rows
    top: PairLevel = field(init=False)
    iterations: int = 0  # of all solves

    def __post_init__(self) -> None:
        self.top = level_of(self.shape, np.float64)
        self.levels = tuple(level_of(one, np.float32) for one in grids(self.shape))
        self._sums = np.zeros(self.shape[0])
        self._inverse: np.ndarray = np.zeros((0, 0))

    def prepare(self) -> None:
        """Set all levels from both operators and from what joins them."""
        top, first = self.top, self.levels[0]
        for n in (0, 1):
            wide, single = (*top.faces[n], top.q[n]), (*first.faces[n], first.q[n])
            for one, other in zip(wide, single, strict=True):
                self.each(grid.cast_down, len(other), other.size, one, other)
        self._run(grid.cast_down, top.between, first.between)
        for fine, coarse in zip(self.levels, self.levels[1:], strict=False):
            rows = coarse.shape[0]
            for n in (0, 1):
                self.each(grid.coarsen, rows, fine.cells, fine.faces[n], coarse.faces[n], fine.q[n], coarse.q[n])
            self.each(grid.restrict, rows, fine.cells, fine.between, coarse.between)
        self._inverse = _inverse_of(self.levels[-1])

    def solve(self, fields: Pair, right: Pair, least: float, how: tuple[float, int]) -> int:
        """Improve both fields until an iteration takes less energy from their error than the tolerance.

        `how` is the tolerance and the most iterations. The tolerance is relative to the energy of what joins both, the
        sum of c ((u - v)^2 + least^2), which no potential at a boundary enters: a piece without contact would else be
        left where it was.
        """
        tolerance, most = how
        r, p, ap, first = self.top.b, self.top.u, self.top.spare, self.levels[0]
        self._residual(fields, right, r)
        self._run(pair.energy_between, self.top.between, fields, least, self._sums)
        before, size = 0.0, float(self._sums.sum())
        for iteration in range(1, most + 1):
            for own, single in zip(r, first.b, strict=True):
                self._run(grid.cast_down, own, single)
            z = self._cycle(0)
            product = self._inner(r, z)
            for one, other in zip(z, p, strict=True):
                if before > 0:
                    self._run(grid.direction, one, other, product / before)
                else:
                    self._run(grid.cast_down, one, other)
            energy = self._through(p, ap)
            if not np.isfinite(energy):
                raise FloatingPointError
            if energy <= 0 or product <= 0:
                self.iterations += iteration
                return iteration
            alpha = product / energy
            for u, one, rest, through in zip(fields, p, r, ap, strict=True):
                self._run(grid.advance, u, one, rest, through, alpha)
            if alpha * product <= tolerance**2 * size:
                self.iterations += iteration
                return iteration
            before = product
        what = f"the potentials of ions and electrons on {' x '.join(map(str, self.shape))} cells"
        raise ModelError(
            f"{what} have not converged after {most} iterations",
            "raise `iterations`, or lower contrasts or the step in time",
        )

    def _residual(self, fields: Pair, right: Pair, out: Pair) -> None:
        top = self.top
        for faces, q, u, b, r in zip(top.faces, top.q, fields, right, out, strict=True):
            self._run(grid.residual, faces, q, b, u, r)
        self._run(pair.couple, top.between, fields, out)

    def _through(self, p: Pair, ap: Pair) -> float:
        """Set the operator times p; return p times it."""
        total, top = 0.0, self.top
        for faces, q, u, out in zip(top.faces, top.q, p, ap, strict=True):
            self._run(grid.through, faces, q, u, out, self._sums)
            total += float(self._sums.sum())
        self._run(pair.through_couple, top.between, p, ap, self._sums)
        return total + float(self._sums.sum())

    def _inner(self, a: Pair, b: Pair) -> float:
        total = 0.0
        for one, other in zip(a, b, strict=True):
            self._run(grid.inner, one, other, self._sums)
            total += float(self._sums.sum())
        return total

    def _run(self, kernel: object, *given: object) -> None:
        self.each(kernel, self.shape[0], self.top.cells, *given)

    def _cycle(self, at: int) -> Pair:
        """Return approximate solutions for the right sides of a level."""
        here = self.levels[at]
        u, b, rest = here.u, here.b, here.spare
        if at == len(self.levels) - 1:
            both = self._inverse @ np.concatenate([own[:, :, 1:-1].ravel() for own in b])
            for out, values in zip(u, np.split(both, 2), strict=True):
                out[:, :, 1:-1] = values.reshape(here.shape)
            return u
        rows, cells = here.shape[0], here.cells
        light, heavy = (np.float32(w) for w in WEIGHTS)
        one, two = zip(here.faces, here.q, strict=True)

        def relaxed(given: Pair, weight: np.float32) -> None:
            self.each(pair.relax_pair, rows, cells, one, two, here.between, given, u, weight)

        def residual() -> None:
            for faces, q, own, field_, out in zip(here.faces, here.q, b, u, rest, strict=True):
                self.each(grid.residual, rows, cells, faces, q, own, field_, out)
            self.each(pair.couple, rows, cells, here.between, u, rest)

        for out in u:
            self.each(pair.clear, rows, cells, out)
        relaxed(b, light)
        residual()
        relaxed(rest, heavy)
        residual()
        below = self.levels[at + 1]
        for own, coarse in zip(rest, below.b, strict=True):
            self.each(grid.restrict, below.shape[0], cells, own, coarse)
        for own, coarse in zip(u, self._cycle(at + 1), strict=True):
            self.each(grid.prolong, rows, cells, coarse, own)
        residual()
        relaxed(rest, heavy)
        residual()
        relaxed(rest, light)
        return u


def _inverse_of(last: PairLevel) -> np.ndarray:
    """Return the inverse on the last grid, by way of a matrix of unit diagonal: contrasts are large."""
    blocks = []
    for faces, q in zip(last.faces, last.q, strict=True):
        block = np.empty((last.cells, last.cells))
        grid.dense(faces, q, block)
        blocks.append(block)
    joined = np.diag(last.between[:, :, 1:-1].ravel().astype(float))
    full = np.block([[blocks[0] + joined, -joined], [-joined, blocks[1] + joined]])
    if not np.isfinite(full).all():
        return full
    scale = 1 / np.sqrt(full.diagonal())
    try:
        inverse = np.linalg.inv(full * scale[:, None] * scale) * scale[:, None] * scale
    except np.linalg.LinAlgError:
        return np.full_like(full, np.nan)
    return np.asarray((inverse + inverse.T) / 2)
