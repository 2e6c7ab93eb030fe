"""Fixed steps give what the adaptive solver gives, of second order; a batch gives what single runs give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from batch_cases import CASES, COATED, CYCLE, LOSING, SEI, WARM, program
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cells import cells, sentences
from verified_cells import FOIL, PELLET, SEPARATOR, cell_of

from natria.models.cell.cell import Film, Growth, Heat, Voids
from natria.models.cell.ensemble.batch import SUMMARY, go_all
from natria.models.cell.equations.layout import AT_VOLUMES, POROSITY, VOLUME, WIDTH, Packed, pack
from natria.models.cell.equations.observe import COLUMNS, PLACE, rows
from natria.models.cell.failure.limits import DEPLETED, Limits
from natria.models.cell.solvers.adaptive import Adaptive, SolveError
from natria.models.cell.solvers.fixed import PATTERN, Fixed, pattern
from natria.models.cell.solvers.legs import Leg
from natria.models.cell.solvers.rules import NOT_SOLVED
from natria.models.cell.solvers.run import Done, run

AT = {name: k for k, name in enumerate(SUMMARY)}


def singly(packed: Packed, legs_of_it: tuple[Leg, ...], limits: Limits | None = None) -> list[Done]:
    return list(run(packed, legs_of_it, limits, solver=Fixed(packed)))


# --- against the adaptive solver


@pytest.mark.parametrize("name", CASES)
def test_a_run_ends_as_with_the_adaptive_solver(name):
    """The same leg, the same reason, the same time to a thousandth of the leg, the same state to a ten-thousandth."""
    cell, said, limits = CASES[name]
    packed, through = pack(cell), program(cell, *said)
    exact = list(run(packed, through, limits, samples=4, solver=Adaptive(packed, 1e-9, 1e-10)))
    found = singly(packed, through, limits)
    assert [done.ended_by for done in found] == [done.ended_by for done in exact]
    assert bool(found[-1].ending) == bool(exact[-1].ending)
    for mine, theirs in zip(found, exact, strict=True):
        took = max(theirs.state.time, 1.0) if mine is found[0] else mine.leg.seconds
        assert mine.state.time == pytest.approx(theirs.state.time, abs=1e-3 * min(took, 3600.0))
        assert np.all(np.abs(mine.state.y - theirs.state.y) <= 1e-4 * np.abs(theirs.state.y) + 1e-3 * packed.tolerance)


@pytest.mark.parametrize("name", CASES)
def test_a_batch_is_its_single_runs_to_the_last_bit(name):
    cell, said, limits = CASES[name]
    packed, through = pack(cell), program(cell, *said)
    found = go_all([packed], [through], [limits])
    single = singly(packed, through, limits)
    summaries = found.legs[0, ~np.isnan(found.legs[0, :, 0])]
    assert len(summaries) == len(single)
    for summary, done in zip(summaries, single, strict=True):
        assert summary[: len(COLUMNS)].tobytes() == done.rows[-1].tobytes()
    assert found.last[0].tobytes() == summaries[-1].tobytes()
    assert found.states[0].tobytes() == single[-1].state.y.tobytes()
    assert found.ended_by[0] == (single[-1].ending.event if single[-1].ending else "")


@pytest.mark.slow
@given(cell=cells(), said=sentences())
@settings(max_examples=60)
def test_any_cell_ends_as_its_single_run_does(cell, said):
    packed, through = pack(cell, 12), program(cell, *said, cycles=3)
    found = go_all([packed], [through], [Limits()])
    try:
        single = singly(packed, through)
    except SolveError:
        assert found.ended_by == (NOT_SOLVED,)
        return
    assert found.ended_by[0] == (single[-1].ending.event if single[-1].ending else "")
    assert found.last[0, : len(COLUMNS)].tobytes() == single[-1].rows[-1].tobytes()


def test_voltages_after_a_reversal_are_those_of_the_adaptive_solver():
    packed = pack(cell_of(SEPARATOR, working=COATED))
    off = errors(packed, PATTERN)
    assert off.max() < 0.03e-3  # V, of 105 mV
    assert off[len(off) // 2 :].max() < 0.02e-3
    assert off[-1] < 1e-8


def errors(packed: Packed, steps: np.ndarray) -> np.ndarray:
    """V at each step after the second reversal, against the adaptive solver."""
    fixed, exact = Fixed(packed, steps), Adaptive(packed, 1e-10, 1e-11)
    bounds, mine, theirs = Limits().array(None), packed.start, packed.start
    for current in (10.0, -10.0, 10.0):
        path = fixed.go(mine, current, np.array([0.0, 3600.0]), bounds)
        held = exact.go(theirs, current, path.time, bounds)
        mine, theirs = path.states[-1], held.states[-1]
    shown = [rows(p.time, p.states, 10.0, (1, 1), packed.shape, packed.p)[:, PLACE["voltage"]] for p in (path, held)]
    return np.abs(shown[0] - shown[1])


def test_the_error_falls_with_the_square_of_the_steps():
    """A minute of salt that moves, from half a minute after the current is switched on: all is smooth there."""
    packed = pack(cell_of(WARM, working=COATED, heat=Heat(2e3, 5.0)), 20)
    exact, bounds = Adaptive(packed, 1e-11, 1e-12), Limits().array(None)
    start = exact.go(packed.start, 30.0, np.array([0.0, 30.0]), bounds).states[-1]
    true = exact.go(start, 30.0, np.array([0.0, 60.0]), bounds).states[-1]
    off = []
    for many in (8, 16, 32):
        found = Fixed(packed, np.full(many, 1.0 / many)).go(start, 30.0, np.array([0.0, 60.0]), bounds).states[-1]
        off.append(np.abs((found - true) / packed.tolerance)[: packed.n].max())
    assert off[0] > 1e-5
    assert np.log2(off[0] / off[1]) == pytest.approx(2.0, abs=0.2)
    assert np.log2(off[1] / off[2]) == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize("start", [0.0, 1e-9, 5e-9, 2e-7])
@pytest.mark.parametrize("hours", [0.1, 3.0, 100.0])
def test_a_film_grows_as_its_law_says_in_one_leg_however_long(start, hours):
    """h = sqrt(h0^2 + a t), whatever is quick about it before the first step."""
    film = Film("film", start, 1e-5, growth=Growth("parabolic", (2e-21,)))
    packed = pack(cell_of(PELLET, working=replace(FOIL, films=(film,))))
    path = Fixed(packed).go(packed.start, 1.0, np.array([0.0, 3600.0 * hours]), Limits().array(None))
    exact = np.sqrt(packed.start[0] ** 2 + 2e-21 * path.time)
    assert path.states[:, 0] == pytest.approx(exact, rel=2e-2)
    assert path.states[len(exact) // 2 :, 0] == pytest.approx(exact[len(exact) // 2 :], rel=1e-3)
    assert path.states[-1, 0] == pytest.approx(exact[-1], rel=4e-4)


# --- what is kept


def test_a_thousand_cycles_make_and_lose_nothing():
    """Salt by the volumes, charge by what the electrodes gained and what their films took."""
    cell = cell_of(WARM, working=COATED)
    packed = pack(cell)
    found = go_all([packed], [program(cell, *CYCLE, "repeat 1000", cycles=1000)], [Limits()], lambda _: False)
    assert found.ended_by == ("",)
    at = int(packed.shape[AT_VOLUMES])
    volumes = packed.p[at : at + VOLUME * packed.n].reshape(packed.n, VOLUME)
    held = volumes[:, WIDTH] * volumes[:, POROSITY]
    salt = [float(held @ y[: packed.n]) for y in (packed.start, found.states[0])]
    assert abs(salt[1] / salt[0] - 1.0) < 1e-10
    grown = found.states[0][packed.n : packed.n + 2] - packed.start[packed.n : packed.n + 2]
    assert grown.min() > 1e-8
    for film, name in enumerate(("sodium_working", "sodium_counter")):
        gained = found.states[0][packed.places[name]] - packed.start[packed.places[name]]
        assert abs(gained + SEI.growth.sodium * grown[film]) < 1e-10 * 2 * 3.6e7  # C/m^2 that went through


def test_voids_are_exact_and_filled_before_anything_else():
    """Stripped at 10 A/m^2 with 5 of refill for 1000 s, then plated until they are gone and longer."""
    cell = cell_of(PELLET, working=replace(LOSING, voids=Voids(5.0, 1e5)), counter=replace(FOIL))
    packed = pack(cell)
    found = go_all([packed], [program(cell, "strip 1 mA/cm^2 for 1000 s", "plate 1 mA/cm^2 for 100 s")], [Limits()])
    contact = found.legs[0, :, AT["contact_working"]]
    assert contact == pytest.approx([1.0 - 5e3 / 1e5, 1.0 - (5e3 - 1.5e3) / 1e5], rel=1e-13)
    longer = program(cell, "strip 1 mA/cm^2 for 1000 s", "plate 1 mA/cm^2 for 3600 s")
    assert go_all([packed], [longer], [Limits()]).last[0, AT["contact_working"]] == 1.0


# --- events


@pytest.mark.parametrize(("current", "depth"), [(10.0, 1.1e4), (23.0, 2e4), (7.0, 6e3)])
def test_an_event_is_found_to_a_hundred_millionth_of_a_step(current, depth):
    cell = cell_of(PELLET, working=replace(FOIL, voids=Voids(5.0, depth)), counter=FOIL)
    found = go_all([pack(cell)], [program(cell, f"strip {current / 10} mA/cm^2 for 1 h")], [Limits(contact=0.1)])
    assert found.ended_by == ("contact lost at the working electrode",)
    assert found.last[0, AT["time"]] == pytest.approx(0.9 * depth / (current - 5.0), abs=1e-8 * 3600.0 * PATTERN.max())


@given(st.floats(60.0, 130.0))
@settings(max_examples=20)
def test_a_leg_ends_where_its_voltage_is(milli):
    """Whatever the limit: where it is reached the voltage is it, and without the limit it would be there then."""
    packed = pack(cell_of(SEPARATOR, PELLET, working=replace(COATED, films=(replace(SEI, conductivity=3e-6),))))
    bounds = Limits().array(milli / 1000.0)
    fixed = Fixed(packed)
    if fixed.passed(packed.start, 2.0, bounds):
        return
    path = fixed.go(packed.start, 2.0, np.array([0.0, 3600.0]), bounds)
    volts = rows(path.time, path.states, 2.0, (1, 1), packed.shape, packed.p)[:, PLACE["voltage"]]
    if path.event:
        assert volts[-1] == pytest.approx(milli / 1000.0, abs=1e-10)
        assert np.all(volts[:-1] < milli / 1000.0)
    else:
        assert path.time[-1] == 3600.0
        assert volts.max() < milli / 1000.0


def test_salt_is_used_up_at_the_share_that_counts_as_that():
    cell, said, _ = CASES["past the limiting current"]
    found = go_all([pack(cell)], [program(cell, *said)], [Limits()])
    assert found.last[0, AT["least_salt"]] == pytest.approx(DEPLETED, abs=1e-7)


def test_a_cell_without_a_solution_says_so_and_the_others_go_on():
    sound = cell_of(SEPARATOR, working=COATED)
    broken = replace(FOIL, films=(replace(SEI, growth=Growth("power", (1e-7, 0.0))),))
    packed = [pack(sound), pack(replace(sound, working=broken)), pack(sound)]
    through = program(sound, *CYCLE, "repeat 2")
    found = go_all(packed, [through], [Limits()])
    assert found.ended_by == ("", NOT_SOLVED, "")
    assert np.isnan(found.legs[1, 1:, 0]).all()
    assert (
        found.legs[0].tobytes() == found.legs[2].tobytes() == go_all([packed[0]], [through], [Limits()]).legs.tobytes()
    )
    with pytest.raises(SolveError, match="no step"):
        singly(packed[1], through)


# --- summaries


def test_a_summary_is_what_the_readings_say():
    cell, said, limits = CASES["everything moves"]
    packed, through = pack(cell), program(cell, *said)
    found = go_all([packed], [through], [limits])
    for summary, done in zip(found.legs[0], singly(packed, through, limits), strict=True):
        time, volts = done.rows[:, PLACE["time"]], done.rows[:, PLACE["voltage"]]
        length = time[-1] - time[0]
        expected = {
            "seconds": length,
            "charge": done.leg.current * length,
            "voltage_start": volts[0],
            "voltage_middle": np.interp(time[0] + 0.5 * length, time, volts),
            "voltage_mean": np.trapezoid(np.abs(volts), time) / length,
            "hottest": done.rows[:, PLACE["temperature"]].max(),
            "event": -1.0,
        }
        assert {name: summary[AT[name]] for name in expected} == pytest.approx(expected, rel=1e-12)


def test_only_what_is_asked_for_is_kept():
    cell, said, limits = CASES["cycling"]
    packed, through = pack(cell), program(cell, *said)
    whole = go_all([packed], [through], [limits]).legs[0]
    found = go_all([packed], [through], [limits], lambda leg: leg % 3 == 1)
    assert found.legs.shape == (1, 3, len(SUMMARY))
    assert found.legs[0].tobytes() == whole[1::3].tobytes()
    assert found.last[0].tobytes() == whole[-1].tobytes()


def test_members_have_programs_and_limits_of_their_own():
    cell = cell_of(PELLET, working=LOSING)
    packed = [pack(cell)] * 3
    programs = [program(cell, f"strip {j} mA/cm^2 for 1 h", "rest 1 h") for j in (1.0, 2.0)]
    programs.append(programs[1][:1])
    found = go_all(packed, programs, [Limits(contact=0.5), Limits(contact=0.2), Limits(contact=0.0)])
    assert found.ended_by[:2] == ("contact lost at the working electrode",) * 2
    assert found.last[:2, AT["time"]] == pytest.approx([0.5 * 2e4 / 5.0, 0.8 * 2e4 / 15.0], rel=1e-6)
    assert found.ended_by[2] == ""
    assert found.last[2, AT["time"]] == 3600.0
    assert np.isnan(found.legs[2, 1]).all()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_change_no_bit(threads):
    cell = cell_of(SEPARATOR, working=COATED)
    cells_of_it = [pack(replace(cell, temperature=290.0 + k)) for k in range(11)]
    heard: list[int] = []
    args = (cells_of_it, [program(cell, *CYCLE, "repeat 2")], [Limits()])
    found = go_all(*args, threads=threads, progress=heard.append)
    assert found.legs.tobytes() == go_all(*args, threads=3).legs.tobytes()
    assert heard[-1] == len(cells_of_it)
    assert heard == sorted(set(heard))


@given(st.floats(1.05, 3.0), st.floats(2.0, 1e5), st.integers(1, 60))
def test_a_pattern_goes_through_the_whole_leg(growth, span, largest):
    steps = pattern(growth, span, largest)
    assert steps.sum() == pytest.approx(1.0, rel=1e-12)
    assert np.all(np.diff(steps) >= 0)
    assert steps[1:] / steps[:-1] == pytest.approx(np.clip(steps[1:] / steps[:-1], 1.0, growth), rel=1e-12)
    assert steps[-1] / steps[0] == pytest.approx(span, rel=growth - 1.0)
