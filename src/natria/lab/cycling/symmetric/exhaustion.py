"""Failure of a symmetric cell without a short: exhaustion of an electrode, drying of the electrolyte.

Both raise |V|, whereas a short lowers it. An exhausted electrode makes |V| rise steeply at the end of its stripping
half-cycle, while the beginning is unchanged. Loss of electrolyte raises |V|/|I| throughout the half-cycle, in both
directions, at an increasing rate. Either may reach the voltage limit of the cycler, which ends the half-cycle early.
"""

from __future__ import annotations

from math import log

import numpy as np

from ...results import Cycling, Event, Happening, Remark
from ..shorts.evidence import Evidence, confidence, weight
from ..shorts.resistance import Flow, ResistanceTrace
from ..theil_sen import theil_sen

RUN_AWAY = 3.0  # times the mid |V|: the arc of a working cell stays below
DOUBLED = log(2)  # ln |V|/|I| above its trend: no longer slow growth
NOTICED = log(1.2)  # ln |V|/|I| above its trend at the onset of drying
EARLY = 0.25  # of the test: its trend is the reference
LATE = 0.25  # of the test: half of the rise must happen in it if the growth accelerates
FEWEST = 12  # half-cycles needed for a trend
CUT = 0.97  # of a usual half-cycle: a shorter one was ended early
SAME_LIMIT = 0.98  # of the highest |V|: ends above this reached the same limit
TREND_SPREAD = 0.1  # typical variation of ln |V|/|I| with the temperature over a day


def wear(cycling: Cycling, trace: ResistanceTrace, flowing: Flow) -> list[Event]:
    """Return the events of exhaustion, of drying, and of the first half-cycle at the voltage limit."""
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
        words = f"|V| reaches {_last(cycling, flowing)[k]:.3g} V and the half-cycle ends early"
        at = float(cycling.halves.end[k] - cycling.halves.start[k])
        found.append(_event(cycling, "voltage limit", k, (Evidence("voltage-limit", words, log(1e3)),), at))
    return found


def _last(cycling: Cycling, flowing: Flow) -> np.ndarray:
    """Last reading of V with current in each half-cycle, with the sign along the current."""
    return np.asarray(cycling.recording.voltage[flowing.row[flowing.begin[1:] - 1]] * cycling.halves.sign)


def _run_away(cycling: Cycling, flowing: Flow) -> np.ndarray:
    """Ratio of the last |V| to the mid |V| of each half-cycle; 1 if only a single reading stands out."""
    halves = cycling.halves
    last = _last(cycling, flowing)
    before = np.maximum(flowing.begin[1:] - 2, flowing.begin[:-1])
    second = cycling.recording.voltage[flowing.row[before]] * halves.sign
    mid = np.maximum(np.abs(halves.voltage_mid), 1e-9)
    steep = (last > RUN_AWAY * mid) & (second > 1.1 * mid)
    return np.asarray(np.where(steep, last / mid, 1.0))


def _exhausted(cycling: Cycling, ends: np.ndarray, drying: int) -> tuple[int, tuple[Evidence, ...]] | None:
    """Return the half-cycle from which |V| runs away in one direction, if this is before any drying."""
    halves = cycling.halves
    candidates: list[tuple[int, tuple[Evidence, ...]]] = []
    for sign, stripped in ((1, "counter"), (-1, "working")):
        same = np.flatnonzero(halves.sign == sign)
        away = ends[same] > 1
        if not away.any():
            continue
        first = int(np.argmax(away))
        later = away[first:]
        # Exhaustion does not recover; the last half-cycle of a test may be the only one that shows it.
        if later.mean() < 0.8 or away[:first].any() or (len(later) == 1 and first < len(away) - 1):
            continue
        if first == 0:  # every half-cycle ends like this: a foil stripped bare on purpose
            continue
        ratio = float(np.median(ends[same][first:]))
        one = f"|V| rises at the end of {len(later)} half-cycles to {ratio:.1f} times the mid |V|"
        two = f"mid |V| unchanged: the {stripped} electrode, stripped in these half-cycles, has no sodium left"
        weights = float(weight(np.array(ratio))) * min(len(later), 3)
        seen = (Evidence("end-runs-away", one, weights), Evidence("mid-unchanged", two, 0.0))
        candidates.append((int(same[first]), seen))
    chosen = min(candidates, key=lambda c: c[0], default=None)
    return chosen if chosen and chosen[0] < drying else None


def _drying(trace: ResistanceTrace) -> tuple[int, tuple[Evidence, ...]] | None:
    """Return the half-cycle from which |V|/|I| grows beyond its trend until the end.

    It grows at an increasing rate.
    """
    level = trace.steady[np.isfinite(trace.steady)]
    if len(level) < FEWEST or len(level) < len(trace):
        return None
    level = level[: int(np.argmax(level >= level.max() - NOTICED)) + 1]  # at a voltage limit the growth stops
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
    words = f"|V|/|I| grows to {np.exp(tail):.1f} times its trend, in both directions, at an increasing rate"
    return onset, (Evidence("resistance-accelerates", words, float(weight(np.array(tail / TREND_SPREAD)))),)


def _at_limit(cycling: Cycling, trace: ResistanceTrace, flowing: Flow) -> np.ndarray:
    """Mask of the half-cycles that ended early at the voltage limit.

    They ended at the highest |V| of the test, far above their mid |V|.
    """
    halves, last = cycling.halves, _last(cycling, flowing)
    high = last >= SAME_LIMIT * np.max(last)
    away = last > RUN_AWAY * np.abs(halves.voltage_mid)
    cut = halves.duration < CUT * np.max(trace.usual)
    return np.asarray(high & away & cut)


def _event(cycling: Cycling, what: Happening, k: int, seen: tuple[Evidence, ...], into: float = 0.0) -> Event:
    halves = cycling.halves
    sure = confidence(seen, float(len(halves)))
    remarks = tuple(Remark(e.code, e.text) for e in seen)
    return Event(what, float(halves.start[k]) + into, k, int(halves.cycle[k]), into, sure, remarks)
