"""The stable JSON of a prediction, schema natria.prediction/1: keys are added, never renamed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from ...quantity import InputError, Problem, Question, question_from_json, question_to_json, read_text_file, term
from ..document_parts import digest_of_document
from ..verdicts.spaces import as_y, from_y
from .forecast import Branch, Ends, Forecast, Prediction
from .mixture import Vector

PREDICTION = "natria.prediction/1"
DIGITS = 9  # significant digits of a member


@dataclass(frozen=True, eq=False)
class Predicted:
    """A question of a prediction that was read: its row, and its members in y with their weights."""

    question: Question
    row: Mapping[str, Any]
    y: Vector
    w: Vector

    @property
    def is_answered(self) -> bool:
        return self.row["median"] is not None


@dataclass(frozen=True, eq=False)
class PredictionFile:
    """A prediction that was read from its file."""

    name: str
    document: Mapping[str, Any]
    predicted: tuple[Predicted, ...]


def prediction_document(p: Prediction) -> dict[str, Any]:
    """Return the JSON of a prediction; its digest shows any later edit."""
    document = {
        "schema": PREDICTION,
        "name": p.name,
        "title": p.title,
        "natria": p.natria,
        "commit": p.commit or None,
        "made": p.made.isoformat(),
        "case": p.case,
        "spec": dict(p.spec),
        "training": list(p.training),
        "left_out": list(p.left_out),
        "alternatives": [dict(group) for group in p.groups],
        "fits": [dict(one) for one in p.fits],
        "questions": [_forecast(one) for one in p.forecasts],
        "evidence": dict(p.evidence),
    }
    return {**document, "digest": digest_of_document(document)}


def text_of(document: Mapping[str, Any]) -> str:
    """Return the text of the file of a prediction."""
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _forecast(one: Forecast) -> dict[str, Any]:
    name = one.question.name
    return {
        **question_to_json(one.question),
        "unit": term(name).unit,
        "median": _short(one.median),
        "interval_68": _ends(one.interval_68),
        "interval_95": _ends(one.interval_95),
        "refused": _short(one.refused),
        "reasons": [{"why": r.why, "share": _short(r.share)} for r in one.reasons],
        "share_between_alternatives": _short(one.between),
        "share_by_group": {group: _short(share) for group, share in one.between_groups.items()},
        "alternatives": [
            {
                "group": a.group,
                "option": a.option,
                "weight": a.weight,
                **({} if a.posterior is None else {"posterior": _short(a.posterior)}),
                "refused": _short(a.refused),
                "median": _short(a.median),
                "interval_68": _ends(a.interval_68),
                "interval_95": _ends(a.interval_95),
            }
            for a in one.alternatives
        ],
        "inputs": [
            {**asdict(i), "move": _short(i.move), "share": _short(i.share), "left": _short(i.left)} for i in one.inputs
        ],
        "share_not_linear": _short(one.unexplained),
        "narrows": one.narrows.about if one.narrows else None,
        "baseline": {
            "why": one.baseline.why,
            "fact": one.baseline.fact,
            "value": _short(one.baseline.value),
            "spread": _short(one.baseline.spread),
        },
        **(_weighed(one) if one.effective is not None else {}),
        "branches": [_branch(name, b) for b in one.branches],
    }


def _weighed(one: Forecast) -> dict[str, Any]:
    """What the conditions of a spec did: effective members, combinations, and how each fact is met."""
    return {
        "effective_members": _short(one.effective),
        "combinations": [
            {
                "options": dict(w.options),
                "prior": _short(w.prior),
                "posterior": _short(w.posterior),
                "effective_members": _short(w.effective),
            }
            for w in one.worlds
        ],
        "conditions": [
            {
                "facts": c.facts,
                "says": c.says,
                "nearest": _short(c.nearest),
                "no_answer": _short(c.silent),
                "before": [_short(from_y(c.name, y)) for y in c.before],
                "after": None if c.after is None else _short(from_y(c.name, c.after)),
            }
            for c in one.conditions
        ],
    }


def _branch(name: str, b: Branch) -> dict[str, Any]:
    return {
        "options": dict(b.options),
        "answerer": b.model,
        "weight": b.weight,
        "answer": None if b.answer is None else _short(b.answer.value),
        "values": [_short(from_y(name, y)) if isfinite(y) else None for y in b.y.tolist()],
        **({} if b.likelihood is None else {"likelihoods": [_short(one) for one in b.likelihood.tolist()]}),
    }


def _ends(ends: Ends | None) -> list[float | None] | None:
    return None if ends is None else [_short(ends[0]), _short(ends[1])]


def _short(value: float | None) -> float | None:
    """A number with the digits that a member is worth."""
    return None if value is None else float(f"{value:.{DIGITS}g}")


def read_prediction(file: Path) -> PredictionFile:
    """Return the prediction in a file; refused where the file was edited."""
    try:
        document = json.loads(read_text_file(file))
    except FileNotFoundError:
        raise InputError(str(file), [Problem("", "there is no such file", "check the path")]) from None
    except OSError as bad:
        raise InputError(
            str(file), [Problem("", f"cannot be opened: {bad.strerror}", "check its permissions")]
        ) from None
    except ValueError as bad:
        raise InputError(str(file), [Problem("", f"is not readable as JSON: {bad}", FIX)]) from None
    if not isinstance(document, dict) or document.get("schema") != PREDICTION:
        raise InputError(str(file), [Problem("schema", f"is not {PREDICTION}", FIX)])
    if document.get("digest") != digest_of_document(document):
        fix = "a prediction is never edited: write a new one under another name"
        raise InputError(str(file), [Problem("digest", "the prediction was changed after it was written", fix)])
    return PredictionFile(document["name"], document, tuple(_read(row) for row in document["questions"]))


FIX = "give a file that natria predict wrote"


def _read(row: Mapping[str, Any]) -> Predicted:
    question = question_from_json(row)
    y: list[float] = []
    w: list[float] = []
    for branch in row["branches"]:
        values = branch["values"]
        counted = branch.get("likelihoods", [1.0] * len(values))
        found = [(value, by) for value, by in zip(values, counted, strict=True) if value is not None and by > 0]
        y += [as_y(question.name, value) for value, _ in found]
        w += [branch["weight"] / len(values) * by for _, by in found]
    return Predicted(question, row, np.array(y), np.array(w))
