"""Heat flow over temperature to findings: glass transition, crystallisation, other peaks.

A glass transition is a step towards taking up heat. A peak is crystallisation where it gives heat off; which way that
points is what the file says (exo up, exo down), else what the step of a glass transition says, else unknown: then a
peak is only a peak.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...quantity import Finding, FitError, InputError, Problem
from ..files.materials import MaterialCurve
from ..kinetics.measurement.tables import made
from ..results import Remark
from ..thermal.scans import HeatFlowEvents, heat_flow_events
from .measured import CurveSettings, MeasuredCurves, ThermalCurve, curve_finding
from .rates import heating_rate

NAN = float("nan")
MIDPOINT = "half height between the extrapolated base lines (ISO 11357-2)"
ONSET = "extrapolated base line and tangent (ISO 11357-3)"


def measure_heat_flows(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return glass transitions and peaks of the heat flows of one sample."""
    scans = []
    findings: list[Finding] = []
    remarks: list[Remark] = []
    rows: list[tuple[object, ...]] = []
    for curve in curves:
        t, y = curve.columns["temperature"], curve.columns["heat_flow"]
        try:
            events = heat_flow_events(t, y)
        except FitError as bad:
            raise InputError(curve.file, [Problem(f"rows from line {curve.line}", bad.what, bad.fix)]) from None
        scans.append(ThermalCurve(curve.name, t, y, curve.units["heat_flow"], events.steps, events.peaks))
        exo, why = _exo(curve, events)
        remarks.append(Remark("heat-direction", f"{curve.name}: {why}"))
        remarks += [Remark("change-not-evaluated", f"{curve.name}: a change {text}.") for text in events.failed]
        findings += _findings(curve, of, events, exo)
        rows += _rows(curve, events)
    if not any("time" in curve.columns for curve in curves):
        text = "Heating rate unknown: the file has no time. Onsets and glass transitions shift with it by some kelvins."
        remarks.append(Remark("no-heating-rate", text))
    heads = {"file": "", "change": "", "onset": "K", "midpoint or top": "K", "spread": "K", "size": "W/kg"}
    if any(curve.units["heat_flow"] != "W/kg" for curve in curves):
        heads["size"] = "W"
    tables = (made("changes", "Changes of the heat flow", heads, rows),) if rows else ()
    return MeasuredCurves(
        "calorimetry", of, tuple(curves), settings, tuple(findings), tables, tuple(remarks), scans=tuple(scans)
    )


def _exo(curve: MaterialCurve, events: HeatFlowEvents) -> tuple[int, str]:
    """Return which way heat given off points, and how this is known; 0 where it is not."""
    if curve.exo:
        return curve.exo, f"heat given off points {'up' if curve.exo > 0 else 'down'}, as the file says."
    if events.steps:
        exo = -1 if events.steps[0].change > 0 else 1
        way = "up" if exo > 0 else "down"
        return exo, f"heat given off points {way}: the first step is taken for a glass transition, which takes up heat."
    text = "which way heat given off points is unknown, so peaks are not named: write (exo up) in the head."
    return 0, text


def _findings(curve: MaterialCurve, of: str, events: HeatFlowEvents, exo: int) -> list[Finding]:
    rate = heating_rate(curve)
    found = []
    glass = [one for one in events.steps if not exo or one.change * exo < 0]
    for k, step in enumerate(glass, 1):
        at = {**rate, "peak": float(k)} if len(glass) > 1 else rate
        found.append(
            curve_finding(
                curve, of, "glass_transition_temperature", step.midpoint, at, method=MIDPOINT, std=step.midpoint_std
            )
        )
    for k, peak in enumerate(events.peaks, 1):
        gives_off = exo != 0 and peak.height * exo > 0
        at = {**rate, "peak": float(k)}
        name = "crystallisation_temperature" if gives_off else "peak_onset_temperature"
        found.append(curve_finding(curve, of, name, peak.onset, at, method=ONSET, std=peak.onset_std))
    return found


def _rows(curve: MaterialCurve, events: HeatFlowEvents) -> list[tuple[object, ...]]:
    steps = [(curve.name, "step", s.onset, s.midpoint, s.midpoint_std, s.change) for s in events.steps]
    peaks = [(curve.name, "peak", p.onset, p.top, p.onset_std, p.height) for p in events.peaks]
    return [*steps, *peaks]
