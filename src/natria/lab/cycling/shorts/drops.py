"""Detection of lasting downward steps of the level, between half-cycles and inside one.

A step is distinguished from a slope by two criteria, both required: the trend lines before and after do not meet, and
the adjacent half-cycles differ by more than neighbours usually do. A daily temperature variation meets neither;
growth, decline and activation do not meet the second.

Kernels on plain arrays (ln ohm) with one entry per half-cycle; nan marks an excluded half-cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .resistance import parts, row_median

WINDOW = 8  # half-cycles on each side for a trend
LEAST = 4  # fewest of them for a trend
AFTER = (2, 4, WINDOW)  # durations of a drop that are tested, in half-cycles
MEMORY = 40  # earlier half-cycles for the usual mismatch of trend lines
EXTRAPOLATED = 1.6  # mismatch of two lines of 8 points: sqrt(2 (1/8 + 4.5^2/42)) = 1.1 sigma; more for medians
MAD = 1.4826  # from the median absolute deviation to the standard deviation of a normal spread
SMALLEST = 0.01  # smallest sigma of ln |V|/|I|: variation from contacts and instruments between half-cycles
WIDTHS = (2, 6, 24)  # bins on each side: sudden, a quarter of a half-cycle, a whole one
AT_ONCE = 2000  # half-cycles whose bins are in memory at once
INSIDE = 8  # half-cycles of the same direction for the usual course inside a half-cycle


@dataclass(frozen=True, eq=False)
class Nearby:
    """Per half-cycle: the drop, its significance z (sigma), the bin of its onset, the means on both sides."""

    drop: np.ndarray
    z: np.ndarray
    bin: np.ndarray
    before: np.ndarray
    after: np.ndarray


def level_drops(level: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the drop of each half-cycle below the trend before it, in size and in sigma.

    For each half-cycle: the drop, its significance (sigma), and the trend level.

    The half-cycle itself counts on neither side, as a drop may begin anywhere in it.
    """
    number = len(level)
    nothing = np.full(number, np.nan)
    if number < LEAST + 2:
        return nothing, nothing, nothing
    padded = np.r_[np.full(WINDOW, np.nan), level, np.full(WINDOW, np.nan)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)
    left, right = windows[:number], windows[WINDOW + 1 : WINDOW + 1 + number]
    back, ahead = np.arange(-WINDOW, 0), np.arange(1, WINDOW + 1)
    slope, own = _slopes(left, back), _slopes(right, ahead)
    trend = row_median(left - slope[:, None] * back)
    usual = _usual_jump(level)
    jump = np.r_[np.nan, level[:-2] - level[2:], np.nan]
    best, strength = nothing.copy(), np.full(number, -np.inf)
    for many in AFTER:
        tilt = own if many == WINDOW else slope
        tilt = np.where(np.isfinite(tilt), tilt, slope)
        drop = trend - row_median((right - tilt[:, None] * ahead)[:, :many])
        spread = np.maximum(_usual_miss(drop, many), EXTRAPOLATED * usual / np.sqrt(2))
        z = np.minimum(drop / np.maximum(spread, SMALLEST), jump / np.maximum(usual, SMALLEST))
        z = np.where(np.isfinite(z), z, -np.inf)
        better = z > strength
        best, strength = np.where(better, drop, best), np.where(better, z, strength)
    return best, np.where(np.isfinite(strength), strength, np.nan), trend


