"""Indents of a sample to findings.

Modulus, hardness, moduli that follow, with their spread over the indents.

The mean over indents has the error of its scatter, with Student's t, or of the records where that is larger. What all
indents share (Poisson ratio, tip, corner factor) moves them alike: its part is added once, by moving each input by its
standard deviation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import hypot, sqrt

import numpy as np
from numpy.typing import NDArray

from ...laws.mechanics.elastic_moduli import moduli_of
from ...quantity import Assumed, Finding, FitError, InputError, Problem
from ...record import Table
from ..files.materials import MaterialCurve
from ..kinetics.line import NORMAL_95, student
from ..kinetics.measurement.tables import made
from ..mechanics.contact import young_of
from ..mechanics.indent import analyse_indent
from ..mechanics.tip import IndenterTip, shape_of, tip_of
from ..results import Remark
from .measured import CurveSettings, MeasuredCurves, MeasuredIndent, curve_finding

GIGA = 1e9
Places = NDArray[np.intp]


def measure_indents(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return what the indents of one sample show."""
    tip = _tip(settings)
    indents = tuple(_indent(curve, name, part, settings, tip) for curve in curves for name, part in _parts(curve))
    remarks = [*_assumptions(settings), *_of_records(indents)]
    scatter = _scatter(indents)
    findings = _findings(indents, of, settings, tip)
    if scatter is not None:
        young, hardness = scatter
        text = (
            f"Scatter of one indent about the mean of {len(indents)}: {young / GIGA:.2g} GPa of the modulus, "
            f"{hardness / GIGA:.2g} GPa of the hardness (standard deviations)."
        )
        remarks.append(Remark("scatter-of-indents", text))
    return MeasuredCurves(
        "indentation",
        of,
        tuple(curves),
        settings,
        findings,
        _tables(indents),
        tuple(dict.fromkeys(remarks)),
        indents=indents,
        tip=tip,
    )


def _tip(settings: CurveSettings, move: float = 0.0) -> IndenterTip:
    """Return the tip of the settings; `move` are standard deviations by which its elasticity is moved."""
    modulus = settings.tip_modulus.plain + move * (settings.tip_modulus.std or 0.0)
    return tip_of(settings.shape, modulus / (1 - settings.tip_poisson.plain**2), settings.coefficients)


def _parts(curve: MaterialCurve) -> list[tuple[str, Places]]:
    """Return the indents of a file, each with the places of its readings."""
    number = curve.columns.get("indent")
    if number is None:
        return [(curve.name, np.arange(len(curve)))]
    return [(f"{curve.name}, indent {n:g}", np.flatnonzero(number == n)) for n in dict.fromkeys(number.tolist())]


def _indent(curve: MaterialCurve, name: str, part: Places, settings: CurveSettings, tip: IndenterTip) -> MeasuredIndent:
    columns = {key: values[part] for key, values in curve.columns.items()}
    try:
        result = analyse_indent(columns["load"], columns["depth"], columns.get("time"), tip)
        young = young_of(result.contact.reduced_modulus, settings.poisson.plain, tip)
    except FitError as bad:
        where = name.removeprefix(curve.name).lstrip(", ")
        raise InputError(curve.file, [Problem(where or "indent", bad.what, bad.fix)]) from None
    # dE/dE_r of the two equations, at a fixed Poisson ratio
    slope = young**2 / (1 - settings.poisson.plain**2) / result.contact.reduced_modulus**2
    return MeasuredIndent(name, curve, result, young, slope * result.reduced_std)


def _scatter(indents: Sequence[MeasuredIndent]) -> tuple[float, float] | None:
    if len(indents) < 2:
        return None
    young = [one.young for one in indents]
    hardness = [one.result.contact.hardness for one in indents]
    return float(np.std(young, ddof=1)), float(np.std(hardness, ddof=1))


def mean_of(values: Sequence[float], stds: Sequence[float]) -> tuple[float, float]:
    """Return the mean of indents and its standard deviation, widened so that 1.96 of it hold 95 %.

    The scatter of the indents gives it, with Student's t; the errors of the records where they are larger.
    """
    mean = float(np.mean(values))
    of_records = sqrt(sum(s**2 for s in stds)) / len(stds)
    if len(values) < 2:
        return mean, of_records
    of_scatter = float(np.std(values, ddof=1)) / sqrt(len(values)) * student(len(values) - 1) / NORMAL_95
    return mean, max(of_scatter, of_records)


