"""Voltammograms of a cell: sweeps by scan rate, peaks, onset, exponent b and capacitive share."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from ....quantity import Finding, FitError
from ....record import Table
from ...results import Remark
from ...specimen import Specimen
from ..voltammetry import (
    PotentialSweep,
    SweepPeak,
    analyse_voltammogram,
    capacitive_share,
    exponent_findings,
    onset_findings,
    onset_voltage,
    scan_rate_exponent,
    share_findings,
    split_sweeps,
    voltammogram_findings,
)
from .measured import DirectionShare, KineticInput, KineticSettings, MeasuredKinetics, MeasuredScan, PeakExponent
from .tables import NAN, made

ONE_RATE = 0.05  # of ln(scan rate): sweeps that close have one rate
WAYS = {1: "anodic", -1: "cathodic"}
NO_SWEEP = "No sweep of the voltage at one rate: nothing was analysed."


def measure_voltammetry(
    inputs: Sequence[KineticInput], specimen: Specimen, settings: KineticSettings
) -> MeasuredKinetics:
    """Return peaks and pairs of each scan rate, and the dependence on the scan rate where there are several."""
    scans = sorted((scan for source in inputs for scan in _scans(source, settings)), key=lambda scan: scan.rate)
    remarks: list[Remark] = []
    findings: list[Finding] = []
    for scan in scans:
        remarks += [Remark(r.code, f"{scan.name}: {r.text}" if len(scans) > 1 else r.text) for r in scan.result.remarks]
        findings += voltammogram_findings(scan.result, scan.source.recording, scan.source.specimen)
        if scan.onset is not None:
            remarks += scan.onset.remarks
            findings += onset_findings(scan.onset, scan.rate, scan.source.recording, scan.source.specimen)
    if any(len(scan.result.sweeps) == 1 for scan in scans) and settings.threshold is None:
        text = "An onset voltage needs the current density that counts as onset: --threshold '10 uA/cm^2', and --area."
        remarks.append(Remark("no-threshold", text))
    exponents, of_exponents = _exponents(scans)
    shares, of_shares = _shares(scans)
    remarks += [*of_exponents, *of_shares]
    last, single = (scans[-1].source if scans else inputs[0]).recording, tuple(findings)
    for exponent in exponents:
        uses = _named(single, f"{exponent.way}_peak_current", float(exponent.peak))
        findings += exponent_findings(exponent.result, last, specimen, exponent.way, exponent.peak, uses)
    for share in shares:
        findings += share_findings(share.result, last, specimen, share.way, _named(single, "scan_rate"))
    return MeasuredKinetics(
        "voltammetry",
        tuple(inputs),
        specimen,
        scans=tuple(scans),
        exponents=exponents,
        shares=shares,
        findings=tuple(findings),
        tables=_tables(scans, exponents, shares),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _named(findings: Sequence[Finding], name: str, peak: float | None = None) -> tuple[Finding, ...]:
    """Return the findings of a name, of one peak, as what a number over all scan rates was made from."""
    return tuple(f for f in findings if f.question.name == name and peak in (None, f.question.at.get("peak")))


def _scans(source: KineticInput, settings: KineticSettings) -> list[MeasuredScan]:
    """Return the voltammograms of a recording, one for each scan rate that follows another."""
    recording, kelvin = source.recording, source.specimen.temperature
    t, v, i = recording.time, recording.voltage, recording.current
    grouped: list[list[PotentialSweep]] = []
    for sweep in split_sweeps(t, v, i):
        if grouped and abs(log(sweep.scan_rate / grouped[-1][0].scan_rate)) <= ONE_RATE:
            grouped[-1].append(sweep)
        else:
            grouped.append([sweep])
    found = []
    for sweeps in grouped:
        part = slice(sweeps[0].first, sweeps[-1].stop)
        result = analyse_voltammogram(t[part], v[part], i[part], temperature=None if kelvin is None else kelvin.plain)
        if not result.sweeps:
            continue
        rate = result.scan_rate or 0.0
        name = source.name if len(grouped) == 1 else f"{source.name}, {1e3 * rate:.3g} mV/s"
        onset = None
        if len(result.sweeps) == 1 and settings.threshold is not None and source.specimen.area is not None:
            onset = onset_voltage(result.sweeps[0], settings.threshold * source.specimen.area.plain)
        found.append(MeasuredScan(source, name, result, onset))
    return found


def _last(scan: MeasuredScan, direction: int) -> tuple[PotentialSweep, tuple[SweepPeak, ...]] | None:
    """Return the last sweep of a direction with its peaks: earlier ones form the surface."""
    pairs = list(zip(scan.result.sweeps, scan.result.peaks, strict=True))
    return next(((s, p) for s, p in reversed(pairs) if s.direction == direction), None)


def _by_rate(scans: Sequence[MeasuredScan], direction: int) -> list[tuple[PotentialSweep, tuple[SweepPeak, ...]]]:
    """Return the last sweep of each scan rate in a direction, by rising rate."""
    found = [one for scan in scans if (one := _last(scan, direction)) is not None]
    found.sort(key=lambda one: one[0].scan_rate)
    apart: list[tuple[PotentialSweep, tuple[SweepPeak, ...]]] = []
    for one in found:
        if apart and log(one[0].scan_rate / apart[-1][0].scan_rate) <= ONE_RATE:
            apart[-1] = one
        else:
            apart.append(one)
    return apart


def _exponents(scans: Sequence[MeasuredScan]) -> tuple[tuple[PeakExponent, ...], list[Remark]]:
    """Return the exponent of each peak that all scan rates have, in both directions."""
    found: list[PeakExponent] = []
    remarks: list[Remark] = []
    for direction, way in WAYS.items():
        rows = _by_rate(scans, direction)
        if len(rows) < 2:
            continue
        counts = {len(peaks) for _, peaks in rows}
        rates = [sweep.scan_rate for sweep, _ in rows]
        if len(counts) > 1:
            text = f"The {way} sweeps have {min(counts)} to {max(counts)} peaks: the highest of each is followed."
            remarks.append(Remark("peaks-not-followed", text))
        followed = [[p.height for p in peaks] for _, peaks in rows]
        if 0 in counts:
            continue
        if len(counts) > 1:
            followed = [[max(heights, key=abs)] for heights in followed]
        for number, heights in enumerate(zip(*followed, strict=True), 1):
            result = scan_rate_exponent(rates, np.abs(heights))
            found.append(PeakExponent(way, number, result))
            remarks += result.remarks
    return tuple(found), remarks


def _shares(scans: Sequence[MeasuredScan]) -> tuple[tuple[DirectionShare, ...], list[Remark]]:
    """Return the capacitive share over the scan rates in both directions; a remark says why there is none."""
    found: list[DirectionShare] = []
    remarks: list[Remark] = []
    for direction, way in WAYS.items():
        rows = _by_rate(scans, direction)
        if len(rows) < 2:
            continue
        try:
            result = capacitive_share([sweep for sweep, _ in rows])
        except FitError as bad:
            remarks.append(Remark("no-capacitive-share", f"No capacitive share: {bad.what}. {bad.fix}."))
            continue
        found.append(DirectionShare(way, result))
        remarks += [Remark(r.code, f"{way.capitalize()} sweeps: {r.text}") for r in result.remarks]
    return tuple(found), list(dict.fromkeys(remarks))


def _tables(
    scans: Sequence[MeasuredScan], exponents: Sequence[PeakExponent], shares: Sequence[DirectionShare]
) -> tuple[Table, ...]:
    peaks = [
        (scan.name, k + 1, WAYS[sweep.direction], sweep.scan_rate, p.voltage, p.current, p.height, p.charge, p.width)
        for scan in scans
        for k, (sweep, of_sweep) in enumerate(zip(scan.result.sweeps, scan.result.peaks, strict=True))
        for p in of_sweep
    ]
    heads = {
        "scan": "",
        "sweep": "1",
        "direction": "",
        "scan rate": "V/s",
        "peak voltage": "V",
        "current": "A",
        "above baseline": "A",
        "charge": "C",
        "width at half height": "V",
    }
    pairs = [
        (scan.name, p.sweeps[0] + 1, p.sweeps[1] + 1, p.midpoint, p.separation, p.current_ratio)
        for scan in scans
        for p in scan.result.pairs
    ]
    of_pairs = {
        "scan": "",
        "anodic sweep": "1",
        "cathodic sweep": "1",
        "midpoint": "V",
        "separation": "V",
        "current ratio": "1",
    }
    powers = [(e.way, e.peak, e.result.b, NAN if e.result.std is None else e.result.std) for e in exponents]
    parts = [
        (s.way, rate, share, std)
        for s in shares
        for rate, share, std in zip(s.result.scan_rate, s.result.share, s.result.share_std, strict=True)
    ]
    of_shares = {"direction": "", "scan rate": "V/s", "capacitive share": "1", "spread": "1"}
    found = (
        made("scan_rates", "Capacitive share", of_shares, parts),
        made("exponents", "Exponent b of the peaks", {"direction": "", "peak": "1", "b": "1", "spread": "1"}, powers),
        made("peaks", "Peaks", heads, peaks),
        made("pairs", "Pairs of peaks", of_pairs, pairs),
    )
    return tuple(table for table in found if len(table))
