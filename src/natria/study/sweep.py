"""Sweeps: curves over one condition, each a table with the ancestry of all its points."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from ..design import Sweep
from ..quantity import (
    Chosen,
    Computed,
    Finding,
    Question,
    Refused,
    condition,
    conditions,
    parse_condition,
    term,
)
from ..record import Table, numbers

Answers = Callable[[Question], tuple[Finding | Refused, ...]]


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def sweep_table(sweep: Sweep, of: str, what_if: str, answers: Answers) -> Table | Refused:
    """One curve: the answer at every point; nan where a point is refused, a refusal where all are."""
    grid = _grid(sweep)
    at = conditions(**sweep.at)
    points = [answers(Question(sweep.name, of, {**at, sweep.over: float(x)}))[0] for x in grid]
    found = [p for p in points if isinstance(p, Finding)]
    if not found:
        return next(p for p in points if isinstance(p, Refused))
    values = [p.value if isinstance(p, Finding) else np.nan for p in points]
    columns = {
        sweep.over: numbers(condition(sweep.over).unit, grid),
        sweep.name: numbers(term(sweep.name).unit, values),
    }
    if all(p.std is not None for p in found):
        columns["std"] = numbers(
            term(sweep.name).unit, [p.std or 0.0 if isinstance(p, Finding) else np.nan for p in points]
        )
    title = f"{sweep.title}: {of}" + (f", if {what_if}" if what_if else "")
    return Table(
        f"{sweep.id}--{slug(of)}" + (f"--{slug(what_if)}" if what_if else ""), title, columns, _curve_origin(found)
    )


def _grid(sweep: Sweep) -> np.ndarray:
    low, high = (parse_condition(sweep.over, text) for text in (sweep.start, sweep.stop))
    space = np.geomspace if sweep.scale == "log" else np.linspace
    return np.asarray(space(low, high, sweep.points), float)


def _curve_origin(found: list[Finding]) -> Computed:
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
