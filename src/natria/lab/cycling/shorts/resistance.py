"""Resistance |V|/|I| of a symmetric cell in bins of each half-cycle.

Shorts are detected in this signal.

Readings are weighted by the time they represent, so that the sampling does not matter. A half-cycle has a usual shape
(nucleation spike, plateau, arc). After its removal, a healthy cell shows only slow changes:

    ln R(k, bin) = level(k) + shape(k, bin) + remainder

The level is also corrected for the largest effects of current and temperature on a healthy cell:

  - |V| does not fall when |I| rises, and |V|/|I| does not fall when |I| falls: the resistance of the interfaces
    decreases with the current (Butler-Volmer), that of electrolyte and layers does not, so d ln R lies between
    -d ln |I| and 0;
  - warming from T1 to T2 lowers R by at most exp(E (1/T1 - 1/T2)/k), with E from `BARRIER`.

Plain SI arrays with one entry per half-cycle and `BINS` columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..half_cycles import HalfCycles

BINS = 24  # per half-cycle; the onset is located to a reading afterwards
SHAPE = 8  # half-cycles of the same direction in the median of the usual shape
FAR = 1.1  # in ln R, about a factor of 3: parts of a half-cycle this far from its median are excluded
LIKE = 0.03  # relative: currents and durations that agree within this are equal
FLOOR = 1e-3  # of the usual resistance: lower limit before the logarithm, where |V| is below noise
MEMORY = 20  # earlier half-cycles for the difference of the two directions
AT_ONCE = 500_000  # values of windows that are in memory at once
ENOUGH = 50_000  # readings for the noise
BARRIER = 0.6 / 8.617333e-5  # K: 0.6 eV over Boltzmann's constant, an upper bound for ions in layers and at interfaces
WARMER = 1.0  # K between half-cycles: smaller changes may be noise of the thermometer


@dataclass(frozen=True, eq=False)
class ResistanceTrace:
    """ln |V|/|I| per half-cycle and per bin.

    `level` and `steady` are per half-cycle, `shape` and `remainder` per bin; nan for missing bins.
    """

    level: np.ndarray  # ln ohm, uncorrected
    steady: np.ndarray  # ln ohm, corrected for current steps, warming and the difference of directions
    shape: np.ndarray
    remainder: np.ndarray  # corrected as `steady`
    noise: np.ndarray  # relative noise of each bin
    usual: np.ndarray  # s: duration that is divided into bins

    def __len__(self) -> int:
        return len(self.level)


@dataclass(frozen=True, eq=False)
class Flow:
    """The readings with current, in order.

    `row`: row in the recording; `member`: half-cycle; `resistance`: V/I (ohm; negative if noise exceeds V); `weight`:
    s; `into`: time (s) with current from the start of the half-cycle.
    """

    row: np.ndarray
    member: np.ndarray
    resistance: np.ndarray
    weight: np.ndarray
    into: np.ndarray
    begin: np.ndarray  # first entry of each half-cycle, with one more at the end

    def of(self, first: int, last: int) -> slice:
        """Slice of the entries of the half-cycles from first to last, inclusive."""
        return slice(int(self.begin[first]), int(self.begin[last + 1]))


def flow(halves: HalfCycles, voltage: np.ndarray, current: np.ndarray) -> Flow:
    number = len(halves)
    long = halves.stop - halves.first
    member = np.repeat(np.arange(number), long)
    rows = np.arange(long.sum()) - np.repeat(np.cumsum(long) - long, long) + np.repeat(halves.first, long)
    flowing = halves.on[rows] != 0
    if not flowing.all():
        member, rows = member[flowing], rows[flowing]
    weight = halves.weight[rows]
    begin = np.searchsorted(member, np.arange(number + 1))
    spent = np.cumsum(weight)
    before = np.r_[0.0, spent][begin[:-1]]
    return Flow(rows, member, voltage[rows] / current[rows], weight, spent - weight / 2 - before[member], begin)


def resistance(
    halves: HalfCycles, flowing: Flow, current: np.ndarray, kelvin: np.ndarray | None = None
) -> ResistanceTrace:
    """Return the binned resistance of all half-cycles. `kelvin`: temperature per half-cycle, if recorded."""
    usual = usual_durations(halves)
    size = np.abs(current[flowing.row])
    binned, share = _binned(halves, flowing, size, usual)
    typical = float(np.nanmedian(np.abs(binned))) if np.isfinite(binned).any() else 1.0
    log = np.log(np.maximum(binned, FLOOR * max(typical, 1e-300)))
    log[np.isnan(binned)] = np.nan
    noise = voltage_noise(flowing, size) * share / (np.exp(log) * np.abs(halves.current)[:, None])
    shape = _shapes(log, halves.sign)
    # Where V usually passes through zero (relaxing concentration profile) or runs away (exhausted electrode), a ratio
    # to the usual value has no meaning.
    log[np.abs(shape) > FAR] = np.nan
    level = row_median(log - shape)
    steady = _explained(level, halves, kelvin)
    steady = steady - _lopsided(steady, halves.sign)
    return ResistanceTrace(level, steady, shape, log - shape + (steady - level)[:, None], noise, usual)


def usual_durations(halves: HalfCycles) -> np.ndarray:
    """Return the planned duration (s) of each half-cycle.

    It is its own duration, or the running median of its direction if it is cut.
    """
    usual = halves.duration.copy()
    for sign in (1, -1):
        same = np.flatnonzero(halves.sign == sign)
        middle = running_median(halves.duration[same], 4, 4)
        cut = halves.duration[same] < (1 - LIKE) * middle
        usual[same] = np.where(cut, middle, halves.duration[same])
    return np.asarray(np.maximum(usual, 1e-9))


def running_median(values: np.ndarray, before: int, after: int) -> np.ndarray:
    """Return the running median over `before` and `after` neighbours, fewer at the ends."""
    if not len(values):
        return values.copy()
    padded = np.r_[np.full(before, np.nan), values, np.full(after, np.nan)]
    return row_median(np.lib.stride_tricks.sliding_window_view(padded, before + after + 1))


def row_median(values: np.ndarray) -> np.ndarray:
    """Return the median of each row, ignoring nan (faster than `nanmedian`, and without warnings).

    Many rows are taken in parts, as windows over a long test would be copied whole otherwise.
    """
    if values.ndim > 1 and values.size > AT_ONCE:
        return np.concatenate([_row_median(values[part]) for part in parts(values)])
    return _row_median(values)


def parts(values: np.ndarray) -> Iterator[slice]:
    """Yield slices of the rows of an array (or a view) that have about `AT_ONCE` values each."""
    step = max(AT_ONCE * len(values) // max(values.size, 1), 1)
    return (slice(first, first + step) for first in range(0, len(values), step))


def _row_median(values: np.ndarray) -> np.ndarray:
    order = np.sort(values, axis=-1)  # nan last
    count = np.isfinite(values).sum(axis=-1)
    at = np.maximum(count - 1, 0)
    low = np.take_along_axis(order, (at // 2)[..., None], -1)[..., 0]
    high = np.take_along_axis(order, (np.maximum(count, 1) // 2)[..., None], -1)[..., 0]
    return np.asarray((low + high) / 2)


def voltage_noise(flowing: Flow, size: np.ndarray) -> float:
    """Return the noise (V) of one reading: the typical deviation from the mean of its neighbours."""
    at = np.arange(1, len(size) - 1, max(1, len(size) // ENOUGH))
    at = at[flowing.member[at - 1] == flowing.member[at + 1]]
    if not len(at):
        return 0.0
    before, here, after = (flowing.resistance[k] * size[k] for k in (at - 1, at, at + 1))
    return float(1.4826 * np.median(np.abs(here - (before + after) / 2)) / np.sqrt(1.5))


def _binned(halves: HalfCycles, flowing: Flow, size: np.ndarray, usual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return R of each bin, and the share of one reading's noise that remains in it.

    R is the integral of V over the charge.

    The share is sqrt(sum w^2)/sum w; it exceeds 1 if one reading covers several bins. Bins are differences of running
    integrals, without a loop over uneven readings.
    """
    clock = np.r_[0.0, np.cumsum(flowing.weight)]
    start, end = clock[flowing.begin[:-1]], clock[flowing.begin[1:]]
    edges = start[:, None] + usual[:, None] * np.linspace(0, 1, BINS + 1)
    edges = np.minimum(edges, end[:, None])

    def between(integrand: np.ndarray) -> np.ndarray:  # one running integral is in memory at a time
        return np.asarray(np.diff(np.interp(edges, clock, np.r_[0.0, np.cumsum(integrand)]), axis=1))

    passed = between(size * flowing.weight)
    work = between(_middle_of_three(flowing) * size * flowing.weight)
    width = np.diff(edges, axis=1)
    alike = np.abs(passed - np.abs(halves.current)[:, None] * width) <= LIKE * passed  # no other current inside
    full = (width > 0.5 * usual[:, None] / BINS) & (passed > 0) & alike
    share = np.sqrt(np.maximum(between(flowing.weight**2), 0)) / np.maximum(width, 1e-300)
    return np.divide(work, passed, out=np.full_like(work, np.nan), where=full), np.where(full, share, np.nan)


