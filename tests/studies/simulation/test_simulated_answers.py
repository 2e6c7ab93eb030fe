"""A simulated cell answers as any model does: under the question's conditions, with all that it rests on, or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from natria.answers import ENGINE, ask
from natria.design import Design, load_case
from natria.models import models
from natria.quantity import Computed, Finding, Question, Refused, assumptions, conditions
from natria.studies import standing_of
from natria.studies.simulation.answers import SIMULATED

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "sodium-on-copper.toml"


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


BASE: dict[str, Any] = {
    "name": "test/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "working": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1.3, "mA/cm^2")},
    "electrolyte": {
        "separator": {"material": "Na3PS4", "thickness": "500 um", "ionic_conductivity": known(1e-4, "S/cm")}
    },
    "interphase": {"film": {"on": "both", "thickness": "3 um", "ionic_conductivity": known(5e-5, "S/cm")}},
    "protocol": {
        "current": "1 mA/cm^2",
        "areal_capacity": "1 mAh/cm^2",
        "steps": ["plate current for areal_capacity", "strip current for areal_capacity", "repeat 5"],
    },
    "bind": {"thickness": "interphase.film.thickness"},
    "usual": {"heat_transfer_coefficient": known(1e6, "W/m^2/K")},  # so well cooled that it stays at its temperature
}


def cell(patch: Mapping[str, Any] | None = None) -> Design:
    return Design("test/cell", BASE).with_(patch or {})


def asked(name: str = "cell_overpotential", of: str = "test/cell", **at: Any) -> Question:
    return Question(name, of, conditions(**at))


def answered(question: Question, design: Design | None = None) -> Finding:
    found = ask(SIMULATED, design or cell(), question)
    assert isinstance(found, Finding), found
    return found


@pytest.mark.parametrize("current", ["0.5 mA/cm^2", "1 mA/cm^2", "4 mA/cm^2"])
def test_without_salt_it_answers_as_the_closed_form(current):
    question = asked(current=current, thickness="10 um")
    closed = ask(models()["layered_cell"], cell(), question)
    assert isinstance(closed, Finding)
    assert answered(question).value == pytest.approx(closed.value, rel=1e-5)


def test_hysteresis_is_twice_the_overpotential():
    assert answered(asked("hysteresis")).value == pytest.approx(2 * answered(asked()).value, rel=1e-6)


def test_what_it_read_is_what_it_rests_on():
    found = answered(asked(current="2 mA/cm^2"))
    assert isinstance(found.origin, Computed)
    assert found.origin.model == ENGINE
    assert {"exchange_current_density", "ionic_conductivity"} <= {a.about.split(" of ")[0] for a in assumptions(found)}
    standing = standing_of(found)
    assert standing.word == "conditional"
    assert "no model answers" not in standing.why


def test_how_many_cycles_are_run_unasked_is_on_record_and_can_be_replaced():
    read = {f.question.name: f for f in answered(asked()).origin.inputs}
    assert read["simulated_cycles"].value == 2
    many = {"usual.simulated_cycles": known(60, "1")}
    assert isinstance(ask(SIMULATED, cell(many), asked()), Refused)


def test_the_answer_says_under_which_current_it_holds():
    assert answered(asked()).question.at["current"] == pytest.approx(10)


def test_of_one_cycle_or_of_several():
    both = {"interphase.film.growth": {"law": "linear", "why": "a test", "time": "1 h", "during": "cell"}}
    both["interphase.film.growth"] |= {"growth_rate": known(0.1, "nm/s"), "initial_thickness": "3 um"}
    growing = cell(both)
    whole = answered(asked(), growing).value
    assert whole < answered(asked(), growing.with_({"interphase.film.growth.growth_rate": known(1, "nm/s")})).value
    refused = ask(SIMULATED, growing, asked(cycle="500"))
    assert isinstance(refused, Refused)
    assert "natria simulate runs 500" in refused.why


REFUSED = [
    (asked(of="test/cell#film"), None, "not of a part"),
    (asked(rate="1 C"), None, "no place for the condition rate|does not depend on the condition rate"),
    (asked(pressure="5 MPa"), None, "does not depend on the condition pressure"),
    (asked("plating_stripping_efficiency"), None, "plating_stripping_efficiency cannot be determined"),
    (
        asked(),
        {"protocol": {"steps": ["plate 1 mA/cm^2 for 500 h"]}},
        "the simulated cell ends .* electrode is stripped",
    ),
    (asked(), {"working.exchange_current_density": None}, "gives no value for working.exchange_current_density"),
]


@pytest.mark.parametrize(("question", "patch", "expected"), REFUSED, ids=[expected[:30] for *_, expected in REFUSED])
def test_it_refuses_with_the_reason(question, patch, expected):
    found = ask(SIMULATED, cell(patch), question)
    assert isinstance(found, Refused)
    assert re.search(expected, found.why), found.why


def test_a_foil_gives_back_what_has_not_died():
    foil = {
        "cell": "half",
        "electrolyte.separator.thickness": "20 um",
        "interphase": {},
        "working": {
            "material": "Cu",
            "exchange_current_density": known(1, "mA/cm^2"),
            "properties": {"dead_sodium_fraction": known(2, "%")},
        },
        "counter": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1, "mA/cm^2")},
        "protocol": {"steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 to 1 V", "repeat 5"]},
        "bind": {},
    }
    found = answered(asked("plating_stripping_efficiency"), cell(foil))
    assert found.value == pytest.approx(0.98, abs=1e-4)


def test_the_example_of_a_reservoir_gives_back_what_its_design_lets_die():
    design = load_case(str(EXAMPLE)).base
    assert answered(Question("aurbach_efficiency", design.name), design).value == pytest.approx(0.995, abs=2e-5)


def test_a_study_puts_the_simulation_beside_the_closed_form(kumar_study):
    said = [c.answer for c in kumar_study.base.comparisons if c.target.id == "kumar2020:eta-3um"]
    by = {a.origin.model: c.verdict for a, c in zip(said, kumar_study.base.comparisons, strict=False) if a}
    assert {"layered_cell", ENGINE} <= set(by)
    verdicts = {c.verdict for c in kumar_study.base.comparisons if c.target.id == "kumar2020:eta-3um"}
    assert verdicts == {"fit"}  # the layer's conductivity was fitted to that very number
