"""Deposition of a design: what is read from where, artefacts, what is read off, what is refused."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest
from small_deposition import SMALL, small

from natria.answers import ask
from natria.design import Design, load_case
from natria.models.deposit.inputs import FARADAY
from natria.models.deposit.memory import Checkpoint
from natria.models.deposit.of_design.case import flat_current, grid_of, matched_diffusivity, physics_of
from natria.models.deposit.of_design.course import run_case
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
    found = {name: one.numbers for name, one in course.columns.items()}
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


@pytest.mark.parametrize("term", MODELS["deposit"].asks[2][1])
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