def _middle_of_three(flowing: Flow) -> np.ndarray:
    """Clip each reading between its neighbours: a single outlier is a spike of the instrument."""
    r = flowing.resistance
    if len(r) < 3:
        return r
    middle = r.copy()
    inside = flowing.member[:-2] == flowing.member[2:]
    np.maximum(middle[1:-1], np.minimum(r[:-2], r[2:]), out=middle[1:-1], where=inside)
    np.minimum(middle[1:-1], np.maximum(r[:-2], r[2:]), out=middle[1:-1], where=inside)
    return middle


def _shapes(log: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """Return the usual shape of ln R in a half-cycle about its median.

    It is taken from earlier half-cycles of the same direction.

    The first half-cycles use the first window.
    """
    shape = np.zeros_like(log)
    for each in (1, -1):
        same = np.flatnonzero(sign == each)
        if len(same) < 3:  # one may contain a short: no usual shape
            continue
        own = log[same] - row_median(log[same])[:, None]
        many = min(SHAPE, len(same))
        windows = np.lib.stride_tricks.sliding_window_view(own, many, axis=0)  # (.., BINS, many)
        medians = row_median(windows)
        # The window before k begins at k - many; the first half-cycles share the first window.
        shape[same] = medians[np.clip(np.arange(len(same)) - many, 0, len(medians) - 1)]
    return np.asarray(np.nan_to_num(shape))


def _explained(level: np.ndarray, halves: HalfCycles, kelvin: np.ndarray | None) -> np.ndarray:
    """Return the level corrected for steps of current and temperature, per direction."""
    steady = level.copy()
    size = np.log(np.abs(halves.current))
    for sign in (1, -1):
        same = np.flatnonzero(halves.sign == sign)
        known = same[np.isfinite(level[same])]
        change, rise = np.diff(level[known]), np.diff(size[known])
        rise[np.abs(rise) < LIKE] = 0.0
        lowest, highest = np.minimum(-rise, 0.0), np.maximum(-rise, 0.0)
        if kelvin is not None:
            warm = _warming(kelvin[known][:-1], kelvin[known][1:])
            lowest, highest = lowest + np.minimum(warm, 0), highest + np.maximum(warm, 0)
        left = change - np.clip(change, lowest, highest)
        if len(known):
            steady[known] = level[known[0]] + np.r_[0.0, np.cumsum(left)]
    return steady


def _warming(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Largest change of ln R between two temperatures (K): negative on warming."""
    change = BARRIER * (1 / after - 1 / before)
    return np.asarray(np.where(np.abs(after - before) > WARMER, change, 0.0))


def _lopsided(level: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """Half the usual difference of the two directions, with its sign.

    Causes are a voltmeter offset and unequal electrodes.
    """
    if len(level) < 4:
        return np.zeros(len(level))
    beside = np.r_[np.nan, (level[:-2] + level[2:]) / 2, np.nan]
    difference = (level - beside) * sign
    difference[0], difference[-1] = difference[1], difference[-2]
    usual = running_median(difference, MEMORY, 0)
    usual[:MEMORY] = np.median(difference[: MEMORY + 1])
    return np.asarray(np.nan_to_num(usual / 2) * sign)
