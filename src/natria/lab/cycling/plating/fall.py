"""The fall of the voltage in plating in one direction: onset, end and size.

The curve is divided into bins of equal time with current, and falls are searched as in cycling (`shorts.gradual`):
against drift, nucleation and daily variation. Around a fall the bins become narrower until they resolve it, and a
sudden one is located to a reading. A fall in the last readings, where a test is stopped, is judged by the readings
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log

import numpy as np

from ..shorts.drops import change_point
from ..shorts.fall_fit import Fall
from ..shorts.gradual import SMALLEST, falls, median_of_five, near, without_outliers
from ..shorts.onset_range import onset_range
from .curve import PlatingCurve

BINS = 200  # of the whole curve
FEWEST = 20  # readings
PER_BIN = 2.0  # readings of the narrowest bins
RESOLVED = 40.0  # bins of a fall that needs no narrower ones
NARROWER = 4  # times that the bins are made narrower
BEFORE, BEYOND = 60, 40  # bins before and after a fall in the narrower view
SAME = 0.6  # of the size of a fall: the narrower view shows the same fall
BESIDE = 3  # readings on each side of a sudden fall
SHARP = 0.7  # share of a fall between these readings, if it is sudden
LAST = 20  # readings before the last ones, for their usual |V|
FALLEN = 0.3  # of |V|: loss of the last readings
SPIKES = 2  # readings that two spikes may explain
NOISES = 8.0  # times the noise of a reading


@dataclass(frozen=True)
class VoltageFall:
    """A fall of |V| from one time with current to another (s).

    `size` is the share of |V| lost, `z` in sigma.
    """

    onset: float
    end: float
    size: float
    z: float
    row: int  # index of the first reading after the onset, in the curve
    within: tuple[float, float] | None = None  # s: 95 % interval of the onset of a gradual fall

    @property
    def duration(self) -> float:
        return self.end - self.onset


def voltage_fall(curve: PlatingCurve) -> VoltageFall | None:
    """Return the most significant fall of the voltage, None if there is none."""
    if len(curve.plated) < FEWEST or not curve.duration > 0:
        return None
    edges = _edges(curve, 0.0, curve.duration, BINS)
    found = _searched(curve, edges)
    if found is None:
        return _in_last_readings(curve)
    for _ in range(NARROWER):
        width = float(edges[1] - edges[0])
        onset, end = edges[0] + width * found.start, edges[0] + width * found.end
        narrow = max((end - onset) / RESOLVED, PER_BIN * _interval(curve, onset, end))
        if narrow > width / 1.5:
            break
        low, high = max(onset - BEFORE * narrow, 0.0), min(end + BEYOND * narrow, curve.duration)
        closer = _edges(curve, low, high, round((high - low) / narrow))
        fine = float(closer[1] - closer[0])
        known = replace(found, start=(onset - low) / fine, end=(end - low) / fine)
        if not 1 < known.start < len(closer) - 3:
            break
        again = near(curve.mean_log(closer), _clock(curve, closer), known)
        if again.size < SAME * found.size:
            break
        edges, found = closer, again
    return _located(curve, edges, found)


def _interval(curve: PlatingCurve, onset: float, end: float) -> float:
    """Typical interval between readings (s) around a fall."""
    reach = max(end - onset, curve.duration / BINS)
    inside = curve.plated[(curve.plated >= onset - reach) & (curve.plated <= end + reach)]
    return float(np.median(np.diff(inside))) if len(inside) > 1 else curve.duration / BINS


def _edges(curve: PlatingCurve, low: float, high: float, bins: int) -> np.ndarray:
    most = max(int(np.count_nonzero((curve.plated >= low) & (curve.plated <= high)) / PER_BIN), FEWEST // 2)
    return np.linspace(low, high, min(max(bins, FEWEST // 2), most, BINS) + 1)


def _searched(curve: PlatingCurve, edges: np.ndarray) -> Fall | None:
    found = falls(curve.mean_log(edges), _clock(curve, edges))
    return found[0] if found else None


def _clock(curve: PlatingCurve, edges: np.ndarray) -> np.ndarray:
    """Times of the clock (s) at the middles of bins."""
    return np.asarray(np.interp((edges[1:] + edges[:-1]) / 2, curve.plated, curve.clock))


def _located(curve: PlatingCurve, edges: np.ndarray, found: Fall) -> VoltageFall:
    width = float(edges[1] - edges[0])
    onset, end = float(edges[0] + width * found.start), float(edges[0] + width * min(found.end, len(edges) - 1))
    sudden = _step(curve, onset, end, width)
    if sudden is not None:
        row, high, low = sudden
        at = float(curve.plated[row] + curve.plated[max(row - 1, 0)]) / 2
        return VoltageFall(at, at, 1 - low / high, found.z, row)
    level = curve.mean_log(edges)
    begun = onset_range(
        without_outliers(level, median_of_five(level)), _clock(curve, edges), found, from_start=edges[0] == 0.0
    )
    within = None
    if begun is not None and begun.at < found.end:
        onset = edges[0] + width * begun.at
        within = _between_readings(curve, edges[0] + width * begun.low, edges[0] + width * begun.high)
    row = min(int(np.searchsorted(curve.plated, onset)), len(curve.plated) - 1)
    return VoltageFall(float(onset), end, 1 - exp(-found.size), found.z, row, within)


def _between_readings(curve: PlatingCurve, low: float, high: float) -> tuple[float, float]:
    """Return an interval (s) that ends at readings: the course between two of them is not known."""
    first = max(int(np.searchsorted(curve.plated, low, side="right")) - 1, 0)
    last = min(int(np.searchsorted(curve.plated, high)), len(curve.plated) - 1)
    return min(float(curve.plated[first]), low), max(float(curve.plated[last]), high)


def _in_last_readings(curve: PlatingCurve) -> VoltageFall | None:
    """Return a fall in the last readings: more of them than spikes explain, all far below the ones before."""
    v = curve.voltage
    for many in range(SPIKES + 1, max(len(v) // BINS, LAST) + 1):
        before = v[-many - LAST : -many]
        if len(before) < LAST // 2:
            return None
        usual = float(np.median(before))
        if usual > 0 and v[-many:].max() < min((1 - FALLEN) * usual, usual - NOISES * curve.noise):
            row = len(v) - many
            while row > 0 and v[row - 1] < (1 - FALLEN) * usual:
                row -= 1
            low = max(float(np.median(v[row:])), exp(-4.0) * usual)
            at = float(curve.plated[row] + curve.plated[row - 1]) / 2
            sigma = log(usual / low) / max(curve.noise / usual, SMALLEST / NOISES)
            return VoltageFall(at, curve.duration, 1 - low / usual, sigma, row)
    return None


def _step(curve: PlatingCurve, onset: float, end: float, width: float) -> tuple[int, float, float] | None:
    """Return the first reading after a sudden fall, and |V| before and after it.

    The result is None if the fall is gradual.
    """
    plated, v = curve.plated, curve.voltage
    rows = np.flatnonzero((plated >= onset - 2 * width) & (plated <= end + 2 * width))
    before = v[(plated < onset) & (plated >= onset - 6 * width)]
    after = v[(plated > end) & (plated <= end + 6 * width)]
    if len(rows) < 2 or not len(before) or not len(after) or np.median(before) <= np.median(after):
        return None
    high, low = float(np.median(before)), float(np.median(after))
    row = int(rows[min(change_point(v[rows], np.ones(len(rows)), high, low), len(rows) - 1)])
    sides = v[max(row - BESIDE, 0) : row], v[row : row + BESIDE]
    if not all(map(len, sides)) or np.median(sides[0]) - np.median(sides[1]) < SHARP * (high - low):
        return None
    return row, high, low
