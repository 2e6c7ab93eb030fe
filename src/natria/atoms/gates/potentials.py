"""Rows of the table of validations for trained potentials, whose weights stand in their recipes.

Numbers are those that natria computes with the potential; the tests with the potentials compute them again. A barrier
validates nothing until natria has one of its own by PBE of the same hop.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .evidence import ReferenceCheck
from .own import APART
from .row import METAL, NA3SB, NAF, NAOH, SALT, SODIUM, ValidityRow

SEVENN: Mapping[str, Any] = {"model": "7net-mf-0", "modal": "PBE"}
CHGNET: Mapping[str, Any] = {"model": "0.3.0"}
NO_BARRIER = "a number of a paper validates nothing, and no PBE barrier of this software is stored"
OWN_TENSOR = tuple(
    ReferenceCheck(name, value, APART, "PBE of the stored run NaF-elastic-gpaw-1000eV")
    for name, value in (("C11", 89.8), ("C12", 21.9), ("C44", 27.1))
)
OWN_ANTIMONIDE = tuple(
    ReferenceCheck(name, value, APART, "PBE of the stored run Na3Sb-elastic-gpaw")
    for name, value in (("C11", 40.5), ("C12", 14.3), ("C13", 4.13), ("C33", 46.3), ("C44", 7.99))
)
SULFIDES = frozenset({"Na", "S"})
THIOPHOSPHATES = frozenset({"Na", "P", "S"})
THIOANTIMONATES = frozenset({"Na", "Sb", "S"})

OF_SEVENN = (
    ValidityRow(
        "sevenn",
        "lattice",
        "NaF",
        NAF,
        None,
        "",
        SEVENN,
        checks=SALT,
        gave={"edge of rock salt": 4.692, "bulk modulus": 45.5},
    ),
    ValidityRow(
        "sevenn",
        "lattice",
        "Na",
        SODIUM,
        None,
        "",
        SEVENN,
        checks=METAL,
        gave={"edge of bcc": 4.199, "bulk modulus": 7.95},
    ),
    ValidityRow(
        "sevenn",
        "elastic",
        "NaF",
        NAF,
        None,
        "",
        SEVENN,
        checks=OWN_TENSOR,
        gave={"C11": 87.8, "C12": 24.1, "C44": 23.8},
    ),
    ValidityRow(
        "sevenn",
        "elastic",
        "Na",
        SODIUM,
        False,
        "C11 - C12 is -0.25 GPa, so body-centred cubic sodium is no minimum, against 1.44 GPa by PBE in GPAW",
        SEVENN,
    ),
    ValidityRow(
        "sevenn",
        "elastic",
        "Na3Sb",
        NA3SB,
        None,
        "",
        SEVENN,
        checks=OWN_ANTIMONIDE,
        gave={"C11": 32.4, "C12": 16.3, "C13": 9.71, "C33": 34.8, "C44": 6.58},
    ),
    ValidityRow(
        "sevenn",
        "formation energy",
        "NaF",
        NAF,
        None,
        "NaF 237 meV/atom above the enthalpy of handbooks, window up to 5.50 V; no PBE of this software is kept",
        SEVENN,
    ),
    ValidityRow(
        "sevenn",
        "formation energy",
        "Na3SbS4",
        THIOANTIMONATES,
        None,
        "refused: sulfur leaves its space group, F222 for Fddd; Na2S +178 meV/atom against handbooks",
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
        "sevenn",
        "migration",
        "Na3Sb",
        NA3SB,
        None,
        f"three hops of 0.215, 0.219 and 0.116 eV (lu2026:barrier-Na3Sb: 0.061 eV); {NO_BARRIER}",
        SEVENN,
    ),
)
OF_CHGNET = (
    ValidityRow(
        "chgnet",
        "elastic",
        "NaOH",
        NAOH,
        False,
        "51 GPa for NaOH; 12 GPa along the soft axis and 32 GPa (Hill) by the kept run of PBE, which is refused",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "elastic",
        "Na3Sb",
        NA3SB,
        False,
        "C11 - C12 is -5 GPa, so the crystal is no minimum under shear, against 26 GPa by PBE of the stored run "
        "Na3Sb-elastic-gpaw",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "elastic",
        "Na3SbS4",
        THIOANTIMONATES,
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
        SULFIDES,
        None,
        "Na2S +37 meV/atom against handbooks, Na2S2 -78 and Na2S4 -206 against guesses; sulfur in its measured cell",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "formation energy",
        "Na3PS4",
        THIOPHOSPHATES,
        None,
        "window 1.13 to 2.16 V (yuan2025:window-Na3PS4: 1.39 to 2.45 V); Na2P2S6 swells by 24 %",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "formation energy",
        "Na3SbS4",
        THIOANTIMONATES,
        None,
        "window 1.84 to 1.88 V (yuan2025:window-Na3SbS4: 1.83 to 1.90 V); a number of a paper validates nothing",
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
        "0.272 eV, not by natria (kumar2020:barrier-NaOH: 0.35 eV); natria's path did not converge in 136 evaluations; "
        f"{NO_BARRIER}",
        CHGNET,
    ),
    ValidityRow(
        "chgnet",
        "migration",
        "Na3Sb",
        NA3SB,
        None,
        f"0.470 eV, or 0.031 eV between other relaxed ends (lu2026:barrier-Na3Sb: 0.061 eV); {NO_BARRIER}",
        CHGNET,
    ),
)
POTENTIALS: tuple[ValidityRow, ...] = (*OF_SEVENN, *OF_CHGNET)
