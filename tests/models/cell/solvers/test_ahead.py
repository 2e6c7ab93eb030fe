"""A run that skips cycles against one that skips none."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from verified_cells import FOIL, SEPARATOR, cell_of

from natria.laws import FARADAY
from natria.models.cell import pack, run
from natria.models.cell.cell import Ageing, Cell, Electrode, Film, Growth, SolidLayer
from natria.models.cell.electrodes.sloped import Sloped
from natria.models.cell.electrodes.sulfur import Conversion, Couple
from natria.models.cell.equations.observe import PLACE
from natria.models.cell.solvers.ahead import run_ahead
from natria.models.cell.solvers.legs import Leg
from natria.models.cell.solvers.run import Done

COUPLES = (Couple(2000.0, 2.08), Couple(2000.0, 1.93), Couple(4000.0, 1.7, electrons=2.0))
SULFUR = Conversion(COUPLES, Couple(2000.0, 1.8, exchange_current=0.2))
GLASS = SolidLayer("glass", 300e-6, 0.02)
AGES = Ageing(contact=0.004, dissolution=2e-7, irreversible=0.01)
GROWING = Film("layer", 1e-8, 1e-6, growth=Growth("parabolic", (2e-19,), sodium=FARADAY / 30e-6))


def cell(**working: object) -> Cell:
    metal = replace(Electrode(exchange_current=20.0, inventory=4e5), **working)
    return Cell("full", metal, Electrode(chemistry=SULFUR, ageing=AGES), (GLASS,), 298.15, 1e-4)


def program(cycles: int, lower: float = 1.0, upper: float = 2.8) -> list[Leg]:
    ends = (("discharge", -1.5, lower), ("charge", 1.5, upper))
    return [
        Leg(2 * k + step, k + 1, step + 1, verb, j, volts=volts)
        for k in range(cycles)
        for step, (verb, j, volts) in enumerate(ends)
    ]


def seconds(done: Done) -> float:
    return float(done.rows[-1, PLACE["time"]] - done.rows[0, PLACE["time"]])


def sodium(done: Done) -> float:
    row, at = done.rows[0], PLACE
    return row[at["sodium_working"]] + row[at["dead_working"]] + row[at["sodium_counter"]]


@pytest.mark.parametrize("working", [{}, {"dead": 1e-4, "films": (GROWING,)}], ids=["losses", "film and dead sodium"])
def test_skipped_cycles_change_nothing_that_is_seen(working):
    packed, legs = pack(cell(**working)), program(40)
    full = {done.leg.number: done for done in run(packed, legs)}
    ahead = list(run_ahead(packed, legs, [20, 40]))
    assert {1, 20, 40} <= {done.leg.cycle for done in ahead}
    assert len(ahead) < 0.6 * len(full)
    for done in ahead:
        there = full[done.leg.number]
        assert seconds(done) == pytest.approx(seconds(there), rel=1e-3)
    last, there = ahead[-1], full[legs[-1].number]
    assert seconds(full[0]) > 1.15 * seconds(there)  # there was something to miss
    np.testing.assert_allclose(last.state.aged, there.state.aged, rtol=3e-3)
    thickness, dead = PLACE["thickness_working"], PLACE["dead_working"]
    assert last.rows[-1, thickness] == pytest.approx(there.rows[-1, thickness], rel=2e-3)
    assert last.rows[-1, dead] == pytest.approx(there.rows[-1, dead], rel=2e-3)


def test_a_jump_keeps_all_sodium():
    packed, legs = pack(cell(dead=1e-4)), program(40)
    done = list(run_ahead(packed, legs, [40]))
    start = sodium(done[0])
    for before, one in pairwise(done):
        if one.leg.number == before.leg.number + 1 and one.leg.step == 2:
            assert sodium(one) + before.state.aged.sodium == pytest.approx(start, rel=1e-9)


def test_a_tighter_tolerance_skips_fewer_cycles():
    packed, legs = pack(cell()), program(40)
    loose, tight = (len(list(run_ahead(packed, legs, [40], tolerance=t))) for t in (1e-2, 1e-4))
    assert loose < tight <= len(legs)


def test_the_cycles_of_a_changed_current_are_not_skipped():
    legs = [replace(leg, current=(1.0 + 0.01 * leg.cycle) * leg.current) for leg in program(6)]
    done = list(run_ahead(pack(cell()), legs, [6]))
    assert [one.leg.number for one in done] == list(range(12))


def test_an_end_of_sodium_is_found_where_it_comes():
    """A metal of no excess, whose sodium dies by a hundredth a cycle: no jump is past its end."""
    sheet = Sloped(capacity=36000.0, empty=3.6, full=3.0, resistance=1e-3, filled=0.6)
    metal = replace(FOIL, dead=0.03, inventory=1500.0)
    packed = pack(cell_of(SEPARATOR, working=metal, counter=Electrode(chemistry=sheet), kind="full"))
    legs = [Leg(2 * k + s, k + 1, s + 1, "x", j, seconds=600.0) for k in range(30) for s, j in enumerate((-2.0, 2.0))]
    full, ahead = list(run(packed, legs)), list(run_ahead(packed, legs, [30]))
    assert full[-1].ending is not None
    assert ahead[-1].ending is not None
    assert ahead[-1].ending.event == full[-1].ending.event
    assert abs(ahead[-1].leg.cycle - full[-1].leg.cycle) <= 1
