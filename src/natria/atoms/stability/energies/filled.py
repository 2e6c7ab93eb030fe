"""Energies of one source, with those of a second for the phases that it lacks.

Total energies of two calculators stand on two scales and never meet in one hull. Energies of formation do, each from
the elements of its own source. What the sources differ by is seen on the compounds that both have:

    s^2 = mean((E_1 - E_2)^2)        per atom, over the compounds of both

A phase from the second source gets s as its standard deviation, beside that of its own. Nothing is shifted: a shift
would be fitted to a few compounds and would hold for none of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot, sqrt

from ....quantity import ModelError
from ..composition import atoms_in, element_of, same_composition
from ..phases import BCC, SODIUM, PhaseEnergy, PhaseSet, phase_set
from .files import EnergyFile

LEAST = 3  # compounds that both sources must have


@dataclass(frozen=True)
class PhaseOfSources:
    """The energy of formation (J/mol of atoms) of a phase by each source, where it has one."""

    formula: str
    first: float | None
    second: float | None

    @property
    def difference(self) -> float | None:
        """Return the first less the second."""
        return None if self.first is None or self.second is None else self.first - self.second


@dataclass(frozen=True)
class FilledEnergies:
    """Energies of formation of two sources as one file, and how far they are apart (J/mol of atoms)."""

    first: EnergyFile
    second: EnergyFile
    phases: tuple[PhaseOfSources, ...]
    apart: float
    file: EnergyFile

    @property
    def filled(self) -> tuple[str, ...]:
        """Return the phases that come from the second source."""
        return tuple(one.formula for one in self.phases if one.first is None)


def filled_energies(
    first: EnergyFile, second: EnergyFile, wanted: Iterable[str], error: float | None = None
) -> FilledEnergies:
    """Return the energies of a first source, and of a second for the phases that the first lacks.

    `error` is a standard deviation per atom (J/mol) of every energy of formation, in place of those of the entries.
    Raises with fewer than three compounds in both, because nothing then says how far the sources are apart.
    """
    formulas = tuple(wanted)
    one, other = (_phases_of(each, formulas) for each in (first, second))
    rows = _rows(one, other)
    shared = [row.difference for row in rows if row.difference is not None]
    if len(shared) < LEAST:
        both = ", ".join(row.formula for row in rows if row.difference is not None) or "none"
        what = f"the two sources have {len(shared)} compounds in common ({both}), fewer than {LEAST}"
        raise ModelError(what, "compute more of the compounds by both calculators, or look at each source alone")
    apart = sqrt(sum(each**2 for each in shared) / len(shared))
    held = [_with_error(each, error, 0.0) for each in one.phases]
    more = [_with_error(each, error, apart) for each in other.phases if not _is_in(each.formula, one)]
    names = f"{first.file}; for {', '.join(each.formula for each in more) or 'no phase'}: {second.file}"
    lacking = tuple(each for each in first.lacking if not any(same_composition(each, row.formula) for row in rows))
    file = EnergyFile(
        names, f"{first.sha256} {second.sha256}".strip(), (*held, *more), lacking, first.listed or second.listed
    )
    return FilledEnergies(first, second, rows, apart, file)


def _phases_of(energies: EnergyFile, formulas: tuple[str, ...]) -> PhaseSet:
    """Return the phases of a source in the system of some formulas; an error names the source."""
    try:
        return phase_set(energies.entries).of(formulas)
    except ModelError as lacking:
        raise ModelError(f"{energies.file}: {lacking.what}", lacking.fix) from None


def _rows(one: PhaseSet, other: PhaseSet) -> tuple[PhaseOfSources, ...]:
    names = [each.formula for each in one.phases if not element_of(each.formula)]
    names += [each.formula for each in other.phases if not element_of(each.formula) and not _is_in(each.formula, one)]
    return tuple(PhaseOfSources(name, _per_atom(one, name), _per_atom(other, name)) for name in names)


def _per_atom(phases: PhaseSet, formula: str) -> float | None:
    if not _is_in(formula, phases):
        return None
    found = phases.find(formula)
    return found.energy / float(atoms_in(found.formula))


def _is_in(formula: str, phases: PhaseSet) -> bool:
    return any(same_composition(formula, one) for one in phases.formulas)


def _with_error(one: PhaseEnergy, error: float | None, apart: float) -> PhaseEnergy:
    """An entry with its standard deviation; elements are exact, as energies of formation refer to them."""
    if element_of(one.formula):
        name = f"{one.formula} {BCC}" if element_of(one.formula) == SODIUM else one.name
        return replace(one, std=None, name=name)
    size = float(atoms_in(one.formula))
    own = one.std if error is None else error * size
    if own is None and not apart:
        return one
    return replace(one, std=hypot(own or 0.0, apart * size))
