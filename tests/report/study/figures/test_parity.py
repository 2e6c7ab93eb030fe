"""Answer over reported number: who is in it, how far its bars reach, and to which side a bound points."""

from dataclasses import replace
from math import log

import pytest
from made_by_hand import answer, fact, judged, refused

from natria.report.study.figures import parity
from natria.report.study.figures.parity import ROWS, parity_pictures, side_of_ratio, spread_of_ratio
from natria.studies import Grade, compare
from natria.studies.verdicts import Interval, Leverage


@pytest.fixture
def drawn(monkeypatch):
    """The axes that are drawn, instead of files."""
    figures = []
    monkeypatch.setattr(parity, "files_of", lambda draw: (figures.append(draw()), (b"", b""))[1])
    return figures


def test_two_ratios_make_a_figure_one_does_not(study_of, drawn):
    pairs = [(fact("a", 0.1), answer(0.2)), (fact("b", 0.1), answer(0.05))]
    assert parity_pictures(study_of(pairs[:1])) == ()
    (picture,) = parity_pictures(study_of(pairs))
    assert picture.id == "parity"
    assert "paper:b x 0.50, conditional" in picture.says
    assert drawn[0].axes[0].get_xscale() == "log"
    assert [t.get_text() for t in drawn[0].axes[0].get_yticklabels()] == ["a", "b"]
    assert "(no unit)" in drawn[0].axes[0].get_xlabel()


def test_what_has_no_ratio_above_zero_is_not_in_it(study_of, drawn):
    efficiency = {"name": "coulombic_efficiency", "at": {"cycle": (1.0, 2.0)}}
    pairs = [
        (fact("a", 0.1), answer(0.2)),
        (fact("e", 0.9, **efficiency), answer(0.8, **efficiency)),
        (fact("r"), refused()),
        judged(fact("n"), answer(0.1), "not comparable", ratio=None),
        judged(fact("m"), answer(0.1), "conditional", ratio=-2.0),
    ]
    assert parity_pictures(study_of(pairs)) == ()
    assert drawn == []


def test_filled_within_crossed_outside_open_else(study_of, drawn):
    pairs = [
        judged(fact("in", 0.1), answer(0.11), "prediction", ratio=1.1, within=True),
        judged(fact("out", 0.1), answer(0.3), "conditional", ratio=3.0, within=False),
        judged(fact("open", 0.1), answer(0.2), "fit", ratio=2.0),
    ]
    parity_pictures(study_of(pairs))
    points = {round(line.get_xdata()[0], 3): line for line in drawn[0].axes[0].lines if len(line.get_xdata()) == 1}
    marks = {
        (line.get_marker(), round(line.get_xdata()[0], 3))
        for line in drawn[0].axes[0].lines
        if len(line.get_xdata()) == 1
    }
    assert {("D", 1.1), ("o", 3.0), ("x", 3.0), ("s", 2.0)} <= marks
    assert points[1.1].get_markerfacecolor() == points[1.1].get_color()
    assert points[2.0].get_markerfacecolor() == "white"
    entries = {t.get_text() for t in drawn[0].legends[0].get_texts()}
    assert {"prediction", "conditional", "fit", "crossed: misses"} <= entries
    assert "input" not in entries


def test_rivals_share_a_row(study_of, drawn):
    target = fact("a", 0.1)
    parity_pictures(study_of([(target, answer(0.2)), (target, answer(0.3, model="other"))]))
    ys = [line.get_ydata()[0] for line in drawn[0].axes[0].lines if len(line.get_xdata()) == 1]
    assert len(drawn[0].axes[0].get_yticks()) == 1
    assert len(set(ys)) == 2
    assert all(abs(y) < 0.5 for y in ys)


@pytest.mark.usefixtures("drawn")
def test_many_facts_become_several_figures(study_of):
    pairs = [(fact(f"f{i}", 0.1), answer(0.1 + i / 1000)) for i in range(ROWS + 1)]
    pictures = parity_pictures(study_of(pairs))
    assert [p.id for p in pictures] == ["parity", "parity-2"]
    assert len(pictures[0].says) < 300
    assert pictures[1].title.endswith("(2 of 2)")


@pytest.mark.parametrize(
    ("target", "given", "ends"),
    [
        ({}, {}, None),
        ({"std": 0.03}, {}, (1.4, 2.6)),
        ({"std": 0.03}, {"std": 0.08}, (1.0, 3.0)),
        ({"std": 0.0}, {"std": 0.0}, None),
        ({"bound": (0.05, 0.2)}, {}, (1.0, 4.0)),
        ({}, {"bound": (0.1, 0.4)}, (1.0, 4.0)),
        ({"bound": "at least"}, {"std": 0.1}, None),
        ({"std": 0.5}, {}, None),
    ],
)
def test_how_far_a_bar_reaches(target, given, ends):
    found = spread_of_ratio(judged(fact("a", 0.1, **target), answer(0.2, **given), "fit", ratio=2.0))
    assert found == (ends if ends is None else pytest.approx(ends))


@pytest.mark.parametrize(
    ("target", "given", "right"),
    [
        ("at least", None, False),
        ("over", None, False),
        ("at most", None, True),
        ("under", None, True),
        (None, "at least", True),
        (None, "at most", False),
        ("at least", "at least", None),
        ("at most", "at least", True),
        (None, None, None),
        ((0.05, 0.2), None, None),
    ],
)
def test_to_which_side_the_ratio_lies(target, given, right):
    """The target is at least 100 mV: it may be more, so the ratio may be less."""
    c = judged(fact("a", 0.1, bound=target), answer(0.2, bound=given), "fit", ratio=2.0)
    assert side_of_ratio(c) is right


def test_a_range_as_answer_is_drawn_as_a_range(study_of, drawn):
    pairs = [compare(fact("a", 0.1), answer(0.2, bound=(0.15, 0.35))), (fact("b", 0.1), answer(0.2))]
    parity_pictures(study_of(pairs))
    (segment,) = [s for c in drawn[0].axes[0].collections for s in c.get_segments()]
    assert [x for x, _ in segment] == pytest.approx([1.5, 3.5])


def test_the_bar_of_a_graded_answer_is_its_interval():
    leverage = Leverage(log(0.2), "cell_overpotential", ())
    grade = Grade(leverage, Interval("linear", 0.05, 0.8))
    c = replace(judged(fact("a", 0.1, std=0.03), answer(0.2), "conditional", ratio=2.0), grade=grade)
    assert spread_of_ratio(c) == pytest.approx((0.5, 8.0))
    open_ended = replace(c, grade=Grade(leverage, Interval("none", refused=0.6)))
    assert spread_of_ratio(open_ended) is None
