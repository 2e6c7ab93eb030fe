"""Page, files, figures and words of measured material curves: they belong together, whatever the kind."""

from __future__ import annotations

import csv
import importlib.util
import json

import pytest

from natria.lab.synthetic.ordering import make_order, write_order
from natria.report.materials import curve_charts, curves_files, print_curves
from natria.report.materials.wording import KEYS, WORDS, headline, key_numbers, named
from natria.studies import curves_among, measure_curve_files

ORDERED = ("indents", "compaction", "thermogravimetry", "calorimetry", "profile", "xps", "raman", "nmr")
OF_PEAKS = ("xps", "raman", "nmr")


@pytest.fixture(scope="module", params=ORDERED)
def measured(request, tmp_path_factory):
    if request.param in OF_PEAKS and importlib.util.find_spec("lmfit") is None:
        pytest.skip("lmfit (extra peaks) is not installed")
    path = tmp_path_factory.mktemp("page") / f"{request.param}.csv"
    write_order(make_order(request.param, seed=3), path)
    ((kind, files),) = curves_among([path])[0].items()
    return measure_curve_files(files, kind, "sample")


def test_the_files_belong_together(measured):
    files = curves_files(measured, "1.0")
    page = files["index.html"].decode()
    document = json.loads(files["findings.json"])
    assert document["schema"] == "natria.curves/1"
    assert all(name in page for name in files if name != "index.html")
    assert {f"figures/{chart.id}.png" for chart in curve_charts(measured)} <= set(files)
    for table in measured.tables:
        rows = list(csv.DictReader(files[f"tables/{table.id}.csv"].decode().splitlines()))
        assert len(rows) == len(table)


def test_the_page_has_every_remark_and_source(measured):
    page = curves_files(measured, "1.0")["index.html"].decode()
    assert all(curve.sha256 in page for curve in measured.curves)
    assert page.count("<h1>") == 1
    assert "<script src" not in page
    assert "Assumptions and remarks" in page


def test_key_numbers_are_findings_in_the_order_of_their_kind(measured):
    key = key_numbers(measured)
    places = [KEYS[measured.kind].index(f.question.name) for f in key]
    assert key
    assert places == sorted(places)
    assert {f.id for f in key} <= {f.id for f in measured.findings}
    assert len({named(f) for f in key}) >= len({f.question.name for f in key})
    assert WORDS[measured.kind][0].split()[0].lower() in headline(measured).lower()


def test_axes_have_units_and_legends(measured):
    for chart in curve_charts(measured):
        figure = chart.figure()
        axes = figure.axes
        assert axes[-1].get_xlabel()
        assert all(one.get_ylabel() for one in axes)
        assert axes[-1].get_xlabel() == "indent" or "(" in axes[-1].get_xlabel()


def test_the_terminal_shows_the_key_numbers(measured, capsys):
    from rich.console import Console

    print_curves(measured, Console(width=200))
    shown = capsys.readouterr().out
    assert measured.title in shown
    assert all(named(f).split()[0] in shown for f in key_numbers(measured))


def test_a_spectrum_draws_every_peak(measured):
    if measured.kind not in OF_PEAKS:
        pytest.skip("no spectrum")
    (one,) = measured.spectra
    main = curve_charts(measured)[0].figure().axes[0]
    labels = [line.get_label() for line in main.lines]
    assert all(any(label.startswith(peak.name) for label in labels) for peak in one.fit.peaks)
    assert {"readings", "sum"} <= set(labels)
    low, high = main.get_xlim()
    assert (low > high) == (measured.kind != "raman")
