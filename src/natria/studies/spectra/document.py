"""The stable JSON of measured spectra: the keys of a study, and those of each spectrum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from ...lab.impedance.measurement import MeasuredSpectra, MeasuredSpectrum
from ...quantity import CONDITIONS, Finding, Refused, dump
from ..document_comparisons import comparison_document, refused_document
from ..document_parts import digest_of_document, table_document
from ..verdicts import Comparison

SCHEMA = "natria.spectra/1"


def spectra_document(m: MeasuredSpectra, version: str, beside: Sequence[Comparison] = ()) -> dict[str, Any]:
    """Return the JSON of spectra: conditions, tests, fits and peaks of each, and comparisons."""
    compared = (f for c in beside for f in (c.target, c.answer) if isinstance(f, Finding))
    book = dump((*m.findings, *compared))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "title": m.title,
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
        "files": [{"file": f.file, "sha256": f.sha256, "format": f.format} for f in m.files],
        "spectra": [_spectrum(one) for one in m.spectra],
        "passed_over": dict(m.passed_over),
        "failed": dict(m.failed),
    }
    return {**document, "digest": digest_of_document(document)}


def _spectrum(one: MeasuredSpectrum) -> dict[str, Any]:
    return {
        "name": one.name,
        "file": one.file.file,
        "unit": one.spectrum.unit,
        "readings": len(one.spectrum),
        "temperature": one.temperature,
        "time": one.time,
        "kramers_kronig": _tested(one),
        "fit": _fit(one),
        "arcs": [
            {"name": a.name, "resistance": a.resistance, "tau": a.tau, "capacitance": a.capacitance} for a in one.arcs
        ],
        "peaks": [
            {"tau": p.tau, "resistance": p.resistance, "low": p.resistance_low, "high": _finite(p.resistance_high)}
            for p in (one.relaxation.peaks if one.relaxation else ())
        ],
    }


def _tested(one: MeasuredSpectrum) -> Mapping[str, Any] | None:
    test = one.consistency
    if test is None:
        return None
    return {"consistent": bool(test.consistent), "p": _finite(test.p_value), "drift": _finite(test.drift)}


def _fit(one: MeasuredSpectrum) -> Mapping[str, Any] | None:
    fit = one.fit
    if fit is None:
        return None
    return {
        "circuit": str(fit.circuit),
        "parameters": [
            {
                "name": name,
                "unit": unit,
                "value": _finite(fit.values[k]),
                "std": _finite(fit.std[k]),
                "interval_95": [_finite(end) for end in fit.interval(name)],
                "by": fit.methods[k],
            }
            for k, (name, unit) in enumerate(zip(fit.names, fit.units, strict=True))
        ],
        "noise": _finite(fit.noise),
        "p_misfit": _finite(fit.p_misfit),
        "weights": fit.weights,
    }


def _finite(value: float) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if isfinite(value) else None
