"""Na-S cells through the engine: sodium is kept, 300 cycles, held voltages, the recording read back by `lab`."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from sulfur_electrodes import SULFUR_CHARGE, sulfur_electrode

from natria.answers import Refuse, ask
from natria.design import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.cell import Cell, Electrode, SolidLayer
from natria.models.cell.electrodes.conversion import TRACE
from natria.models.cell.electrodes.dispatch import columns_of
from natria.models.cell.electrodes.sulfur import ProductFilm
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.models.cell.solvers.adaptive import Adaptive
from natria.models.cell.solvers.legs import Leg
from natria.quantity import Finding, Question, Refused, conditions
from natria.studies.simulation.full_cell import FULL_CELL

OHMIC = ProductFilm("ohmic", thickness_per_charge=2e-11, conductance=2e-5)
CELL = Cell(
    "full",
    Electrode(exchange_current=28.7, inventory=4e5),
    Electrode(chemistry=sulfur_electrode(film=OHMIC, electrolyte=0.2, exchange=0.2)),
    (SolidLayer("glass", 600e-6, 0.02),),
    298.15,
    1e-4,
)


def cycles(n: int, current: float = 1.0) -> list[Leg]:
    ends = (("discharge", -current, 1.0), ("charge", current, 2.8))
    return [
        Leg(2 * k + step, k + 1, step + 1, verb, j, volts=volts)
        for k in range(n)
        for step, (verb, j, volts) in enumerate(ends)
    ]


def sodium(rows: np.ndarray) -> np.ndarray:
    return rows[:, PLACE["sodium_working"]] + rows[:, PLACE["dead_working"]] + rows[:, PLACE["sodium_counter"]]


def test_three_hundred_cycles_keep_all_sodium_and_drift_nowhere():
    packed = pack(CELL)
    done = list(run(packed, cycles(300), samples=4))
    assert len(done) == 600
    assert not done[-1].ending
    rows = np.concatenate([one.rows for one in done])
    assert np.ptp(sodium(rows)) < 1e-10 * (4e5 + SULFUR_CHARGE)
    times = np.array([one.rows[-1, PLACE["time"]] - one.rows[0, PLACE["time"]] for one in done])
    discharged = times[::2]
    assert np.ptp(discharged[5:]) < 1e-3 * discharged[-1]


def test_the_currents_of_the_couples_are_that_of_the_cell():
    packed = pack(CELL)
    names = [*COLUMNS, *columns_of(packed.shape)]
    rows = np.concatenate([one.rows for one in run(packed, cycles(1), samples=50)])
    at = {name: rows[:, k] for k, name in enumerate(names)}
    both = at["sulfur_current_counter"] + at["electrolyte_current_counter"]
    assert np.abs(both + at["ionic_current"]).max() < 1e-10
    assert at["extent_of_na2s4_counter"].min() > -100 * TRACE
    assert at["extent_of_na2s4_counter"].max() < 1 + 100 * TRACE
    film = CELL.counter.chemistry.film
    drop = at["product_thickness_counter"] / film.conductance * at["sulfur_current_counter"]
    np.testing.assert_allclose(at["product_voltage_counter"], drop, rtol=1e-12)
    assert at["product_voltage_counter"].max() > 1e-3  # it is seen


def test_a_held_voltage_tapers():
    packed = pack(CELL)
    legs = [
        Leg(0, 1, 1, "discharge", -1.0, volts=1.2),
        Leg(1, 1, 2, "hold", 0.0, held=1.2, taper=0.05),
    ]
    done = list(run(packed, legs))
    assert abs(done[1].rows[-1, PLACE["current"]]) == pytest.approx(0.05, rel=1e-3)
    assert np.ptp(sodium(np.concatenate([one.rows for one in done]))) < 1e-10 * 4e5


def test_an_alloy_moves_the_voltage_by_its_potential():
    alloy = replace(CELL, working=replace(CELL.working, potential=0.08))
    first, second = (list(run(pack(cell), [Leg(0, 1, 1, "discharge", -1.0, seconds=600)])) for cell in (CELL, alloy))
    difference = first[0].rows[-1, PLACE["voltage"]] - second[0].rows[-1, PLACE["voltage"]]
    assert difference == pytest.approx(0.08, abs=1e-6)


def test_the_papers_cells_are_read_with_what_is_not_given():
    prepared = prepare(load_case("yuan2025").design("yuan2025/nas"))
    codes = {note.code for note in prepared.notes}
    assert {"all-active-mass", "no-temperature-dependence"} <= codes
    chemistry = prepared.cell.counter.chemistry
    assert chemistry.electrolyte.charge / chemistry.whole == pytest.approx(560 / (560 + 1672), rel=0.02)
    assert prepared.cell.working.potential == pytest.approx(0.08)
    assert chemistry.resistance > 0
    liquid = load_case("chi2022").design("chi2022/na-s").with_({"counter.fractions": None, "counter.mass": None})
    assert {note.code for note in prepare(liquid).notes} >= {"no-composite-resistance"}


@pytest.mark.parametrize(
    "patch", [{"reporting.as_assembled": "symmetric"}, {"counter.conversion": None}], ids=["state", "no chemistry"]
)
def test_a_cathode_that_is_not_described_is_refused(patch):
    with pytest.raises(Refuse):
        prepare(load_case("chi2022").design("chi2022/na-s").with_(patch))


def answer(term: str, **at: str) -> Finding | Refused:
    design = load_case("chi2022").design("chi2022/na-s")
    return ask(FULL_CELL, design, Question(term, "chi2022/na-s", conditions(**at)))


def test_the_recording_is_read_back_by_the_definitions_of_measured_ones():
    capacity, volts = answer("specific_capacity", cycle="1"), answer("average_discharge_voltage")
    assert isinstance(capacity, Finding)
    assert isinstance(volts, Finding)
    assert 0.98 < capacity.value / 3600 / 1672 < 1.001
    assert 1.3 < volts.value < 1.85
    peaks = [answer("reduction_peak_voltage", peak=number) for number in ("1", "2")]
    assert all(isinstance(one, Finding) for one in peaks)
    assert peaks[0].value > peaks[1].value


def test_what_no_ageing_can_say_is_refused():
    assert isinstance(answer("specific_capacity", cycle="40"), Refused)
    assert isinstance(answer("electrolyte_capacity_share"), Refused) or answer("electrolyte_capacity_share").value == 0


def test_at_twice_the_current_the_ohmic_film_costs_more():
    slow, fast = (answer("average_discharge_voltage", current=f"{j} mA/cm^2").value for j in (0.1, 0.2))
    assert slow - fast > 0.05


def test_a_charge_goes_on_where_couples_run_out_in_no_time():
    """CVODE may stop there; it begins anew, and the sodium that moves is that of the current."""
    design = load_case("chi2022").design("chi2022/na-s").with_({"protocol.current": "0.4 mA/cm^2"})
    prepared = prepare(design)
    packed = pack(prepared.cell)
    program = list(legs(prepared.blocks, "full", 1))
    discharge, back = run(packed, program, prepared.limits, samples=200)
    assert (discharge.ended_by, back.ended_by) == ("voltage limit", "voltage limit")
    lasted = [one.rows[-1, PLACE["time"]] - one.rows[0, PLACE["time"]] for one in (discharge, back)]
    assert lasted[1] == pytest.approx(lasted[0], rel=1e-3)
    assert (np.diff(back.rows[:, PLACE["time"]]) > 0).all()
    assert np.ptp(sodium(np.concatenate([discharge.rows, back.rows]))) < 1e-10 * 4e5


@pytest.mark.parametrize("exchange", [0.05, 5.0, 500.0])
@pytest.mark.parametrize("conductance", [2e-7, 2e-5])
def test_a_couple_that_runs_out_is_no_corner_for_the_solver(exchange, conductance):
    """No leg begins anew, and its charge is that of a far tighter tolerance."""
    film = replace(OHMIC, conductance=conductance)
    sulfur = Electrode(chemistry=sulfur_electrode(electrolyte=0.3, film=film, exchange=exchange))
    packed = pack(replace(CELL, counter=sulfur))
    found = []
    for solver in (Adaptive(packed), Adaptive(packed, 1e-9, 1e-10)):
        inner, stopped = solver._integrator, []

        def solve(*given, inner=inner, stopped=stopped):
            one = inner.solve(*given)
            stopped.append(not one.success)
            return one

        solver.__dict__["_integrator"] = SimpleNamespace(solve=solve)
        found.append([done.state.time for done in run(packed, cycles(2), solver=solver)])
        assert not any(stopped)
    assert found[0] == pytest.approx(found[1], rel=1e-4)
