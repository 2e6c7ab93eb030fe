"""Validations that follow from a stored run: what it gave, against references, within a tolerance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...record.structure import ANGSTROM, structure_from_json
from ..calculators import FinishedRun, Recipe, all_runs
from ..calculators.evaluate import EV

GPA = 1e9  # Pa
VALIDATED = "is validated for"  # in the name of the condition of validity
# Numerical settings of the calculators whose smaller value is the finer one.
NOT_LARGER = frozenset({"smearing_eV", "energy_tolerance_eV", "density_tolerance", "force_tolerance_eV_A"})
OF_CELL = frozenset({"kpoints", "kpoint_density_A"})  # counts follow from the cell; the density is a resolution


@dataclass(frozen=True)
class ReferenceCheck:
    """A reference for a quantity of a result, and the relative difference up to which the result agrees."""

    quantity: str
    value: float
    share: float
    source: str


@dataclass(frozen=True)
class Checked:
    """What a run gave for a quantity beside its reference."""

    check: ReferenceCheck
    found: float

    @property
    def off(self) -> float:
        """The relative difference from the reference."""
        return self.found / self.check.value - 1

    @property
    def agrees(self) -> bool:
        return abs(self.off) <= self.check.share

    def __str__(self) -> str:
        name, unit = self.check.quantity, QUANTITIES[self.check.quantity].unit
        return (
            f"{name} {self.found:.4g} {unit} against {self.check.value:.4g} ({100 * self.off:+.1f} %, allowed "
            f"{100 * self.check.share:g} %; {self.check.source})"
        )


@dataclass(frozen=True)
class Quantity:
    """A number of the JSON document of a result."""

    unit: str
    of: Callable[[Mapping[str, Any]], float]


def _edge(result: Mapping[str, Any], atoms: int) -> float:
    """Return the edge (A) of a cubic cell with so many atoms."""
    structure = structure_from_json(result["structure"])
    return float((structure.volume / len(structure) * atoms) ** (1 / 3) / ANGSTROM)


def _stiffness(result: Mapping[str, Any], i: int, j: int) -> float:
    """Return an element of the tensor (GPa)."""
    return float(result["stiffness"]["values"][i][j]) / GPA


def _bulk(result: Mapping[str, Any]) -> float:
    """Return the bulk modulus (GPa) of an equation of state, or Hill's of a tensor."""
    if given := result.get("bulk_modulus"):
        return float(given["value"]) / GPA
    c = np.array(result["stiffness"]["values"])
    return float(c[:3, :3].sum() / 9 + 1 / np.linalg.inv(c)[:3, :3].sum()) / 2 / GPA


QUANTITIES: Mapping[str, Quantity] = {
    "edge of rock salt": Quantity("A", lambda result: _edge(result, 8)),
    "edge of bcc": Quantity("A", lambda result: _edge(result, 2)),
    "bulk modulus": Quantity("GPa", _bulk),
    "band gap": Quantity("eV", lambda result: float(result["band_gap"]["value"]) / EV),
    "C11": Quantity("GPa", lambda result: _stiffness(result, 0, 0)),
    "C12": Quantity("GPa", lambda result: _stiffness(result, 0, 1)),
    "C13": Quantity("GPa", lambda result: _stiffness(result, 0, 2)),
    "C33": Quantity("GPa", lambda result: _stiffness(result, 2, 2)),
    "C44": Quantity("GPa", lambda result: _stiffness(result, 3, 3)),
    "C' of cubic": Quantity("GPa", lambda result: (_stiffness(result, 0, 0) - _stiffness(result, 0, 1)) / 2),
}


def stored_run(name: str) -> FinishedRun | None:
    """Return the shipped run of a name; None where there is none."""
    return next((one for one in all_runs() if one.name == name), None)


def compared(run: FinishedRun, checks: tuple[ReferenceCheck, ...]) -> tuple[Checked, ...]:
    """Return what a run gave for each reference."""
    return checked(checks, {one.quantity: QUANTITIES[one.quantity].of(run.result) for one in checks})


def checked(checks: tuple[ReferenceCheck, ...], gave: Mapping[str, float]) -> tuple[Checked, ...]:
    """Return the numbers for each reference, by quantity in the unit of the reference; none of no numbers."""
    return tuple(Checked(one, gave[one.quantity]) for one in checks if one.quantity in gave)


def own_faults(run: FinishedRun) -> tuple[str, ...]:
    """Return the conditions that a result did not meet, without that of validity."""
    failed = [one for one in run.result["gate"]["conditions"] if one["met"] is False]
    return tuple(f"{one['name']}: {one['found']}" for one in failed if VALIDATED not in one["name"])


def differing(recipe: Recipe, stored: Recipe, known: Collection[str]) -> list[str]:
    """Return what a recipe lacks against that of a stored run, beside the settings that are `known`.

    Smearing and tolerances may be smaller; all other settings and the data sets must be the same.
    """
    mine, theirs = recipe.settings, stored.settings
    found = []
    for name in dict.fromkeys((*theirs, *mine)):
        one, other = mine.get(name), theirs.get(name)
        if name in known or name in OF_CELL:
            continue
        if name in NOT_LARGER and other is not None:
            found += [] if _at_most(one, float(other)) else [f"{name} {other:g} or less"]
        elif one != other:
            found.append(f"{name} {'not set' if other is None else other}")
    data = [f"{name} {value}" for name, value in stored.data.items() if recipe.data.get(name) != value]
    more = [f"no data {name}" for name in recipe.data if name not in stored.data]
    return [*found, *data, *more]


def _at_most(value: Any, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value <= most
