"""The resistance |V|/|I| of a symmetric cell, bin by bin through each half-cycle: what a short is looked for in.

A reading's share of a bin is the time that it stands for, so readings taken on a change of voltage count as others do.
A half-cycle has a usual shape (a spike of nucleation, a plateau, an arc); with that taken out, one series remains in
which nothing is left to happen in a healthy cell but slow change:

    ln R(k, bin) = level(k) + shape(k, bin) + remainder

What a step of the current or of the temperature can do to a healthy cell is taken out of the level too:

  - |V| does not fall where |I| rises, and |V|/|I| does not fall where |I| falls: faces lose resistance with the
    current (Butler-Volmer), electrolyte and layers keep theirs, so d ln R lies between -d ln |I| and 0;
  - warming from T1 to T2 lowers R by at most exp(E (1/T1 - 1/T2)/k) with E as in `BARRIER`.

All plain SI arrays; an entry a half-cycle, `BINS` columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..half_cycles import HalfCycles

BINS = 24  # of a half-cycle; the onset is found by reading afterwards
SHAPE = 8  # half-cycles of the same direction that the usual shape is a median of
FAR = 1.1  # of ln R, about a factor of 3: parts of a half-cycle that lie so far from its median are not looked at
LIKE = 0.03  # relative: currents and durations closer than this are the same
FLOOR = 1e-3  # of the usual resistance: where |V| is lost in noise its logarithm stops
MEMORY = 20  # half-cycles before, that the difference of the two directions is read from
ENOUGH = 50_000  # readings that the noise is read from
BARRIER = 0.6 / 8.617333e-5  # K: 0.6 eV over Boltzmann's constant, above what ions in layers and at faces need
WARMER = 1.0  # K between half-cycles: below it a thermometer's noise would count as warming


@dataclass(frozen=True, eq=False)
class ResistanceTrace:
    """`remainder` and `shape` by half-cycle and bin (nan where a half-cycle ended before), `level` by half-cycle."""

    level: np.ndarray  # ln ohm, as read
    steady: np.ndarray  # ln ohm, without current steps, warming, difference of directions
    shape: np.ndarray
    remainder: np.ndarray  # with the level of the direction's difference taken out as in `steady`
    noise: np.ndarray  # relative, of each bin: few readings, or long ones, say less
    usual: np.ndarray  # s: the duration that the bins divide

    def __len__(self) -> int:
        return len(self.level)


@dataclass(frozen=True, eq=False)
class Flow:
    """The readings with current, one after another: `row` in the recording, `member` the half-cycle, `resistance` =
    V/I (ohm; below zero where noise is larger than V), `weight` s, `into` s with current before its middle."""

    row: np.ndarray
    member: np.ndarray
    resistance: np.ndarray
    weight: np.ndarray
    into: np.ndarray
    begin: np.ndarray  # by half-cycle: its first entry here; one more at the end

    def of(self, first: int, last: int) -> slice:
        """The entries of the half-cycles from first to last, both included."""
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
    """`kelvin` is the temperature by half-cycle, where it was recorded."""
    usual = usual_durations(halves)
    size = np.abs(current[flowing.row])
    binned, share = _binned(halves, flowing, size, usual)
    typical = float(np.nanmedian(np.abs(binned))) if np.isfinite(binned).any() else 1.0
    log = np.log(np.maximum(binned, FLOOR * max(typical, 1e-300)))
    log[np.isnan(binned)] = np.nan
    noise = voltage_noise(flowing, size) * share / (np.exp(log) * np.abs(halves.current)[:, None])
    shape = _shapes(log, halves.sign)
    # Where V usually passes through zero (salt that still lies as the half-cycle before left it) or runs away (an
    # electrode that is spent), a ratio to the usual says nothing.
    log[np.abs(shape) > FAR] = np.nan
    level = row_median(log - shape)
    steady = _explained(level, halves, kelvin)
    steady = steady - _lopsided(steady, halves.sign)
    return ResistanceTrace(level, steady, shape, log - shape + (steady - level)[:, None], noise, usual)


def usual_durations(halves: HalfCycles) -> np.ndarray:
    """How long each half-cycle would have been: a median of its direction, its own where that is about the same."""
    usual = halves.duration.copy()
    for sign in (1, -1):
        same = np.flatnonzero(halves.sign == sign)
        middle = running_median(halves.duration[same], 4, 4)
        cut = halves.duration[same] < (1 - LIKE) * middle
        usual[same] = np.where(cut, middle, halves.duration[same])
    return np.asarray(np.maximum(usual, 1e-9))


def running_median(values: np.ndarray, before: int, after: int) -> np.ndarray:
    """The median of each entry with so many before and after it; fewer at the ends."""
    if not len(values):
        return values.copy()
    padded = np.r_[np.full(before, np.nan), values, np.full(after, np.nan)]
    return row_median(np.lib.stride_tricks.sliding_window_view(padded, before + after + 1))


def row_median(values: np.ndarray) -> np.ndarray:
    """The median of each row without its nan; nan where there is nothing else. (numpy's own warns, and is slow.)"""
    order = np.sort(values, axis=-1)  # nan last
    count = np.isfinite(values).sum(axis=-1)
    at = np.maximum(count - 1, 0)
    low = np.take_along_axis(order, (at // 2)[..., None], -1)[..., 0]
    high = np.take_along_axis(order, (np.maximum(count, 1) // 2)[..., None], -1)[..., 0]
    return np.asarray((low + high) / 2)


def voltage_noise(flowing: Flow, size: np.ndarray) -> float:
    """V, of one reading: how far readings lie from the mean of their neighbours, over all of the test."""
    at = np.arange(1, len(size) - 1, max(1, len(size) // ENOUGH))
    at = at[flowing.member[at - 1] == flowing.member[at + 1]]
    if not len(at):
        return 0.0
    before, here, after = (flowing.resistance[k] * size[k] for k in (at - 1, at, at + 1))
    return float(1.4826 * np.median(np.abs(here - (before + after) / 2)) / np.sqrt(1.5))


def _binned(halves: HalfCycles, flowing: Flow, size: np.ndarray, usual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """R = integral of V over the charge, in each bin, and how much of one reading's noise is left in it:
    sqrt(sum w^2)/sum w, above 1 where one reading stands for several bins, so that they together have its noise.
    Differences of one running integral: no loop, however unevenly the readings lie."""
    resistance = _middle_of_three(flowing)
    clock = np.r_[0.0, np.cumsum(flowing.weight)]
    charge = np.r_[0.0, np.cumsum(size * flowing.weight)]
    voltage = np.r_[0.0, np.cumsum(resistance * size * flowing.weight)]
    start, end = clock[flowing.begin[:-1]], clock[flowing.begin[1:]]
    edges = start[:, None] + usual[:, None] * np.linspace(0, 1, BINS + 1)
    edges = np.minimum(edges, end[:, None])
    passed = np.diff(np.interp(edges, clock, charge), axis=1)
    work = np.diff(np.interp(edges, clock, voltage), axis=1)
    width = np.diff(edges, axis=1)
    alike = np.abs(passed - np.abs(halves.current)[:, None] * width) <= LIKE * passed  # no other current inside
    full = (width > 0.5 * usual[:, None] / BINS) & (passed > 0) & alike
    squares = np.r_[0.0, np.cumsum(flowing.weight**2)]
    share = np.sqrt(np.maximum(np.diff(np.interp(edges, clock, squares), axis=1), 0)) / np.maximum(width, 1e-300)
    return np.divide(work, passed, out=np.full_like(work, np.nan), where=full), np.where(full, share, np.nan)


def _middle_of_three(flowing: Flow) -> np.ndarray:
    """A reading that stands out alone between its neighbours is a spike of the instrument."""
    r = flowing.resistance
    if len(r) < 3:
        return r
    low, high = np.minimum(r[:-2], r[2:]), np.maximum(r[:-2], r[2:])
    middle = r.copy()
    inside = flowing.member[:-2] == flowing.member[2:]
    middle[1:-1] = np.where(inside, np.clip(r[1:-1], low, high), r[1:-1])
    return middle


def _shapes(log: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """The usual course of ln R through a half-cycle about its own median: of those before in the same direction, or of
    the first ones for those."""
    shape = np.zeros_like(log)
    for each in (1, -1):
        same = np.flatnonzero(sign == each)
        if len(same) < 3:  # one may hold a short: no shape can be told
            continue
        own = log[same] - row_median(log[same])[:, None]
        many = min(SHAPE, len(same))
        windows = np.lib.stride_tricks.sliding_window_view(own, many, axis=0)  # (.., BINS, many)
        medians = row_median(windows)
        # The window before k begins at k - many; the first half-cycles share the first window.
        shape[same] = medians[np.clip(np.arange(len(same)) - many, 0, len(medians) - 1)]
    return np.asarray(np.nan_to_num(shape))


def _explained(level: np.ndarray, halves: HalfCycles, kelvin: np.ndarray | None) -> np.ndarray:
    """The level without what steps of current and temperature may do, each direction from its own last half-cycle."""
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
    """How far ln R may go down (below zero) or up between two temperatures (K)."""
    change = BARRIER * (1 / after - 1 / before)
    return np.asarray(np.where(np.abs(after - before) > WARMER, change, 0.0))


def _lopsided(level: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """Half the usual difference of the two directions (an offset of the voltmeter, unlike faces), with its sign."""
    if len(level) < 4:
        return np.zeros(len(level))
    beside = np.r_[np.nan, (level[:-2] + level[2:]) / 2, np.nan]
    difference = (level - beside) * sign
    difference[0], difference[-1] = difference[1], difference[-2]
    usual = running_median(difference, MEMORY, 0)
    usual[:MEMORY] = np.median(difference[: MEMORY + 1])
    return np.asarray(np.nan_to_num(usual / 2) * sign)
