"""Sweeps: curves over one condition or one number of a design, each a table with the ancestry of all its points."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..design import Scale, Sweep, scale_of
from ..quantity import Chosen, Computed, Finding, Question, Refused, conditions, term
from ..record import Table, numbers

Answers = Callable[[Question, Mapping[str, Any]], tuple[Finding | Refused, ...]]


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def sweep_table(sweep: Sweep, of: str, what_if: str, answers: Answers) -> Table | Refused:
    """One curve: the answer at every point; nan where a point is refused, a refusal where all are."""
    scale = scale_of(sweep)
    points = [asked(scale, float(x), Question(sweep.name, of, conditions(**sweep.at)), answers) for x in scale.values]
    found = [p for p in points if isinstance(p, Finding)]
    if not found:
        return next(p for p in points if isinstance(p, Refused))
    values = [p.value if isinstance(p, Finding) else np.nan for p in points]
    unit = term(sweep.name).unit
    columns = {scale.name: numbers(scale.unit, scale.values), sweep.name: numbers(unit, values)}
    if any(isinstance(p.bound, tuple) for p in found):
        for end, name in enumerate(("low", "high")):
            columns[name] = numbers(unit, [_end(p, end) for p in points])
    if all(p.std is not None for p in found):
        columns["std"] = numbers(unit, [p.std or 0.0 if isinstance(p, Finding) else np.nan for p in points])
    title = f"{sweep.title}: {of}" + (f", if {what_if}" if what_if else "")
    return Table(
        f"{sweep.id}--{slug(of)}" + (f"--{slug(what_if)}" if what_if else ""), title, columns, curve_origin(found)
    )


def asked(scale: Scale, value: float, question: Question, answers: Answers) -> Finding | Refused:
    """The first answer to a question at one value of an axis: under a condition, or of a patched design."""
    if scale.is_condition:
        return answers(Question(question.name, question.of, {**question.at, scale.over: value}), {})[0]
    return answers(question, scale.patch(value))[0]


def _end(point: Finding | Refused, end: int) -> float:
    if not isinstance(point, Finding):
        return float("nan")
    return point.bound[end] if isinstance(point.bound, tuple) else point.value


def curve_origin(found: list[Finding]) -> Computed:
    """The ancestry of a curve: what its points share, and what was swept as one span."""
    first = found[0].origin
    assert isinstance(first, Computed)
    inputs: dict[str, list[Finding]] = {}
    for point in found:
        assert isinstance(point.origin, Computed)
        for one in point.origin.inputs:
            inputs.setdefault(f"{one.question.name} {one.question.of}", []).append(one)
    merged = tuple(_one(group) for group in inputs.values())
    return Computed(first.model, first.version, merged, first.settings, first.valid, first.ignores)


def _one(group: list[Finding]) -> Finding:
    values = sorted({f.value for f in group})
    if len(values) == 1:
        return group[0]
    span = (values[0], values[-1])
    return Finding(group[0].question, (span[0] + span[1]) / 2, Chosen("the sweep"), None, span)
