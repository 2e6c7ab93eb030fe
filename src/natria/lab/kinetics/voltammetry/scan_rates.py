"""Voltammograms of several scan rates: the exponent of the peak current, and the capacitive share.

    |i_p| = a v^b                                                 b = 1/2: diffusion (Randles, Sevcik); 1: surface
    i(V) = k1(V) v + k2(V) sqrt(v)                                Wang, Polleux, Lim & Dunn, J. Phys. Chem. C 111 (2007)
    share(v) = int |k1 v| dV / int |k1 v + k2 sqrt(v)| dV

The second law is fitted at every voltage over the scan rates. It assumes that a peak does not move with the scan rate;
where a resistance moves it, k1 and k2 take a wrong sign near the peak, and the share is unreliable (`peaks-move`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ....quantity import FitError
from ...results import Remark
from ..inputs import Vector, above_zero, same_length
from ..line import StraightLine, inverse_of_normal, spread_of, straight_line
from .peaks import sweep_peaks
from .sweeps import PotentialSweep

POINTS = 201  # voltages of the common grid
EDGE = 0.02  # of the common range at both ends: the turns of the sweep
LEAST_RATES = 3  # of the capacitive share; two fit any current exactly
NARROW = 4.0  # ratio of the largest to the smallest scan rate: less tells v from sqrt(v) badly
MOVED = 0.02  # V: by which a peak may move over the scan rates


@dataclass(frozen=True, eq=False)
class ScanRateExponent:
    """The exponent b, with its spread (95 % within 1.96 of it; None with two scan rates)."""

    b: float
    std: float | None
    line: StraightLine  # ln|i_p| over ln v
    scan_rate: Vector
    peak_current: Vector
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, eq=False)
class CapacitiveShare:
    """Shares of the sweeps in the order of their scan rates, and k1, k2 over the voltage (SI)."""

    scan_rate: Vector
    share: Vector
    share_std: Vector
    voltage: Vector
    k1: Vector
    k2: Vector
    remarks: tuple[Remark, ...]


def scan_rate_exponent(scan_rate: ArrayLike, peak_current: ArrayLike) -> ScanRateExponent:
    """Return b of peak currents (A, of one sign) over scan rates (V/s)."""
    rate = above_zero(scan_rate, "scan rate (V/s)")
    size = above_zero(np.abs(np.asarray(peak_current, float)), "size of the peak current (A)")
    same_length(scan_rate=rate, peak_current=size)
    if len(np.unique(rate)) < 2:
        raise FitError("the exponent needs at least two scan rates", "record voltammograms at more scan rates")
    line = straight_line(np.log(rate), np.log(size))
    remarks = _on_rates(rate)
    if line.slope_std is None:
        remarks.append(Remark("no-spread", "Two scan rates give an exponent, but no spread."))
    return ScanRateExponent(line.slope, line.slope_std, line, rate, size, tuple(remarks))


def capacitive_share(sweeps: Sequence[PotentialSweep]) -> CapacitiveShare:
    """Return the capacitive share of sweeps of one direction at three or more scan rates."""
    rates = np.array([sweep.scan_rate for sweep in sweeps])
    if len(np.unique(np.round(np.log(rates), 2))) < LEAST_RATES:
        what = f"the capacitive share needs at least {LEAST_RATES} different scan rates"
        raise FitError(what, "two scan rates fit any current exactly")
    if len({sweep.direction for sweep in sweeps}) > 1:
        raise FitError("the sweeps run in both directions", "give those of one direction at a time")
    order = np.argsort(rates, kind="stable")
    chosen, rates = [sweeps[int(k)] for k in order], rates[order]
    grid = _grid(chosen)
    current = np.stack([np.interp(grid, *_sorted(sweep)) for sweep in chosen])
    matrix = np.stack([rates, np.sqrt(rates)], axis=1)
    weight = 1 / np.sqrt(np.mean(current**2, axis=1))  # the misfit is in proportion to the current
    found, *_ = np.linalg.lstsq(matrix * weight[:, None], current * weight[:, None], rcond=None)
    k1, k2 = found
    parts = np.abs(k1) * rates[:, None], np.abs(matrix @ found)
    share, std = np.divide(*(np.trapezoid(part, grid, axis=1) for part in parts)), _share_std(grid, current, rates)
    remarks = _on_rates(rates)
    moved = _moved(chosen)
    if moved > MOVED:
        text = (
            f"The peak moves by {1e3 * moved:.3g} mV over the scan rates: the share rests on one voltage per peak. Its "
            "spread includes the misfit of the law."
        )
        left = np.trapezoid(np.abs(current - matrix @ found), grid, axis=1)
        std = np.hypot(std, left / np.trapezoid(parts[1], grid, axis=1))
        remarks.append(Remark("peaks-move", text))
    return CapacitiveShare(rates, share, std, grid, k1, k2, tuple(remarks))


def _share_std(grid: Vector, current: np.ndarray, rates: Vector) -> Vector:
    """Return the spread of the shares from the charges of whole sweeps, widened by Student's t.

    The error of a sweep is mostly of its scale, the same at all voltages, so the scatter about K1 v + K2 sqrt(v) of the
    integrals over the voltage shows it.
    """
    whole = np.trapezoid(current, grid, axis=1)
    matrix = np.stack([rates, np.sqrt(rates)], axis=1) / np.abs(whole)[:, None]
    target = np.sign(whole)
    found, *_ = np.linalg.lstsq(matrix, target, rcond=None)
    spread = spread_of(target - matrix @ found, None, 2)
    covariance = (spread.factor * spread.scale) ** 2 * inverse_of_normal(matrix)
    fast, slow = found[0] * rates, found[1] * np.sqrt(rates)
    both = np.maximum((fast + slow) ** 2, 1e-300)
    by = np.stack([slow * rates / both, -fast * np.sqrt(rates) / both], axis=1)  # d(share)/d(K1, K2)
    return np.asarray(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", by, covariance, by), 0.0)))


def _sorted(sweep: PotentialSweep) -> tuple[Vector, Vector]:
    order = np.argsort(sweep.voltage, kind="stable")
    return sweep.voltage[order], sweep.current[order]


def _grid(sweeps: Sequence[PotentialSweep]) -> Vector:
    low, high = max(s.span[0] for s in sweeps), min(s.span[1] for s in sweeps)
    if high <= low:
        raise FitError("the sweeps have no voltage in common", "record them over one window")
    return np.linspace(low + EDGE * (high - low), high - EDGE * (high - low), POINTS)


def _on_rates(rate: Vector) -> list[Remark]:
    span = float(rate.max() / rate.min())
    if span >= NARROW:
        return []
    text = f"The scan rates span a factor of {span:.2g} only: v and sqrt(v) are hardly told apart."
    return [Remark("narrow-scan-rates", text)]


def _moved(sweeps: Sequence[PotentialSweep]) -> float:
    """Return by how much the highest peak moves over the scan rates (V); 0 without peaks."""
    highest = [max(peaks, key=lambda p: abs(p.height)).voltage for s in sweeps if (peaks := sweep_peaks(s))]
    return float(np.ptp(highest)) if len(highest) == len(sweeps) else 0.0
