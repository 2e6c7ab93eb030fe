"""No cell of a CSV is evaluated by a spreadsheet program, and no number is quoted."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.literature import read_paper
from natria.literature.library import Library
from natria.report.common.cells import FORMULA, csv_of_rows, safe_text
from natria.report.common.spreadsheet import facts_csv


@given(st.text(max_size=30))
def test_no_text_begins_like_a_formula(text):
    safe = safe_text(text)
    assert safe.endswith(text)
    try:
        float(text)
    except ValueError:
        assert not safe.lstrip(" \n\x00").startswith(FORMULA)


@pytest.mark.parametrize("text", ["-0.5", "+3", "1e-3", "NaOH", "0.25 / 0.75", ""])
def test_numbers_and_plain_words_stay(text):
    assert safe_text(text) == text


@pytest.mark.parametrize("attack", ['=HYPERLINK("http://x")', "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", " =1+1"])
def test_the_facts_of_a_paper_carry_no_formula(attack):
    fact = {"id": "x0", "of": "a2020/cell", "name": "cell_overpotential", "unit": "mV", "kind": "measured"}
    paper = {"source": {"key": "a2020", "title": "A", "year": 2020}, "fact": [fact | {"value": 50, "where": attack}]}
    here = Library({"a2020": read_paper(paper, "a2020.toml")})
    (row,) = csv.DictReader(io.StringIO(facts_csv(list(here.facts.values()), here)))
    assert row["where"].startswith("'")
    assert row["value"] == "50"


def test_rows_read_back_and_nothing_is_a_formula():
    text = csv_of_rows(["name", "value"], [("=1+1", 0.1 + 0.2), ("-3.5", None), ("plain, text", 2)]).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [["name", "value"], ["'=1+1", "0.3"], ["-3.5", ""], ["plain, text", "2"]]
