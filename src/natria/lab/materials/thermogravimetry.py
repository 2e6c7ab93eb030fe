"""Mass over temperature to findings.

Steps as shares of the initial mass, and contents that a user names.

A step is the mass that left; what left is not in the curve. Only a step that is named (1=S) becomes a content, and that
rests on the rest of the sample losing nothing there, and on all of the named part leaving in this step.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from ...quantity import Finding, FitError, InputError, Problem
from ..files.materials import MaterialCurve
from ..kinetics.measurement.tables import made
from ..results import Remark
from ..thermal.constructions import ThermalStep
from ..thermal.scans import mass_steps
from .measured import CurveSettings, MeasuredCurves, ThermalCurve, curve_finding
from .rates import heating_rate

HOW = "base lines extrapolated to the midpoint"
ONSET = "extrapolated base line and tangent"
FITTED = "sigmoid steps on one base line, fitted together"


def measure_masses(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return the steps of the masses of one sample."""
    scans = []
    findings: list[Finding] = []
    remarks: list[Remark] = []
    rows = []
    for curve in curves:
        t, y = curve.columns["temperature"], curve.columns["mass"]
        try:
            steps = mass_steps(t, y)
        except FitError as bad:
            raise InputError(curve.file, [Problem(f"rows from line {curve.line}", bad.what, bad.fix)]) from None
        scans.append(ThermalCurve(curve.name, t, y, curve.units["mass"], steps))
        found, table = _findings(curve, of, settings, steps)
        findings += found
        rows += table
        if missing := [k for k in settings.parts if k > len(steps)]:
            what = f"there is no step {missing[0]}: the mass has {len(steps)}"
            raise InputError(curve.file, [Problem("--step", what, "count the steps from the lowest temperature on")])
    if fitted := [scan.name for scan in scans if any(step.is_fitted for step in scan.steps)]:
        text = f"No flat part between steps of {', '.join(fitted)}: sigmoid steps on one base line, fitted together."
        remarks.append(Remark("steps-overlap", f"{text} Errors hold where the steps have this shape."))
    remarks += _remarks(settings)
    heads = {
        "file": "",
        "step": "1",
        "onset": "K",
        "midpoint": "K",
        "mass lost": "1",
        "spread": "1",
    }
    tables = (made("steps", "Steps of the mass", heads, rows),)
    return MeasuredCurves(
        "thermogravimetry", of, tuple(curves), settings, tuple(findings), tables, tuple(remarks), scans=tuple(scans)
    )


def _findings(
    curve: MaterialCurve, of: str, settings: CurveSettings, steps: Sequence[ThermalStep]
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    rate = heating_rate(curve)
    first = steps[0]
    whole, whole_std = first.before.at(first.windows[0][0])
    contents: list[Finding] = []
    found: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for k, step in enumerate(steps, 1):
        at = {**rate, "peak": float(k)}
        lost = -step.change / whole
        std = hypot(step.change_std / whole, lost * (whole_std or 0.0) / whole)
        how_size = FITTED if step.is_fitted else HOW
        found.append(curve_finding(curve, of, "mass_loss", lost, at, method=how_size, std=std))
        where = (
            ("mass_loss_midpoint", step.midpoint, step.midpoint_std),
            ("mass_loss_onset", step.onset, step.onset_std),
        )
        found += [
            curve_finding(curve, of, name, value, at, method=FITTED if step.is_fitted else ONSET, std=spread)
            for name, value, spread in where
        ]
        rows.append((curve.name, float(k), step.onset, step.midpoint, lost, std))
        if (part := settings.parts.get(k)) and 0 < lost < 1:
            how = f"mass lost in step {k}, taken for all of the {part}"
            contents.append(curve_finding(curve, f"{part} in {of}", "mass_fraction", lost, rate, method=how, std=std))
    return [*contents, *found], rows


def _remarks(settings: CurveSettings) -> list[Remark]:
    if not settings.parts:
        text = "A step says how much mass left, not what: name it to get a content, such as --step 1=S."
        return [Remark("steps-not-named", text)]
    named = ", ".join(f"step {k} is {part}" for k, part in settings.parts.items())
    text = (
        f"Assumed: {named}; all of it leaves in this step, and nothing else does. Carbon that burns in air, and sulfur "
        "that stays bound to carbon, break this."
    )
    return [Remark("step-named", text)]
