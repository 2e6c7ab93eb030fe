"""Curves of cells over their cycles, laid over each other, and the mean of a group with its spread.

A curve ends where a lasting failure begins: what follows is no overpotential and no capacity of a working cell. The
mean is drawn as long as every cell of the group has a value. Beyond that it would be one of the survivors alone, which
rises or falls because cells drop out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...record import Table
from .cell import MeasuredCell

RAMP = "critical current"  # the test in which the current rises: its overpotential is no course of ageing
FEWEST = 2  # cells and cycles of a mean curve


@dataclass(frozen=True)
class CurveKind:
    """A column of a table of cycles as a curve: shown value = factor x value [/ divisor of the cell]."""

    id: str
    kind: str  # of the cell
    table: str
    column: str
    title: str
    unit: str
    factor: float
    by_ratio: bool  # spread multiplied and divided, as for terms that are compared by ratio
    per: str = ""  # term of the divisor; only drawn where every cell has it
    counts: str = ""  # a column of words: only rows with "yes" belong to the curve


MAH = 3.6  # C
# In mAh/g where every cell has a mass, else per area, else per cell: the first that all cells have is drawn.
CAPACITY = ("full", "cycles", "discharge_capacity", "Discharge capacity")
CE = "Coulombic efficiency"
CURVES = (
    CurveKind("overpotential", "symmetric", "cycles", "hysteresis", "Cell overpotential", "mV", 1e3 / 2, True),
    CurveKind("efficiency", "half", "efficiency", "efficiency", CE, "%", 100.0, False, "", "counts"),
    CurveKind("capacity", *CAPACITY, "mAh/g", 1e-3 / MAH, True, "active_mass"),
    CurveKind("capacity", *CAPACITY, "mAh/cm^2", 1e-4 / MAH, True, "face_area"),
    CurveKind("capacity", *CAPACITY, "mAh", 1 / MAH, True),
    CurveKind("retention", "full", "cycles", "retention", "Capacity retention", "%", 100.0, False),
    CurveKind("efficiency", "full", "cycles", "coulombic_efficiency", CE, "%", 100.0, False),
)


@dataclass(frozen=True, eq=False)
class CellCurve:
    """A curve of one cell. `failed` says that it ends with a failure, not with the record."""

    cell: str
    cycle: np.ndarray
    value: np.ndarray
    failed: bool


@dataclass(frozen=True, eq=False)
class MeanCurve:
    """Mean of the cells of a group over their common cycles.

    It has one standard deviation on either side.
    """

    group: str
    n: int
    cycle: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, eq=False)
class Overlay:
    """Curves of one kind by group; "" are cells without a group.

    `test` is empty except for ramps, whose overlays are kept apart.
    """

    kind: CurveKind
    test: str
    groups: Mapping[str, tuple[CellCurve, ...]]
    means: Mapping[str, MeanCurve]


def overlays(cells: Sequence[MeasuredCell], groups: Mapping[str, Sequence[str]]) -> tuple[Overlay, ...]:
    """Return the overlays of all kinds of curves that any cell has.

    Cells without a group are not averaged.
    """
    ramps = [c for c in cells if c.test == RAMP]
    others = [c for c in cells if c.test != RAMP]
    return (*_of_test(others, groups, ""), *_of_test(ramps, groups, "critical current test"))


def _of_test(cells: Sequence[MeasuredCell], groups: Mapping[str, Sequence[str]], test: str) -> Iterator[Overlay]:
    done: set[tuple[str, str]] = set()
    for kind in CURVES:
        there = {c.name: curve for c in cells if c.kind == kind.kind and (curve := _curve(c, kind)) is not None}
        without = [c for c in cells if c.kind == kind.kind and kind.per and c.divisor(kind.per) is None]
        if not there or without or (kind.kind, kind.id) in done:
            continue
        done.add((kind.kind, kind.id))
        grouped = {name: tuple(there[c] for c in members if c in there) for name, members in groups.items()}
        alone = tuple(there[c] for c in there if not any(c in members for members in groups.values()))
        means = {name: mean for name, curves in grouped.items() if (mean := mean_curve(name, curves, kind.by_ratio))}
        every = {**grouped, "": alone}
        yield Overlay(kind, test, {name: curves for name, curves in every.items() if curves}, means)


def _curve(cell: MeasuredCell, kind: CurveKind) -> CellCurve | None:
    """Return the curve of a cell up to its failure; None where it lacks the divisor or has no values."""
    table = cell.tables.get(kind.table)
    divisor = cell.divisor(kind.per) if kind.per else 1.0
    if table is None or divisor is None or kind.column not in table.columns:
        return None
    cycle = table.columns["cycle"].numbers
    value = kind.factor * table.columns[kind.column].numbers / divisor
    failure = cell.failure
    kept = np.isfinite(value) & (cycle < (np.inf if failure is None else failure.cycle))
    if kind.counts:
        kept &= _is_yes(table, kind.counts)
    if not kept.any():
        return None
    return CellCurve(cell.name, cycle[kept], value[kept], failure is not None)


def _is_yes(table: Table, column: str) -> np.ndarray:
    return np.array([str(word) == "yes" for word in table.columns[column].values])


def mean_curve(group: str, curves: Sequence[CellCurve], by_ratio: bool) -> MeanCurve | None:
    """Return the mean of curves over the cycles that all of them have; None for one cell or one cycle."""
    if len(curves) < FEWEST:
        return None
    common = set(curves[0].cycle.tolist()).intersection(*(c.cycle.tolist() for c in curves[1:]))
    cycle = np.array(sorted(common))
    if len(cycle) < FEWEST:
        return None
    values = np.stack([c.value[np.searchsorted(c.cycle, cycle)] for c in curves])
    by_ratio = by_ratio and bool((values > 0).all())
    scaled = np.log(values) if by_ratio else values
    mean, std = scaled.mean(axis=0), scaled.std(axis=0, ddof=1)
    ends = (mean, mean - std, mean + std)
    middle, low, high = (np.exp(e) for e in ends) if by_ratio else ends
    return MeanCurve(group, len(curves), cycle, middle, low, high)
