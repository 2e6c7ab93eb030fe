"""Spectra of XPS, Raman and NMR to findings: places, widths and shares of their peaks.

Peaks and their assignment are those of a plan. Without one, as many peaks of one width are fitted as the criterion of
Schwarz supports, and they stay numbered: reported lines near a place are suggested in a table and never decided.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...quantity import Finding, FitError, InputError, Problem
from ...record import Table
from ..files.materials import MaterialCurve
from ..files.materials.kinds import AXES
from ..kinetics.inputs import Vector
from ..kinetics.measurement.tables import made
from ..peaks import METHODS, PeakFit, PeakPlan, SpectrumMethod, active_background, find_peaks, fit_peaks, shares_of
from ..peaks.width import first_width
from ..results import Remark
from .measured import CurveSettings, MeasuredCurves, MeasuredPeaks
from .spectra_findings import findings_of, nearby
from .spectra_remarks import remarks_of, suggested_text


def measure_spectra(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return the peaks of spectra of one method and one sample."""
    kind = curves[0].kind
    method = METHODS[kind]
    spectra = tuple(_measured(curve, method, settings.plan) for curve in curves)
    findings: list[Finding] = []
    peaks: list[tuple[object, ...]] = []
    near: list[tuple[object, ...]] = []
    for one in spectra:
        subject = f"{one.curve.block} of {of}" if one.curve.block and len(curves) > 1 else of
        findings += findings_of(one, method, subject, settings.plan)
        peaks += _rows(one)
        near += nearby(one, method, settings)
    heads = {
        "spectrum": "",
        "peak": "",
        f"place ({method.unit})": "1",
        "spread of the place": "1",
        f"width ({method.unit})": "1",
        "spread of the width": "1",
        "area": "1",
        "spread of the area": "1",
        "share of the area": "1",
        "spread of the share": "1",
    }
    tables = [made("peaks", "Peaks", heads, peaks)]
    tables += _suggested(near, method)
    remarks: list[Remark] = [remark for one in spectra for remark in remarks_of(one, method, settings.plan)]
    if near:
        remarks.append(Remark("suggested", suggested_text(near)))
    return MeasuredCurves(
        kind,
        of,
        tuple(curves),
        settings,
        tuple(findings),
        tuple(tables),
        tuple(dict.fromkeys(remarks)),
        spectra=spectra,
    )


def _measured(curve: MaterialCurve, method: SpectrumMethod, plan: PeakPlan) -> MeasuredPeaks:
    where = f"rows from line {curve.line}" if not curve.block else f"the spectrum {curve.block!r}"
    try:
        x, y = _axis(curve, method, plan)
        fit = _fitted(x, y, method, plan)
        shares, covariance = shares_of(fit, plan.sensitivities)
    except (FitError, ValueError) as bad:
        what, fix = (bad.what, bad.fix) if isinstance(bad, FitError) else (str(bad), "give fewer peaks")
        raise InputError(curve.file, [Problem(where, what, fix)]) from None
    return MeasuredPeaks(
        curve.name if not curve.block else f"{curve.name}, {curve.block}",
        curve,
        x,
        y,
        curve.units["intensity"],
        fit,
        shares,
        covariance,
        plan.background or method.background,
        is_counting(method, plan),
    )


def is_counting(method: SpectrumMethod, plan: PeakPlan) -> bool:
    """Whether the readings scatter in proportion to their root."""
    return plan.noise == "counts" if plan.noise else method.counting


def _axis(curve: MaterialCurve, method: SpectrumMethod, plan: PeakPlan) -> tuple[Vector, Vector]:
    """Return the axis in its unit, rising, and the intensities, within the window of the plan."""
    x = curve.columns[AXES[curve.kind]] / method.scale + plan.shift
    y = curve.columns["intensity"]
    steps = np.diff(x)
    if not ((steps > 0).all() or (steps < 0).all()):
        sign = 1 if x[-1] >= x[0] else -1
        row = int(np.flatnonzero(sign * steps <= 0)[0]) + 2
        raise FitError(
            f"the {method.axis} turns back or repeats at reading {row} ({x[row - 1]:.6g} {method.unit})",
            "give one sweep whose axis only rises or only falls",
        )
    if curve.units["intensity"] != "1" and (y < 0).any():
        raise FitError(
            f"{int((y < 0).sum())} of {len(y)} readings are below zero, and counts cannot be",
            "give the spectrum as counted; for one whose background was taken off, name its unit a.u.",
        )
    if steps[0] < 0:
        x, y = x[::-1], y[::-1]
    if plan.window is None:
        return x, y
    low, high = plan.window
    inside = (x >= low) & (x <= high)
    if not inside.any():
        raise FitError(
            f"no reading lies in the range {low:g} to {high:g} {method.unit}",
            f"the spectrum has {x[0]:g} to {x[-1]:g} {method.unit}",
        )
    return x[inside], y[inside]


def _fitted(x: Vector, y: Vector, method: SpectrumMethod, plan: PeakPlan) -> PeakFit:
    """Return the peaks of the plan, or as many as the spectrum supports."""
    background = active_background(plan.background or method.background, x, y, plan.anchors)
    counting = is_counting(method, plan)
    if not plan.guesses:
        if method.widest and x[-1] - x[0] > method.widest:
            raise FitError(
                f"a survey of {x[-1] - x[0]:.4g} {method.unit} is not fitted: its background is that of many edges",
                "give the spectrum of one core level, or its peaks and a range with --peaks",
            )
        width = first_width(x, y)
        return find_peaks(x, y, background, width, lorentzian=plan.lorentzian, counting=counting)
    outside = [one for one in plan.guesses if not x[0] <= one.place <= x[-1]]
    if outside:
        raise FitError(
            f"the peak {outside[0].name!r} at {outside[0].place:g} {method.unit} is outside the spectrum "
            f"({x[0]:g} to {x[-1]:g} {method.unit})",
            "correct its place, or the range",
        )
    return fit_peaks(x, y, background, plan.guesses, lorentzian=plan.lorentzian, counting=counting)


def _rows(one: MeasuredPeaks) -> list[tuple[object, ...]]:
    stds = np.sqrt(np.clip(np.diag(one.covariance), 0, None))
    return [
        (
            *(one.name, p.name, p.place, p.place_std, p.width, p.width_std, p.area, p.area_std),
            *(one.shares[p.name], float(std)),
        )
        for p, std in zip(one.fit.peaks, stds, strict=True)
    ]


def _suggested(rows: list[tuple[object, ...]], method: SpectrumMethod) -> list[Table]:
    if not rows:
        return []
    heads = {"peak": "", f"place ({method.unit})": "1", "line of": "", f"away ({method.unit})": "1", "source": ""}
    return [made("suggestions", "Reported lines near the peaks", heads, rows)]
