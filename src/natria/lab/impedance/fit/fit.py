"""Fit a circuit to one or many spectra without an initial guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter

import numpy as np

from ....quantity import FitError, InputError, Problem, did_you_mean
from ....record import Spectrum
from ...results import Remark
from ..circuit import Circuit, parse_circuit
from ..circuit.evaluate import plain_values, values_of
from .misfit import Misfit, misfit_of
from .remarks import arc_remarks, misfit_remarks, parameter_remarks, window_remarks
from .result import SpectrumFit
from .solve import Minimum, Task, arcs_of, log_tau, solve
from .weights import Weights, given_noise, noise_model

Arrays = tuple[np.ndarray, np.ndarray]
Spectra = Spectrum | Sequence[Spectrum] | Arrays
MOSTLY = 0.9  # share of points with Z'' > 0 at which the sign convention is in doubt


def fit_spectra(
    spectra: Spectra,
    circuit: str | Circuit,
    *,
    weights: Weights = "modulus",
    noise: np.ndarray | float | None = None,
    held: Mapping[str, float] | None = None,
    start: Mapping[str, float] | None = None,
) -> tuple[SpectrumFit, ...]:
    """Return the fit of a circuit to each spectrum; no initial guess is needed.

    `spectra`: one or several `Spectrum`, or (frequency in 1/s, impedance (N,) or (B, N)). `noise` is a known standard
    deviation (of the unit of the impedance) in place of the model `weights`, whose size is estimated from the
    residuals. `held` fixes parameters by name (SI), `start` gives values to begin with in place of the search.
    """
    known = parse_circuit(circuit)
    fixed = _held(known, held or {})
    first = None if start is None else _logs(known, values_of(known, start))
    return tuple(
        _fit_one(known, one, weights=weights, noise=noise, held=fixed, start=first) for one in as_spectra(spectra)
    )


def as_spectra(spectra: Spectra) -> tuple[Spectrum, ...]:
    """Return spectra as a tuple of them, whatever of the accepted forms they have."""
    if isinstance(spectra, Spectrum):
        return (spectra,)
    if isinstance(spectra, tuple) and len(spectra) == 2 and not isinstance(spectra[0], Spectrum):
        frequency, impedance = (np.asarray(a) for a in spectra)
        return tuple(Spectrum(frequency, row, "ohm") for row in np.atleast_2d(impedance))
    return tuple(one for one in spectra if isinstance(one, Spectrum))


def _held(circuit: Circuit, held: Mapping[str, float]) -> dict[str, float]:
    wrong = [
        Problem(n, f"not a parameter of {circuit}", did_you_mean(n, circuit.names))
        for n in held.keys() - {*circuit.names}
    ]
    wrong += [Problem(n, f"held at {v!r}, which is not above zero") for n, v in held.items() if not v > 0]
    if wrong:
        raise InputError("the values to hold", wrong)
    return {name: float(value) for name, value in held.items()}


def _logs(circuit: Circuit, values: np.ndarray) -> np.ndarray:
    return np.where(circuit.is_exponent, values, np.log(values))


def _fit_one(
    circuit: Circuit,
    spectrum: Spectrum,
    *,
    weights: str,
    noise: np.ndarray | float | None,
    held: dict[str, float],
    start: np.ndarray | None,
) -> SpectrumFit:
    began = perf_counter()
    frequency, z, sigma = usable(circuit, spectrum, weights, noise, len(circuit.names) - len(held))
    order = np.argsort(-frequency, kind="stable")
    rows = np.ascontiguousarray(1 / sigma[:, order])
    known = noise is not None
    task = Task(
        circuit, np.ascontiguousarray(frequency[order]), np.ascontiguousarray(z[order]), rows, held, start, known
    )
    minimum = solve(task)
    return _result(task, minimum, spectrum, order, weights if noise is None else "given", began)


def usable(
    circuit: Circuit, spectrum: Spectrum, weights: str, noise: np.ndarray | float | None, free: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return frequency, impedance and noise of the points that can be fitted. Raise where they cannot be."""
    sigma = noise_model(spectrum.impedance, weights) if noise is None else given_noise(noise, spectrum.impedance)
    good = np.isfinite(spectrum.impedance)
    frequency, z = spectrum.frequency[good], spectrum.impedance[good]
    title = f"the spectrum {spectrum.title!r}" if spectrum.title else "the spectrum"
    if len(np.unique(frequency)) * 2 < free + 1:
        what = f"{title} has {len(np.unique(frequency))} frequencies for {free} parameters"
        raise FitError(what, "fit a circuit with fewer parameters, or measure more frequencies")
    if not (np.abs(z) > 0).all():
        count = int((z == 0).sum())
        raise FitError(
            f"{title} has {count} points with an impedance of zero", "leave such points out: set them to nan"
        )
    inductive = float((z.imag > 0).mean())
    if inductive > MOSTLY and all(part.kind != "L" for part in circuit.parts):
        what = f"{title} has Z'' above zero at {inductive:.0%} of its points: that is inductive"
        raise FitError(
            what, "where the file has -Z'', change the sign (a capacitor has Z'' < 0); else add L to the circuit"
        )
    return frequency, z, sigma[:, good]


