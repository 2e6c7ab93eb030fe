"""The answers of members, with inputs moved and fits made again, to several questions at once.

Questions about one cell under one program differ in what is read off; asked together, they share the simulation. Cheap
answerers are asked here. Answerers that take seconds or minutes are asked in worker processes, and each member is kept
in the store as soon as it is there, so that a run that was killed continues.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...quantity import FitError
from ...store import Store, map_stored
from ...store.progress import Pace
from ..curves.task import Task
from ..verdicts.moves import Asked, Moves
from .draws import Draws, Inputs
from .members import FIT, KEPT, VERSION, MemberKey, MemberTask, Tell, as_number_y, is_cheap, value_of
from .mixture import Vector

Moved = Mapping[str, float] | str  # the values of a member by id, or why it has none


@dataclass(frozen=True, eq=False)
class MemberJob:
    """The members of one combination: the questions that each is asked, and its rows of normal numbers."""

    asked: tuple[Asked, ...]
    moves: Moves
    inputs: tuple[Inputs, ...]
    rows: NDArray[np.float64]

    @property
    def costly(self) -> tuple[int, ...]:
        """Return the places of the questions that take time."""
        return tuple(place for place, one in enumerate(self.asked) if not is_cheap(one))

    def moved(self, draws: Draws, row: NDArray[np.float64]) -> Moved:
        """Return the moved values of a member, with those of every fit that they reach."""
        values: dict[str, float] = {}
        try:
            for one, mine in zip(self.asked, self.inputs, strict=True):
                values |= self.moves.refitted(one.answer, draws.moved(mine, row))
        except FitError:
            return FIT
        return values


@dataclass(frozen=True)
class BundleRun:
    """Computes the costly answers of a member, in any process; questions by the name of their job."""

    of: Mapping[str, tuple[MemberTask, ...]]

    def __call__(self, key: MemberKey) -> list[float | str]:
        moved = dict(key.moved)
        return [value_of(one.ready, moved) for one in self.of[key.task]]


@dataclass(frozen=True)
class Answers:
    """y of each member for one question, nan where it was refused, and the reasons (empty with an answer)."""

    y: Vector
    reasons: tuple[str, ...]


def answers_of(
    jobs: Sequence[MemberJob], draws: Draws, *, store: Store, workers: int | None = None, tell: Tell | None = None
) -> list[list[Answers]]:
    """Return the answers of all members, by job and by question."""
    moved = [[job.moved(draws, row) for row in job.rows] for job in jobs]
    given = iter(_costly(jobs, moved, store, workers, tell))
    found = []
    for job, members in zip(jobs, moved, strict=True):
        rows = [m if isinstance(m, str) else next(given) for m in members] if job.costly else []
        columns = []
        for place, one in enumerate(job.asked):
            if place in job.costly:
                at = job.costly.index(place)
                column = [row if isinstance(row, str) else row[at] for row in rows]
            else:
                column = [m if isinstance(m, str) else value_of(one.ready, m) for m in members]
            columns.append(_answers(one.question.name, column))
        found.append(columns)
    return found


def _answers(name: str, column: Sequence[float | str]) -> Answers:
    found = [as_number_y(name, value) for value in column]
    y = np.array([np.nan if isinstance(value, str) else value for value in found], float)
    return Answers(y, tuple(value if isinstance(value, str) else "" for value in found))


def _costly(
    jobs: Sequence[MemberJob], moved: Sequence[Sequence[Moved]], store: Store, workers: int | None, tell: Tell | None
) -> Iterator[list[float | str] | str]:
    """Yield the costly answers of each member that has moved values, in order."""
    of: dict[str, tuple[MemberTask, ...]] = {}
    keys: list[MemberKey] = []
    for job, members in zip(jobs, moved, strict=True):
        if not job.costly:
            continue
        tasks = tuple(_task(job.asked[place]) for place in job.costly)
        name = " | ".join(one.key for one in tasks)
        of[name] = tasks
        keys += [MemberKey(name, tuple(sorted(m.items()))) for m in members if not isinstance(m, str)]
    if not keys:
        return
    if store.path is None:
        yield from _here(BundleRun(of), keys, tell)
        return
    made = map_stored(BundleRun(of), keys, store, name=KEPT, version=VERSION, workers=workers, progress=tell)
    failed = {one.place: one.why for one in made.failed}
    yield from (failed.get(k, "") if value is None else value for k, value in enumerate(made.values))


def _task(asked: Asked) -> MemberTask:
    return MemberTask(Task(asked.design, asked.question, asked.answerer.name), asked.of.name if asked.of else "")


def _here(run: BundleRun, keys: Sequence[MemberKey], tell: Tell | None) -> Iterator[list[float | str]]:
    """Yield the members, computed in this process one after the other."""
    pace = Pace(len(keys), time.monotonic())
    ready = {name: [one.ready for one in tasks] for name, tasks in run.of.items()}
    for key in keys:
        moved = dict(key.moved)
        yield [value_of(one, moved) for one in ready[key.task]]
        pace.made += 1
        if tell:
            tell(pace.progress())
