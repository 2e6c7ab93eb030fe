"""Invented energies of phases, in eV of the formula; no calculation and no table stands behind them."""

from __future__ import annotations

from hypothesis import strategies as st

from natria.atoms.stability import PhaseEnergy, phase_set

EV = 96485.33212331001  # J/mol
PHOSPHORUS_SULFUR = {
    "Na": 0.0,
    "P": 0.0,
    "S": 0.0,
    "Na2S": -3.8,
    "Na3P": -1.4,
    "NaP": -0.9,
    "Na3PS4": -9.2,
    "Na2PS3": -5.5,
    "P2S5": -2.5,
    "Na2S4": -4.3,
}
NAMES = ("NaA", "Na3A", "Na2B", "NaB", "Na2AB", "Na3AB4", "AB", "A2B3", "Na4A2B6")
ELEMENTS = {"A": "P", "B": "S"}


def toy_set(energies=PHOSPHORUS_SULFUR):
    """A set from energies in eV of the formula."""
    return phase_set(PhaseEnergy(formula, energy * EV, source="invented") for formula, energy in energies.items())


def named(formula):
    """An invented formula in the letters of real elements."""
    for letter, element in ELEMENTS.items():
        formula = (
            formula.replace(letter, element)
            if not formula.startswith("Na")
            else ("Na" + formula[2:].replace(letter, element))
        )
    return formula


@st.composite
def chemistries(draw):
    """A set with random compounds of sodium and two elements, and one compound that is asked about."""
    chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=7, unique=True))
    energies = {"Na": 0.0, "P": 0.0, "S": 0.0}
    for one in chosen:
        energies[named(one)] = draw(st.floats(-12, 1).map(lambda x: round(x, 3)))
    return toy_set(energies), named(chosen[0])
