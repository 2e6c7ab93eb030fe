"""Condition that an isolated atom and the cells it is compared with have their spins treated alike."""

from __future__ import annotations

from ...record import Structure
from ..calculators import Recipe
from ..calculators.packages import imported
from ..calculators.table import atom_settings
from .conditions import GateCondition


def spin_conditions(structures: tuple[Structure, ...], recipe: Recipe) -> tuple[GateCondition, ...]:
    """The condition on structures by one recipe whose energies are taken against an isolated atom.

    The atom has free spins. A cell with an odd number of electrons cannot pair them all: computed with paired spins its
    energy is too high by an amount that is not known. A calculator that treats an atom alone as any structure has no
    such condition.
    """
    if not atom_settings(recipe.calculator, {}).get("hund"):
        return ()
    name, wanted = "same treatment of spin", "free spins in all, or no cell with an odd number of electrons"
    if recipe.settings.get("moments") or recipe.settings.get("hund"):
        return (GateCondition(name, True, "free spins in all", wanted),)
    odd = [one.title or "a cell" for one in structures if is_odd(one)]
    if not odd:
        return (GateCondition(name, True, "even numbers of electrons in all cells, spins paired", wanted),)
    found = (
        f"the isolated atom has free spins; {' and '.join(odd)} has an odd number of electrons, and spins are paired"
    )
    return (GateCondition(name, None, f"{found} (give --set hund=true or spin=MOMENT)", wanted),)


def is_odd(structure: Structure) -> bool:
    """Return whether a neutral cell has an odd number of electrons; closed cores hold an even number."""
    numbers = imported("ase.data", "ase").atomic_numbers
    return bool(sum(numbers[one] for one in structure.species) % 2)
