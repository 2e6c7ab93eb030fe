"""Energies of phases from the material cards, and the window of a phase as an observable of them.

    G_f(phase) = H_f - T (S - sum_k n_k S_k)          at T = 298.15 K, to which the tables refer

A phase without an enthalpy or an entropy of its own has no energy here. A phase that is known and has none makes the
limits bounds, and so do three or more elements, of which no handbook lists every phase. Another competitor adds
reactions: the reduction limit, the largest voltage of all, can only rise, and the oxidation limit only fall.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import hypot

import numpy as np

from ....answers import Answered, Answerer, Reader, Refuse
from ....answers.answerer import Answer
from ....design import materials
from ....laws import gibbs_energy
from ....quantity import Bound, Computed, Finding, ModelError
from ....record import Table, numbers, words
from ..composition import composition, element_of, elements_of
from ..phases import SODIUM, PhaseEnergy, PhaseSet, phase_set
from ..reactions import limits_of, reactions_of
from ..scattered import scattered_limit
from ..windows import window

STANDARD_TEMPERATURE = 298.15  # K, by definition of the tables
ENTHALPY, ENTROPY = "formation_enthalpy", "entropy"
STD = "std"  # the column of a table whose energies have errors of their own, not those of inputs
MANY = 3  # elements from which on handbooks do not list every phase
NARROWER: dict[str, Bound] = {
    "reduction_limit": "at least",
    "oxidation_limit": "at most",
    "stability_window": "at most",
}


@cache
def known_formulas() -> tuple[str, ...]:
    """Return the stoichiometric phases of the material cards: formulas of whole numbers of atoms."""
    return tuple(name for name in materials() if _is_formula(name))


@cache
def _is_formula(name: str) -> bool:
    try:
        return all(number.denominator == 1 for number in composition(name).values())
    except ModelError:
        return False


def is_open(formula: str) -> bool:
    """Whether handbooks leave phases out of the system of a phase and sodium.

    They do where it has three or more elements.
    """
    return len({SODIUM, *elements_of((formula,))}) >= MANY


def _energies(read: Reader) -> Table:
    """Return the Gibbs energy of formation of each phase made of the elements of this one and sodium."""
    own = read.word("phase.material")
    if not _is_formula(own):
        raise Refuse(f"{own} is not the formula of a compound")
    elements = {SODIUM, *elements_of((own,))}
    names = dict.fromkeys((*known_formulas(), *filter(_is_formula, read.names("material"))))
    held = [name for name in names if set(composition(name)) <= elements]
    given = [name for name in held if all(read.has(f"material.{name}.{term}") for term in (ENTHALPY, ENTROPY))]
    lacking = [name for name in held if name not in given]
    _ensure(own, elements, given, lacking)
    values = {name: tuple(read(f"material.{name}.{term}") for term in (ENTHALPY, ENTROPY)) for name in given}
    atomic = {element_of(name): values[name][1] / sum(composition(name).values()) for name in given if element_of(name)}
    energies = []
    for name, (enthalpy, entropy) in values.items():
        change = entropy - sum(float(n) * float(atomic[e]) for e, n in composition(name).items())
        energies.append(gibbs_energy(enthalpy, change, STANDARD_TEMPERATURE))
    columns = {
        "formula": words([*given, *lacking]),
        "energy": numbers("J/mol", [*energies, *([np.nan] * len(lacking))]),
    }
    return Table(
        "phase_energies", f"Gibbs energies of formation at 298.15 K of phases that compete with {own}", columns
    )


def _ensure(own: str, elements: set[str], given: list[str], lacking: list[str]) -> None:
    """Refuse where the phase itself or an element has no energy, naming everything that is missing."""
    bare = sorted(elements - {element_of(name) for name in given})
    missing = [*([own] if own in lacking else []), *(f"the element {one}" for one in bare)]
    if not missing:
        return
    others = [name for name in lacking if name != own and not element_of(name)]
    beside = f"; competing phases without one: {', '.join(others)}" if others else ""
    raise Refuse(f"no formation enthalpy and entropy of {', '.join(missing)}{beside}")


def entries_of_table(table: Table) -> tuple[PhaseEnergy, ...]:
    """Return the entries of a table of energies, with the spreads and sources of the numbers behind them."""
    formulas, energies = table.columns["formula"].values, table.columns["energy"].numbers
    inputs = table.origin.inputs if isinstance(table.origin, Computed) else ()
    own = table.columns[STD].numbers if STD in table.columns else [None] * len(energies)
    entries = []
    for name, energy, std in zip(map(str, formulas), map(float, energies), own, strict=True):
        behind = _behind(name, inputs) if std is None else (float(std), "")
        entries.append(PhaseEnergy(name, energy, *behind))
    return tuple(one for one in entries if np.isfinite(one.energy))


def lacking_of_table(table: Table) -> tuple[str, ...]:
    """Return the phases of a table that are known and have no energy."""
    pairs = zip(table.columns["formula"].values, table.columns["energy"].numbers, strict=True)
    return tuple(str(name) for name, energy in pairs if not np.isfinite(energy))


def _behind(formula: str, inputs: Iterable[Finding]) -> tuple[float | None, str]:
    """Return the standard deviation of the Gibbs energy of a phase and the sources of its numbers."""
    own = {one.question.name: one for one in inputs if one.question.of == formula}
    if not {ENTHALPY, ENTROPY} <= own.keys():
        return None, ""
    spreads = [own[ENTHALPY].std or 0.0, STANDARD_TEMPERATURE * (own[ENTROPY].std or 0.0)]
    texts = dict.fromkeys(source_of(own[name]) for name in (ENTHALPY, ENTROPY))
    return hypot(*spreads), "; ".join(one for one in texts if one)


def source_of(finding: Finding) -> str:
    """Return the source of a number of a card, or its reason where it has none."""
    return str(getattr(finding.origin, "source", "") or getattr(finding.origin, "why", "") or finding.id)


def _window(read: Reader) -> Answered:
    table = read.artefact()
    own = read.word("phase.material")
    if not isinstance(table, Table):
        raise Refuse("the energies of phases are a table")
    try:
        phases = phase_set(entries_of_table(table))
        value = _limit(read.term, phases, phases.find(own).formula)
        ends = scattered_limit(read.term, phases, own) if STD in table.columns else None
    except ModelError as no:
        raise Refuse(no.what) from None
    bounded = NARROWER[read.term] if lacking_of_table(table) or is_open(own) else None
    if ends is None:
        return Answered(value, bound=bounded)
    read.noted("limit.without_errors", f"{value:.3f} V")
    if bounded is None:
        return Answered(ends)
    return Answered(ends[0] if bounded == "at least" else ends[1], bound=bounded)


def _limit(term: str, phases: PhaseSet, own: str) -> float:
    """Return a limit by the enumeration of reactions, which is fast enough to move every input."""
    energies = np.array([[one.energy for one in phases.phases]])
    low, high = (float(one[0]) for one in limits_of(reactions_of(phases.formulas, own), energies))
    if np.isnan(low):
        raise Refuse(f"{own} is not stable against {window(phases, own).decay}: it has no window")
    if term == "reduction_limit":
        return low
    if np.isinf(high):
        raise Refuse(f"no loss of sodium decomposes {own}")
    return high - (low if term == "stability_window" else 0.0)


def phases_of_answer(answer: Answer) -> tuple[PhaseSet, tuple[str, ...]]:
    """Return the phases of an answer of `handbook_energies`, and those without an energy."""
    if not isinstance(answer, Table):
        why = getattr(answer, "why", "it is a number")
        raise ModelError(f"no handbook energies: {why}", "give energies of all of them in a file with --energies")
    return phase_set(entries_of_table(answer)), lacking_of_table(answer)


HANDBOOK_ENERGIES = Answerer(
    "handbook_energies",
    1,
    ("phase_energies",),
    _energies,
    "standard states at 298.15 K; phases of the material cards alone",
    of_phase=True,
)

OBJECTION = (
    "A window from handbook values knows the phases that handbooks list: a ternary compound that is missing narrows "
    "it, and the answer is then a bound. It is thermodynamic: nucleation, a blocking product or topotactic exchange of "
    "sodium lets a phase live beyond it. To settle this, one would have to measure the current of a slow sweep on the "
    "phase mixed with carbon, and to identify the products at each voltage."
)

PHASE_WINDOW = Answerer(
    "phase_window",
    1,
    ("reduction_limit", "oxidation_limit", "stability_window"),
    _window,
    "thermodynamics of bulk phases against sodium metal; no kinetics, no topotactic exchange of sodium",
    of_artefact="phase_energies",
    of_phase=True,
    objection=OBJECTION,
)
