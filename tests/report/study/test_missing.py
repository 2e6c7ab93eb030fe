"""No reported number is silently absent: it is answered, or it stands under a reason."""

from dataclasses import replace

import pytest
from made_by_hand import answer, fact, judged, refused

from natria.design import Lack
from natria.quantity import CONDITIONS, Finding, Question, Refused, conditions
from natria.report.study.missing import missing, reason_of
from natria.report.study.provenance import not_answered, not_drawn, not_reported


def test_every_target_is_answered_or_missing(kumar_study):
    gone = {t.id for group in missing(kumar_study) for t in group.targets}
    there = {c.target.id for c in kumar_study.base.comparisons if isinstance(c.answer, Finding)}
    there -= {c.target.id for c in kumar_study.base.comparisons if c.verdict == "not comparable"}
    assert gone | there == {t.id for t in kumar_study.targets}
    assert not gone & there


def test_alike_reasons_stand_together_most_first(study_of):
    study = study_of(
        [
            (
                fact("life", name="cycle_life", at={}, value=9.0),
                refused("no model answers cycle_life yet", name="cycle_life"),
            ),
            (fact("eta"), refused("no model answers cell_overpotential yet")),
            (fact("odd"), refused("J/J_lim = 0.81 is below 1", model="salt")),
        ]
    )
    groups = missing(study)
    assert [(g.reason, len(g.targets)) for g in groups] == [
        ("no model answers this quantity yet", 2),
        ("J/J_lim = … is below …", 1),
    ]
    assert groups[1].says == "J/J_lim = 0.81 is below 1"
    assert groups[0].by_quantity() == {"cycle_life": 1, "cell_overpotential": 1}
    assert not groups[0].differ


def test_what_is_not_comparable_is_missing_and_says_so(study_of):
    study = study_of([judged(fact("a"), answer(0.1), "not comparable", why="the current is missing")])
    (group,) = missing(study)
    assert group.says == "the current is missing"
    assert group.reason == "answered under other conditions: the current is missing"


def test_an_answer_of_another_model_is_enough(study_of):
    target = fact("a")
    study = study_of(
        [judged(target, answer(0.1), "not comparable"), judged(target, answer(0.2), "conditional", ratio=2)]
    )
    assert missing(study) == ()


def test_a_number_that_nobody_asked_is_found(study_of):
    (group,) = missing(study_of(targets=(fact("forgotten"),)))
    assert group.says == "never asked"


@pytest.mark.parametrize(
    ("why", "general"),
    [
        ("no design of this case stands for paper/cell", "no design of this case stands for this subject"),
        ("0.5 um is below 3e-2 um", "… um is below … um"),
        ("the model reaches -58.3 mV", "the model reaches … mV"),
        ("kumar2020:eta-3um is bounded", "kumar2020:eta-3um is bounded"),
        ("area in cm^2", "area in cm^2"),
    ],
)
def test_reasons_without_what_is_special(why, general):
    assert reason_of(why, "cell_overpotential", "paper/cell") == general


def test_the_page_shows_them_open_with_counts(kumar_study):
    html = not_answered(kumar_study)
    assert '<details class="matter" open>' in html
    for group in missing(kumar_study):
        assert f": {len(group.targets)}</h3>" in html
        assert all(t.id in html for t in group.targets)


def test_what_systems_do_not_say_is_grouped(kumar_study):
    lack, other = Lack("area", "the area", "no current density"), Lack("mass", "the mass", "no capacity")
    lacks = {f"s{i}": (lack, other) if i == 0 else (lack,) for i in range(5)}
    html = not_reported(replace(kumar_study, lacks=lacks))
    assert "5 of 5" in html
    assert ">s0<" in html
    assert html.index("the area") < html.index("the mass")
    assert not_reported(replace(kumar_study, lacks={})) == ""


def test_a_curve_that_is_refused_is_named(kumar_study):
    assert "every point is refused" not in not_drawn(replace(kumar_study, refused_tables=()))
    html = not_drawn(replace(kumar_study, refused_tables=(refused("too thin"),)))
    assert "cell overpotential of paper/cell at current 1 mA/cm²: too thin" in html


def test_a_curve_that_was_asked_for_and_refused_is_not_told_to_be_asked_for(kumar_study):
    (sweep, *_) = (one for one in kumar_study.case.study.sweep if one.when_asked)
    kept = replace(kumar_study, refused_tables=())
    at = {**conditions(**sweep.at), sweep.over: 1.0} if sweep.over in CONDITIONS else conditions(**sweep.at)
    one = Refused(Question(sweep.name, sweep.of[0], at), "full_cell", "not today")
    assert sweep.title in not_drawn(kept)
    assert sweep.title not in not_drawn(replace(kept, refused_tables=(one,)))
