"""dQ/dV as a charge density over voltage, and dV/dQ by local regression.

Both have a stated smoothing width.

Between two readings the voltage is linear in the charge, so each interval distributes its charge over the voltages that
it passes. Readings at constant time steps and on changes of voltage then give the same curve. With K a Gaussian of
standard deviation s,

    dQ/dV (U) = sum over intervals of  dq <K_s(U - V)>,  mirrored at both ends of the voltage window.

A density is never negative, does not need a monotonic voltage, and does not divide by a small difference. Gaussian
smoothing creates no new maximum (Lindeberg 1990), and neither does mirroring, which keeps the whole charge inside the
window: without it the curve would fall at the cut-offs, where the charge ends.

White noise of standard deviation n on readings that represent the charges q_j gives the variance

    var = n^2 sum_j q_j^2 K'(U - V_j)^2,   relative at a maximum:  n^2 d / (4 sqrt(pi) s^3),

with d the voltage difference of two readings there. The default width makes the latter (2 %)^2. It is at least the
noise, 1.5 voltage steps of the instrument, and 0.2 % of the window. Plain SI.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from ...results import Cycling
from ..reading_noise import local_noise, voltage_noise, voltage_step
from .capacity import SAME_CURRENT, alike, hold_begins

ACCURATE = 0.02  # relative noise of a maximum with the default width; the accuracy of digitising a figure
NARROWEST = 2e-3  # of the voltage window: temperature fluctuations are not white noise and limit the resolution
STEPS = 1.5  # voltage steps of the instrument: Gaussians spaced more closely than 1.5 s sum smoothly (1e-9)
DENSE = 0.1  # of the charge: the shortest voltage span with this share gives the density at the maximum
CELLS = 5  # grid cells per width
REACH = 5  # widths at which a Gaussian is truncated: 1e-6 of its maximum
PILOT = 2000  # cells of the grid for the densest span
LOCAL = 0.01  # of the charge: default width of the local regression of V(Q)
GRID = 1000  # cells of charge for the local regression


@dataclass(frozen=True, eq=False)
class Density:
    """dQ/dV (C/V, non-negative) on an even voltage grid, with its standard deviation from voltage noise."""

    voltage: np.ndarray
    value: np.ndarray
    std: np.ndarray
    width: float  # V: standard deviation of the Gaussian
    noise: float  # V: of a reading

    @property
    def step(self) -> float:
        return float(self.voltage[1] - self.voltage[0])


@dataclass(frozen=True, eq=False)
class Slope:
    """dV/dQ (V/C) and the smoothed voltage on an even grid of charge (C)."""

    charge: np.ndarray
    value: np.ndarray
    voltage: np.ndarray
    width: float  # C: standard deviation of the Gaussian weights


def branch(cycling: Cycling, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return voltage and passed charge (C) of half-cycle `k` at its main current.

    A voltage hold is left out.

    Parts at another current are excluded, as they have another overpotential. The charge before the first reading is
    excluded, as its voltage is unknown.
    """
    rows = cycling.halves.rows(k)
    recording = cycling.recording
    rows = rows[: hold_begins(recording.voltage[rows], recording.current[rows])]
    time, size = recording.time[rows], np.abs(recording.current[rows])
    between = (size[1:] + size[:-1]) / 2 * np.diff(time)
    between *= np.diff(rows) == 1  # no charge passes in the rests inside
    kept = _at_main_current(size, between)
    between *= kept[1:] & kept[:-1]
    return recording.voltage[rows][kept], np.r_[0.0, np.cumsum(between)][kept]


def _at_main_current(size: np.ndarray, between: np.ndarray) -> np.ndarray:
    """Mask of the readings at the current that carries most of the charge."""
    stepped = np.abs(np.diff(size)) > SAME_CURRENT * np.maximum(size[1:], size[:-1])
    if not stepped.any():
        return np.ones(len(size), bool)
    stretch = np.r_[0, np.cumsum(stepped)]
    level = np.array([np.median(part) for part in np.split(size, np.flatnonzero(stepped) + 1)])
    carried = np.bincount(stretch[1:], between, len(level))
    return np.asarray(alike(level, float(level[int(np.argmax(carried))]))[stretch])


