"""Which technique a recording is: CV, linear sweep, Tafel sweep, DC polarisation, or cycling.

A *sweep* runs the voltage at a constant rate while the current varies; several sweeps may have a rate each. Two or more
sweeps are a cyclic voltammogram. A single one that passes through zero current with both directions of the current is a
Tafel sweep, another one a linear sweep. *DC polarisation* holds the voltage while the current varies, and sets no
current in between (CC-CV). All else is cycling: the current is set.

The shape decides. A header that names the technique is only used for a single sweep, which may be a cyclic voltammogram
that was interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from ...record import Note, Recording
from .inputs import Vector
from .voltammetry.sweeps import PotentialSweep, split_sweeps

Technique = Literal["cyclic voltammetry", "linear sweep", "Tafel sweep", "DC polarisation", "cycling"]

FEWEST = 20  # readings
LAGS = 400  # parts of the record: the scan rate is taken over one of them
PARTS = 20  # of one sweep, as LAGS
SAME_WINDOW = 0.05  # of the range of the voltage: by which the turns of several scan rates differ
EVEN = 0.2  # of the scan rate: how far the rate of a sweep varies
MOSTLY = 0.8  # of the time
VARIED = 0.2  # of the median: a current that is set varies by less
HELD = 0.02  # of the largest voltage, or
EXACT = 0.005  # of a held voltage: a reading farther off is not held
LEAST_HELD = 1e-3  # V: a voltage that is held
REACH_OF_TAFEL = 0.6  # V: a Tafel sweep covers no more to either side of zero current
BOTH = 0.1  # of the readings: a Tafel sweep has as many in each direction of the current
MONOTONE = 0.9  # rank correlation of voltage and current in a Tafel sweep
FLAT = 0.05  # of the current: a larger change between readings is a jump, a smaller one over a level none
LONG = 5  # readings of a level
SMALL = 0.01  # of the largest current: below, the cell is at rest
HIGH = 0.9  # quantile of the current that must be swept at the same rate as the rest: a set current has another one
PEAKED = 1.5  # of the median current: its 98 % quantile in a sweep, where the background is level
GROWS = 2.0  # outer over inner mean current of a branch: 3 of a resistance, more of kinetics, near 1 of a plateau


@dataclass(frozen=True)
class Recognition:
    """The technique of a recording with its reasons; `is_sweep` where the voltage is swept."""

    technique: Technique
    reasons: tuple[Note, ...]

    @property
    def is_sweep(self) -> bool:
        return self.technique in ("cyclic voltammetry", "linear sweep", "Tafel sweep")

    @property
    def is_kinetics(self) -> bool:
        """Whether an analysis of kinetics applies, and none of cycling."""
        return self.technique != "cycling"


def technique_of(recording: Recording) -> Recognition:
    """Return the technique of a recording, from its data."""
    t, v, i = recording.time, recording.voltage, recording.current
    whole = np.isfinite(t) & np.isfinite(v) & np.isfinite(i)
    t, v, i = t[whole], v[whole], i[whole]
    if len(t) < FEWEST:
        return _cycling("few-readings", f"{len(t)} readings are too few to tell a technique")
    if (sizes := np.abs(i)).max() == 0:
        return _cycling("no-current", "no current flows in the whole recording")
    rate = _scan_rate(t, v, sizes)
    if rate is not None and _varies(sizes):
        return _sweep(recording, t, v, i, rate)
    if _is_set(i):
        return _cycling("current-is-set", "the current is constant between its steps: the current is set")
    if (several := _several_rates(t, v, i)) is not None:
        return Recognition("cyclic voltammetry", several)
    held = _held(t, v)
    if held is not None and _set_between(t, v, i):
        return _cycling("set-current-between-holds", "the current is set before the voltage is held (CC-CV)")
    if held is not None and _varies_within(t, v, i):
        levels = "one voltage is" if held == 1 else f"{held} voltages are"
        reason = Note("voltage-held", f"{levels} held while the current varies")
        return Recognition("DC polarisation", (reason,))
    return _cycling("no-sweep-no-hold", "the voltage is neither swept at one rate nor held")


def _cycling(code: str, text: str) -> Recognition:
    return Recognition("cycling", (Note(code, text),))


def _is_set(i: Vector) -> bool:
    """Whether the current is set: it changes by jumps, and stays within 5 % between them."""
    flows = np.abs(i) > SMALL * float(np.max(np.abs(i)))
    jumps = np.flatnonzero(np.abs(np.diff(i)) > FLAT * np.maximum(np.abs(i[1:]), np.abs(i[:-1]))) + 1
    edges = np.array([0, *jumps, len(i)])
    first, stop = edges[:-1], edges[1:]
    still = np.concatenate([[0], np.cumsum(~flows)])
    levels = (stop - first >= LONG) & (still[stop] == still[first])
    first, stop = first[levels], stop[levels]
    begin, end = _middle(i, first), _middle(i, stop - 3)
    steady = np.abs(end / begin - 1) <= FLAT
    level = int((stop - first).sum())
    return level > 0.5 * float(flows.sum()) and int((stop - first)[steady].sum()) > MOSTLY * level


def _middle(i: Vector, first: np.ndarray) -> Vector:
    """Return the medians of three readings from each place on."""
    return np.asarray(np.sort(i[first[:, None] + np.arange(3)], axis=1)[:, 1])


def _scan_rate(t: Vector, v: Vector, sizes: Vector) -> float | None:
    """Return the scan rate (V/s) where the voltage runs at one rate most of the time."""
    lag = max(1, len(t) // LAGS)
    step, rise = t[lag:] - t[:-lag], np.abs(v[lag:] - v[:-lag])
    moved = step > 0
    if moved.sum() < FEWEST // 2:
        return None
    rate = rise[moved] / step[moved]
    usual = float(np.median(rate))
    even = np.abs(rate - usual) <= EVEN * usual
    share = float(np.mean(even))
    largest = np.minimum(sizes[lag:], sizes[:-lag])[moved]
    of_high = float(np.mean(even[largest >= np.quantile(largest, HIGH)]))
    spread = float(np.median(np.abs(np.diff(v, 2)))) if len(v) > 2 else 0.0
    steady = usual * float(np.median(step[moved])) > 2 * spread  # a random walk of the voltage has no rate
    return usual if usual > 0 and min(share, of_high) > MOSTLY and steady else None


def _varies(sizes: Vector) -> bool:
    flows = sizes > SMALL * sizes.max()
    middle, high = np.quantile(sizes[flows], (0.5, 0.98))
    return bool(np.mean(np.abs(sizes[flows] - middle) > VARIED * middle) > 0.5 or high > PEAKED * middle)


def _several_rates(t: Vector, v: Vector, i: Vector) -> tuple[Note, ...] | None:
    """Return why a recording is a voltammogram of several scan rates; None where it is not.

    Nearly all readings lie in sweeps over one window, each even in its own rate, with a current that varies.
    """
    if (np.diff(t) < 0).any():
        return None
    sweeps = split_sweeps(t, v, i)
    if len(sweeps) < 2 or sum(len(s.time) for s in sweeps) < MOSTLY * len(t):
        return None
    rates = np.array([s.scan_rate for s in sweeps])
    ends = np.array([s.span for s in sweeps])
    reach = float(np.ptp(v))
    same = np.abs(ends - np.median(ends, axis=0)).max(axis=1) <= SAME_WINDOW * reach
    even = [_is_even(s) and _varies(np.abs(s.current)) for s in sweeps]
    if rates.max() < (1 + EVEN) * rates.min() or np.mean(same & even) < MOSTLY:
        return None
    text = f"the voltage runs at one rate in each sweep, {1e3 * rates.min():.3g} to {1e3 * rates.max():.3g} mV/s"
    count = Note("several-sweeps", f"{len(sweeps)} sweeps between turns of the voltage")
    return (Note("several-scan-rates", f"{text}, while the current varies"), count)


def _is_even(sweep: PotentialSweep) -> bool:
    """Whether a sweep runs at its rate most of the time."""
    lag = max(1, len(sweep.time) // PARTS)
    step, rise = sweep.time[lag:] - sweep.time[:-lag], np.abs(sweep.voltage[lag:] - sweep.voltage[:-lag])
    moved = step > 0
    off = np.abs(rise[moved] / step[moved] - sweep.scan_rate)
    return bool(moved.any() and np.mean(off <= EVEN * sweep.scan_rate) > MOSTLY)


def _sweep(recording: Recording, t: Vector, v: Vector, i: Vector, rate: float) -> Recognition:
    sweeps = split_sweeps(t, v, i)
    reason = Note("constant-scan-rate", f"the voltage runs at {1e3 * rate:.3g} mV/s while the current varies")
    if len(sweeps) > 1:
        count = Note("several-sweeps", f"{len(sweeps)} sweeps between turns of the voltage")
        return Recognition("cyclic voltammetry", (reason, count))
    if not sweeps:
        return _cycling("no-sweep", "no sweep of the voltage stands out from its noise")
    if _header_says_cyclic(recording):
        text = "the header names cyclic voltammetry; the record holds one sweep only"
        return Recognition("cyclic voltammetry", (reason, Note("header-names-technique", text)))
    if (tafel := _as_tafel(sweeps[0])) is not None:
        return Recognition("Tafel sweep", (reason, tafel))
    return Recognition("linear sweep", (reason, Note("one-sweep", "one sweep of the voltage")))


def _as_tafel(sweep: PotentialSweep) -> Note | None:
    """Return why a sweep is a Tafel sweep; None where it is not."""
    v, i = sweep.voltage, sweep.current
    positive = float(np.mean(i > 0))
    if not BOTH < positive < 1 - BOTH:
        return None
    order = np.argsort(v)
    rank = float(abs(np.corrcoef(_ranks(v), _ranks(i))[0, 1]))  # Spearman's
    below = np.cumsum(1.0 * (i[order] > 0) - (i[order] < 0))
    middle = float(v[order][int(np.argmin(below * np.sign(np.corrcoef(v, i)[0, 1])))])
    reach = max(v.max() - middle, middle - v.min())
    if rank < MONOTONE or reach > REACH_OF_TAFEL or not all(_grows(v[i * sign > 0], i, sign) for sign in (1, -1)):
        return None
    text = (
        f"one sweep through zero current at {middle:.3g} V, {1e3 * reach:.3g} mV to the farther side, current monotonic"
    )
    return Note("through-zero-current", text)


def _ranks(values: Vector) -> Vector:
    """Return the place of each value in their order; equal ones share the mean of theirs."""
    _, group, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - 0.5 * (count + 1))[group])


def _grows(v: Vector, i: Vector, sign: int) -> bool:
    """Whether the current of a branch grows along it."""
    size = np.abs(i[i * sign > 0])[np.argsort(v, kind="stable")]
    one, other = np.array_split(size, 2)
    inner, outer = sorted((float(one.mean()), float(other.mean())))
    return outer > GROWS * inner


def _header_says_cyclic(recording: Recording) -> bool:
    words = " ".join((*recording.metadata.keys(), *recording.metadata.values())).lower()
    return "cyclic voltammetry" in words


def held_levels(t: Vector, v: Vector) -> list[tuple[int, int]]:
    """Return the runs of readings [first, stop) of one voltage."""
    near = max(LEAST_HELD, HELD * float(np.max(np.abs(v))))
    edges = np.flatnonzero(np.abs(np.diff(v)) > near) + 1
    return [
        (int(a), int(b)) for a, b in zip([0, *edges], [*edges, len(v)], strict=True) if b - a > 2 and t[b - 1] > t[a]
    ]


def _held(t: Vector, v: Vector) -> int | None:
    """Return at how many levels the voltage is held in most of the time; None where it is not."""
    near = max(LEAST_HELD, HELD * float(np.max(np.abs(v))))
    levels = [(a, b) for a, b in held_levels(t, v) if np.ptp(np.quantile(v[a:b], (0.02, 0.98))) <= near]
    if sum(t[b - 1] - t[a] for a, b in levels) <= MOSTLY * float(t[-1] - t[0]):
        return None
    return len({round(float(np.median(v[a:b])) / near) for a, b in levels}) or None


def _set_between(t: Vector, v: Vector, i: Vector) -> bool:
    """Whether a set current drives the voltage outside of the held levels, as in a charge at CC-CV."""
    outside = np.abs(i) > SMALL * float(np.max(np.abs(i)))
    for a, b in held_levels(t, v):
        middle = float(np.median(v[a:b]))
        outside[a:b] &= np.abs(v[a:b] - middle) > max(LEAST_HELD, EXACT * abs(middle))
    edges = np.flatnonzero(np.diff(outside.astype(int))) + 1
    for a, b in pairwise((0, *(int(k) for k in edges), len(i))):
        if b - a >= LONG and outside[a]:
            middle = float(np.median(i[a:b]))
            steady = np.abs(i[a:b] - middle) <= FLAT * abs(middle)
            if steady.mean() > 0.5:
                return True
    return False


def _varies_within(t: Vector, v: Vector, i: Vector) -> bool:
    """Whether the current changes at a held voltage, relative to its size by more than the voltage does."""
    share = []
    for a, b in held_levels(t, v):
        current = i[a:b]
        size = float(np.median(np.abs(current)))
        if size > 0:
            spread = float(np.ptp(np.quantile(current, (0.05, 0.95)))) / size
            of_voltage = float(np.ptp(v[a:b])) / max(float(np.median(np.abs(v[a:b]))), LEAST_HELD)
            share.append((spread > VARIED and spread > 5 * of_voltage, b - a))
    total = sum(n for _, n in share)
    return total > 0 and sum(n for yes, n in share if yes) > 0.5 * total
