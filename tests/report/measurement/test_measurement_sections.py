"""Sections of the page of a measurement: efficiencies keep their digits, labels name the quantity and the method."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from natria.lab import Specimen, measure
from natria.lab.synthetic import HalfTest, ReservoirTest, half_cell, reservoir_cell
from natria.quantity import Question, term
from natria.report.common.labels import EVENTS, TERMS, event_label, label
from natria.report.measurement import print_recording
from natria.report.measurement.sections import shown_table


@pytest.fixture(scope="module")
def half():
    test = HalfTest(cycles=6, efficiency=0.9996, first_efficiency=0.9996, samples=40)
    return measure(half_cell(1, test=test).recording, Specimen("a cell"))


def test_a_table_shows_efficiencies_in_percent_with_two_decimals_or_more(half):
    html = shown_table(half.table("efficiency"))
    assert "efficiency (%)" in html
    shown = re.findall(r'data-head="efficiency \(%\)"[^>]*><div>([^<]*)</div>', html)
    assert shown
    assert all(re.fullmatch(r"\d+\.\d{2,}", text) for text in shown)
    assert "100" not in shown


def test_the_terminal_does_not_round_an_efficiency_to_100():
    test = ReservoirTest(efficiency=0.9996, samples=40)
    m = measure(reservoir_cell(1, test=test).recording, Specimen("a cell"))
    out = io.StringIO()
    print_recording(m, Console(file=out, width=160))
    assert "99.96" in out.getvalue()
    assert label(Question("aurbach_efficiency", "a cell")) in out.getvalue()


def test_labels_are_of_terms_that_exist_and_all_differ():
    assert all(term(name).name == name for name in TERMS)
    assert len(set(TERMS.values())) == len(TERMS)


def test_a_quantity_without_a_label_is_named_by_its_id():
    assert label(Question("cell_overpotential", "a/b")) == "cell overpotential"
    assert label(Question("area_resistance", "a/b#separator")) == "area resistance of separator"


def test_an_event_without_a_label_keeps_its_name():
    assert event_label("soft short") == "soft short"
    assert event_label("test stopped") == EVENTS["test stopped"]
