"""A plot that is saved is the one that is shown: its window, its series, its numbers in every format."""

import csv
import io

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.report.described import (
    DescribedPlot,
    ShownPart,
    plain,
    plot_files,
    read_plot,
    sheet_of_numbers,
    sheet_of_plot,
    shown_plot,
    workbook_of,
)
from natria.report.described.drawn import plot_figure
from natria.report.described.plot import DescribedPanel, PlotAxis, PlotMark, PlotSeries, SeriesStyle, StoredPoints

STYLE = SeriesStyle("#0b5fa5")
X = np.arange(10.0)


def plot_of(*series, marks=(), **more):
    panel = DescribedPanel(PlotAxis("time", "h"), PlotAxis("voltage", "mV"), series, tuple(marks), **more)
    return DescribedPlot("a", "A figure", "says", (panel,))


def nothing(_stored, _x):
    raise AssertionError("no series is stored")


@given(st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=20))
def test_a_plot_is_read_back_from_its_json(values):
    y = np.array(values)
    near = PlotMark("x", 1.0, 2.0, "short", "#ff0000", "--", (0.5, 2.5))
    made = plot_of(PlotSeries("one", STYLE, np.arange(len(y), dtype=float), y, y, y), marks=[near], equal=True)
    again = read_plot(plain(made))
    assert plain(again) == plain(made)
    assert again.panels[0].marks == made.panels[0].marks


def test_only_the_window_and_what_is_switched_on_is_left():
    made = plot_of(
        PlotSeries("one", STYLE, X, X**2),
        PlotSeries("two", STYLE, X, X),
        marks=[PlotMark("x", 3, None, "m", "#ff0000")],
    )
    part = shown_plot(made, ShownPart((2.0, 4.5), [(0.0, 10.0)], {"two", "m"}), nothing)
    (panel,) = part.panels
    (series,) = panel.series
    assert series.x.tolist() == [2.0, 3.0, 4.0]
    assert (panel.x.low, panel.x.high, panel.y.low, panel.y.high) == (2.0, 4.5, 0.0, 10.0)
    assert panel.marks == ()
    axes = plot_figure(part).axes[0]
    assert axes.get_xlim() == (2.0, 4.5)
    assert axes.get_ylim() == (0.0, 10.0)
    assert axes.lines[0].get_ydata().tolist() == [4.0, 9.0, 16.0]


def test_stored_points_are_loaded_for_the_window():
    asked = []

    def load(stored, x):
        asked.append((stored.x, x))
        return X, -X

    made = plot_of(PlotSeries("one", STYLE, stored=StoredPoints("t", "v", 10)))
    part = shown_plot(made, ShownPart((1.0, 3.0)), load)
    assert asked == [("t", (1.0, 3.0))]
    assert part.panels[0].series[0].y.tolist() == [-1.0, -2.0, -3.0]


def test_csv_and_excel_have_the_plotted_numbers_with_units(tmp_path):
    y = np.where(X == 5, np.nan, np.sin(X))
    made = plot_of(PlotSeries("=one", STYLE, X, y, y - 1, y + 1), PlotSeries("two", STYLE, X[:4], X[:4]))
    sheet = sheet_of_plot(made)
    heads, *rows = csv.reader(io.StringIO(sheet.csv.decode()))
    assert heads[0] == "'=one: time (h)"
    assert heads[3] == "'=one: high voltage (mV)"
    read = [float(row[1]) if row[1] else np.nan for row in rows]
    assert np.array_equal(read, y, equal_nan=True)
    assert [row[-1] for row in rows[4:]] == [""] * 6
    (tmp_path / "a.xlsx").write_bytes(workbook_of([sheet, sheet], "t"))
    frame = pl.read_excel(tmp_path / "a.xlsx", sheet_id=1)
    assert frame.columns[0] == "=one: time (h)"
    assert np.allclose(frame["=one: voltage (mV)"].to_numpy(), y, equal_nan=True)
    assert len(pl.read_excel(tmp_path / "a.xlsx", sheet_id=0)) == 2


def test_numbers_keep_their_columns():
    row = dict.fromkeys(("quantity", "shown", "unit", "conditions", "verdict", "why", "method", "id"), "words")
    sheet = sheet_of_numbers([{**row, "value": 1.5, "spread": None}])
    assert sheet.rows[0][:3] == ("words", 1.5, None)
    assert len(sheet.heads) == len(sheet.rows[0])


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_plot_is_drawn_as_svg_and_png(scale):
    band = PlotSeries("area", SeriesStyle("#ff0000", "", opacity=0.2), X, np.full(10, np.nan), X, X + 1)
    bars = PlotSeries("bars", SeriesStyle("#0b5fa5", "-", marker="o", filled=False), X + 1, X + 1, X, X + 2)
    panel = DescribedPanel(
        PlotAxis("f", "Hz", scale), PlotAxis("z", "Ω"), (band, bars), (PlotMark("y", 1, 2, "m", "#00ff00"),)
    )
    svg, png = plot_files(DescribedPlot("a", "A", "says", (panel, panel), wide=True))
    assert svg.startswith(b"<?xml")
    assert b"</svg>" in svg
    assert png.startswith(b"\x89PNG")
