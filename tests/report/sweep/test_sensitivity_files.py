"""Sensitivity of cells: page, tables and JSON, and physics that is known."""

from __future__ import annotations

import json
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from natria import load_case
from natria.explore.sensitivity import SensitivityResult, column_of, sensitivity, sensitivity_plan, sensitivity_table
from natria.explore.sweeps import SweptCells, read_axis, sweep_cells
from natria.quantity import InputError
from natria.report.sweep import print_sweep
from natria.report.sweep.files import sweep_files
from natria.report.sweep.sensitivity import sensitivity_rows
from natria.studies import Studio

PATHS = ("interphase.bpi.thickness", "temperature")


@pytest.fixture(scope="module")
def made() -> tuple[SweptCells, SensitivityResult]:
    design = Studio(load_case("kumar2020")).design("kumar2020/bpi")
    axes = [read_axis("interphase.bpi.thickness=1 um:40 um"), read_axis("temperature=297 K:299 K")]
    plan = sensitivity_plan("morris", axes, 6, 1)
    swept = sweep_cells(design, plan.points, 1)
    return swept, sensitivity(plan, "voltage_mean", column_of(swept, "voltage_mean"))


def test_a_thick_range_matters_more_than_two_kelvin(made: tuple[SweptCells, SensitivityResult]) -> None:
    _, found = made
    assert found.order[0] == 0
    assert found.estimates["mean_size"][0] > 0
    assert found.dropped == 0


def test_table_and_json_hold_the_same_numbers(made: tuple[SweptCells, SensitivityResult]) -> None:
    swept, found = made
    table = sensitivity_table(swept.design.name, swept.origin, found).frame()
    files = sweep_files(swept, "1", found)
    listed = json.loads(files["sweep.json"])["sensitivity"]
    assert listed["unit"] == "V"
    for n, path in enumerate(table["path"]):
        values = [table[name][n] for name in ("mean", "mean_low", "mean_high")]
        np.testing.assert_allclose(listed["value_low_high"]["mean"][path], values)
        assert values[1] <= values[0] <= values[2]
    assert {"tables/sensitivity.parquet", "figures/sweep-sensitivity.png"} <= set(files)


def test_each_number_has_a_row_on_page_and_terminal(made: tuple[SweptCells, SensitivityResult]) -> None:
    swept, found = made
    console = Console(file=StringIO(), width=200)
    print_sweep(swept, console, found)
    page = sweep_files(swept, "1", found)["index.html"].decode()
    assert len(sensitivity_rows(found)) == len(PATHS)
    for path in PATHS:
        assert path in console.file.getvalue()
        assert path in page


def test_a_column_that_no_cell_has_is_refused(made: tuple[SweptCells, SensitivityResult]) -> None:
    with pytest.raises(InputError):
        column_of(made[0], "colour")
