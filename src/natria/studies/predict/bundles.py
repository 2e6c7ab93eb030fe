"""The answers of members to several questions at once, so that what costs time is done once for all of them.

Questions about one cell under one program differ in what is read off; asked together, they share the simulation.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...quantity import FitError
from ...store import Store, map_stored
from ...store.progress import Pace
from ..curves.task import Task
from ..verdicts.moves import Asked, Moves
from .draws import Draws, Inputs
from .members import FIT, VERSION, MemberKey, MemberTask, Tell, as_number_y, is_cheap, value_of
from .mixture import Vector

KEPT = "natria.prediction.conditions"


@dataclass(frozen=True)
class BundleRun:
    """Computes the answers of a member to several questions, in any process."""

    of: tuple[MemberTask, ...]

    def __call__(self, key: MemberKey) -> list[float | str]:
        moved = dict(key.moved)
        return [value_of(one.ready, moved) for one in self.of]


def bundle_values(
    asked: Sequence[Asked],
    moves: Moves,
    inputs: Sequence[Inputs],
    draws: Draws,
    rows: NDArray[np.float64],
    *,
    store: Store,
    workers: int | None = None,
    tell: Tell | None = None,
) -> list[tuple[Vector, list[str]]]:
    """Return y of each member for each question, nan where it was refused, and the reasons (empty with an answer)."""
    moved = [_moved(asked, moves, inputs, draws, row) for row in rows]
    cheap = [is_cheap(one) for one in asked]
    columns: list[list[float | str]] = [[] for _ in asked]
    for place, one in enumerate(asked):
        if cheap[place]:
            columns[place] = [m if isinstance(m, str) else value_of(one.ready, m) for m in moved]
    costly = [one for one, is_quick in zip(asked, cheap, strict=True) if not is_quick]
    given = _costly(costly, moved, store, workers, tell) if costly else []
    places = [place for place, is_quick in enumerate(cheap) if not is_quick]
    for at, place in enumerate(places):
        columns[place] = [row if isinstance(row, str) else row[at] for row in given]
    made = []
    for one, column in zip(asked, columns, strict=True):
        found = [as_number_y(one.question.name, value) for value in column]
        y = np.array([np.nan if isinstance(value, str) else value for value in found])
        made.append((y, [value if isinstance(value, str) else "" for value in found]))
    return made


def _moved(
    asked: Sequence[Asked], moves: Moves, inputs: Sequence[Inputs], draws: Draws, row: NDArray[np.float64]
) -> Mapping[str, float] | str:
    values: dict[str, float] = {}
    try:
        for one, mine in zip(asked, inputs, strict=True):
            values |= moves.refitted(one.answer, draws.moved(mine, row))
    except FitError:
        return FIT
    return values


def _costly(
    asked: Sequence[Asked],
    moved: Sequence[Mapping[str, float] | str],
    store: Store,
    workers: int | None,
    tell: Tell | None,
) -> list[list[float | str] | str]:
    of = tuple(
        MemberTask(Task(one.design, one.question, one.answerer.name), one.of.name if one.of else "") for one in asked
    )
    name = " | ".join(one.key for one in of)
    if store.path is None:
        return _here(asked, moved, tell)
    keys = [MemberKey(name, tuple(sorted(one.items()))) for one in moved if not isinstance(one, str)]
    made = map_stored(BundleRun(of), keys, store, name=KEPT, version=VERSION, workers=workers, progress=tell)
    failed = {one.place: one.why for one in made.failed}
    given = iter([failed.get(k, "") if value is None else value for k, value in enumerate(made.values)])
    return [one if isinstance(one, str) else next(given) for one in moved]


def _here(
    asked: Sequence[Asked], moved: Sequence[Mapping[str, float] | str], tell: Tell | None
) -> list[list[float | str] | str]:
    pace, rows = Pace(len(moved), time.monotonic()), []
    for one in moved:
        rows.append(one if isinstance(one, str) else [value_of(each.ready, one) for each in asked])
        pace.made += 1
        if tell:
            tell(pace.progress())
    return rows
