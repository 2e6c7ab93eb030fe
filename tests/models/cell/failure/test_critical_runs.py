"""Critical currents of simulated ramps: the interval of each law holds what the law says in closed form."""

from __future__ import annotations

from math import asinh, isnan, sinh

import numpy as np
import pytest

from natria.answers import Refuse
from natria.design import load_case
from natria.design.protocol import parse
from natria.laws import crack_stress
from natria.models.cell.failure.critical_current import Critical, conditions_of, critical_currents
from natria.models.cell.failure.ramp import FirstFailure, SimulatedRamp, Tried
from natria.models.cell.failure.utilisation import Monitor
from natria.quantity import Computed, assumptions

FARADAY, GAS, VOLUME, ROOM = 96485.33212331001, 8.31446261815324, 23.78e-6, 298.15
FACE = 1e-3  # ohm m^2, of the made-up cell
CCD = "critical_current_density"
PORZ, VACANCIES, LINE, CREEP = (
    "Porz: drop of the face",
    "vacancy diffusion: voids begin",
    "measured pressure line: voids begin",
    "creep: voids begin",
)


def number(value, unit):
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


@pytest.fixture(scope="module")
def ramped(solid):
    """The made-up solid cell with faces of its 10 ohm cm^2 and a ramp."""

    def made(start, by, patch=None, *, variant="", before=(), seconds=600):
        current = GAS * ROOM / (FARADAY * FACE)
        steps = [f"plate {start} mA/cm^2 for {seconds} s", f"strip {start} mA/cm^2 for {seconds} s"]
        protocol = {"steps": [*before, *steps, f"raise the current by {by} mA/cm^2 each cycle until short"]}
        face = {"working.exchange_current_density": number(current, "A/m^2"), "protocol": protocol}
        return solid(variant, {**face, **(patch or {})})

    return made


def holds(between, value, *, step):
    """The interval is one step of the ramp, and the value lies in it."""
    assert between.failed is not None, between.reason
    assert between.failed - between.passed == pytest.approx(step, rel=1e-6)
    assert between.passed <= value * (1 + 1e-9)
    assert value <= between.failed * (1 + 1e-9)


# --- against the closed forms


def test_a_long_flaw_cracks_where_the_criterion_says(value_of, ramped):
    """Two millivolts of overpotential are linear in the current, as the criterion has it."""
    long = {"electrolyte.shell.properties.flaw_size": number(100, "um")}
    design = ramped(0.2, 0.004, long)
    found = critical_currents(design, most=60).ramp
    closed = value_of("crack_limit", design, CCD)
    holds(found.between(PORZ, "cell"), closed, step=0.04)
    holds(found.between(PORZ, "plating"), closed, step=0.04)


def test_a_short_flaw_cracks_later_as_the_face_is_not_ohmic(value_of, ramped):
    """Butler-Volmer bends, i = 2 i0 sinh(F eta/2RT): three per cent more current than by a resistance."""
    design = ramped(
        2.4, 0.02, {"usual": {"heat_transfer_coefficient": number(1e5, "W/m^2/K")}}
    )  # a warm face is faster
    found = critical_currents(design, most=60).ramp
    thermal = GAS * ROOM / FARADAY
    eta = float(crack_stress(0.2e6, 1e-6)) * VOLUME / FARADAY
    exact = 2 * thermal / FACE * sinh(eta / (2 * thermal))
    assert asinh(exact * FACE / (2 * thermal)) == pytest.approx(eta / (2 * thermal))
    holds(found.between(PORZ, "cell"), exact, step=0.2)
    assert value_of("crack_limit", design, CCD) < found.between(PORZ, "cell").passed


@pytest.mark.parametrize(
    "way",
    [
        (LINE, "pressure_line", "", {}, 1.8, 0.03),
        (VACANCIES, "void_limit", "", {"usual": {"vacancy_path": number(100, "um")}}, 2.1, 0.03),
        (CREEP, "creep_limit", "", {}, 0.9, 0.03),
    ],
)
def test_voids_begin_where_the_criteria_say(value_of, ramped, way):
    """In both directions: stripping the counter electrode is plating the working one."""
    law, model, variant, patch, start, by = way
    design = ramped(start, by, patch, variant=variant, seconds=1)  # so short that the foil keeps its height
    found = critical_currents(design, most=80).ramp
    closed = value_of(model, design, CCD)
    for direction in ("cell", "plating", "stripping"):
        holds(found.between(law, direction), closed, step=10 * by)
    assert found.between(law, "plating").reason == "void at the counter electrode"
    assert found.between(law, "stripping").reason == "void at the working electrode"


