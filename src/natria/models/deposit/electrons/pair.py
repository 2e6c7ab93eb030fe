"""Conjugate gradients with a multigrid cycle for two fields at once.

The reaction is linear in u - v, which joins the potentials of ions and electrons in each cell. A cycle for each field
alone would not see a change of both together, which costs the reaction nothing: at fast kinetics it would need many
iterations. So one cycle serves both: grids, faces and transfers are those of `multigrid`, and the smoother solves for
the two values of a cell together. The matrix is symmetric and positive definite where one field is held anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ....quantity import ModelError
from .. import grid_kernels as grid
from ..multigrid import WEIGHTS, Elliptic, field_of
from . import pair_kernels as pair

Pair = tuple[np.ndarray, np.ndarray]


@dataclass(eq=False)
class EllipticPair:
    """Two operators, what joins them in each cell (`between`), and the vectors of conjugate gradients."""

    first: Elliptic
    second: Elliptic
    between: np.ndarray = field(init=False)
    iterations: int = 0  # of all solves

    def __post_init__(self) -> None:
        shape = self.first.shape
        self.between = field_of(shape)
        self._joined = tuple(field_of(level.shape, np.float32) for level in self.first.levels)
        self._r, self._p, self._ap = ((field_of(shape), field_of(shape)) for _ in range(3))
        self._sums = np.zeros(shape[0])
        self._inverse: np.ndarray = np.zeros((0, 0))

    def prepare(self) -> None:
        """Set all levels from faces and diagonal parts of both operators and from what joins them."""
        self.first.prepare()
        self.second.prepare()
        self._each(grid.cast_down, self.between, self._joined[0])
        for fine, coarse in zip(self._joined, self._joined[1:], strict=False):
            self.first.team.each(grid.restrict, coarse.shape[0], fine.size, fine, coarse)
        self._inverse = self._coarsest()

    def _coarsest(self) -> np.ndarray:
        """Return the inverse on the last grid, by way of a matrix of unit diagonal: contrasts are large."""
        one, two, c = self.first.levels[-1], self.second.levels[-1], self._joined[-1][:, :, 1:-1].ravel()
        n = one.cells
        blocks = [np.empty((n, n)) for _ in range(2)]
        for level, block in zip((one, two), blocks, strict=True):
            grid.dense(level.faces, level.q, block)
        joined = np.diag(c.astype(float))
        full = np.block([[blocks[0] + joined, -joined], [-joined, blocks[1] + joined]])
        if not np.isfinite(full).all():
            return full
        scale = 1 / np.sqrt(full.diagonal())
        inverse = np.linalg.inv(full * scale[:, None] * scale) * scale[:, None] * scale
        return np.asarray((inverse + inverse.T) / 2)

    def solve(self, fields: Pair, right: Pair, least: float, how: tuple[float, int]) -> int:
        """Improve both fields until the energy that an iteration takes from their error is below the tolerance.

        `how` is the tolerance and the most iterations. The tolerance is relative to the energy of what joins both, the
        sum of c ((u - v)^2 + least^2), which no potential at a boundary enters: a piece without contact would else be
        left where it was.
        """
        tolerance, most = how
        r, p, ap = self._r, self._p, self._ap
        self._residual(fields, right, r)
        self._each(pair.energy_between, self.between, fields, least, self._sums)
        before, size = 0.0, float(self._sums.sum())
        for iteration in range(1, most + 1):
            for own, level in zip(r, (self.first.levels[0], self.second.levels[0]), strict=True):
                self._each(grid.cast_down, own, level.b)
            z = self._cycle(0)
            product = self._inner(r, z)
            for one, other in zip(z, p, strict=True):
                if before > 0:
                    self._each(grid.direction, one, other, product / before)
                else:
                    self._each(grid.cast_down, one, other)
            energy = self._through(p, ap)
            if not np.isfinite(energy):
                raise FloatingPointError
            if energy <= 0 or product <= 0:
                self.iterations += iteration
                return iteration
            alpha = product / energy
            for u, one, rest, through in zip(fields, p, r, ap, strict=True):
                self._each(grid.advance, u, one, rest, through, alpha)
            if alpha * product <= tolerance**2 * size:
                self.iterations += iteration
                return iteration
            before = product
        what = f"the potentials of ions and electrons on {' x '.join(map(str, self.first.shape))} cells"
        raise ModelError(
            f"{what} have not converged after {most} iterations",
            "raise `iterations`, or lower contrasts or the step in time",
        )

    def _residual(self, fields: Pair, right: Pair, out: Pair) -> None:
        for one, u, b, r in zip((self.first, self.second), fields, right, out, strict=True):
            self._each(grid.residual, one.faces, one.q, b, u, r)
        self._each(pair.couple, self.between, fields, out)

    def _through(self, p: Pair, ap: Pair) -> float:
        """Set the operator times p; return p times it."""
        total = 0.0
        for one, u, out in zip((self.first, self.second), p, ap, strict=True):
            self._each(grid.through, one.faces, one.q, u, out, self._sums)
            total += float(self._sums.sum())
        self._each(pair.through_couple, self.between, p, ap, self._sums)
        return total + float(self._sums.sum())

    def _inner(self, a: Pair, b: Pair) -> float:
        total = 0.0
        for one, other in zip(a, b, strict=True):
            self._each(grid.inner, one, other, self._sums)
            total += float(self._sums.sum())
        return total

    def _each(self, kernel: object, *given: object) -> None:
        self.first.team.each(kernel, self.first.shape[0], self.first.cells, *given)  # type: ignore[arg-type]

    def _cycle(self, at: int) -> Pair:
        """Return approximate solutions for the right sides of a level."""
        one, two, c = self.first.levels[at], self.second.levels[at], self._joined[at]
        u, b, rest = (one.u, two.u), (one.b, two.b), (one.spare, two.spare)
        if at == len(self._joined) - 1:
            both = self._inverse @ np.concatenate([own[:, :, 1:-1].ravel() for own in b])
            for out, values in zip(u, np.split(both, 2), strict=True):
                out[:, :, 1:-1] = values.reshape(one.shape)
            return u
        rows, cells, each = one.shape[0], one.cells, self.first.team.each
        light, heavy = (np.float32(w) for w in WEIGHTS)
        operators = (one.faces, one.q), (two.faces, two.q), c

        def relaxed(given: Pair, weight: np.float32) -> None:
            each(pair.relax_pair, rows, cells, *operators, given, u, weight)

        def residual() -> None:
            for level in (one, two):
                each(grid.residual, rows, cells, level.faces, level.q, level.b, level.u, level.spare)
            each(pair.couple, rows, cells, c, u, rest)

        for out in u:
            each(pair.clear, rows, cells, out)
        relaxed(b, light)
        residual()
        relaxed(rest, heavy)
        residual()
        below = (self.first.levels[at + 1], self.second.levels[at + 1])
        for own, level in zip(rest, below, strict=True):
            each(grid.restrict, level.shape[0], cells, own, level.b)
        for own, coarse in zip(u, self._cycle(at + 1), strict=True):
            each(grid.prolong, rows, cells, coarse, own)
        residual()
        relaxed(rest, heavy)
        residual()
        relaxed(rest, light)
        return u