def _result(
    task: Task, minimum: Minimum, spectrum: Spectrum, order: np.ndarray, weights: str, began: float
) -> SpectrumFit:
    circuit, logs, found = task.circuit, minimum.logs, minimum.uncertainty
    held = minimum.limits[0] == minimum.limits[1]
    values = plain_values(circuit, logs)
    by_log = np.where(circuit.is_exponent, 1.0, values)
    many = len(task.z)
    free = int((~held).sum())
    degrees = 2 * many - free
    chi = minimum.chi
    rows = np.concatenate([minimum.weighted[:1], minimum.weighted[1:][~held]])
    numbers = np.flatnonzero(~held).tolist()
    drifting = np.array([1 + numbers.index(p) for p in numbers if circuit.units[p] == "ohm"], int)
    parts = minimum.weighted[0].reshape(2, many) / task.weights
    modelled = task.z + parts[0] + 1j * parts[1]
    misfit = misfit_of(
        rows, task.frequency, modelled.real * task.weights[0] + 1j * modelled.imag * task.weights[1], drifting
    )
    residuals = np.empty(many, complex)
    residuals[order] = minimum.weighted[0, :many] + 1j * minimum.weighted[0, many:]
    fitted = np.empty(many, complex)
    fitted[order] = modelled
    impedance = np.empty(many, complex)
    frequency = np.empty(many)
    impedance[order], frequency[order] = task.z, task.frequency
    aicc, bic = criteria(chi, 2 * many, free, known=task.known_noise)
    covariance = found.covariance
    return SpectrumFit(
        circuit,
        spectrum.unit,
        values,
        np.sqrt(np.diag(covariance)) * by_log,
        covariance * np.outer(by_log, by_log),
        covariance,
        _ends(circuit, found.ends[:, 0]),
        _ends(circuit, found.ends[:, 1]),
        found.methods,
        frequency,
        impedance,
        fitted,
        residuals,
        weights,
        float(np.sqrt(chi / max(degrees, 1))),
        chi,
        degrees,
        aicc,
        bic,
        misfit.systematic,
        tuple(_remarks(task, minimum, misfit, held)),
        minimum.starts,
        perf_counter() - began,
    )


def _ends(circuit: Circuit, ends: np.ndarray) -> np.ndarray:
    """Return the ends of intervals in SI; an exponent stays within its limits."""
    exponent = np.array(circuit.is_exponent)[:, None]
    return np.where(exponent, np.clip(ends, 0.0, 1.0), np.exp(np.clip(np.where(exponent, 0.0, ends), -700, 700)))


def criteria(chi: float, numbers: int, free: int, *, known: bool) -> tuple[float, float]:
    """Return AICc and BIC up to a constant of the data; an unknown noise is one more parameter.

    Hurvich and Tsai, Biometrika 76, 297 (1989); Schwarz, Ann. Statist. 6, 461 (1978).
    """
    k = free if known else free + 1
    misfit = chi if known else numbers * float(np.log(max(chi, 1e-300) / numbers))
    left = numbers - k - 1
    correction = 2 * k * (k + 1) / left if left > 0 else np.inf
    return misfit + 2 * k + correction, misfit + k * float(np.log(numbers))


def _remarks(task: Task, minimum: Minimum, misfit: Misfit, held: np.ndarray) -> list[Remark]:
    covariance = minimum.uncertainty.covariance
    arcs = []
    for part, places in arcs_of(task.circuit):
        tau, slope = log_tau(part, places, minimum.logs)
        arcs.append((part.name, tau, float(np.sqrt(max(slope @ covariance @ slope, 0.0)))))
    return [
        *parameter_remarks(task.circuit, minimum.logs, covariance, minimum.limits, held),
        *arc_remarks(arcs),
        *window_remarks(arcs, task.frequency),
        *misfit_remarks(misfit, task.frequency),
    ]
