"""Rival values on the page and on the terminal: the contradiction first, then each value with its source."""

import io
import re

import pytest
from rich.console import Console

from natria.report.study.rival_values import (
    contradictions,
    print_rival_values,
    rival_values_section,
    source_of,
)


def test_the_contradiction_names_both_facts_and_the_value_that_would_meet(kumar_study):
    (line,) = contradictions(kumar_study)
    for word in ("zhu2024:napf6-hysteresis", "kumar2020:eta-35um", "397 mV", "180 mV", "1.48 mA/cm^2"):
        assert word in line


def test_the_section_has_a_row_for_each_value(kumar_study):
    html = rival_values_section(kumar_study)
    assert html.count("<tr") == 1 + sum(len(r.answers) for r in kumar_study.rival_values)
    assert html.index("Contradiction") < html.index("<table")


@pytest.mark.parametrize("width", [60, 160])
def test_the_terminal_shows_the_first_model_alone(kumar_study, width):
    out = io.StringIO()
    print_rival_values(kumar_study, Console(file=out, width=width))
    text = re.sub(r"\s+", " ", out.getvalue())
    assert "layered_cell" in text
    assert "by cell" not in text


def test_a_source_is_a_fit_a_fact_or_an_assumption(kumar_study):
    values = {a.run: a.value for r in kumar_study.rival_values for a in r.answers if r.path.startswith("working")}
    assert source_of(values[""]) == "fit to zhu2024:napf6-hysteresis"
    assert source_of(values["exchange current of yuan2025"]) == "yuan2025:i0, assumed there"
