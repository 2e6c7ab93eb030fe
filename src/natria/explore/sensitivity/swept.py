"""Sensitivity of a column of a sweep of cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ...models.cell.ensemble.batch import SUMMARY
from ...quantity import Computed, InputError, Problem, Setting
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


def sensitivity_table(name: str, origin: Computed, found: SensitivityResult) -> Table:
    """Return the estimates with their intervals as a table, the most important number first.

    `name` is that of the design, `origin` that of the values.
    """
    unit = "1" if found.method == "sobol" else found.unit
    columns = {"path": words([found.paths[n] for n in found.order])}
    for key, values in found.estimates.items():
        each = {key: values, f"{key}_low": found.low[key], f"{key}_high": found.high[key]}
        columns |= {head: numbers(unit, x[found.order]) for head, x in each.items()}
    settings = (*origin.settings, Setting("sensitivity", found.method), Setting("sensitivity.of", found.of))
    title = f"{name}: sensitivity of {found.of} ({found.method})"
    return Table("sensitivity", title, columns, replace(origin, settings=settings))


def sensitivity_document(found: SensitivityResult) -> dict[str, Any]:
    """Return the estimates as plain JSON: value, low and high end by column and path."""
    ends = (found.estimates, found.low, found.high)
    of = {
        name: {path: [float(x[name][n]) for x in ends] for n, path in enumerate(found.paths)}
        for name in found.estimates
    }
    unit = "1" if found.method == "sobol" else found.unit
    counts = {"rows": found.rows, "dropped": found.dropped}
    return {"method": found.method, "of": found.of, "unit": unit, **counts, "value_low_high": of}
