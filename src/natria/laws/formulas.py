"""Chemical formulas and masses of atoms (IUPAC 2021, abridged; common isotopes)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .constants import AVOGADRO, ELECTRON_MASS

# element: (standard atomic weight, mass of the most common isotope), both in g/mol
MASSES: Mapping[str, tuple[float, float]] = {
    "H": (1.008, 1.00783),
    "Li": (6.94, 7.01600),
    "B": (10.81, 11.00931),
    "C": (12.011, 12.0),
    "N": (14.007, 14.00307),
    "O": (15.999, 15.99491),
    "F": (18.998, 18.99840),
    "Na": (22.990, 22.98977),
    "Mg": (24.305, 23.98504),
    "Al": (26.982, 26.98154),
    "Si": (28.085, 27.97693),
    "P": (30.974, 30.97376),
    "S": (32.06, 31.97207),
    "Cl": (35.45, 34.96885),
    "K": (39.098, 38.96371),
    "Ca": (40.078, 39.96259),
    "Ti": (47.867, 47.94794),
    "V": (50.942, 50.94396),
    "Cr": (51.996, 51.94051),
    "Mn": (54.938, 54.93804),
    "Fe": (55.845, 55.93494),
    "Co": (58.933, 58.93319),
    "Ni": (58.693, 57.93534),
    "Cu": (63.546, 62.92960),
    "Zn": (65.38, 63.92914),
    "Ga": (69.723, 68.92557),
    "Ge": (72.630, 73.92118),
    "Se": (78.971, 79.91652),
    "Br": (79.904, 78.91834),
    "Zr": (91.224, 89.90470),
    "Mo": (95.95, 97.90540),
    "In": (114.82, 114.90388),
    "Sn": (118.71, 119.90220),
    "Sb": (121.76, 120.90381),
    "Te": (127.60, 129.90622),
    "I": (126.90, 126.90447),
    "Pb": (207.2, 207.97665),
    "Bi": (208.98, 208.98040),
}
_ATOM = re.compile(r"([A-Z][a-z]?)(\d+(?:\.\d+)?)?")
_GROUP = re.compile(r"\(([^()]*)\)(\d+(?:\.\d+)?)?")


def atoms(formula: str) -> dict[str, float] | None:
    """Na3PS3.85O0.15, Na3V2(PO4)3 -> the number of each element; None where it is no formula."""
    groups = [(group[1], float(group[2] or 1)) for group in _GROUP.finditer(formula)]
    texts = [(_GROUP.sub("", formula), 1.0), *groups]
    if not formula or not all(text for text, _ in groups):
        return None
    found: dict[str, float] = {}
    for text, number in texts:
        place = 0
        while place < len(text):
            atom = _ATOM.match(text, place)
            if atom is None or atom[1] not in MASSES:
                return None
            found[atom[1]] = found.get(atom[1], 0.0) + number * float(atom[2] or 1)
            place = atom.end()
    return found


def molar_mass(formula: str, *, isotope: bool = False) -> float | None:
    """Molar mass (kg/mol), of natural elements or of the most common isotopes."""
    parts = atoms(formula)
    return None if parts is None else sum(n * MASSES[e][int(isotope)] for e, n in parts.items()) / 1000


def mass_to_charge(formula: str, charge: int) -> float:
    """Mass over charge of an ion of the most common isotopes, in daltons per elementary charge.

    m/z = (sum n_k m_k - q m_e) / |q| with the charge q of the ion: an anion has its electrons more.
    """
    mass = molar_mass(formula, isotope=True)
    if mass is None:
        raise ValueError(f"{formula!r} is no formula of known elements")
    if charge == 0:
        raise ValueError("a mass spectrum shows ions: the charge must not be zero")
    return (mass - charge * ELECTRON_MASS * AVOGADRO) * 1000 / abs(charge)
