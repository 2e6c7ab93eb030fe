"""Comparisons and refusals in the stable JSON of a study, a recording or spectra."""

from __future__ import annotations

from math import isfinite
from typing import Any

from ..quantity import Finding, Refused, question_to_json
from .blocked import blocked_by
from .verdicts import Comparison, Grade, Tested, sentence


def comparison_document(c: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON; findings by id."""
    return {
        "target": c.target.id,
        "answer": c.answer.id if isinstance(c.answer, Finding) else None,
        "verdict": c.verdict,
        "why": c.why,
        "rests_on": list(c.rests_on),
        "set_here": list(c.set_here),
        "agreement": c.agreement,
        "within": c.within,
        "weak": c.weak,
        "whatever": c.whatever,
        "sentence": sentence(c),
        "grade": grade_document(c.grade),
        "blind": {"stored": str(c.blind.stored), "entered": str(c.blind.entered)} if c.blind else None,
        "what_if": c.what_if,
    }


def _miss(miss: Tested) -> dict[str, Any]:
    """Return a fact that a law misses; a deviation without a limit has no number in JSON."""
    return {"fact": miss.fact.id, "z": miss.z if isfinite(miss.z) else None}


def grade_document(grade: Grade | None) -> dict[str, Any] | None:
    """Return the result of varying the inputs, as JSON.

    `leverage` (L) and `known` (u_G) are distances of ln(answer), or of the answer for terms that are compared by
    difference; `interval` has the 95 % ends in SI.
    """
    if grade is None:
        return None
    leverage, interval = grade.leverage, grade.interval
    return {
        "leverage": leverage.guessed,
        "known": leverage.known,
        "allowed": leverage.allowed(None),
        "doubtful": leverage.is_doubtful,
        "effects": [
            {
                "about": e.about,
                "ground": e.ground,
                "input": e.root.finding.id if e.root else None,
                "spread": e.root.known.u if e.root else None,
                "space": e.root.known.space if e.root else None,
                "up": e.up,
                "down": e.down,
                "why": e.why,
                "left": [{"rival": name, **_miss(miss)} for name, miss in e.left],
                "missed": _miss(e.missed) if e.missed else None,
            }
            for e in leverage.effects
        ],
        "without_spread": list(leverage.without_spread),
        "interval": [interval.low, interval.high] if interval.low is not None else None,
        "method": interval.method,
        "refused_draws": interval.refused,
        "meets": {"input": grade.meets[0].id, "value": grade.meets[1]} if grade.meets else None,
    }


def refused_document(refused: Refused, what_if: str) -> dict[str, Any]:
    """Return a refusal as JSON."""
    return {
        **question_to_json(refused.question),
        "model": refused.model,
        "why": refused.why,
        "what_if": what_if,
        "blocked_by": blocked_by(refused.question.name),
    }
