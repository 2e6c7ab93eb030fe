"""Shorts of a full cell: what flows on charge is no longer stored.

A path beside the ions takes charging current without charging the cell, so the charge creeps on below its cut-off for
more than the cell ever held; filaments that burn and grow again let the voltage fall back meanwhile; at rest the cell
runs down through the path (soft shorts of solid-state Na-S cells, yuan2025). What a charge shows is weighed together: a
slow charge after fast ones is long too but meets its cut-off, and a shuttle in a liquid electrolyte also keeps a charge
from ending, which is said beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...results import Cycling, Event, Results
from ..half_cycles import runs
from .evidence import SUPPORT, Evidence, confidence, weight

MORE = 0.2  # over the largest charge or discharge before: cells gain capacity in use, but not a fifth between cycles
SHORT_OF = 0.02  # V under the usual end of a charge: instruments stop within millivolts of a cut-off
FALL = 0.005  # V: a smaller fall is a step of a phase or the thermostat's
NOISES = 10.0  # times the noise of a reading, so that noise falls no such way
FALLS = 3  # in one charge: a barrier at its start falls once
START = 0.05  # of a charge, where a barrier may fall
SPREAD = 0.05  # of charges from cycle to cycle, relative, at the least
MAD = 1.4826
FEW = 4  # rests before, without which nothing is usual


@dataclass(frozen=True)
class Charge:
    """What a charge showed. `onset` is the first row at which it went wrong."""

    half: int
    evidence: tuple[Evidence, ...]
    onset: int


def full_cell_shorts(cycling: Cycling) -> Results:
    """Charges that look like a short, each run of them as one event, reversible where good charges follow."""
    halves = cycling.halves
    charges = np.flatnonzero(halves.sign > 0)
    if not len(charges):
        return Results(remarks=("the cell is never charged, so charging shows no short",))
    bad = {c.half: c for c in _charges(cycling, charges)}
    looks_bad = np.array([k in bad for k in charges])
    events = []
    for first, stop in zip(*runs(looks_bad), strict=True):
        if not looks_bad[first]:
            continue
        run = [bad[int(k)] for k in charges[first:stop]]
        until = float(halves.start[charges[stop]]) if stop < len(charges) else None
        events.append(_event(cycling, run, until, len(charges)))
    return Results(events=tuple(e for e in events if e.confidence > 0.5), remarks=tuple(_charges_itself(cycling)))


def _charges(cycling: Cycling, charges: np.ndarray) -> Iterator[Charge]:
    recording, halves = cycling.recording, cycling.halves
    peaks: list[float] = []
    sound = np.ones(len(halves), bool)  # what a bad charge took is not what the cell holds
    falls_before: list[int] = []
    rests = rest_falls(cycling, charges)
    for place, k in enumerate(charges):
        rows = halves.rows(int(k))
        v = _middle_of_three(recording.voltage[rows])
        peak = float(v.max())
        falls = _falls(v, recording.current[rows])
        seen: list[Evidence] = []
        onset = int(rows[0])
        stored = float(halves.charge[:k][sound[:k]].max(initial=0.0))
        # With one charge before it is taken as usual; before the first the cut-off is not known, so only its length
        # speaks, and only after a discharge.
        usual = float(np.median(peaks)) if peaks else np.inf
        more = float(halves.charge[k]) / stored - 1 if stored > 0 else 0.0
        short_of = usual - peak
        endless = more > MORE and short_of > SHORT_OF
        if endless and np.isfinite(usual):
            words = (
                f"the charge ends {short_of * 1e3:.0f} mV under the usual end, after {more:.0%} more than ever before"
            )
            seen.append(Evidence(words, float(weight(np.array(more / SPREAD)))))
            seen.append(Evidence("a shuttle in a liquid electrolyte would do the same", 0.0))
            passed = np.cumsum(np.abs(recording.current[rows]) * halves.weight[rows])
            onset = int(rows[min(int(np.searchsorted(passed, stored)), len(rows) - 1)])
        normal = float(np.median(falls_before)) if falls_before else 0.0
        if len(falls) >= FALLS and len(falls) > 2 * normal + FALLS - 1:
            words = f"the voltage falls back {len(falls)} times while it charges"
            seen.append(Evidence(words, float(weight(np.array(len(falls) - normal)))))
            onset = int(rows[falls[0]])
        if seen and (rest := _runs_down(rests, place)):
            seen.append(rest)
        if seen:
            sound[k] = False
            yield Charge(int(k), tuple(seen), onset)
        else:
            peaks.append(peak)
            falls_before.append(len(falls))


def _middle_of_three(v: np.ndarray) -> np.ndarray:
    if len(v) < 3:
        return v
    middle = np.median(np.stack([v[:-2], v[1:-1], v[2:]]), axis=0)
    return np.asarray(np.r_[middle[:1], middle, middle[-1:]])


def _falls(v: np.ndarray, current: np.ndarray) -> np.ndarray:
    """Where the voltage begins to fall back at constant current, each time by more than noise could."""
    step = np.diff(v)
    if len(step) < 8:
        return np.zeros(0, int)
    noise = MAD * float(np.median(np.abs(step - np.median(step))))
    first, stop = runs(np.sign(step))
    fallen = -np.add.reduceat(step, first)
    steady = np.abs(current[stop] / current[first] - 1) < 0.03
    counts = (fallen > max(FALL, NOISES * noise)) & steady & (first > START * len(v))
    return np.asarray(first[counts])


def rest_falls(cycling: Cycling, charges: np.ndarray) -> np.ndarray:
    """V/s by charge: how fast the voltage falls in the second half of the rest after it; nan without a rest."""
    halves, recording = cycling.halves, cycling.recording
    slopes = np.full(len(charges), np.nan)
    for place, k in enumerate(charges):
        first = int(halves.stop[k])
        last = int(halves.first[k + 1]) - 1 if k + 1 < len(halves) else len(recording) - 1
        if last - first < 3:
            continue
        middle = first + int(
            np.searchsorted(recording.time[first : last + 1], (recording.time[first] + recording.time[last]) / 2)
        )
        span = recording.time[last] - recording.time[middle]
        if span > 0:
            slopes[place] = (recording.voltage[middle] - recording.voltage[last]) / span
    return slopes


def _runs_down(slopes: np.ndarray, place: int) -> Evidence | None:
    before = slopes[:place][np.isfinite(slopes[:place])]
    if len(before) < FEW or not np.isfinite(slopes[place]):
        return None
    usual = float(np.median(before))
    spread = max(MAD * float(np.median(np.abs(before - usual))), 0.1 * abs(usual), 1e-9)
    heavy = float(weight(np.array((slopes[place] - usual) / spread)))
    if heavy < 1:
        return None
    words = (
        f"at rest after the charge the voltage falls at {slopes[place] * 3.6e6:.3g} mV/h, usually {usual * 3.6e6:.3g}"
    )
    return Evidence(words, min(heavy, SUPPORT))


def _event(cycling: Cycling, run: list[Charge], until: float | None, places: int) -> Event:
    halves, first = cycling.halves, run[0]
    seen = max((c.evidence for c in run), key=lambda e: sum(x.weight for x in e))
    time = float(cycling.recording.time[first.onset])
    return Event(
        "soft short",
        time,
        first.half,
        int(halves.cycle[first.half]),
        time - float(halves.start[first.half]),
        confidence(seen, float(places)),
        (*(e.words for e in seen), *((f"{len(run)} charges in a row",) if len(run) > 1 else ())),
        None,
        until,
    )


def _charges_itself(cycling: Cycling) -> Iterator[str]:
    """Cells with a soft short were seen to give back more than was put in (yuan2025): said, not judged."""
    halves = cycling.halves
    after = np.flatnonzero((halves.sign[1:] < 0) & (halves.sign[:-1] > 0)) + 1
    more = after[halves.charge[after] > (1 + MORE) * halves.charge[after - 1]]
    if len(more) > 1:
        cycles = ", ".join(str(c) for c in halves.cycle[more][:5])
        yield (
            f"{len(more)} discharges give over {MORE:.0%} more than the charge before (cycles {cycles}): "
            "self-charging, or an earlier charge was cut"
        )
