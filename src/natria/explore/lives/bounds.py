"""What physics says about the life of a design: sodium, salt and voids, by answerers that natria has.

They are bounds of single mechanisms and no lives: sodium that side reactions take sets how many cycles a foil lasts,
salt and voids set whether a half-cycle ends early. The cycles that a foil lasts follow from the share that one half-
cycle moves, s, and the Coulombic efficiency: each plating loses (1 - CE) of what it moves, so

    N = 1/(s (1 - CE))
"""

from __future__ import annotations

from dataclasses import dataclass

from ...answers import Answered, Answerer, Reader, Refuse, ask
from ...answers.once import ARTEFACTS
from ...design import Design
from ...laws import charge_of_sodium
from ...models.criteria.cell_budget import half_cycle_charge
from ...quantity import Finding, Question, Refused
from ...studies.studio import Studio, answer_of

EFFICIENCY = "plating_stripping_efficiency"
TERMS = {  # term -> what it bounds
    "inventory_share": "sodium: share of the foil that a half-cycle moves",
    "limiting_current_ratio": "salt: above 1 the salt at the plated face is used up",
    "salt_depletion_time": "salt: time of a half-cycle until then",
    "critical_current_density": "voids, salt, cracks: current above which a half-cycle fails",
}


@dataclass(frozen=True)
class PhysicalBound:
    """An answer beside the statistics of lives, and what it bounds."""

    about: str
    answer: Finding | Refused


def _inventory_life(read: Reader) -> Answered:
    inventory = charge_of_sodium(read("working.thickness"), read("working.molar_volume"))
    loss = 1 - read(f"working.{EFFICIENCY}")
    if loss <= 0:
        raise Refuse("at a Coulombic efficiency of 100 % no sodium is lost, and the foil sets no life")
    moved = half_cycle_charge(read)
    cycles = inventory / (moved * loss)
    value = cycles if read.term == "cycle_life" else cycles * 2 * moved / read("protocol.current")
    return Answered(value, bound="at most")


INVENTORY_LIFE = Answerer(
    "inventory_life",
    1,
    ("cycle_life", "cycling_time"),
    _inventory_life,
    "each plating loses the same share, both electrodes alike, no rests; no other failure",
    ("current",),
    objection=(
        "The Coulombic efficiency of a Na|Cu cell with little sodium is not that of a foil, and dead sodium counts as "
        "lost here but may still touch. To settle this, one would have to titrate what sodium is left after cycling."
    ),
)


def physical_bounds(studio: Studio, design: Design) -> tuple[PhysicalBound, ...]:
    """Return the bounds of a design: its inventory with the efficiency it gives, salt, and voids."""
    lives = [ask(INVENTORY_LIFE, design, Question(name, design.name)) for name in INVENTORY_LIFE.answers]
    about = ("sodium: cycles until the foil is used up", "sodium: time until the foil is used up")
    found = [PhysicalBound(text, one) for text, one in zip(about, lives, strict=True) if not isinstance(one, ARTEFACTS)]
    if isinstance(found[0].answer, Refused):
        del found[1:]
    for name, text in TERMS.items():
        found += [PhysicalBound(text, one) for one in _answers(studio, design, Question(name, design.name))]
    return tuple(found)


def _answers(studio: Studio, design: Design, question: Question) -> tuple[Finding | Refused, ...]:
    """Return the answers of every cheap answerer of a term; their reasons where all refuse."""
    asked = [one for one in studio.answerers_for(question.name) if one.cost == "cheap" and not one.of_artefact]
    given = [answer_of(one, design, question) for one in asked if not one.of_phase]
    return tuple(one for one in given if isinstance(one, Finding)) or tuple(given)


def efficiency_for(share: float, cycles: float) -> float:
    """Return the least mean Coulombic efficiency with which a foil lasts so many cycles: 1 - 1/(s N)."""
    return 1 - 1 / (share * cycles)
