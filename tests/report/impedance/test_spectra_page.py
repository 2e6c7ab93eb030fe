"""The page, the files and the figures of measured spectra."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from two_arcs import FREQUENCY, SLOW, impedance, write

from natria.lab.files.impedance import read_spectra
from natria.lab.impedance.measurement import measure_spectra
from natria.lab.specimen import Specimen
from natria.quantity import load
from natria.report.impedance import impedance_charts, spectra_files

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("series")
    slow = [SLOW[0] * factor for factor in (1.0, 1.5, 2.0)]
    files = [write(folder / f"cell_{k}h.csv", impedance(slow=r, seed=k)) for k, r in enumerate(slow)]
    return measure_spectra([read_spectra(f) for f in files], Specimen("cell"), circuit=CIRCUIT)


def test_the_files_belong_together(measured):
    files = spectra_files(measured, "1.0")
    page = files["index.html"].decode()
    assert all(name in page for name in files if name != "index.html")
    document = json.loads(files["findings.json"])
    assert document["schema"] == "natria.spectra/1"
    assert [one["fit"]["circuit"] for one in document["spectra"]] == [CIRCUIT] * 3
    assert set(load(document, "a test")) == {f.id for f in measured.findings}
    rows = list(csv.reader(files["spectra.csv"].decode().splitlines()))
    assert len(rows) == 1 + 3 * len(FREQUENCY)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert float(row["fit real [ohm]"]) == pytest.approx(float(row["real [ohm]"]), rel=0.05)


def test_a_nyquist_plot_has_equal_axes_and_readings_with_their_fit(measured):
    charts = {chart.id: chart for chart in impedance_charts(measured)}
    assert next(iter(charts)) == "nyquist"
    assert {"bode", "relaxation", "residuals", "kramers-kronig", "series"} <= set(charts)
    assert "arrhenius" not in charts
    (axes,) = charts["nyquist"].figure().axes
    assert axes.get_aspect() == 1.0
    assert len(axes.lines) == 6
    points = axes.lines[0].get_xydata()
    z = measured.spectra[0].spectrum.impedance
    assert points[:, 0] == pytest.approx(z.real)
    assert points[:, 1] == pytest.approx(-z.imag)


def test_a_course_over_time_is_drawn_in_hours(measured):
    chart = next(c for c in impedance_charts(measured) if c.id == "series")
    (axes,) = chart.figure().axes
    assert "time (h)" in axes.get_xlabel()
    assert axes.lines[0].get_xdata()[-1] == pytest.approx(2.0)


def test_an_arrhenius_plot_has_the_law_of_vft_where_the_points_tell_it_apart(tmp_path):
    kelvins = np.linspace(253.15, 343.15, 10)
    fulcher = np.exp(8e3 / 8.314462618 * (1 / (kelvins - 200.0) - 1 / (298.15 - 200.0)))  # T0 of 200 K
    files = [
        write(tmp_path / f"cell_{k:.2f}K.csv", impedance(slow=SLOW[0] * factor, seed=seed))
        for seed, (k, factor) in enumerate(zip(kelvins, fulcher, strict=True))
    ]
    m = measure_spectra([read_spectra(f) for f in files], Specimen("cell"), circuit=CIRCUIT)
    told = [law is not None and law.is_told_from_arrhenius for law in m.series.vft]
    assert dict(zip(m.series.names, told, strict=True))["arc 2"]
    (axes,) = next(c for c in impedance_charts(m) if c.id == "arrhenius").figure().axes
    dashed = [line for line in axes.lines if line.get_linestyle() == "--"]
    assert len(dashed) == sum(told)
    curve = dashed[-1].get_xydata()
    column = m.series.resistance[:, m.series.names.index("arc 2")]
    at = np.interp(1e3 / kelvins[::-1], curve[::-1, 0], np.log(curve[::-1, 1]))[::-1]
    assert at == pytest.approx(np.log(column), abs=0.1)


def test_a_recording_beside_the_spectra_is_not_passed_over_in_silence(measured):
    from dataclasses import replace

    from natria.lab.results import Remark
    from natria.report.impedance.wording import sentences

    beside = replace(measured, remarks=(Remark("recording-beside", "cell.mpt: a recording"),))
    assert len(sentences(beside)) == len(sentences(replace(measured, remarks=()))) + 1


def test_many_remarks_of_one_kind_are_folded_behind_the_first(measured):
    from dataclasses import replace

    from natria.lab.results import Remark

    many = replace(measured, remarks=tuple(Remark("outliers", f"spectrum {k}: a point") for k in range(6)))
    page = spectra_files(many, "1.0")["index.html"].decode()
    before, _, folded = page.partition("5 more remarks")
    assert "spectrum 0: a point" in before
    assert "spectrum 5: a point" not in before
    assert "spectrum 5: a point" in folded


def test_a_file_without_results_and_the_folder_are_on_the_page(measured):
    from dataclasses import replace

    page = spectra_files(replace(measured, folder="growth", failed={"a.csv": "is empty"}), "1.0", "../index.html")
    text = page["index.html"].decode()
    assert "<h1>growth</h1>" in text
    assert "a.csv: failed: is empty" in text
    assert 'href="../index.html"' in text


def test_the_residuals_of_the_worst_spectrum_stand_out(measured):
    charts = {chart.id: chart for chart in impedance_charts(measured)}
    for name in ("residuals", "kramers-kronig"):
        (axes,) = charts[name].figure().axes
        labels = axes.get_legend_handles_labels()[1]
        assert len(labels) == 3  # real and imaginary part of one, and the others
        assert sum(len(line.get_xdata()) > len(FREQUENCY) for line in axes.lines) == 2


def test_a_temperature_is_shown_in_both_units():
    from natria.quantity import Chosen, Finding, Question
    from natria.report.impedance.wording import conditions_of

    one = Finding(Question("arc_resistance", "cell", {"temperature": 298.15, "peak": 1.0}), 5.0, Chosen("a test"), 0.1)
    assert "298.15 K (25 degC)" in conditions_of(one)
    assert "peak" not in conditions_of(one)
