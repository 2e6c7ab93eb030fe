"""A design that stands for a cell of a paper, and a layer of it for a layer there."""

import pytest

from natria.design import case_of, problems_of_case
from natria.quantity import Finding, Refused
from natria.studies import run_study

PROPERTIES = {"band_gap": {"value": 4, "unit": "eV", "why": "a guess for this test"}}
CELL = {
    "name": "lab/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "working": {"material": "Na"},
    "interphase": {
        "glaze": {
            "thickness": "3 um",
            "ionic_conductivity": {"value": 1e-5, "unit": "S/cm", "why": "a guess for this test"},
            "properties": PROPERTIES,
        }
    },
}
GROWTH = {
    "law": "linear",
    "why": "a guess for this test",
    "time": "30 s",
    "growth_rate": {"value": 0.1, "unit": "um/s", "why": "a guess for this test"},
}


def cell(stands_for, targets=("kumar2020:thickness-30s",)):
    grown = {"glaze": {**CELL["interphase"]["glaze"], "growth": GROWTH}}
    study = {"targets": list(targets), "stands_for": stands_for}
    bind = {"time": "interphase.glaze.growth.time"}
    return {**CELL, "interphase": grown, "bind": bind, "study": study}


def answer_of(document):
    (comparison,) = run_study(case_of(document, "lab", "a test")).base.comparisons
    return comparison.answer


def test_a_layer_stands_for_the_layer_of_a_paper():
    answer = answer_of(cell({"kumar2020/bpi#bpi": "lab/cell#glaze"}))
    assert isinstance(answer, Finding)
    assert answer.question.of == "kumar2020/bpi#bpi"  # it answers the paper's question
    assert answer.value == pytest.approx(3e-6)


def test_without_it_the_refusal_names_the_layers_that_are_here():
    answer = answer_of(cell({"kumar2020/bpi": "lab/cell"}))
    assert isinstance(answer, Refused)
    assert "here: glaze" in answer.why


@pytest.mark.parametrize(
    ("stands_for", "says"),
    [
        ({"kumar2020/bip": "lab/cell"}, "no fact is about this"),
        ({"kumar2020/bpi": "lab/sell"}, "no design 'lab/sell' here"),
        ({"kumar2020/bpi#bpi": "lab/sell#glaze"}, "no design"),
    ],
)
def test_a_slip_on_either_side_is_named(stands_for, says):
    (problem,) = problems_of_case(cell(stands_for))
    assert says in problem.what
    assert problem.where.startswith("study.stands_for")
    assert "did you mean" in problem.fix


def test_what_stands_for_a_paper_s_system_or_its_layer_is_in_order():
    assert problems_of_case(cell({"kumar2020/bpi": "lab/cell", "kumar2020/bpi#bpi": "lab/cell#glaze"})) == []
