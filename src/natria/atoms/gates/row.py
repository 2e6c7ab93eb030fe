"""A row of the table of validations: what was compared, and whether it passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..calculators import FinishedRun, Recipe
from ..calculators.stored.replay import resolution_of
from .evidence import ReferenceCheck, checked, compared, differing, own_faults, stored_run

Property = Literal[
    "elastic",
    "lattice",
    "migration",
    "surface migration",
    "surface",
    "adsorption",
    "critical strain",
    "band gap",
    "diffusion",
    "formation energy",
]


@dataclass(frozen=True)
class ValidityRow:
    """A validation of a calculator for a property of materials with exactly these elements.

    `elements` is empty for a row of all materials. `says` tells what was compared elsewhere; as no run of it is kept,
    `stated` is False (refused) or None (not known) and never True. With `run`, the name of a run that natria ships,
    both follow from its result and `checks` instead; with `gave`, from numbers of the calculator that a test computes.
    `same` and `least` are settings that a run must share or reach for the row to count. Of a `run` they are
    all of its settings: those of the resolution must be reached, those of `NOT_LARGER` not exceeded, the others the
    same, and so are its data sets. `unchecked` says which part of the property no check covers; such a row can refuse,
    and never passes.
    """

    calculator: str
    property: Property
    materials: str
    elements: frozenset[str]
    stated: bool | None
    says: str
    same: Mapping[str, Any] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    run: str = ""
    checks: tuple[ReferenceCheck, ...] = ()
    gave: Mapping[str, float] = field(default_factory=dict)  # by quantity, in its unit
    unchecked: str = ""

    @cached_property
    def evidence(self) -> FinishedRun | None:
        """The stored run that the row rests on."""
        return stored_run(self.run) if self.run else None

    @cached_property
    def allowed(self) -> bool | None:
        """Whether the validation passed.

        None where no run, or none that meets its own conditions, stands behind it.
        """
        run = self.evidence
        if run is None and self.gave:
            return all(one.agrees for one in checked(self.checks, self.gave))
        if run is None:
            return None if self.run else self.stated
        if own_faults(run):
            return None
        agrees = all(one.agrees for one in compared(run, self.checks))
        return None if agrees and self.unchecked else agrees

    @cached_property
    def found(self) -> str:
        """What was compared."""
        run = self.evidence
        if run is None:
            return "; ".join(filter(None, [*map(str, checked(self.checks, self.gave)), self.says]))
        parts = [*map(str, compared(run, self.checks)), *own_faults(run), self.unchecked]
        return "; ".join(one for one in parts if one)

    @cached_property
    def reached(self) -> Mapping[str, float]:
        """The settings that a run must reach: those of the resolution of the stored run, or `least`."""
        run = self.evidence
        if run is None:
            return self.least
        return {name: float(run.recipe.settings[name]) for name in resolution_of(self.calculator)}

    def lacks(self, recipe: Recipe) -> list[str]:
        """What the recipe of a run lacks against that of the validation."""
        other = [f"{name} {value}" for name, value in self.same.items() if recipe.settings.get(name) != value]
        low = [f"{name} {value:g} or more" for name, value in self.reached.items() if not _reaches(recipe, name, value)]
        run = self.evidence
        rest = differing(recipe, run.recipe, {*self.same, *self.reached}) if run else []
        return [*other, *low, *rest]


def _reaches(recipe: Recipe, name: str, least: float) -> bool:
    value = recipe.settings.get(name)
    return isinstance(value, int | float) and value >= least


# --- elements of materials, and tolerances

ANY: frozenset[str] = frozenset()
SODIUM = frozenset({"Na"})
NAF, NAOH, NA3SB = frozenset({"Na", "F"}), frozenset({"Na", "O", "H"}), frozenset({"Na", "Sb"})
LATTICE, BULK = 0.005, 0.05  # between codes with one functional
TRAN = "Tran et al., Phys. Rev. B 75, 115131 (2007)"
SALT = (
    ReferenceCheck("edge of rock salt", 4.709, LATTICE, f"PBE, {TRAN}"),
    ReferenceCheck("bulk modulus", 44.5, BULK, f"PBE, {TRAN}"),
)
METAL = (
    ReferenceCheck("edge of bcc", 4.200, LATTICE, "PBE, Paier et al., J. Chem. Phys. 124, 154709 (2006)"),
    ReferenceCheck("bulk modulus", 7.6, BULK, "PBE, Kurth et al., Int. J. Quantum Chem. 75, 889 (1999)"),
)
