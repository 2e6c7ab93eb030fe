"""Fit a circuit to one or many spectra without an initial guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Literal

import numpy as np

from ....quantity import FitError, InputError, Problem, did_you_mean
from ....record import Spectrum
from ..circuit import Circuit, parse_circuit
from ..circuit.evaluate import log_values, values_of
from .outcome import outcome
from .outliers import without_outliers, without_rough
from .result import SpectrumFit
from .solve import FitMinimum, SpectrumTask, solve
from .weights import Weights, estimated_noise, given_noise, noise_model

Arrays = tuple[np.ndarray, np.ndarray]
Spectra = Spectrum | Sequence[Spectrum] | Arrays
Outliers = bool | Literal["of no circuit"]
REWEIGHTED = 3  # times the noise is estimated anew
MOSTLY = 0.9  # share of points with Z'' > 0 at which the sign convention is in doubt


def fit_spectra(
    spectra: Spectra,
    circuit: str | Circuit,
    *,
    weights: Weights = "modulus",
    noise: np.ndarray | float | None = None,
    held: Mapping[str, float] | None = None,
    start: Mapping[str, float] | None = None,
    exclude_outliers: Outliers = True,
) -> tuple[SpectrumFit, ...]:
    """Return the fit of a circuit to each spectrum; no initial guess is needed.

    `spectra`: one or several `Spectrum`, or (frequency in 1/s, impedance (N,) or (B, N)). `weights` is a noise model
    whose size follows from the residuals; `estimated` takes a share of |Z| and a floor from them. `noise` is a known
    standard deviation instead, in the unit of the impedance. `held` fixes parameters by name (SI), `start` gives values
    to begin with in place of the search. `exclude_outliers` leaves out single points that are off, and a
    remark lists them; "of no circuit" judges by the Kramers-Kronig test alone, so every circuit has the same points.
    """
    known = parse_circuit(circuit)
    fixed = _held(known, held or {})
    first = None if start is None else log_values(known, values_of(known, start))
    return tuple(
        _fit_one(known, one, weights=weights, noise=noise, held=fixed, start=first, exclude=exclude_outliers)
        for one in as_spectra(spectra)
    )


def as_spectra(spectra: Spectra) -> tuple[Spectrum, ...]:
    """Return spectra as a tuple of them, whatever of the accepted forms they have."""
    if isinstance(spectra, Spectrum):
        return (spectra,)
    if isinstance(spectra, tuple) and len(spectra) == 2 and not isinstance(spectra[0], Spectrum):
        frequency, impedance = (np.asarray(a) for a in spectra)
        return tuple(Spectrum(frequency, row, "ohm") for row in np.atleast_2d(impedance))
    several = tuple(spectra)
    for place, one in enumerate(several, 1):
        if not isinstance(one, Spectrum):
            what = f"item {place} is a {type(one).__name__}"
            fix = "give Spectrum objects, or a pair (frequency, impedance) of arrays"
            raise InputError("the spectra", [Problem("", what, fix)])
    return several


def _held(circuit: Circuit, held: Mapping[str, float]) -> dict[str, float]:
    wrong = [
        Problem(n, f"not a parameter of {circuit}", did_you_mean(n, circuit.names))
        for n in held.keys() - {*circuit.names}
    ]
    is_exponent = dict(zip(circuit.names, circuit.is_exponent, strict=True))
    for name, value in held.items():
        if is_exponent.get(name) and not 0 < value <= 1:
            wrong.append(Problem(name, f"held at {value:g}", "an exponent is above 0 and at most 1"))
        elif not 0 < value < np.inf:
            wrong.append(Problem(name, f"held at {value:g}", "a parameter is above zero and finite"))
    if wrong:
        raise InputError("the values to hold", wrong)
    return {name: float(value) for name, value in held.items()}


def _fit_one(
    circuit: Circuit,
    spectrum: Spectrum,
    *,
    weights: str,
    noise: np.ndarray | float | None,
    held: dict[str, float],
    start: np.ndarray | None,
    exclude: Outliers,
) -> SpectrumFit:
    began = perf_counter()
    frequency, z, sigma = usable(circuit, spectrum, weights, noise, len(circuit.names) - len(held))
    order = np.argsort(-frequency, kind="stable")
    rows = np.ascontiguousarray(sigma[:, order])
    known = noise is not None
    task = SpectrumTask(
        circuit, np.ascontiguousarray(frequency[order]), np.ascontiguousarray(z[order]), rows, held, start, known
    )
    task = without_rough(task) if exclude == "of no circuit" else task
    estimated = weights == "estimated" and not known
    modulus, tests = rows[0], None
    task, minimum = _reweighted(task, solve(task), modulus) if estimated else (task, solve(task))
    if exclude is True:
        counted = task.excluded
        task, minimum, tests = without_outliers(task, minimum)
        if estimated and task.excluded != counted:  # they had a part in the noise
            task, minimum = _reweighted(task, minimum, modulus)
            tests = None
    found = outcome(task, minimum, spectrum, order, weights if noise is None else "given", tests=tests)
    return replace(found, seconds=perf_counter() - began)


def _reweighted(task: SpectrumTask, minimum: FitMinimum, modulus: np.ndarray) -> tuple[SpectrumTask, FitMinimum]:
    """Fit again with the noise that the residuals show."""
    for _ in range(REWEIGHTED):
        noise = estimated_noise(modulus, minimum.fitted - task.z, task.weights[0] > 0)
        task = replace(task, noise=noise, start=minimum.logs)
        minimum = solve(task)
    return task, minimum


def usable(
    circuit: Circuit, spectrum: Spectrum, weights: str, noise: np.ndarray | float | None, free: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return frequency, impedance and noise of the points that can be fitted. Raise where they cannot be."""
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
    if noise is None:
        return frequency, z, noise_model(z, weights, frequency)
    return frequency, z, given_noise(noise, spectrum.impedance)[:, good]
