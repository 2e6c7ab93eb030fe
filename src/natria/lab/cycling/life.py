"""How long a cell lived: until what ended it, or at least as long as the test ran.

A test that was simply stopped says that the cell lived at least so long; treating its end as a failure makes the best
cells the worst. A failure lies between two readings, and the time until it is that interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ...quantity import Bound, Finding, Span
from ..results import Cycling, Event, Results
from ..specimen import finding_of

ENDS = ("hard short", "soft short", "counter exhausted", "electrolyte drying", "voltage limit")
SHORTS = ("hard short", "soft short")
COMPLETE = 0.95  # of the half-cycle before: a last one with less is not complete
UNBROKEN = 5.0  # times the usual charge: plating that is meant to go on until something happens


def life(cycling: Cycling, events: Sequence[Event]) -> Results:
    """Cycle life, time of cycling, and time to a short where a half-cycle goes on without a break."""
    if not len(cycling.halves):
        return Results()
    failures = [e for e in events if e.what in ENDS and not e.is_reversible and e.confidence > 0.5]
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
        method, complete = "the test was stopped, no failure seen", _complete(cycling)
        lived = "at least"
        hours = float(halves.end[-1] - halves.start[0])
    else:
        method, complete = f"complete cycles before the {failure.what}", failure.cycle - 1
        lived = None
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
        within = lived if failure is None else span
        if hours > 0:
            how = method if failure is None else f"until the {failure.what}, between two readings"
            yield finding_of(
                cycling.recording, cycling.specimen, "cycling_time", hours, at, method=how, bound=within, uses=by_area
            )


def _complete(cycling: Cycling) -> int:
    charge, number = cycling.halves.charge, len(cycling.halves)
    if number > 1 and charge[-1] < COMPLETE * charge[-2]:
        number -= 1
    return number // 2


def _between(cycling: Cycling, event: Event) -> tuple[float, Span | Bound | None]:
    """The time of cycling until an event (s) and the interval it is known to lie in; at most the first reading's."""
    time, begin = cycling.recording.time, float(cycling.halves.start[0])
    row = int(np.searchsorted(time, event.time))
    low, high = float(time[max(row - 1, 0)]) - begin, float(time[min(row, len(time) - 1)]) - begin
    if event.half_cycle == 0 and event.into == 0:
        return max(high, float(np.median(np.diff(time)))), "at most"
    low = max(low, 0.0)
    return (low + high) / 2, (low, high)


def _to_short(cycling: Cycling, failure: Event | None) -> Iterator[Finding]:
    """Of a half-cycle without a break: the only one of a test, or one far longer than the others."""
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
        method = f"from switching on to the {failure.what}"
    else:
        into, method, bound = float(halves.duration[last]), "the test was stopped, no short seen", "at least"
    if not into > 0:
        return
    yield finding_of(
        cycling.recording, cycling.specimen, "time_to_short", into, current, method=method, bound=bound, uses=by_area
    )


def _stopped(cycling: Cycling) -> Event:
    halves, k = cycling.halves, len(cycling.halves) - 1
    end, start = float(halves.end[k]), float(halves.start[k])
    return Event("test stopped", end, k, int(halves.cycle[k]), end - start, 1.0, ("nothing had failed until then",))
