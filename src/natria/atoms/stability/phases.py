"""Phases with their energies of formation: the input of hulls and windows.

Energies are in J per mole of the formula as it is written. Total energies of a calculation become energies of
formation by taking off the elements, whose references are entries of the same set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...quantity import ModelError
from .composition import atoms_in, composition, element_of, elements_of, same_composition

SODIUM = "Na"
BCC = "bcc"  # the structure of sodium metal at room temperature, against which voltages are given


@dataclass(frozen=True)
class PhaseEnergy:
    """An energy of a phase (J/mol of the formula), its standard deviation if known, and its source.

    `name` tells entries of one formula apart: a structure, an identifier of a database.
    """

    formula: str
    energy: float
    std: float | None = None
    source: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """Return the formula with the name of the entry."""
        return f"{self.formula} ({self.name})" if self.name else self.formula


@dataclass(frozen=True)
class PhaseSet:
    """Energies of formation of the phases of some elements, the lowest of each composition.

    `references` are the entries of the elements, by element; their energy of formation is zero.
    """

    phases: tuple[PhaseEnergy, ...]
    references: tuple[PhaseEnergy, ...]

    @cached_property
    def formulas(self) -> tuple[str, ...]:
        return tuple(one.formula for one in self.phases)

    @property
    def elements(self) -> tuple[str, ...]:
        return elements_of(self.formulas)

    def find(self, formula: str) -> PhaseEnergy:
        """Return the phase of a composition; raises where there is none."""
        for one in self.phases:
            if same_composition(one.formula, formula):
                return one
        known = ", ".join(one for one in self.formulas if not element_of(one))
        raise ModelError(f"there is no energy of {formula}", f"add an entry of {formula}; compounds here: {known}")

    def of(self, formulas: Iterable[str]) -> PhaseSet:
        """Return the phases made of the elements of these formulas and of sodium; raises without a reference."""
        wanted = {SODIUM, *elements_of(formulas)}
        ensure_references(wanted, self.formulas)
        held = [one for one in self.phases if set(composition(one.formula)) <= wanted]
        kept = [one for one in self.references if element_of(one.formula) in wanted]
        return PhaseSet(tuple(held), tuple(kept))

    def moved(self, energies: Sequence[float]) -> PhaseSet:
        """Return the same phases with other energies of formation."""
        pairs = zip(self.phases, energies, strict=True)
        return PhaseSet(tuple(replace(one, energy=float(energy)) for one, energy in pairs), self.references)

    def without(self, formulas: Iterable[str]) -> PhaseSet:
        """Return the set without some compounds; raises for a formula that is not in it."""
        out = {self.find(formula).formula for formula in formulas}
        if elements := [one for one in out if element_of(one)]:
            raise ModelError(f"{', '.join(elements)} is the reference of an element", "leave out compounds alone")
        return PhaseSet(tuple(one for one in self.phases if one.formula not in out), self.references)


def ensure_references(elements: Iterable[str], formulas: Iterable[str]) -> None:
    """Raise where an element has no entry of its own, to which energies could refer."""
    held = {element_of(formula) for formula in formulas}
    if missing := sorted(set(elements) - held):
        what = f"no energy of the element{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
        raise ModelError(what, f"add an entry of {' and of '.join(missing)} in the standard state")


def phase_set(entries: Iterable[PhaseEnergy]) -> PhaseSet:
    """Return the set of phases of some entries: energies of formation from energies on one scale.

        E_f(phase) = E(phase) - sum_k n_k E(element k)/atoms

    The element is its entry of lowest energy per atom. Sodium is the body-centred cubic metal: of several entries of
    sodium one must be named bcc, because a calculation may find another structure lower.
    """
    every = tuple(entries)
    ensure_references(elements_of(one.formula for one in every), (one.formula for one in every))
    references: dict[str, PhaseEnergy] = {}
    for element in elements_of(one.formula for one in every):
        references[element] = _reference(element, [one for one in every if element_of(one.formula) == element])
    formed = [_formed(one, references) for one in every if not element_of(one.formula)]
    elements = [replace(one, energy=0.0) for one in references.values()]
    return PhaseSet((*elements, *_lowest(formed)), tuple(references.values()))


def _reference(element: str, entries: Sequence[PhaseEnergy]) -> PhaseEnergy:
    if element == SODIUM and len(entries) > 1:
        entries = [one for one in entries if BCC in one.name.lower()]
        if len(entries) != 1:
            what = f"several entries of sodium, of which {len(entries)} have {BCC} in the name"
            raise ModelError(what, f"name one of them 'Na {BCC}': voltages are given against that metal")
    return min(entries, key=lambda one: one.energy / float(atoms_in(one.formula)))


def _formed(one: PhaseEnergy, references: dict[str, PhaseEnergy]) -> PhaseEnergy:
    elements = sum(
        float(number / atoms_in(references[element].formula)) * references[element].energy
        for element, number in composition(one.formula).items()
    )
    return replace(one, energy=one.energy - elements)


def _lowest(entries: Sequence[PhaseEnergy]) -> list[PhaseEnergy]:
    """Return the entry of lowest energy per atom of each composition, in the order of the entries."""
    kept: list[PhaseEnergy] = []
    for one in entries:
        place = next((k for k, other in enumerate(kept) if same_composition(one.formula, other.formula)), None)
        if place is None:
            kept.append(one)
        elif _per_atom(one) < _per_atom(kept[place]):
            kept[place] = one
    return kept


def _per_atom(one: PhaseEnergy) -> float:
    return one.energy / float(atoms_in(one.formula))
