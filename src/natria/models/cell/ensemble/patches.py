"""Ensembles of a design: members with drawn properties, their results, and how often they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ....answers import Refuse
from ....design import Block, Design, number_at, written_at
from ....quantity import Assumed, Chosen, Finding, InputError, Origin, Problem, Question, did_you_mean, term
from ....record import Column, Table, numbers, words
from ..cell import Cell, CellKind
from ..equations.layout import N_CHEMISTRY, N_FILMS_C, N_FILMS_W, N_SALTS, N_SOLIDS, Packed, pack
from ..failure.limits import Limits
from ..prepare import prepare
from ..solvers.fixed import PATTERN
from ..solvers.legs import Leg, legs
from .batch import Outcome, go_all
from .members import SUMMARY
from .sampling import Spread, hypercube

DRAWN = "drawn for an ensemble"  # origin of a setting that is drawn, reason of a property
QUANTILES = (0.05, 0.5, 0.95)
PLACE = {name: k for k, name in enumerate(SUMMARY)}
Progress = Callable[[int, int], None]  # how many members are done, of how many


@dataclass(frozen=True)
class Member:
    """A cell with its program and limits, and the numbers drawn to make it, by path."""

    cell: Cell
    program: Sequence[Leg]
    limits: Limits = field(default_factory=Limits)
    drawn: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Results of an ensemble; `legs` has members, kept legs, and columns of SUMMARY.

    Values are nan where a member ended earlier. `last` is the last leg of each, and `ended_by` why it ended before its
    protocol did ("" where it did not).
    """

    drawn: tuple[Mapping[str, float], ...]
    legs: np.ndarray
    last: np.ndarray
    ended_by: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.last)

    def column(self, name: str) -> np.ndarray:
        """Return a column of SUMMARY: members, then legs."""
        return np.asarray(self.legs[:, :, _place(name)])

    def quantiles(self, name: str, at: Sequence[float] = QUANTILES) -> np.ndarray:
        """Return quantiles of a column over the members that reached each leg: legs, then quantiles.

        nan where no member did.
        """
        values = self.column(name)
        made = np.full((values.shape[1], len(at)), np.nan)
        for leg, given in enumerate(values.T):
            if len(there := given[~np.isnan(given)]):
                made[leg] = np.quantile(there, at)
        return made

    def ends(self, name: str, title: str, origin: Origin) -> Table:
        """Return a table with a row per member: numbers drawn, how it ended, its last leg."""
        paths = dict.fromkeys(path for drawn in self.drawn for path in drawn)
        drawn = {path: numbers(_unit(path), [d.get(path, np.nan) for d in self.drawn]) for path in paths}
        last = {column: numbers(unit, self.last[:, PLACE[column]]) for column, unit in _SHOWN.items()}
        columns = {"member": _counted(range(1, len(self) + 1)), **drawn, "ended_by": words(self.ended_by), **last}
        return Table(name, title, columns, origin)

    def table(self, name: str, title: str, origin: Origin) -> Table:
        """Return a table with a row for each leg that each member reached."""
        members, places = np.nonzero(~np.isnan(self.legs[:, :, 0]))
        rows = self.legs[members, places]
        columns = {column: numbers(unit, rows[:, PLACE[column]]) for column, unit in _SHOWN.items()}
        return Table(name, title, {"member": _counted(members + 1), **columns}, origin)

    def bands(self, name: str, title: str, origin: Origin, of: str, at: Sequence[float] = QUANTILES) -> Table:
        """Return quantiles of one column leg by leg, with the number of members that reached it."""
        came = ~np.isnan(self.legs[:, :, 0])
        some = np.flatnonzero(came.any(axis=0))
        first = self.legs[came.argmax(axis=0), np.arange(self.legs.shape[1])]  # of any member: its cycle and step
        found = self.quantiles(of, at)
        columns = {key: _counted(first[some, PLACE[key]]) for key in ("cycle", "step")}
        columns["members"] = _counted(came.sum(axis=0)[some])
        columns |= {f"{100 * q:g} %": numbers(SUMMARY[of], found[some, k]) for k, q in enumerate(at)}
        return Table(name, title, columns, origin)


_SHOWN = {column: unit for column, unit in SUMMARY.items() if column != "event"}


def _place(name: str) -> int:
    if name not in PLACE:
        raise InputError("an ensemble", [Problem(name, "is not a column of a leg", did_you_mean(name, PLACE))])
    return PLACE[name]


def _counted(values: Iterable[float]) -> Column:
    return numbers("1", list(values))


def _unit(path: str) -> str:
    number = number_at(written_at(path))
    return term(number.term).unit if number else ""


