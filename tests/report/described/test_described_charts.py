"""Charts as data: what is read back from axes is what was drawn into them."""

import json

import numpy as np
import pytest

from natria.lab import measure
from natria.lab.synthetic import Short, SymmetricTest, symmetric_cell
from natria.report.common.chart import Chart, ChartPanel
from natria.report.common.picture import Picture, files_of, mark_bound, mark_span, new_figure
from natria.report.described import described_charts, described_readings, plain
from natria.report.described.artists import read_axes, refers_to, written
from natria.report.measurement import measurement_charts

X = np.array([1.0, 2.0, 4.0])


def read(draw, **more):
    plots = list(described_charts([Chart("a", "A", "says", (ChartPanel(draw),), **more)]))
    return plots[0] if plots else None


def panel(draw):
    plot, svg = read(draw)
    assert svg is None
    return plot.panels[0]


def test_lines_come_back_with_their_data_names_and_style():
    def draw(axes):
        axes.plot(X, X**2, "--", color="#0b5fa5", linewidth=2, label="square")
        axes.plot(X, -X, "s", color="red", markerfacecolor="none", label="_hidden")
        axes.set_xlabel("time (h)")
        axes.set_ylabel(r"$-Z''$ (Ω cm²)")
        axes.set_xscale("log")
        axes.set_ylim(0, 5)

    found = panel(draw)
    line, points = found.series
    assert (line.name, line.style.colour, line.style.line, line.style.width) == ("square", "#0b5fa5", "--", 2)
    assert (points.name, points.style.line, points.style.marker, points.style.filled) == ("", "", "s", False)
    assert line.x.tolist() == X.tolist()
    assert line.y.tolist() == (X**2).tolist()
    assert (found.x.label, found.x.unit, found.x.scale, found.x.low) == ("time", "h", "log", None)
    assert (found.y.label, found.y.unit, found.y.low, found.y.high) == ("-Z''", "Ω cm²", 0, 5)


def test_marks_and_bands_are_at_their_place():
    def draw(axes):
        axes.plot(X, X)
        axes.axvline(2.5, color="#d1495b", linestyle=":", label="soft short")
        axes.axhline(0)
        axes.axvspan(1, 3, color="#d1495b", alpha=0.1)

    vertical, level, band = panel(draw).marks
    assert (vertical.axis, vertical.at, vertical.until, vertical.name, vertical.line) == (
        *("x", 2.5, None, "soft short", ":"),
    )
    assert (level.axis, level.at) == ("y", 0)
    assert (band.axis, band.at, band.until) == ("x", 1, 3)


def test_error_bars_and_filled_areas_have_both_ends():
    def draw(axes):
        axes.errorbar(X, X, yerr=[X / 10, X / 5], fmt="o", label="arc 1")
        axes.fill_between(X, X - 1, X + 1, alpha=0.2)

    bars, area = panel(draw).series
    assert bars.name == "arc 1"
    assert bars.low == pytest.approx(0.9 * X)
    assert bars.high == pytest.approx(1.2 * X)
    assert area.low == pytest.approx(X - 1)
    assert area.high == pytest.approx(X + 1)


def test_what_is_no_curve_becomes_a_picture():
    plot, svg = read(lambda axes: axes.imshow(np.eye(3)))
    assert (plot.panels, plot.picture) == ((), "a.svg")
    assert b"<svg" in svg.svg


def test_charts_of_the_readings_are_left_out():
    assert read(lambda axes: axes.plot(X, X), of_readings=True) is None


def test_markup_of_labels_is_written_out():
    assert written(r"$\gamma(\ln \tau)$") == "γ(ln τ)"  # noqa: RUF001
    assert written("two\nlines") == "two lines"