def test_salt_runs_out_at_the_limiting_current(value_of, stands_for):
    """A half-cycle is far longer than the salt takes to become steady. The engine ends there, and so does the ramp."""
    steps = ["plate 55 mA/cm^2 for 600 s", "strip 55 mA/cm^2 for 600 s"]
    steps.append("raise the current by 0.5 mA/cm^2 each cycle until short")
    design = stands_for("kumar2020/bpi/pristine")
    design = design.patched({"protocol.steps": steps, "working.thickness": number(10, "cm"), "working.mass": None})
    found = critical_currents(design).ramp
    limiting = value_of("salt_depletion", design, "limiting_current_density")
    for law in ("Nernst-Planck: salt used up at a face", "J/J_lim, steady"):
        holds(found.between(law, "plating"), limiting, step=5.0)
    assert "the current is above the limiting one" in found.ended
    other = found.between("Chazalviel: depleted, then across the gap", "cell")
    assert other.failed is None  # the run ends when the salt does, before a deposit is across
    assert other.reason == found.ended


# --- how it is answered


def test_a_short_silences_the_other_direction_and_a_void_does_not(ramped):
    found = critical_currents(ramped(1.8, 0.1, {"electrolyte.core.material": "glass"}), most=60).ramp
    crack = found.between(PORZ, "stripping")
    assert (crack.failed, crack.reason) == (None, "until the other direction shorted")
    assert crack.passed == found.between(PORZ, "plating").passed
    assert crack.answer == (crack.passed, "at least")
    assert found.between(LINE, "stripping").failed is not None


def test_a_crack_that_is_chosen_to_act_is_judged_and_ends_no_ramp(ramped):
    layers = {name: {"material": "glass", "thickness": "200 um"} for name in ("shell", "core")}
    free = critical_currents(ramped(2.4, 0.1, {"electrolyte": layers}), most=20).ramp
    chosen = {"failure": {"short": {"law": "crack", "why": "a test"}}}
    acting = critical_currents(ramped(2.4, 0.1, {"electrolyte": layers, **chosen}), most=20).ramp
    assert acting.between(PORZ, "plating").failed is not None
    assert len(acting.tried) == len(free.tried) == 20
    assert list(map(repr, acting.rows())) == list(map(repr, free.rows()))


def test_the_charge_that_was_passed_by_then(ramped):
    """By hand: every half-cycle before the one that failed, conditioning included."""
    before = ["plate 1 mA/cm^2 for 600 s", "strip 1 mA/cm^2 for 600 s", "repeat 2"]
    made = critical_currents(ramped(1.8, 0.1, before=before), most=60)
    assert made.ramp.between(LINE, "cell").failed == pytest.approx(20.0)  # 2.0 mA/cm^2, the first above 1.94
    whole = 600 * (4 * 10 + 2 * (18 + 19))
    assert made.ramp.passed_charge(LINE) == pytest.approx((whole, whole), rel=1e-9)  # at once as the current comes on
    assert made.ramp.passed_charge(LINE, plated=True) == pytest.approx((whole / 2, whole / 2), rel=1e-9)
    low, high = made.ramp.passed_charge("measured pressure line: contact lost")
    assert low < high
    assert made.at["conditioning_cycles"] == 2
    assert made.at["conditioning_current"] == pytest.approx(10.0)


