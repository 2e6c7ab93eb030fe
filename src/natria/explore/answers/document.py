"""Answers at points as plain JSON; the rows are in the table beside it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np

from .evaluate import AnswersAtPoints
from .many_values import ManyValues

SCHEMA = "natria.sweep-answers/1"
NUMBER = re.compile(r"[-+]?\d+(\.\d*)?(e[-+]?\d+)?")
MOST_REASONS = 20  # different reasons that are listed for an answer


def answers_document(found: AnswersAtPoints, version: str) -> dict[str, Any]:
    """Return what varies, and of each answer its closed form, range and refusals."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "system": found.design.name,
        "points": len(found),
        "varies": found.points.ranges,
        "answers": {
            name: {
                "of": request.of,
                "answerer": request.answerer,
                "unit": found.unit(name),
                "answered": len(found) - len(one.refused),
                "lowest": _end(np.nanmin, one),
                "highest": _end(np.nanmax, one),
                "refused": dict(answer_reasons(one)),
            }
            for name, request, one in zip(found.names, found.requests, found.answers, strict=True)
        },
        "failed_parts": [one.why for one in found.failed],
        "table": found.table.file,
    }


def answer_reasons(one: ManyValues) -> list[tuple[str, int]]:
    """Return the most frequent reasons of refusals, and how many points each has.

    Reasons that differ in their numbers only are one: it is shown with those of the first point.
    """
    alike = Counter(NUMBER.sub("#", why) for why in one.refused.values())
    first: dict[str, str] = {}
    for why in one.refused.values():
        first.setdefault(NUMBER.sub("#", why), why)
    return [(first[kind], many) for kind, many in alike.most_common(MOST_REASONS)]


def _end(of: Any, one: ManyValues) -> float | None:
    return float(of(one.value)) if np.isfinite(one.value).any() else None
