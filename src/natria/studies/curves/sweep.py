"""Sweeps: curves over a condition or a number of a design, as tables with ancestry.

The ancestry is that of all points. Where several models answer, each has its own curve: a curve never changes from one
model to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from ...design import SWEEP, SWEPT, Scale, Sweep, scale_of
from ...quantity import Assumed, Chosen, Computed, Finding, Question, Refused, Setting, Span, conditions, term
from ...record import Column, Table, numbers

Answers = Callable[[Question, Mapping[str, Any]], tuple[Finding | Refused, ...]]
Points = Sequence[Finding | None]  # of one model; None where it refused
MOVED = (Chosen("the question"), Chosen(SWEEP), Assumed(SWEPT))  # origins of what changes from point to point


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def sweep_tables(sweep: Sweep, of: str, what_if: str, answers: Answers) -> tuple[Table, ...] | Refused:
    """Return the curve of each model: nan where a point is refused; a refusal where all are."""
    scale = scale_of(sweep)
    question = Question(sweep.name, of, conditions(**sweep.at))
    curves = curves_of([asked(question, answers, (scale, float(x))) for x in scale.values], (scale,))
    if isinstance(curves, Refused):
        return curves
    title = f"{sweep.title}: {of}" + (f", if {what_if}" if what_if else "")
    name = f"{sweep.id}--{slug(of)}" + (f"--{slug(what_if)}" if what_if else "")
    return tables_of(name, title, sweep.name, ((scale, scale.values.tolist()),), curves)


def asked(question: Question, answers: Answers, *at: tuple[Scale, float]) -> tuple[Finding | Refused, ...]:
    """Return the answers of all models at one value of each axis: a condition, or a patched design."""
    return answers(*at_point(question, *at))


def at_point(question: Question, *at: tuple[Scale, float]) -> tuple[Question, dict[str, Finding]]:
    """Return the question at one value of each axis, and the patch of its design."""
    under = {scale.over: value for scale, value in at if scale.is_condition}
    patch = {k: v for scale, value in at if not scale.is_condition for k, v in scale.patch(value).items()}
    return Question(question.name, question.of, {**question.at, **under}), patch


def curves_of(points: Sequence[tuple[Finding | Refused, ...]], scales: Sequence[Scale]) -> dict[str, Points] | Refused:
    """Return the answers by model, without models that do not read the swept number."""
    by_model: dict[str, list[Finding | None]] = {}
    for place, answers in enumerate(points):
        for one in answers:
            if isinstance(one, Finding):
                by_model.setdefault(_computed(one).model, [None] * len(points))[place] = one
    paths = [scale.path for scale in scales if not scale.is_condition]
    found = {model: curve for model, curve in by_model.items() if all(_read(curve, path) for path in paths)}
    if found:
        return dict(found)
    if by_model:
        model, curve = next(iter(by_model.items()))
        unread = next(path for path in paths if not _read(curve, path))
        return Refused(points[0][0].question, model, f"{model} does not depend on {unread}")
    return next(one for answers in points for one in answers if isinstance(one, Refused))


def tables_of(
    name: str, title: str, answer: str, axes: Sequence[tuple[Scale, Sequence[float]]], curves: Mapping[str, Points]
) -> tuple[Table, ...]:
    """Return one table per model; the first has the plain name."""
    return tuple(
        Table(
            f"{name}--{slug(model)}" if place else name,
            f"{title}, by {model}" if len(curves) > 1 else title,
            _columns(answer, axes, points),
            curve_origin([_computed(p) for p in points if p is not None]),
        )
        for place, (model, points) in enumerate(curves.items())
    )


def _columns(answer: str, axes: Sequence[tuple[Scale, Sequence[float]]], points: Points) -> dict[str, Column]:
    """Return the columns: the swept number by its last word (its path if that is taken), then the answer."""
    unit = term(answer).unit
    taken = [answer, *(scale.name for scale, _ in axes)]
    columns = {s.over if taken.count(s.name) > 1 else s.name: numbers(s.unit, values) for s, values in axes}
    columns[answer] = numbers(unit, [np.nan if p is None else p.value for p in points])
    found = [p for p in points if p is not None]
    if any(isinstance(p.bound, tuple) for p in found):
        ends = [(np.nan, np.nan) if p is None else _span(p) for p in points]
        columns |= {
            name: numbers(unit, values) for name, values in zip(("low", "high"), zip(*ends, strict=True), strict=True)
        }
    if all(p.std is not None for p in found):
        columns["std"] = numbers(unit, [np.nan if p is None else p.std or 0.0 for p in points])
    return columns


def _span(point: Finding) -> Span:
    return point.bound if isinstance(point.bound, tuple) else (point.value, point.value)


def _computed(point: Finding) -> Computed:
    assert isinstance(point.origin, Computed)
    return point.origin


def _read(curve: Points, path: str) -> bool:
    return any(one.question.of == path for point in curve if point for one in _computed_inputs(_computed(point)))


def _computed_inputs(origin: Computed) -> tuple[Finding, ...]:
    """Return the inputs of an answer, with those of the artefacts that it was read off."""
    behind = (one.origin for one in origin.artefacts if isinstance(one.origin, Computed))
    return (*origin.inputs, *(finding for one in behind for finding in _computed_inputs(one)))


def _computed_settings(origin: Computed) -> tuple[Setting, ...]:
    """Return the settings of an answer, with those of the artefacts that it was read off."""
    behind = (one.origin for one in origin.artefacts if isinstance(one.origin, Computed))
    return (*origin.settings, *(setting for one in behind for setting in _computed_settings(one)))


def curve_origin(found: Sequence[Computed]) -> Computed:
    """Return the ancestry of a curve: that of all its points, with the swept number as one span."""
    first = found[0]
    kept: dict[str, Finding] = {}
    moved: dict[tuple[str, str], list[Finding]] = {}
    settings: dict[Setting, None] = {}
    for origin in found:
        settings |= dict.fromkeys(_computed_settings(origin))
        for one in _computed_inputs(origin):
            if one.origin in MOVED:
                moved.setdefault((one.question.name, one.question.of), []).append(one)
            else:
                kept[one.id] = one
    merged = (*map(_one, moved.values()), *kept.values())
    return Computed(first.model, first.version, merged, tuple(settings), first.valid, first.ignores)


def _one(group: Sequence[Finding]) -> Finding:
    """Return the swept number as a span: chosen, or still assumed where it is a material property."""
    low, high = min(f.value for f in group), max(f.value for f in group)
    if low == high:
        return group[0]
    origin = group[0].origin if isinstance(group[0].origin, Assumed) else Chosen(SWEEP)
    return Finding(group[0].question, (low + high) / 2, origin, None, (low, high))