def test_the_findings_are_computed_and_name_their_law(ramped):
    made = critical_currents(ramped(1.8, 0.1), most=30)
    found = made.findings()
    line = [f for f in found if f.origin.settings[-1].word == LINE]
    assert [f.question.name for f in line] == [
        CCD,
        "critical_current_density_plating",
        "critical_current_density_stripping",
        "cumulative_areal_capacity",
        "cumulative_areal_capacity_plated",
    ]
    assert line[0].bound == pytest.approx((19.0, 20.0))
    assert line[0].value == pytest.approx(19.5)
    assert isinstance(line[0].origin, Computed)
    assert {"current_step", "half_cycle_time", "temperature", "pressure"} == set(line[0].question.at)
    assert any("rival laws" in a.why for a in assumptions(line[0]))
    far = next(f for f in found if f.origin.settings[-1].word == VACANCIES and f.question.name == CCD)
    assert far.bound == "at least"
    assert len({f.id for f in found}) == len(found)
    read = {f.question.name for f in made.origin.inputs}
    assert {"fracture_toughness", "self_diffusivity", "pressure_per_current"} <= read  # what the laws rest on


def test_the_table_has_every_law_known_or_not(ramped):
    made = critical_currents(ramped(1.8, 0.1, {"area": None}), most=30)
    columns = made.table.columns
    laws = set(columns["law"].values)
    assert {PORZ, LINE, VACANCIES, CREEP, "J/J_lim, steady"} <= laws
    k = columns["law"].values.index(CREEP)
    assert isnan(columns["last_passed"].numbers[k])
    assert "area" in columns["told"].values[k]
    failed = columns["first_failed"].numbers
    first = failed[: np.flatnonzero(~np.isnan(failed))[-1] + 1]
    cells = first[np.array([d == "cell" for d in columns["direction"].values[: len(first)]])]
    assert np.all(np.diff(cells[~np.isnan(cells)]) >= 0)  # first what fails first


def test_a_ramp_that_is_given_up_says_so(ramped):
    found = critical_currents(ramped(0.1, 0.1), most=6).ramp
    assert found.ended == "ended after 6 legs, at 0.3 mA/cm^2"
    row = found.between(VACANCIES, "cell")
    assert (row.passed, row.failed, row.reason) == (pytest.approx(3.0), None, found.ended)


def test_a_ramp_ends_when_every_law_has_failed(ramped):
    slow = {"usual": {"vacancy_path": number(100, "um"), "void_depth": number(0.01, "um")}}
    found = critical_currents(ramped(2.0, 0.2, slow), most=200).ramp
    assert {law for law in found.laws if found.between(law, "cell").failed is None} == {"sodium melts"}
    cold = tuple(m for m in found.monitors if m.law != "sodium melts")
    assert SimulatedRamp(found.tried, found.failures, cold, "").between(PORZ, "cell").failed is not None


def test_without_a_ramp_there_is_no_critical_current(solid):
    flat = {"protocol": {"steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h", "repeat 5"]}}
    i0 = {"working.exchange_current_density": number(1, "mA/cm^2")}
    with pytest.raises(Refuse, match="does not raise the current step by step"):
        critical_currents(solid("", {**flat, **i0}))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [
                "plate 1 mA/cm^2 for 1 mAh/cm^2",
                "strip 1 mA/cm^2 for 1 mAh/cm^2",
                "raise the current by 0.1 mA/cm^2 each cycle until short",
            ],
            {"current_step": 1.0, "areal_capacity": 36000.0},
        ),
        (
            [
                "plate 1 mA/cm^2 for 1 h",
                "strip 1 mA/cm^2 for 2 h",
                "raise the current by 0.1 mA/cm^2 each cycle until short",
            ],
            {"current_step": 1.0},
        ),
        (["plate 1 mA/cm^2 for 1 h", "strip 2 mA/cm^2 for 1 h", "plate 3 mA/cm^2 for 1 h"], {}),
    ],
)
def test_conditions_of_a_ramp(steps, expected):
    assert conditions_of(parse(steps, {})) == pytest.approx(expected)


# --- the interval itself


def by_hand(failures, currents=(1.0, 2.0, 3.0), kind="stops"):
    """A ramp of two half-cycles a level, and a law that failed in these legs."""
    tried = [Tried(c, way, 0.0, 1.0, finished=True) for c in currents for way in (1, -1)]
    monitor = Monitor("a", "law", kind, lambda rows, _: rows[:, 0], acts=(1, -1))
    failed = {("law", tried[k].way): FirstFailure(k, 0.5, "a", kind) for k in failures}
    return SimulatedRamp(tuple(tried), failed, (monitor,), "the protocol ended")


def span(between):
    return between.passed, between.failed


