"""Every number says what it is in a line or two, on the screen and as a footnote in print."""

import re

import pytest
from made_by_hand import answer, fact

from natria.literature import fact as known_fact
from natria.quantity import Assumed, Chosen, Finding, Fit, Fitted, Measured, Question, ancestry
from natria.report.common.cards import number, provenance, with_footnotes


def test_a_fact_says_paper_place_kind_and_method():
    said = provenance(known_fact("kumar2020:eta-35um"))
    assert said.startswith("kumar2020 (Cell Reports Physical Science, 2020), S11a: measured there")
    assert provenance(fact("a", method="EIS")) == "paper, Fig. 1: measured there, EIS; spread unknown"


def test_an_answer_says_model_limits_and_inputs_by_origin():
    assert provenance(answer(0.1)) == "layered_cell 1, valid: here; rests on 1 assumed number; spread unknown"


def test_inputs_are_counted_to_the_ends_of_the_ancestry(kumar_study):
    found = next(c.answer for c in kumar_study.base.comparisons if c.target.id == "kumar2020:eta-35um")
    ends = [type(f.origin).__name__.lower() for f in ancestry(found) if f is not found]
    said = provenance(found)
    for kind in ("reported", "assumed", "chosen"):
        assert f"{ends.count(kind)} {kind}" in said


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (Assumed("a guess"), "assumed: a guess; spread unknown"),
        (Chosen("the design"), "chosen by the design; spread unknown"),
        (Measured("run.csv", "0" * 64, "cycler"), "own data: run.csv, cycler; spread unknown"),
        (
            Fitted(Fit("layered_cell", 2, (fact("a"),), (), ("x",), (1.0,), None), "x"),
            "fitted with layered_cell 2 to paper:a; rests on 1 reported number; spread unknown",
        ),
    ],
)
def test_other_origins(origin, said):
    assert provenance(Finding(Question("layer_thickness", "x#y"), 1e-6, origin)) == said


def test_what_is_known_of_the_spread():
    assert provenance(fact("a", std=0.01)).endswith("; ± is one standard deviation")
    assert provenance(fact("a", bound="at least")).endswith("; known as a bound")
    assert provenance(fact("a", bound=(0.05, 0.2))).endswith("; known as a range")
    assert provenance(fact("a", std=0.0)) == "paper, Fig. 1: measured there"


def test_a_card_needs_neither_mouse_nor_script():
    html = number(answer(0.1))
    assert html.startswith('<details class="n"><summary title="layered_cell 1')
    assert "<small>layered_cell 1" in html
    assert answer(0.1).id in html


def test_text_of_others_cannot_break_a_card():
    html = number(fact("a", method='"><script>alert(1)</script>'))
    assert "<script" not in html
    assert html.count("<details") == html.count("</details>") == 1


def test_footnotes_are_numbered_and_shared():
    html, notes = with_footnotes(number(fact("a")) + number(answer(0.1)) + number(fact("b")))
    assert re.findall(r'<sup class="note">\[(\d)\]</sup>', html) == ["1", "2", "1"]
    assert notes.count("<li>") == 2
    assert "span" not in notes
    assert with_footnotes("<p>nothing</p>") == ("<p>nothing</p>", "")
