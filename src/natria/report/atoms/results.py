"""Rows of the runs that natria ships, of their convergence, and of the validations of calculators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ...atoms.calculators import FinishedRun, StoredRun
from ...atoms.calculators.evaluate import EV
from ...atoms.calculators.stored.replay import resolution_of
from ...atoms.elastic import averages, extremes
from ...atoms.gates import ValidityRow
from ...record.structure import ANGSTROM, structure_from_json
from .elastic import GPA, independent

Row = tuple[str, ...]
RESULTS: Row = ("run", "result", "gates", "recipe", "evaluations", "time")
CONVERGENCE: Row = (
    "run",
    "against",
    "settings",
    "largest change of a constant",
    "Young's modulus (Hill)",
    "volume per atom",
    "missing pressure",
    "energy per atom",
)
VALIDATIONS: Row = ("calculator", "property", "materials", "passed", "compared", "a run must have")
MINUTES = 200  # s from which a time is shown in minutes
PASSED: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not known"}


def results_rows(runs: Iterable[FinishedRun]) -> list[Row]:
    """Return a row for each run: what it gave, by what, and how long the calculator took."""
    return [
        (
            run.name,
            _summary(run),
            "; ".join((run.result["gate"]["outcome"], *(run.result["gate"]["reasons"] if run.is_refused else ()))),
            str(run.recipe),
            str(run.count),
            _time(run.seconds),
        )
        for run in runs
    ]


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < MINUTES else f"{seconds / 60:.0f} min"


def _summary(run: FinishedRun) -> str:
    tensor = stiffness_of(run)
    if tensor is None:
        return str(run.result["summary"])
    if run.is_refused:
        return "no constants and no moduli of a refused tensor"
    constants = ", ".join(f"C{i + 1}{j + 1} {tensor[i, j] / GPA:.2f}" for i, j in independent(tensor))
    mean, ends = averages(tensor), extremes(tensor)
    young = f"Young {mean.young / GPA:.2f} (Hill), {ends.least / GPA:.2f} to {ends.most / GPA:.2f}"
    return f"{constants}; bulk {mean.bulk / GPA:.2f}; {young} GPa"


def stiffness_of(run: FinishedRun) -> np.ndarray | None:
    """Return the tensor (Pa) of an elastic run; None of another workflow."""
    given = run.result.get("stiffness")
    return np.array(given["values"]) if given else None


def convergence_rows(runs: Iterable[StoredRun]) -> list[Row]:
    """Return how far the constants of each coarser run are from those of each finer one.

    A row with a refused run says so: it bounds a change, and shows no convergence.
    """
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
                (
                    _marked(run),
                    _marked(other),
                    _differing(run, other),
                    f"{100 * change:.1f} %",
                    f"{100 * young:+.1f} %",
                    *_cells(run, other),
                )
            )
    return rows


def _cells(run: StoredRun, other: StoredRun) -> tuple[str, str, str]:
    """Return volume, missing pressure and energy difference of the relaxed cells of two runs."""
    volumes, pressures, energies = [], [], []
    for one in (run, other):
        relaxed = structure_from_json(one.result["structure"])
        found = one.find(relaxed)
        volumes.append(f"{relaxed.volume / len(relaxed) / ANGSTROM**3:.3f}")
        pressures.append(f"{one.result['missing_pressure']['value'] / GPA:.3f}")
        energies.append(np.nan if found is None else found.energy / len(relaxed) / EV)
    change = energies[1] - energies[0]
    energy = f"{1e3 * change:+.0f} meV" if np.isfinite(change) else "not stored for both"
    return f"{' to '.join(volumes)} A^3", f"{' to '.join(pressures)} GPa", energy


def _marked(run: StoredRun) -> str:
    return f"{run.name} (refused)" if run.is_refused else run.name


def _is_finer(one: StoredRun, other: StoredRun) -> bool:
    """Whether a run has a finer resolution than another, no setting of it coarser, and all else the same."""
    if (one.workflow, one.title, one.recipe.calculator) != (other.workflow, other.title, other.recipe.calculator):
        return False
    names = resolution_of(one.recipe.calculator)
    mine, theirs = one.recipe.settings, other.recipe.settings
    rest = [{key: value for key, value in each.items() if key not in names} for each in (mine, theirs)]
    if "kpoint_density_A" in names:  # its counts say the same of one cell
        for each in rest:
            each.pop("kpoints", None)
    if rest[0] != rest[1] or one.recipe.data != other.recipe.data:
        return False
    values = [mine.get(name) for name in names], [theirs.get(name) for name in names]
    if not all(isinstance(value, int | float) for each in values for value in each):
        return False
    fine, coarse = (np.array(each, float) for each in values)
    return bool((fine >= coarse).all() and (fine > coarse).any())


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
            _wanted(row),
        )
        for row in table
    ]


def _wanted(row: ValidityRow) -> str:
    """Return what a run must have for a row to count."""
    same = [f"{name} {value}" for name, value in row.same.items()]
    least = [f"{name} >= {value:g}" for name, value in row.reached.items()]
    rest = [f"the other settings and data sets of {row.run}, or finer tolerances"] if row.evidence else []
    return ", ".join([*same, *least, *rest])
