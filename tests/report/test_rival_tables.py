"""Several models on one reported number: the nearest first, and how far they lie apart."""

import io

import pytest
from made_by_hand import answer, fact, judged, refused
from rich.console import Console

from natria.report import print_study
from natria.report.rivals import rivals
from natria.report.sections import rival_laws


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


def test_the_nearest_comes_first(study):
    (one,) = rivals(study)
    assert one.target.id == "paper:a"
    assert [a.origin.model for a, _ in one.answers] == ["near", "low", "far"]
    assert one.apart == pytest.approx(8)


def test_what_is_not_comparable_is_no_rival(study_of):
    target = fact("a")
    study = study_of([judged(target, answer(0.1), "not comparable"), judged(target, answer(0.2), "fit", ratio=2.0)])
    assert rivals(study) == ()
    assert rival_laws(study) == ""


def test_differences_are_not_divided(study_of):
    more = {"name": "coulombic_efficiency", "at": {"cycle": (1.0, 2.0)}}
    target = fact("e", 0.9, **more)
    (one,) = rivals(study_of([(target, answer(0.8, **more)), (target, answer(0.95, model="b", **more))]))
    assert [a.value for a, _ in one.answers] == [0.95, 0.8]
    assert one.apart == pytest.approx(0.15)


def test_page_and_terminal_show_them(study):
    html = rival_laws(study)
    assert html.index("near 1, x 0.90") < html.index("low 1, x 0.50") < html.index("far 1, x 4.00")
    assert "x 8.00" in html
    assert html.startswith("<p>1 reported number with")
    out = io.StringIO()
    print_study(study, Console(file=out, width=100))
    assert "Rival laws" in out.getvalue()
    assert "near 1: 90 mV, x 0.90" in out.getvalue()
