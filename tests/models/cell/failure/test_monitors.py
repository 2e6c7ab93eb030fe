"""Ways to fail: each law against the criterion that answers it in closed form, and against the engine's own events."""

from __future__ import annotations

import json
from math import isnan, nan, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.answers import Reader, Record, Refuse, of_design
from natria.design.protocol import parse
from natria.laws import charge_of_sodium, confinement_factor
from natria.models.cell import pack, prepare, run
from natria.models.cell.cell import Cell, Electrode, Film, Growth, Heat, SaltLayer, SolidLayer
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.models.cell.failure.limits import DEPLETED, Limits
from natria.models.cell.failure.monitors import limits_of, monitors_of, voids_of, watch
from natria.models.cell.failure.utilisation import (
    Monitor,
    Watch,
    Watching,
    first_time,
    first_to_fail,
    ranked,
    unknown,
    verdict,
)
from natria.models.cell.solvers.legs import legs
from natria.quantity import Computed

VOLUME = 23.78e-6
CCD = "critical_current_density"
PORZ, VACANCIES, LINE, CREEP = (
    "Porz: drop of the face",
    "vacancy diffusion: voids begin",
    "measured pressure line: voids begin",
    "creep: voids begin",
)


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def reader(design):
    return Reader(of_design(design), Record(), "", "", {})


def readings(time, **columns):
    """Readings of one leg, zero where nothing is said."""
    made = np.zeros((len(time), len(COLUMNS)))
    made[:, PLACE["time"]] = time
    for name in ("contact_working", "contact_counter", "least_salt"):
        made[:, PLACE[name]] = 1.0
    made[:, PLACE["temperature"]] = 298.15
    for name, values in columns.items():
        made[:, PLACE[name]] = values
    made[:, PLACE["ionic_current"]] = made[:, PLACE["current"]]
    return made


def of(monitors, law, at="working"):
    """The monitor of a law, at an electrode where it stands at one."""
    found = [m for m in monitors if m.law == law and (at in m.name or "electrode" not in m.name)]
    assert len(found) == 1, [m.name for m in monitors]
    return found[0]


def alone(monitor, *rows):
    """What a monitor sees of these legs."""
    watching = Watching([monitor])
    for leg in rows:
        watching.see(leg)
    return watching.watches()[0]


def gone_through(cell, sentences, monitors, limits=None, cycles=None):
    """The monitors along a run, and how it ended."""
    watching, packed, ending = Watching(monitors), pack(cell), None
    for done in run(packed, legs(parse(sentences, {}), cell.kind, cycles), limits):
        watching.see(done.rows)
        ending = done.ending
    return {(w.name, w.law): w for w in watching.watches()}, ending


def glass(**changed):
    """A symmetric cell with the glass of the made-up solid cell, which the engine runs."""
    face = Electrode((), 28.7, inventory=charge_of_sodium(100e-6, VOLUME))
    made = {"working": face, "counter": face, "temperature": 298.15, "area": 1e-4, **changed}
    return Cell("symmetric", electrolyte=(SolidLayer("shell", 200e-6, 1e-2),), **made)


def salty(**changed):
    face = Electrode((), 50.0, inventory=1e7)
    salt = SaltLayer("separator", 25e-6, 1000.0, 0.6, 3e-10, 0.5, macmullin=7.0, porosity=0.4)
    made = {"working": face, "counter": face, "temperature": 298.15, "area": 1e-4, **changed}
    return Cell("symmetric", electrolyte=(salt,), **made)


# --- the laws are those of the criteria


