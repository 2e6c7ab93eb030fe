"""The stable JSON of a study, schema natria.study/1: keys are added, never renamed."""

from __future__ import annotations

from itertools import chain
from typing import Any

from ..quantity import CONDITIONS, Computed, Finding, Refused, dump, origin_to_json, question_to_json
from ..record import Table
from .run import Run, StudyResult
from .verdict import Comparison, totals

SCHEMA = "natria.study/1"


def study_document(result: StudyResult, version: str) -> dict[str, Any]:
    book = dump(chain(result.findings(), *(_inputs(t) for t in result.tables)))
    return {
        "schema": SCHEMA,
        "natria": version,
        "case": result.case.name,
        "title": str(result.case.base.document.get("title", result.case.name)),
        "systems": list(result.case.systems),
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "tables": [_table(t) for t in result.tables],
        "refused": [
            *(_refused(r, "") for r in result.refused_tables),
            *(
                _refused(a, "")
                for b in result.budgets
                for a in (*b.parts.values(), *b.whole.values())
                if isinstance(a, Refused)
            ),
            *(_refused(a, run.name) for run in result.runs for a in _refusals(run)),
        ],
        "comparisons": [_comparison(c) for run in result.runs for c in run.comparisons],
        "answers": [
            {"answer": a.id, "what_if": run.name} for run in result.runs for a in run.answers if isinstance(a, Finding)
        ],
        "what_if": {run.name: run.says for run in result.what_ifs},
        "failed_fits": [
            {"parameter": n, "why": why, "what_if": run.name} for run in result.runs for n, why in run.failed.items()
        ],
        "totals": totals(result.base.comparisons),
        "budgets": [
            {
                "system": b.system,
                "parts": {name: _id(a) for name, a in b.parts.items()},
                "whole": {name: _id(a) for name, a in b.whole.items()},
            }
            for b in result.budgets
        ],
        "claims": [{"id": c.id, "of": c.of, "says": c.says, "where": c.where} for c in result.claims],
        "not_asked": [f.id for f in result.taken],
    }


def _id(answer: Finding | Refused) -> str | None:
    return answer.id if isinstance(answer, Finding) else None


def _inputs(table: Table) -> tuple[Finding, ...]:
    return table.origin.inputs if isinstance(table.origin, Computed) else ()


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "columns": {name: column.unit for name, column in table.columns.items()},
        "file": table.file,
        "sha256": table.sha256,
        "origin": origin_to_json(table.origin),
    }


def _refusals(run: Run) -> list[Refused]:
    return [a for a in (*(c.answer for c in run.comparisons), *run.answers) if isinstance(a, Refused)]


def _refused(refused: Refused, what_if: str) -> dict[str, Any]:
    return {**question_to_json(refused.question), "model": refused.model, "why": refused.why, "what_if": what_if}


def _comparison(c: Comparison) -> dict[str, Any]:
    return {
        "target": c.target.id,
        "answer": _id(c.answer),
        "verdict": c.verdict,
        "why": c.why,
        "rests_on": list(c.rests_on),
        "agreement": c.agreement,
        "within": c.within,
        "what_if": c.what_if,
    }
