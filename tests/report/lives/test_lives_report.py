"""Page, figures, tables and text of the analysis of reported lives."""

from __future__ import annotations

import csv
import json
from io import StringIO
from math import inf

import pytest
from rich.console import Console

from natria import load_case
from natria.explore.lives.analysis import LifeAnalysis, analyse_lives
from natria.explore.lives.bounds import physical_bounds
from natria.explore.lives.expected import expected_lives
from natria.literature import library
from natria.report.lives.figures import draw_effects, draw_survival, effects_of, lives_charts
from natria.report.lives.files import DesignLives, full_document, lives_files, print_lives
from natria.report.lives.tabled import bounds_table, tables_of
from natria.report.lives.wording import headline, life_ends, ratio, ratio_ends
from natria.studies import Studio


@pytest.fixture(scope="module")
def made() -> LifeAnalysis:
    return analyse_lives(library(), by="current,layer")


@pytest.fixture(scope="module")
def design(made: LifeAnalysis) -> DesignLives:
    studio = Studio(load_case("kumar2020"))
    system = studio.design("kumar2020/bpi")
    own = tuple(f for f in library().facts.values() if f.question.of == "kumar2020/bpi")
    return DesignLives(
        "kumar2020/bpi", expected_lives([made.bare], system, library()), physical_bounds(studio, system), own
    )


def test_files_hold_page_json_rows_and_figures(made: LifeAnalysis, design: DesignLives) -> None:
    files = lives_files(made, "0", design)
    names = {"index.html", "lives.json", "rows.csv"}
    drawn = {f"figures/lives-{name}.{kind}" for name in ("survival", "effects") for kind in ("svg", "png")}
    assert set(files) == names | drawn
    rows = list(csv.DictReader(StringIO(files["rows.csv"].decode())))
    assert len(rows) == len(made.rows.rows)
    assert sum(row["failed"] == "yes" for row in rows) == made.rows.failures
    document = json.loads(files["lives.json"])
    assert document["system"] == "kumar2020/bpi"
    assert {one["standing"] for one in document["expected"]} == {"conditional, statistical"}
    assert document == json.loads(json.dumps(full_document(made, "0", design)))


def test_every_table_has_as_many_cells_as_heads(made: LifeAnalysis, design: DesignLives) -> None:
    tables = [*tables_of(made), bounds_table(design.bounds, design.reported)]
    assert all(len(row) == len(one.heads) for one in tables for row in one.rows)
    assert {"Survival", "Leave-one-out error", "What these rows cannot tell"} <= {one.title for one in tables}


def test_the_terminal_shows_the_limits_and_the_standing(made: LifeAnalysis, design: DesignLives) -> None:
    out = StringIO()
    print_lives(made, Console(file=out, width=150), design)
    text = out.getvalue()
    for limit in made.limits:
        assert limit.code in text
    assert "conditional, statistical" in text


def test_figures_have_units_and_show_open_ends(made: LifeAnalysis) -> None:
    from matplotlib.figure import Figure

    axes = Figure().add_subplot()
    draw_survival(axes, made)
    assert axes.get_xlabel() == "cycling time (h)"
    assert len(axes.get_legend_handles_labels()[1]) == len(made.classes)
    other = Figure().add_subplot()
    told = effects_of(made)
    draw_effects(other, told)
    assert len(other.get_yticks()) == len(told)
    assert ">" in {line.get_marker() for line in other.lines}
    assert len(lives_charts(made)) == 2


def test_ratios_and_ends_are_short() -> None:
    assert ratio(123.4) == "x 120"
    assert ratio(inf) == "no end"
    assert ratio_ends((0.0, inf)) == "not told"
    assert ratio_ends((15.8, inf)) == "above 16"
    assert ratio_ends((0.0, 0.26)) == "below 0.26"
    assert ratio_ends((0.394, 10.1)) == "0.39 to 10"
    assert life_ends((3600.0, 7200.0 * 1000), "cycling_time") == "1 to 2000 h"


def test_the_sentence_counts_failures_and_papers(made: LifeAnalysis) -> None:
    assert headline(made).startswith("4 of 47 reported cells failed, in 3 of 29 papers")
