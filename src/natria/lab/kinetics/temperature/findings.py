"""Findings of fits over temperature: energies with the origin `Fitted`, by the term of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ....quantity import Artefact, Finding, Fit, Fitted, Question, Span
from ..line import NORMAL_95
from .arrhenius import ArrheniusFit
from .points import ThermalPoints
from .vft import VftFit

Conditions = Mapping[str, float | Span]
MODEL, VERSION = "over temperature", 1


def arrhenius_findings(
    fit: ArrheniusFit,
    of: str,
    data: tuple[Finding, ...] = (),
    at: Conditions | None = None,
    *,
    artefacts: tuple[Artefact, ...] = (),
) -> tuple[Finding, ...]:
    """Return the activation energy of a subject, by the term of the form.

    `data` are the values over temperature."""
    names, values = ("energy", "ln_prefactor"), (fit.energy, fit.ln_prefactor)
    made = _fit("Arrhenius", fit.points, data, artefacts, (names, values, _rows(fit.covariance, fit.spread.factor)))
    question = Question(fit.points.form.arrhenius_term, of, dict(at or {}))
    if fit.energy <= 0:  # a resistance that rises with temperature: the terms are of energies above zero
        return ()
    return (Finding(question, fit.energy, Fitted(made, "energy"), fit.energy_std),)


def vft_findings(
    fit: VftFit,
    of: str,
    data: tuple[Finding, ...] = (),
    at: Conditions | None = None,
    *,
    artefacts: tuple[Artefact, ...] = (),
    temperature: float | None = None,
) -> tuple[Finding, ...]:
    """Return the VFT energy, T0, and the apparent energy at a temperature.

    Without a temperature, it is the middle one of the fit. The VFT energy and the apparent energy have different terms.
    Where the data do not tell VFT from Arrhenius, energy and T0 of the law are ranges, the 95 % intervals.
    """
    names, values = ("energy", "ln_prefactor", "vanishing"), (fit.energy, fit.ln_prefactor, fit.vanishing)
    kept = names[:2] if fit.is_fixed else names
    made = _fit("VFT", fit.points, data, artefacts, (kept, values[: len(kept)], _rows(fit.covariance, 1.0)))
    where = dict(at or {})
    form = fit.points.form
    kelvin = fit.middle_temperature if temperature is None else temperature
    apparent, (low, high) = fit.apparent_energy(kelvin)
    found = []
    if fit.energy > 0:
        found.append(_known(Question(form.vft_term, of, where), fit.energy, Fitted(made, "energy"), fit, fit.energy_95))
    if fit.vanishing_95 is not None and fit.vanishing_95[1] > 0:
        question = Question("vft_temperature", of, where)
        found.append(_known(question, fit.vanishing, Fitted(made, "vanishing"), fit, fit.vanishing_95))
    if apparent > 0:
        question = Question(form.arrhenius_term, of, {**where, "temperature": kelvin})
        std = max(high - apparent, apparent - low) / NORMAL_95
        alone = replace(
            made, model=f"apparent energy of {made.model}", names=("energy",), values=(apparent,), covariance=None
        )
        found.append(Finding(question, apparent, Fitted(alone, "energy"), std))
    return tuple(found)


def _known(question: Question, value: float, origin: Fitted, fit: VftFit, ends: Span) -> Finding:
    """Return a parameter with its spread, or as a range where the data do not show that it exists."""
    low, high = ends
    if fit.is_told_from_arrhenius or fit.is_fixed:
        return Finding(question, value, origin, max(high - value, value - low) / NORMAL_95)
    if low <= 0:
        return Finding(question, high, origin, None, "at most")
    return Finding(question, (low + high) / 2, origin, None, (low, high))


def _fit(
    law: str,
    points: ThermalPoints,
    data: tuple[Finding, ...],
    artefacts: tuple[Artefact, ...],
    result: tuple[tuple[str, ...], tuple[float, ...], tuple[tuple[float, ...], ...] | None],
) -> Fit:
    names, values, covariance = result
    low, high = points.temperature[0], points.temperature[-1]
    errors = "errors of the points" if points.errors is not None else "equal weights"
    method = f"ln of {points.form.name}, {len(points)} temperatures, {low:.4g} to {high:.4g} K, {errors}"
    return Fit(f"{law} {MODEL}", VERSION, data, (), names, values, covariance, method, (), artefacts)


def _rows(covariance: np.ndarray | None, factor: float) -> tuple[tuple[float, ...], ...] | None:
    """The covariance as a fit has it, widened so that its diagonal is the square of each `std`."""
    return None if covariance is None else tuple(tuple(float(v) for v in row) for row in factor**2 * covariance)
