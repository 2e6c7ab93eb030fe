"""What is known of each calculator for each property: a table, with the source of every row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from .conditions import GateCondition

Property = Literal["elastic", "migration", "adsorption", "critical strain"]
Elements = frozenset[str]


@dataclass(frozen=True)
class ValidityRow:
    """A validation of a calculator for a property of the materials that `holds_for` names.

    `allowed` says whether the validation passed. `found` says what was compared.
    """

    calculator: str
    property: Property
    materials: str
    holds_for: Callable[[Elements], bool]
    allowed: bool
    found: str


def _any(_: Elements) -> bool:
    return True


def _hydroxide(elements: Elements) -> bool:
    return {"O", "H"} <= elements


def _within(*allowed: str) -> Callable[[Elements], bool]:
    return lambda elements: elements <= set(allowed)


EMT = ("Al", "Cu", "Ag", "Au", "Ni", "Pd", "Pt")

# The first row that holds for the elements of a structure counts, so special materials stand above general ones.
VALIDITY: tuple[ValidityRow, ...] = (
    ValidityRow(
        "gpaw",
        "elastic",
        "NaF",
        _within("Na", "F"),
        True,
        "PBE gives a 4.703 angstrom, B 45.3 GPa, C11/C12/C44 90/22/27 GPa; PBE itself softens ionic solids",
    ),
    ValidityRow(
        "gpaw",
        "elastic",
        "NaOH",
        lambda elements: elements == {"Na", "O", "H"},
        True,
        "PBE gives 75/29/77 GPa along a/b/c within 10 %; kumar2020:E-NaOH reports 31 GPa by PBE, the soft axis",
    ),
    ValidityRow(
        "sevenn",
        "elastic",
        "NaF",
        _within("Na", "F"),
        True,
        "multi-fidelity model 0, PBE: C11/C12/C44 88/24/24 GPa against 90/22/27 by PBE in GPAW",
    ),
    ValidityRow(
        "sevenn",
        "migration",
        "NaF",
        _within("Na", "F"),
        True,
        "vacancy barrier 0.768 eV against 0.79 eV by PBE on the same path; lu2026:barrier-NaF reports 0.704 eV",
    ),
    ValidityRow(
        "chgnet",
        "elastic",
        "hydroxides",
        _hydroxide,
        False,
        "Young's modulus of NaOH 51 GPa against 29 GPa by PBE along the soft axis (kumar2020:E-NaOH: 31 GPa)",
    ),
    ValidityRow(
        "chgnet",
        "elastic",
        "thioantimonates and thiophosphates",
        lambda elements: "S" in elements and bool(elements & {"Sb", "P"}),
        False,
        "G/B of Na3SbS4 moves from 0.18 to 2.0 with the settings (yuan2025:pugh-Na3SbS4: 0.19)",
    ),
    ValidityRow("chgnet", "critical strain", "all", _any, False, "critical strains differ from those of PBE"),
    ValidityRow("chgnet", "adsorption", "all", _any, False, "adsorption energies are unusable"),
    ValidityRow(
        "chgnet",
        "migration",
        "NaF, NaOH, Na3Sb",
        lambda elements: elements in ({"Na", "F"}, {"Na", "O", "H"}, {"Na", "Sb"}),
        True,
        "rough: 0.699, 0.272, 0.031 eV against 0.704, 0.35, 0.061 eV (lu2026, kumar2020)",
    ),
    ValidityRow(
        "emt",
        "elastic",
        "the seven metals that it was fitted to",
        _within(*EMT),
        True,
        "fitted to their bulk and shear moduli: Jacobsen, Stoltze and Norskov, Surf. Sci. 366, 394 (1996)",
    ),
    ValidityRow("emt", "elastic", "others", _any, False, "parameters of other elements are for tests only (ASE)"),
    ValidityRow("emt", "migration", "others", lambda e: not e <= set(EMT), False, "as for elastic constants"),
    ValidityRow(
        "lj", "elastic", "all", _any, False, "a pair potential has C12 = C44 in a cubic crystal; for tests only"
    ),
    ValidityRow("lj", "migration", "all", _any, False, "a pair potential without a material; for tests only"),
)


def validity(calculator: str, wanted: Property, species: Collection[str]) -> GateCondition:
    """The condition that a calculator was validated for a property of such a material.

    Where no row of the table holds, nothing is known, and the result is not validated.
    """
    elements = frozenset(species)
    name = f"{calculator} is validated for {wanted}"
    for row in VALIDITY:
        if row.calculator == calculator and row.property == wanted and row.holds_for(elements):
            return GateCondition(name, row.allowed, f"{row.materials}: {row.found}", "a validation that passed")
    shown = ", ".join(sorted(elements))
    return GateCondition(name, None, f"no validation with {shown} is registered", "a validation that passed")
