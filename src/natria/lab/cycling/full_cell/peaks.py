"""Peaks of dQ/dV: those that noise cannot make, and which is which from cycle to cycle.

A peak counts where its prominence, the height over the higher of the two valleys beside it, stands above six standard
deviations of what the noise of the voltage makes there, above 5 % of the peak and 3 % of the highest. Its position is
that of its summit, smoothed once more as far as its noise calls for and its width allows, with the standard deviation
of a stationary point,

    std(U) = std(f'(U)) / |f''(U)|,   var(f') = n^2 q f 3/(8 sqrt(pi) s^5),

f the density, q the charge of a reading, n its noise and s the smoothing. White noise is not all that moves a voltage:
a cabinet whose temperature swings makes ripples that no single curve can tell from peaks. So a peak that few of the
half-cycles show has its number after those that most of them show.

Peaks are numbered from the highest voltage down on charge and on discharge alike, so that the first of one belongs to
the first of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import pi, sqrt

import numpy as np

from .differential import Density

SIGNIFICANT = (
    6.0  # standard deviations: between some thousand pairs of places noise makes five once in a thousand curves
)
PROMINENT = 0.03  # of the highest peak of the curve; below it stands what temperature and the cycler's ranges do
RIPPLE = 0.05  # of its own height: swings of temperature modulate a curve in proportion to its height
SUMMIT = 0.3  # of the prominence: how far down its summit reaches; ripples reach less far
OWN_SCALE = 0.5  # of the width there: the most smoothing for the position
FINE = 5e-4  # V: noise of a position that calls for more smoothing; any smoothing moves a lopsided peak
NEAR = 0.05  # of the voltage window: how far a peak may move from one half-cycle to the next that is looked at
FEWEST = 20  # readings of a half-cycle, below which no peak is looked for
MOSTLY = 0.5  # of the half-cycles that a lasting peak is seen in


@dataclass(frozen=True)
class Peak:
    voltage: float  # V
    voltage_std: float
    height: float  # C/V
    prominence: float  # C/V over the higher valley
    area: float  # C between the valleys beside it
    width: float  # V: full width at half prominence, the smoothing inside
    significance: float  # prominence over its standard deviation from noise


@dataclass(eq=False)
class Track:
    """One peak through the half-cycles; `seen` are their places in what was given, and the peak there."""

    of: int  # half-cycles that show any peak
    seen: list[tuple[int, Peak]] = field(default_factory=list)

    @property
    def voltage(self) -> float:
        return float(np.median([peak.voltage for _, peak in self.seen]))

    @property
    def lasts(self) -> bool:
        """Whether most of these half-cycles show it."""
        return len(self.seen) >= MOSTLY * self.of


def find_peaks(curve: Density, readings: int) -> tuple[Peak, ...]:
    """The peaks of a curve that stands on so many readings, from the highest voltage down."""
    from scipy.signal import find_peaks as maxima
    from scipy.signal import peak_widths

    if readings < FEWEST or len(curve.value) < 5:
        return ()
    y, std = curve.value, curve.std
    places, of = maxima(y, prominence=PROMINENT * float(y.max()))
    prominence, left, right = of["prominences"], of["left_bases"], of["right_bases"]
    higher = np.where(y[left] > y[right], left, right)
    noise = np.hypot(std[places], std[higher])
    counts = prominence >= np.maximum(SIGNIFICANT * noise, RIPPLE * y[places])
    places, prominence, noise = places[counts], prominence[counts], noise[counts]
    bases = (prominence, left[counts], right[counts])
    widths, summits = (
        peak_widths(y, places, rel_height=depth, prominence_data=bases)[0] * curve.step for depth in (0.5, SUMMIT)
    )
    valleys = _valleys(y, places)
    found = []
    for n, i in enumerate(places):
        beside = valleys[n], valleys[n + 1]
        voltage, spread = _summit(curve, int(i), beside, (float(summits[n]), SUMMIT * float(prominence[n])), readings)
        found.append(
            Peak(
                voltage,
                spread,
                height=float(y[i]),
                prominence=float(prominence[n]),
                area=float(y[beside[0] : beside[1] + 1].sum()) * curve.step,
                width=float(widths[n]),
                significance=float(prominence[n] / noise[n]) if noise[n] > 0 else float("inf"),
            )
        )
    return tuple(reversed(found))


def track(curves: Sequence[Sequence[Peak]], window: float) -> tuple[Track, ...]:
    """The peaks of half-cycles of one direction, joined by nearness: first those that most half-cycles show, then the
    passing ones, each from the highest voltage down. `window` is the span of voltage of the cell."""
    tracks: list[Track] = []
    shown = sum(1 for peaks in curves if peaks)
    for place, peaks in enumerate(curves):
        ends = [t.seen[-1][1].voltage for t in tracks]
        pairs = sorted((abs(peak.voltage - end), p, t) for p, peak in enumerate(peaks) for t, end in enumerate(ends))
        free, open_ = set(range(len(peaks))), set(range(len(tracks)))
        for distance, p, t in pairs:
            if distance <= NEAR * window and p in free and t in open_:
                tracks[t].seen.append((place, peaks[p]))
                free.remove(p)
                open_.remove(t)
        tracks += [Track(shown, [(place, peaks[p])]) for p in sorted(free)]
    return tuple(sorted(tracks, key=lambda t: (not t.lasts, -t.voltage)))


def _valleys(y: np.ndarray, places: np.ndarray) -> list[int]:
    """The lowest places between the peaks and beside the outer ones."""
    bounds = [0, *(int(p) for p in places), len(y) - 1]
    return [a + int(np.argmin(y[a : b + 1])) for a, b in pairwise(bounds)]


def _summit(
    curve: Density, i: int, valleys: tuple[int, int], summit: tuple[float, float], readings: int
) -> tuple[float, float]:
    """The voltage of the peak at the place i between its valleys, and its standard deviation. `summit` is how
    wide (V) it is so far (C/V) below its top."""
    width, depth = summit
    step, top = curve.step, float(curve.value[i])
    each = float(curve.value.sum()) * step / readings

    def spread(height: float, bend: float, sigma: float) -> float:
        return curve.noise * sqrt(each * height * 3 / (8 * sqrt(pi) * sigma**5)) / bend

    wanted = curve.width * (spread(top, 8 * depth / width**2, curve.width) / FINE) ** 0.4
    most = OWN_SCALE * min(width, 2 * step * min(i - valleys[0], valleys[1] - i))  # else a neighbour draws it over
    sigma = max(curve.width, min(wanted, most))
    around = int(max(width, 2 * sigma) / step) + 1
    low, high = max(i - around, valleys[0]), min(i + around, valleys[1])
    smooth = _smoothed(curve, sigma)[low : high + 1]
    j = int(np.argmax(smooth))
    if not 0 < j < len(smooth) - 1:  # the shoulder of a neighbour: only the curve itself has a summit here
        sigma, low, j, smooth = curve.width, i - 1, 1, curve.value[i - 1 : i + 2]
    a, b, c = smooth[j - 1 : j + 2]
    bend = float(2 * b - a - c)
    if bend <= 0:
        return float(curve.voltage[i]), float("nan")
    return float(curve.voltage[low + j] + (c - a) / (2 * bend) * step), spread(float(b), bend / step**2, sigma)


def _smoothed(curve: Density, sigma: float) -> np.ndarray:
    """The curve as the wider Gaussian of this sigma would have it."""
    from scipy.ndimage import gaussian_filter1d

    extra = sqrt(sigma**2 - curve.width**2) / curve.step
    return np.asarray(gaussian_filter1d(curve.value, extra, mode="reflect")) if extra > 0 else curve.value
