"""What is known of each calculator for each property: a table, with the source of every row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..calculators import FinishedRun, Recipe
from ..calculators.stored.replay import resolution_of
from .conditions import GateCondition
from .evidence import VALIDATED, ReferenceCheck, checked, compared, differing, own_faults, stored_run

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
            return "; ".join([*map(str, checked(self.checks, self.gave)), self.says])
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


ANY: frozenset[str] = frozenset()
SODIUM = frozenset({"Na"})
NAF, NAOH, NA3SB = frozenset({"Na", "F"}), frozenset({"Na", "O", "H"}), frozenset({"Na", "Sb"})
PBE: Mapping[str, Any] = {"xc": "PBE", "engine": "new"}
CONVERGED: Mapping[str, float] = {"cutoff_eV": 700.0, "kpoint_density_A": 3.5}
LATTICE, BULK = 0.005, 0.05  # between codes with one functional
MEASURED = 0.15  # of elastic constants: error of semilocal functionals, and 0 K against room temperature
GAP = 0.02  # between PBE by projector-augmented waves and by all electrons, in one cell
ELK = "all electrons in Elk 8.4.30, in the same cell"
EMPIRICAL = 0.25  # of elastic constants by a potential for tests of the software
TRAN = "Tran et al., Phys. Rev. B 75, 115131 (2007)"
SIMMONS = "Simmons and Wang, Single Crystal Elastic Constants (1971)"
SALT = (
    ReferenceCheck("edge of rock salt", 4.709, LATTICE, f"PBE, {TRAN}"),
    ReferenceCheck("bulk modulus", 44.5, BULK, f"PBE, {TRAN}"),
)
METAL = (
    ReferenceCheck("edge of bcc", 4.200, LATTICE, "PBE, Paier et al., J. Chem. Phys. 124, 154709 (2006)"),
    ReferenceCheck("bulk modulus", 7.6, BULK, "PBE, Kurth et al., Int. J. Quantum Chem. 75, 889 (1999)"),
)
SEVENN: Mapping[str, Any] = {"model": "7net-mf-0", "modal": "PBE"}
CHGNET: Mapping[str, Any] = {"model": "0.3.0"}
NO_BARRIER = "a number of a paper validates nothing, and no PBE barrier of this software is stored"
FOR_FACES = (
    "for tests: 1.04 J/m^2 for Cu(111), the lowest face, against 1.79 J/m^2 of polycrystalline copper from "
    "measurements (Tyson and Miller, Surf. Sci. 62, 267 (1977))"
)
FOR_METALS = (
    "for tests: the parameters fit seven metals alone, Jacobsen, Stoltze and Norskov, Surf. Sci. 366, 394 (1996)"
)
PAIRS_AT_FACES = (
    "for tests: a pair potential has no bonds that grow stronger at a surface (Born and Huang, Dynamical Theory of "
    "Crystal Lattices, 1954)"
)
PAIRS_IN_CUBES = (
    "for tests: a pair potential has C12 = C44 in a cubic crystal (Born and Huang, Dynamical Theory of Crystal "
    "Lattices, 1954); copper has 121 and 75 GPa"
)
PAIRS_AT_VACANCIES = (
    "for tests: between pairs a vacancy costs the cohesive energy; in metals it costs about a third of it (Daw, "
    "Foiles and Baskes, Mater. Sci. Rep. 9, 251 (1993))"
)
FOR_TESTS: tuple[tuple[str, Property, str, str], ...] = (
    ("emt", "elastic", "other materials", FOR_METALS),
    ("emt", "critical strain", "other materials", FOR_METALS),
    ("emt", "migration", "other materials", FOR_METALS),
    ("emt", "surface", "all materials", FOR_FACES),
    ("emt", "adsorption", "all materials", FOR_FACES),
    ("emt", "surface migration", "all materials", FOR_FACES),
    ("lj", "elastic", "all materials", PAIRS_IN_CUBES),
    ("lj", "critical strain", "all materials", PAIRS_IN_CUBES),
    ("lj", "migration", "all materials", PAIRS_AT_VACANCIES),
    ("lj", "surface", "all materials", PAIRS_AT_FACES),
    ("lj", "adsorption", "all materials", PAIRS_AT_FACES),
    ("lj", "surface migration", "all materials", PAIRS_AT_FACES),
)

# The first row with the elements of a structure counts, so special materials stand above all materials.
VALIDITY: tuple[ValidityRow, ...] = (
    ValidityRow(
        "gpaw",
        "elastic",
        "NaF",
        NAF,
        None,
        "no stored run",
        PBE,
        run="NaF-elastic-gpaw",
        checks=(
            *SALT,
            ReferenceCheck("C11", 97.0, MEASURED, f"measured, {SIMMONS}"),
            ReferenceCheck("C12", 23.8, MEASURED, f"measured, {SIMMONS}"),
            ReferenceCheck("C44", 28.2, MEASURED, f"measured, {SIMMONS}"),
        ),
    ),
    ValidityRow(
        "gpaw",
        "elastic",
        "Na",
        SODIUM,
        None,
        "no stored run",
        PBE,
        run="Na-elastic-gpaw",
        checks=METAL,
        unchecked="edge and bulk modulus only: no reference of C', C44 or any other shear is registered",
    ),
    ValidityRow(
        "gpaw",
        "lattice",
        "NaF",
        NAF,
        None,
        "no stored run",
        PBE,
        run="NaF-lattice-gpaw",
        checks=SALT,
    ),
    ValidityRow(
        "gpaw",
        "lattice",
        "Na",
        SODIUM,
        None,
        "no stored run",
        PBE,
        run="Na-lattice-gpaw",
        checks=METAL,
    ),
    ValidityRow(
        "gpaw",
        "elastic",
        "NaOH",
        NAOH,
        None,
        "72/12/75 GPa along a/b/c by the kept run, which does not meet its own conditions; no reference is at hand",
        PBE,
        CONVERGED,
    ),
    ValidityRow(
        "gpaw",
        "band gap",
        "NaF",
        NAF,
        None,
        "no stored run",
        PBE,
        run="NaF-bands-gpaw",
        checks=(ReferenceCheck("band gap", 6.058, GAP, f"PBE, {ELK}"),),
    ),
    ValidityRow(
        "gpaw",
        "band gap",
        "Na3Sb",
        NA3SB,
        None,
        "0.45 eV by PBE in Elk with few k-points, too coarse to compare with; spin-orbit coupling narrows the gap",
        PBE,
        CONVERGED,
    ),
    ValidityRow(
        "sevenn",
        "elastic",
        "NaF",
        NAF,
        None,
        "multi-fidelity model 0, PBE: C11/C12/C44 88/24/24 GPa against 90/22/27 by PBE in GPAW; no run of this "
        "workflow is kept",
        SEVENN,
    ),
    ValidityRow(
        "sevenn",
        "migration",
        "NaF",
        NAF,
        None,
        "0.749 eV in the cell of PBE; a condition of its own compares each barrier with the stored one by PBE "
        "(lu2026:barrier-NaF: 0.704 eV)",
        SEVENN,
    ),
    ValidityRow(
        "chgnet",
        "elastic",
        "NaOH",
        NAOH,
        False,
        "Young's modulus of NaOH 51 GPa against 29 GPa by PBE along the soft axis (kumar2020:E-NaOH: 31 GPa)",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "elastic",
        "Na3SbS4",
        frozenset({"Na", "Sb", "S"}),
        False,
        "G/B of Na3SbS4 moves from 0.18 to 2.0 with the settings (yuan2025:pugh-Na3SbS4: 0.19)",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "formation energy",
        "NaF",
        NAF,
        None,
        "NaF 110 meV/atom above the enthalpy of handbooks; no PBE of this software is kept",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "formation energy",
        "Na-S",
        frozenset({"Na", "S"}),
        None,
        "Na2S +37 meV/atom against handbooks, Na2S2 -78 and Na2S4 -206 against estimates; sulfur in its measured cell",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "formation energy",
        "Na3PS4",
        frozenset({"Na", "P", "S"}),
        None,
        "window 1.12 to 2.41 V (yuan2025:window-Na3PS4: 1.39 to 2.45 V); sulfur, phosphorus and P2S5 in measured cells",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "formation energy",
        "Na3SbS4",
        frozenset({"Na", "Sb", "S"}),
        None,
        "window 1.33 to 1.98 V without NaSb, NaSbS2 and Na3SbS3 (yuan2025:window-Na3SbS4: 1.83 to 1.90 V)",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "migration",
        "NaF",
        NAF,
        None,
        "0.736 eV in the measured cell; a condition of its own compares each barrier with the stored one by PBE "
        "(lu2026:barrier-NaF: 0.704 eV)",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "migration",
        "NaOH",
        NAOH,
        None,
        f"0.272 eV (kumar2020:barrier-NaOH: 0.35 eV); {NO_BARRIER}",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "migration",
        "Na3Sb",
        NA3SB,
        None,
        f"0.031 eV (lu2026:barrier-Na3Sb: 0.061 eV); {NO_BARRIER}",
        CHGNET,
    ),
    ValidityRow(
        "emt",
        "elastic",
        "copper",
        frozenset({"Cu"}),
        None,
        "for tests: the tolerance is wide, as C44 is 20 % too high",
        checks=tuple(
            ReferenceCheck(name, value, EMPIRICAL, f"measured, {SIMMONS}")
            for name, value in (("C11", 168.0), ("C12", 121.0), ("C44", 75.0))
        ),
        gave={"C11": 173.0, "C12": 115.0, "C44": 90.0},
    ),
    ValidityRow(
        "emt",
        "critical strain",
        "copper",
        frozenset({"Cu"}),
        None,
        "the parameters fit the crystal without load, Jacobsen, Stoltze and Norskov, Surf. Sci. 366, 394 (1996); no "
        "strength was compared",
    ),
    ValidityRow(
        "emt",
        "migration",
        "copper",
        frozenset({"Cu"}),
        None,
        "barrier of a vacancy 0.75 eV against 0.70 eV measured (Ehrhart, Landolt-Boernstein III/25, 1991); no run of "
        "this workflow is kept",
    ),
    *(ValidityRow(name, wanted, materials, ANY, False, ground) for name, wanted, materials, ground in FOR_TESTS),
)


def validity(recipe: Recipe, wanted: Property, species: Collection[str]) -> GateCondition:
    """The condition that a recipe as good was validated for a property of such a material.

    Where no row of the table holds, or the run lacks what the row asks for, the result is not validated.
    """
    elements = frozenset(species)
    name, passed = f"{recipe.calculator} {VALIDATED} {wanted}", "a validation that passed"
    for row in VALIDITY:
        if (row.calculator, row.property) != (recipe.calculator, wanted) or row.elements not in (ANY, elements):
            continue
        if lacking := row.lacks(recipe):
            return GateCondition(name, None, f"the validation with {row.materials} had {', '.join(lacking)}", passed)
        return GateCondition(name, row.allowed, f"{row.materials}: {row.found}", passed)
    shown = ", ".join(sorted(elements))
    return GateCondition(name, None, f"no validation with {shown} is registered", passed)