def dq_dv(voltage: np.ndarray, charge: np.ndarray, width: float | None = None) -> Density | None:
    """Return dQ/dV smoothed with a Gaussian of `width` (V) or the default width.

    None for too few readings or an empty voltage window.
    """
    if len(voltage) < 5 or not charge[-1] > charge[0]:
        return None
    noise = voltage_noise(voltage, charge)
    low, high, known = _window(voltage, noise)
    if not high > low:
        return None
    sigma = default_width(voltage, charge, noise) if width is None else width
    number = max(int(np.ceil((high - low) / sigma * CELLS)), 8)
    step = (high - low) / number
    cells = _folded(voltage, charge, low, step, number)
    offsets = np.arange(-REACH * CELLS, REACH * CELLS + 1) * step
    kernel = np.exp(-((offsets / sigma) ** 2) / 2)
    kernel /= kernel.sum()
    slope = kernel / step * offsets / sigma**2  # K'
    value = _mirrored(cells / step, kernel)
    stands_for = _stands_for(charge)
    moves = (stands_for * local_noise(voltage, charge, noise)) ** 2
    variance = _mirrored(np.bincount(_cells(voltage, low, step, number), moves, number), slope**2)
    grid = low + (np.arange(number) + 0.5) * step
    for end, there in ((low, value[0]), (high, value[-1])):  # mirrored charge has double weight
        near = np.exp(-(((grid - end) / sigma) ** 2) / 2) / (sqrt(2 * pi) * sigma)
        variance += (2 * there * known * near) ** 2
    return Density(grid, value, np.sqrt(np.maximum(variance, 0.0)), sigma, noise)


def dv_dq(voltage: np.ndarray, charge: np.ndarray, width: float | None = None) -> Slope | None:
    """Return the slope of V(Q) by local regression with Gaussian weights of `width` (C).

    The default width is 1 % of the charge.

    A parabola is fitted to the mean voltages of small cells of charge; at the ends the weights are one-sided (Savitzky
    and Golay 1964 with Gaussian weights; Fan and Gijbels 1996).
    """
    total = charge[-1] - charge[0] if len(charge) else 0.0
    if len(voltage) < 5 or not total > 0:
        return None
    sigma = LOCAL * total if width is None else width
    edges = np.linspace(charge[0], charge[-1], GRID + 1)
    work = np.r_[0.0, np.cumsum(np.diff(charge) * (voltage[1:] + voltage[:-1]) / 2)]
    k = np.clip(np.searchsorted(charge, edges, side="right") - 1, 0, len(charge) - 2)  # reading before each edge
    at = voltage[k] + (edges - charge[k]) * np.diff(voltage)[k] / np.maximum(np.diff(charge)[k], 1e-300)
    mean = np.diff(work[k] + (edges - charge[k]) * (voltage[k] + at) / 2) / np.diff(edges)
    middle = (edges[1:] + edges[:-1]) / 2
    unit = sigma / (total / GRID)  # in cells
    reach = min(max(int(np.ceil(4 * unit)), 2), GRID - 1)
    offsets = np.arange(-reach, reach + 1)
    scaled = offsets / max(unit, 0.5)
    weight = np.exp(-(scaled**2) / 2)
    moments = [_correlated(np.ones(GRID), weight * scaled**p) for p in range(5)]
    sides = [_correlated(mean, weight * scaled**p) for p in range(3)]
    matrix = np.stack([np.stack(moments[p : p + 3], axis=-1) for p in range(3)], axis=-2)
    fitted = np.linalg.solve(matrix, np.stack(sides, axis=-1)[..., None])[..., 0]
    return Slope(middle - charge[0], fitted[:, 1] / (max(unit, 0.5) * total / GRID), fitted[:, 0], sigma)


