"""Page, figures, tables and sentences of groups: what a reader came for is there, and what is unknown is said."""

import csv
import re
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from group_cells import AT, finding, made_cell

from natria.quantity import show_value
from natria.report.groups import groups_files, groups_pictures, print_groups, sentences
from natria.report.groups.sheets import sheets
from natria.report.groups.wording import contrast_words, main_number, p_value, verdict_of
from natria.studies.groups import CellEvent, compare_cells

ETA, CE = "cell_overpotential", "plating_stripping_efficiency"


def cell(name, eta, life, **more):
    rng = np.random.default_rng(len(name))
    return made_cell(
        name, [(ETA, eta), (CE, 0.99 + eta / 10)], life=life, hysteresis=2 * eta + rng.normal(0, 1e-3, 30), **more
    )


@pytest.fixture(scope="module")
def result():
    bare = [cell(f"b{k}", 0.05 + 0.004 * k, (20.0 + 10 * k, True)) for k in range(3)]
    coated = [cell(f"c{k}", 0.03 + 0.002 * k, (100.0, False)) for k in range(4)]
    groups = {"bare": [c.name for c in bare], "coated": [c.name for c in coated]}
    return compare_cells([*bare, *coated], groups, passed_over={"notes.md": "no file of a cycler"}, failed={"x": "why"})


@pytest.fixture(scope="module")
def page(result):
    return groups_files(result, "1")["index.html"].decode()


def test_the_page_answers_before_anything_else(page, result):
    lead = re.findall(r'<p class="summary">(.*?)</p>', page)
    assert len(lead) == len(list(sentences(result)))
    assert page.index('class="summary"') < page.index("<table")
    assert any("0.6" in said and "95 %" in said and "p = " in said for said in lead)


def test_every_cell_and_every_file_that_was_not_measured_is_on_the_page(page, result):
    assert all(f">{c.name}</" in page or f'<td data-head="file"><div>{c.name}' in page for c in result.cells)
    assert "notes.md" in page
    assert "failed: why" in page


def test_no_word_claims_significance(page, result):
    assert "significan" not in page + " ".join(sentences(result))


def test_the_figures_state_n_and_units(result):
    drawn = {p.id: p for p in groups_pictures(result)}
    assert set(drawn) == {"overlay-symmetric-overpotential", "values-1", "survival-1-cycling_time"}
    assert "n = 3" in drawn["overlay-symmetric-overpotential"].says
    figure = drawn["overlay-symmetric-overpotential"].figure()
    assert "(mV)" in figure.axes[0].get_ylabel()
    survival = drawn["survival-1-cycling_time"].figure()
    assert "(h)" in survival.axes[0].get_xlabel()
    labels = [t.get_text() for t in survival.legends[0].get_texts()]
    assert labels == ["bare (n = 3, 3 failed)", "coated (n = 4, 0 failed)"]


def test_the_survival_figure_shows_the_shares(result):
    figure = next(p for p in groups_pictures(result) if p.id.startswith("survival")).figure()
    bare = figure.axes[0].lines[0]
    assert bare.get_xdata().max() == pytest.approx(40.0)
    assert bare.get_ydata().min() == pytest.approx(0.0)


def test_ratios_are_drawn_where_there_are_several():
    names = (ETA, "hysteresis", "hysteresis_end")
    cells = [
        made_cell(f"{g}{k}", [(n, v + 0.001 * k) for n in names])
        for g, v in (("a", 0.05), ("b", 0.03))
        for k in range(3)
    ]
    made = compare_cells(cells, {g: [f"{g}{k}" for k in range(3)] for g in "ab"})
    (ratios,) = [p for p in groups_pictures(made) if p.id == "ratios"]
    assert len(ratios.figure().axes[0].get_yticks()) == 3


def test_the_tables_are_read_back(result):
    made = {name: list(csv.DictReader(StringIO(content.decode()))) for name, content in sheets(result).items()}
    assert set(made) == {"cells.csv", "numbers.csv", "contrasts.csv", "lives.csv"}
    (bare, coated) = [r for r in made["numbers.csv"] if r["quantity"] == ETA]
    assert (bare["n"], coated["n"], bare["unit"], bare["scale"]) == ("3", "4", "mV", "ln")
    assert float(bare["low_95"]) < float(bare["mean"]) < float(bare["high_95"])
    assert float(bare["arithmetic_mean"]) == pytest.approx(54.0)
    assert len(made["lives.csv"]) == 7
    assert {r["failed"] for r in made["lives.csv"] if r["group"] == "coated"} == {"false"}


def test_a_name_that_is_a_formula_stays_text():
    cells = [made_cell("=1+1", [finding("a", ETA, 0.05)])]
    (row,) = csv.DictReader(StringIO(sheets(compare_cells(cells, {}))["cells.csv"].decode()))
    assert row["cell"] == "'=1+1"


def test_a_page_without_groups_has_the_cells_alone():
    files = groups_files(compare_cells([cell("a", 0.05, (20.0, True))], {}), "1")
    assert "numbers.csv" not in files
    assert "Groups compared" not in files["index.html"].decode()


def test_markup_in_names_is_escaped():
    cells = [made_cell("<b>x</b>", [finding("a", ETA, 0.05)]), made_cell("y", [finding("y", ETA, 0.06)])]
    html = groups_files(compare_cells(cells, {"<i>g</i>": ["<b>x</b>", "y"]}), "1")["index.html"].decode()
    assert "<b>x" not in html
    assert "<i>g" not in html


@pytest.mark.parametrize(
    ("events", "kind", "code"),
    [
        ((CellEvent("soft short", 10.0, 3),), "symmetric", "failed"),
        ((CellEvent("soft short", 10.0, 3, until=20.0),), "symmetric", "passing"),
        ((CellEvent("possible gradual short", 10.0, 3),), "symmetric", "possible"),
        ((CellEvent("test stopped", 10.0, 3),), "symmetric", "none"),
        ((), "half", "not looked for"),
    ],
)
def test_the_verdict_of_a_cell(events, kind, code):
    one = replace(made_cell("a", kind=kind), events=events)
    assert verdict_of(one).code == code


def test_the_main_number_is_that_of_most_cycles():
    blocks = [
        finding("a", ETA, eta, at={**AT, "cycle": cycle}) for eta, cycle in ((0.01, (1.0, 3.0)), (0.02, (4.0, 90.0)))
    ]
    assert show_value(main_number(made_cell("a", blocks), (ETA,))) == "20 mV"


def test_a_difference_of_percentages_is_one_of_points(result):
    (number,) = [n for n in result.numbers if n.question.name == CE]
    assert contrast_words(CE, number.contrasts[0]).endswith("percentage points")


def test_a_small_p_is_not_printed_as_zero():
    assert p_value(3e-9) == "< 0.0001"
    assert p_value(0.0123) == "0.012"


def test_the_terminal_shows_groups_and_lives(result):
    from rich.console import Console

    console = Console(width=160, record=True, file=StringIO())
    print_groups(result, console)
    text = console.export_text()
    assert "coated against bare" in text
    assert "3 of 3" in text
    assert "notes.md" in text
