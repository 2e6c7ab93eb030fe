"""The plan of a simulation, and its run leg by leg. `outcome` makes the results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from importlib.metadata import version

from ..._version import __version__
from ...answers import Refuse
from ...design import Case, Design, StudyTable
from ...models.cell.electrodes.dispatch import columns_of
from ...models.cell.equations.layout import pack
from ...models.cell.equations.observe import COLUMNS
from ...models.cell.prepare import Prepared, prepare, recipe
from ...models.cell.solvers.checkpoint import RunFolder
from ...models.cell.solvers.legs import cycles_of, legs
from ...models.cell.solvers.run import EARLY, SAMPLES, Done, run
from ...quantity import InputError, Problem
from ...record.note import Note
from ...store import Store
from ..opening.overrides import BY, with_given
from ..studio import Studio

MOST_CYCLES = 1_000_000  # of a protocol without --cycles, which takes no more: months of computing
ENDLESS = 1000  # most cycles of a protocol that only a short ends: not every model predicts one
MOST_READINGS = 400_000  # of a run: their analysis at the end needs less than 300 MB
FEWEST = 5  # fewest readings per step for which a half-cycle has a middle and an end
SHOWN = 4  # number of systems suggested in place of one that cannot be run


@dataclass(frozen=True)
class Plan:
    """What is to be run. `studio` has the one design with its fits, for the analysis of the result."""

    studio: Studio
    prepared: Prepared
    cycles: int  # at most
    planned: int | None  # of the protocol; None where only a short ends it
    samples: int
    notes: tuple[Note, ...]

    @property
    def system(self) -> str:
        return self.prepared.system

    @property
    def design(self) -> Design:
        return self.studio.design(self.system)

    @property
    def most_readings(self) -> int:
        """Return about the most readings of the run; steps that only a limit ends may have more."""
        steps = self.cycles * max((len(block.steps) for block in self.prepared.blocks), default=0)
        return steps * (self.samples + len(EARLY) + 1)

    @property
    def bytes(self) -> int:
        """Return about the most disk space that the run takes."""
        return self.most_readings * 8 * len(self.columns)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Return the columns of the readings and their units: those of every cell, then of its chemistries."""
        return {**COLUMNS, **columns_of(pack(self.prepared.cell).shape)}

    @cached_property
    def made_with(self) -> dict[str, str]:
        """Return all settings that the readings depend on; a run with other settings is another run."""
        return {
            "system": self.system,
            "cycles": str(self.cycles),
            "readings a step": str(self.samples),
            "natria": __version__,
            "scikit-sundae": version("scikit-sundae"),
            "design": recipe(self.prepared)[:12],
        }


def plan(
    case: Case,
    system: str = "",
    *,
    given: Mapping[str, str] | None = None,
    cycles: int | None = None,
    samples: int | None = None,
    by: str = BY,
    store: Store | None = None,
) -> Plan:
    """Return the plan for a system of a case with overrides; raises where it cannot be run.

    Fits are made with the file as it is; overrides are applied after them. Fits by a simulation are those of `store`.
    """
    studio = Studio(case, store=store)
    name = system or case.base.name
    design = studio.design(name)
    design = with_given(design, given, by) if given else design
    try:
        prepared = prepare(design)
        for block in prepared.blocks:
            next(legs((block,), prepared.cell.kind, 1))
    except Refuse as no:
        raise InputError(case.source, [Problem(name, str(no), _others(studio, name))]) from None
    planned = cycles_of(prepared.blocks)
    if cycles is None and planned is not None and planned > MOST_CYCLES:
        what = f"has {planned:,} cycles, and at most {MOST_CYCLES:,} are run"
        raise InputError(case.source, [Problem("protocol.steps", what, "repeat it less often, or give --cycles")])
    most = min((n for n in (cycles, planned) if n is not None), default=ENDLESS)
    readings, notes = _samples(prepared, most, samples)
    if planned is None and cycles is None:
        text = f"the protocol goes on until a short; the run ends after {most:,} cycles, or after --cycles"
        notes = (Note("open-protocol", text), *notes)
    alone = Studio(replace(case, base=design, variants={}, study=StudyTable()))
    return Plan(alone, prepared.with_settings(cycles=most, readings_a_step=readings), most, planned, readings, notes)


def go(plan: Plan, store: RunFolder) -> Iterator[Done]:
    """Yield the legs from the position of the store on; each is in the store when it is yielded."""
    program = legs(plan.prepared.blocks, plan.prepared.cell.kind, plan.cycles)
    start = store.position.state
    for done in run(pack(plan.prepared.cell), program, plan.prepared.limits, start, samples=plan.samples):
        store.append(done)
        yield done


def _others(studio: Studio, refused: str) -> str:
    """Return a hint for a system that cannot be run: other systems of the case, similar names first."""
    names = [system for system in studio.case.systems if system != refused and _runs(studio, system)]
    likest = get_close_matches(refused, names, SHOWN, 0.0)
    others = f"; or name another system with --system, such as {', '.join(likest)}" if names else ""
    return f"change it in the design or with --set PATH=VALUE{others}"


def _runs(studio: Studio, system: str) -> bool:
    try:
        prepare(studio.design(system))
    except Refuse:
        return False
    return True


def _samples(prepared: Prepared, cycles: int, asked: int | None) -> tuple[int, tuple[Note, ...]]:
    """Return the readings per step, as asked or by default; fewer in a run of very many steps."""
    if asked is not None:
        return asked, ()
    steps = cycles * max(len(block.steps) for block in prepared.blocks)
    fitting = max(MOST_READINGS // steps - len(EARLY) - 1, FEWEST)
    if fitting >= SAMPLES:
        return SAMPLES, ()
    why = f"there are up to {steps:,} steps; --samples gives more"
    return fitting, (Note("fewer-readings", f"{fitting} readings a step instead of {SAMPLES}, as {why}"),)
