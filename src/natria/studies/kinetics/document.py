"""The stable JSON of measured kinetics: the keys of a study, and those of each recording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from ...lab.kinetics.measurement import MeasuredKinetics, MeasuredScan, MeasuredStep, MeasuredTafel
from ...lab.kinetics.polarisation import WithStd
from ...quantity import CONDITIONS, Finding, Refused, dump
from ..document_comparisons import comparison_document, refused_document
from ..document_parts import digest_of_document, table_document
from ..verdicts import Comparison

SCHEMA = "natria.kinetics/1"


def kinetics_document(m: MeasuredKinetics, version: str, beside: Sequence[Comparison] = ()) -> dict[str, Any]:
    """Return the JSON of kinetics: technique with its reasons, fits, scans, steps, and comparisons."""
    compared = (f for c in beside for f in (c.target, c.answer) if isinstance(f, Finding))
    book = dump((*m.findings, *compared))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "title": m.title,
        "technique": m.family,
        "systems": [m.specimen.of],
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
        "tables": [table_document(t) for t in m.tables],
        "answers": [{"id": f.id} for f in m.findings],
        "comparisons": [comparison_document(c) for c in beside],
        "refused": [refused_document(c.answer, c.what_if) for c in beside if isinstance(c.answer, Refused)],
        "remarks": [{"code": r.code, "text": r.text} for r in m.remarks],
        "recordings": [
            {
                "file": one.recording.file,
                "sha256": one.recording.sha256,
                "format": one.recording.format,
                "readings": len(one.recording),
                "recognised": one.recognition.technique,
                "reasons": [{"code": note.code, "text": note.text} for note in one.recognition.reasons],
                "temperature": None if one.specimen.temperature is None else one.specimen.temperature.plain,
            }
            for one in m.inputs
        ],
        "tafel": [_tafel(one) for one in m.tafel],
        "scans": [_scan(one) for one in m.scans],
        "exponents": [
            {"direction": e.way, "peak": e.peak, "b": e.result.b, "std": _finite(e.result.std)} for e in m.exponents
        ],
        "shares": [
            {
                "direction": s.way,
                "scan_rates": s.result.scan_rate.tolist(),
                "capacitive": s.result.share.tolist(),
                "std": [_finite(v) for v in s.result.share_std],
            }
            for s in m.shares
        ],
        "steps": [_step(one) for one in m.steps],
        "electronic": _electronic(m),
        "current_fraction": _fraction(m),
        "passed_over": dict(m.passed_over),
        "failed": dict(m.failed),
    }
    return {**document, "digest": digest_of_document(document)}


def measured_kinetics(m: MeasuredKinetics) -> dict[str, Any]:
    """Return the entry of own kinetics under `kinetics` of a study."""
    return {
        "of": m.specimen.of,
        "title": m.title,
        "technique": m.family,
        "files": [
            {"file": one.recording.file, "sha256": one.recording.sha256, "format": one.recording.format}
            for one in m.inputs
        ],
        "findings": [f.id for f in m.findings],
        "remarks": [remark.text for remark in m.remarks],
        "remark_codes": [remark.code for remark in m.remarks],
        "passed_over": dict(m.passed_over),
        "failed": dict(m.failed),
    }


def _tafel(one: MeasuredTafel) -> Mapping[str, Any]:
    fit, state = one.result.fit, one.result.fit.state
    limit = fit.limiting
    return {
        "file": one.source.recording.file,
        "unit": one.unit,
        "faces": one.result.sweep.faces,
        "temperature": one.result.temperature,
        "law": fit.chosen,
        "alternatives": {law: _finite(above) for law, above in fit.alternatives.items()},
        "exchange_current": state.exchange_current,
        "exchange_current_95": [_finite(end) for end in fit.exchange_current_95],
        "alpha": state.alpha,
        "equilibrium": state.equilibrium,
        "resistance": state.resistance,
        "limiting_current": None if limit is None else {"value": limit.value, "std": _finite(limit.std)},
        "misfit": _finite(fit.misfit),
        "lines": [
            {
                "direction": branch.direction,
                "slope": branch.slope,
                "slope_std": branch.slope_std,
                "exchange_current": branch.exchange_current,
                "exchange_current_95": list(branch.exchange_current_95),
                "alpha": branch.alpha,
                "decades": branch.decades,
            }
            for branch in one.result.branches
        ],
    }


def _scan(one: MeasuredScan) -> Mapping[str, Any]:
    onset = one.onset
    return {
        "name": one.name,
        "scan_rate": _finite(one.rate),
        "sweeps": len(one.result.sweeps),
        "peaks": [
            {"sweep": k + 1, "voltage": p.voltage, "current": p.current, "height": p.height, "charge": p.charge}
            for k, peaks in enumerate(one.result.peaks)
            for p in peaks
        ],
        "pairs": [
            {"midpoint": p.midpoint, "separation": p.separation, "current_ratio": p.current_ratio}
            for p in one.result.pairs
        ],
        "onset": None if onset is None else {"voltage": onset.voltage, "threshold": onset.threshold},
    }


def _step(one: MeasuredStep) -> Mapping[str, Any]:
    decay = one.decay
    fitted = None
    if decay is not None:
        fitted = {
            "first_current": decay.initial,
            "steady_current": decay.steady,
            "steady_std": _finite(decay.steady_std),
            "time_constants": list(decay.time_constants),
            "left": decay.left,
        }
    return {
        "file": one.source.recording.file,
        "voltage": one.voltage,
        "begin": one.begin,
        "duration": one.duration,
        "decay": fitted,
    }


def _electronic(m: MeasuredKinetics) -> Mapping[str, Any] | None:
    if m.electronic is None:
        return None
    e = m.electronic
    return {
        "resistance": e.resistance,
        "resistance_std": _finite(e.resistance_std),
        "conductivity": _finite(e.conductivity),
        "conductivity_std": _finite(e.conductivity_std),
    }


def _fraction(m: MeasuredKinetics) -> Mapping[str, Any] | None:
    if m.fraction is None:
        return None
    named = {
        "bruce_vincent": m.fraction.bruce_vincent,
        "watanabe": m.fraction.watanabe,
        "uncorrected": m.fraction.uncorrected,
    }
    return {name: _with_std(number) for name, number in named.items()}


def _with_std(number: WithStd | None) -> Mapping[str, Any] | None:
    return None if number is None else {"value": _finite(number.value), "std": _finite(number.std)}


def _finite(value: float | None) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if value is not None and isfinite(value) else None
