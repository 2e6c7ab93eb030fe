"""Losses of an electrode against closed forms: what is left, capacities, the sodium that goes with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sulfur_electrodes import SULFUR_CHARGE, sulfur_electrode
from test_sulfur_cells import CELL, cycles

from natria.design import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.cell import Ageing, Cell, Electrode
from natria.models.cell.electrodes.ageing import NEW, Aged, numbers_of
from natria.models.cell.electrodes.dispatch import equilibrium
from natria.models.cell.electrodes.insertion import Insertion
from natria.models.cell.electrodes.sulfur import Conversion, Couple
from natria.models.cell.equations.observe import PLACE
from natria.models.cell.solvers.legs import Leg
from natria.quantity import InputError

ALL = Ageing(contact=0.01, dissolution=2e-7, irreversible=0.05)


def aged_cell(ageing: Ageing, chemistry: object | None = None) -> Cell:
    own = CELL.counter.chemistry if chemistry is None else chemistry
    return replace(CELL, counter=Electrode(chemistry=own, ageing=ageing))


def charge_of(done) -> float:
    return abs(float(np.trapezoid(done.rows[:, PLACE["ionic_current"]], done.rows[:, PLACE["time"]])))


def electrolyte_alone(charge: float = 3600.0) -> Conversion:
    absent = Couple(0.0, 1.9, exchange_current=0.0)
    return Conversion((absent, absent, absent), Couple(charge, 1.9, exchange_current=0.5))


def test_no_sodium_is_lost_uncounted():
    done = list(run(pack(aged_cell(ALL)), cycles(6)))
    start = done[0].rows[0]
    whole = start[PLACE["sodium_working"]] + start[PLACE["sodium_counter"]]
    for one, after in zip(done[1:], done, strict=False):
        row = one.rows[0]
        held = row[PLACE["sodium_working"]] + row[PLACE["dead_working"]] + row[PLACE["sodium_counter"]]
        assert held + after.state.aged.sodium == pytest.approx(whole, rel=1e-10)
    assert done[-1].state.aged.sodium > 1.0


@pytest.mark.parametrize("chemistry", [sulfur_electrode(exchange=0.5), Insertion(9000.0, 3.4, 60.0, 5.0)])
def test_contact_is_lost_with_the_charge_that_passes(chemistry):
    rate, current = 0.02, 2.0
    cell = aged_cell(Ageing(contact=rate), chemistry)
    whole = chemistry.capacity if isinstance(chemistry, Insertion) else SULFUR_CHARGE
    ends = (2.0, 4.0) if isinstance(chemistry, Insertion) else (1.0, 2.8)
    legs = [Leg(n, 1 + n // 2, 1 + n % 2, "x", (1 if n % 2 else -1) * current, volts=ends[n % 2]) for n in range(12)]
    if isinstance(chemistry, Insertion):  # built discharged
        legs = [replace(leg, number=n, current=-leg.current, volts=ends[1 - n % 2]) for n, leg in enumerate(legs)]
    left, done = 1.0, list(run(pack(cell), legs))
    for one in done:
        passed = charge_of(one)
        assert passed == pytest.approx(whole * left, rel=0.01)  # all that is left reacts
        left *= np.exp(-rate * passed / (2.0 * whole * left))
        assert one.state.aged.contact == pytest.approx(left, rel=1e-6)
    assert done[-1].state.aged.contact == pytest.approx(np.exp(-6 * rate), rel=3e-3)


def test_a_smaller_electrode_is_a_smaller_cell_under_more_current():
    """What is left of an electrode of which a quarter lost contact is one of three quarters, product film included."""
    chemistry = CELL.counter.chemistry
    couples = [replace(c, charge=0.75 * c.charge, exchange_current=0.75 * c.exchange_current) for c in chemistry.sulfur]
    own = chemistry.electrolyte
    film = replace(
        chemistry.film,
        conductance=0.75 * chemistry.film.conductance,
        thickness_per_charge=chemistry.film.thickness_per_charge / 0.75,
    )
    small = replace(
        chemistry,
        sulfur=tuple(couples),
        electrolyte=replace(own, charge=0.75 * own.charge, exchange_current=0.75 * own.exchange_current),
        film=film,
    )
    found = numbers_of(pack(aged_cell(ALL)), Aged(contact=0.75))
    np.testing.assert_allclose(found, pack(aged_cell(ALL, small)).p, rtol=1e-12)


def test_sulfur_dissolves_while_it_is_tetrasulfide():
    """With plateaus apart its share rises to one and falls again over half of the charge: a quarter of the time."""
    rate = 1e-5
    chemistry = sulfur_electrode(exchange=0.5)
    apart = zip(chemistry.sulfur, (2.4, 1.9, 1.4), strict=True)
    chemistry = replace(chemistry, sulfur=tuple(replace(couple, potential=volts) for couple, volts in apart))
    done = list(run(pack(aged_cell(Ageing(dissolution=rate), chemistry)), cycles(2)))
    left = 1.0
    for one in done:
        left *= np.exp(-rate * 0.25 * (one.rows[-1, PLACE["time"]] - one.rows[0, PLACE["time"]]))
        assert one.state.aged.sulfur == pytest.approx(left, abs=0.02 * (1.0 - left))
    assert left < 0.99


@pytest.mark.parametrize("minutes", [None, 40.0], ids=["to voltages", "for times"])
def test_dissolved_sulfur_takes_the_sodium_of_tetrasulfide(minutes):
    """A quarter of the charge of sulfur, whatever the sulfur that stays holds at the end of the leg; none is lost."""
    packed = pack(aged_cell(Ageing(dissolution=1e-5)))
    legs = cycles(4)
    if minutes is not None:
        share = (1.0, 0.6)  # of the charge: some Na2S4 is left at the end of each leg
        legs = [replace(leg, seconds=60.0 * minutes * share[leg.number % 2], volts=None) for leg in legs[:4]]
        legs = [
            *legs[:1],
            Leg(1, 1, 2, "rest", 0.0, 3600.0),
            *(replace(leg, number=leg.number + 1) for leg in legs[1:]),
        ]
    done, at = list(run(packed, legs)), PLACE
    start = done[0].rows[0]
    whole = start[at["sodium_working"]] + start[at["sodium_counter"]]
    for one, after in zip(done[1:], done, strict=False):
        row = one.rows[0]
        held = row[at["sodium_working"]] + row[at["dead_working"]] + row[at["sodium_counter"]]
        assert held + after.state.aged.sodium == pytest.approx(whole, rel=1e-10)
    for one in done:
        lost = (1.0 - one.state.aged.sulfur) * SULFUR_CHARGE
        assert one.state.aged.sodium == pytest.approx(0.25 * lost, rel=1e-9)
        extents = one.state.y[-4:-1]
        assert 1.0 + 1e-4 > extents[0] >= extents[1] - 1e-4
    assert done[-1].state.aged.sulfur < 0.999
    passed = sum(float(np.trapezoid(one.rows[:, at["ionic_current"]], one.rows[:, at["time"]])) for one in done)
    metal = done[-1].state.y[packed.places["sodium_working"]] - start[at["sodium_working"]]
    if minutes is not None:  # so no sodium returns to the metal
        assert metal == pytest.approx(passed, rel=1e-9)


def test_what_stays_reduced_is_lost_to_the_next_cycle():
    share, charge = 0.2, 3600.0
    done = list(run(pack(aged_cell(Ageing(irreversible=share), electrolyte_alone(charge))), cycles(4)))
    for k, (discharge, back) in enumerate(zip(done[::2], done[1::2], strict=True)):
        assert charge_of(discharge) == pytest.approx(charge * (1 - share) ** k, rel=1e-3)
        assert charge_of(back) == pytest.approx(charge * (1 - share) ** (k + 1), rel=1e-3)


def test_an_electrolyte_alone_rests_at_its_own_potential():
    packed = pack(aged_cell(Ageing(), electrolyte_alone()))
    y = packed.start.copy()
    for share in (0.2, 0.5, 0.9):
        y[-1] = share
        nernst = 1.9 + 0.025692579 * np.log((1 - share) / share)
        assert equilibrium(1, y, packed.shape, packed.p) == pytest.approx(nernst, abs=1e-6)


def test_a_continued_run_is_the_same_to_the_last_bit():
    packed = pack(aged_cell(ALL))
    whole = list(run(packed, cycles(3)))
    rest = list(run(packed, cycles(3), start=whole[2].state))
    assert rest[-1].state.aged == whole[-1].state.aged != NEW
    np.testing.assert_array_equal(rest[-1].rows, whole[-1].rows)


def test_no_couple_gives_more_than_it_has():
    """In the nineteenth charge of this cell the last couple once went to -0.09 by an old Jacobian."""
    known = {"std": 0.1, "ground": "guess", "why": "of the test"}
    losses = {
        "contact_loss_per_cycle": {"value": 0.3, "unit": "%/cycle", **known},
        "irreversible_share": {"value": 5, "unit": "%", **known},
        "polysulfide_loss_rate": {"value": 0.001, "unit": "1/h", **known},
    }
    prepared = prepare(load_case("yuan2025").design("yuan2025/nas").with_({"counter.ageing": losses}))
    packed = pack(prepared.cell)
    least = min(done.state.y[-4:].min() for done in run(packed, legs(prepared.blocks, "full", 19), prepared.limits))
    assert least > -2e-4


def test_many_cells_at_once_refuse_losses():
    from natria.models.cell.ensemble.patches import Member, simulate_all
    from natria.models.cell.failure.limits import Limits

    members = [Member(aged_cell(ALL), cycles(1), Limits(), {})]
    with pytest.raises(InputError, match="ageing"):
        simulate_all(members)
