"""Which rows of a long table a page shows: the first, the last, and those that something happened in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...lab import Measurement
from ...quantity import Finding
from ...record import Table
from ..common.labels import event_label
from ..common.limits import PAGE_SAME_QUANTITY, TABLE_ENDS, TABLE_ROWS

CHARTED = ("dq_dv",)  # tables that a figure shows
CURVES = (*CHARTED, "dv_dq")  # curves, which a few rows would not show
EXTREMES = ("efficiency", "coulombic_efficiency", "resistance", "hysteresis")  # columns whose least and largest count


def shown_rows(table: Table, m: Measurement | None = None) -> dict[int, str]:
    """Return the rows to show, in order, each with why it is notable.

    The reason is "" for the ends and for a short table.
    """
    total = len(table)
    if total <= TABLE_ROWS:
        return dict.fromkeys(range(total), "")
    rows = dict.fromkeys((*range(TABLE_ENDS), *range(total - TABLE_ENDS, total)), "")
    for row, why in _notable(table, m):
        if len(rows) >= TABLE_ROWS and row not in rows:
            break
        rows[row] = f"{rows[row]}, {why}" if rows.get(row) else why
    return dict(sorted(rows.items()))


def _notable(table: Table, m: Measurement | None) -> Iterator[tuple[int, str]]:
    yield from _failed(table)
    if m is not None:
        yield from _events(table, m)
    yield from _extremes(table)
    if "is_formation" in table.columns:
        formation = np.flatnonzero(table.columns["is_formation"].numbers > 0)
        if len(formation):
            yield int(formation[-1]), "last of formation"


def _failed(table: Table) -> Iterator[tuple[int, str]]:
    if "passed" not in table.columns:
        return
    failed = np.flatnonzero(np.array(table.columns["passed"].values) == "no")
    if len(failed):
        yield int(failed[0]), "first failure"
        if failed[0] > 0:
            yield int(failed[0]) - 1, "last before the failure"


def _events(table: Table, m: Measurement) -> Iterator[tuple[int, str]]:
    """Rows of the cycle (or half-cycle) in which an event lies."""
    for event in (e for e in m.events if e.what != "test stopped"):
        for name, at in (("half_cycle", m.halves.skipped + event.half_cycle + 1), ("cycle", event.cycle)):
            if name in table.columns:
                row = np.flatnonzero(table.columns[name].numbers == at)
                if len(row):
                    yield int(row[0]), event_label(event.what)
                break


def _extremes(table: Table) -> Iterator[tuple[int, str]]:
    name = next((name for name in EXTREMES if name in table.columns), None)
    if name is None:
        return
    values = table.columns[name].numbers
    if np.isfinite(values).any():
        yield int(np.nanargmin(values)), f"lowest {name.replace('_', ' ')}"
        yield int(np.nanargmax(values)), f"highest {name.replace('_', ' ')}"


def shown_numbers(findings: Sequence[Finding]) -> list[Finding]:
    """Return the numbers that a page shows.

    Of a quantity with many numbers: the first and last ones and that of most cycles.
    """
    by_name: dict[str, list[int]] = {}
    for place, f in enumerate(findings):
        by_name.setdefault(f.question.name, []).append(place)
    kept: set[int] = set()
    for places in by_name.values():
        ends = PAGE_SAME_QUANTITY // 2
        most = max(places, key=lambda k: cycles_of(findings[k]))
        kept |= set(places if len(places) <= PAGE_SAME_QUANTITY else (*places[:ends], most, *places[1 - ends :]))
    return [f for place, f in enumerate(findings) if place in kept]


def cycles_of(f: Finding) -> float:
    """Return how many cycles a number covers."""
    at = f.question.at.get("cycle", 0.0)
    return at[1] - at[0] + 1 if isinstance(at, tuple) else 1.0