@pytest.mark.parametrize("flaw", [0.05, 1.0, 40.0])
@pytest.mark.parametrize(("at", "sign"), [("working", 1), ("counter", -1)])
def test_crack_is_that_of_the_criterion(value_of, solid, at, sign, flaw):
    """The design's layers differ, so both are made of one glass here."""
    own = {"flaw_size": number(flaw, "um"), "charge_transfer_area_resistance": number(10, "ohm cm^2")}
    layers = {name: {"material": "glass", "thickness": "200 um", "properties": own} for name in ("shell", "core")}
    design = solid("", {"electrolyte": layers})
    limit = value_of("crack_limit", design, CCD)
    monitor = of(monitors_of(design)[0], PORZ, at)
    for share in (0.01, 0.999, 1.001, 30.0):
        current = sign * share * limit
        seen = alone(monitor, readings([0.0, 1.0], current=current, **{f"face_{at}": current * 1e-3}))
        assert seen.load_max == pytest.approx(share, rel=1e-9)
        assert seen.has_failed == (share > 1)
        back = readings([0.0, 1.0], current=-current, **{f"face_{at}": -current * 1e-3})
        assert alone(monitor, back).load_max == 0  # stripping opens no flaw


@pytest.mark.parametrize(
    "way",
    [(VACANCIES, "void_limit", ""), (LINE, "pressure_line", ""), (CREEP, "creep_limit", "")],
)
@pytest.mark.parametrize("at", ["working", "counter"])
def test_voids_are_those_of_the_criteria(value_of, solid, way, at):
    law, model, variant = way
    design = solid(variant)
    limit = value_of(model, design, CCD) * (-1 if at == "working" else 1)
    full = {f"sodium_{at}": charge_of_sodium(100e-6, VOLUME)}
    monitor = of(monitors_of(design)[0], law, at)
    for share in (0.01, 0.999, 1.001, 30.0):
        seen = alone(monitor, readings([0.0, 1.0], current=share * limit, **full))
        assert seen.load_max == pytest.approx(share, rel=1e-9)
        assert alone(monitor, readings([0.0, 1.0], current=-share * limit, **full)).load_max == 0


def test_creep_grows_with_the_foil_that_is_thinned(solid):
    """A thinner disc is squeezed less: by its height, and by the friction of the plates to the power n."""
    monitor = of(monitors_of(solid())[0], CREEP)
    whole = charge_of_sodium(100e-6, VOLUME)
    loads = [alone(monitor, readings([0.0], current=-0.1, sodium_working=s * whole)).load_max for s in (1.0, 0.5, 0.1)]
    held = [float(confinement_factor(5.0, sqrt(1e-4 / pi), s * 100e-6)) for s in (1.0, 0.5, 0.1)]
    expected = [(c / held[0]) ** 5 / s for c, s in zip(held, (1.0, 0.5, 0.1), strict=True)]
    assert np.array(loads) / loads[0] == pytest.approx(expected, rel=1e-6)


def test_creep_that_the_criterion_refuses_is_unknown_for_the_same_reason(refusal_of, solid):
    design = solid("", {"area": None})
    assert of(monitors_of(design)[0], CREEP).unknown_why == refusal_of("creep_limit", design, CCD)


def test_the_ratio_to_the_limiting_current_is_that_of_the_criterion(value_of, stands_for):
    design = stands_for("kumar2020/bpi/pristine")
    seen = alone(of(monitors_of(design)[0], "J/J_lim, steady"), readings([0.0], current=10.0))
    expected = value_of("salt_depletion", design, "limiting_current_ratio", current="1 mA/cm^2")
    assert seen.load_max == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("volume", [0.02, 0.3, 3.0, 12.85])
@pytest.mark.parametrize("modulus", [0.01, 0.3, 0.7, 1.5, 6.0, 200.0])
def test_a_front_is_unstable_where_the_index_is_above_zero(value_of, solid, modulus, volume):
    patch = {
        "electrolyte.shell.properties.shear_modulus": number(modulus, "GPa"),
        "usual": {"cation_volume_ratio": number(volume, "1")},
    }
    design = solid("", patch)
    seen = alone(next(m for m in monitors_of(design)[0] if m.name == "unstable front at shell"))
    assert seen.has_failed == (value_of("elastic_stability", design, "stability_index", "shell") > 0)
    assert isnan(seen.at)  # a property of the layers: it has no time


def test_a_front_that_no_modulus_makes_stable_is_said(refusal_of, solid):
    design = solid("", {"usual": {"cation_volume_ratio": number(1, "1")}})
    monitor = next(m for m in monitors_of(design)[0] if m.name == "unstable front at shell")
    assert monitor.unknown_why == refusal_of("elastic_stability", design, "stable_below_modulus_ratio", "shell")


