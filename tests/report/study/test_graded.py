"""What moves an answer, as it is shown: few rows, the strongest first, with marks for weak and for certain misses."""

import re
from dataclasses import replace
from math import log

import pytest
from made_by_hand import answer, fact, judged

from natria.report.study.graded import ROWS, badges, interval, misses_whatever, moved
from natria.report.study.wording import score_lines
from natria.studies import Effect, Grade
from natria.studies.verdicts import Interval, Leverage

NAME = "cell_overpotential"


def grade(count=3, *, method="sampled", low=0.05, high=0.4, refused=0.0, doubtful=False, without=()):
    effects = tuple(Effect(f"law.{k}", "law", 1 / (k + 1), -1 / (k + 1), why="rival: other") for k in range(count))
    return Grade(Leverage(log(0.2), NAME, effects, without, doubtful), Interval(method, low, high, refused))


def test_few_effects_are_listed_and_the_others_folded():
    html = moved(NAME, grade(ROWS + 5))
    first, rest = re.findall(r"<ol>(.*?)</ol>", html)
    assert first.count("<li") == ROWS
    assert rest.count("<li") == 5
    assert html.count("<details") == html.count("</details>") == 2


def test_of_a_what_if_the_weaker_effects_are_only_counted():
    html = moved(NAME, grade(ROWS + 5), brief=True)
    assert html.count("<li") < ROWS
    assert html.count("<details") == 1


def test_effects_too_slight_to_see_are_folded():
    slight = Effect("law.slight", "law", 1e-6, -1e-6, why="rival: other")
    found = grade(1)
    both = replace(found, leverage=replace(found.leverage, effects=(*found.leverage.effects, slight)))
    assert "law.slight" not in re.findall(r"<ol>(.*?)</ol>", moved(NAME, both))[0]


def test_the_ground_of_each_effect_is_a_key():
    assert re.findall(r'data-ground="(\w+)"', moved(NAME, grade(2))) == ["law", "law"]


def test_inputs_without_spread_and_costly_answers_are_named():
    html = moved(NAME, grade(without=("salt of cell",), doubtful=True))
    assert "salt of cell" in html
    assert html.count("<small>") > moved(NAME, grade()).count("<small>")


def test_nothing_is_shown_without_a_grade():
    assert moved(NAME, None) == interval(NAME, None) == ""


@pytest.mark.parametrize(
    ("found", "parts"),
    [
        (grade(), ("50 to 400",)),
        (grade(refused=0.25), ("50 to 400", "25 %")),
        (grade(method="none", low=None, high=None, refused=0.7), ("70 %",)),
    ],
)
def test_the_interval_has_its_ends_and_what_was_refused(found, parts):
    html = interval(NAME, found)
    assert 'class="interval"' in html
    assert all(part in html for part in parts)


@pytest.mark.parametrize(
    ("within", "weak", "whatever", "marks"),
    [
        (False, False, True, ["whatever"]),
        (True, True, False, ["weak"]),
        (True, True, True, ["weak"]),
        (False, True, False, []),
        (None, False, False, []),
    ],
)
def test_marks_of_an_agreement(study_of, within, weak, whatever, marks):
    c = judged(fact("a"), answer(0.2), "conditional", ratio=2.0, within=within)
    c = replace(c, weak=weak, whatever=whatever)
    assert re.findall(r'class="badge (\w+)"', badges(c)) == marks
    assert bool(misses_whatever(study_of([c]))) == ("whatever" in marks)


@pytest.mark.parametrize(("series", "enough"), [(9, False), (10, True)])
def test_a_score_needs_ten_series(study_of, series, enough):
    of = [f"paper/cell-{k}" for k in range(series)]
    pairs = [
        replace(
            judged(fact(f"f{k}", of=name), answer(0.2, of=name), "conditional", ratio=2.0, within=True), grade=grade()
        )
        for k, name in enumerate(of)
    ]
    (line,) = score_lines(study_of(pairs))
    assert ("factor" in line) is enough
    assert str(series) in line