def test_intervals_by_hand():
    assert span(by_hand([2]).between("law", "plating")) == (1.0, 2.0)
    assert span(by_hand([2]).between("law", "stripping")) == (3.0, None)
    assert span(by_hand([3]).between("law", "cell")) == (1.0, 2.0)  # plating passed this current, stripping did not
    assert span(by_hand([0]).between("law", "cell")) == (None, 1.0)
    assert by_hand([0]).between("law", "cell").answer == (1.0, "at most")
    assert by_hand([2]).between("law", "plating").answer == (1.5, (1.0, 2.0))
    assert span(by_hand([2], kind="shorts").between("law", "stripping")) == (1.0, None)
    assert span(by_hand([]).between("law", "cell")) == (3.0, None)
    assert by_hand([3]).passed_charge("law") == (1 + 1 + 2, 1 + 1 + 2 + 1)
    assert by_hand([3]).passed_charge("law", plated=True) == (1 + 2, 1 + 2)
    assert by_hand([]).passed_charge("law") == (12, 12)


def test_an_unfinished_leg_passes_nothing():
    whole = by_hand([])
    cut = (*whole.tried[:-1], Tried(3.0, -1, 0.0, 0.5, finished=False))
    assert span(SimulatedRamp(cut, {}, whole.monitors, "").between("law", "stripping")) == (2.0, None)


# --- the example of the papers


@pytest.mark.slow
def test_the_cells_of_chi2022(value_of):
    """The measured 2.3 mA/cm^2 lies between the lowest and the highest of the laws, which see the face alone: they do
    not tell the trilayer from its single glass."""
    case = load_case("chi2022")
    made = {s: critical_currents(case.design(s)) for s in ("chi2022/trilayer", "chi2022/npso/x-0.60")}
    for one in made.values():
        line, crack = (one.ramp.between(law, "cell") for law in (LINE, PORZ))
        holds(line, value_of("pressure_line", case.design(one.system), CCD), step=0.5)
        assert line.failed < 23.0 < crack.passed
        assert one.ramp.between(VACANCIES, "cell").failed is None
    crack = [one.ramp.between(PORZ, "cell") for one in made.values()]
    assert span(crack[0]) == span(crack[1])


def test_a_ramp_that_fails_in_its_first_step_has_only_an_upper_end_of_its_charge():
    """Nothing was passed before, and a span from nothing is no span of a charge."""
    monitor = Monitor("void", "law", "stops", 0.5, acts=(1, -1))
    tried = (Tried(10.0, 1, 0.0, 600.0, finished=True), Tried(10.0, -1, 600.0, 1200.0, finished=True))
    for at, charge in ((90.0, 900.0), (600.0, 6000.0)):
        failed = {("law", 1): FirstFailure(0, at, "void", "stops")}
        ramp = SimulatedRamp(tried, failed, (monitor,), "the protocol ended")
        found = {f.question.name: f for f in Critical("s", ramp, {}, Computed("cell", 1, ())).findings()}
        assert found["cumulative_areal_capacity"].bound == "at most"
        assert found["cumulative_areal_capacity"].value == pytest.approx(charge)
    at_once = SimulatedRamp(tried, {("law", 1): FirstFailure(0, 0.0, "void", "stops")}, (monitor,), "ended")
    names = {f.question.name for f in Critical("s", at_once, {}, Computed("cell", 1, ())).findings()}
    assert not [name for name in names if name.startswith("cumulative")]


@pytest.mark.parametrize(("leg", "at", "bound"), [(1, 900.0, (6000.0, 9000.0)), (1, 600.0, None)])
def test_a_later_failure_has_both_ends_of_its_charge(leg, at, bound):
    monitor = Monitor("void", "law", "stops", 0.5, acts=(1, -1))
    tried = (Tried(10.0, 1, 0.0, 600.0, finished=True), Tried(10.0, -1, 600.0, 1200.0, finished=False))
    ramp = SimulatedRamp(tried, {("law", -1): FirstFailure(leg, at, "void", "stops")}, (monitor,), "ended")
    found = {f.question.name: f for f in Critical("s", ramp, {}, Computed("cell", 1, ())).findings()}
    assert found["cumulative_areal_capacity"].bound == bound
    assert found["cumulative_areal_capacity_plated"].value == pytest.approx(6000.0)
