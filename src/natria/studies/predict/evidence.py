"""What a prediction rests on: facts, files, assumptions and their ground, laws, answerers, fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...literature import scatter
from ...quantity import (
    Assumed,
    Chosen,
    Computed,
    Finding,
    Fitted,
    Measured,
    Reported,
    ancestry,
    knowledge,
    show_conditions,
    show_value,
)
from ..studio import Studio
from ..verdicts.roots import laws_of

WEIGHED = "fit: members are weighed by it"


def evidence_of(
    answers: Iterable[Finding], training: Sequence[str], conditions: Sequence[Finding] = ()
) -> dict[str, Any]:
    """Return everything at the end of the ancestry of some answers, each once, as JSON.

    Facts that members were weighed by are a fit: they are listed too.
    """
    facts: dict[str, dict[str, Any]] = {}
    files: dict[str, dict[str, Any]] = {}
    assumed: dict[str, dict[str, Any]] = {}
    chosen: dict[str, dict[str, Any]] = {}
    laws: dict[str, dict[str, str]] = {}
    models: dict[str, dict[str, Any]] = {}
    fitted: set[str] = set()
    for answer in answers:
        laws |= {law.path: {"path": law.path, "law": law.word, "why": law.why} for law in laws_of(answer)}
        for one in ancestry(answer):
            match one.origin:
                case Reported(record=record) if isinstance(one, Finding):
                    facts[record] = {**_row(one), "kind": one.origin.kind, "where": one.origin.where}
                case Measured(file=file, sha256=digest):
                    files[digest] = {"file": file, "sha256": digest}
                case Assumed(why=why, source=source) if isinstance(one, Finding):
                    assumed[one.id] = {**_row(one), **_knowledge(one), "why": why, "source": source}
                case Chosen(by=by) if isinstance(one, Finding) and by != "the question":
                    chosen[one.id] = {**_row(one), "by": by}
                case Computed(model=model, version=version):
                    models[model] = {"name": model, "version": version}
                case Fitted(fit=fit):
                    fitted |= {datum.id for datum in fit.data}
                case _:
                    pass
    weighed = {one.id for one in conditions}
    for one in conditions:
        if isinstance(one.origin, Reported):
            facts[one.id] = {**_row(one), "kind": one.origin.kind, "where": one.origin.where}
    for record, row in facts.items():
        row["role"] = _role(record, weighed, fitted, training)
    return {
        "facts": [facts[key] for key in sorted(facts)],
        "files": [files[key] for key in sorted(files)],
        "assumptions": [assumed[key] for key in sorted(assumed)],
        "settings": [chosen[key] for key in sorted(chosen)],
        "laws": [laws[key] for key in sorted(laws)],
        "answerers": [models[key] for key in sorted(models)],
        "unused_training": [key for key in training if key not in facts],
    }


def _role(record: str, weighed: set[str], fitted: set[str], training: Sequence[str]) -> str:
    if record in weighed:
        return WEIGHED
    return "fitted to" if record in fitted else "training" if record in training else "read by the design"


def _row(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "digest": one.digest,
        "name": one.question.name,
        "of": one.question.of,
        "at": show_conditions(one.question.at),
        "shown": show_value(one),
    }


def _knowledge(one: Finding) -> dict[str, Any]:
    known = knowledge(one, scatter())
    return {"ground": known.ground, "spread": known.u, "space": known.space}


def fits_used(studios: Sequence[Studio]) -> tuple[Mapping[str, str], ...]:
    """Return the fits of all combinations by name: what they were fitted to, or why they were refused."""
    rows: dict[tuple[str, str], Mapping[str, str]] = {}
    for studio in studios:
        tables = {**studio.case.study.fit, **(studio.what_if.fit if studio.what_if else {})}
        for task in studio.fit_tasks:
            used, written = [d.id for d in task.data], task.table.data
            state = "as the case" if set(used) == set(written) else "refitted to the training facts alone"
            row = {"name": task.name, "state": state, "data": ", ".join(used), "why": ""}
            rows[task.name, state] = row
        for parameter, why in studio.failed.items():
            name = next((n for n, table in tables.items() if parameter in table.parameters), parameter)
            data = ", ".join(tables[name].data) if name in tables else ""
            rows[name, why] = {"name": name, "state": "refused", "data": data, "why": why}
    return tuple(rows.values())
