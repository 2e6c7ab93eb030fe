"""The invented phases of `toy_phases`, and slabs of NaF with an invented energy of their faces.

E = sum over atoms of an energy of the element + pairs x energy of formation + faces + EXTRA for each atom in excess
"""

from __future__ import annotations

import numpy as np
import toy_phases

FACE = 0.02  # eV/angstrom^2
EXTRA = 2.0  # eV


def made(shift=0.0):
    """Return the calculator; `shift` is added to the crystal of NaF (eV)."""
    from ase.calculators.calculator import Calculator, all_changes

    class Slabs(Calculator):
        implemented_properties = ("energy", "forces", "stress")

        def calculate(self, atoms=None, properties=(), changes=all_changes):
            super().calculate(atoms, properties, changes)
            if not is_slab(atoms):
                whole = toy_phases.made(shift=shift)
                whole.calculate(atoms)
                self.results = whole.results
                return
            symbols = atoms.get_chemical_symbols()
            sodium, fluorine = symbols.count("Na"), symbols.count("F")
            area = np.linalg.norm(np.cross(*atoms.cell.array[:2]))
            energy = sum(toy_phases.ATOM[one] for one in symbols)
            energy += min(sodium, fluorine) * toy_phases.FORMATION["NaF"]
            self.results = {
                "energy": energy + 2 * FACE * area + EXTRA * abs(sodium - fluorine),
                "forces": np.zeros((len(atoms), 3)),
                "stress": np.zeros(6),
            }

    return Slabs()


def is_slab(atoms):
    """Whether there is a vacuum over one vector alone and sodium and fluorine are there."""
    heights = np.sort(atoms.get_scaled_positions()[:, 2]) * atoms.cell.array[2, 2]
    apart = np.diff(heights, append=heights[0] + atoms.cell.array[2, 2]).max()
    return {"Na", "F"} == set(atoms.get_chemical_symbols()) and apart > 6
