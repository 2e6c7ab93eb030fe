"""A sweep: cells of a design at many points, run in parts, and its results as one table.

A part has some hundred cells, built together and run by the batch driver. It is kept under the digest of what its cells
read and of their values, so that the same sweep is never computed twice and one that was stopped goes on. The result is
the same whatever the runner, the size of the parts and the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...answers import Refuse
from ...design import Design, number_at
from ...models.cell.ensemble.batch import SUMMARY
from ...models.cell.ensemble.patches import drawn_finding
from ...models.cell.ensemble.together import ensure_read
from ...models.cell.prepare import Prepared, prepare, recipe
from ...models.cell.solvers.rules import name_of
from ...quantity import Computed, InputError, Problem, Setting, term
from ...record import Table, numbers, words
from ...store import Failed, Progress, Store, digest_of_key
from ...store.progress import Mapped
from ..runners import KeptResults, run_here
from .cells import COLUMNS, REFUSED, VERSION, CellPart, CellPartKey, CellSweepTask
from .points import SweepPoints

NAME = "sweep of cells"
PART = 1000  # cells of a part
MOST_REASONS = 10_000  # refused cells whose reason is kept
SWEPT = "swept"
Tell = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class SweptCells:
    """Results of a sweep: the last leg of each cell, and how it ended.

    `last` has a row for each point and the columns of SUMMARY. `refused` has the reason of each cell that was not run,
    by its place; `failed` are parts that could not be computed, whose cells are among the refused.
    """

    design: Design
    points: SweepPoints
    cycles: int | None
    last: np.ndarray
    ended: np.ndarray
    refused: Mapping[int, str]
    failed: tuple[Failed, ...]
    alone: int  # cells that were built one by one
    origin: Computed

    def __len__(self) -> int:
        return len(self.points)

    def column(self, name: str) -> np.ndarray:
        """Return a column of SUMMARY."""
        return np.asarray(self.last[:, COLUMNS.index(name)])

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """Return how each cell ended: "" by its protocol, an event, or "refused"."""
        names = {code: "refused" if code == REFUSED else name_of(int(code)) for code in np.unique(self.ended)}
        return tuple(names[code] for code in self.ended)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Return how many cells ended in each way, the most frequent first."""
        found, many = np.unique(self.endings, return_counts=True)
        return {str(found[n]): int(many[n]) for n in np.argsort(-many, kind="stable")}

    @cached_property
    def table(self) -> Table:
        """Return points and results as a table."""
        varied = {
            path: numbers(_unit(path), self.points.values[:, n].copy()) for n, path in enumerate(self.points.paths)
        }
        results = {name: numbers(unit, self.column(name).copy()) for name, unit in SUMMARY.items() if name != "event"}
        columns = {**varied, "ended_by": words(self.endings), **results}
        return Table("sweep", f"{self.design.name}: a sweep of {len(self):,} cells", columns, self.origin)


def sweep_cells(
    design: Design,
    points: SweepPoints,
    cycles: int | None = None,
    *,
    store: Store | None = None,
    runner: Callable[..., Mapped[Any]] = run_here,
    part: int = PART,
    tell: Tell | None = None,
) -> SweptCells:
    """Run the cells of a design at all points through its protocol, at most so many cycles.

    A cell that is refused is listed with its reason and stops nothing. A path that no cell reads is refused. Without a
    store nothing is kept.
    """
    if part < 1:
        raise InputError("a sweep", [Problem("part", f"{part} cells", "take 100 to 1000 cells in a part")])
    first = _first_that_runs(design, points)
    ensure_read(first, points.paths)
    shared = digest_of_key((recipe(_without(first, points)), points.paths, cycles, VERSION))
    keys = [CellPartKey(shared, points.values[k : k + part]) for k in range(0, len(points), part)]
    task = CellSweepTask(design, points.paths, cycles)
    made: Mapped[CellPart] = runner(task, keys, KeptResults(store or Store(None), NAME, VERSION), tell)
    rows, origin = _rows(made, len(points), part), _origin(first, points, cycles)
    results = (rows.last, rows.ended, rows.refused, made.failed, rows.alone)
    return SweptCells(design, points, cycles, *results, origin)


def _first_that_runs(design: Design, points: SweepPoints) -> Prepared:
    """Return the first point that can be prepared; refused with the first reason where none of some can."""
    why = ""
    for place in np.unique(np.linspace(0, len(points) - 1, 20).astype(int)):
        patch = dict(drawn_finding(p, float(points.values[place, n])) for n, p in enumerate(points.paths))
        try:
            return prepare(design.patched(patch))
        except Refuse as no:
            why = why or str(no)
    raise Refuse(why)


def _without(prepared: Prepared, points: SweepPoints) -> Prepared:
    """Return a prepared cell whose origin lacks the swept numbers: what all cells of a sweep share."""
    shared = tuple(f for f in prepared.origin.inputs if f.question.of not in points.paths)
    return replace(prepared, origin=replace(prepared.origin, inputs=shared))


@dataclass(frozen=True)
class _Results:
    """Rows of all parts in order."""

    last: np.ndarray
    ended: np.ndarray
    refused: Mapping[int, str]
    alone: int


def _rows(made: Mapped[CellPart], count: int, part: int) -> _Results:
    last = np.full((count, len(COLUMNS)), np.nan)
    ended = np.full(count, REFUSED, np.int16)
    refused: dict[int, str] = {}
    alone = 0
    for k, one in enumerate(made.values):
        if one is None:
            continue
        here = slice(k * part, k * part + len(one.ended))
        last[here], ended[here] = one.last, one.ended
        refused |= {k * part + place: why for place, why in one.refused.items() if len(refused) < MOST_REASONS}
        alone += one.alone
    for bad in made.failed:
        refused |= dict.fromkeys(range(bad.place * part, min((bad.place + 1) * part, count)), bad.why)
    return _Results(last, ended, refused, alone)


def _origin(first: Prepared, points: SweepPoints, cycles: int | None) -> Computed:
    """Return the origin of the results: what all cells share, and what varies."""
    settings = [Setting(path, SWEPT) for path in points.paths]
    if cycles is not None:
        settings.append(Setting("run.cycles", str(cycles)))
    shared = _without(first, points).origin
    return replace(shared, settings=(*shared.settings, *settings))


def _unit(path: str) -> str:
    number = number_at(path)
    return term(number.term).unit if number else ""
