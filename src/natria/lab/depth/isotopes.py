"""Isotopes and the pattern that they give a fragment.

Masses of the atomic mass evaluation of 2020 (M. Wang et al., Chin. Phys. C 45 (2021) 030003), abundances of IUPAC's
representative compositions (J. Meija et al., Pure Appl. Chem. 88 (2016) 293). An element that is not here has one
isotope, that of `laws.formulas.MASSES`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...laws.constants import AVOGADRO, ELECTRON_MASS
from ...laws.formulas import MASSES

# element: (mass in g/mol, abundance) of each isotope above 0.1 %
ISOTOPES: Mapping[str, tuple[tuple[float, float], ...]] = {
    "H": ((1.007825, 0.999885), (2.014102, 0.000115)),
    "Li": ((6.015123, 0.0759), (7.016003, 0.9241)),
    "B": ((10.012937, 0.199), (11.009305, 0.801)),
    "C": ((12.0, 0.9893), (13.003355, 0.0107)),
    "N": ((14.003074, 0.99636), (15.000109, 0.00364)),
    "O": ((15.994915, 0.99757), (16.999132, 0.00038), (17.999160, 0.00205)),
    "Mg": ((23.985042, 0.7899), (24.985837, 0.1000), (25.982593, 0.1101)),
    "Si": ((27.976927, 0.92223), (28.976495, 0.04685), (29.973770, 0.03092)),
    "S": ((31.972071, 0.9499), (32.971459, 0.0075), (33.967867, 0.0425), (35.967081, 0.0001)),
    "Cl": ((34.968853, 0.7576), (36.965903, 0.2424)),
    "K": ((38.963706, 0.932581), (39.963998, 0.000117), (40.961825, 0.067302)),
    "Ca": (
        (39.962591, 0.96941),
        (41.958618, 0.00647),
        (42.958766, 0.00135),
        (43.955481, 0.02086),
        (45.953688, 0.00004),
        (47.952523, 0.00187),
    ),
    "Ti": ((45.952627, 0.0825), (46.951758, 0.0744), (47.947941, 0.7372), (48.947865, 0.0541), (49.944786, 0.0518)),
    "Cr": ((49.946042, 0.04345), (51.940505, 0.83789), (52.940647, 0.09501), (53.938878, 0.02365)),
    "Fe": ((53.939608, 0.05845), (55.934936, 0.91754), (56.935392, 0.02119), (57.933274, 0.00282)),
    "Ni": (
        (57.935342, 0.68077),
        (59.930785, 0.26223),
        (60.931055, 0.011399),
        (61.928345, 0.036346),
        (63.927966, 0.009255),
    ),
    "Cu": ((62.929597, 0.6915), (64.927790, 0.3085)),
    "Zn": (
        (63.929142, 0.4917),
        (65.926034, 0.2773),
        (66.927127, 0.0404),
        (67.924844, 0.1845),
        (69.925319, 0.0061),
    ),
    "Se": (
        (73.922476, 0.0089),
        (75.919214, 0.0937),
        (76.919914, 0.0763),
        (77.917309, 0.2377),
        (79.916522, 0.4961),
        (81.916700, 0.0873),
    ),
    "Br": ((78.918338, 0.5069), (80.916290, 0.4931)),
    "Sn": (
        (111.904824, 0.0097),
        (113.902783, 0.0066),
        (114.903345, 0.0034),
        (115.901743, 0.1454),
        (116.902954, 0.0768),
        (117.901607, 0.2422),
        (118.903311, 0.0859),
        (119.902202, 0.3258),
        (121.903441, 0.0463),
        (123.905277, 0.0579),
    ),
    "Sb": ((120.903812, 0.5721), (122.904214, 0.4279)),
}  # fmt: skip
LEAST = 1e-4  # of the whole pattern: rarer masses are left out
SAME = 0.02  # g/mol: lighter differences are one peak of the pattern


def isotopes_of(element: str) -> tuple[tuple[float, float], ...]:
    """Return mass (g/mol) and abundance of the isotopes of an element."""
    return ISOTOPES.get(element) or ((MASSES[element][1], 1.0),)


def pattern_of(composition: Mapping[str, int], charge: int) -> list[tuple[float, float]]:
    """Return m/z and share of each peak that isotopes give an ion, the lightest first.

    The patterns of the atoms are folded one after the other; masses closer than `SAME` are joined at their mean.
    """
    if charge == 0:
        raise ValueError("a mass spectrum shows ions: the charge must not be zero")
    peaks = [(0.0, 1.0)]
    for element, count in composition.items():
        for _ in range(count):
            made = [(mass + m, share * s) for mass, share in peaks for m, s in isotopes_of(element)]
            peaks = _joined(made)
    electron = ELECTRON_MASS * AVOGADRO * 1000
    return [((mass - charge * electron) / abs(charge), share) for mass, share in peaks if share >= LEAST]


def _joined(peaks: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for mass, share in sorted(peaks):
        if found and mass - found[-1][0] < SAME:
            before, other = found[-1]
            found[-1] = ((before * other + mass * share) / (other + share), other + share)
        elif share >= LEAST * LEAST:
            found.append((mass, share))
    return found
