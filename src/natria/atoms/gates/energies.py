"""Conditions on the energies of phases that a calculator gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...laws.constants import FARADAY
from ..calculators import CALCULATORS
from ..calculators.evaluate import FORCE
from ..stability.energies.calculated import CalculatedEnergies, CalculatedPhase, FormationRow
from .conditions import GateCondition, GatedResult
from .validity import validity

HANDBOOK = "handbook"  # the ground of an enthalpy that energies are compared with
MEV = FARADAY / 1e3  # J/mol of 1 meV
SWOLLEN = 0.15  # relative; PBE errs by some 5 % of the volume, and by far more only where dispersion binds a crystal
APART = 250 * MEV  # mean error of formation enthalpies by PBE, Stevanovic et al., Phys. Rev. B 85, 115104 (2012)


def phase_conditions(phase: CalculatedPhase) -> GatedResult:
    """Whether a relaxed structure is still that of the library: it keeps its space group and volume.

    A volume that comes from the same calculator, or from the data that it was trained on, proves nothing. One that is
    held has none of its own.
    """
    name, wanted = phase.card.name, phase.card.space_group
    keeps = abs(phase.strain) <= SWOLLEN
    card = phase.card
    origin = "" if card.has_measured_cell else _own_origin(phase.recipe.calculator, card.computed)
    symmetry = GateCondition(
        f"{name} keeps its symmetry", phase.group == wanted, f"group {phase.group}", f"group {wanted}"
    )
    if phase.is_held:
        return GatedResult((symmetry,))
    conditions = (
        symmetry,
        GateCondition(
            f"{name} keeps its volume",
            None if origin and keeps else keeps,
            f"{phase.strain:+.1%}" + (f"; the volume of the library is that of {origin}" if origin else ""),
            f"within {SWOLLEN:.0%} of the {'measured' if card.has_measured_cell else 'computed'} one",
        ),
    )
    return GatedResult(conditions)


def _own_origin(calculator: str, computed: str) -> str:
    """Return the calculator, or the data of its training, that a computed structure comes from."""
    kind = CALCULATORS.get(calculator)
    origins = (calculator, *(kind.trained_on if kind else ()))
    return next((one for one in origins if one.lower() in computed.lower()), "")


def energy_conditions(found: CalculatedEnergies, rows: Sequence[FormationRow]) -> GatedResult:
    """Agreement with handbooks, phases that have an energy and stay themselves, and validity.

    An element or a phase asked about that becomes another structure refuses the energies, as each of them rests on it.
    An energy of formation at 0 K differs from the enthalpy at 298 K by some meV per atom. What is further from it than
    the mean error of PBE without corrections is refused.
    """
    known = [one for one in rows if one.difference is not None and one.ground == HANDBOOK]
    moved, needed = _moved(found.phases), _moved(one for one in found.phases if found.is_needed(one))
    conditions = (
        _agreement(known),
        GateCondition(
            "every structure has an energy",
            None if found.failed else True,
            ", ".join(f"{name}: {why}" for name, why in found.failed.items()) or "all relaxed",
            "no competing phase is missing",
        ),
        GateCondition(
            "structures keep their symmetry and volume",
            False if "refused" in needed.values() else None if moved else True,
            ", ".join(moved) or "all do",
            "each relaxed structure is that of the library",
        ),
        *_static(found),
        min((validity(one, "formation energy", found.elements) for one in found.recipes), key=_worst_first),
    )
    return GatedResult(conditions)


def _static(found: CalculatedEnergies) -> tuple[GateCondition, ...]:
    """The condition that structures are relaxed; none where they were relaxed."""
    if not found.settings.static:
        return ()
    force = max(found.phases, key=lambda one: one.relaxed.largest_force)
    stress = max((one for one in found.phases if not one.card.molecule), key=lambda one: abs(one.pressure))
    what = (
        f"all as in the library; at most {force.relaxed.largest_force / FORCE:.2g} eV/angstrom ({force.card.name}) and "
        f"{stress.pressure / 1e9:.2g} GPa ({stress.card.name})"
    )
    return (GateCondition("structures are relaxed", None, what, "relaxed by the calculator"),)


def _worst_first(one: GateCondition) -> int:
    return (False, None, True).index(one.met)


def _agreement(known: Sequence[FormationRow]) -> GateCondition:
    wanted = f"within {APART / MEV:.0f} meV/atom, the mean error of PBE"
    name = "energies of formation agree with handbooks"
    if not known:
        return GateCondition(name, None, "handbooks have no enthalpy of these compounds", wanted)
    worst = max(known, key=lambda one: abs(one.difference or 0.0))
    apart = (worst.difference or 0.0) / MEV
    return GateCondition(name, abs(apart) * MEV <= APART, f"{worst.formula} {apart:+.0f} meV/atom", wanted)


def _moved(phases: Iterable[CalculatedPhase]) -> dict[str, str]:
    """Return the phases that are not known to be those of the library, in words, with their outcome."""
    gates = {one: phase_conditions(one).outcome for one in phases}
    return {
        f"{one.card.name} volume {one.strain:+.0%}, group {one.group}": outcome
        for one, outcome in gates.items()
        if outcome != "accepted"
    }
