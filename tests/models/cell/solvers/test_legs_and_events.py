"""Legs end where they must, to the second; a run that cannot go on says why; one that goes on is the same run."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from random_cells import cells, sentences
from verified_cells import FAST, FOIL, KELVIN, PELLET, SEPARATOR, cell_of, limiting, milli, ran

from natria.answers import Refuse
from natria.models.cell.cell import Electrode, Film, Growth, Heat, SolidLayer, Voids
from natria.models.cell.electrodes.metal import EMPTY
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.models.cell.failure.limits import MELTS, Limits
from natria.models.cell.solvers import adaptive
from natria.models.cell.solvers.adaptive import SolveError
from natria.models.cell.solvers.rules import LONGEST
from natria.models.cell.solvers.run import State

THIN = replace(FOIL, inventory=12345.0)  # C/m^2
COPPER = Electrode(exchange_current=20.0, is_host=True, coverage_charge=100.0)


def growing(rate: float = 1e-11) -> Film:
    """A film whose resistance grows evenly: 1e-6 ohm m^2 a second at a rate of 1e-11 m/s."""
    return Film("film", 1e-9, 1e-5, growth=Growth("linear", (rate,)))


# --- events, to the second


@pytest.mark.parametrize(("verb", "event"), [("plate", "counter"), ("strip", "working")])
def test_an_electrode_is_empty_when_its_sodium_is_stripped(verb, event):
    out = ran(cell_of(SEPARATOR, PELLET, working=THIN), f"{verb} 0.7 mA/cm^2 for 9 h")
    assert out.event == f"{event} electrode empty"
    assert out.done[-1].state.time == pytest.approx((12345.0 - EMPTY) / 7.0, rel=1e-12)
    assert out.done[-1].state.time == pytest.approx(12345.0 / 7.0, rel=1e-9)
    assert "mA/cm^2, cycle 1" in out.done[-1].ending.why


def test_sodium_that_films_take_empties_an_electrode_earlier():
    film = Film("film", 1e-9, 1e-5, growth=Growth("linear", (1e-9,), sodium=1e9))  # 1 A/m^2
    out = ran(cell_of(PELLET, working=replace(THIN, films=(film,)), counter=THIN), "strip 0.7 mA/cm^2 for 9 h")
    assert out.event == "working electrode empty"
    assert out.done[-1].state.time == pytest.approx(12345.0 / 8.0, rel=1e-9)


@pytest.mark.parametrize(("verb", "sign"), [("plate", 1), ("strip", -1)])
def test_a_leg_ends_where_the_voltage_passes_its_limit(verb, sign):
    """V = J (R + k t): the time to a limit is known."""
    cell = cell_of(PELLET, working=replace(FAST, films=(growing(),)), counter=FAST)
    out = ran(cell, f"{verb} 2 mA/cm^2 to 0.5 V", "rest 1 min")
    at_start = 500e-6 / 0.05 + 1e-4
    assert out.done[0].state.time == pytest.approx((0.5 / 20.0 - at_start) / 1e-6, rel=1e-9)
    assert out.done[0].ended_by == "voltage limit"
    assert out.last("voltage", 0) == sign * 0.5
    assert not out.event
    assert out.of("time", 1)[0] == out.done[0].state.time


def test_a_charge_is_passed_to_the_last_coulomb():
    out = ran(cell_of(PELLET, working=FOIL), "plate 3 mA/cm^2 for 1.25 mAh/cm^2")
    assert out.done[0].state.time == pytest.approx(1.25 / 3 * 3600, rel=1e-14)
    assert out.last("sodium_working") - FOIL.inventory == pytest.approx(1.25 * 36000, rel=1e-10)
    assert out.done[0].ended_by == "time"


def test_a_current_above_the_limiting_one_ends_with_its_reason():
    out = ran(cell_of(SEPARATOR), f"plate {milli(3 * limiting(SEPARATOR))} for 1 h", "rest 1 h")
    assert out.event == "salt depleted"
    assert len(out.done) == 1
    assert "above the limiting one" in out.done[-1].ending.why
    assert out.last("least_salt") == pytest.approx(1e-3, rel=1e-6)


def test_a_current_absurdly_above_the_limiting_one_ends_at_once():
    out = ran(cell_of(SEPARATOR), f"plate {milli(1e6 * limiting(SEPARATOR))} for 1 h", "rest 1 h")
    assert out.event == "salt depleted"
    assert out.done[-1].state.time == 0.0
    assert np.all(np.isfinite(out.rows))


def test_salt_that_is_used_up_comes_before_a_limit_that_is_higher():
    """The voltage at that moment decides: a lower limit ends the leg, a higher one is not waited for."""
    current = 3 * limiting(SEPARATOR)
    free = ran(cell_of(SEPARATOR), f"plate {milli(current)} for 1 h")
    volts = free.last("voltage")
    for limit, reason in ((0.99 * volts, "voltage limit"), (1.01 * volts, "salt depleted")):
        out = ran(cell_of(SEPARATOR), f"plate {milli(current)} to {limit!r} V")
        assert out.done[0].ended_by == reason
        assert out.event == ("" if reason == "voltage limit" else reason)


def test_contact_is_lost_where_the_monitor_says_so():
    cell = cell_of(PELLET, working=replace(FOIL, voids=Voids(2.0, 4e4)), counter=FOIL)
    for least in (0.1, 0.4):
        out = ran(cell, "strip 1 mA/cm^2 for 9 h", limits=Limits(contact=least))
        assert out.event == "contact lost at the working electrode"
        assert out.done[-1].state.time == pytest.approx((1 - least) * 4e4 / 8.0, rel=1e-9)


def test_sodium_melts_in_a_cell_without_cooling():
    cell = cell_of(SolidLayer("pellet", 500e-6, 0.02), working=FAST, heat=Heat(1500.0, 0.0))
    out = ran(cell, "plate 5 mA/cm^2 for 9 h")
    assert out.event == "sodium melts"
    assert out.done[-1].state.time == pytest.approx((MELTS - KELVIN) * 1500.0 / (50.0**2 * 0.025), rel=1e-7)


@pytest.mark.parametrize(("verb", "face"), [("plate", "working"), ("strip", "counter")])
def test_a_crack_opens_at_the_face_that_plates(verb, face):
    """Where its overpotential, which rises as its salt falls, is that which opens a flaw."""
    says = f"{verb} {milli(0.9 * limiting(SEPARATOR))} for 30 min"
    free = ran(cell_of(SEPARATOR), says)
    begins, ends = abs(free.of(f"face_{face}")[0]), abs(free.last(f"face_{face}"))
    assert not free.event
    limit = (begins + ends) / 2
    out = ran(cell_of(SEPARATOR), says, limits=Limits(crack_working=limit, crack_counter=limit))
    assert out.event == f"crack at the {face} electrode"
    assert abs(out.last(f"face_{face}")) == pytest.approx(limit, rel=1e-9)
    assert 0 < out.done[-1].state.time < free.done[-1].state.time


# --- limits that are past, and limits that are never met


def test_a_limit_that_is_past_at_once_ends_its_leg_and_not_the_run():
    out = ran(cell_of(PELLET, working=FOIL), "plate 10 mA/cm^2 to 0.1 V", "plate 0.1 mA/cm^2 for 1 min")
    assert [each.ended_by for each in out.done] == ["voltage limit", "time"]
    assert len(out.done[0].rows) == 1
    assert out.done[0].state.time == 0.0
    assert out.last("voltage", 0) > 0.1  # as it was, not the limit that it never had
    assert not out.event


def test_limits_that_are_past_at_once_in_both_directions_end_the_run():
    out = ran(cell_of(PELLET), "plate 10 mA/cm^2 to 0.1 V", "strip 10 mA/cm^2 to 0.1 V", "repeat 500")
    assert out.event == "voltage limit at once"
    assert len(out.done) == 2


def test_a_limit_that_is_never_met_has_its_reason():
    out = ran(cell_of(PELLET, working=replace(FOIL, inventory=1e9)), "plate 1 mA/cm^2 to 2 V")
    assert out.event == "voltage limit never reached"
    assert out.done[-1].state.time == pytest.approx(LONGEST)
    assert "2 V were not reached in 1000 h" in out.done[-1].ending.why


def test_a_host_is_stripped_to_its_limit_and_an_empty_one_only_ends_its_leg():
    out = ran(
        cell_of(PELLET, working=COPPER, counter=FOIL, kind="half"),
        *("plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 to 1 V", "strip 1 mA/cm^2 to 1 V", "plate 1 mA/cm^2 for 1 min"),
    )
    assert [each.ended_by for each in out.done] == ["time", "voltage limit", "voltage limit", "time"]
    assert out.last("voltage", 1) == -1.0
    assert out.done[1].state.time == pytest.approx(7200.0, rel=1e-7)
    assert out.done[2].state.time == out.done[1].state.time


def test_currents_per_mass_and_held_voltages_are_refused():
    for says in ("charge at 0.5C to 2 V", "hold 2 V for 1 h"):
        with pytest.raises(Refuse, match="full cells"):
            ran(cell_of(PELLET), says)


# --- legs


def test_a_current_that_is_raised_each_cycle():
    out = ran(
        cell_of(PELLET, working=replace(FOIL, inventory=1e5)),
        *("plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h"),
        "raise the current by 0.5 mA/cm^2 each cycle until short",
    )
    assert [each.leg.current for each in out.done] == [10.0, -10.0, 15.0, -15.0, 20.0, -20.0, 25.0, -25.0, 30.0]
    assert out.event == "counter electrode empty"
    assert [each.leg.raised for each in out.done[::2]] == [0, 1, 2, 3, 4]
    assert [each.leg.cycle for each in out.done[::2]] == [1, 2, 3, 4, 5]


def test_a_protocol_without_end_stops_after_the_cycles_that_were_asked_for():
    says = ("plate 1 mA/cm^2 for 1 min", "raise the current by 0.1 mA/cm^2 each cycle until short")
    assert len(ran(cell_of(PELLET), *says, cycles=7).done) == 7


def test_rows_join_without_a_gap():
    out = ran(cell_of(SEPARATOR), "plate 1 mA/cm^2 for 1 h", "rest 10 min", "strip 1 mA/cm^2 for 1 h", "repeat 3")
    for before, after in pairwise(out.done):
        assert before.state.time == before.rows[-1, PLACE["time"]] == after.rows[0, PLACE["time"]]
        for name in ("sodium_working", "temperature", "thickness_working"):
            assert before.rows[-1, PLACE[name]] == after.rows[0, PLACE[name]]
    assert out.rows.shape[1] == len(COLUMNS)


# --- a run that goes on


def test_a_run_that_goes_on_from_any_leg_is_the_same_run():
    film = Film("film", 5e-9, 1e-5, growth=Growth("parabolic", (1e-18,), sodium=1e9))
    face = replace(FOIL, films=(film,), voids=Voids(4.0, 1e5), dead=0.01)
    cell = cell_of(SEPARATOR, PELLET, working=face, heat=Heat(1500.0, 20.0))
    says = (
        "plate 1 mA/cm^2 for 1 h",
        "rest 5 min",
        "strip 2 mA/cm^2 to 0.5 V",
        "strip 1 mA/cm^2 for 20 min",
        "repeat 3",
    )
    whole = ran(cell, *says)
    assert len(whole.done) == 12
    for stopped in (0, 4, 9):
        kept = whole.done[stopped].state
        saved = State(kept.leg, kept.time, np.array([float(repr(float(x))) for x in kept.y]), kept.idle)  # through text
        rest = ran(cell, *says, start=saved)
        assert len(rest.done) == 11 - stopped
        for here, there in zip(rest.done, whole.done[stopped + 1 :], strict=True):
            assert np.array_equal(here.rows, there.rows)
            assert np.array_equal(here.state.y, there.state.y)
            assert (here.state.leg, here.state.time, here.ended_by) == (
                there.state.leg,
                there.state.time,
                there.ended_by,
            )


# --- where the solver gives up


def test_a_solver_that_gives_up_says_when_which_state_and_what_to_do(monkeypatch, capfd):
    says = ("plate 1 mA/cm^2 for 1 h", "rest 1 h", "repeat 2")
    first = ran(cell_of(SEPARATOR), *says[:2])  # the first cycle, with as many steps as it needs
    monkeypatch.setattr(adaptive, "MOST_STEPS", 3)
    with pytest.raises(SolveError) as caught:
        ran(cell_of(SEPARATOR), *says, start=first.done[-1].state)
    text = str(caught.value)
    assert "cycle 2, step 1 (plate), from 7200 s of the run on: the solver stopped after " in text
    assert " s at 1 mA/cm^2" in text
    assert "salt in volume " in text
    assert "\n    fix: look at that property and its unit" in text
    assert capfd.readouterr().out == ""  # the solver's own words are not among what a command prints


def test_a_property_that_is_no_number_names_the_state_it_spoils(capfd):
    with pytest.raises(SolveError, match=r"after 0 s at 1 mA/cm\^2.*salt in volume 1 = 1000 \(nan a second\)"):
        ran(cell_of(replace(SEPARATOR, diffusivity=float("nan"))), "plate 1 mA/cm^2 for 1 h")
    assert capfd.readouterr().out == ""


# --- any cell through any protocol


@given(cell=cells(), says=sentences())
@settings(max_examples=80, deadline=None)
def test_whatever_a_cell_is_asked_to_do_it_ends_with_readings_or_a_reason(cell, says):
    try:
        out = ran(cell, *says, volumes=12, samples=5)
    except SolveError:  # of a cell that nothing can be said of: volts without number in the first step
        return
    assert np.all(np.isfinite(out.rows))
    assert np.all(np.diff(out.rows[:, PLACE["time"]]) >= 0)
    assert out.done[-1].ending is not None or out.done[-1].leg.cycle == 2
    assert all(each.ending is None for each in out.done[:-1])