def test_every_chart_of_a_measurement_is_strict_json():
    test = SymmetricTest(half_cycles=40)
    m = measure(symmetric_cell(7, test=test, shorts=(Short(30.3, drop=0.3),)).recording)
    plots = [plot for plot, _ in described_charts(measurement_charts(m))]
    assert len(plots) >= 3
    json.dumps(plain(tuple(plots)), allow_nan=False)
    readings = described_readings(m.recording, m.events, 1e-4)
    assert readings.panels[1].y.unit == "mA/cm²"
    current = readings.panels[1].series[0].stored
    assert m.recording.columns[current.y].max() * current.per_y == pytest.approx(1.0, rel=0.01)


def test_axes_without_anything_are_a_panel_without_series():
    from matplotlib.figure import Figure

    assert read_axes(Figure().subplots()).series == ()


def test_points_know_the_findings_that_they_show_and_texts_stand_beside_them():
    def draw(axes):
        axes.plot([1.0], [2.0], "o", label=refers_to(("a:b", "a:c")), markerfacecolor="none")
        axes.plot([], [], "s", label="bare")
        axes.annotate("NaF", (1.0, 2.0), xytext=(-6, 5), textcoords="offset points", ha="right")
        axes.annotate("fitted", (0.99, 0.02), xycoords="axes fraction")

    found = panel(draw)
    point, key = found.series
    assert (point.name, point.refs, point.style.filled) == ("", ("a:b", "a:c"), False)
    assert (key.name, key.refs, len(key.x)) == ("bare", (), 0)
    (label,) = found.labels
    assert (label.x, label.y, label.text, label.left) == (1.0, 2.0, "NaF", True)
    assert found.notes == ("fitted",)


def test_bounds_are_arrows_and_bars_alone_are_lines_between_their_ends():
    def draw(axes):
        mark_bound(axes, (1.0, 2.0), True, "#0b5fa5")
        mark_bound(axes, (1.0, 2.0), False, "#0b5fa5", sideways=True)
        mark_span(axes, (1.0, 2.0), (1.5, 3.0), "#d1495b")
        mark_span(axes, (1.0, 2.0), (0.5, 4.0), "#d1495b", sideways=True)

    found = panel(draw).series
    assert [one.style.marker for one in found if one.style.marker in {"up", "down", "left", "right"}] == ["up", "left"]
    bars = [(one.x.tolist(), one.y.tolist()) for one in found if one.style.line]
    assert bars == [([1.0, 1.0], [1.5, 3.0]), ([0.5, 4.0], [2.0, 2.0])]
    ends = [one.style.colour for one in found if one.style.marker in {"_", "|"}]
    assert set(ends) == {"#d1495b"}


def test_an_axis_of_names_has_them_and_a_turned_axis_says_so():
    def draw(axes):
        axes.plot([1, 2], [0, 1], "o")
        axes.set_yticks([0, 1], ["eta-3um", "eta-35um"])
        axes.set_ylim(1.6, -0.6)
        axes.axvline(1.5, 0, 0.02)
        axes.set_xscale("log")
        axes.set_xticks([1, 2])

    found = panel(draw)
    assert found.y.ticks == ((0.0, "eta-3um"), (1.0, "eta-35um"))
    assert (found.y.low, found.y.high, found.y.reversed) == (-0.6, 1.6, True)
    assert found.x.ticks == ()
    assert found.marks[0].ends == (0.0, 0.02)


def test_a_picture_of_curves_becomes_a_plot_and_one_of_bars_stays_a_picture():
    def drawn(draw, name):
        def figure():
            made, axes = new_figure()
            draw(axes)
            return made

        return Picture(name, "A", "says", *files_of(figure))

    curves, bars = described_charts(
        [drawn(lambda axes: axes.plot(X, X), "curves"), drawn(lambda axes: axes.bar(X, X), "bars")]
    )
    assert curves[1] is None
    assert curves[0].panels[0].series[0].x.tolist() == X.tolist()
    assert curves[0].height > 0
    assert (bars[0].panels, bars[0].picture) == ((), "bars.svg")
    assert bars[1].svg.startswith(b"<?xml")
