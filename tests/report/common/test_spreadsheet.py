"""Facts as a table: numbers stay numbers, words stay words, and nothing is lost."""

import csv
import io

import polars as pl
import pytest

from natria.literature import library, read_paper
from natria.literature.library import Library
from natria.quantity import Reported, term
from natria.report.common.spreadsheet import FIRST, LAST, facts_csv

ROW = {"id": "x", "of": "a2020/cell", "name": "cell_overpotential", "unit": "mV", "kind": "measured", "where": "Fig. 1"}


def table(*facts, **more):
    """The rows of the CSV of some facts, as text."""
    source = {"key": "a2020", "title": "A", "year": 2020, "doi": "10.1/x"}
    rows = [ROW | {"id": f"x{n}"} | fact for n, fact in enumerate(facts)]
    paper = read_paper({"source": source, "fact": rows, **more}, "a2020.toml")
    here = Library({"a2020": paper})
    return list(csv.DictReader(io.StringIO(facts_csv(list(here.facts.values()), here))))


def cells(row, *names):
    return tuple(row[name] for name in names)


LIMITS = ("bound", "value", "low", "high")


@pytest.mark.parametrize(
    ("fact", "written", "inside"),
    [
        ({"value": 50}, ("", "50", "50", "50"), ("0.05", "0.05", "0.05")),
        ({"value": 50, "bound": "over"}, ("over", "50", "50", ""), ("0.05", "0.05", "")),
        ({"value": 50, "bound": "at most"}, ("at most", "50", "", "50"), ("0.05", "", "0.05")),
        ({"range": [13.3, 19.5]}, ("range", "", "13.3", "19.5"), ("", "0.0133", "0.0195")),
        ({"value": 0.3}, ("", "0.3", "0.3", "0.3"), ("0.0003", "0.0003", "0.0003")),
    ],
)
def test_a_value_stands_as_written_and_in_si_with_its_limits(fact, written, inside):
    (row,) = table(fact)
    assert cells(row, *LIMITS) == written
    assert cells(row, "si_value", "si_low", "si_high") == inside
    assert cells(row, "unit", "si_unit") == ("mV", "V")


def test_a_spread_is_a_difference_also_of_a_temperature():
    (row,) = table({"name": "temperature", "value": 25, "unit": "degC", "pm": 2})
    assert cells(row, "value", "spread", "si_value", "si_spread") == ("25", "2", "298.15", "2")


def test_conditions_have_columns_of_numbers_and_one_of_words():
    rows = table(
        {"value": 1, "at": {"current": "100 uA/cm^2", "cycle": "1 to 500"}},
        {"value": 1, "at": {"cycle": "7"}},
    )
    assert cells(rows[0], "at current [mA/cm^2]", "at cycle [cycle]", "at cycle, to [cycle]") == ("0.1", "1", "500")
    assert cells(rows[1], "at current [mA/cm^2]", "at cycle [cycle]", "at cycle, to [cycle]") == ("", "7", "")
    assert rows[0]["conditions"] == "current 0.1 mA/cm^2, cycle 1 to 500"
    assert not [head for head in rows[0] if "temperature" in head or "current, to" in head]


def test_text_with_commas_quotes_and_lines_stays_in_its_cell():
    text = 'Fig. 1, "left"\nand right; µ'
    (row,) = table({"value": 1, "where": text})
    assert row["where"] == text


def test_what_the_system_says_stands_in_every_row_about_it_or_in_it():
    system = {"a2020/cell": {"says": "a cell", "class": "hybrid", "cell": "Na|Na", "phases": ["NaF", "PVDF"]}}
    for row in table({"value": 1}, {"value": 1, "of": "NaF in a2020/cell#layer"}, system=system):
        assert cells(row, "class", "cell", "phases") == ("hybrid", "Na|Na", "NaF; PVDF")


def test_the_table_of_all_facts_has_a_row_each_and_one_kind_a_column():
    found = list(library().facts.values())
    text = facts_csv(found, library())
    frame = pl.read_csv(io.StringIO(text), infer_schema_length=None)
    assert frame["fact"].to_list() == [one.id for one in found]
    assert frame.columns[: len(FIRST)] == list(FIRST)
    assert frame.columns[-len(LAST) :] == list(LAST)
    numbers = [head for head in frame.columns if head.startswith(("at ", "si_"))]
    numbers = [head for head in numbers if head != "si_unit"] + ["value", "low", "high"]
    assert {frame[head].dtype for head in numbers} <= {pl.Float64, pl.Int64}
    for row, one in zip(frame.iter_rows(named=True), found, strict=True):
        assert isinstance(one.origin, Reported)
        assert row["si_unit"] == term(one.question.name).unit
        if not isinstance(one.bound, tuple):
            assert row["si_value"] == pytest.approx(one.value, rel=1e-11)


def test_no_facts_are_a_table_of_heads():
    assert facts_csv([], library()) == ",".join((*FIRST, *LAST)) + "\n"
