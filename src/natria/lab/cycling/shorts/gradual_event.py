"""The event "gradual short" of a symmetric cell.

It is a gradual loss of |V|/|I| beside drift and activation.

A growing path is one cause of such a loss. A warmer cell and a better contact have the same course, so the event is a
possible short. A gradual loss that contains a sudden soft drop replaces it, with the earlier onset.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np

from ...results import Cycling, Event, Remark
from .evidence import Evidence, confidence, weight
from .fall_fit import SHORTEST, Fall
from .gradual import DURATIONS, falls, median_of_five, without_outliers
from .onset_range import OnsetRange, onset_range
from .resistance import LIKE, Flow, ResistanceTrace
from .search import HARD, Drop
from .signs import noisier

STEP = 1.5  # half-cycles: a shorter fall that contains a sudden drop is that drop
MOST = 0.7  # of a gradual loss: sudden drops of so much are all of it
FIRST_STEP = 0.15  # of a gradual loss: a sudden drop of so much at its start is its onset
LEAST = 0.12  # ln R: a larger loss before the first sudden drop is a fall of its own
QUICK = 4.0  # half-cycles: the start of a shorter fall is resolved by the search itself
NO_LOSS = 0.25  # of the loss: what neither direction loses is no fall
AROUND = 6  # half-cycles before and after a fall whose levels are compared by direction
CAUSES = "other causes of a gradual loss: a warmer cell, better contact, more wetted area"


def with_gradual(
    cycling: Cycling, flowing: Flow, trace: ResistanceTrace, drops: list[Drop], kelvin: np.ndarray | None
) -> tuple[list[Drop], Event | None]:
    """Return the sudden drops that remain, and the event of a gradual loss if there is one."""
    found = _fall(cycling, trace, drops, kelvin)
    if found is None:
        return drops, None
    fall, within = _begun(found, cycling, trace, kelvin)
    inside = [d for d in drops if _is_inside(d, fall)]
    parts = [d for d in inside if d.size < HARD]
    if (parts and fall.end - fall.start < STEP) or _are_all(inside, fall, within, trace):
        return drops, None
    first = _first_drop(fall, within, parts)
    if _is_none(trace, cycling, fall):
        return drops, None
    onset = _clock(cycling, fall.start) if first is None else float(cycling.recording.time[flowing.row[first.entry]])
    span = None if within is None or first else (_clock(cycling, within.low), _clock(cycling, within.high))
    lasting = next((d for d in drops if d.back is None and d not in parts), None)
    if lasting is not None and lasting.half + 1 < fall.start:
        return drops, None
    seen = (*_evidence(trace, cycling, fall), *(e for e in (noisier(cycling, flowing, int(fall.start)),) if e))
    half = int(np.searchsorted(cycling.halves.start, onset, side="right")) - 1
    half = max(half, 0)
    event = Event(
        "gradual short",
        onset,
        half,
        int(cycling.halves.cycle[half]),
        onset - float(cycling.halves.start[half]),
        confidence(seen, float(len(trace) * len(DURATIONS))),
        (*(Remark(e.code, e.text) for e in seen), Remark("other-causes", CAUSES)),
        1 - exp(-fall.size),
        onset_within=span,
    )
    return [d for d in drops if d not in parts], event


def _fall(cycling: Cycling, trace: ResistanceTrace, drops: list[Drop], kelvin: np.ndarray | None) -> Fall | None:
    """Return the most likely fall, or the next one if it is one of the sudden drops.

    The next one is found without the half-cycles of the sudden drops.
    """
    halves, level = cycling.halves, trace.steady.copy()
    time = (halves.start + halves.end) / 2
    found = falls(level, time, kelvin)
    reversible = [d for d in drops if d.back is not None]
    if found and (found[0].end - found[0].start >= STEP or not reversible):
        return found[0]
    if not reversible:
        return None
    for drop in reversible:
        over = int(np.searchsorted(halves.first, drop.back or 0, side="right"))
        level[drop.half : over + 1] = np.nan
    again = falls(level, time, kelvin)
    return again[0] if again else (found[0] if found else None)


def _is_inside(drop: Drop, fall: Fall) -> bool:
    return fall.start - 1 <= drop.half <= fall.end + 1


def _are_all(drops: list[Drop], fall: Fall, within: OnsetRange | None, trace: ResistanceTrace) -> bool:
    """Whether sudden drops are all of a fall: they lose most of it, and little is lost before the first.

    Drops that recover lose nothing for good; the largest of them may be the fall.
    """
    if not drops:
        return False
    level, number = trace.steady, len(trace)
    lost = [float(level[max(d.half - 1, 0)] - level[min(d.half + 2, number - 1)]) for d in drops]
    lasting = sum(loss for d, loss in zip(drops, lost, strict=True) if d.back is None)
    reversible = max((loss for d, loss in zip(drops, lost, strict=True) if d.back is not None), default=0.0)
    first = int(fall.start)
    before, until = (
        level[max(first - AROUND, 0) : max(first, 1)],
        level[max(drops[0].half - AROUND, first + 1) : drops[0].half],
    )
    known = np.isfinite(before).any() and np.isfinite(until).any()
    earlier = float(np.nanmedian(before) - np.nanmedian(until)) if known else 0.0
    begins_before = within is not None and within.high < drops[0].half and earlier >= min(FIRST_STEP * fall.size, LEAST)
    return lasting + reversible >= MOST * fall.size and not begins_before


def _begun(
    fall: Fall, cycling: Cycling, trace: ResistanceTrace, kelvin: np.ndarray | None
) -> tuple[Fall, OnsetRange | None]:
    """Return a fall from its most likely onset on, with its interval; quick falls keep theirs."""
    known = np.flatnonzero(np.isfinite(trace.steady))
    if fall.end - fall.start < QUICK:
        return fall, None
    filled = np.interp(np.arange(len(trace)), known, trace.steady[known])
    smooth = median_of_five(filled)
    time = (cycling.halves.start + cycling.halves.end) / 2
    within = onset_range(without_outliers(filled, smooth), time, fall, from_start=True, kelvin=kelvin)
    if within is None or within.at >= fall.end - SHORTEST:
        return fall, None
    first, stop = max(int(within.at) - 1, 0), int(np.ceil(min(fall.end, float(len(trace))))) + 1
    lost = float(smooth[first] - smooth[first:stop].min())
    return replace(fall, start=within.at, size=max(fall.size, lost) if within.at < fall.start else fall.size), within


def _first_drop(fall: Fall, within: OnsetRange | None, parts: list[Drop]) -> Drop | None:
    """Return a sudden drop that may be the onset: in its interval, or near the start without one."""
    near = max(1.0, FIRST_STEP * (fall.end - fall.start))
    low, high = (fall.start - near, fall.start + near) if within is None else (within.low - 1, within.high + 1)
    return next((d for d in parts if low <= d.half + 0.5 <= high), None)


def _clock(cycling: Cycling, position: float) -> float:
    """Return the time (s) of a position in half-cycles."""
    halves = cycling.halves
    half = min(max(int(position), 0), len(halves) - 1)
    return float(halves.start[half] + min(position - half, 1.0) * (halves.end[half] - halves.start[half]))


def _evidence(trace: ResistanceTrace, cycling: Cycling, fall: Fall) -> tuple[Evidence, ...]:
    lost = f"{1 - exp(-fall.size):.0%}"
    end = min(fall.end, float(len(trace)))
    text = (
        f"|V|/|I| falls by {lost} over {end - fall.start:.3g} half-cycles, beyond drift, activation and daily "
        f"variation ({fall.z:.0f} sigma)"
    )
    one = Evidence("gradual-loss", text, float(weight(np.array(fall.z))))
    both = _by_direction(trace, cycling, fall)
    return (one, both) if both else (one,)


def _by_direction(trace: ResistanceTrace, cycling: Cycling, fall: Fall) -> Evidence | None:
    """Return whether both directions of the current lose alike, as with an electronic path."""
    lost = _lost_by_direction(trace, cycling, fall)
    if lost is None:
        return None
    text = f"loss by direction: {lost[0]:.0%} at positive current, {lost[1]:.0%} at negative current"
    return Evidence("by-direction", text, 0.0)


def _is_none(trace: ResistanceTrace, cycling: Cycling, fall: Fall) -> bool:
    """Whether neither direction loses |V|/|I|: the fall is in the corrections for steps of the current.

    A smaller current raises |V|/|I| of a healthy cell and may hide a loss, so it proves nothing.
    """
    first = int(fall.start)
    size = np.abs(cycling.halves.current)
    before = size[max(first - AROUND, 0) : first]
    if not len(before):
        return False
    lost = _lost_by_direction(trace, cycling, fall, size >= (1 - LIKE) * np.median(before))
    return lost is not None and max(lost) < NO_LOSS * (1 - exp(-fall.size))


def _lost_by_direction(
    trace: ResistanceTrace, cycling: Cycling, fall: Fall, among: np.ndarray | None = None
) -> tuple[float, float] | None:
    """Return the lost share of |V|/|I| at positive and negative current, None without a level of each.

    `among` selects the half-cycles that are compared.
    """
    first, stop = int(fall.start), min(int(np.ceil(fall.end)), len(trace))
    lost = []
    for sign in (1, -1):
        same = cycling.halves.sign == sign
        same = same if among is None else same & among
        before = trace.level[max(first - AROUND, 0) : first][same[max(first - AROUND, 0) : first]]
        after = trace.level[stop : stop + AROUND][same[stop : stop + AROUND]]
        if not (np.isfinite(before).any() and np.isfinite(after).any()):
            return None
        lost.append(1 - exp(float(np.nanmedian(after) - np.nanmedian(before))))
    return lost[0], lost[1]
