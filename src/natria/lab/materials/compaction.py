"""Pressed powders to findings.

Both laws, the better first, and the pressure at which the powder is nearly dense.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...quantity import Finding, FitError, InputError, Problem
from ...record import Table
from ..files.materials import MaterialCurve
from ..kinetics.inputs import Vector
from ..kinetics.measurement.tables import made
from ..mechanics.compaction import CompactionFit, compaction_points, fit_compaction
from ..results import Remark
from .measured import CurveSettings, MeasuredCompaction, MeasuredCurves, curve_finding

RIVALS = ("Heckel", "Kawakita")
CLEAR = 6.0  # of AICc: by which a law is better for sure (about 20 to 1)
NAN = float("nan")
MEGA = 1e6


def measure_compaction(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return what relative densities over pressures show, of each file by itself."""
    assert settings.dense is not None
    every = []
    findings: list[Finding] = []
    remarks: list[Remark] = []
    for curve in curves:
        one, why = _fitted(curve, settings)
        every.append(one)
        remarks += [Remark("law-not-fitted", text) for text in why]
        findings += _findings(one, curve, of, settings)
        remarks += _remarks(one)
    dense = f"Nearly dense means a relative density of {settings.dense.value:.4g} (--dense)."
    remarks.append(Remark("dense-assumed", dense))
    tables = _tables(every)
    return MeasuredCurves(
        "compaction", of, tuple(curves), settings, tuple(findings), tables, tuple(remarks), compactions=tuple(every)
    )


def _fitted(curve: MaterialCurve, settings: CurveSettings) -> tuple[MeasuredCompaction, list[str]]:
    try:
        pressure, density = compaction_points(curve.columns["pressure"], _relative(curve, settings))
    except FitError as bad:
        raise InputError(curve.file, [Problem(f"rows from line {curve.line}", bad.what, bad.fix)]) from None
    fits: list[CompactionFit] = []
    failed = []
    for law in RIVALS:
        try:
            fits.append(fit_compaction(pressure, density, law))
        except FitError as bad:
            failed.append(bad)
    if not fits:
        raise InputError(curve.file, [Problem(f"rows from line {curve.line}", b.what, b.fix) for b in failed])
    fits.sort(key=lambda one: one.aicc)
    assert settings.dense is not None
    why = [f"{curve.name}: {bad.what}: {bad.fix}." for bad in failed]
    return MeasuredCompaction(curve.name, pressure, density, tuple(fits), settings.dense.plain), why


def _relative(curve: MaterialCurve, settings: CurveSettings) -> Vector:
    """Return the relative density of a file; one of densities needs that without pores."""
    if "relative_density" in curve.columns:
        return curve.columns["relative_density"]
    if settings.true_density is None:
        what = "holds densities, and the density without pores is unknown"
        raise InputError(curve.file, [Problem("column of the density", what, "give it: --true-density '2.28 g/cm^3'")])
    return np.asarray(curve.columns["density"] / settings.true_density.plain)


def _findings(one: MeasuredCompaction, curve: MaterialCurve, of: str, settings: CurveSettings) -> list[Finding]:
    assert settings.dense is not None
    uses = (settings.dense, *((settings.true_density,) if settings.true_density else ()))
    found = []
    for fit in one.fits:
        how = f"{fit.law}'s law through {len(one.pressure)} densities"
        reached = fit.pressure_at(one.dense)
        largest = float(one.pressure[-1])
        if reached is not None and reached[0] <= largest:
            value, std = reached
            found.append(curve_finding(curve, of, "densification_pressure", value, method=how, std=std, uses=uses))
        elif fit is one.fits[0]:
            how += ": not reached at the largest pressure"
            found.append(
                curve_finding(curve, of, "densification_pressure", largest, method=how, bound="over", uses=uses)
            )
    for fit in one.fits:
        how = f"{fit.law}'s law through {len(one.pressure)} densities"
        which, name = (0, "heckel_yield_pressure") if fit.law == "Heckel" else (2, "kawakita_pressure")
        std = fit.std_of(fit.names[which])
        value = 1 / float(fit.values[which])
        if value > 0:
            spread = None if std is None else std * value**2
            found.append(curve_finding(curve, of, name, value, method=how, std=spread, uses=uses[1:]))
    return found


def _remarks(one: MeasuredCompaction) -> list[Remark]:
    best, *rest = one.fits
    found = []
    if rest:
        ahead = rest[0].aicc - best.aicc
        words = "fits better" if ahead > CLEAR else "is not told apart from its rival"
        text = f"{one.name}: {best.law}'s law {words}; AICc of {rest[0].law}'s law is {ahead:.3g} above."
        found.append(Remark("laws-ranked", text))
    reached = [(fit.law, fit.pressure_at(one.dense)) for fit in one.fits]
    by_law = [f"{law} {value[0] / MEGA:.4g} MPa" for law, value in reached if value and value[0] <= one.pressure[-1]]
    if len(by_law) > 1:
        found.append(Remark("densification-by-law", f"{one.name}: densification pressure by law: {', '.join(by_law)}."))
    beyond = best.law == "Kawakita" and best.density(1e6 * float(one.pressure[-1])) > 1
    if beyond:
        text = f"{one.name}: Kawakita's law exceeds full density at high pressure; do not extrapolate it."
        found.append(Remark("beyond-full-density", text))
    first = reached[0][1]
    if first is None or first[0] > one.pressure[-1]:
        text = (
            f"{one.name}: the powder does not reach {one.dense:.0%} at its largest pressure: the pressure is a bound."
        )
        found.append(Remark("not-dense", text))
    return found


def _tables(every: Sequence[MeasuredCompaction]) -> tuple[Table, ...]:
    laws = [
        (one.name, fit.law, name, float(value), fit.std_of(name) if fit.std_of(name) is not None else NAN, fit.aicc)
        for one in every
        for fit in one.fits
        for name, value in zip(fit.names, fit.values, strict=True)
    ]
    heads = {"file": "", "law": "", "parameter": "", "value (SI)": "1", "spread (SI)": "1", "AICc": "1"}
    return (made("laws", "Laws of the relative density", heads, laws),)
