"""The stable JSON of a study, schema natria.study/1: keys are added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from ..lab import Measurement
from ..literature import Library
from ..quantity import (
    CONDITIONS,
    Ancestor,
    Computed,
    Finding,
    Refused,
    dump,
    question_to_json,
)
from ..record import Table
from .counting import count_targets
from .document_comparisons import comparison_document, grade_document, refused_document
from .document_parts import SCHEMA, digest_of_document, table_document
from .entries import entries_document
from .kinetics.document import measured_kinetics
from .materials.document import measured_curves
from .rivals import Ranking, Rivals, RivalValues
from .run import Run, StudyResult
from .spectra.described import measured_spectra
from .verdicts import Comparison, Grade, standing_of, totals


def study_document(result: StudyResult, version: str) -> dict[str, Any]:
    book = dump(chain(result.findings(), *(_inputs(t) for t in result.tables)))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "case": result.case.name,
        "title": str(result.case.base.document.get("title", result.case.name)),
        "systems": list(result.case.systems),
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
        "tables": [table_document(t) for t in result.tables],
        "refused": [
            *(refused_document(r, "") for r in result.refused_tables),
            *(
                refused_document(a, "")
                for b in result.budgets
                for a in (*b.parts.values(), *b.whole.values())
                if isinstance(a, Refused)
            ),
            *(refused_document(a, run.name) for run in result.runs for a in _refusals(run)),
        ],
        "comparisons": [comparison_document(c) for run in result.runs for c in (*run.comparisons, *run.own)],
        "answers": [
            _answer(a, run.name, result.case.library, run.grades.get(a.id))
            for run in result.runs
            for a in run.answers
            if isinstance(a, Finding)
        ],
        "what_if": {run.name: run.says for run in result.what_ifs},
        "rivals": [_rivals(r) for r in result.rivals],
        "rankings": [_ranking(r) for r in result.rankings],
        "rival_values": [_rival_values(r) for r in result.rival_values],
        "failed_fits": [
            {"parameter": n, "why": why, "what_if": run.name} for run in result.runs for n, why in run.failed.items()
        ],
        "totals": totals((*result.base.comparisons, *result.base.own)),
        "counts": _counts(result),
        "budgets": [
            {
                "system": b.system,
                "parts": {name: _id(a) for name, a in b.parts.items()},
                "whole": {name: _id(a) for name, a in b.whole.items()},
            }
            for b in result.budgets
        ],
        "claims": [{"id": c.id, "of": c.of, "says": c.says, "where": c.where} for c in result.claims],
        "lacks": [
            {"system": system, "missing": [{"path": x.path, "what": x.what, "why": x.why} for x in missing]}
            for system, missing in result.lacks.items()
        ],
        "not_asked": [f.id for f in result.taken],
        "measurements": [_measurement(m) for m in result.measurements],
        "spectra": [measured_spectra(m) for m in result.spectra],
        "kinetics": [measured_kinetics(m) for m in result.kinetics],
        "curves": [measured_curves(m) for m in result.curves],
        "entries": entries_document(result.entries, result.case),
    }
    return {**document, "digest": digest_of_document(document)}


def measurement_document(
    measurement: Measurement,
    comparisons: Sequence[Comparison],
    version: str,
    case: str = "",
    *,
    papers: Library | None = None,
) -> dict[str, Any]:
    """Return the JSON of one recording with the keys of a study; keys that do not apply are empty."""
    findings = (
        *measurement.findings,
        *(f for c in comparisons for f in (c.target, c.answer) if isinstance(f, Finding)),
    )
    book = dump(chain(findings, *(_inputs(t) for t in measurement.tables)))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "case": case or measurement.specimen.of,
        "title": f"{measurement.recording.file}: {measurement.says}",
        "systems": [measurement.specimen.of],
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
        "tables": [table_document(t) for t in measurement.tables],
        "refused": [refused_document(c.answer, c.what_if) for c in comparisons if isinstance(c.answer, Refused)],
        "comparisons": [comparison_document(c) for c in comparisons],
        "answers": [_answer(f, "", papers) for f in measurement.findings],
        "what_if": {},
        **{
            key: []
            for key in ("rivals", "rankings", "rival_values", "failed_fits", "budgets", "claims", "lacks", "not_asked")
        },
        "totals": totals(tuple(comparisons)),
        "measurements": [_measurement(measurement)],
    }
    return {**document, "digest": digest_of_document(document)}


def _id(answer: Finding | Refused) -> str | None:
    return answer.id if isinstance(answer, Finding) else None


def _inputs(table: Table) -> tuple[Ancestor, ...]:
    origin = table.origin
    return (*origin.inputs, *origin.artefacts) if isinstance(origin, Computed) else ()


def _measurement(m: Measurement) -> dict[str, Any]:
    return {
        "file": m.recording.file,
        "sha256": m.recording.sha256,
        "format": m.recording.format,
        "readings": len(m.recording),
        "of": m.specimen.of,
        "cell": m.kind.cell,
        "test": m.kind.test,
        "why": m.kind.why,
        "why_codes": [reason.code for reason in m.kind.reasons],
        "half_cycles": len(m.halves),
        "findings": [f.id for f in m.findings],
        "events": [
            {
                "what": e.what,
                "time": e.time,
                "half_cycle": m.halves.skipped + e.half_cycle + 1,
                "cycle": e.cycle,
                "into": e.into,
                "until": e.until,
                "size": e.size,
                "confidence": e.confidence,
                "evidence": [remark.text for remark in e.evidence],
            }
            for e in m.events
        ],
        "tables": [t.id for t in m.tables],
        "notes": [note.text for note in m.recording.notes],
        "note_codes": [note.code for note in m.recording.notes],
        "remarks": [remark.text for remark in m.remarks],
        "remark_codes": [remark.code for remark in m.remarks],
        "metadata": dict(m.recording.metadata),
    }


def _refusals(run: Run) -> list[Refused]:
    given = (*(c.answer for c in (*run.comparisons, *run.own)), *run.answers)
    return [a for a in given if isinstance(a, Refused)]


def _counts(result: StudyResult) -> dict[str, Any]:
    """Return the counts of reported numbers, each once, however many models answer it."""
    counted = count_targets(result.targets, result.base.comparisons)
    return {
        "reported": counted.reported,
        "answered": counted.answered,
        "verdicts": dict(counted.verdicts),
        "blocked_by": dict(counted.blocked),
    }


def _answer(answer: Finding, what_if: str, known: Library | None = None, grade: Grade | None = None) -> dict[str, Any]:
    standing = standing_of(answer, known, grade=grade)
    row = {"answer": answer.id, "standing": standing.word, "why": standing.why, "what_if": what_if}
    return {**row, "grade": grade_document(grade)}


def _rivals(r: Rivals) -> dict[str, Any]:
    return {
        **question_to_json(r.question),
        "target": r.target.id if r.target else None,
        "answers": [a.id for a in r.answers],
        "spread": r.spread,
        "holds_target": r.holds_target,
    }


def _rival_values(r: RivalValues) -> dict[str, Any]:
    """Return the values of one input with the answers to one target; `alone` has the 95 % ends in SI."""
    return {
        "path": r.path,
        "target": r.target.id,
        "model": r.model,
        "answers": [
            {
                "what_if": a.run,
                "value": a.value.id,
                "answer": _id(a.compared.answer),
                "alone": [a.alone.low, a.alone.high] if a.alone else None,
                "contradicts": list(a.contradicts),
            }
            for a in r.answers
        ],
    }


def _ranking(r: Ranking) -> dict[str, Any]:
    return {
        "name": r.name,
        "at": {key: list(value) if isinstance(value, tuple) else value for key, value in r.at.items()},
        "reported": list(r.reported),
        "laws": [
            {
                "model": law.model,
                "order": list(law.order),
                "as_reported": law.as_reported,
                "against": law.against,
                "open": law.open,
                "says": law.says,
            }
            for law in r.laws
        ],
    }
