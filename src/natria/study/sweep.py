"""Tables of a study: curves over one condition, and budgets part by part."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from ..design import Case, Sweep
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
from ..record import Table, numbers, words

Answers = Callable[[Question], tuple[Finding | Refused, ...]]
BUDGET_PREFIX = "budget"


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


def budget_tables(case: Case, system: str, answers: Answers) -> Table | Refused:
    """Area resistance of a system part by part, at the current of its protocol."""
    design = case.design(system)
    parts = [*design.names("electrolyte"), *design.names("interphase"), "faces"]
    got = [answers(Question("area_resistance", f"{system}#{part}"))[0] for part in parts]
    for one in got:
        if isinstance(one, Refused):
            return one
    found = [f for f in got if isinstance(f, Finding)]
    total = sum(f.value for f in found)
    unit = term("area_resistance").unit
    columns = {
        "part": words(parts),
        "area_resistance": numbers(unit, [f.value for f in found]),
        "share": numbers("1", [f.value / total for f in found]),
    }
    origin = Computed("study.budget", 1, tuple(found), (), "the parts in series; shares of their sum")
    return Table(f"{BUDGET_PREFIX}--{slug(system)}", f"Area resistance of {system} by part", columns, origin)
