from pathlib import Path

import numpy as np
import pytest

from natria.answers import Refuse, ask
from natria.design import Case, Design
from natria.explore.answers import AnswersAtPoints, evaluate_answers
from natria.explore.answers.evaluate import design_at
from natria.explore.sweeps import SweepPoints, grid, hypercube, read_axis
from natria.models import find_model
from natria.quantity import Finding, InputError, Refused
from natria.store import Store
from natria.studies import Studio

THICKNESS = "interphase.bpi.thickness=1 um:40 um:4"
CURRENT = "protocol.current=0.1 mA/cm^2:100 mA/cm^2:5:log"
TERMS = ("cell_overpotential", "area_resistance#bpi", "critical_current_density", "gap_crossing_time")


@pytest.fixture(scope="module")
def design(kumar: Case) -> Design:
    return Studio(kumar).design("kumar2020/bpi")


@pytest.fixture(scope="module")
def found(design: Design) -> AnswersAtPoints:
    return evaluate_answers(design, grid([read_axis(THICKNESS), read_axis(CURRENT)]), TERMS)


def test_each_answer_is_that_of_ask(design: Design, found: AnswersAtPoints) -> None:
    for request, many in zip(found.requests, found.answers, strict=True):
        for place in range(len(found)):
            here = design_at(design, found.points, place)
            answer = ask(find_model(request.answerer), here, request.question, spread=False)
            if isinstance(answer, Refused):
                assert answer.why == many.refused[place]
                continue
            assert isinstance(answer, Finding)
            np.testing.assert_allclose(many.value[place], answer.value, rtol=1e-12)


def test_refusals_have_their_reason_and_stop_nothing(found: AnswersAtPoints) -> None:
    crossing = found.answers[found.place("gap_crossing_time")]
    assert 0 < len(crossing.refused) < len(found)
    assert {k for k in range(len(found)) if np.isnan(crossing.value[k])} == set(crossing.refused)
    assert all(found.table.columns["gap_crossing_time refused"].values[k] for k in crossing.refused)


def test_a_range_has_its_ends(design: Design) -> None:
    points = grid([read_axis("protocol.areal_capacity=0.1 mAh/cm^2:2 mAh/cm^2:3")])
    strain = evaluate_answers(design, points, ["layer_strain"])
    (one,) = strain.answers
    assert one.is_range
    assert (one.low <= one.value).all()
    assert (one.value <= one.high).all()
    assert {"layer_strain#bpi", "layer_strain#bpi low", "layer_strain#bpi high"} <= strain.table.columns.keys()


def test_forms_that_never_answer_are_left_out(found: AnswersAtPoints) -> None:
    assert [one.answerer for one in found.requests if one.term == "critical_current_density"] == ["depletion_limit"]


def test_the_layer_is_found_where_the_cell_has_no_answer(design: Design) -> None:
    points = grid([read_axis("protocol.areal_capacity=0.1 mAh/cm^2:2 mAh/cm^2:3")])
    assert evaluate_answers(design, points, ["layer_strain"]).requests[0].layer == "bpi"


def test_most_answers_are_found_together(design: Design) -> None:
    axes = [read_axis("interphase.bpi.thickness=1 um:40 um"), read_axis("temperature=280 K:320 K")]
    many = evaluate_answers(design, hypercube(axes, 500, 1), ["cell_overpotential", "area_resistance#bpi"])
    assert [one.together for one in many.answers] == [500, 500]


def test_parts_change_nothing(design: Design, found: AnswersAtPoints, tmp_path: Path) -> None:
    again = [evaluate_answers(design, found.points, TERMS, part=3, store=Store(tmp_path)) for _ in range(2)]
    for one in again:
        for name in found.names:
            np.testing.assert_array_equal(one.column(name), found.column(name))


def test_the_ancestry_lacks_what_varies(found: AnswersAtPoints) -> None:
    assert not {one.question.of for one in found.origin.inputs} & set(found.points.paths)
    assert set(found.points.paths) <= {setting.path for setting in found.origin.settings if setting.word == "swept"}


@pytest.mark.parametrize("text", ["nonsense", "cell_overpotential@nobody", "area_resistance#nowhere", "open_circuit"])
def test_a_bad_term_is_refused(design: Design, found: AnswersAtPoints, text: str) -> None:
    with pytest.raises(InputError) as bad:
        evaluate_answers(design, found.points, [text])
    assert bad.value.problems


def test_a_path_that_nothing_reads_is_refused(design: Design, found: AnswersAtPoints) -> None:
    with pytest.raises(Refuse):
        evaluate_answers(design, found.points, ["area_resistance#bpi"])


def test_a_value_that_cannot_be_is_refused(design: Design) -> None:
    points = SweepPoints(("interphase.bpi.thickness",), np.array([[1e-6], [-1e-6]]))
    with pytest.raises(InputError):
        evaluate_answers(design, points, ["cell_overpotential"])


def test_points_without_any_answer_are_refused_with_the_reason(design: Design) -> None:
    points = grid([read_axis("protocol.current=0.1 mA/cm^2:1 mA/cm^2:3")])
    with pytest.raises(Refuse, match="space_charge"):
        evaluate_answers(design, points, ["gap_crossing_time"])
