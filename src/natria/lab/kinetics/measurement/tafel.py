"""Tafel sweeps of a cell: fit of the whole sweep, lines, findings and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ....quantity import Assumed, Finding, FitError, InputError, Problem
from ....record import Table
from ...results import Remark
from ...specimen import Specimen
from ..tafel import TafelResult, analyse_tafel, implied_overpotential, tafel_findings
from ..voltammetry import split_sweeps
from .conditions import assumed_temperature
from .measured import KineticInput, KineticSettings, MeasuredKinetics, MeasuredTafel
from .tables import NAN, made

EXAMPLE = 10.0  # A/m^2: the current of an example where no working current is given
SHOWN = 0.1  # mA/cm^2 of A/m^2
PER_AREA = "series_area_resistance"


def measure_tafel(inputs: Sequence[KineticInput], specimen: Specimen, settings: KineticSettings) -> MeasuredKinetics:
    """Return the kinetics of each Tafel sweep."""
    found: list[MeasuredTafel] = []
    findings: list[Finding] = []
    remarks: list[Remark] = []
    faces = 2 if specimen.kind == "symmetric" else 1
    for source in inputs:
        one, said, uses = _analysed(source, settings, faces)
        found.append(one)
        remarks += [*said, *one.result.remarks, *_implied(one, settings.working_current)]
        # A potential above equilibrium drives an anodic current: at one electrode it strips.
        plating = -1 if faces == 1 else 1
        findings += tafel_findings(
            one.result,
            source.recording,
            one.source.specimen,
            plating=plating,
            at_current=settings.working_current,
            uses=uses,
        )
    if faces == 1 and specimen.kind is None:
        text = (
            "One electrode against a reference is assumed. In a symmetric cell of two electrodes (--cell symmetric) "
            "the voltage is shared by two faces, and the exchange current is another one."
        )
        remarks.append(Remark("one-face-assumed", text))
    return MeasuredKinetics(
        "tafel",
        tuple(inputs),
        specimen,
        tafel=tuple(found),
        findings=tuple(findings),
        tables=_tables(found),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _analysed(
    source: KineticInput, settings: KineticSettings, faces: int
) -> tuple[MeasuredTafel, list[Remark], tuple[Finding, ...]]:
    remarks: list[Remark] = []
    uses: list[Finding] = []
    specimen, recording = source.specimen, source.recording
    if specimen.temperature is None:
        assumed, remark = assumed_temperature(specimen)
        source = replace(source, specimen=replace(specimen, temperature=assumed))
        specimen = source.specimen
        remarks.append(remark)
    temperature = specimen.temperature
    assert temperature is not None
    uses += [temperature] if isinstance(temperature.origin, Assumed) else []
    sweeps = split_sweeps(recording.time, recording.voltage, recording.current)
    if len(sweeps) > 1:
        text = f"{source.name} has {len(sweeps)} sweeps; the first is analysed."
        remarks.append(Remark("first-sweep-only", text))
    sweep = sweeps[0] if sweeps else recording
    voltage, current, sign = sweep.voltage, sweep.current, 1.0
    if float(np.sum((voltage - voltage.mean()) * current)) < 0:
        current, sign = -current, -1.0
        text = f"{source.name}: the current falls while the potential rises; its sign is turned."
        remarks.append(Remark("current-turned", text))
    area = None if specimen.area is None else specimen.area.plain
    resistance = _resistance(settings.resistance, area)
    uses += [settings.resistance] if settings.resistance is not None else []
    try:
        result = analyse_tafel(
            voltage,
            current / (area or 1.0),
            temperature=temperature.plain,
            faces=faces,
            resistance=None if resistance is None else resistance[0],
            resistance_std=None if resistance is None else resistance[1],
        )
    except FitError as bad:
        raise InputError(recording.file, [Problem("Tafel sweep", bad.what, bad.fix)]) from None
    return MeasuredTafel(source, result, "A/m^2" if area else "A", sweep.time, sign), remarks, tuple(uses)


def _implied(one: MeasuredTafel, working_current: float | None) -> list[Remark]:
    """Return what both faces would cost at a working current, were the value an exchange current."""
    if one.unit != "A/m^2" or not one.result.fit.is_known:
        return []
    i0, i = one.result.fit.state.exchange_current, working_current or EXAMPLE
    cost = implied_overpotential(i0, i, one.result.temperature)
    text = (
        f"Two faces with {SHOWN * i0:.3g} mA/cm^2 alone would have an overpotential of {1e3 * cost:.3g} mV at "
        f"{SHOWN * i:.3g} mA/cm^2. A cell with less than that has a faster reaction than the sweep shows."
    )
    return [Remark("implied-overpotential", text)]


def _resistance(given: Finding | None, area: float | None) -> tuple[float, float] | None:
    """Return the series resistance and its spread in the unit of the sweep: per area with an area."""
    if given is None:
        return None
    std = given.std or 0.0
    if given.question.name == PER_AREA:
        if area is None:
            fix = "give the area (--area), or the resistance in ohm"
            raise InputError("the resistance", [Problem("", "is per area, and the area is unknown", fix)])
        return given.plain, std
    factor = area or 1.0
    return given.plain * factor, std * factor


def _tables(found: Sequence[MeasuredTafel]) -> tuple[Table, ...]:
    unit = found[0].unit
    rows: list[tuple[object, ...]] = []
    for one in found:
        fit, state = one.result.fit, one.result.fit.state
        low, high = fit.exchange_current_95
        whole = (one.source.name, "whole sweep, Butler-Volmer", state.exchange_current, low, high)
        rows.append((*whole, state.alpha, NAN, NAN))
        for branch in one.result.branches:
            way = "positive" if branch.direction > 0 else "negative"
            row = (one.source.name, f"Tafel line, {way} current", branch.exchange_current, *branch.exchange_current_95)
            rows.append((*row, branch.alpha, branch.slope, branch.decades))
    heads = {
        "recording": "",
        "method": "",
        "exchange current": unit,
        "95 % from": unit,
        "95 % to": unit,
        "alpha": "1",
        "slope per decade": "V",
        "decades": "1",
    }
    laws = [(one.source.name, law, above) for one in found for law, above in _ranked(one.result)]
    return (
        made("exchange_currents", "Exchange currents", heads, rows),
        made("laws", "Laws of the sweep", {"recording": "", "law": "", "QAICc above the best": "1"}, laws),
    )


def _ranked(result: TafelResult) -> list[tuple[str, float]]:
    return sorted(result.fit.alternatives.items(), key=lambda pair: pair[1])
