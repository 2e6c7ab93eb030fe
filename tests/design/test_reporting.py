"""What a result does not say about itself: by kind of cell; what is assumed, fitted or taken over is not said."""

from __future__ import annotations

import pytest

from natria.design import Design, lacks
from natria.design.reporting import RULES

GUESS = {"value": 3, "unit": "um", "why": "a guess"}
ALWAYS = {
    "area",
    "temperature",
    "working.thickness",
    "protocol.steps",
    "reporting.replicates",
    "reporting.reference_electrode",
    "reporting.conditioning",
}
FULL = {
    *("counter.mass_loading", "reporting.mass_basis", "reporting.rate_basis", "reporting.one_c"),
    *("reporting.as_assembled", "protocol.lower_voltage", "protocol.upper_voltage"),
}
LIQUID = {"material": "NaCF3SO3 in diglyme", "thickness": "25 um"}
SOLID = {"material": "Na3PS4", "thickness": "1 mm"}


def paths(**document):
    design = Design("lab/cell", {"cell": "symmetric", "working": {"material": "Na"}, **document})
    return {lack.path for lack in lacks(design)}


def test_a_cell_that_says_nothing_lacks_everything_of_its_kind():
    assert paths() == {*ALWAYS, "electrolyte"}
    assert paths(electrolyte={"x": LIQUID}) == {*ALWAYS, "reporting.electrolyte_volume"}
    assert paths(electrolyte={"x": SOLID}) == {*ALWAYS, "stack_pressure"}
    assert paths(cell="half", electrolyte={"x": SOLID}) == {*ALWAYS, "stack_pressure"}
    assert paths(cell="full", electrolyte={"x": SOLID}) == {*ALWAYS, *FULL, "stack_pressure"}


def test_a_cell_that_says_everything_lacks_nothing():
    said = {
        "cell": "full",
        "temperature": "298 K",
        "area": "1 cm^2",
        "stack_pressure": "7 MPa",
        "working": {"material": "Na", "thickness": "400 um"},
        "counter": {"material": "S", "mass_loading": "1 mg/cm^2"},
        "electrolyte": {"x": {"material": "Na3PS4", "mass": "150 mg"}},
        "interphase": {"y": {"thickness": "3 um"}},
        "protocol": {"steps": ["rest 1 h"], "lower_voltage": "1 V", "upper_voltage": "3 V"},
        "reporting": {
            "replicates": 3,
            "reference_electrode": "none",
            "conditioning": "none",
            "mass_basis": "S",
            "rate_basis": "theoretical",
            "one_c": "1675 mAh/g",
            "as_assembled": "charged",
        },
    }
    assert paths(**said) == set()


@pytest.mark.parametrize(
    "thickness",
    [
        GUESS,
        {"fit": "thickness"},
        {"fact": "kumar2020:thickness-30s"},
    ],
    ids=["assumed", "fitted", "of another system"],
)
def test_what_is_assumed_fitted_or_taken_over_is_not_said(thickness):
    assert "interphase.y.thickness" in paths(interphase={"y": {"thickness": thickness}})
    assert "interphase.y.thickness" not in paths(interphase={"y": {"thickness": "3 um"}})


def test_a_fact_about_the_cell_itself_is_said(kumar_case):
    gap = kumar_case.design("kumar2020/bpi/optical/pristine")
    assert "electrolyte.separator.thickness" not in {lack.path for lack in lacks(gap)}


def test_an_assumed_thickness_of_any_layer_is_not_said():
    layers = {"wet": {**LIQUID, "separator": "Celgard", "thickness": GUESS}, "dry": {**SOLID, "thickness": GUESS}}
    assert {"electrolyte.wet.thickness", "electrolyte.dry.thickness"} <= paths(electrolyte=layers)


def test_cut_offs_may_stand_in_the_words_of_the_protocol():
    steps = ["discharge at 0.1C to 1.8 V", "charge at 0.1C for 10 h"]
    lacking = paths(cell="full", protocol={"steps": steps})
    assert "protocol.lower_voltage" not in lacking
    assert "protocol.upper_voltage" in lacking


def test_every_lack_says_what_and_why():
    assert all(rule.what and rule.why for rule in RULES)
    assert len({rule.path for rule in RULES}) == len(RULES)