# --- what a design does not say


def test_what_is_missing_leaves_one_law_unknown_and_the_others_watched(solid):
    whole = {m.law for m in monitors_of(solid())[0] if m.utilisation is not None}
    bare = solid("", {"material.glass.properties.fracture_toughness": None})
    found = monitors_of(bare)[0]
    assert "gives no value for electrolyte.shell.fracture_toughness" in of(found, PORZ).unknown_why
    assert whole - {m.law for m in found if m.utilisation is not None} == {PORZ, "Porz: drop of face and films"}
    seen = alone(of(found, PORZ), readings([0.0], current=1.0))
    assert not seen.is_known
    assert not seen.has_failed
    assert unknown([seen])[seen.unknown_why] == (f"crack at the working electrode ({PORZ})",)


def test_a_solid_has_no_salt_to_deplete(solid):
    for law in ("Nernst-Planck: salt used up at a face", "J/J_lim, steady"):
        assert of(monitors_of(solid())[0], law).unknown_why.startswith("not defined, single-ion")


def test_a_liquid_neither_cracks_nor_loses_contact(stands_for):
    found = monitors_of(stands_for("kumar2020/bpi/pristine"))[0]
    for law in (PORZ, VACANCIES, LINE, CREEP):
        assert "it flows with the sodium" in of(found, law).unknown_why
    assert of(found, "Nernst-Planck: salt used up at a face").utilisation is not None


def test_every_case_can_be_watched(stands_for, made_up_cases):
    """No design stops the watch, whatever it leaves out."""
    designs = [stands_for(s) for s in ("kumar2020/bpi", "kumar2020/bpi/na-s")]
    designs += [case.design(system) for case in made_up_cases for system in case.systems]
    for design in designs:
        for monitor in monitors_of(design)[0]:
            assert (monitor.utilisation is None) == bool(monitor.unknown_why)


# --- along a run


def test_a_chosen_crack_ends_the_run_when_its_monitor_says_so(solid):
    """The face needs more overpotential as its salt falls, so the crack comes within the half-cycle."""
    design = solid("", {"failure": {"short": {"law": "crack", "why": "a test"}}, "electrolyte.core.material": "glass"})
    design = design.with_({"electrolyte.core.properties": design.get("electrolyte.shell.properties")})
    limits = limits_of(reader(design))
    face = Electrode((), 500.0, inventory=1e7)
    cell, steps = salty(working=face, counter=face), ["plate 40 mA/cm^2 for 60 s"]
    seen, ending = gone_through(cell, steps, watch(reader(design)), limits)
    crack = seen["crack at the working electrode", PORZ]
    assert ending.event == "crack at the working electrode"
    assert 0.1 < ending.time < 50
    assert crack.failed_at == pytest.approx(ending.time, rel=1e-6)
    assert crack.load_max == pytest.approx(1, rel=1e-6)
    watched, calm = gone_through(cell, steps, watch(reader(design)))
    assert calm is None  # where it is not chosen it is watched
    assert watched["crack at the working electrode", PORZ].failed_at == pytest.approx(ending.time, rel=0.05)
    assert watched["crack at the counter electrode", PORZ].load_max == 0


def test_what_is_not_chosen_does_not_act(solid):
    read = reader(solid())
    assert limits_of(read) == Limits()
    assert voids_of(read, "working") is None
    chosen = reader(solid("", {"failure": {"void": {"law": "none", "why": "a test"}}}))
    assert voids_of(chosen, "working") is None


def test_each_face_cracks_at_its_own_overpotential(solid):
    patch = {
        "failure": {"short": {"law": "crack", "why": "a test"}},
        "electrolyte.core.properties": {"fracture_toughness": number(0.4, "MPa*m^0.5")},
    }
    limits = limits_of(reader(solid("", patch)))
    assert (limits.crack_working, limits.crack_counter) == (
        pytest.approx(24.8e-3, abs=1e-4),
        pytest.approx(49.7e-3, abs=1e-4),
    )


