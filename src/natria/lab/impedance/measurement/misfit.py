"""What a circuit that misfits adds to the spreads of its parameters.

Where a circuit does not describe a spectrum, what is left of it is systematic: it does not average out over the
readings, as the covariance of a fit assumes. All spreads of such a fit are multiplied by

    s = sqrt(chi^2/freedom) sqrt((1 + r)/(1 - r)),

the root of its reduced chi-square, and that of the number of neighbouring readings that go together; r is the
correlation of neighbouring residuals. chi^2 is over the noise of the readings, that of the ladder of the Kramers-Kronig
test, which follows any smooth spectrum: its root is the noise of the fit over that of the readings, at least 1. What a
bias does to a parameter depends on the bias, so s is a size and no probability (benchmarks/impedance_series.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np

from ...results import Remark
from ..fit import SpectrumFit
from ..joined import JointFit
from ..kramers_kronig.consistency import LEAST_NOISE
from .spectra import MeasuredSpectrum

MISFIT = "misfit"  # code of the remark of a fit
HIGHEST = 0.98  # correlation of neighbours that is counted


def misfit_scale(one: MeasuredSpectrum) -> float:
    """Return by what the spreads of a fit that misfits are multiplied; 1 for another one."""
    fit, test = one.fit, one.consistency
    if fit is None or test is None or MISFIT not in fit.codes:
        return 1.0
    r = _of_neighbours(fit)
    return max(1.0, fit.noise / max(test.noise, LEAST_NOISE)) * sqrt((1 + r) / (1 - r))


def _of_neighbours(fit: SpectrumFit) -> float:
    """Return the correlation of neighbouring residuals of both parts, from 0 to 0.98."""
    kept = fit.residuals[~np.asarray(fit.excluded, bool)]
    square = float(np.sum(np.abs(kept) ** 2))
    both = float(np.sum(kept.real[1:] * kept.real[:-1] + kept.imag[1:] * kept.imag[:-1]))
    return min(max(both / square, 0.0), HIGHEST) if square > 0 else 0.0


def widened_for_misfit(
    spectra: tuple[MeasuredSpectrum, ...], joint: JointFit | None
) -> tuple[tuple[MeasuredSpectrum, ...], JointFit | None, list[Remark]]:
    """Return spectra and their joint fit with spreads that count the misfit, and a remark on it."""
    scales = [misfit_scale(one) for one in spectra]
    if max(scales, default=1.0) == 1.0:
        return spectra, joint, []
    made = tuple(_widened(one, scale) for one, scale in zip(spectra, scales, strict=True))
    if joint is not None:
        fitted = [scale for one, scale in zip(spectra, scales, strict=True) if one.fit is not None]
        joint = replace(joint, widening=np.array(fitted))
    text = (
        f"The circuit misses {_missed(scales)} spectra by more than noise: all spreads of these fits are multiplied by "
        f"up to {max(scales):.2g}, for the size of the misfit and for neighbouring readings that are missed alike."
    )
    return made, joint, [Remark("widened-for-misfit", text)]


def _missed(scales: Sequence[float]) -> str:
    return f"{sum(scale > 1 for scale in scales)} of {len(scales)}"


def _widened(one: MeasuredSpectrum, scale: float) -> MeasuredSpectrum:
    if one.fit is None or scale == 1.0:
        return one
    arcs = tuple(replace(arc, std=(arc.std[0] * scale, arc.std[1] * scale)) for arc in one.arcs)
    return replace(one, fit=_of_fit(one.fit, scale), arcs=arcs)


def _of_fit(fit: SpectrumFit, scale: float) -> SpectrumFit:
    """Return a fit with larger spreads: those of logarithms, and of exponents as they are."""
    return replace(
        fit,
        std=fit.std * scale,
        covariance=fit.covariance * scale**2,
        log_covariance=fit.log_covariance * scale**2,
        intervals_68=_wider(fit, fit.intervals_68, scale),
        intervals_95=_wider(fit, fit.intervals_95, scale),
    )


def _wider(fit: SpectrumFit, ends: np.ndarray, scale: float) -> np.ndarray:
    """Return intervals whose ends are farther from the values; an end that is open stays open."""
    exponent = np.asarray(fit.circuit.is_exponent)[:, None]
    values = fit.values[:, None]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        as_they_are = np.clip(values + (ends - values) * scale, 0.0, 1.0)
        of_logs = values * (ends / values) ** scale
    return np.asarray(np.where(exponent, as_they_are, of_logs))
