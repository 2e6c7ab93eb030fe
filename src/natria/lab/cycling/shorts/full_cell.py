"""Soft shorts of a full cell: charge that flows but is not stored.

An electronic path carries charging current without charging the cell, so the charge continues below its cut-off beyond
the capacity of the cell. Filaments that burn and regrow make the voltage fall back repeatedly, and at rest the cell
self-discharges through the path (soft shorts of solid-state Na-S cells, yuan2025). The evidence of a charge is weighed
together: a slow charge after fast ones is also long but reaches its cut-off. A redox shuttle in a liquid electrolyte
also prevents the end of charge, which the event states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ...results import Cycling, Event, Remark, Results
from ..half_cycles import runs
from .evidence import SUPPORT, Evidence, confidence, weight

MORE = 0.2  # above the largest earlier capacity: cells gain capacity in use, but not a fifth between cycles
SHORT_OF = 0.02  # V below the usual end of charge: instruments stop within millivolts of a cut-off
FALL = 0.005  # V: smaller decreases come from phase changes or the thermostat
NOISES = 10.0  # times the noise of a reading: smallest decrease that is not noise
FALLS = 3  # decreases in one charge; an initial barrier decreases once
START = 0.05  # of a charge: range of an initial barrier
SPREAD = 0.05  # smallest relative standard deviation of charges from cycle to cycle
MAD = 1.4826
FEW = 4  # fewest earlier rests for a usual self-discharge


@dataclass(frozen=True)
class Charge:
    """Evidence from one charge. `onset` is the first row of the abnormal part."""

    half: int
    evidence: tuple[Evidence, ...]
    onset: int


def full_cell_shorts(cycling: Cycling) -> Results:
    """Return charges with evidence of a short.

    A run of such charges is one event, reversible if normal charges follow.
    """
    halves = cycling.halves
    charges = np.flatnonzero(halves.sign > 0)
    if not len(charges):
        text = "Shorts not assessed: the cell is never charged in this recording."
        return Results(remarks=(Remark("never-charged", text),))
    bad = {c.half: c for c in _charges(cycling, charges)}
    looks_bad = np.array([k in bad for k in charges])
    events = []
    for first, stop in zip(*runs(looks_bad), strict=True):
        if not looks_bad[first]:
            continue
        run = [bad[int(k)] for k in charges[first:stop]]
        until = float(halves.start[charges[stop]]) if stop < len(charges) else None
        events.append(_event(cycling, run, until, len(charges)))
    return Results(
        events=tuple(e for e in events if (e.confidence or 0.0) > 0.5), remarks=tuple(_charges_itself(cycling))
    )


def _charges(cycling: Cycling, charges: np.ndarray) -> Iterator[Charge]:
    recording, halves = cycling.recording, cycling.halves
    peaks: list[float] = []
    sound = np.ones(len(halves), bool)  # an abnormal charge does not measure the capacity of the cell
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
        # A single earlier charge defines the usual end. For the first charge the cut-off is unknown: only its length
        # is evidence, and only after a discharge.
        usual = float(np.median(peaks)) if peaks else np.inf
        more = float(halves.charge[k]) / stored - 1 if stored > 0 else 0.0
        short_of = usual - peak
        endless = more > MORE and short_of > SHORT_OF
        if endless and np.isfinite(usual):
            words = (
                f"charge ends {short_of * 1e3:.0f} mV below the usual end voltage, at {more:.0%} above the largest "
                "earlier capacity"
            )
            seen.append(Evidence("endless-charge", words, float(weight(np.array(more / SPREAD)))))
            seen.append(Evidence("shuttle-possible", "a redox shuttle in a liquid has the same effect", 0.0))
            passed = np.cumsum(np.abs(recording.current[rows]) * halves.weight[rows])
            onset = int(rows[min(int(np.searchsorted(passed, stored)), len(rows) - 1)])
        normal = float(np.median(falls_before)) if falls_before else 0.0
        if len(falls) >= FALLS and len(falls) > 2 * normal + FALLS - 1:
            words = f"the voltage falls back {len(falls)} times during charge"
            seen.append(Evidence("voltage-falls-back", words, float(weight(np.array(len(falls) - normal)))))
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
    """Return the readings at which the voltage begins to fall back at constant current.

    The fall is larger than the noise.
    """
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
    """Return the voltage decrease (V/s) in the second half of the rest after each charge.

    It is nan without a rest.
    """
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
        f"at rest after the charge the voltage falls at {slopes[place] * 3.6e6:.3g} mV/h (usual: {usual * 3.6e6:.3g})"
    )
    return Evidence("self-discharge", words, min(heavy, SUPPORT))


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
        (*(Remark(e.code, e.text) for e in seen), *_run_of(run)),
        None,
        until,
    )


def _run_of(run: list[Charge]) -> tuple[Remark, ...]:
    return (Remark("charges-in-a-row", f"{len(run)} charges in a row"),) if len(run) > 1 else ()


def _charges_itself(cycling: Cycling) -> Iterator[Remark]:
    """Remark on discharges above the charge before; not an event.

    Such discharges are seen in cells with soft shorts (yuan2025).
    """
    halves = cycling.halves
    after = np.flatnonzero((halves.sign[1:] < 0) & (halves.sign[:-1] > 0)) + 1
    more = after[halves.charge[after] > (1 + MORE) * halves.charge[after - 1]]
    if len(more) > 1:
        cycles = ", ".join(str(c) for c in halves.cycle[more][:5])
        yield Remark(
            "more-discharged-than-charged",
            f"{len(more)} discharges give over {MORE:.0%} more than the charge before them (cycles {cycles}); possible "
            "causes are self-charging or an incomplete earlier charge.",
        )
