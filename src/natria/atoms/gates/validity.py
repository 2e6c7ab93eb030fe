"""What is known of each calculator for each property: a table, with the source of every row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..calculators import Recipe
from .conditions import GateCondition
from .evidence import VALIDATED, ReferenceCheck
from .potentials import POTENTIALS
from .row import ANY, BULK, METAL, NA3SB, NAF, NAOH, SALT, SODIUM, Property, ValidityRow

PBE: Mapping[str, Any] = {"xc": "PBE", "engine": "new"}
CONVERGED: Mapping[str, float] = {"cutoff_eV": 700.0, "kpoint_density_A": 3.5}
MEASURED = 0.15  # of elastic constants: error of semilocal functionals, and 0 K against room temperature
GAP = 0.02  # between PBE by projector-augmented waves and by all electrons, in one cell
ELK = "all electrons in Elk 8.4.30, in the same cell"
EMPIRICAL = 0.25  # of elastic constants by a potential for tests of the software
SIMMONS = "Simmons and Wang, Single Crystal Elastic Constants (1971)"
ALLOYS = "the data set alloy-elastic of ABACUS"
SOFT = (  # of sodium; the data set states no temperature
    *(
        ReferenceCheck(name, value, MEASURED, f"measured, {SIMMONS}, in {ALLOYS}")
        for name, value in (("C11", 8.21), ("C12", 6.83), ("C44", 5.77), ("C' of cubic", 0.69))
    ),
    *(
        ReferenceCheck(name, value, BULK, f"PBE in VASP 5.4.4, {ALLOYS}")
        for name, value in (("C11", 8.36), ("C12", 6.97), ("C44", 6.08), ("C' of cubic", 0.70))
    ),
)
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
        checks=(*METAL, *SOFT),
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
        "73/12/75 GPa along a/b/c by the kept run, which does not meet its own conditions; no reference is at hand",
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
    *POTENTIALS,
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
