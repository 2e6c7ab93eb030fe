"""Answers with drawn inputs as plain JSON."""

from __future__ import annotations

from typing import Any

from ..regimes.document import drawn_document
from ..sensitivity import sensitivity_document
from .drawn_answers import QUANTILES, UncertainAnswers

SCHEMA = "natria.sweep-uncertainty/1"


def uncertain_document(found: UncertainAnswers, version: str) -> dict[str, Any]:
    """Return quantiles and shares of inputs of each answer, what is drawn, and what is refused."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "system": found.design.name,
        "samples": found.samples,
        "seed": found.seed,
        "answers": {
            one.name: {
                "of": one.request.of,
                "unit": one.unit,
                "as_designed": one.nominal.value,
                "mean": float(one.answered.mean()),
                "std": float(one.answered.std(ddof=1)),
                "quantiles": {f"{q:g}": float(x) for q, x in zip(QUANTILES, one.quantiles, strict=True)},
                "draws": len(one.draws),
                "refused": len(one.draws) - len(one.answered),
                "reasons": list(one.reasons[:20]),
                "sensitivity": sensitivity_document(one.matters) if one.matters else one.why,
            }
            for one in found.answers
        },
        "refused": dict(found.refused),
        "drawn": drawn_document(found.drawn),
        "tables": [found.table.file, found.draws.file],
    }