@pytest.mark.parametrize(
    ("law", "model", "variant"),
    [("vacancies", "void_limit", ""), ("pressure-line", "pressure_line", ""), ("creep", "creep_limit", "")],
)
def test_chosen_voids_refill_as_the_criterion_says(value_of, solid, law, model, variant):
    design = solid(variant, {"failure": {"void": {"law": law, "why": "a test"}}})
    voids = voids_of(reader(design), "counter")
    assert voids.refill == pytest.approx(value_of(model, design, CCD), rel=1e-9)
    assert voids.depth == pytest.approx(charge_of_sodium(1e-6, VOLUME), rel=1e-9)  # the usual micrometre


def test_lost_contact_is_what_the_engine_integrates(solid):
    """The monitor integrates the void itself; a cell whose voids act ends when it says, through refilling and all."""
    design = solid("", {"failure": {"void": {"law": "pressure-line", "why": "a test"}}})
    voids = voids_of(reader(design), "working")
    face = Electrode((), 28.7, inventory=1e7, voids=voids)
    steps = ["strip 2.2 mA/cm^2 for 0.3 h", "plate 0.05 mA/cm^2 for 0.005 h", "rest 6 s", "repeat 4"]
    seen, ending = gone_through(glass(working=face), steps, watch(reader(design)))
    lost = seen["contact at the working electrode", "measured pressure line: contact lost"]
    assert ending.event == "contact lost at the working electrode"
    assert lost.failed_at == pytest.approx(ending.time, rel=1e-6)
    watched, calm = gone_through(glass(), steps, watch(reader(design)))  # the same where the voids do not act
    assert calm is None
    same = watched["contact at the working electrode", "measured pressure line: contact lost"]
    assert same.failed_at == pytest.approx(lost.failed_at, rel=1e-9)


def test_depletion_and_the_deposit_across_the_gap(value_of, stands_for):
    """Above the limiting current the run ends where the salt is used up, and the deposit is foretold for the time that
    the two criteria give together."""
    design = stands_for("kumar2020/bpi/pristine", {"protocol.current": "80 mA/cm^2", "protocol.steps": None})
    prepared = prepare(design.patched({"protocol.steps": ["plate 80 mA/cm^2 for 1 h"]}))
    ratio = value_of("salt_depletion", design, "limiting_current_ratio")
    assert ratio > 1.1
    monitors = monitors_of(design)[0]
    watching = Watching(monitors)
    for done in run(pack(prepared.cell, 200), legs(prepared.blocks, "symmetric")):
        watching.see(done.rows)
    ending = done.ending
    assert ending.event == "salt depleted"
    seen = {w.law: w for w in watching.watches()}
    salt = seen["Nernst-Planck: salt used up at a face"]
    assert salt.failed_at == pytest.approx(ending.time, rel=1e-6)
    closed = value_of("salt_depletion", design, "salt_depletion_time")
    assert ending.time == pytest.approx(closed, rel=0.01)
    deposit = seen["Chazalviel: depleted, then across the gap"]
    assert not deposit.has_failed
    crossing = value_of("space_charge", design, "gap_crossing_time")
    assert deposit.foretold == pytest.approx(closed + crossing, rel=1e-6)


def test_below_the_limiting_current_the_load_of_the_salt_stays_below_one(stands_for):
    """The steady profile is linear: 1 - c/c0 at the face is J/J_lim."""
    design = stands_for("kumar2020/bpi/pristine")
    prepared = prepare(design.patched({"protocol.steps": ["plate 20 mA/cm^2 for 0.2 h"]}))
    watching = Watching(monitors_of(design)[0])
    for done in run(pack(prepared.cell), legs(prepared.blocks, "symmetric")):
        watching.see(done.rows)
    seen = {w.law: w for w in watching.watches()}
    steady = seen["J/J_lim, steady"].load_max
    assert 0.1 < steady < 1
    assert seen["Nernst-Planck: salt used up at a face"].load_max == pytest.approx(steady / (1 - DEPLETED), rel=1e-3)
    assert seen["Chazalviel: depleted, then across the gap"].load_max == 0


