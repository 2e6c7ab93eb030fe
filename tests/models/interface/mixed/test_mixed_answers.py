"""The mixed conductor as answerers: what is read of a design, the tables, and their observables."""

from __future__ import annotations

import numpy as np
import pytest

from natria import ask, load_case
from natria.answers import replay
from natria.models.interface.mixed import linear_profile
from natria.models.interface.mixed.answers import MIXED_COURSE, MIXED_LENGTHS, MIXED_PLATING, MIXED_PROFILE
from natria.quantity import Finding, Question, Refused, conditions

CELL = "lu2026/sfc-na"
AT = {"current": "0.5 mA/cm^2", "areal_capacity": "0.1 mAh/cm^2"}
PLACES = ("top", "within", "under")
LAYER = "interphase.mci"


@pytest.fixture(scope="module")
def design():
    return load_case("lu2026").design(CELL)


@pytest.fixture(scope="module")
def course(design):
    return ask(MIXED_COURSE, design, Question("mixed_conductor_course", f"{CELL}#mci", conditions(**AT)))


def test_shares_are_read_off_the_course_and_add_up(design, course):
    found = [
        ask(MIXED_PLATING, design, Question(f"plated_share_{place}", f"{CELL}#mci", conditions(**AT)), of=course)
        for place in PLACES
    ]
    assert all(isinstance(one, Finding) for one in found)
    assert sum(one.value for one in found) == pytest.approx(1, abs=1e-9)
    assert found[0].question.at["areal_capacity"] == 3600.0
    assert found[0].value == course.columns["share_top"].numbers[-1]
    assert course.columns["areal_capacity"].numbers[-1] == pytest.approx(3600.0)


def test_deposits_are_sodium(course):
    """By hand: 0.1 mAh/cm^2 are 3600 C/m^2 x 23.78 cm^3/mol / 96485 C/mol = 887 nm in all."""
    whole = sum(course.columns[f"thickness_{place}"].numbers[-1] for place in PLACES)
    assert whole == pytest.approx(887.3e-9, rel=1e-3)


def test_the_profile_has_both_ends_of_the_half_cycle(design):
    table = ask(MIXED_PROFILE, design, Question("mixed_conductor_profile", f"{CELL}#mci", {}))
    stages = table.columns["stage"].values
    assert set(stages) == {"start", "end"}
    carried = table.columns["ionic_current"].numbers + table.columns["electronic_current"].numbers
    np.testing.assert_allclose(carried, 5.0, rtol=1e-12)


def test_an_answer_repeats_from_its_record(design):
    for answerer, term, of in (
        (MIXED_PLATING, "plated_share_top", MIXED_COURSE),
        (MIXED_LENGTHS, "reaction_length", None),
        (MIXED_LENGTHS, "top_nucleation_thickness", None),
    ):
        one, again = replay(answerer, design, Question(term, f"{CELL}#mci", {}), of=of)
        assert one == again


def test_the_linear_law_of_a_design_is_the_closed_form(design):
    """A design with linear kinetics and no barrier, by the closed form from the numbers of the design."""
    from natria.answers import Reader, Record, of_design
    from natria.models.interface.mixed.reading import asked_layer

    barrier = {"value": 0, "unit": "mV", "ground": "guess", "why": "none", "std": 1}
    linear = design.with_(
        {
            f"{LAYER}.mixed.law": "linear",
            f"{LAYER}.mixed.nucleation_top": barrier,
            f"{LAYER}.mixed.nucleation_within": barrier,
            f"{LAYER}.mixed.porosity": {"value": 100, "unit": "%", "ground": "guess", "why": "endless", "std": 1},
        }
    )
    layer = asked_layer(Reader(of_design(linear), Record(), "", "mci"))
    at = conditions(current="0.5 mA/cm^2", areal_capacity="1e-4 mAh/cm^2")
    shares = [
        ask(MIXED_PLATING, linear, Question(f"plated_share_{place}", f"{CELL}#mci", at), of=MIXED_COURSE).value
        for place in PLACES
    ]
    exact = linear_profile(layer, 5.0, np.array([0.0, layer.thickness]))
    assert shares == pytest.approx(exact.shares, abs=2e-4)


INSIDE = ("specific_internal_area", "exchange_current_within", "porosity")


@pytest.mark.parametrize(("kept", "term"), [((), "top_nucleation_thickness"), (INSIDE, "reaction_length")])
def test_what_a_design_does_not_say_is_refused(design, kept, term):
    layer = dict(design.document["interphase"]["mci"])
    mixed = layer.pop("mixed")
    if kept:
        layer["mixed"] = {key: value for key, value in mixed.items() if key not in kept}
    changed = design.with_({"interphase": {"mci": layer}})
    assert isinstance(ask(MIXED_LENGTHS, changed, Question(term, f"{CELL}#mci", {})), Refused)


def test_a_dense_layer_plates_nothing_within():
    dense = load_case("lu2026").design("lu2026/f-na")
    question = Question("plated_share_within", "lu2026/f-na#ici", conditions(**AT))
    assert ask(MIXED_PLATING, dense, question, of=MIXED_COURSE).value == 0