def _slopes(values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Theil-Sen slope of each row, nan with fewer than `LEAST` values."""
    pairs = np.array(list(combinations(range(len(x)), 2)))
    rise = values[:, pairs[:, 1]] - values[:, pairs[:, 0]]
    slope = row_median(rise / (x[pairs[:, 1]] - x[pairs[:, 0]]))
    return np.where(np.isfinite(values).sum(axis=1) >= LEAST, slope, np.nan)


def _usual_jump(level: np.ndarray) -> np.ndarray:
    """Usual difference of half-cycles two apart in the neighbourhood, including a slope."""
    jump = np.abs(np.r_[np.nan, level[2:] - level[:-2], np.nan])
    padded = np.r_[np.full(WINDOW, np.nan), jump, np.full(WINDOW, np.nan)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * WINDOW + 1).copy()
    windows[:, WINDOW - 1 : WINDOW + 2] = np.nan  # differences across the step itself
    return MAD * row_median(windows)


def _usual_miss(drop: np.ndarray, many: int) -> np.ndarray:
    """Standard deviation of the earlier drops that are independent of the levels after this half-cycle."""
    lag = WINDOW + many
    size = np.r_[np.full(lag + MEMORY, np.nan), np.abs(drop)]
    windows = np.lib.stride_tricks.sliding_window_view(size, MEMORY)[: len(drop)]
    enough = np.isfinite(windows).sum(axis=1) >= WINDOW
    return np.where(enough, MAD * row_median(windows), 0.0)


def drops_nearby(remainder: np.ndarray, sign: np.ndarray, noise: np.ndarray) -> Nearby:
    """Return the most significant drop between successive bins of each half-cycle.

    Drops across the ends of half-cycles are included.

    Significance is relative to earlier half-cycles of the same direction.
    """
    number, bins = remainder.shape
    best = Nearby(np.zeros(number), np.full(number, -np.inf), np.zeros(number, int), np.zeros(number), np.zeros(number))
    rows = np.arange(number)
    scatter = MAD / np.sqrt(2) * row_median(np.abs(np.diff(remainder, axis=1)))[:, None]
    levels, variances = running_sums(remainder.ravel()), running_sums(noise.ravel() ** 2)
    for width in WIDTHS:
        fall, read = np.empty((number, bins)), np.empty((number, bins))
        for first in range(0, number, AT_ONCE):  # the means of all bins at once take a multiple of the memory
            part = slice(first, first + AT_ONCE)
            cells = np.arange(first * bins, min(first + AT_ONCE, number) * bins)
            before, after = levels.beside(cells, width)
            fall[part] = (before - after).reshape(-1, bins)
            before, after = variances.beside(cells, width)
            read[part] = np.sqrt((before + after) / width).reshape(-1, bins)
        z = np.full_like(fall, -np.inf)
        for each in (1, -1):
            same = np.flatnonzero(sign == each)
            if not len(same):
                continue
            usual, spread = _history(fall[same])
            white = (_history(scatter[same])[0] if len(same) > 2 else scatter[same]) * np.sqrt(2 / width)
            spread = np.maximum(spread, np.fmax(white, read[same]))
            more = (fall[same] - usual) / np.maximum(spread, SMALLEST)
            z[same] = np.where(np.isfinite(more), more, -np.inf)
        at = np.argmax(z, axis=1)
        better = z[rows, at] > best.z
        before, after = levels.beside(rows * bins + at, width)
        for column, new in zip(
            (best.drop, best.z, best.bin, best.before, best.after),
            (fall[rows, at], z[rows, at], at, before, after),
            strict=True,
        ):
            column[better] = new[better]
    return best


@dataclass(frozen=True, eq=False)
class RunningSums:
    """Running count and sum of the known values of a series, for means beside any of its places."""

    count: np.ndarray
    total: np.ndarray

    def beside(self, here: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the means of `width` values before and from each of these places on.

        A mean is nan with fewer than half of its values known.
        """
        low, high = np.maximum(here - width, 0), np.minimum(here + width, len(self.total) - 1)
        return self._mean(low, here, width), self._mean(here, high, width)

    def _mean(self, begin: np.ndarray, end: np.ndarray, width: int) -> np.ndarray:
        many = self.count[end] - self.count[begin]
        sums = self.total[end] - self.total[begin]
        return np.where(2 * many >= width, sums / np.maximum(many, 1), np.nan)


def running_sums(values: np.ndarray) -> RunningSums:
    """Return the running sums of a series, with a zero before its first value."""
    known = np.isfinite(values)
    count, total = np.zeros(len(values) + 1, np.int32), np.zeros(len(values) + 1)
    np.cumsum(known, out=count[1:], dtype=np.int32)
    np.cumsum(np.where(known, values, 0.0), out=total[1:])
    return RunningSums(count, total)


def beside(values: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the means of `width` values before and from each index on.

    A mean is nan with fewer than half of its values known.
    """
    return running_sums(values).beside(np.arange(len(values)), width)


def _history(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return median and standard deviation, by column, of the rows before each row.

    The first rows use the first window. One or two rows have no history and are taken as constant.
    """
    many = min(INSIDE, len(values))
    if many < 3:
        return np.zeros_like(values), np.zeros_like(values)
    windows = np.lib.stride_tricks.sliding_window_view(values, many, axis=0)
    middle = row_median(windows)
    spread = np.empty_like(middle)
    for part in parts(windows):
        spread[part] = MAD * row_median(np.abs(windows[part] - middle[part][..., None]))
        known = np.isfinite(windows[part]).sum(axis=-1)
        spread[part][known < min(many, LEAST)] = np.nan  # too few remain after a short
    at = np.clip(np.arange(len(values)) - many, 0, len(middle) - 1)
    return middle[at], spread[at]


def change_point(values: np.ndarray, weight: np.ndarray, before: float, after: float) -> int:
    """Return the index of the most likely step between the known levels `before` and `after`,

        max over j of  sum over i < j of w_i clip([(y_i - after)^2 - (y_i - before)^2]/(before - after)^2, -1, 1),

    clipped so that a spike counts no more than a reading at the other level.
    """
    towards = ((values - after) ** 2 - (values - before) ** 2) / max((before - after) ** 2, 1e-300)
    score = np.r_[0.0, np.cumsum(weight * np.clip(towards, -1.0, 1.0))]
    return int(np.argmax(score))
