"""The result of a fit in SI, with its criteria, and what is to be said about it."""

from __future__ import annotations

import numpy as np

from ....record import Spectrum
from ...results import Remark
from ..circuit import Circuit
from ..circuit.evaluate import plain_values
from .misfit import Residuals, ResidualTests, misfit_of
from .remarks import arc_remarks, excluded_remarks, few_remarks, misfit_remarks, parameter_remarks, window_remarks
from .result import SpectrumFit
from .solve import FitMinimum, SpectrumTask, arcs_of, log_tau


def outcome(
    task: SpectrumTask,
    minimum: FitMinimum,
    spectrum: Spectrum,
    order: np.ndarray,
    weights: str,
    *,
    tests: ResidualTests | None = None,
) -> SpectrumFit:
    """Return the result in SI and in the order of the spectrum, with the tests of its residuals."""
    circuit, found, counted = task.circuit, minimum.uncertainty, task.counted
    held = minimum.limits[0] == minimum.limits[1]
    free = int((~held).sum())
    degrees = 2 * counted - free
    values = plain_values(circuit, minimum.logs)
    by_log = np.where(circuit.is_exponent, 1.0, values)
    fitted = minimum.fitted
    misfit = tests or tested(task, minimum, fitted)
    aicc, bic = criteria(minimum.chi, 2 * counted, free, known=task.known_noise)
    deviation = fitted - task.z
    back = np.argsort(order)
    return SpectrumFit(
        circuit=circuit,
        unit=spectrum.unit,
        values=values,
        std=np.sqrt(np.diag(found.covariance)) * by_log,
        covariance=found.covariance * np.outer(by_log, by_log),
        log_covariance=found.covariance,
        intervals_68=_ends(circuit, found.ends[:, 0]),
        intervals_95=_ends(circuit, found.ends[:, 1]),
        methods=found.methods,
        frequency=task.frequency[back],
        impedance=task.z[back],
        fitted=fitted[back],
        residuals=(deviation.real / task.noise[0] + 1j * deviation.imag / task.noise[1])[back],
        excluded=(task.weights[0] == 0)[back],
        weights=weights,
        noise=float(np.sqrt(minimum.chi / max(degrees, 1))),
        chi2=minimum.chi,
        degrees_of_freedom=degrees,
        aicc=aicc,
        bic=bic,
        p_misfit=misfit.systematic,
        p_drift=misfit.drift,
        remarks=tuple(_remarks(task, minimum, misfit, held)),
        starts=minimum.starts,
    )


def tested(task: SpectrumTask, minimum: FitMinimum, fitted: np.ndarray) -> ResidualTests:
    """Test the residuals at a minimum; points of no weight are left out."""
    held = minimum.limits[0] == minimum.limits[1]
    counted = task.weights[0] > 0
    both = np.tile(counted, 2)
    resistances = np.array([unit == "ohm" for unit in task.circuit.units])[~held]
    weights = task.weights[:, counted]
    return misfit_of(
        Residuals(
            minimum.weighted[0, both],
            minimum.weighted[1:][~held][:, both],
            weights,
            np.concatenate([fitted.real[counted] * weights[0], fitted.imag[counted] * weights[1]]),
            task.frequency[counted],
            np.flatnonzero(resistances),
        )
    )


def _ends(circuit: Circuit, ends: np.ndarray) -> np.ndarray:
    """Return the ends of intervals in SI; an exponent stays within its limits."""
    exponent = np.array(circuit.is_exponent)[:, None]
    plain = np.exp(np.clip(np.where(exponent, 0.0, ends), -700, 700))
    return np.asarray(np.where(exponent, np.clip(ends, 0.0, 1.0), np.where(np.isposinf(ends), np.inf, plain)))


def criteria(chi: float, numbers: int, free: int, *, known: bool) -> tuple[float, float]:
    """Return AICc and BIC up to a constant of the data; an unknown noise is one more parameter.

    Hurvich and Tsai, Biometrika 76, 297 (1989); Schwarz, Ann. Statist. 6, 461 (1978).
    """
    k = free if known else free + 1
    misfit = chi if known else numbers * float(np.log(max(chi, 1e-300) / numbers))
    left = numbers - k - 1
    correction = 2 * k * (k + 1) / left if left > 0 else np.inf
    return misfit + 2 * k + correction, misfit + k * float(np.log(numbers))


def _remarks(task: SpectrumTask, minimum: FitMinimum, misfit: ResidualTests, held: np.ndarray) -> list[Remark]:
    covariance = minimum.uncertainty.covariance
    arcs = []
    for part, places in arcs_of(task.circuit):
        tau, slope = log_tau(part, places, minimum.logs)
        arcs.append((part.name, tau, float(np.sqrt(max(slope @ covariance @ slope, 0.0)))))
    return [
        *few_remarks(2 * task.counted, int((~held).sum()), known=task.known_noise),
        *parameter_remarks(task.circuit, minimum.logs, covariance, minimum.limits, held),
        *arc_remarks(arcs),
        *window_remarks(arcs, task.frequency),
        *misfit_remarks(misfit, task.frequency[task.weights[0] > 0]),
        *excluded_remarks(task.excluded, task.frequency),
    ]
