"""Uncertain inputs of a simulated cell, each with its spread before any datum of that cell is known.

The spread is the standard deviation in the design. A number without one has the spread that verdicts move it by
(`quantity.grounds`): of an assumption the least that its ground may claim, of a fact its digits and the scatter between
cells. Settings and definitions have none and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...answers import ENGINE, Reader, Record, Refuse, Unanswerable, of_design
from ...design import Design, written_at
from ...literature import scatter
from ...models.cell.prepare import VALID, VERSION, Prepared, prepared_from
from ...quantity import Assumed, Finding, InputError, NatriaError, Problem, did_you_mean
from ...quantity.grounds import Knowledge, knowledge, moved, own_spread
from ..calibration.free import short_name

OPTION = "--vary"
NOT_MOVED: Mapping[str, float] = {}


@dataclass(frozen=True)
class PriorInput:
    """An uncertain input; `path` is the first place where the cell reads it."""

    path: str
    finding: Finding
    known: Knowledge

    @property
    def name(self) -> str:
        """Return the last words of its path for display."""
        return short_name(self.path)

    def at(self, spreads: float) -> float:
        """Return the value (SI), moved by so many of its spreads."""
        return moved(self.finding, self.known, spreads)


def prepare_moved(design: Design, values: Mapping[str, float] = NOT_MOVED) -> tuple[Prepared, Mapping[str, Finding]]:
    """Return the cell with some inputs moved (values by id), and the number read at each path."""
    record = Record()
    read = Reader(of_design(design), record, moved=values, by=(ENGINE, VERSION, VALID))
    try:
        return prepared_from(read, design.name, charging=True), record.findings
    except Unanswerable as no:
        raise Refuse(str(no)) from None
    except NatriaError as no:
        raise Refuse(f"{no.what}; {no.fix}" if no.fix else no.what) from None


def uncertain_inputs(design: Design, paths: Sequence[str] = ()) -> tuple[PriorInput, ...]:
    """Return the uncertain inputs that the simulated cell of a design reads, or those at some paths."""
    _, read = prepare_moved(design)
    found: dict[str, PriorInput] = {}
    for path, one in sorted(read.items()):
        known = _known(one)
        if known.u:
            found.setdefault(one.id, PriorInput(path, one, known))
    if not paths:
        return tuple(found.values())
    return tuple(_chosen(paths, read, found))


def _known(one: Finding) -> Knowledge:
    if isinstance(one.origin, Assumed) and one.std and one.origin.ground != "definition":
        return own_spread(one)
    return knowledge(one, scatter())


def _chosen(paths: Sequence[str], read: Mapping[str, Finding], found: Mapping[str, PriorInput]) -> list[PriorInput]:
    chosen, wrong = [], []
    for text in dict.fromkeys(paths):
        path = written_at(text)
        here = read.get(path)
        if here is None:
            hint = did_you_mean(path, read) or "natria design paths lists the numbers of a design"
            wrong.append(Problem(text, "is not read by the simulated cell", hint))
        elif here.id not in found:
            fix = "write { value, unit, std, why } into the design, or give it with --set"
            wrong.append(Problem(text, "has no spread in the design", fix))
        else:
            chosen.append(PriorInput(path, here, found[here.id].known))
    if wrong:
        raise InputError(OPTION, wrong)
    return chosen
