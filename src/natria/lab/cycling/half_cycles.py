"""Half-cycles from the sign of the current, independent of the cycle numbers of the cycler.

A *segment* is a run of readings with one sign of current. A *half-cycle* is one or more segments of the same sign,
including the rests between them; a tiny segment (the sign flickers when a step ends) counts as rest. Cycle n consists
of the half-cycles 2n - 1 and 2n, whichever sign comes first.

The interval before a reading belongs to the segment of that reading, because instruments write a reading when a step
ends: the charge between the last reading of a step and the first of the next flows at the new current. Within a
segment, current and voltage are linear in time, so readings are weighted by the time they represent. Plain SI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

REST = (5e-4, 1e-2)  # range of the threshold between rest and current, relative to the current that carries the charge
FLICKER = 1e-4  # of the charge of a large segment; a smaller segment is not a half-cycle
MIDDLE = (0.2, 0.8)  # share of the duration of a half-cycle that its mid voltage covers
END = 0.95  # share of the duration of a half-cycle after which its end voltage is taken


@dataclass(frozen=True, eq=False)
class HalfCycles:
    """Arrays with one entry per half-cycle.

    `first` and `stop` are rows (stop excluded), including rests inside.
    """

    sign: np.ndarray  # +1 charges or plates, -1
    first: np.ndarray
    stop: np.ndarray
    start: np.ndarray  # s: time at which the current was switched on
    end: np.ndarray  # s: time of the last reading
    duration: np.ndarray  # s with current
    current: np.ndarray  # A, signed: time-weighted median
    charge: np.ndarray  # C, positive
    energy: np.ndarray  # J: integral of V I, with the sign of V I
    voltage_first: np.ndarray  # V: first reading
    voltage_mid: np.ndarray  # V: time-weighted median of the middle 60 %
    voltage_mean: np.ndarray  # V: time-weighted mean of the whole half-cycle
    voltage_end: np.ndarray  # V: time-weighted median of the last 5 %
    voltage_last: np.ndarray  # V: last reading
    rest_before: np.ndarray  # s between the previous half-cycle and this one
    on: np.ndarray  # per row, not per half-cycle: +1, 0 or -1, with flickers as rests
    weight: np.ndarray  # per row: time (s) that a reading represents within its segment
    skipped: int = 0  # half-cycles of the recording before the first one, where a window of cycles was cut out

    def __len__(self) -> int:
        return len(self.first)

    @property
    def cycle(self) -> np.ndarray:
        """Cycle number of each half-cycle, from 1."""
        return np.asarray(1 + (self.skipped + np.arange(len(self))) // 2)

    def rows(self, k: int) -> np.ndarray:
        """Row numbers of the readings of half-cycle `k` with current."""
        inside = np.arange(self.first[k], self.stop[k])
        return np.asarray(inside[self.on[self.first[k] : self.stop[k]] == self.sign[k]])


def half_cycles(time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> HalfCycles:
    """Return the half-cycles of a recording; none if no current flows."""
    on = signs(current)
    first, stop = runs(on)
    charge, _ = _integrals(time, current, voltage, first, stop)
    on = _without_flickers(on, first, stop, charge)
    first, stop = runs(on)
    sign = on[first] if len(first) else np.zeros(0, np.int8)
    charge, energy = _integrals(time, current, voltage, first, stop)
    weight = weights(time, first, stop)
    flowing = np.flatnonzero(sign)
    groups = _merged(sign[flowing])
    found = (first[flowing], stop[flowing], charge[flowing], energy[flowing])
    return _table((time, voltage, current), on, weight, found, groups)


def signs(current: np.ndarray) -> np.ndarray:
    """Return the sign of the current (+1, 0 or -1) of each row.

    A current that is small against the one that carries the charge is a rest.
    """
    size = np.abs(current)
    largest = float(size.max(initial=0.0))
    if largest == 0:
        return np.zeros(len(current), np.int8)
    carrying = float(np.median(size[size > REST[0] * largest]))
    return np.asarray(np.sign(current) * (size > carrying * _rest_below(size / carrying)), np.int8)


def _rest_below(share: np.ndarray) -> float:
    """Return the relative current below which a reading is a rest.

    It is the middle of the widest gap in the distribution.

    Offset and noise of the instrument lie below this gap; a slow formation and the end of a hold lie above it.
    """
    low, high = REST
    between = np.unique(share[(share > low) & (share < high)])
    edges = np.log(np.r_[low, between, high])
    widest = int(np.argmax(np.diff(edges)))
    return float(np.exp((edges[widest] + edges[widest + 1]) / 2))


def runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first row and the row after the last of each run of equal values."""
    if not len(values):
        return np.zeros(0, int), np.zeros(0, int)
    first = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return first, np.r_[first[1:], len(values)]