def test_an_emptied_electrode_and_when_it_was_foretold(solid):
    monitors = monitors_of(solid())[0]
    cell = glass(working=Electrode((), 28.7, inventory=1e4))
    half, none = gone_through(cell, ["strip 1 mA/cm^2 for 600 s"], monitors)
    assert none is None
    used = half["empty at the working electrode", "Faraday"]
    assert used.load_max == pytest.approx(0.6)
    assert used.foretold == pytest.approx(1000)
    seen, ending = gone_through(cell, ["strip 1 mA/cm^2 for 1 h"], monitors)
    assert ending.event == "working electrode empty"
    used = seen["empty at the working electrode", "Faraday"]
    assert used.failed_at == pytest.approx(ending.time, rel=1e-6)
    assert seen["empty at the counter electrode", "Faraday"].load_max == 0  # it only gains


def test_a_cell_that_melts_its_sodium(solid):
    cell = glass(heat=Heat(1000.0, 0.0))
    seen, ending = gone_through(cell, ["plate 40 mA/cm^2 for 1 h"], monitors_of(solid())[0])
    assert ending.event == "sodium melts"
    melted = seen["over-heating", "sodium melts"]
    assert melted.failed_at == pytest.approx(ending.time, rel=1e-6)
    assert melted.at == melted.failed_at


def test_a_grown_film_in_closed_form(solid):
    """h = sqrt(h0^2 + k t) on one electrode: the load is the resistance that is added over that of the cell before."""
    start, constant, sigma = 10e-9, 2e-20, 1e-7
    film = Film("reduced", start, sigma, growth=Growth("parabolic", (constant,)))
    face = Electrode((), 28.7, inventory=1e7)
    cell = glass(working=Electrode((film,), 28.7, inventory=1e7), counter=face)
    monitors = monitors_of(solid("", {"interphase.mixed.on": "working", "interphase.thin.on": "working"}))[0]
    steps = ["plate 0.01 mA/cm^2 for 1 h", "rest 10 h", "strip 0.01 mA/cm^2 for 1 h"]
    seen, ending = gone_through(cell, steps, monitors)
    assert ending is None
    grown = seen["film growth at the working electrode", "resistance of the cell doubled"]
    faces = 2 * (8.314462618 * 298.15 / 96485.33212) / 28.7
    before = start / sigma + 200e-6 / 1e-2 + faces
    time = 12 * 3600.0
    assert grown.at == pytest.approx(time)
    assert grown.load_max == pytest.approx((np.sqrt(start**2 + constant * time) - start) / sigma / before, rel=1e-4)
    assert "no film" in seen["film growth at the counter electrode", "resistance of the cell doubled"].unknown_why


def test_a_warning_glass(solid):
    warm = solid("", {"material.glass.properties.glass_transition_temperature": number(60, "degC")})
    seen = alone(of(monitors_of(warm)[0], "glass transition"), readings([0, 1], temperature=[298.15, 315.65]))
    assert seen.load_max == pytest.approx(0.5)
    assert seen.kind == "warns"


# --- the bookkeeping


@given(
    slope=st.floats(0.01, 100),
    start=st.floats(0, 0.99),
    times=st.lists(st.floats(0.01, 1e4), min_size=2, max_size=20, unique=True),
)
def test_the_first_time_is_exact_on_a_straight_line(slope, start, times):
    time = np.array([0.0, *sorted(times)])
    load = start + slope * time / time[-1]
    found = first_time(time, load)
    if start + slope < 1 - 1e-6:
        assert isnan(found)
    else:
        assert found == pytest.approx((1 - start) / slope * time[-1], rel=1e-4, abs=1e-9 * time[-1])


