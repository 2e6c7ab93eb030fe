"""Peaks of dQ/dV: detection above the noise, and tracking from cycle to cycle.

A maximum is a peak if its prominence (height above the higher of the two adjacent valleys) exceeds six standard
deviations of the noise there, 5 % of its height, and 3 % of the highest peak. Its position is that of the maximum after
additional smoothing, limited by its width, with the standard deviation of a stationary point,

    std(U) = std(f'(U)) / |f''(U)|,   var(f') = n^2 q f 3/(8 sqrt(pi) s^5),

where f is the density, q the charge of a reading, n its noise and s the smoothing. Temperature fluctuations cause
ripples that a single curve cannot distinguish from peaks; therefore peaks seen in few half-cycles are numbered after
those seen in most of them.

Peaks are numbered from the highest voltage down, on charge and on discharge, so that equal numbers correspond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import pi, sqrt

import numpy as np

from .differential import Density

SIGNIFICANT = (
    6.0  # standard deviations: with some thousand pairs of points, noise reaches five in one of a thousand curves
)
PROMINENT = 0.03  # of the highest peak of the curve; temperature and range changes cause smaller ones
RIPPLE = 0.05  # of its own height: temperature fluctuations modulate a curve in proportion to its height
SUMMIT = 0.3  # of the prominence below the maximum at which the width of the top is taken
OWN_SCALE = 0.5  # of the width of the top: largest smoothing for the position
FINE = 5e-4  # V: target noise of a position; more smoothing would shift an asymmetric peak
NEAR = 0.05  # of the voltage window: largest shift of a peak between successive selected half-cycles
FEWEST = 20  # fewest readings of a half-cycle for peaks
MOSTLY = 0.5  # share of the half-cycles in which a persistent peak is seen


@dataclass(frozen=True)
class Peak:
    voltage: float  # V
    voltage_std: float
    height: float  # C/V
    prominence: float  # C/V over the higher valley
    area: float  # C between the adjacent valleys
    width: float  # V: full width at half prominence, including the smoothing
    significance: float  # prominence over its standard deviation from noise


@dataclass(eq=False)
class Track:
    """One peak through the half-cycles; `seen` holds pairs of (index of the half-cycle, peak)."""

    of: int  # number of half-cycles with any peak
    seen: list[tuple[int, Peak]] = field(default_factory=list)

    @property
    def voltage(self) -> float:
        return float(np.median([peak.voltage for _, peak in self.seen]))

    @property
    def lasts(self) -> bool:
        """Whether the peak is seen in most of these half-cycles."""
        return len(self.seen) >= MOSTLY * self.of


def find_peaks(curve: Density, readings: int) -> tuple[Peak, ...]:
    """Return the peaks of a curve made from `readings` readings, from the highest voltage down."""
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
    """Track the peaks of half-cycles of one direction by nearest voltage.

    `window` is the voltage span of the cell.

    Persistent peaks come first, then transient ones, each from the highest voltage down.
    """
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
    """Indices of the minima between the peaks and outside the outer ones."""
    bounds = [0, *(int(p) for p in places), len(y) - 1]
    return [a + int(np.argmin(y[a : b + 1])) for a, b in pairwise(bounds)]


def _summit(
    curve: Density, i: int, valleys: tuple[int, int], summit: tuple[float, float], readings: int
) -> tuple[float, float]:
    """Return the voltage of the peak at index i between its valleys, and its standard deviation.

    `summit` is the width (V) of the top and the depth (C/V) below the maximum at which it is taken.
    """
    width, depth = summit
    step, top = curve.step, float(curve.value[i])
    each = float(curve.value.sum()) * step / readings

    def spread(height: float, bend: float, sigma: float) -> float:
        return curve.noise * sqrt(each * height * 3 / (8 * sqrt(pi) * sigma**5)) / bend

    wanted = curve.width * (spread(top, 8 * depth / width**2, curve.width) / FINE) ** 0.4
    most = OWN_SCALE * min(width, 2 * step * min(i - valleys[0], valleys[1] - i))  # more would shift it to a neighbour
    sigma = max(curve.width, min(wanted, most))
    around = int(max(width, 2 * sigma) / step) + 1
    low, high = max(i - around, valleys[0]), min(i + around, valleys[1])
    smooth = _smoothed(curve, sigma)[low : high + 1]
    j = int(np.argmax(smooth))
    if not 0 < j < len(smooth) - 1:  # a shoulder after smoothing: use the unsmoothed curve
        sigma, low, j, smooth = curve.width, i - 1, 1, curve.value[i - 1 : i + 2]
    a, b, c = smooth[j - 1 : j + 2]
    bend = float(2 * b - a - c)
    if bend <= 0:
        return float(curve.voltage[i]), float("nan")
    return float(curve.voltage[low + j] + (c - a) / (2 * bend) * step), spread(float(b), bend / step**2, sigma)


def _smoothed(curve: Density, sigma: float) -> np.ndarray:
    """The curve smoothed further to a Gaussian of this sigma."""
    from scipy.ndimage import gaussian_filter1d

    extra = sqrt(sigma**2 - curve.width**2) / curve.step
    return np.asarray(gaussian_filter1d(curve.value, extra, mode="reflect")) if extra > 0 else curve.value
