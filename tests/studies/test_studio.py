"""A studio, its designs and its case are values: they follow from what they are given and travel by pickle."""

from __future__ import annotations

import pickle
from multiprocessing import get_context

import pytest

import natria
from natria.answers import Answerer
from natria.quantity import Finding, ModelError, Question, Refused
from natria.studies import Studio, Task, answerers, run_task
from natria.studies import studio as studio_module
from natria.studies.studio import answer_of

BASE = "kumar2020/bpi"
THICK = "kumar2020:eta-35um"


@pytest.fixture(scope="module")
def kumar_case():
    return natria.load_case("kumar2020")


@pytest.fixture(scope="module")
def studio(kumar_case):
    return Studio(kumar_case)


def again(value):
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("what_if", ["", "exchange current of yuan2025"])
def test_a_studio_comes_back_equal_and_answers_the_same(kumar_case, what_if):
    name = what_if if what_if in kumar_case.study.what_if else next(iter(kumar_case.study.what_if)) if what_if else ""
    first = Studio(kumar_case, name)
    question = natria.fact(THICK).question
    before = first.answers(question)
    second = again(first)
    assert second == first
    assert second.fits == first.fits
    assert second.answers(question) == before


def test_what_if_is_part_of_what_a_studio_is(kumar_case):
    assert Studio(kumar_case) == Studio(kumar_case)
    assert Studio(kumar_case) != Studio(kumar_case, next(iter(kumar_case.study.what_if)))


def test_a_case_comes_back_equal(kumar_case):
    assert again(kumar_case) == kumar_case


def test_a_design_comes_back_equal_without_what_was_read_of_it(studio):
    design = studio.design(BASE)
    found = design.finding("interphase.bpi.thickness")
    second = again(design)
    assert second == design
    assert second.nodes == {}
    assert second.finding("interphase.bpi.thickness") == found


def test_a_patched_design_comes_back_with_the_findings_of_its_patch(studio):
    question = natria.fact(THICK).question
    here, _, _ = studio.design(BASE).under(question)
    assert again(here) == here
    assert again(here).finding("interphase.bpi.thickness").value == pytest.approx(35e-6)


def task_of(studio, answerer="layered_cell"):
    question = natria.fact(THICK).question
    return Task(studio.design_of(question), question, answerer)


def test_a_question_is_answered_alike_in_another_process(studio):
    tasks = [task_of(studio), task_of(studio, "salt_depletion")]
    with get_context("spawn").Pool(1) as pool:
        elsewhere = pool.map(run_task, tasks)
    here = [run_task(task) for task in tasks]
    assert elsewhere == here
    assert isinstance(here[0], Finding)


def test_the_key_of_a_task_follows_from_all_that_its_answer_can_depend_on(studio):
    task = task_of(studio)
    assert again(task).key == task.key
    design, question = task.design, task.question
    others = [
        Task(design.patched({"temperature": "310 K"}), question, task.answerer),
        Task(design.named("other"), question, task.answerer),
        Task(design.with_fits({}, {"x": "failed"}), question, task.answerer),
        Task(design, Question(question.name, question.of, {**question.at, "temperature": 310.0}), task.answerer),
        Task(design, question, "salt_depletion"),
    ]
    assert len({task.key, *(other.key for other in others)}) == 1 + len(others)


def test_an_answerer_that_breaks_its_contract_refuses_and_ends_no_study(studio, monkeypatch):
    def run(read):
        read("temperature")
        return float("nan")

    broken = Answerer("broken", 1, ("cell_overpotential",), run, "never")
    question = natria.fact(THICK).question
    with pytest.raises(ModelError):
        natria.answers.ask(broken, studio.design_of(question), Question("cell_overpotential", BASE))
    assert isinstance(answer_of(broken, studio.design(BASE), Question("cell_overpotential", BASE)), Refused)
    sound = answerers.find_answerer("layered_cell")
    monkeypatch.setattr(studio_module, "shipped", lambda: {"broken": broken, "layered_cell": sound})
    assert [a.origin.model for a in studio.answers(question)] == ["layered_cell"]
