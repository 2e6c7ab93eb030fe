"""Multigrid by aggregation along strong couplings, as a preconditioner of conjugate gradients.

On each level places are paired three times with the neighbour of best quality, so an aggregate never joins places
across a poorly conducting face where there is a better one: the number of iterations stays bounded at any contrast and
size. The prolongation is constant on an aggregate and the coarse operator is the Galerkin product, a graph of
conductances again. A coarse problem is solved by two steps of flexible conjugate gradients (K-cycle), each with the
next level.

Notay, Electron. Trans. Numer. Anal. 37, 123 (2010); SIAM J. Sci. Comput. 34, A2288 (2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import coarse_kernels as coarse
from . import voxel_kernels as voxel
from .coarse_kernels import Graph
from .faces import Faces
from .vector_kernels import inner, inverted, length, symmetric_product

DENSE = 200  # places below which a level is solved directly
QUALITY = 20.0  # largest of a pair; the condition number of a level is of this size
LEVELS = 30
STALLED = 0.9  # places of the next level over those of this one, above which no further level is made
STEPS = 3  # of pairing on each level: up to eight places to one
UNITS = 8.0  # in the last place
FLOATING = 1e-14  # of its diagonal: the pivot of a place without a path to an electrode
ENOUGH = 0.25  # residual of a coarse problem after one step, over that before it, below which no second step follows


@dataclass(frozen=True, eq=False)
class Level:
    """A coarse level: conductances as sparse rows (single precision), aggregates of the next level."""

    start: np.ndarray
    middle: np.ndarray
    column: np.ndarray
    weight: np.ndarray
    inverse: np.ndarray  # of the diagonal
    aggregate: np.ndarray  # empty on the coarsest level
    solver: np.ndarray  # the inverse of the coarsest operator; empty elsewhere


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """The finest level on the voxels, its aggregates, and the coarse levels."""

    faces: Faces
    inverse: np.ndarray
    aggregate: np.ndarray
    levels: tuple[Level, ...]

    @property
    def complexity(self) -> float:
        """The couplings of all levels over those of the finest."""
        fine = 7 * self.inverse.size
        return 1 + sum(len(one.column) + len(one.inverse) for one in self.levels) / fine

    def residual(self, b: np.ndarray, u: np.ndarray) -> np.ndarray:
        out = np.empty_like(b)
        voxel.residual(self.faces.sides, b, u, out)
        return out

    def conductances(self) -> np.ndarray:
        return np.concatenate([one.ravel() for one in self.faces.sides])

    def rounding(self, u: np.ndarray) -> float:
        """Return the 2-norm of the rounding of A u: some units in the last place of its diagonal part.

        A potential beyond those of the electrodes is a wrong one, and counts as 1: it excuses no residual.
        """
        scaled = np.divide(np.minimum(np.abs(u), 1), self.inverse, out=np.zeros_like(u), where=self.inverse > 0)
        return UNITS * float(np.finfo(float).eps * length(scaled))

    def cycle(self, b: np.ndarray) -> np.ndarray:
        """Return an approximate solution for b: one cycle, a symmetric operation up to the K-cycle's steps."""
        sides = self.faces.sides
        u = np.empty_like(b)
        voxel.first_colour(self.inverse, b, u)
        voxel.sweep(sides, self.inverse, b, u, 1)
        self._correct(b, u)
        voxel.sweep(sides, self.inverse, b, u, 1)
        voxel.sweep(sides, self.inverse, b, u, 0)
        return u

    def _correct(self, b: np.ndarray, u: np.ndarray) -> None:
        if not self.levels:
            return
        right = np.empty(len(self.levels[0].inverse))
        voxel.gathered(self.aggregate, self.residual(b, u).ravel(), right)
        voxel.spread(self.aggregate, _solved(self.levels, 0, right), u.reshape(-1))


@dataclass(frozen=True, eq=False)
class GraphHierarchy:
    """A problem on a graph of conductances, in double precision, and its levels."""

    graph: Graph
    diagonal: np.ndarray
    levels: tuple[Level, ...]

    def residual(self, b: np.ndarray, u: np.ndarray) -> np.ndarray:
        out = np.empty_like(b)
        coarse.residual_of_graph(self.graph, b, u, out)
        return out

    def conductances(self) -> np.ndarray:
        return np.concatenate((self.graph[2], self.graph[3]))

    def rounding(self, u: np.ndarray) -> float:
        """Return the 2-norm of the rounding of A u: some units in the last place of its diagonal part."""
        return UNITS * float(np.finfo(float).eps * length(self.diagonal * np.minimum(np.abs(u), 1)))

    def cycle(self, b: np.ndarray) -> np.ndarray:
        """Return an approximate solution for b: one cycle, in single precision."""
        return _cycle(self.levels, 0, b)[0]


