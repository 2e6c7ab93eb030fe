"""A computed window with all that belongs to it: from handbook values, or from the energies of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...answers import ask
from ...design import Design
from ...quantity import ModelError, Question
from .composition import composition, element_of, elements_of, same_composition
from .electrons import electron_data, usual_blocking_gap
from .energies.files import EnergyFile, read_energies
from .energies.handbook import HANDBOOK_ENERGIES, is_open, known_formulas, phases_of_answer
from .interface import ContactReaction, contact
from .passivation import ElectronDatum, Passivation, passivation
from .phases import SODIUM, PhaseEnergy, PhaseSet, phase_set
from .uncertainty import WindowSpread, window_spread
from .windows import PhaseWindow, Stage, stages, window

HANDBOOK = "handbook values of the material cards, 298.15 K"


@dataclass(frozen=True)
class WindowRequest:
    """What is asked: a phase, the range of voltage (V), and how certain the energies are.

    `energies` is a file or what has been read or computed; None stands for the handbook values. `error` is a standard
    deviation per atom (J/mol); without one that of the entries counts. `against` is a second
    phase in contact, `at` the voltage at which both exchange sodium (None: they do not). `blocking_gap` in J.
    """

    formula: str
    low: float
    high: float
    samples: int
    seed: int
    energies: Path | EnergyFile | None = None
    error: float | None = None
    without: tuple[str, ...] = ()
    against: str = ""
    at: float | None = None
    blocking_gap: float | None = None


@dataclass(frozen=True)
class ComputedWindow:
    """A window, the stages outside it, their spread, and what the products against sodium do to electrons.

    `lacking` are phases that are known and have no energy: with them the window can only be narrower. `no_spread` says
    why there is no spread.
    """

    window: PhaseWindow
    stages: tuple[Stage, ...]
    spread: WindowSpread | None
    no_spread: str
    phases: PhaseSet
    source: str
    sha256: str
    lacking: tuple[str, ...]
    passivation: Passivation | None
    electrons: dict[str, ElectronDatum]
    blocking_gap: float
    contact: ContactReaction | None
    listed: bool  # the phases are those of a list of natria

    @property
    def is_bound(self) -> bool:
        """Whether the limits are bounds.

        They are where a known phase has no energy, and for handbook values and structures of the library with three or
        more elements, of which neither lists every phase.
        """
        return bool(self.lacking) or (self.listed and is_open(self.window.formula))

    @property
    def sodium(self) -> PhaseEnergy:
        """Return the entry of sodium metal to which the voltages refer."""
        return next(one for one in self.phases.references if element_of(one.formula) == SODIUM)


def compute_window(asked: WindowRequest) -> ComputedWindow:
    """Return the window of a phase; raises where a needed energy is missing."""
    composition(asked.formula)
    wanted = (asked.formula, asked.against) if asked.against else (asked.formula,)
    held, read = _phases(asked, wanted)
    if out := [one for one in asked.without if any(same_composition(one, other) for other in wanted)]:
        raise ModelError(f"{', '.join(out)} is left out and asked about", "leave it out of --without")
    lacking = tuple(one for one in read.lacking if one not in asked.without)
    held = held.without(one for one in asked.without if one in held.formulas)
    found = window(held, asked.formula)
    course = stages(held, found.formula, asked.low, asked.high)
    spread, why = _spread(held, asked)
    gap = usual_blocking_gap().value if asked.blocking_gap is None else asked.blocking_gap
    products = course[0].products if not asked.low and not course[0].is_stable else {}
    data = electron_data(products)
    verdict = passivation(products, data, gap) if products else None
    touching = contact(held, found.formula, asked.against, asked.at) if asked.against else None
    own = held.of(wanted)
    return ComputedWindow(
        found, course, spread, why, own, read.file, read.sha256, lacking, verdict, data, gap, touching, read.listed
    )


def _phases(asked: WindowRequest, wanted: Sequence[str]) -> tuple[PhaseSet, EnergyFile]:
    """Return the phases with an energy, and the source with the known phases that have none."""
    if asked.energies is None:
        if asked.against:
            raise ModelError("the contact of two phases needs a file of energies", "give one with --energies")
        design = Design(asked.formula, {"phase": {"material": asked.formula}})
        phases, lacking = phases_of_answer(ask(HANDBOOK_ENERGIES, design, Question("phase_energies", asked.formula)))
        return phases, EnergyFile(HANDBOOK, "", (), lacking, listed=True)
    read = asked.energies if isinstance(asked.energies, EnergyFile) else read_energies(asked.energies)
    return phases_among(read, wanted)


def phases_among(read: EnergyFile, wanted: Sequence[str]) -> tuple[PhaseSet, EnergyFile]:
    """Return the phases of the elements of some phases and sodium, and the source with all that lack."""
    phases = phase_set(read.entries).of(wanted)
    elements = {SODIUM, *elements_of(wanted)}
    gaps = [one for one in read.lacking if set(composition(one)) <= elements]
    missing = dict.fromkeys((*_lacking(phases, wanted), *gaps))
    return phases, replace(read, lacking=tuple(missing))


def _lacking(phases: PhaseSet, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the phases that natria knows, of the same elements, that the entries do not have."""
    elements = {SODIUM, *elements_of(wanted)}
    known = [one for one in known_formulas() if set(composition(one)) <= elements and not element_of(one)]
    return tuple(one for one in known if not any(same_composition(one, other) for other in phases.formulas))


def _spread(phases: PhaseSet, asked: WindowRequest) -> tuple[WindowSpread | None, str]:
    """Return the samples, or why there are none."""
    try:
        return (
            window_spread(phases, asked.formula, per_atom=asked.error, samples=asked.samples, seed=asked.seed),
            "",
        )
    except ModelError as no:
        if asked.error is not None:
            raise
        return None, no.what
