"""Energies of the phases of a chemical system by a calculator: each structure of the library, relaxed.

    E(phase) = N_A E(relaxed cell)/(formulas in it)          J/mol of formula, on the scale of the calculator

Elements are phases like the others, so energies of formation refer to the same calculator. A gas is one molecule in a
box, of which the ions alone are relaxed. So are those of a crystal that dispersion binds (sulfur, black phosphorus,
P4S10): semilocal functionals and potentials that are trained on them have no dispersion, and would let it swell by half
into a crystal that does not exist. Its cell is held as in the library, and its pressure is noted. The energies hold
at 0 K without vibrations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ....design.materials import material_property, materials
from ....laws.constants import AVOGADRO
from ....quantity import InputError, ModelError, Problem
from ....record import Structure
from ....record.structure import ANGSTROM
from ....store import digest_of_json
from ...calculators import Evaluates, Recipe, Relaxed, relax_cell, relax_ions
from ...calculators.evaluate import FORCE
from ...structures import UNPLACED, CrystalCard, compact, crystal_card, crystals, space_group
from ..composition import atoms_in, composition, element_of, elements_of, same_composition
from ..phases import BCC, SODIUM, PhaseEnergy
from .files import EnergyFile
from .handbook import ENTHALPY, known_formulas

DISPERSION = "dispersion"
MOVED = 0.05 * ANGSTROM  # m: atoms of a relaxed cell closer to their images than this count as symmetric


@dataclass(frozen=True)
class RelaxationSettings:
    """Tolerances of a relaxation: the largest force (N) and stress (Pa), and the most steps.

    `hold` keeps the cells of crystals that dispersion binds; a calculator with dispersion needs it not. `static`
    evaluates every structure once where it is, for a costly calculator. `without` are structures that are left out.
    """

    force: float = 0.01 * FORCE
    stress: float = 5e7
    steps: int = 500
    hold: bool = True
    static: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class CalculatedPhase:
    """A structure of the library, relaxed by a calculator.

    `energy` is in J/mol of the formula, on the scale of the calculator. `strain` is the relative change of the volume,
    `group` the space group of the relaxed structure. Some settings of `recipe`, as k-points and spins, are its own.
    """

    card: CrystalCard
    energy: float
    relaxed: Relaxed
    strain: float
    group: int
    recipe: Recipe
    is_held: bool = False  # the cell was not relaxed because dispersion binds the crystal

    @property
    def pressure(self) -> float:
        """Return the pressure (Pa) in the relaxed structure; above zero it would expand."""
        return -float(np.trace(self.relaxed.evaluation.stress)) / 3

    @property
    def entry_name(self) -> str:
        """Return the name of its entry, which says which sodium is body-centred cubic."""
        return f"{self.card.name} {BCC}" if self.card.formula == SODIUM else self.card.name


@dataclass(frozen=True, eq=False)
class CalculatedEnergies:
    """The phases of a chemical system by one calculator, for the phases that were asked about.

    `failed` says why a structure has no energy. `lacking` are phases that are known and have no energy here.
    """

    elements: tuple[str, ...]
    phases: tuple[CalculatedPhase, ...]
    failed: dict[str, str]
    lacking: tuple[str, ...]
    asked: tuple[str, ...]
    settings: RelaxationSettings = field(default_factory=RelaxationSettings)

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """Return the recipes of the phases, each once."""
        return tuple({one.recipe.digest: one.recipe for one in self.phases}.values())

    @property
    def source(self) -> str:
        """Return the calculator in words."""
        return described(self.phases[0].recipe)

    def is_needed(self, phase: CalculatedPhase) -> bool:
        """Whether a phase is an element or one that is asked about, so that no window does without it."""
        formula = phase.card.formula
        return bool(element_of(formula)) or any(same_composition(formula, one) for one in self.asked)

    def entries(self) -> tuple[PhaseEnergy, ...]:
        """Return the energies as entries of a set of phases."""
        rows = ((one.card.formula, one.energy, None, described(one.recipe), one.entry_name) for one in self.phases)
        return tuple(PhaseEnergy(*row) for row in rows)

    def as_file(self) -> EnergyFile:
        """Return the energies as those of a file, so that a window can be computed from them."""
        digest = digest_of_json([one.recipe.digest for one in self.phases])
        return EnergyFile(self.source, digest, self.entries(), self.lacking, listed=True)


@dataclass(frozen=True)
class FormationRow:
    """An energy of formation (J/mol of atoms) beside the enthalpy of the material card, if any.

    `ground` says how well the enthalpy is known; an estimate is shown and gates nothing.
    """

    formula: str
    name: str
    calculated: float
    handbook: float | None
    source: str
    ground: str = ""

    @property
    def difference(self) -> float | None:
        """Return calculated less the enthalpy of the card (J/mol of atoms)."""
        return None if self.handbook is None else self.calculated - self.handbook


def described(recipe: Recipe) -> str:
    """Return the calculator in words: its name, version and data."""
    name = recipe.calculator
    version = recipe.versions.get(name, "")
    return " ".join([name, version, *(f"({what} {value})" for what, value in recipe.data.items())]).replace("  ", " ")


def system_cards(formulas: Iterable[str]) -> tuple[CrystalCard, ...]:
    """Return the structures of the library made of the elements of some formulas and of sodium."""
    elements = {SODIUM, *elements_of(formulas)}
    cards = map(crystal_card, crystals())
    return tuple(one for one in cards if set(composition(one.formula)) <= elements)


def calculated_energies(
    formulas: Sequence[str],
    evaluators: Callable[[Structure], Evaluates],
    settings: RelaxationSettings | None = None,
    tell: Callable[[str, int, int], None] = lambda *_: None,
) -> CalculatedEnergies:
    """Relax every structure of the library in the chemical system of some formulas and sodium.

    `evaluators` gives what evaluates structures like one; `tell` gets the stage, how many phases are done, and how
    many there are. A structure that the calculator cannot evaluate or relax has no energy, and the reason is kept.
    """
    settings = settings or RelaxationSettings()
    cards = _kept(system_cards(formulas), formulas, settings.without)
    ensure_structures(formulas, cards)
    found: list[CalculatedPhase] = []
    failed: dict[str, str] = {}
    wrong: list[InputError] = []
    for done, card in enumerate(cards):
        tell(f"phases, {card.name}", done, len(cards))
        try:
            start = compact(card.structure())
            found.append(_relaxed(card, start, evaluators(start), settings))
        except ModelError as bad:
            failed[card.name] = bad.what
        except InputError as bad:  # the settings do not fit this structure, as for unpaired electrons
            failed[card.name] = _in_words(bad)
            wrong.append(bad)
    tell("phases", len(cards), len(cards))
    if len(wrong) == len(cards):  # they fit none, or there is no such calculator
        raise wrong[0]
    _ensure_needed(formulas, cards, found, failed)
    lacking = _lacking(formulas, [one.card.formula for one in found], settings.without)
    return CalculatedEnergies(
        elements_of((SODIUM, *formulas)), tuple(found), failed, lacking, tuple(formulas), settings
    )


def _kept(cards: tuple[CrystalCard, ...], formulas: Sequence[str], without: Sequence[str]) -> tuple[CrystalCard, ...]:
    """Return the cards without those left out; raises where one is unknown or needed."""
    kept = tuple(one for one in cards if one.name not in without)
    left = [one.formula for one in kept]
    strangers = [one for one in without if one not in [card.name for card in cards]]
    needed = [
        one.name
        for one in cards
        if one.name in without
        and (element_of(one.formula) or any(same_composition(one.formula, other) for other in formulas))
        and not any(same_composition(one.formula, other) for other in left)
    ]
    if wrong := [*strangers, *needed]:
        fix = f"structures of this system: {', '.join(one.name for one in cards)}; PHASE and elements stay"
        raise InputError("--without", [Problem(", ".join(wrong), "cannot be left out", fix)])
    return kept


def _in_words(bad: InputError) -> str:
    return "; ".join(f"{one.what} ({one.fix})" if one.fix else one.what for one in bad.problems)


def ensure_structures(formulas: Sequence[str], cards: Sequence[CrystalCard]) -> None:
    """Raise where a phase that is asked about, or an element, has no structure in the library."""
    held = [one.formula for one in cards]
    elements = {SODIUM, *elements_of(formulas)}
    missing = [one for one in formulas if not any(same_composition(one, other) for other in held)]
    bare = sorted(elements - {element_of(one) for one in held})
    if missing or bare:
        what = f"no structure of {', '.join([*missing, *(f'the element {one}' for one in bare)])} in the library"
        raise ModelError(what, "compute its energy elsewhere and give all energies in a file with --energies")


def _ensure_needed(
    formulas: Sequence[str], cards: Sequence[CrystalCard], found: Sequence[CalculatedPhase], failed: dict[str, str]
) -> None:
    """Raise where a phase that is asked about, or an element, has no energy, with the reason."""
    held = {one.card.formula for one in found}
    needed = [
        one for one in cards if element_of(one.formula) or any(same_composition(one.formula, f) for f in formulas)
    ]
    without = [one.name for one in needed if not any(same_composition(one.formula, other) for other in held)]
    if without:
        why = "; ".join(f"{name}: {failed[name]}" for name in without)
        raise ModelError(f"no energy of what is needed: {why}", "take a calculator that knows these elements")


def _relaxed(card: CrystalCard, start: Structure, evaluate: Evaluates, settings: RelaxationSettings) -> CalculatedPhase:
    held = settings.hold and card.bound_by == DISPERSION
    if card.molecule or held or settings.static:
        most = 0 if settings.static else settings.steps
        relaxed = relax_ions(start, evaluate, settings.force, most=most)
    else:
        relaxed = relax_cell(start, evaluate, settings.force, settings.stress, settings.steps)
    if not (relaxed.converged or settings.static):
        raise ModelError(f"not relaxed in {relaxed.steps} steps", "")
    per_formula = float(len(start) / atoms_in(card.formula))
    energy = AVOGADRO * relaxed.evaluation.energy / per_formula
    strain = relaxed.structure.volume / start.volume - 1
    group = space_group(relaxed.structure, MOVED).number
    return CalculatedPhase(card, energy, relaxed, strain, group, evaluate.recipe, held)


def _lacking(formulas: Sequence[str], held: Sequence[str], without: Sequence[str]) -> tuple[str, ...]:
    """Return the phases that natria knows, of the same elements, that have no energy."""
    elements = {SODIUM, *elements_of(formulas)}
    left_out = (crystal_card(one).formula for one in without)
    known = dict.fromkeys((*known_formulas(), *UNPLACED, *left_out))
    others = [one for one in known if set(composition(one)) <= elements and not element_of(one)]
    return tuple(one for one in others if not any(same_composition(one, other) for other in held))


def formation_rows(formed: Iterable[PhaseEnergy]) -> tuple[FormationRow, ...]:
    """Return the energies of formation of the compounds, each beside the enthalpy of its material card."""
    cards = materials()
    rows = []
    for one in formed:
        if element_of(one.formula):
            continue
        size = float(atoms_in(one.formula))
        known = material_property(cards.get(one.formula, {}), ENTHALPY)
        handbook = None if known is None else known.value / size
        source, ground = (str(getattr(known.origin, name, "")) if known else "" for name in ("source", "ground"))
        rows.append(FormationRow(one.formula, one.name, one.energy / size, handbook, source, ground))
    return tuple(rows)