def simulate_all(
    members: Iterable[Member],
    keep: Callable[[int], bool] = lambda _: True,
    *,
    steps: np.ndarray = PATTERN,
    threads: int | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Ensemble:
    """Simulate all members, which share one layout; only thicknesses and properties may differ.

    `keep` tells by the number of a leg (from 0) whether its summary is kept, so that long runs take little memory.
    """
    listed = list(members)
    if not listed:
        raise InputError("an ensemble", [Problem("members", "there are none", "give at least one cell")])
    _without_leaking_voids(listed)
    _without_losses(listed)
    packed = [pack(member.cell) for member in listed]
    _of_one_layout(packed)
    groups: dict[bytes, list[int]] = {}  # of one shape: a thickness that varies may move volumes from layer to layer
    for place, cell in enumerate(packed):
        groups.setdefault(cell.shape.tobytes(), []).append(place)
    done = 0
    found: list[tuple[list[int], Outcome]] = []
    for places in groups.values():
        these = [listed[place] for place in places]
        outcome = go_all(
            [packed[place] for place in places],
            _once([member.program for member in these]),
            [member.limits for member in these],
            keep,
            steps=steps,
            threads=threads,
            progress=lambda here, before=done: progress(before + here, len(listed)),  # type: ignore[misc]
        )
        found.append((places, outcome))
        done += len(places)
    return _together([member.drawn for member in listed], found)


def _without_leaking_voids(members: Sequence[Member]) -> None:
    """Refuse voids beside a path for electrons: fixed steps take the rate of voids as constant."""
    for number, member in enumerate(members, start=1):
        if member.cell.electronic_conductance and any(electrode.voids for electrode in member.cell.electrodes):
            wrong = "has voids and a path for electrons, which the fixed steps of an ensemble do not follow"
            fix = "leave out electronic_conductance or [failure.void], or run the cells one by one"
            raise InputError("an ensemble", [Problem(f"member {number}", wrong, fix)])


def _without_losses(listed: Sequence[Member]) -> None:
    """Refuse losses of an electrode: they are taken between the legs, which a batch does not leave."""
    for number, member in enumerate(listed, start=1):
        if member.cell.counter.ageing is not None:
            wrong = "has [counter.ageing], and fixed steps simulate no losses of an electrode"
            fix = "remove counter.ageing, or run its cells one by one (natria.models.cell.run)"
            raise InputError("an ensemble", [Problem(f"member {number}", wrong, fix)])


def _of_one_layout(packed: Sequence[Packed]) -> None:
    names = {N_SALTS: "salt layers", N_SOLIDS: "solid layers", N_FILMS_W: "films of the working electrode"}
    names[N_FILMS_C] = "films of the counter electrode"
    names[N_CHEMISTRY] = "states of a chemistry"
    for number, cell in enumerate(packed, start=1):
        for place, what in names.items():
            if cell.shape[place] != packed[0].shape[place]:
                wrong = f"has {cell.shape[place]} {what}, the first member {packed[0].shape[place]}"
                fix = "cells of different layouts are different ensembles: run each by itself"
                raise InputError("an ensemble", [Problem(f"member {number}", wrong, fix)])


def _once(programs: Sequence[Sequence[Leg]]) -> Sequence[Sequence[Leg]]:
    """Return one program where all are the same."""
    return programs[:1] if all(program is programs[0] for program in programs) else programs


def _together(drawn: Sequence[Mapping[str, float]], found: Sequence[tuple[list[int], Outcome]]) -> Ensemble:
    """Return the members in their original order."""
    many, kept = len(drawn), max(outcome.legs.shape[1] for _, outcome in found)
    whole, last = np.full((many, kept, len(SUMMARY)), np.nan), np.empty((many, len(SUMMARY)))
    ended_by = [""] * many
    for places, outcome in found:
        whole[places, : outcome.legs.shape[1]] = outcome.legs
        last[places] = outcome.last
        for place, why in zip(places, outcome.ended_by, strict=True):
            ended_by[place] = why
    return Ensemble(tuple(drawn), whole, last, tuple(ended_by))


def ensemble_of(
    design: Design,
    spreads: Sequence[Spread],
    members: int,
    seed: int,
    cycles: int | None = None,
    keep: Callable[[int], bool] = lambda _: True,
    *,
    threads: int | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Ensemble:
    """Simulate an ensemble of a design through its protocol with the numbers at these paths drawn.

    At most so many cycles. Each member is prepared from its own patch: any number that the cell reads may vary, and a
    path that does not reach the cell is refused.
    """
    drawn = hypercube(spreads, members, seed)
    return simulate_all(members_of(design, drawn, cycles), keep, threads=threads, progress=progress)


def members_of(design: Design, drawn: Iterable[Mapping[str, float]], cycles: int | None = None) -> tuple[Member, ...]:
    """Return the cells of a design with drawn numbers at its paths."""
    programs: dict[tuple[CellKind, tuple[Block, ...]], tuple[Leg, ...]] = {}  # one for all, where none is drawn
    made: list[Member] = []
    for number, patch in enumerate(drawn, start=1):
        try:
            prepared = prepare(design.patched(dict(drawn_finding(path, value) for path, value in patch.items())))
        except Refuse as no:
            raise Refuse(f"member {number} ({_values_in_words(patch)}): {no}") from None
        if unread := [path for path in patch if written_at(path) not in {*map(written_at, prepared.paths)}]:
            raise Refuse(f"the cell of {design.name} does not depend on {unread[0]}: take its spread away")
        key = (prepared.cell.kind, prepared.blocks)
        if key not in programs:
            programs[key] = program_of(prepared.blocks, prepared.cell.kind, cycles)
        made.append(Member(prepared.cell, programs[key], prepared.limits, patch))
    return tuple(made)


def program_of(blocks: Sequence[Block], kind: CellKind, cycles: int | None) -> tuple[Leg, ...]:
    if cycles is None and any(block.times is None for block in blocks):
        raise Refuse("the protocol ends only with a short: give the number of cycles")
    return tuple(legs(blocks, kind, cycles))


def drawn_finding(path: str, value: float) -> tuple[str, Finding]:
    where = written_at(path)
    number = number_at(where)
    if number is None:
        fix = "write the path of a number, such as 'electrolyte.LAYER.thickness'"
        raise InputError("an ensemble", [Problem(path, "is not a number of a design", fix)])
    origin = Chosen(DRAWN) if number.role == "setting" else Assumed(DRAWN)
    return where, Finding(Question(number.term, where), value, origin, 0.0)


def _values_in_words(patch: Mapping[str, float]) -> str:
    return ", ".join(f"{path} = {value:.6g}" for path, value in patch.items())
