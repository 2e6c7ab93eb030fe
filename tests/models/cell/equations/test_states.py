"""The layout of the states follows from the table of parts, and one more part is one more row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from random_cells import cells
from verified_cells import FOIL, SEPARATOR, cell_of

from natria.models.cell.analysis.finer import finer
from natria.models.cell.cell import Film
from natria.models.cell.equations.layout import N_STATES, SHAPE, Packed, pack
from natria.models.cell.equations.rates import derivative, voltage
from natria.models.cell.equations.states import (
    AT_SALT,
    AT_TEMPERATURE,
    AT_THICKNESS,
    FIRST_STATE_PLACE,
    STATE_PARTS,
    InitialState,
    StatePart,
)
from natria.models.cell.equations.voltage_parts import N_PARTS

AT_PORES = FIRST_STATE_PLACE + len(STATE_PARTS)
PORES = StatePart("pores", AT_PORES, lambda *_: [InitialState("pore_filling", 0.25, 1e-3)])


def owners(packed: Packed, parts: tuple[StatePart, ...] = STATE_PARTS) -> list[str]:
    """The part of each state, by the offsets in `shape` alone."""
    ends = [*packed.shape[[part.at for part in parts[1:]]], packed.shape[N_STATES]]
    owned = [[part.name] * int(end - packed.shape[part.at]) for part, end in zip(parts, ends, strict=True)]
    return [name for of_part in owned for name in of_part]


def test_places_of_the_offsets_follow_the_table() -> None:
    assert [part.at for part in STATE_PARTS] == list(range(FIRST_STATE_PLACE, SHAPE))
    assert len({part.name for part in STATE_PARTS}) == len(STATE_PARTS)
    assert STATE_PARTS[0].at == AT_SALT  # linear solvers count on it


@given(cell=cells())
@settings(max_examples=60)
def test_every_state_belongs_to_one_part_and_has_its_own_name(cell) -> None:
    packed = pack(cell, 12)
    states = packed.shape[N_STATES]
    assert len(packed.shape) == SHAPE
    assert len(packed.start) == len(packed.tolerance) == len(packed.names) == len(owners(packed)) == states
    assert len(set(packed.names)) == states
    assert [packed.places[name] for name in packed.names] == list(range(states))
    assert np.all(packed.tolerance > 0)
    concentrations = packed.start[: packed.n]
    for part in STATE_PARTS:
        listed, first = part.states(cell, concentrations), packed.shape[part.at]
        mine = slice(first, first + len(listed))
        assert owners(packed)[mine] == [part.name] * len(listed)
        assert packed.names[mine] == tuple(state.name for state in listed)
        assert packed.start[mine].tolist() == [state.start for state in listed]
        assert packed.tolerance[mine].tolist() == [state.negligible for state in listed]


def test_a_finer_grid_moves_all_parts_behind_the_salt() -> None:
    film = Film("film", 3e-9, 1e-5)
    packed = pack(cell_of(SEPARATOR, working=replace(FOIL, films=(film,))))
    made, y = finer(packed, packed.start, 0.0)
    assert made.n > packed.n
    assert len(set(made.names)) == len(made.names) == len(y) == made.shape[N_STATES]
    assert made.names[made.n :] == packed.names[packed.n :]
    assert owners(made)[made.n :] == owners(packed)[packed.n :]
    assert y[made.shape[AT_THICKNESS]] == film.thickness
    assert y[made.shape[AT_TEMPERATURE]] == made.start[made.places["temperature"]] == packed.start[-1]


@pytest.mark.parametrize("place", [len(STATE_PARTS), 2])
def test_one_more_part_is_one_more_row(place: int) -> None:
    """At the end or between others: kernels find their states, and the new one is left to its own rate."""
    parts = (*STATE_PARTS[:place], PORES, *STATE_PARTS[place:])
    cell = cell_of(SEPARATOR, working=replace(FOIL, films=(Film("film", 3e-9, 1e-5),)))
    plain, more = pack(cell), pack(cell, parts=parts)
    assert more.shape[N_STATES] == plain.shape[N_STATES] + 1
    assert more.start[more.places["pore_filling"]] == 0.25
    others = [more.places[name] for name in plain.names]
    rates, wider = np.zeros_like(plain.start), np.zeros_like(more.start)
    derivative(plain.start, 10.0, plain.shape, plain.p, rates)
    derivative(more.start, 10.0, more.shape, more.p, wider)
    np.testing.assert_array_equal(wider[others], rates)
    assert wider[more.places["pore_filling"]] == 0.0
    volts = [voltage(c.start, 10.0, c.shape, c.p, np.empty(N_PARTS)) for c in (plain, more)]
    assert volts[0] == volts[1]
