"""Cells of a design with many values of some of its numbers, built together.

The code that builds one cell runs once for all (`laws.many`); where it treats some cells differently, once for each
group. Of every group some cells are built alone too, each from its own patch: a group in which they differ is built
cell by cell. So a number that a reader hands out reaches all places that depend on it, and the equations stand once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....answers import ENGINE, Reader, Record, Refuse, of_design
from ....design import Design, written_at
from ....laws.many import Group, for_groups, in_rows
from ....quantity import NatriaError
from ..equations.layout import pack
from ..prepare import VALID, VERSION, Prepared, prepare, prepared_from
from ..solvers.legs import Leg
from .batch import CellRows, leg_numbers
from .patches import drawn_finding, program_of

SAME = 1e-12  # relative: a cell built with others against the same cell alone


@dataclass(frozen=True)
class Built:
    """Cells of one shape, by their places among those that were asked for."""

    places: np.ndarray
    rows: CellRows


@dataclass(frozen=True)
class BuiltCells:
    """All cells of one call.

    `refused` has the reason for each place without one, `alone` how many were built alone.
    """

    built: tuple[Built, ...]
    refused: Mapping[int, str]
    alone: int


def build_together(design: Design, values: Mapping[str, np.ndarray], cycles: int | None = None) -> BuiltCells:
    """Return the cells of a design with these values (SI) at its paths, at most so many cycles."""
    paths = tuple(values)
    first = design.patched(dict(drawn_finding(path, float(values[path][0])) for path in paths))
    ids = {path: first.finding(path).id for path in paths}
    read = Reader(of_design(first), Record(), by=(ENGINE, VERSION, VALID))

    def together(given: Mapping[str, Any]) -> CellRows:
        moved = read.with_moved({ids[path]: value for path, value in given.items()})
        return _rows(prepared_from(moved, design.name), paths, cycles)

    def alone(given: Mapping[str, float]) -> CellRows | str:
        try:
            patched = design.patched(dict(drawn_finding(path, value) for path, value in given.items()))
            return _rows(prepare(patched), paths, cycles)
        except Refuse as no:
            return str(no)
        except NatriaError as no:
            return f"{no.what}; {no.fix}" if no.fix else no.what

    groups = _checked(for_groups(together, values, alone), values, alone)
    refused = {int(g.places[0]): g.found for g in groups if isinstance(g.found, str)}
    rows = [g for g in groups if isinstance(g.found, CellRows)]
    return BuiltCells(_joined(rows), refused, sum(not g.together for g in groups))


def _checked(groups: Sequence[Group[Any]], values: Mapping[str, np.ndarray], alone: Any) -> list[Group[Any]]:
    """Return groups whose first, middle and last cell are those that come out alone; others cell by cell."""
    sure: list[Group[Any]] = []
    for group in groups:
        places = group.places
        some = {0, len(places) // 2, len(places) - 1} if group.together else set()
        if all(_agree(group.found, n, alone({k: float(v[places[n]]) for k, v in values.items()})) for n in some):
            sure.append(group)
            continue
        each = ((place, {k: float(v[place]) for k, v in values.items()}) for place in places)
        sure += [Group(np.array([place]), alone(given), together=False) for place, given in each]
    return sure


def _agree(rows: CellRows, place: int, single: CellRows | str) -> bool:
    """Whether a cell of several is the same cell alone."""
    if isinstance(single, str) or not np.array_equal(rows.shape, single.shape):
        return False
    for name in ("p", "states", "tolerances", "tables", "limits"):
        mine, other = getattr(rows, name), getattr(single, name)
        if mine.shape[1:] != other.shape[1:]:
            return False
        if not np.allclose(mine[min(place, len(mine) - 1)], other[0], rtol=SAME, atol=0.0, equal_nan=True):
            return False
    return True


def ensure_read(prepared: Prepared, paths: Sequence[str]) -> None:
    """Refuse paths that a cell does not read."""
    read = {*map(written_at, prepared.paths)}
    if unread := [path for path in paths if written_at(path) not in read]:
        raise Refuse(f"the cell of {prepared.system} does not depend on {unread[0]}: leave it out")


def _rows(prepared: Prepared, paths: Sequence[str], cycles: int | None) -> CellRows:
    """Return the rows of a prepared cell; its numbers may be those of many."""
    ensure_read(prepared, paths)
    packed = pack(prepared.cell)
    numbers = [np.atleast_2d(x) for x in (packed.p, packed.start, packed.tolerance)]
    count = max(map(len, numbers))
    p, states, tolerances = (np.broadcast_to(x, (count, x.shape[1])) for x in numbers)
    table = _table(program_of(prepared.blocks, prepared.cell.kind, cycles))
    return CellRows(packed.shape, p, states, tolerances, table, np.atleast_2d(prepared.limits.array(None)))


def _table(program: Sequence[Leg]) -> np.ndarray:
    """Return legs as a table, or as one for each of many cells."""
    listed = [np.atleast_2d(in_rows(leg_numbers(leg))) for leg in program]
    count = max(map(len, listed), default=1)
    return np.stack([np.broadcast_to(x, (count, x.shape[1])) for x in listed], axis=1)


def _joined(groups: Sequence[Group[CellRows]]) -> tuple[Built, ...]:
    """Return the groups with those of one shape and length of program put together."""
    kinds: dict[tuple[bytes, int], list[Group[CellRows]]] = {}
    for group in groups:
        kinds.setdefault((group.found.shape.tobytes(), group.found.tables.shape[1]), []).append(group)
    return tuple(Built(np.concatenate([g.places for g in some]), _stacked(some)) for some in kinds.values())


def _stacked(groups: Sequence[Group[CellRows]]) -> CellRows:
    if len(groups) == 1:
        return groups[0].found

    def stacked(name: str) -> np.ndarray:
        each = [(getattr(g.found, name), len(g.places)) for g in groups]
        return np.concatenate([np.broadcast_to(x, (count, *x.shape[1:])) for x, count in each])

    return CellRows(groups[0].found.shape, *map(stacked, ("p", "states", "tolerances", "tables", "limits")))
