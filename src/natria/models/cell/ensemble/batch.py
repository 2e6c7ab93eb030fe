"""Many cells of one layout through protocols in fixed steps, on all cores.

Each leg keeps a summary, not its readings: the row of `observe` at its end, and values taken along it. A cell ends by
the same rules as in `run`. Cells that agree on all that decides a branch go side by side (`lanes`), the others one by
one. Each is computed in the same order of operations whatever is beside it and whatever the number of threads, so
results are identical to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import nan
from os import cpu_count

import numpy as np

from ..equations.layout import Packed
from ..failure.limits import Limits
from ..lanes.alike import shares_of
from ..lanes.driver import run_beside
from ..solvers.fixed import PATTERN
from ..solvers.legs import Leg
from ..solvers.rules import name_of
from .members import LEG_COLUMNS, KeptLegs, Members, run_one_by_one
from .members import SUMMARY as SUMMARY  # noqa: PLC0414  (of all that reads a batch)


@dataclass(frozen=True, eq=False)
class Outcome:
    """Results of a batch; `legs` are summaries: members, then requested legs, then columns of SUMMARY.

    Values are nan where a member ended earlier. `last` is the last leg of each member, `ended_by` why it ended before
    its protocol did.
    """

    legs: np.ndarray
    last: np.ndarray
    ended_by: tuple[str, ...]
    states: np.ndarray  # after the last leg


def go_all(
    cells: Sequence[Packed],
    programs: Sequence[Iterable[Leg]],
    limits: Sequence[Limits],
    keep: Callable[[int], bool] = lambda _: True,
    *,
    steps: np.ndarray = PATTERN,
    threads: int | None = None,
    beside: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Run cells of one shape, each through its own program and limits, or all through the same.

    `keep` tells by the number of a leg whether its summary is kept; `progress` is called with the number of cells done.
    """
    return go_rows(
        rows_of(cells, programs, limits), keep, steps=steps, threads=threads, beside=beside, progress=progress
    )


@dataclass(frozen=True, eq=False)
class CellRows:
    """Cells of one shape as arrays: a row each, or one row of legs or limits for all."""

    shape: np.ndarray
    p: np.ndarray
    states: np.ndarray
    tolerances: np.ndarray
    tables: np.ndarray  # of legs: cells, legs, columns
    limits: np.ndarray

    def __len__(self) -> int:
        return len(self.p)


def rows_of(cells: Sequence[Packed], programs: Sequence[Iterable[Leg]], limits: Sequence[Limits]) -> CellRows:
    """Return cells of one shape as rows; programs and limits are those of all, or one for each."""
    p, states, tolerances = (np.array([getattr(c, name) for c in cells]) for name in ("p", "start", "tolerance"))
    bounds = np.array([each.array(None) for each in limits])
    return CellRows(cells[0].shape, p, states, tolerances, table_of(programs), bounds)


def go_rows(
    rows: CellRows,
    keep: Callable[[int], bool] = lambda _: True,
    *,
    steps: np.ndarray = PATTERN,
    threads: int | None = None,
    beside: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Run cells that are rows already; arguments as in `go_all`."""
    many, number, states = len(rows), rows.tables.shape[1], rows.states.copy()
    wanted = [k for k in range(number) if keep(k)]
    places = np.full(number, -1)
    places[wanted] = np.arange(len(wanted))
    bounds = np.array(np.broadcast_to(rows.limits, (many, rows.limits.shape[1])), order="C")  # each writes into its own
    last, codes = np.full((many, len(SUMMARY)), nan), np.empty(many, np.int64)
    tolerances, tables = np.ascontiguousarray(rows.tolerances), np.ascontiguousarray(rows.tables)
    members = Members(rows.shape, rows.p.copy(), states, tolerances, tables, bounds, last, codes)
    kept_legs = KeptLegs(steps, places, np.full((many, len(wanted), len(SUMMARY)), nan))
    workers = threads or cpu_count() or 1
    shares = shares_of(members, workers, beside=beside)

    def some(share: tuple[bool, np.ndarray]) -> int:
        beside_others, places = share
        (run_beside if beside_others else run_one_by_one)(members, kept_legs, places)
        return len(places)

    done = 0
    with ThreadPoolExecutor(workers) as pool:
        try:
            for some_more in pool.map(some, shares):
                done += some_more
                progress(done)
        finally:
            pool.shutdown(cancel_futures=True)
    return Outcome(kept_legs.legs, last, tuple(name_of(code) for code in codes.tolist()), states)


def table_of(programs: Sequence[Iterable[Leg]]) -> np.ndarray:
    """Return the legs of each program as rows of numbers; shorter programs end with rows of nan."""
    listed = [[leg_numbers(leg) for leg in program] for program in programs]
    table = np.full((len(listed), max(map(len, listed), default=0), LEG_COLUMNS), nan)
    for place, rows in enumerate(listed):
        table[place, : len(rows)] = rows
    return table


def leg_numbers(leg: Leg) -> list[float]:
    """Return a leg as a row of a table of legs."""
    volts, held, taper = (nan if x is None else x for x in (leg.volts, leg.held, leg.taper))
    return [leg.current, leg.seconds, volts, leg.cycle, leg.step, held, taper]
