"""The stable JSON of `natria identify`: SI throughout, keys are added and never renamed."""

from __future__ import annotations

from typing import Any

from ...quantity import term
from .determine import DatumSensitivity, Determination
from .posterior import Combination
from .priors import PriorInput

SCHEMA = "natria.identify/1"
FILE = "identify.json"


def identify_document(found: Determination, version: str) -> dict[str, Any]:
    """Return what each datum determines as JSON."""
    settings = found.settings
    return {
        "schema": SCHEMA,
        "natria": version,
        "system": found.system,
        "experiment": {
            "shares": list(settings.shares),
            "rest_at": settings.rest_at,
            "rest": settings.rest,
            "second_current": settings.second_current,
            "peak_width": settings.peak_width,
            "errors": dict(settings.errors),
        },
        "inputs": [_input(one) for one in found.inputs],
        "data": [_datum(found, one, k) for k, one in enumerate(found.data)],
        "all": {"left": _left(found, len(found.data)), "unknown": [_combination(found, c) for c in found.unknown]},
        "rough": [one.path for one in found.bent],
        "idle": [one.path for one in found.idle],
        "refused": [{"kind": kind, "why": why} for kind, why in found.refused],
    }


def _input(one: PriorInput) -> dict[str, Any]:
    row = term(one.finding.question.name)
    return {
        "path": one.path,
        "name": row.name,
        "unit": row.unit,
        "value": one.finding.value,
        "spread": one.known.u,
        "space": one.known.space,
        "ground": one.known.ground,
        "finding": one.finding.id,
    }


def _datum(found: Determination, one: DatumSensitivity, place: int) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "says": one.says,
        "values": one.values.tolist(),
        "used": one.used.tolist(),
        "sensitivities": [[float(x) for x in row[list(found.order)]] for row in one.jacobian],
        "left": _left(found, place),
        "fixes": [_combination(found, c) for c in found.fixes(one)],
    }


def _left(found: Determination, column: int) -> dict[str, float]:
    return {one.path: float(x) for one, x in zip(found.inputs, found.left[:, column], strict=True)}


def _combination(found: Determination, one: Combination) -> dict[str, Any]:
    parts = {who.path: part for who, part in zip(found.inputs, one.parts, strict=True)}
    return {"parts": parts, "left": one.left}
