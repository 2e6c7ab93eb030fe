"""Groups of cells as JSON (natria.groups/1).

The document has cells, numbers with means and contrasts, and lives with tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import CONDITIONS, dump, question_to_json, term
from ..document_parts import digest_of_document

if TYPE_CHECKING:
    from .cell import MeasuredCell
    from .compare import CellGroups
    from .lives import GroupedLives, GroupLives
    from .means import GroupedNumber, GroupMean

SCHEMA = "natria.groups/1"


def groups_document(result: CellGroups, version: str) -> dict[str, Any]:
    """Return the JSON of groups of cells."""
    book = dump((*result.findings, *(f for cell in result.cells for f in cell.findings)))
    document = {
        "schema": SCHEMA,
        "natria": version,
        "conditions": {name: row.unit for name, row in CONDITIONS.items()},
        "findings": book["findings"],
        "fits": book["fits"],
        "artefacts": book["artefacts"],
        "cells": [_cell(cell, result.group_of(cell.name)) for cell in result.cells],
        "groups": {name: list(members) for name, members in result.groups.items()},
        "numbers": [_number(n) for n in result.numbers],
        "lives": [_lives(lives) for lives in result.lives],
        "remarks": [{"code": r.code, "text": r.text} for r in result.remarks],
        "passed_over": dict(result.passed_over),
        "failed": dict(result.failed),
    }
    return {**document, "digest": digest_of_document(document)}


def _cell(cell: MeasuredCell, group: str) -> dict[str, Any]:
    failure = cell.failure
    return {
        "name": cell.name,
        "group": group or None,
        "file": cell.file,
        "sha256": cell.sha256,
        "folder": cell.folder or None,
        "cell": cell.kind,
        "test": cell.test,
        "failure": None if failure is None else {"what": failure.what, "time": failure.time, "cycle": failure.cycle},
        "findings": [f.id for f in cell.findings],
    }


def _number(number: GroupedNumber) -> dict[str, Any]:
    return {
        **question_to_json(number.question),
        "unit": term(number.question.name).unit,
        "same_cycles": number.same_cycles,
        "groups": [_mean(m) for m in number.groups],
        "contrasts": [
            {
                "first": c.first,
                "second": c.second,
                "kind": c.scale,
                "value": c.value,
                "interval": _ends(c.interval),
                "p": c.p,
                "degrees_of_freedom": c.freedom,
            }
            for c in number.contrasts
        ],
    }


def _mean(m: GroupMean) -> dict[str, Any]:
    values = np.array([f.value for f in m.values])
    return {
        "group": m.group,
        "n": m.n,
        "values": {cell: f.id for cell, f in zip(m.cells, m.values, strict=True)},
        "mean": m.mean.id if m.mean else None,
        "scale": "ln" if m.scale == "ratio" else "linear",
        "std": m.std,
        "interval": _ends(m.interval),
        "arithmetic_mean": float(values.mean()) if m.mean else None,
        "arithmetic_std": float(values.std(ddof=1)) if m.mean and m.n > 1 else None,
        "why_not": m.why_not or None,
    }


def _lives(lives: GroupedLives) -> dict[str, Any]:
    tests = []
    for one in lives.tests:
        t = one.test
        row: dict[str, Any] = {"first": one.first, "second": one.second, "p": None}
        if t is not None:
            row |= {"p": t.p, "exact": t.exact, "smallest_p": t.smallest, "chi2": t.chi2, "p_chi2": t.p_chi2}
            row |= {"observed": t.observed, "expected": t.expected}
        tests.append(row)
    unit = term(lives.question.name).unit
    groups = [_life(g) for g in lives.groups]
    return {**question_to_json(lives.question), "unit": unit, "groups": groups, "log_rank": tests}


def _life(g: GroupLives) -> dict[str, Any]:
    return {
        "group": g.group,
        "n": g.n,
        "failures": g.failures,
        "values": {cell: f.id for cell, f in zip(g.cells, g.values, strict=True)},
        "median": g.median.id if g.median else None,
        "median_interval": list(g.curve.median_interval),
        "curve": {
            "time": g.curve.time.tolist(),
            "surviving": g.curve.share.tolist(),
            "low": _known(g.curve.low),
            "high": _known(g.curve.high),
            "at_risk": g.curve.at_risk.tolist(),
            "failures": g.curve.failures.tolist(),
        },
    }


def _ends(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _known(values: np.ndarray) -> list[float | None]:
    return [float(v) if np.isfinite(v) else None for v in values]
