"""Sensitivity of a column of a sweep of cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ...models.cell.ensemble.batch import SUMMARY
from ...quantity import InputError, Problem, Setting
from ...record import Table, numbers, words
from ..sweeps import SweptCells
from .effects import SensitivityResult

OF = tuple(name for name in SUMMARY if name != "event")


def column_of(swept: SweptCells, name: str) -> np.ndarray:
    """Return a column of results of a sweep by its name."""
    ensure_column(name)
    return swept.column(name)


def ensure_column(name: str) -> None:
    """Refuse a name that is no result of a cell."""
    if name not in OF:
        raise InputError("--of", [Problem(name, "is no result of a cell", f"take one of {', '.join(OF)}")])


def sensitivity_table(swept: SweptCells, found: SensitivityResult) -> Table:
    """Return the estimates with their intervals as a table, the most important number first."""
    unit = "1" if found.method == "sobol" else SUMMARY[found.of]
    columns = {"path": words([found.paths[n] for n in found.order])}
    for name, values in found.estimates.items():
        each = {name: values, f"{name}_low": found.low[name], f"{name}_high": found.high[name]}
        columns |= {key: numbers(unit, x[found.order]) for key, x in each.items()}
    settings = (*swept.origin.settings, Setting("sensitivity", found.method), Setting("sensitivity.of", found.of))
    title = f"{swept.design.name}: sensitivity of {found.of} ({found.method})"
    return Table("sensitivity", title, columns, replace(swept.origin, settings=settings))


def sensitivity_document(found: SensitivityResult) -> dict[str, Any]:
    """Return the estimates as plain JSON: value, low and high end by column and path."""
    ends = (found.estimates, found.low, found.high)
    of = {
        name: {path: [float(x[name][n]) for x in ends] for n, path in enumerate(found.paths)}
        for name in found.estimates
    }
    unit = "1" if found.method == "sobol" else SUMMARY[found.of]
    counts = {"rows": found.rows, "dropped": found.dropped}
    return {"method": found.method, "of": found.of, "unit": unit, **counts, "value_low_high": of}
