"""Depth profiles to findings: when a signal ends, how deep that is, and what the regions consist of.

A signal ends at the boundary behind which it stays below half of its largest level: that is its `sputter_time`. With an
etch rate the time is a depth. The shares of atoms are the levels of the regions between boundaries, counted from the
surface.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...quantity import Finding, FitError, InputError, Problem
from ..depth import DepthEdge, ProfileFit, depth_of, find_edges
from ..files.materials import MaterialCurve
from ..kinetics.measurement.tables import made
from ..results import Remark
from .measured import CurveSettings, MeasuredCurves, MeasuredProfile, curve_finding

HALF = 0.5  # of the largest level
HOW = "error functions through the signal"
NO_RATE = (
    "Times of etching are no depths: give the rate with its error (--etch-rate '5.5 +- 0.5 nm/min'). Each material has "
    "a rate of its own."
)
ONE_RATE = "One etch rate is taken for all layers; rates of materials often differ by a factor of two."
WIDTH = "The width of a boundary is that of roughness, mixing by the beam and the depth that is seen, not of a layer."


def measure_depth_profiles(curves: Sequence[MaterialCurve], of: str, settings: CurveSettings) -> MeasuredCurves:
    """Return the boundaries of all signals of depth profiles."""
    profiles, findings, rows = [], [], []
    remarks = [Remark("width-of-boundary", WIDTH)]
    for curve in curves:
        one = _profile(curve)
        profiles.append(one)
        for signal, fit in one.fits.items():
            findings += _ends(curve, f"{signal} in {of}", fit, settings)
            if one.units[signal] == "1":
                findings += _shares(curve, f"{signal.split()[0]} in {of}", fit)
            rows += [(one.name, signal, n, *_row(edge)) for n, edge in enumerate(fit.edges, 1)]
        without = [signal for signal, fit in one.fits.items() if not fit.edges]
        if without:
            text = f"{one.name}: no boundary stands out of the noise in {', '.join(without)}."
            remarks.append(Remark("no-boundary", f"{text} A change below the noise would not be seen."))
    remarks.append(Remark("etch-rate", ONE_RATE if settings.etch_rate else NO_RATE))
    heads = {
        "file": "",
        "signal": "",
        "boundary": "1",
        "time": "s",
        "spread of the time": "s",
        "width": "s",
        "spread of the width": "s",
        "before": "1",
        "behind": "1",
        "between readings": "",
    }
    tables = (made("boundaries", "Boundaries of the signals", heads, rows),)
    return MeasuredCurves(
        "depth profile", of, tuple(curves), settings, tuple(findings), tables, tuple(remarks), profiles=tuple(profiles)
    )


def _profile(curve: MaterialCurve) -> MeasuredProfile:
    time = curve.columns["etch_time"]
    signals = {name: values for name, values in curve.columns.items() if name != "etch_time"}
    fits: dict[str, ProfileFit] = {}
    for name, values in signals.items():
        try:
            fits[name] = find_edges(time, values, counts=curve.units[name] == "counts")
        except FitError as bad:
            raise InputError(curve.file, [Problem(f"rows from line {curve.line}", bad.what, bad.fix)]) from None
    units: Mapping[str, str] = {name: curve.units[name] for name in signals}
    return MeasuredProfile(curve.name, time, signals, units, fits)


def _ends(curve: MaterialCurve, of: str, fit: ProfileFit, settings: CurveSettings) -> list[Finding]:
    """Return the time at which a signal ends, if it does, and its depth where the rate is known."""
    half = HALF * max(fit.levels)
    above = [n for n, level in enumerate(fit.levels) if level >= half]
    if above[-1] == len(fit.edges):
        return []
    last = fit.edges[above[-1]]
    found = [curve_finding(curve, of, "sputter_time", last.time, method=HOW, std=last.time_std)]
    if rate := settings.etch_rate:
        depth, std = depth_of(last.time, last.time_std, rate.plain, rate.std or 0.0)
        found.append(curve_finding(curve, of, "length", depth, method=f"{HOW}, times the rate", std=std, uses=(rate,)))
    return found


def _shares(curve: MaterialCurve, of: str, fit: ProfileFit) -> list[Finding]:
    """Return the share of the atoms in each region; a profile of one region needs no number."""
    return [
        curve_finding(
            curve,
            of,
            "atomic_fraction",
            min(max(level, 0.0), 1.0),
            {"peak": float(n)} if fit.edges else None,
            method=f"{HOW}, level of a region",
            std=std,
        )
        for n, (level, std) in enumerate(zip(fit.levels, fit.level_stds, strict=True), 1)
    ]


def _row(edge: DepthEdge) -> tuple[object, ...]:
    between = "yes" if edge.is_between_readings else "no"
    return (edge.time, edge.time_std, edge.width, edge.width_std, edge.before, edge.behind, between)
