"""Rows of the runs that natria ships, of their convergence, and of the validations of calculators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ...atoms.calculators import StoredRun
from ...atoms.elastic import averages, extremes
from ...atoms.gates import ValidityRow
from .elastic import GPA, independent

Row = tuple[str, ...]
RESULTS: Row = ("run", "result", "gates", "recipe", "evaluations", "time")
CONVERGENCE: Row = ("run", "against", "settings", "largest change of a constant", "Young's modulus (Hill)")
VALIDATIONS: Row = ("calculator", "property", "materials", "passed", "compared", "a run must have")
PASSED: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not known"}


def results_rows(runs: Iterable[StoredRun]) -> list[Row]:
    """Return a row for each run: what it gave, by what, and how long the calculator took."""
    return [
        (
            run.name,
            _summary(run),
            "; ".join((run.result["gate"]["outcome"], *(run.result["gate"]["reasons"] if run.is_refused else ()))),
            str(run.recipe),
            str(len(run.evaluations)),
            f"{run.seconds / 60:.0f} min",
        )
        for run in runs
    ]


def _summary(run: StoredRun) -> str:
    tensor = stiffness_of(run)
    if tensor is None:
        return str(run.result["summary"])
    constants = ", ".join(f"C{i + 1}{j + 1} {tensor[i, j] / GPA:.2f}" for i, j in independent(tensor))
    if run.is_refused:
        return f"{constants} GPa; no moduli of a refused tensor"
    mean, ends = averages(tensor), extremes(tensor)
    young = f"Young {mean.young / GPA:.2f} (Hill), {ends.least / GPA:.2f} to {ends.most / GPA:.2f}"
    return f"{constants}; bulk {mean.bulk / GPA:.2f}; {young} GPa"


def stiffness_of(run: StoredRun) -> np.ndarray | None:
    """Return the tensor (Pa) of an elastic run; None of another workflow."""
    given = run.result.get("stiffness")
    return np.array(given["values"]) if given else None


def convergence_rows(runs: Iterable[StoredRun]) -> list[Row]:
    """Return how far the constants of each coarser run are from those of the finest of the same crystal."""
    rows: list[Row] = []
    known = [one for one in runs if stiffness_of(one) is not None]
    for run in known:
        finer = [one for one in known if one is not run and _is_finer(one, run)]
        for other in finer:
            mine, theirs = stiffness_of(run), stiffness_of(other)
            assert mine is not None
            assert theirs is not None
            change = max(abs(mine[place] / theirs[place] - 1) for place in independent(theirs))
            young = averages(mine).young / averages(theirs).young - 1
            rows.append(
                (run.name, other.name, _differing(run, other), f"{100 * change:.1f} %", f"{100 * young:+.1f} %")
            )
    return rows


def _is_finer(one: StoredRun, other: StoredRun) -> bool:
    if (one.workflow, one.title, one.recipe.calculator) != (other.workflow, other.title, other.recipe.calculator):
        return False
    return _numbers(one, other) > _numbers(other, one)


def _numbers(run: StoredRun, other: StoredRun) -> list[float]:
    """Return the settings in which a run differs from another, as numbers that grow with the resolution."""
    mine, theirs = run.recipe.settings, other.recipe.settings
    return [float(np.prod(mine[name])) for name in sorted(mine) if mine[name] != theirs.get(name) and mine[name]]


def _differing(run: StoredRun, other: StoredRun) -> str:
    mine, theirs = run.recipe.settings, other.recipe.settings
    names = [name for name in mine if mine[name] != theirs.get(name)]
    return ", ".join(f"{name} {_plain(mine[name])} to {_plain(theirs.get(name))}" for name in names)


def _plain(value: Any) -> str:
    return " x ".join(map(str, value)) if isinstance(value, list) else f"{value}"


def validation_rows(table: Iterable[ValidityRow]) -> list[Row]:
    """Return the rows of the table of validations; those with a stored run are derived from its result."""
    return [
        (
            row.calculator,
            row.property,
            row.materials,
            PASSED[row.allowed],
            row.found,
            ", ".join([*(f"{k} {v}" for k, v in row.same.items()), *(f"{k} >= {v:g}" for k, v in row.reached.items())]),
        )
        for row in table
    ]
