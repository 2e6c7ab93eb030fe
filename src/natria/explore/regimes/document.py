"""Regimes of failure as plain JSON; the rows are in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..answers.drawn import DrawnInputs
from .evaluate import RegimeMap
from .literature import LiteraturePoint

SCHEMA = "natria.sweep-regimes/1"


def regimes_document(found: RegimeMap, reported: Sequence[LiteraturePoint], version: str) -> dict[str, Any]:
    """Return regimes with their points, the limits, what is drawn, and reported cells on the map."""
    return {
        "schema": SCHEMA,
        "natria": version,
        "system": found.design.name,
        "points": len(found),
        "varies": found.points.ranges,
        "regimes": {
            name: {"points": int((found.regime == k).sum()), "mean_probability": float(found.probability[:, k].mean())}
            for k, name in enumerate(found.names)
        },
        "unresolved": int(found.unresolved.sum()),
        "settings": dict(vars(found.settings)),
        "limits": {
            one.name: {
                "kind": one.criterion.kind,
                "answerer": one.criterion.form,
                "lowest": float(np.nanmin(one.values.value)),
                "highest": float(np.nanmax(one.values.value)),
            }
            for one in found.uses
        },
        "unknown": dict(found.unknown),
        "drawn": drawn_document(found.drawn),
        "reported": [
            {
                "fact": one.fact.id,
                "outcome": one.outcome,
                "thickness": list(one.thickness),
                "thickness_from": one.thickness_from,
                "current": one.current,
            }
            for one in reported
        ],
        "table": found.table.file,
    }


def drawn_document(drawn: DrawnInputs) -> dict[str, Any]:
    """Return the inputs that are drawn, and those that stay."""
    listed = [
        {"path": one.path, "value": one.finding.value, "ground": one.ground, "space": one.space, "sd": one.u}
        for one in drawn.listed
    ]
    return {"inputs": listed, "not_drawn": [one.question.of for one in drawn.undrawn]}
