"""What ends a symmetric cell without a short: an electrode that runs out of sodium, an electrolyte that dries out.

Both raise |V|, where a short lowers it. A stripped electrode that has nothing left lets |V| run away at the end of the
half-cycle while its beginning is as before; an electrolyte that is lost raises |V|/|I| all through, in both directions,
and faster and faster. Either may meet the cycler's voltage limit, which then cuts the half-cycle short.
"""

from __future__ import annotations

from math import log

import numpy as np

from ...results import Cycling, Event, Happening
from ..shorts.evidence import Evidence, confidence, weight
from ..shorts.resistance import Flow, ResistanceTrace
from ..theil_sen import theil_sen

RUN_AWAY = 3.0  # times the mid |V|, and times what the ends were before: an arc of a working cell stays below
DOUBLED = log(2)  # of ln |V|/|I| over its trend, that is no slow growth any more
NOTICED = log(1.2)  # over its trend, from where on the growth counts
EARLY = 0.25  # of the test, whose trend is taken as usual
LATE = 0.25  # of the test, in which half of the rise must lie where it accelerates
FEWEST = 12  # half-cycles, without which there is no trend
CUT = 0.97  # of a usual half-cycle: a shorter one was ended by something
SAME_LIMIT = 0.98  # of the highest |V|: ends that high met the same limit
TREND_SPREAD = 0.1  # of ln |V|/|I|: how far a day's temperature moves it either way


def wear(cycling: Cycling, trace: ResistanceTrace, flowing: Flow) -> list[Event]:
    """Exhaustion, drying, and the first meeting of the voltage limit."""
    ends = _run_away(cycling, flowing)
    drying = _drying(trace)
    found = []
    if drying is not None:
        found.append(_event(cycling, "electrolyte drying", *drying))
    exhausted = _exhausted(cycling, ends, drying[0] if drying else len(trace))
    if exhausted is not None:
        found.append(_event(cycling, "counter exhausted", *exhausted))
    limited = np.flatnonzero(_at_limit(cycling, trace, flowing))
    if len(limited):
        k = int(limited[0])
        words = f"|V| meets {_last(cycling, flowing)[k]:.3g} V and the half-cycle ends early"
        at = float(cycling.halves.end[k] - cycling.halves.start[k])
        found.append(_event(cycling, "voltage limit", k, (Evidence(words, log(1e3)),), at))
    return found


def _last(cycling: Cycling, flowing: Flow) -> np.ndarray:
    """V along the current of the last reading with current, by half-cycle."""
    return np.asarray(cycling.recording.voltage[flowing.row[flowing.begin[1:] - 1]] * cycling.halves.sign)


def _run_away(cycling: Cycling, flowing: Flow) -> np.ndarray:
    """By half-cycle: how many times the mid |V| its end is, 1 where a single reading stands out."""
    halves = cycling.halves
    last = _last(cycling, flowing)
    before = np.maximum(flowing.begin[1:] - 2, flowing.begin[:-1])
    second = cycling.recording.voltage[flowing.row[before]] * halves.sign
    mid = np.maximum(np.abs(halves.voltage_mid), 1e-9)
    steep = (last > RUN_AWAY * mid) & (second > 1.1 * mid)
    return np.asarray(np.where(steep, last / mid, 1.0))


def _exhausted(cycling: Cycling, ends: np.ndarray, drying: int) -> tuple[int, tuple[Evidence, ...]] | None:
    """The half-cycle from which on those of a direction run away, before any drying."""
    halves = cycling.halves
    candidates: list[tuple[int, tuple[Evidence, ...]]] = []
    for sign, stripped in ((1, "counter"), (-1, "working")):
        same = np.flatnonzero(halves.sign == sign)
        away = ends[same] > 1
        if not away.any():
            continue
        first = int(np.argmax(away))
        later = away[first:]
        # It does not end by itself; the last half-cycle of a test may be the only one that shows it.
        if later.mean() < 0.8 or away[:first].any() or (len(later) == 1 and first < len(away) - 1):
            continue
        if first == 0:  # every half-cycle ends so: a foil that is stripped bare on purpose
            continue
        ratio = float(np.median(ends[same][first:]))
        one = f"|V| runs away at the end of {len(later)} half-cycles, to {ratio:.1f} times its middle"
        two = f"the middle is as before: the {stripped} electrode, which is stripped then, has no more sodium to give"
        weights = float(weight(np.array(ratio))) * min(len(later), 3)
        candidates.append((int(same[first]), (Evidence(one, weights), Evidence(two, 0.0))))
    chosen = min(candidates, key=lambda c: c[0], default=None)
    return chosen if chosen and chosen[0] < drying else None


def _drying(trace: ResistanceTrace) -> tuple[int, tuple[Evidence, ...]] | None:
    """The half-cycle from which on |V|/|I| grows out of its trend, faster and faster, until the end."""
    level = trace.steady[np.isfinite(trace.steady)]
    if len(level) < FEWEST or len(level) < len(trace):
        return None
    level = level[: int(np.argmax(level >= level.max() - NOTICED)) + 1]  # what meets a limit grows no further
    if len(level) < FEWEST:
        return None
    many = max(int(EARLY * len(level)), FEWEST // 2)
    slope, _ = theil_sen(np.arange(many), level[:many])
    start = float(np.median(level[:many])) - slope * (many - 1) / 2
    excess = level - (start + max(float(slope), 0.0) * np.arange(len(level)))
    tail = float(np.median(excess[-3:]))
    late = tail - float(np.median(excess[-max(int(LATE * len(level)), 4) :][:3]))
    if tail < DOUBLED or late < tail / 2 or excess[-3:].min() < NOTICED:
        return None
    onset = len(level) - int(np.argmax(excess[::-1] < NOTICED))
    words = f"|V|/|I| grows to {np.exp(tail):.1f} times its trend, in both directions and faster and faster"
    return onset, (Evidence(words, float(weight(np.array(tail / TREND_SPREAD)))),)


def _at_limit(cycling: Cycling, trace: ResistanceTrace, flowing: Flow) -> np.ndarray:
    """Whether a half-cycle ended early, at the highest |V| of the test and far above its own middle."""
    halves, last = cycling.halves, _last(cycling, flowing)
    high = last >= SAME_LIMIT * np.max(last)
    away = last > RUN_AWAY * np.abs(halves.voltage_mid)
    cut = halves.duration < CUT * np.max(trace.usual)
    return np.asarray(high & away & cut)


def _event(cycling: Cycling, what: Happening, k: int, seen: tuple[Evidence, ...], into: float = 0.0) -> Event:
    halves = cycling.halves
    sure = confidence(seen, float(len(halves)))
    words = tuple(e.words for e in seen)
    return Event(what, float(halves.start[k]) + into, k, int(halves.cycle[k]), into, sure, words)