def _findings(
    indents: Sequence[MeasuredIndent], of: str, settings: CurveSettings, tip: IndenterTip
) -> tuple[Finding, ...]:
    curve = indents[0].curve
    shared = (settings.poisson, settings.tip_modulus, settings.tip_poisson)
    at = {"force": float(np.mean([one.result.contact.load for one in indents]))}
    count = f"mean of {len(indents)} indents" if len(indents) > 1 else "one indent"
    how = f"Oliver-Pharr, {settings.shape} tip, {count}"
    single: tuple[Finding, ...] = ()
    if len(indents) > 1:
        single = tuple(
            curve_finding(
                one.curve,
                of,
                "reduced_modulus",
                one.result.contact.reduced_modulus,
                {**at, "peak": float(k)},
                method=f"Oliver-Pharr, {settings.shape} tip",
                std=one.result.reduced_std,
            )
            for k, one in enumerate(indents, 1)
        )
    reduced, reduced_std = mean_of(
        [one.result.contact.reduced_modulus for one in indents], [one.result.reduced_std for one in indents]
    )
    hardness, hardness_std = mean_of(
        [one.result.contact.hardness for one in indents], [one.result.hardness_std for one in indents]
    )
    depth = float(np.mean([one.result.contact.depth for one in indents]))
    depth_std = mean_of([one.result.contact.depth for one in indents], [one.result.unloading.noise for one in indents])
    corners = shape_of(settings.shape).corners_std / tip.corners

    def add(name: str, value: float, std: float, uses: tuple[Finding, ...] = ()) -> Finding:
        subject = f"the indents in {of}" if name == "indentation_depth" else of
        of_indents = () if name in ("hardness", "indentation_depth") else single
        return curve_finding(curve, subject, name, value, at, method=how, std=std, uses=(*of_indents, *uses))

    found = [
        add("hardness", hardness, hardness_std),
        add("reduced_modulus", reduced, hypot(reduced_std, corners * reduced)),
        add("indentation_depth", depth, depth_std[1]),
    ]
    young: list[Finding] = []
    for name in ("young_modulus", "shear_modulus", "bulk_modulus"):
        value_at = _modulus(name, settings)
        value = value_at(reduced, 0.0, 0.0)
        random = value_at(reduced + reduced_std, 0, 0) - value
        shared_parts = (
            value_at(reduced * (1 + corners), 0, 0) - value,
            value_at(reduced, 1, 0) - value,
            value_at(reduced, 0, 1) - value,
        )
        young.append(add(name, value, hypot(random, *shared_parts), shared))
    return (*young[:1], *found, *young[1:], *single)


def _modulus(name: str, settings: CurveSettings) -> Callable[[float, float, float], float]:
    """Return a modulus as a function of the reduced one, and of moves of Poisson ratio and tip (in sigma)."""

    def value(reduced: float, of_poisson: float, of_tip: float) -> float:
        nu = min(settings.poisson.plain + of_poisson * (settings.poisson.std or 0.0), 0.49)
        young = young_of(reduced, nu, _tip(settings, of_tip))
        moduli = moduli_of(young=young, poisson=nu)
        return float({"young_modulus": young, "shear_modulus": moduli.shear, "bulk_modulus": moduli.bulk}[name])

    return value


def _assumptions(settings: CurveSettings) -> list[Remark]:
    found = []
    nu, e = settings.poisson, settings.tip_modulus
    if isinstance(nu.origin, Assumed):
        spread = "" if not nu.std else f" +/- {nu.std:g}"
        text = f"Poisson ratio {nu.value:g}{spread} assumed: {nu.origin.why} (--poisson)."
        found.append(Remark("poisson-assumed", text))
    if isinstance(e.origin, Assumed):
        text = f"Tip of {e.value / GIGA:g} GPa, Poisson ratio {settings.tip_poisson.value:g}, assumed: {e.origin.why}."
        found.append(Remark("tip-assumed", f"{text} (--tip-modulus, --tip-poisson)"))
    shape = shape_of(settings.shape)
    if not settings.tip_known:
        text = f"Area function assumed: perfect {settings.shape} tip, A = {shape.area_coefficient:g} h^2 (--tip-area)."
        found.append(
            Remark("area-function-assumed", f"{text} A rounded tip makes shallow indents look hard and stiff.")
        )
    text = f"Corner factor beta = {shape.corners:g} +/- {shape.corners_std:g}, sink-in epsilon = {shape.sink_in:.4g}."
    found.append(Remark("tip-constants", text))
    return found


def _of_records(indents: Sequence[MeasuredIndent]) -> list[Remark]:
    found = [
        Remark(note.code, f"{one.name}: {note.text}" if len(indents) > 1 else note.text)
        for one in indents
        for note in one.result.notes
    ]
    jumps = sum(len(one.result.pop_ins) for one in indents)
    if jumps:
        with_some = sum(bool(one.result.pop_ins) for one in indents)
        text = f"{jumps} pop-ins in {with_some} of {len(indents)} indents: displacement jumps at constant load."
        found.append(Remark("pop-ins", text))
    return found


def _tables(indents: Sequence[MeasuredIndent]) -> tuple[Table, ...]:
    nan = float("nan")
    rows = [
        (
            one.name,
            c.load,
            c.depth,
            c.contact_depth,
            c.stiffness,
            one.result.unloading.exponent,
            one.young,
            one.young_std,
            c.hardness,
            one.result.hardness_std,
            nan if one.result.drift_rate is None else one.result.drift_rate,
            float(len(one.result.pop_ins)),
        )
        for one in indents
        for c in (one.result.contact,)
    ]
    heads = {
        "indent": "",
        "full load": "N",
        "depth": "m",
        "contact depth": "m",
        "stiffness": "N/m",
        "exponent": "1",
        "Young's modulus": "Pa",
        "spread of the modulus": "Pa",
        "hardness": "Pa",
        "spread of the hardness": "Pa",
        "drift": "m/s",
        "pop-ins": "1",
    }
    jumps = [(one.name, p.load, p.depth, p.size, p.std) for one in indents for p in one.result.pop_ins]
    of_jumps = {"indent": "", "load": "N", "depth": "m", "size": "m", "spread": "m"}
    tables = (made("indents", "Indents", heads, rows), made("pop_ins", "Pop-ins", of_jumps, jumps))
    return tuple(t for t in tables if len(t))
