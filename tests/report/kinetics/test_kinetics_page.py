"""The page and the files of measured kinetics."""

from __future__ import annotations

import csv
import json

import pytest

from natria.lab.synthetic.kinetics import bruce_vincent, tafel_sweep, voltammetry
from natria.report.kinetics import kinetics_charts, kinetics_files
from natria.report.kinetics.wording import headline, key_numbers, recognised
from natria.studies import Given, measure_kinetics_recordings


@pytest.fixture(scope="module")
def swept():
    return measure_kinetics_recordings([tafel_sweep(3).recording], given=Given(area="1 cm^2"))


def test_the_files_belong_together(swept):
    files = kinetics_files(swept, "1.0")
    page = files["index.html"].decode()
    assert all(name in page for name in files if name != "index.html")
    assert json.loads(files["findings.json"])["schema"] == "natria.kinetics/1"
    rows = list(csv.DictReader(files["kinetics.csv"].decode().splitlines()))
    assert len(rows) == len(swept.inputs[0].recording)
    last = rows[-1]
    assert float(last["fit [A]"]) == pytest.approx(float(last["current [A]"]), rel=0.05)
    table = list(csv.DictReader(files["tables/exchange_currents.csv"].decode().splitlines()))
    assert float(table[0]["exchange current [A/m^2]"]) == swept.tafel[0].result.fit.state.exchange_current
    assert table[0]["decades [1]"] == ""


def test_the_page_says_what_was_recognised(swept):
    page = kinetics_files(swept, "1.0")["index.html"].decode()
    (line,) = recognised(swept)
    assert "Tafel sweep" in line
    assert line.split(":")[0] in page
    names = [f.question.name for f in key_numbers(swept)]
    assert names[0] == "exchange_current_density"
    assert names.count("exchange_current_density") == 1


def test_without_an_area_the_headline_has_the_current_of_the_electrode():
    m = measure_kinetics_recordings([tafel_sweep(3).recording])
    assert "mA" in headline(m)
    assert not [f for f in m.findings if f.question.name == "exchange_current_density"]


def test_each_technique_has_its_charts(swept):
    scans = measure_kinetics_recordings([voltammetry(1).recording])
    steps = measure_kinetics_recordings([bruce_vincent(1).recording])
    named = [[chart.id for chart in kinetics_charts(m)] for m in (swept, scans, steps)]
    assert named[0] == ["tafel"]
    assert {"normalised", "voltammogram", "exponents", "shares"} <= set(named[1])
    assert named[2] == ["decay"]
    figure = kinetics_charts(scans)[0].figure()
    (axes,) = figure.axes
    assert len(axes.lines) >= 2 * len(scans.scans)
    assert axes.get_legend() is None
