"""A calculator with invented energies of formation: a phase keeps its shape and has the volume of the library + 2 %.

E = sum over atoms of an energy of the element + formulas x energy of formation + K/2 (V - V0)^2/V0
"""

from __future__ import annotations

import numpy as np

from natria.atoms.stability.composition import atoms_in, composition, same_composition
from natria.atoms.structures import crystal_card, crystals

STIFFNESS = 30e9 / 1.602176634e-19 * 1e-30  # eV/angstrom^3, of 30 GPa
SWELLS = 1.02
ATOM = {"Na": -1.3, "F": -1.9, "S": -4.1, "Cl": -1.8}  # eV
FORMATION = {"NaF": -5.9, "NaCl": -4.2, "Na2S": -3.8, "Na2S2": -4.0, "Na2S4": -4.3, "Na2S5": -4.35}  # eV of the formula
HANDBOOK_NAF = -576.6e3 / 96485.332  # eV of the formula, CRC Handbook


def made(unknown: str = "", shift: float = 0.0):
    """Return the calculator; `unknown` is a phase that it cannot evaluate, `shift` is added to NaF (eV)."""
    from ase.calculators.calculator import Calculator, all_changes

    class Toy(Calculator):
        implemented_properties = ("energy", "forces", "stress")

        def calculate(self, atoms=None, properties=(), changes=all_changes):
            super().calculate(atoms, properties, changes)
            card = card_of(atoms)
            if card.formula == unknown:
                raise RuntimeError("no parameters")
            formulas = len(atoms) / float(atoms_in(card.formula))
            formed = FORMATION.get(card.formula, 0.0) + (shift if card.formula == "NaF" else 0.0)
            rest = 1.0 if card.molecule else SWELLS
            middle = rest * card.structure().volume * 1e30 / card.formulas * formulas
            apart = atoms.get_volume() - middle
            energy = sum(ATOM[one] for one in atoms.get_chemical_symbols()) + formulas * formed
            self.results = {
                "energy": energy + STIFFNESS / 2 * apart**2 / middle,
                "forces": np.zeros((len(atoms), 3)),
                "stress": np.array([1, 1, 1, 0, 0, 0]) * STIFFNESS * apart / middle,
            }

    return Toy()


def card_of(atoms):
    """Return the card of the library with this composition."""
    formula = atoms.get_chemical_formula(mode="reduce")
    return next(
        card
        for card in map(crystal_card, crystals())
        if set(composition(card.formula)) == set(composition(formula)) and same_composition(card.formula, formula)
    )
