"""Answers at points: page, table, JSON and figures."""

from __future__ import annotations

import io
import json
from io import StringIO

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from natria.design import Case
from natria.explore.answers import AnswersAtPoints, evaluate_answers
from natria.explore.sensitivity import sensitivity, sensitivity_plan
from natria.explore.sweeps import grid, read_axis
from natria.report.sweep.answer_figures import answer_charts
from natria.report.sweep.answers import AnswersPage, answer_files, answer_rows, print_answers
from natria.studies import Studio

THICKNESS, CURRENT = "interphase.bpi.thickness", "protocol.current"


@pytest.fixture(scope="module")
def found(kumar: Case) -> AnswersAtPoints:
    axes = [read_axis(f"{THICKNESS}=1 um:40 um:3"), read_axis(f"{CURRENT}=1 mA/cm^2:100 mA/cm^2:4:log")]
    terms = ["cell_overpotential", "gap_crossing_time", "layer_strain"]
    return evaluate_answers(Studio(kumar).design("kumar2020/bpi"), grid(axes), terms)


def test_table_and_json_hold_the_answers(found: AnswersAtPoints) -> None:
    files = answer_files(AnswersPage(found), "1")
    table = pl.read_parquet(io.BytesIO(files["tables/answers.parquet"]))
    listed = json.loads(files["answers.json"])
    assert len(table) == listed["points"] == 12
    assert set(table.columns) >= {THICKNESS, CURRENT, *found.names}
    for name, one in listed["answers"].items():
        values = table[name].to_numpy()
        assert one["answered"] == np.isfinite(values).sum()
        assert one["lowest"] == pytest.approx(np.nanmin(values))
        assert sum(one["refused"].values()) == 12 - one["answered"]


def test_reasons_that_differ_in_numbers_are_one(found: AnswersAtPoints) -> None:
    listed = json.loads(answer_files(AnswersPage(found), "1")["answers.json"])
    assert len(listed["answers"]["gap_crossing_time"]["refused"]) == 1


def test_each_answer_has_a_figure(found: AnswersAtPoints) -> None:
    charts = answer_charts(found)
    assert len(charts) == len(found.names)
    axes = charts[0].figure().axes[0]
    assert (axes.get_yscale(), axes.get_xscale()) == ("log", "linear")  # as they are spaced
    assert "kumar2020/bpi, as designed" in axes.get_legend_handles_labels()[1]


def test_a_range_over_one_number_is_a_band(kumar: Case) -> None:
    points = grid([read_axis("protocol.areal_capacity=0.1 mAh/cm^2:2 mAh/cm^2:5")])
    found = evaluate_answers(Studio(kumar).design("kumar2020/bpi"), points, ["layer_strain"])
    (chart,) = answer_charts(found)
    assert chart.figure().axes[0].collections


def test_the_sensitivity_of_an_answer_stands_on_page_and_terminal(kumar: Case) -> None:
    axes = [read_axis(f"{THICKNESS}=1 um:40 um"), read_axis(f"{CURRENT}=1 mA/cm^2:2 mA/cm^2")]
    plan = sensitivity_plan("sobol", axes, 64, 1)
    found = evaluate_answers(Studio(kumar).design("kumar2020/bpi"), plan.points, ["cell_overpotential"])
    made = AnswersPage(found, sensitivity(plan, "cell_overpotential", found.column("cell_overpotential"), unit="V"))
    files = answer_files(made, "1")
    assert json.loads(files["answers.json"])["sensitivity"]["of"] == "cell_overpotential"
    assert {"tables/sensitivity.parquet", "figures/sweep-sensitivity.png"} <= set(files)
    console = Console(file=StringIO(), width=200)
    print_answers(made, console)
    assert all(row[1] in console.file.getvalue() for row in answer_rows(found))
