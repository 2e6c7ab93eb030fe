"""Leverage goes through an observable: its artefact is made again with each input moved, against an analytic slope."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from natria.answers import Answerer
from natria.design import case_of
from natria.quantity import Finding, Question
from natria.record import Field, FieldArray, Grid
from natria.store import Store
from natria.studies import Studio
from natria.studies import studio as studio_module
from natria.studies.graded import Grader
from natria.studies.moving import Varying

pytestmark = pytest.mark.usefixtures("artefact_terms")

LAYER = "interphase.glaze"
CELL = {
    "name": "lab/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "working": {"material": "Na"},
    "interphase": {
        "glaze": {
            "thickness": {"value": 3, "unit": "um", "std": 0.3, "why": "a test"},
            "ionic_conductivity": {"value": 1e-5, "unit": "S/cm", "std": 2e-6, "why": "a test"},
            "properties": {"band_gap": {"value": 4, "unit": "eV", "std": 0.5, "why": "a test"}},
        }
    },
}
ASKED = Question("area_resistance", "lab/cell")


def field(read):
    """A field that goes with the square of the conductivity and with the thickness."""
    x = np.linspace(0, 1, 5)
    return Field(
        Grid((x,)), (FieldArray("f", "1", x * read(f"{LAYER}.ionic_conductivity") ** 2 * read(f"{LAYER}.thickness")),)
    )


def largest(read):
    """The largest of the field, times the cube of an input that both read, and of one of its own."""
    own = read(f"{LAYER}.thickness") ** 3 * read(f"{LAYER}.band_gap") ** -0.5
    return float(read.artefact()["f"].values.max() * own)


SLOPES = {"ionic_conductivity": 2.0, "layer_thickness": 4.0, "band_gap": -0.5}  # d ln(answer) / d ln(input)
MAKER = Answerer("make_field", 1, ("some_field",), field, "x")
OBSERVABLE = Answerer("largest", 1, ("area_resistance",), largest, "x", of_artefact="some_field")


@pytest.fixture
def graded(monkeypatch):
    """The answer of the observable and its grade, with these answerers alone."""

    def made(*known):
        monkeypatch.setattr(studio_module, "shipped", lambda: {one.name: one for one in known})
        studio = Studio(case_of(CELL, "lab", "a test"))
        (answer,) = studio.answers(ASKED)
        assert isinstance(answer, Finding)
        return answer, Grader(studio, {}).grade(ASKED, answer)

    return made


def test_each_root_of_the_artefact_and_of_the_observable_is_moved(graded):
    _, grade = graded(MAKER, OBSERVABLE)
    effects = {e.root.finding.question.name: e for e in grade.leverage.effects}
    assert len(effects) == len(SLOPES)
    for name, effect in effects.items():
        slope = next(value for key, value in SLOPES.items() if key in name or name in key)
        value = effect.root.finding.value
        assert effect.up == pytest.approx(slope * log(effect.root.at(1) / value))
        assert effect.down == pytest.approx(slope * log(effect.root.at(-1) / value))


def test_the_interval_holds_the_spread_of_the_artefact_s_inputs(graded):
    answer, grade = graded(MAKER, OBSERVABLE)
    relative = {"sigma": 0.2 * 2, "thickness": 0.1 * 4, "gap": 0.125 * 0.5}
    assert answer.std == pytest.approx(answer.value * sum(r**2 for r in relative.values()) ** 0.5, rel=0.1)
    assert grade.interval.low < answer.value < grade.interval.high


def test_the_artefact_is_made_again_only_for_its_own_inputs(graded):
    runs = []

    def counted(read):
        runs.append(1)
        return field(read)

    _, grade = graded(replace(MAKER, run=counted), OBSERVABLE)
    assert grade.interval.method == "linear" or len(runs) > 256
    before = len(runs)
    studio = Studio(case_of(CELL, "lab", "a test"))
    (answer,) = studio.answers(ASKED)
    grader = Grader(studio, {})
    asked = grader._asked(grader._own, ASKED, answer).ready
    here = len(runs)
    assert here > before
    gap = studio.design("lab/cell").finding(f"{LAYER}.band_gap")
    asked.value()
    asked.value({gap.id: gap.value * 2})
    assert len(runs) == here + 1  # made once; the gap is no input of the field
    sigma = studio.design("lab/cell").finding(f"{LAYER}.ionic_conductivity")
    asked.value({sigma.id: sigma.value * 2})
    assert len(runs) == here + 2


@pytest.mark.parametrize("cost", ["seconds", "minutes"])
def test_a_costly_artefact_is_moved_through_the_store_where_a_study_varies_it(monkeypatch, tmp_path, cost):
    """Answer and verdict share the moves of the artefact, and a second study solves nothing."""
    runs, said = [], []

    def counted(read):
        runs.append(1)
        return field(read)

    known = {one.name: one for one in (replace(MAKER, cost=cost, run=counted), OBSERVABLE)}
    monkeypatch.setattr(studio_module, "shipped", lambda: known)
    monkeypatch.setattr(studio_module, "find_answerer", known.__getitem__)

    def studied():
        store = Store(tmp_path, None)
        varying = Varying(store, said.append, find=known.get)
        studio = Studio(case_of(CELL, "lab", "a test"), "", store, ("make_field",), varying=varying)
        (answer,) = studio.answers(ASKED)
        return answer, Grader(studio, {}).grade(ASKED, answer)

    answer, grade = studied()
    relative = (0.2 * 2, 0.1 * 4, 0.125 * 0.5)
    assert answer.std == pytest.approx(answer.value * sum(r**2 for r in relative) ** 0.5, rel=0.1)
    assert len(grade.leverage.effects) == len(SLOPES)
    assert not grade.leverage.is_doubtful
    assert grade.interval.method == "linear"
    assert grade.interval.low < answer.value < grade.interval.high
    inputs, own = 2, 1  # of the field, and of the observable alone
    assert len(runs) == 1 + 2 * inputs + 2 * inputs  # the middle, one deviation of the design, one of the verdict
    assert len(said) == 2
    assert str(2 * (inputs + own)) in said[0]
    again, _ = studied()
    assert again == answer
    assert len(runs) == 1 + 4 * inputs


@pytest.mark.parametrize("cost", ["seconds", "minutes"])
def test_a_costly_artefact_is_not_made_again(monkeypatch, cost):
    known = {one.name: one for one in (replace(MAKER, cost=cost), OBSERVABLE)}
    monkeypatch.setattr(studio_module, "shipped", lambda: known)
    studio = Studio(case_of(CELL, "lab", "a test"), named=("make_field",) if cost == "minutes" else ())
    monkeypatch.setattr(studio_module, "find_answerer", known.__getitem__)
    (answer,) = studio.answers(ASKED)
    assert isinstance(answer, Finding)
    leverage = Grader(studio, {}).grade(ASKED, answer).leverage
    assert (leverage.effects, leverage.is_doubtful) == ((), True)
