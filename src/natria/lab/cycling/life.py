"""Cycle life and cycling time: until the failure, or censored at the end of the record.

The end of a record without a failure is a lower bound of the life; counting it as a failure would rank the best cells
last. A failure happens between two readings, so the time to failure is that interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...quantity import Bound, Finding, Span
from ..results import Cycling, Event, Remark, Results
from ..specimen import finding_of

POSSIBLE = "gradual short"  # has other causes too: the cell lived at least until then
ENDS = ("hard short", "soft short", POSSIBLE, "counter exhausted", "electrolyte drying", "voltage limit")
SHORTS = ("hard short", "soft short", POSSIBLE)
LOOKED_FOR = "hard, soft and gradual shorts, sodium exhaustion of an electrode, electrolyte drying, voltage limit"
COMPLETE = 0.95  # of the charge of the half-cycle before: a last one with less is incomplete
UNBROKEN = 5.0  # times the usual charge: plating that is meant to continue until a short


def life(cycling: Cycling, events: Sequence[Event]) -> Results:
    """Return cycle life, cycling time, and time to short for a half-cycle without interruption."""
    if not len(cycling.halves):
        return Results()
    failures = [e for e in events if e.what in ENDS and not e.is_reversible and (e.confidence or 0.0) > 0.5]
    failure = min(failures, key=lambda e: e.time, default=None)
    stopped = () if failure else (_stopped(cycling),)
    return Results((*_cycling(cycling, failure), *_to_short(cycling, failure)), events=stopped)


def _cycling(cycling: Cycling, failure: Event | None) -> Iterator[Finding]:
    halves = cycling.halves
    usual = float(np.median(np.abs(halves.current)))
    current, by_area = cycling.specimen.current(usual)
    charge, _ = cycling.specimen.charge(float(np.median(halves.charge)))
    at: dict[str, float | Span] = {**current, **charge}
    lived: Bound | Span | None
    if failure is None:
        method, complete = "end of record, no failure detected", _complete(cycling)
        lived = "at least"
        hours = float(halves.end[-1] - halves.start[0])
    else:
        named = f"a possible {failure.what}" if failure.what == POSSIBLE else f"the {failure.what}"
        method, complete = f"complete cycles before {named}", failure.cycle - 1
        lived = "at least" if failure.what == POSSIBLE else None
        hours, span = _between(cycling, failure)
    if len(halves) > 1:
        if complete >= 1:
            yield finding_of(
                cycling.recording,
                cycling.specimen,
                "cycle_life",
                complete,
                at,
                method=method,
                bound=lived,
                uses=by_area,
            )
        elif failure is not None:
            yield finding_of(
                cycling.recording, cycling.specimen, "cycle_life", 1.0, at, method=method, bound="under", uses=by_area
            )
        within = lived or span
        if hours > 0:
            how = method if failure is None else f"time until {named}, between two readings"
            yield finding_of(
                cycling.recording, cycling.specimen, "cycling_time", hours, at, method=how, bound=within, uses=by_area
            )


def _complete(cycling: Cycling) -> int:
    charge, number = cycling.halves.charge, len(cycling.halves)
    if number > 1 and charge[-1] < COMPLETE * charge[-2]:
        number -= 1
    return (cycling.halves.skipped + number) // 2


def _between(cycling: Cycling, event: Event) -> tuple[float, Span | Bound | None]:
    """Return the cycling time until an event (s) and the interval between the two readings around it."""
    time, begin = cycling.recording.time, float(cycling.halves.start[0])
    row = int(np.searchsorted(time, event.time))
    low, high = float(time[max(row - 1, 0)]) - begin, float(time[min(row, len(time) - 1)]) - begin
    if event.half_cycle == 0 and event.into == 0:
        return max(high, float(np.median(np.diff(time)))), "at most"
    low = max(low, 0.0)
    return (low + high) / 2, (low, high)


def _to_short(cycling: Cycling, failure: Event | None) -> Iterator[Finding]:
    """Time to short in an uninterrupted half-cycle.

    The half-cycle is the only one of a test, or one far longer than the others.
    """
    halves = cycling.halves
    last = len(halves) - 1
    usual = float(np.median(halves.charge[:-1])) if last else 0.0
    if last and halves.charge[-1] < UNBROKEN * usual:
        return
    current, by_area = cycling.specimen.current(float(abs(halves.current[last])))
    bound: Bound | None = None
    short = failure is not None and failure.what in SHORTS and failure.half_cycle == last
    if failure is not None and not short:
        return
    if short and failure is not None:
        into = max(failure.into, float(np.median(np.diff(cycling.recording.time))))
        method = f"from switching on the current to the {failure.what}"
    else:
        into, method, bound = float(halves.duration[last]), "end of record, no short detected", "at least"
    if not into > 0:
        return
    yield finding_of(
        cycling.recording, cycling.specimen, "time_to_short", into, current, method=method, bound=bound, uses=by_area
    )


def _stopped(cycling: Cycling) -> Event:
    halves, k = cycling.halves, len(cycling.halves) - 1
    end, start = float(halves.end[k]), float(halves.start[k])
    seen = Remark("no-failure", f"End of record; no failure detected (looked for: {LOOKED_FOR}).")
    return Event("test stopped", end, k, int(halves.cycle[k]), end - start, None, (seen,))
