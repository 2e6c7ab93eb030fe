"""Conditions on the energies of phases that a calculator gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...laws.constants import FARADAY
from ..stability.energies.calculated import CalculatedEnergies, CalculatedPhase, FormationRow
from .conditions import GateCondition, GatedResult
from .validity import validity

MEV = FARADAY / 1e3  # J/mol of 1 meV
SWOLLEN = 0.15  # relative; PBE errs by some 5 % of the volume, and by far more only where dispersion binds a crystal
APART = 250 * MEV  # mean error of formation enthalpies by PBE, Stevanovic et al., Phys. Rev. B 85, 115104 (2012)


def phase_conditions(phase: CalculatedPhase) -> GatedResult:
    """Whether a relaxed structure is still that of the library: it keeps its space group and volume."""
    name, wanted = phase.card.name, phase.card.space_group
    conditions = (
        GateCondition(f"{name} keeps its symmetry", phase.group == wanted, f"group {phase.group}", f"group {wanted}"),
        GateCondition(
            f"{name} keeps its volume",
            abs(phase.strain) <= SWOLLEN,
            f"{phase.strain:+.1%}",
            f"within {SWOLLEN:.0%} of the measured one",
        ),
    )
    return GatedResult(conditions)


def energy_conditions(found: CalculatedEnergies, rows: Sequence[FormationRow]) -> GatedResult:
    """Agreement with the enthalpies of handbooks, phases that all have an energy, and validity.

    An energy of formation at 0 K differs from the enthalpy at 298 K by some meV per atom. What is further from it than
    the mean error of PBE without corrections is refused.
    """
    known = [one for one in rows if one.difference is not None]
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
            None if (moved := _moved(found.phases)) else True,
            ", ".join(moved) or "all do",
            "each relaxed structure is that of the library",
        ),
        validity(found.recipe, "formation energy", found.elements),
    )
    return GatedResult(conditions)


def _agreement(known: Sequence[FormationRow]) -> GateCondition:
    wanted = f"within {APART / MEV:.0f} meV/atom, the mean error of PBE"
    name = "energies of formation agree with handbooks"
    if not known:
        return GateCondition(name, None, "handbooks have no enthalpy of these compounds", wanted)
    worst = max(known, key=lambda one: abs(one.difference or 0.0))
    apart = (worst.difference or 0.0) / MEV
    return GateCondition(name, abs(apart) * MEV <= APART, f"{worst.formula} {apart:+.0f} meV/atom", wanted)


def _moved(phases: Iterable[CalculatedPhase]) -> list[str]:
    moved = [one for one in phases if phase_conditions(one).outcome != "accepted"]
    return [f"{one.card.name} volume {one.strain:+.0%}, group {one.group}" for one in moved]
