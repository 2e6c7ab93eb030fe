"""Voltammograms of a cell: sweeps by scan rate, peaks, onset, exponent b and capacitive share."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

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
FOLLOWED = 0.05  # V: by which a peak moves from one scan rate to the next
Row = tuple[PotentialSweep, tuple[SweepPeak, ...]]
WAYS = {1: "anodic", -1: "cathodic"}
NO_SWEEP = "No sweep of the voltage at one rate: nothing was analysed."


def measure_voltammetry(
    inputs: Sequence[KineticInput], specimen: Specimen, settings: KineticSettings
) -> MeasuredKinetics:
    """Return peaks and pairs of each scan rate, and what several scan rates show."""
    scans = sorted((scan for source in inputs for scan in _scans(source, settings)), key=lambda scan: scan.rate)
    remarks: list[Remark] = []
    findings: list[Finding] = []
    for scan in scans:
        remarks += [Remark(r.code, f"{scan.name}: {r.text}" if len(scans) > 1 else r.text) for r in scan.result.remarks]
        findings += voltammogram_findings(scan.result, scan.source.recording, scan.source.specimen)
        if scan.onset is not None:
            remarks += scan.onset.remarks
            findings += onset_findings(scan.onset, scan.rate, scan.source.recording, scan.source.specimen)
    if any(len(scan.result.sweeps) == 1 for scan in scans) and (settings.threshold is None or specimen.area is None):
        text = "An onset voltage needs the current density that counts as onset: --threshold '10 uA/cm^2', and --area."
        remarks.append(Remark("no-threshold", text))
    exponents, of_exponents = _exponents(scans)
    shares, of_shares = _shares(scans)
    remarks += [*of_exponents, *of_shares]
    last, single = (scans[-1].source if scans else inputs[0]).recording, tuple(findings)
    for exponent in exponents:
        uses = _named(single, f"{exponent.way}_peak_current")
        findings += exponent_findings(exponent.result, last, specimen, way=exponent.way, peak=exponent.peak, uses=uses)
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


def _named(findings: Sequence[Finding], name: str) -> tuple[Finding, ...]:
    """Return the findings of a name, as what a number over all scan rates was made from."""
    return tuple(f for f in findings if f.question.name == name)


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


def _last(scan: MeasuredScan, direction: int) -> Row | None:
    """Return the last sweep of a direction with its peaks: earlier ones form the surface."""
    pairs = list(zip(scan.result.sweeps, scan.result.peaks, strict=True))
    return next(((s, p) for s, p in reversed(pairs) if s.direction == direction), None)


def _by_rate(scans: Sequence[MeasuredScan], direction: int) -> list[Row]:
    """Return the last sweep of each scan rate in a direction, by rising rate."""
    found = [one for scan in scans if (one := _last(scan, direction)) is not None]
    found.sort(key=lambda one: one[0].scan_rate)
    apart: list[Row] = []
    for one in found:
        if apart and log(one[0].scan_rate / apart[-1][0].scan_rate) <= ONE_RATE:
            apart[-1] = one
        else:
            apart.append(one)
    return apart


def _exponents(scans: Sequence[MeasuredScan]) -> tuple[tuple[PeakExponent, ...], list[Remark]]:
    """Return the exponent of each peak that can be followed over the scan rates, in both directions."""
    found: list[PeakExponent] = []
    remarks: list[Remark] = []
    for direction, way in WAYS.items():
        rows = _by_rate(scans, direction)
        if len(rows) < 2 or not any(peaks for _, peaks in rows):
            continue
        for number, followed in enumerate(_followed(rows), 1):
            if len(followed) < len(rows):
                text = f"{way.capitalize()} peak {number} is seen at {len(followed)} of {len(rows)} scan rates."
                remarks.append(Remark("peak-not-followed", text))
            if len(followed) > 1:
                rates = [sweep.scan_rate for sweep, _ in followed]
                result = scan_rate_exponent(rates, [abs(peak.height) for _, peak in followed])
                found.append(PeakExponent(way, number, result))
                name = f"{way.capitalize()} peak {number}"
                remarks += [Remark(r.code, f"{name}: {r.text}") for r in result.remarks]
    found.sort(key=lambda one: -len(one.result.scan_rate))  # the best known first
    return tuple(found), remarks


def _followed(rows: Sequence[Row]) -> list[list[tuple[PotentialSweep, SweepPeak]]]:
    """Return the peaks of the sweep with most of them, each followed to the neighbouring scan rates.

    A peak is followed to the nearest one within 50 mV; where there is none, it ends.
    """
    start = max(range(len(rows)), key=lambda k: len(rows[k][1]))
    chains = []
    for peak in rows[start][1]:
        chain = [(rows[start][0], peak)]
        for places in (range(start + 1, len(rows)), range(start - 1, -1, -1)):
            last = peak
            for k in places:
                near = min(rows[k][1], key=lambda p: abs(p.voltage - last.voltage), default=None)
                if near is None or abs(near.voltage - last.voltage) > FOLLOWED:
                    break
                chain.append((rows[k][0], near))
                last = near
        chains.append(sorted(chain, key=lambda one: one[0].scan_rate))
    return chains


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
