"""The stable JSON of material curves: the keys of a study, and those of each curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...lab.materials import MeasuredCurves
from ...quantity import CONDITIONS, Finding, dump
from ..document_comparisons import comparison_document
from ..document_parts import digest_of_document, table_document
from ..verdicts import Comparison

SCHEMA = "natria.curves/1"


def curves_document(m: MeasuredCurves, version: str, beside: Sequence[Comparison] = ()) -> dict[str, Any]:
    """Return the JSON of material curves of one kind."""
    compared = (f for c in beside for f in (c.target, c.answer) if isinstance(f, Finding))
    book = dump((*m.findings, *compared))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "title": m.title,
        "kind": m.kind,
        "systems": [m.of],
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
        "tables": [table_document(t) for t in m.tables],
        "answers": [{"id": f.id} for f in m.findings],
        "comparisons": [comparison_document(c) for c in beside],
        "remarks": [{"code": r.code, "text": r.text} for r in m.remarks],
        "curves": _curves(m),
        "failed": dict(m.failed),
    }
    return {**document, "digest": digest_of_document(document)}


def measured_curves(m: MeasuredCurves) -> dict[str, Any]:
    """Return the entry of own material curves in the document of a study."""
    return {
        "kind": m.kind,
        "of": m.of,
        "curves": _curves(m),
        "answers": [{"id": f.id} for f in m.findings],
        "remarks": [{"code": r.code, "text": r.text} for r in m.remarks],
        "failed": dict(m.failed),
    }


def _curves(m: MeasuredCurves) -> list[dict[str, Any]]:
    return [{"file": c.file, "sha256": c.sha256, "readings": len(c)} for c in m.curves]