@settings(max_examples=30)
@given(
    legs_=st.lists(
        st.tuples(st.sampled_from([-20.0, -3.0, 0.0, 5.0, 30.0]), st.floats(1.0, 5000.0)), min_size=2, max_size=8
    ),
    cut=st.integers(1, 7),
)
def test_a_watch_that_goes_on_is_the_same_watch(solid, legs_, cut):
    """All that is kept is a few plain numbers, so a run that was stopped goes on with the same verdict."""
    monitors = monitors_of(solid())[0]
    made, gone, sodium = [], 0.0, 3e5
    for current, seconds in legs_:
        time = gone + np.linspace(0, seconds, 5)
        made.append(
            readings(
                time,
                current=current,
                voltage=0.4 * current,
                face_working=1e-3 * current,
                face_counter=1e-3 * current,
                films_working=2e-4 * current,
                films_counter=1e-4 * current,
                sodium_working=sodium + current * (time - gone),
                sodium_counter=sodium - current * (time - gone),
            )
        )
        gone += seconds
        sodium += current * seconds
    whole, first, second = Watching(monitors), Watching(monitors), Watching(monitors)
    for rows in made:
        whole.see(rows)
    for rows in made[:cut]:
        first.see(rows)
    second.resume(json.loads(json.dumps(first.state())))
    for rows in made[cut:]:
        second.see(rows)
    assert repr(second.watches()) == repr(whole.watches())


@given(st.lists(st.tuples(st.sampled_from([-1.0, 1.0]), st.floats(0, 60), st.floats(1, 5000)), min_size=1, max_size=8))
def test_a_void_is_never_less_than_none(solid, steps):
    """By hand: dq/dt = i - i_law, down to none."""
    monitor = of(monitors_of(solid())[0], "measured pressure line: contact lost")
    watching, void, most, gone = Watching([monitor]), 0.0, 0.0, 0.0
    limit, whole = 7e6 / 3.6e5, charge_of_sodium(1e-6, VOLUME) * 0.9
    for way, size, seconds in steps:
        watching.see(readings(gone + np.linspace(0, seconds, 4), current=way * size))
        void = max(void + (-way * size - limit) * seconds, 0.0)
        gone += seconds
        most = max(most, void)
    assert watching.watches()[0].load_max == pytest.approx(most / whole, rel=1e-9, abs=1e-12)


def test_the_verdict_is_in_the_order_of_failing():
    watches = [
        Watch("late", "a", "stops", 2.0, 9.0, 7.0),
        Watch("nothing known", "b", "shorts", unknown_why="needs a toughness"),
        Watch("far", "c", "stops", 0.1, 1.0),
        Watch("early", "d", "warns", 1.0, 9.0, 3.0),
        Watch("near", "e", "shorts", 0.9, 1.0),
        Watch("soon", "f", "shorts", 1.5, 9.0, 5.0),
    ]
    assert [w.name for w in ranked(watches)] == ["early", "soon", "late", "near", "far", "nothing known"]
    assert first_to_fail(watches).name == "soon"  # a warning ends nothing
    assert first_to_fail(watches[2:5]).name == "near"
    assert first_to_fail(watches[1:2]) is None
    table = verdict(watches, Computed("cell", 1))
    assert table.columns["way"].values[0] == "early"
    assert table.columns["margin"].numbers[3] == pytest.approx(0.1)
    assert isnan(table.columns["failed_at"].numbers[3])
    assert table.columns["unknown"].values[-1] == "needs a toughness"


def test_a_load_that_is_never_judged_is_said():
    seen = alone(Monitor("a", "b", "warns", lambda rows, _: np.full(len(rows), nan)), readings([0.0, 1.0]))
    assert seen.unknown_why == "not applicable in this run: no reading to judge"


@pytest.mark.parametrize(("law", "refused"), [("creep", True), ("vacancies", False), ("pressure-line", False)])
def test_creep_alone_needs_a_foil_of_sodium(solid, law, refused):
    """Bare copper has no sodium that could creep when the run begins."""
    counter = {"material": "Na", "thickness": "100 um"}
    failure = {"void": {"law": law, "why": "a test"}}
    read = reader(solid("", {"cell": "half", "counter": counter, "failure": failure}))
    if refused:
        with pytest.raises(Refuse):
            voids_of(read, "working")
    else:
        assert voids_of(read, "working") is not None
    assert voids_of(read, "counter") is not None  # sodium, whatever the law
