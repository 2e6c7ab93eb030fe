"""Findings of a Tafel sweep of a recording."""

from __future__ import annotations

from math import exp

from ....quantity import Finding
from ....record import Recording
from ...specimen import Specimen, finding_of
from .alternatives import LimitingCurrent
from .analysis import TafelResult, implied_overpotential

FACES = {1: "one electrode against a reference", 2: "two equal faces, alpha = 1/2"}


def tafel_findings(
    result: TafelResult,
    recording: Recording,
    specimen: Specimen,
    *,
    plating: int = 1,
    at_current: float | None = None,
    uses: tuple[Finding, ...] = (),
) -> tuple[Finding, ...]:
    """Return exchange current density, transfer coefficient, Tafel slopes, implied overpotential.

    The exchange current of the whole sweep comes first, those of the Tafel lines follow. `result` is of currents per
    area where the specimen has an area, of the cell otherwise: then no exchange current density is given. `plating` is
    the sign of the current that plates, `at_current` (A/m^2) the working current of the implied overpotential,
    `uses` are further findings that the analysis needed.
    """
    uses = (*(() if specimen.area is None else (specimen.area,)), *uses)
    at = {"temperature": result.temperature}
    faces, state, fit = FACES[result.sweep.faces], result.fit.state, result.fit
    found: list[Finding] = []

    def add(name: str, value: float, std: float | None, method: str, **more: float) -> None:
        found.append(finding_of(recording, specimen, name, value, {**at, **more}, method=method, std=std, uses=uses))

    if specimen.area is not None:
        how = f"Butler-Volmer fit of the whole sweep ({fit.chosen}; {faces})"
        i0_std = fit.std("ln_exchange_current")
        if fit.is_known:
            add("exchange_current_density", state.exchange_current, _of_log(state.exchange_current, i0_std), how)
        for branch in result.branches:
            way = "plating" if branch.direction == plating else "stripping"
            line = f"Tafel line of {way}, {branch.decades:.2g} decades ({faces})"
            i0 = branch.exchange_current
            add("exchange_current_density", i0, _of_log(i0, branch.ln_exchange_std), line)
        if fit.limiting is not None:
            found.append(_limiting(fit.limiting, recording, specimen, at, uses))
        if at_current is not None and fit.is_known:
            cost = implied_overpotential(state.exchange_current, at_current, result.temperature)
            less = implied_overpotential(state.exchange_current * exp(i0_std or 0.0), at_current, result.temperature)
            add("exchange_current_overpotential", cost, cost - less, f"from the {how}", current=at_current)
    for branch in result.branches:
        way = "plating" if branch.direction == plating else "stripping"
        add(f"tafel_slope_{way}", branch.slope, branch.slope_std, f"Tafel line, {branch.decades:.2g} decades ({faces})")
    if (alpha_std := fit.std("alpha")) is not None:
        share = state.alpha if plating == 1 else 1 - state.alpha
        add("transfer_coefficient", share, alpha_std, f"Butler-Volmer fit of the whole sweep ({fit.chosen})")
    return tuple(found)


def _limiting(
    limit: LimitingCurrent, recording: Recording, specimen: Specimen, at: dict[str, float], uses: tuple[Finding, ...]
) -> Finding:
    """Return the limiting current density, or its lower bound where the sweep does not show it."""
    how = "Butler-Volmer fit with a limiting current"
    name, value = "sweep_limiting_current_density", limit.value
    if limit.std is None:
        how += ", whose bend is within three standard deviations: lower bound at 95 %"
        return finding_of(recording, specimen, name, value, at, method=how, bound="at least", uses=uses)
    return finding_of(recording, specimen, name, value, at, method=how, std=limit.std, uses=uses)


def _of_log(value: float, std: float | None) -> float | None:
    return None if std is None else value * std
