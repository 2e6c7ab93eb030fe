"""Resistances that an analysis of kinetics needs: numbers, or read off files of impedance spectra."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from pathlib import Path

from ...quantity import Chosen, Finding, Fitted, InputError, NatriaError, Problem, Question, UnitError, parse_quantity
from ..spectra import measure_spectrum_files

ARC, SERIES, INTERFACE = "arc_resistance", "series_resistance", "interface_resistance"
SUM = "interfaces"
EXAMPLE = "write for example '80 ohm', or name the file of a spectrum"


def series_of_sweep(text: str, of: str, by: str) -> Finding | None:
    """Return the resistance in series of a Tafel sweep, of "12 ohm", "30 ohm cm^2", or a spectrum."""
    if not text:
        return None
    if Path(text).is_file():
        found = _named(_findings(text, of), SERIES)
        if not found:
            what = "shows no resistance in series"
            raise InputError("--resistance", [Problem(text, what, "give the resistance: '12 ohm'")])
        return found[0]
    for name, unit in ((SERIES, "ohm"), ("series_area_resistance", "ohm m^2")):
        try:
            value = parse_quantity(text, unit)[0]
        except UnitError:
            continue
        return Finding(Question(name, of), _not_negative("--resistance", text, value), Chosen(by), 0.0)
    what = "is neither a resistance nor a resistance times an area nor a file"
    raise InputError("--resistance", [Problem(text, what, "write '12 ohm' or '30 ohm cm^2', or name a spectrum")])


def interface_and_bulk(option: str, text: str, of: str, by: str) -> tuple[Finding | None, Finding | None]:
    """Return the resistance of the interfaces (ohm) and, of a spectrum, that of the electrolyte."""
    if not text:
        return None, None
    if Path(text).is_file():
        findings = _findings(text, of)
        arcs = _named(findings, ARC)
        if not arcs:
            raise InputError(option, [Problem(text, "shows no arc: no resistance of an interface", EXAMPLE)])
        if any(arc.bound is not None or arc.std is None for arc in arcs):
            raise InputError(option, [Problem(text, "does not limit the resistance of every arc", EXAMPLE)])
        total = sum(arc.plain for arc in arcs)
        std = hypot(*(arc.std or 0.0 for arc in arcs))
        found = Finding(Question(INTERFACE, of), total, _summed(arcs, total, std), std)
        return found, next(iter(_named(findings, SERIES)), None)
    try:
        value = parse_quantity(text, "ohm")[0]
    except UnitError as bad:
        raise InputError(option, [Problem("", bad.what, EXAMPLE)]) from None
    return Finding(Question(INTERFACE, of), _not_negative(option, text, value), Chosen(by), 0.0), None


def _summed(arcs: tuple[Finding, ...], total: float, std: float) -> Fitted:
    """Return the origin of a sum of arcs: the fit of their spectrum."""
    origin = arcs[0].origin
    assert isinstance(origin, Fitted)
    fit = replace(
        origin.fit,
        model=f"{origin.fit.model}, sum of the arcs",
        data=arcs,
        names=(SUM,),
        values=(total,),
        covariance=((std**2,),),
    )
    return Fitted(fit, SUM)


def _findings(file: str, of: str) -> tuple[Finding, ...]:
    """Return the findings of a file of spectra, of the cell as a whole."""
    try:
        return measure_spectrum_files([Path(file)], system=of).findings
    except NatriaError as bad:
        if isinstance(bad, InputError):
            raise
        raise InputError(file, [Problem("", bad.what, bad.fix)]) from None


def _named(findings: tuple[Finding, ...], name: str) -> tuple[Finding, ...]:
    return tuple(f for f in findings if f.question.name == name)


def _not_negative(option: str, text: str, value: float) -> float:
    if value < 0:
        raise InputError(option, [Problem(text, "is negative", "a resistance is zero or above")])
    return value
