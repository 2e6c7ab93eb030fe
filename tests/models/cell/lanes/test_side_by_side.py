"""Cells side by side have the bits of each by itself, whatever stands beside it and whatever ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from batch_cases import CASES, COATED, CYCLE, WARM, program
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cells import cells, sentences
from verified_cells import FOIL, PELLET, SEPARATOR, cell_of

from natria.models.cell.cell import Cell, Film, Growth, SaltLayer
from natria.models.cell.ensemble.batch import SUMMARY, Outcome, go_all
from natria.models.cell.equations.layout import Packed, pack
from natria.models.cell.equations.observe import PLACE, rows
from natria.models.cell.failure.limits import Limits
from natria.models.cell.lanes.alike import FEWEST
from natria.models.cell.lanes.vectors import LANES
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.legs import Leg
from natria.models.cell.solvers.rules import NOT_SOLVED

MANY = LANES + 3  # the last ones come as the first have ended


def varied(cell: Cell, many: int = MANY, seed: int = 3) -> list[Cell]:
    """Cells that differ in what decides no branch: exchange currents, transport, films, sodium."""
    drawn = np.random.default_rng(seed).uniform(0.7, 1.4, (many, 4))
    return [_changed(cell, *factors.tolist()) for factors in drawn]


def _changed(cell: Cell, kinetic: float, transport: float, films: float, sodium: float) -> Cell:
    def electrode(e):
        thin = tuple(replace(f, conductivity=f.conductivity * films) for f in e.films)
        return replace(e, films=thin, exchange_current=e.exchange_current * kinetic, inventory=e.inventory * sodium)

    def layer(one):
        if isinstance(one, SaltLayer):
            return replace(one, conductivity=one.conductivity * transport, diffusivity=one.diffusivity * transport)
        return replace(one, conductivity=one.conductivity * transport)

    working, counter = electrode(cell.working), electrode(cell.counter)
    return replace(cell, working=working, counter=counter, electrolyte=tuple(map(layer, cell.electrolyte)))


def both(packed: Sequence[Packed], programs: Sequence[Sequence[Leg]], limits: Sequence[Limits]) -> Outcome:
    """The outcome side by side, once it is that of the cells one by one to the last bit."""
    found, single = (go_all(packed, programs, limits, threads=1, beside=beside) for beside in (True, False))
    assert found.ended_by == single.ended_by
    for name in ("states", "last", "legs"):
        mine, theirs = getattr(found, name), getattr(single, name)
        assert mine.tobytes() == theirs.tobytes(), (name, np.argwhere(mine != theirs)[:5])
    return found


@pytest.mark.parametrize("name", CASES)
def test_each_cell_has_the_bits_that_it_has_alone(name):
    cell, said, limits = CASES[name]
    packed = [pack(one, 12) for one in varied(cell)]
    found = both(packed, [program(cell, *said)], [limits])
    assert len({row.tobytes() for row in found.last}) > 1


def test_cells_go_through_programs_of_their_own_length():
    cell = cell_of(SEPARATOR, working=COATED)
    packed = [pack(one, 12) for one in varied(cell)]
    programs = [_own_program(cell, k) for k in range(MANY)]
    found = both(packed, programs, [Limits()])
    reached = [int(np.isfinite(legs[:, 0]).sum()) for legs in found.legs]
    assert reached == [2 + 2 * (k % 3) for k in range(MANY)]


def _own_program(cell: Cell, k: int) -> tuple[Leg, ...]:
    return program(cell, f"plate {0.2 + k / 20} mA/cm^2 for {1 + k % 4} h", "rest 1 h", f"repeat {1 + k % 3}")


@given(cell=cells(), said=sentences(), seed=st.integers(0, 99))
@settings(max_examples=40)
def test_any_cells_have_the_bits_that_they_have_alone(cell, said, seed):
    packed = [pack(one, 8) for one in varied(cell, FEWEST, seed)]
    both(packed, [program(cell, *said, cycles=2)], [Limits()])


def test_no_cell_moves_a_bit_of_another():
    """In another order, fewer of them, and beside one without a solution."""
    cell = cell_of(WARM, working=COATED)
    listed = [pack(one, 12) for one in varied(cell)]
    through = [program(cell, *CYCLE, "repeat 2")]
    whole = go_all(listed, through, [Limits()]).legs
    assert go_all(listed[::-1], through, [Limits()]).legs[::-1].tobytes() == whole.tobytes()
    assert go_all(listed[5:14], through, [Limits()]).legs.tobytes() == whole[5:14].tobytes()
    broken = pack(replace(cell, working=replace(FOIL, films=(_film(1e308),))), 12)
    sound = [pack(replace(one, working=replace(FOIL, films=(_film(1e-15),))), 12) for one in varied(cell)]
    alone = go_all(sound, through, [Limits()])
    found = go_all([*sound[:4], broken, *sound[5:]], through, [Limits()])
    assert found.ended_by[4] == NOT_SOLVED
    others = [k for k in range(MANY) if k != 4]
    assert found.legs[others].tobytes() == alone.legs[others].tobytes()


def _film(rate: float) -> Film:
    return Film("film", 20e-9, 1e-5, growth=Growth("linear", (rate,)))


def test_cells_side_by_side_are_within_twenty_microvolts_of_cvode():
    """At the end of each of four half-cycles, and in their middle."""
    cell = cell_of(SEPARATOR, PELLET, working=COATED, counter=COATED)
    packed, through = [pack(one) for one in varied(cell, FEWEST)], program(cell, *CYCLE, "repeat 2")
    found = go_all(packed, [through], [Limits()]).legs
    at = {name: k for k, name in enumerate(SUMMARY)}
    for place in (0, FEWEST - 1):
        one, y = packed[place], packed[place].start
        exact, bounds = Adaptive(one, 1e-10, 1e-11), Limits().array(None)
        for leg, summary in zip(through, found[place], strict=True):
            path = exact.go(y, leg.current, np.array([0.0, 0.5 * leg.seconds, leg.seconds]), bounds)
            volts = rows(path.time, path.states, leg.current, (1, 1), one.shape, one.p)[:, PLACE["voltage"]]
            assert summary[at["voltage_middle"]] == pytest.approx(volts[1], abs=20e-6)
            assert summary[at["voltage"]] == pytest.approx(volts[2], abs=20e-6)
            y = path.states[-1]