def default_width(voltage: np.ndarray, charge: np.ndarray, noise: float) -> float:
    """Return the Gaussian width (V) that keeps the noise of the highest maximum at 2 %."""
    low, high, _ = _window(voltage, noise)
    step = (high - low) / PILOT
    stands_for = _stands_for(charge)
    passed = np.r_[0.0, np.cumsum(np.bincount(_cells(voltage, low, step, PILOT), stands_for, PILOT))]
    until = np.searchsorted(passed, passed + DENSE * passed[-1])
    spans = (until - np.arange(PILOT + 1))[until <= PILOT]
    readings = DENSE * stands_for.sum() ** 2 / (stands_for**2).sum()  # effective number of equally weighted readings
    between = float(spans.min()) * step / readings
    summit = (noise**2 * between / (4 * sqrt(pi) * ACCURATE**2)) ** (1 / 3)
    return float(max(summit, noise, STEPS * voltage_step(voltage), NARROWEST * (high - low)))


def _stands_for(charge: np.ndarray) -> np.ndarray:
    """Charge (C) that each reading represents: half of the intervals on both sides."""
    between = np.diff(charge)
    return np.asarray((np.r_[0.0, between] + np.r_[between, 0.0]) / 2)


def _cells(voltage: np.ndarray, low: float, step: float, number: int) -> np.ndarray:
    return np.asarray(np.clip(((voltage - low) / step).astype(int), 0, number - 1))


def _window(voltage: np.ndarray, noise: float) -> tuple[float, float, float]:
    """Return the lowest and highest voltage, and the uncertainty of these ends (V).

    A median of three removes spikes. The extreme of many noisy readings lies outside the true window, so readings are
    averaged over a length at which noise and voltage change are equal.
    """
    a, b, c = voltage[:-2], voltage[1:-1], voltage[2:]
    middle = np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
    calm = np.r_[voltage[:1], middle, voltage[-1:]]
    step = max(float(np.ptp(calm)) / len(calm), 1e-12)
    of_readings = noise if noise > voltage_step(voltage) else 0.0  # rounding does not widen the window
    number = int(np.clip((4 * of_readings / step) ** (2 / 3), 1, len(calm) // 4))
    sums = np.cumsum(np.r_[0.0, calm])
    mean = (sums[number:] - sums[:-number]) / number
    return float(mean.min()), float(mean.max()), noise / sqrt(number)


def _folded(voltage: np.ndarray, charge: np.ndarray, low: float, step: float, number: int) -> np.ndarray:
    """Charge (C) of each cell of the window; charge outside (from noise and rounding) is mirrored into it."""
    beyond = min(REACH * CELLS, number)
    cells = _charge_by_cell(voltage, charge, low - beyond * step, step, number + 2 * beyond)
    inside = cells[beyond:-beyond].copy()
    inside[:beyond] += cells[:beyond][::-1]
    inside[-beyond:] += cells[-beyond:][::-1]
    return inside


def _charge_by_cell(voltage: np.ndarray, charge: np.ndarray, low: float, step: float, number: int) -> np.ndarray:
    """Charge (C) of each voltage cell, with every interval spread evenly over the voltages that it passes.

    The charge below U of an interval from a to b is q ((U - a)+ - (U - b)+)/(b - a), a double sum of terms at its two
    ends, so two bincounts suffice for all intervals. A flat interval is spread over the rounding of the instrument.
    """
    flows = np.diff(charge)
    there = flows > 0
    first, last = voltage[:-1][there], voltage[1:][there]
    middle, half = (first + last) / 2, np.abs(last - first) / 2
    half = np.maximum(half, max(voltage_step(voltage) / 2, 1e-3 * step))
    a = np.clip((middle - half - low) / step, 0, number - 1e-3)
    b = np.clip((middle + half - low) / step, a + 1e-3, number)
    density = flows[there] / (b - a)
    bends = np.zeros(number + 2)
    for place, sign in ((a, 1.0), (b, -1.0)):
        cell = place.astype(int)
        share = place - cell
        bends += np.bincount(cell, sign * density * (1 - share), number + 2)[: number + 2]
        bends += np.bincount(cell + 1, sign * density * share, number + 2)[: number + 2]
    return np.maximum(np.cumsum(bends)[:number], 0.0)


def _mirrored(values: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    reach = len(kernel) // 2
    return np.convolve(np.pad(values, reach, mode="symmetric"), kernel, mode="valid")


def _correlated(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.convolve(values, weight[::-1], mode="same")
