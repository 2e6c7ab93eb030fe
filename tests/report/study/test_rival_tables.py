"""Several models on one reported number: the nearest first, and how far they lie apart."""

import io

import pytest
from made_by_hand import answer, fact, refused
from rich.console import Console

from natria.report import print_study
from natria.report.study.rivals import apart, nearest_first
from natria.report.study.sections import rival_laws


@pytest.fixture
def study(study_of):
    target = fact("a", 0.1)
    return study_of(
        [
            (target, answer(0.4, model="far")),
            (target, answer(0.09, model="near")),
            (target, answer(0.05, model="low")),
            (fact("b"), answer(0.1)),
            (fact("c"), refused()),
        ]
    )


def models_of(answers):
    return [a.origin.model for a, _ in answers]


def test_the_nearest_comes_first(study):
    (one,) = study.rivals
    answers = nearest_first(one, study)
    assert models_of(answers) == ["near", "low", "far"]
    assert [c.agreement for _, c in answers] == pytest.approx([0.9, 0.5, 4])
    assert apart(one) == "x 8.00"


def test_where_nothing_is_reported_the_smallest_comes_first(study_of):
    study = study_of(answers=[answer(0.4, model="far"), answer(0.1, model="low")])
    (one,) = study.rivals
    assert models_of(nearest_first(one, study)) == ["low", "far"]
    assert "low 1</li>" in rival_laws(study)


def test_without_rivals_there_is_no_section(study_of):
    assert rival_laws(study_of([(fact("a"), answer(0.1)), (fact("c"), refused())])) == ""


def test_differences_are_not_divided(study_of):
    more = {"name": "coulombic_efficiency", "at": {"cycle": (1.0, 2.0)}}
    target = fact("e", 0.9, **more)
    study = study_of([(target, answer(0.8, **more)), (target, answer(0.95, model="b", **more))])
    (one,) = study.rivals
    assert [a.value for a, _ in nearest_first(one, study)] == [0.95, 0.8]
    assert apart(one) == "15.00 %"


def test_page_and_terminal_show_them(study):
    html = rival_laws(study)
    assert html.index("near 1, x 0.90") < html.index("low 1, x 0.50") < html.index("far 1, x 4.00")
    assert "x 8.00" in html
    assert html.startswith("<p>1 question with")
    out = io.StringIO()
    print_study(study, Console(file=out, width=100))
    assert "Rival laws" in out.getvalue()
    assert "near 1: 90 mV, x 0.90" in out.getvalue()


def test_the_order_of_the_systems_by_each_law(study_of):
    pairs = [
        (fact(name, value, of=f"paper/{name}"), answer(given, of=f"paper/{name}", model="law"))
        for name, value, given in (("big", 0.3, 0.1), ("small", 0.1, 0.2))
    ]
    html = rival_laws(study_of(pairs))
    assert "<ol><li>paper/small</li><li>paper/big</li></ol>" in html
    assert "<ol><li>paper/big</li><li>paper/small</li></ol>" in html
    assert "the opposite of the reported order" in html
