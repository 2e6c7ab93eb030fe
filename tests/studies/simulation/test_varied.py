"""A cell with several values of one number: each is a run of its own, and the table holds their first cycles."""

from __future__ import annotations

import numpy as np
import pytest

from natria.design import load_case
from natria.quantity import InputError
from natria.report.simulation.varied import varied_charts, varied_files, varied_rows
from natria.studies.simulation.plan import plan
from natria.studies.simulation.resume import simulate_design
from natria.studies.simulation.varied import read_varied, varied_document, varied_plans, vary

SYSTEM, PATH = "lu2026/sfc-na/nvp", "protocol.rate"
FREE = {"given": {}, "cycles": None, "samples": 20}


@pytest.fixture(scope="module")
def case():
    return load_case("lu2026")


@pytest.fixture(scope="module")
def varied(case):
    path, values = read_varied("protocol.rate=0.5C, 2C, 5C")
    return vary(path, values, varied_plans(case, SYSTEM, path, values, **FREE))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("protocol.rate=0.1C, 1C", ("protocol.rate", ("0.1C", "1C"))),
        ("protocol.steps=['a, b']; ['c']", ("protocol.steps", ("['a, b']", "['c']"))),
    ],
)
def test_values_are_separated_by_commas_or_semicolons(text, found):
    assert read_varied(text) == found


@pytest.mark.parametrize("text", ["protocol.rate", "protocol.rate=1C", "protocol.rate=1C, 1C", "=1C, 2C", "a=1,,2"])
def test_what_is_no_list_of_different_values_is_refused(text):
    with pytest.raises(InputError):
        read_varied(text)


def test_what_is_varied_is_not_set_as_well(case):
    with pytest.raises(InputError, match="also set"):
        varied_plans(case, SYSTEM, PATH, ("1C", "2C"), given={PATH: "1C"}, cycles=None, samples=None)


def test_a_row_is_what_a_single_run_gives(case, varied):
    alone = simulate_design(plan(case, SYSTEM, given={PATH: "2C"}, cycles=2, samples=20))
    halves = alone.measurement.halves
    charge, discharge = halves.charge[:2] / alone.prepared.cell.area
    assert varied.table.columns["charge_capacity"].numbers[1] == pytest.approx(charge, rel=1e-12)
    assert varied.table.columns["discharge_capacity"].numbers[1] == pytest.approx(discharge, rel=1e-12)
    energy = varied.table.columns["discharge_energy"].numbers
    volts = varied.table.columns["average_discharge_voltage"].numbers
    assert energy[1] == pytest.approx(volts[1] * discharge, rel=1e-9)


def test_the_charge_at_5c_is_at_its_limit_from_the_start(varied):
    assert varied.table.columns["rate"].numbers * 3600 == pytest.approx([0.5, 2, 5])
    assert (
        varied.table.columns["charge_capacity"].numbers[2] < 1e-3 * varied.table.columns["charge_capacity"].numbers[0]
    )
    assert varied.table.columns["ended"].values[:2] == ("", "")
    assert varied.table.columns["ended"].values[2]
    assert [row[0] for row in varied_rows(varied)] == ["0.5C", "2C", "5C"]


def test_the_document_has_a_row_for_each_value_and_no_nan(varied):
    document = varied_document(varied, "1")
    assert (document["schema"], document["path"], len(document["rows"])) == ("natria.varied/1", PATH, 3)
    assert set(document["columns"]) == set(document["rows"][0])
    assert not any(isinstance(x, float) and np.isnan(x) for row in document["rows"] for x in row.values())


def test_figures_have_units_and_an_entry_for_each_value(varied):
    charts = {chart.id: chart.figure() for chart in varied_charts(varied)}
    assert set(charts) == {"voltage-capacity", "capacity-varied", "dq-dv-varied"}
    for figure in charts.values():
        assert figure.axes[0].get_xlabel().endswith(")")
        assert figure.axes[0].get_ylabel().endswith(")")
    assert [t.get_text() for t in charts["voltage-capacity"].legends[0].get_texts()][:2] == ["0.5C", "2C"]
    assert [t.get_text() for t in charts["capacity-varied"].legends[0].get_texts()] == ["charge", "discharge"]


def test_the_folder_has_page_table_and_a_recording_for_each_value(varied, monkeypatch):
    monkeypatch.setattr("natria.report.simulation.varied.varied_charts", lambda _: [])
    files = varied_files(varied, "1")
    assert {"index.html", "varied.json", "tables/varied.parquet"} <= set(files)
    assert sum(name.startswith("recordings/") for name in files) == 3


def test_what_is_no_number_is_varied_too(case):
    steps = "protocol.steps=" + "; ".join(
        f'["charge {rate} to 3.6 V", "discharge 0.5C to 2.5 V", "repeat 2"]' for rate in ("0.5C", "2C")
    )
    path, values = read_varied(steps)
    found = vary(path, values, varied_plans(case, SYSTEM, path, values, **FREE))
    assert found.swept is None
    assert found.table.columns["steps"].is_text
    at = found.table.columns["charge_capacity"].numbers
    assert at[1] < at[0]