def weights(time: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the time that each reading represents.

    This is half of the interval to each neighbour in the same segment, plus the whole interval before the first.
    """
    step = np.diff(time, prepend=time[:1])
    if len(first):
        step[first] = _lead(step, first, stop)
    after = np.r_[step[1:], 0.0]
    weight = np.asarray(step / 2 + after / 2)
    if len(first):
        weight[first] = step[first] + after[first] / 2
        last = stop - 1
        weight[last] = np.where(last == first, step[last], step[last] / 2)
    return weight


def weighted_median(values: np.ndarray, weight: np.ndarray) -> float:
    """Return the weighted median: half of the weight lies below it and half above it."""
    if len(values) == 1 or weight.sum() <= 0:
        return float(np.median(values))
    order = np.argsort(values, kind="stable")
    sum_ = np.cumsum(weight[order])
    half = sum_[-1] / 2
    k = int(np.searchsorted(sum_, half))
    if k + 1 < len(values) and sum_[k] == half:
        return float((values[order[k]] + values[order[k + 1]]) / 2)
    return float(values[order[min(k, len(values) - 1)]])


def _lead(step: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the interval between switching and first reading of each segment.

    An interval longer than every interval inside the segment is a pause of the instrument and does not count.
    """
    inside = step.copy()
    inside[first] = 0.0
    longest = np.maximum.reduceat(inside, first)
    usual = float(np.median(step[step > 0])) if (step > 0).any() else 0.0
    longest = np.where(stop - first > 1, longest, usual)
    lead = np.where(step[first] <= 1.5 * longest, step[first], 0.0)
    lead[0] = 0.0
    return np.asarray(lead)


def _integrals(
    time: np.ndarray, current: np.ndarray, voltage: np.ndarray, first: np.ndarray, stop: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return |charge| (C) and energy (J) of each run.

    Trapezoids inside, a rectangle before its first reading.
    """
    if not len(first):
        return np.zeros(0), np.zeros(0)
    step = np.diff(time, prepend=time[:1])
    step[first] = _lead(step, first, stop)
    power = current * voltage
    found = []
    for flow in (current, power):
        mean = (flow + np.r_[flow[:1], flow[:-1]]) / 2
        mean[first] = flow[first]
        found.append(np.add.reduceat(mean * step, first))
    return np.abs(found[0]), found[1]


def _without_flickers(on: np.ndarray, first: np.ndarray, stop: np.ndarray, charge: np.ndarray) -> np.ndarray:
    flowing = on[first] != 0 if len(first) else np.zeros(0, bool)
    if not flowing.any():
        return on
    large = float(np.quantile(charge[flowing], 0.9))
    tiny = np.flatnonzero(flowing & (charge < FLICKER * large))
    if not len(tiny):
        return on
    mended = on.copy()
    for k in tiny:
        mended[first[k] : stop[k]] = 0
    return mended


def _merged(sign: np.ndarray) -> np.ndarray:
    """Half-cycle number of each segment with current."""
    if not len(sign):
        return np.zeros(0, int)
    return np.cumsum(np.r_[0, sign[1:] != sign[:-1]])


def _table(
    readings: tuple[np.ndarray, np.ndarray, np.ndarray],
    on: np.ndarray,
    weight: np.ndarray,
    segments: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    group: np.ndarray,
) -> HalfCycles:
    time, voltage, current = readings
    first, stop, charge, energy = segments
    number = int(group[-1]) + 1 if len(group) else 0
    begin = np.searchsorted(group, np.arange(number))
    finish = np.searchsorted(group, np.arange(number), side="right") - 1
    rows_first, rows_stop = first[begin], stop[finish]
    per_row = {name: np.empty(number) for name in ("duration", "current", "mid", "mean", "end")}
    for k in range(number):
        inside = slice(rows_first[k], rows_stop[k])
        w, v, i = weight[inside], voltage[inside], current[inside]
        if finish[k] > begin[k]:  # rests inside
            flowing = on[inside] != 0
            w, v, i = w[flowing], v[flowing], i[flowing]
        spent = np.cumsum(w)
        total = spent[-1]
        per_row["duration"][k] = total
        per_row["current"][k] = i[0] if (i == i[0]).all() else weighted_median(i, w)
        per_row["mean"][k] = (v * w).sum() / total if total > 0 else v.mean()
        at = (spent - w / 2) / total if total > 0 else np.linspace(0, 1, len(v))
        low, high = np.searchsorted(at, MIDDLE)
        middle = slice(low, high) if high > low else slice(None)
        per_row["mid"][k] = weighted_median(v[middle], w[middle])
        tail = slice(min(int(np.searchsorted(at, END)), len(v) - 1), None)
        per_row["end"][k] = weighted_median(v[tail], w[tail])
    start = time[rows_first] - _lead_of(time, rows_first, weight)
    end = time[rows_stop - 1] if number else np.zeros(0)
    return HalfCycles(
        sign=on[rows_first].astype(np.int8),
        first=rows_first,
        stop=rows_stop,
        start=start,
        end=end,
        duration=per_row["duration"],
        current=per_row["current"],
        charge=np.add.reduceat(charge, begin) if number else np.zeros(0),
        energy=np.add.reduceat(energy, begin) if number else np.zeros(0),
        voltage_first=voltage[rows_first],
        voltage_mid=per_row["mid"],
        voltage_mean=per_row["mean"],
        voltage_end=per_row["end"],
        voltage_last=voltage[rows_stop - 1] if number else np.zeros(0),
        rest_before=np.maximum(start - np.r_[time[:1], end[:-1]], 0.0) if number else np.zeros(0),
        on=on,
        weight=weight,
    )


def _lead_of(time: np.ndarray, first: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Interval before the first reading that counts as part of the half-cycle (s)."""
    if not len(first):
        return np.zeros(0)
    step = time[first] - time[np.maximum(first - 1, 0)]
    return np.where(weight[first] >= step, step, 0.0)