def hierarchy(faces: Faces) -> Hierarchy:
    """Return the levels of a problem, from the voxels to one that is solved directly."""
    inverse = np.empty(faces.shape)
    voxel.diagonal(faces.sides, inverse)
    graph = voxel.rows_of_matrix(faces.sides)
    aggregate, graph = _coarser(graph)
    return Hierarchy(faces, inverse, aggregate, _levels(graph))


def graph_hierarchy(graph: Graph) -> GraphHierarchy:
    """Return the levels of a problem that is a graph of conductances."""
    return GraphHierarchy(graph, coarse.diagonal_of_graph(graph), _levels(graph))


def _levels(graph: Graph) -> tuple[Level, ...]:
    """Return the levels from a graph down to one that is solved directly."""
    levels = []
    for _ in range(LEVELS):
        count = len(graph[3])
        further, after = (np.empty(0, np.int32), graph) if count <= DENSE else _coarser(graph)
        stop = count <= DENSE or len(after[3]) > STALLED * count
        levels.append(_level(graph, further, stop=stop))
        if stop:
            break
        graph = after
    return tuple(levels)


def _coarser(graph: Graph) -> tuple[np.ndarray, Graph]:
    """Return the aggregates of some steps of pairing, and the graph of these."""
    total = coarse.diagonal_of_graph(graph)
    found = np.arange(len(total), dtype=np.int32)
    for _ in range(STEPS):
        pair, count = coarse.paired(graph, total, QUALITY)
        graph = coarse.joined(graph, pair, count)
        total, found = coarse.summed(pair, total, count), coarse.composed(found, pair)
    return found, graph


def _level(graph: Graph, aggregate: np.ndarray, *, stop: bool) -> Level:
    start, column, weight, end = graph
    column, single = column.copy(), weight.astype(np.float32)
    total = coarse.diagonal_of_graph((start, column, single, end))
    inverse = np.where(total > 0, 1 / np.where(total > 0, total, 1), 0)
    solver = _inverted(*graph) if stop else np.empty((0, 0))
    middle = coarse.ordered(start, column, single)
    return Level(start, middle, column, single, inverse, aggregate, solver)


def _inverted(start: np.ndarray, column: np.ndarray, weight: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the inverse of a small operator: parts that touch no electrode stay at zero."""
    full = np.diag(end)
    row = np.repeat(np.arange(len(end)), np.diff(start))
    np.add.at(full, (row, column), -weight)
    np.add.at(full, (row, row), weight)
    return inverted(full, FLOATING)


def _cycle(levels: tuple[Level, ...], at: int, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return an approximate solution of a coarse problem, and the operator applied to it."""
    here = levels[at]
    if here.solver.size:
        return symmetric_product(here.solver, b), b
    u, rest = np.empty_like(b), np.empty_like(b)
    rows = (here.start, here.middle, here.column, here.weight, here.inverse)
    coarse.sweep_from_zero(rows, b, u, rest)
    right = np.empty(len(levels[at + 1].inverse))
    voxel.gathered(here.aggregate, rest, right)
    voxel.spread(here.aggregate, _solved(levels, at + 1, right), u)
    through = np.empty_like(b)
    coarse.sweep_back(rows, b, u, rest, through)
    return u, through


def _solved(levels: tuple[Level, ...], at: int, b: np.ndarray) -> np.ndarray:
    """Return the solution of a coarse problem after at most two steps of flexible conjugate gradients."""
    one, through = _cycle(levels, at, b)
    if levels[at].solver.size:
        return one
    energy, share = inner(one, through), inner(one, b)
    if energy <= 0:
        return one
    rest = b - share / energy * through
    if inner(rest, rest) <= ENOUGH**2 * inner(b, b):
        return share / energy * one
    two, second = _cycle(levels, at, rest)
    across, own, left = inner(two, through), inner(two, second), inner(two, rest)
    remaining = own - across**2 / energy
    if remaining <= 0:
        return share / energy * one
    found: np.ndarray = (share - across * left / remaining) / energy * one + left / remaining * two
    return found
