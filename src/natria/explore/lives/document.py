"""The analysis of reported lives as plain JSON (natria.lives/1). An open end is null."""

from __future__ import annotations

from math import isfinite
from typing import Any

from ...quantity import Finding, term
from .analysis import STANDING, CurveOfLives, LifeAnalysis, LifeModel
from .bounds import PhysicalBound
from .effects import LifeEffect, LifeEstimate
from .expected import ExpectedLife
from .left_out import LeftOutError

SCHEMA = "natria.lives/1"


def lives_document(
    made: LifeAnalysis,
    version: str,
    expected: tuple[ExpectedLife, ...] = (),
    bounds: tuple[PhysicalBound, ...] = (),
) -> dict[str, Any]:
    """Return an analysis as plain JSON; lives are in SI."""
    rows = made.rows
    return {
        "schema": SCHEMA,
        "natria": version,
        "standing": STANDING,
        "quantity": rows.quantity,
        "unit": term(rows.quantity).unit,
        "rows": [
            {"id": r.id, "low": r.low, "high": number_or_none(r.high), "paper": r.group, "class": r.layer_class}
            for r in rows.rows
        ],
        "left_out": {one.id: one.why for one in rows.left_out},
        "failures": rows.failures,
        "papers": len(rows.groups),
        "papers_with_failures": len(rows.failing_groups),
        "median": estimate_document(made.median),
        "survival": {one.name: _curve(one) for one in (made.every, *made.classes)},
        "alone": [_model(model) for model in made.alone],
        "together": _model(made.together) if made.together else None,
        "limits": {one.code: one.says for one in made.limits},
        "expected": [_expected(one) for one in expected],
        "bounds": [_bound(one) for one in bounds],
    }


def number_or_none(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def estimate_document(one: LifeEstimate | None) -> dict[str, Any] | None:
    """Return an estimate: its value, and the ends of both intervals; null where there is no end."""
    if one is None:
        return None
    ends = {"profile": one.profile, "papers_as_clusters": one.clustered, "counts": one.ends}
    return {"value": number_or_none(one.value), **{k: [number_or_none(x) for x in v] for k, v in ends.items()}}


def _curve(one: CurveOfLives) -> dict[str, Any]:
    names = ("time", "share", "low", "high", "at_risk", "failures")
    columns = {name: [number_or_none(float(x)) for x in getattr(one.curve, name)] for name in names}
    return {"cells": len(one.rows), **columns, "median": one.curve.median}


def _model(model: LifeModel) -> dict[str, Any]:
    return {
        "covariates": list(model.covariates),
        "rows": len(model.design.rows),
        "why_not": model.why_not,
        "sigma": number_or_none(model.sigma),
        "effects": [_effect(one) for one in model.effects],
        "left_out_error": _error(model.error) if model.error else None,
    }


def _effect(one: LifeEffect) -> dict[str, Any]:
    return {
        "name": one.column.name,
        "step": one.column.step,
        "rows": one.rows,
        "failures": one.failures,
        "papers": one.papers,
        "life_ratio": estimate_document(one.life),
        "hazard_ratio": estimate_document(one.hazard),
        "why_not": one.why_not,
    }


def _error(one: LeftOutError) -> dict[str, Any]:
    return {
        "gain_by_row": number_or_none(one.gain_by_row),
        "gain_by_paper": number_or_none(one.gain_by_paper),
        "rows": one.rows,
        "pairs": one.pairs,
        "in_order": number_or_none(one.in_order),
        "factor": number_or_none(one.factor),
        "failures": [{"id": f.id, "reported": f.reported, "median": number_or_none(f.median)} for f in one.failures],
    }


def _expected(one: ExpectedLife) -> dict[str, Any]:
    found = {"covariates": list(one.covariates), "standing": one.standing, "beyond": list(one.beyond)}
    return {**found, "median": estimate_document(one.estimate), "why_not": one.why_not}


def _bound(one: PhysicalBound) -> dict[str, Any]:
    if not isinstance(one.answer, Finding):
        return {"about": one.about, "term": one.answer.question.name, "value": None, "why_not": one.answer.why}
    answer = one.answer
    name = answer.question.name
    return {"about": one.about, "term": name, "value": answer.value, "unit": term(name).unit, "id": answer.id}
