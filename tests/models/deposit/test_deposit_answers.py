"""Deposition of a design: what is read from where, artefacts, what is read off, what is refused."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from small_deposition import SMALL, small

from natria.answers import ask
from natria.answers.once import ready
from natria.answers.reader import Reader, Record
from natria.design import Design, load_case
from natria.models.deposit.inputs import FARADAY
from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design.case import flat_current, grid_of, matched_diffusivity, physics_of
from natria.models.deposit.of_design.course import run_case
from natria.models.deposit.of_design.reading import deposition_case
from natria.quantity import DesignError, Finding, Question, Refused, ancestry
from natria.record import Field, Table
from natria.store import Store
from natria.studies.answerers import find_answerer
from natria.studies.interface import MODELS
from natria.studies.opening.overrides import with_given
from natria.studies.studio import Studio

PLACE = "deposition.gel"
COARSE = {
    f"{PLACE}.height": "16 um",
    f"{PLACE}.width": "16 um",
    f"{PLACE}.front_width": "3 um",
    f"{PLACE}.time": "4 s",
    f"{PLACE}.nuclei": "2",
}
OUTPUTS = {"usual.deposition_outputs": {"value": 4, "unit": "1", "why": "for a test"}}


def design_of(system: str) -> Design:
    return with_given(Studio(load_case("lu2026"), store=Store(None)).design(f"lu2026/{system}"), COARSE).with_(OUTPUTS)


def reader_of(design: Design) -> Reader:
    asked = ready(find_answerer("deposition_course"), design, Question("deposition_course", f"{design.name}#gel"))
    return asked.reader({}, Record())


def answered(design: Design, name: str, term: str, **more: object) -> object:
    return ask(find_answerer(name), design, Question(term, f"{design.name}#gel"), **more)


@pytest.fixture(scope="module")
def pristine() -> Design:
    return design_of("p-na")


@pytest.fixture(scope="module")
def course(pristine: Design) -> Table:
    found = answered(pristine, "deposition_course", "deposition_course")
    assert isinstance(found, Table)
    return found


def test_the_course_keeps_sodium_and_its_times(course: Table) -> None:
    found = {name: one.numbers for name, one in course.columns.items() if not one.is_text}
    assert found["time"] == pytest.approx([0, 1, 2, 3, 4])
    assert np.abs(found["missing_sodium"]).max() <= 1e-10
    assert (np.diff(found["plated_charge"]) > 0).all()
    volume = 23.78e-6
    grown = found["plated_charge"][-1] / FARADAY * volume
    assert found["mean_height"][-1] - found["mean_height"][0] == pytest.approx(grown, abs=0.2e-6)


def test_the_course_rests_on_card_guess_and_fact(course: Table) -> None:
    behind = {one.question.name for one in ancestry(course)}
    assert {
        "exchange_current_density",
        "surface_energy",
        "molar_volume",
        "front_relaxation_ratio",
        "ionic_conductivity",
        "salt_diffusivity",
        "voltage",
        "transfer_coefficient",
    } <= behind


def test_the_state_is_that_of_the_course(pristine: Design, course: Table) -> None:
    field = answered(pristine, "deposition_state", "deposition_state")
    assert isinstance(field, Field)
    metal = field["order_parameter"].values >= 0.5
    assert np.isnan(field["potential"].values[metal]).all()
    least = np.nanmin(field["concentration"].values)
    assert least == pytest.approx(course.columns["least_concentration"].numbers[-1])
    assert np.nanmax(field["potential"].values) <= 0.5


@pytest.mark.parametrize("term", dict(MODELS["deposit"].asks)["deposition_readings"])
def test_every_number_is_read_off_the_course(pristine: Design, course: Table, term: str) -> None:
    found = answered(pristine, "deposition_readings", term, of=course)
    assert isinstance(found, Finding)


def test_without_a_touch_the_time_is_a_bound(pristine: Design, course: Table) -> None:
    found = answered(pristine, "deposition_touch", "touch_time", of=course)
    assert isinstance(found, Finding)
    assert (found.bound, found.value) == ("at least", pytest.approx(4))


def test_metal_at_the_far_side_ends_the_run(pristine: Design) -> None:
    fast = {f"{PLACE}.voltage": "0.7 V", f"{PLACE}.first_front": "10 um", f"{PLACE}.time": "100 s"}
    found = answered(with_given(pristine, fast), "deposition_course", COURSE)
    assert isinstance(found, Table)
    assert found.columns["time"].numbers[-1] < 100
    assert found.columns["room"].numbers[-1] <= 0
    touch = answered(with_given(pristine, fast), "deposition_touch", "touch_time", of=found)
    assert isinstance(touch, Finding)
    assert touch.bound is None


def test_a_charge_ends_the_run(pristine: Design) -> None:
    found = answered(with_given(pristine, {f"{PLACE}.charge": "1e-6 mAh/cm^2"}), "deposition_course", COURSE)
    assert isinstance(found, Table)
    assert len(found) == 2


COURSE = "deposition_course"


def test_an_unknown_layer_is_refused(pristine: Design) -> None:
    law = {"law": "moves", "interphase": "missing", "why": "for a test"}
    found = answered(pristine.with_({f"{PLACE}.layer": law}), "deposition_course", COURSE)
    assert isinstance(found, Refused)
    assert "missing" in found.why


def test_nuclei_need_their_radii(pristine: Design) -> None:
    table = {key: one for key, one in pristine.document["deposition"]["gel"].items() if "radius" not in key}
    with pytest.raises(DesignError, match="nucleus_radius_least"):
        pristine.with_({PLACE: table})


def test_the_box_has_the_limiting_current_of_the_salt() -> None:
    salt = SMALL.salt
    diffusivity = matched_diffusivity(salt)
    per = FARADAY**2 * salt.concentration / (8.314462618 * salt.temperature * salt.conductivity)
    share = per * diffusivity
    assert -diffusivity * log(1 - share) / share == pytest.approx(salt.salt_diffusivity / salt.anions)


@pytest.mark.parametrize("law", ["moves", "stays"])
def test_a_layer_keeps_its_resistance(law: str) -> None:
    for thickness in (0.1e-6, 8e-6):
        case = small(law=law, thickness=thickness)
        physics = physics_of(case, grid_of(case))
        if physics.layer is None:
            assert law == "moves"
            assert physics.film == pytest.approx(thickness / 1e-3)
            continue
        grid = grid_of(case)
        drawn = physics.layer.thickness or physics.layer.share[:, 0, 0].sum() * grid.spacing  # type: ignore[index]
        assert drawn / physics.layer.conductivity == pytest.approx(thickness / 1e-3, rel=2e-2)
        assert physics.film == 0


def test_the_first_current_is_that_of_kinetics_and_resistance() -> None:
    current = flat_current(0.3, 1.3, 0.5, 1e-3, 298.15)
    eta = 2 / 38.92 * np.arcsinh(current / 2.6)
    assert eta + 1e-3 * current == pytest.approx(0.3, rel=1e-4)
    assert flat_current(-0.3, 1.3, 0.5, 1e-3, 298.15) == pytest.approx(-current)


def test_equal_cases_have_one_key() -> None:
    assert replace(SMALL).key == SMALL.key
    assert replace(SMALL, time=21.0).key != SMALL.key


def test_three_dimensions_grow_as_two_where_nothing_varies() -> None:
    even = replace(SMALL, start=replace(SMALL.start, nuclei=0), noise=0.0, time=4.0, outputs=2)
    flat, deep = (run_case(replace(even, size=(16e-6, 8e-6, at)), Checkpoint(None)).columns for at in (0.0, 8e-6))
    for name in ("plated_charge", "tip_height", "mean_height", "roughness_factor"):
        assert deep[name] == pytest.approx(flat[name], rel=1e-3)


def test_three_dimensions_are_a_depth() -> None:
    grid = grid_of(replace(SMALL, size=(16e-6, 16e-6, 8e-6)))
    assert grid.shape == (32, 16, 32)


def test_the_fields_over_time_end_in_the_state(pristine: Design) -> None:
    state, fields = (answered(pristine, f"deposition_{one}", f"deposition_{one}") for one in ("state", "fields"))
    assert isinstance(state, Field)
    assert isinstance(fields, Field)
    assert fields.times is not None
    assert fields.times == pytest.approx([0, 1, 2, 3, 4])
    last = fields.at(-1)["order_parameter"].values
    assert np.abs(last - state["order_parameter"].values).max() < 1e-6  # single precision


def test_a_wave_at_the_start_is_the_wave_of_the_spectrum(pristine: Design) -> None:
    wave = {
        f"{PLACE}.pattern": '{law = "wave", period = "8 um", amplitude = "0.5 um", why = "for a test"}',
        f"{PLACE}.nuclei": "0",
        f"{PLACE}.reaction_noise": "0 %",
    }
    found = answered(with_given(pristine, wave), "deposition_spectrum", "deposition_spectrum")
    assert isinstance(found, Table)
    column = {name: one.numbers for name, one in found.columns.items()}
    (there,) = np.flatnonzero(np.isfinite(column["growth_rate"]))
    assert column["wavelength"][there] == pytest.approx(8e-6)
    assert column["first_amplitude"][there] == pytest.approx(0.5e-6, rel=0.05)
    assert column["growth_rate"][there] < 0  # curvature smooths a front under a low current
    for term in ("fastest_wavelength", "fastest_growth_rate"):
        number = answered(with_given(pristine, wave), "deposition_waves", term, of=found)
        assert isinstance(number, Finding)


def test_a_front_without_waves_refuses_the_fastest(pristine: Design) -> None:
    flat = with_given(pristine, {f"{PLACE}.nuclei": "0", f"{PLACE}.reaction_noise": "0 %"})
    found = answered(flat, "deposition_spectrum", "deposition_spectrum")
    assert isinstance(found, Table)
    assert isinstance(answered(flat, "deposition_waves", "fastest_wavelength", of=found), Refused)


def test_a_strip_has_its_charge_and_efficiency(pristine: Design) -> None:
    strip = {f"{PLACE}.strip": '{voltage = "-0.5 V", time = "20 s", rest = "0.5 s"}'}
    found = answered(with_given(pristine, strip), COURSE, COURSE)
    assert isinstance(found, Table)
    assert set(found.columns["drive"].values) == {"plate", "rest", "strip"}
    plated, stripped, efficiency = (
        answered(with_given(pristine, strip), of, term, of=found).value  # type: ignore[attr-defined]
        for of, term in (
            ("deposition_readings", "plated_charge"),
            ("deposition_stripping", "stripped_charge"),
            ("deposition_stripping", "deposit_strip_efficiency"),
        )
    )
    assert stripped == pytest.approx(plated, rel=2e-3)
    assert efficiency == pytest.approx(stripped / plated)


def test_a_strip_that_plates_is_refused(pristine: Design) -> None:
    strip = {f"{PLACE}.strip": '{voltage = "0.5 V", time = "20 s"}'}
    found = answered(with_given(pristine, strip), COURSE, COURSE)
    assert isinstance(found, Refused)
    assert "below zero" in found.why


def test_the_elastic_energy_is_read_or_that_of_the_card() -> None:
    film = design_of("f-na")
    law = 'law = "moves", interphase = "ici", why = "for a test"'
    given = {
        0.0: law,
        5e6: law + ', displacement_energy = {value = 5, unit = "MJ/m^3", why = "for a test"}',
        None: law + ', displacement_strain = {value = 1, unit = "%", why = "for a test"}',
    }
    found = {}
    for energy, table in given.items():
        design = with_given(film, {f"{PLACE}.layer": f"{{{table}}}"})
        found[energy] = deposition_case(reader_of(design)).elastic
    assert found[0.0] == 0
    assert found[5e6] == pytest.approx(5e6)
    young, poisson = (film.finding(f"interphase.ici.{name}").value for name in ("young_modulus", "poisson_ratio"))
    assert found[None] == pytest.approx(young * 1e-4 / (1 - poisson))


def test_a_pattern_needs_its_sizes(pristine: Design) -> None:
    with pytest.raises(DesignError, match="relief_width"):
        pristine.with_({f"{PLACE}.pattern": {"law": "ridges", "period": "8 um", "relief_height": "2 um", "why": "no"}})


def test_a_counter_electrode_supplies_the_box(pristine: Design) -> None:
    counter = with_given(pristine, {f"{PLACE}.supply": '{law = "counter", why = "for a test"}'})
    assert deposition_case(reader_of(counter)).supply == "counter"
    assert deposition_case(reader_of(pristine)).supply == "bath"
