"""Figures of a result by name, and drawn into axes of the user."""

import pytest
from matplotlib.figure import Figure

import natria
from natria.lab.synthetic import symmetric_cell
from natria.quantity import Measured, NatriaError
from natria.record import Table, numbers
from natria.report.common.chart import Chart
from natria.result import Tables


@pytest.fixture(scope="module")
def measured():
    return natria.measure(symmetric_cell(7).recording, area="1 cm^2")


def test_figures_have_names_and_are_drawn_one_by_one(measured):
    assert "overpotential-time" in measured.figures
    assert all(isinstance(chart, Chart) and chart.id == name for name, chart in measured.figures.items())
    assert isinstance(measured.plot("overpotential-time"), Figure)


def test_axes_in_are_axes_out(measured):
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert measured.plot("hysteresis-loop", axes=left, color="black") is left
    assert {line.get_color() for line in left.lines} == {"black"}
    assert measured.plot(axes=right) is right
    assert right.lines
    assert figure.axes == [left, right]


def test_style_goes_to_a_figure_as_well(measured):
    (main, *_) = measured.plot("overpotential-time", linewidth=4.0).axes
    assert main.lines[0].get_linewidth() == 4.0


def test_a_mistyped_name_gets_a_hint(measured):
    with pytest.raises(NatriaError) as refused:
        measured.plot("overpotental-time")
    assert "overpotential-time" in refused.value.fix


def test_a_figure_of_a_study_says_that_it_takes_no_axes(small_design):
    result = natria.study(str(small_design))
    with pytest.raises(NatriaError):
        result.plot(axes=Figure().subplots())
    with pytest.raises(NatriaError):
        result.plot(next(iter(result.figures)), color="black")
    assert isinstance(result.plot(next(iter(result.figures))), Figure)


def test_a_renamed_table_is_found_by_its_former_name():
    table = Table("utilisation", "Utilisation", {"time": numbers("s", [0.0])}, Measured("x", "0" * 64, "test"))
    tables = Tables({"utilisation": table})
    assert tables["loads"] is tables["utilisation"]
    assert list(tables) == ["utilisation"]
    with pytest.raises(KeyError, match="nothing"):
        tables["nothing"]
