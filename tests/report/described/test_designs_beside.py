"""Numbers and figures of designs side by side."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.report.described import DescribedPlot, NumberRow, plain, read_plot
from natria.report.described.beside import difference, overlaid, side_rows
from natria.report.described.plot import (
    DescribedPanel,
    PlotAxis,
    PlotMark,
    PlotSeries,
    SeriesStyle,
    StoredPoints,
)


def row(value, spread=None, *, quantity="overpotential", ends=None, method="m 1"):
    text = f"{value:g}"
    return NumberRow("id", quantity, "", text, value, spread, "mV", "", "prediction", "", method, "computed", ends)


@pytest.mark.parametrize(
    ("first", "other", "verdict"),
    [
        (row(10, 1), row(20, 1), "differs"),  # 7.1 standard deviations
        (row(10, 1), row(12, 1), "within"),  # 1.4
        (row(10, 1), row(12.7, 1), "within"),  # 1.91
        (row(10, 1), row(12.8, 1), "differs"),  # 1.98
        (row(10), row(20), "unknown"),
        (row(10, 0), row(20), "unknown"),
        (row(10, 0), row(20, 0), "differs"),
        (row(10, 5), row(10, 1), "same"),
        (row(-3, 0.1), row(3, 0.1), "differs"),
        (row(5, ends=(4, 5)), row(9, ends=(6, 9)), "differs"),
        (row(5, ends=(4, 7)), row(9, ends=(6, 9)), "within"),
        (row(5, ends=(4, None)), row(3, 0.1), "differs"),
        (row(5, ends=(4, None)), row(3.9, 0.1), "within"),
    ],
)
def test_a_difference_counts_where_it_exceeds_the_spread_of_both(first, other, verdict):
    assert difference(first, other)[0] == verdict
    assert difference(other, first)[0] == verdict


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.001, 3), st.floats(0.001, 3), st.floats(1e-3, 1e3))
def test_the_verdict_does_not_depend_on_the_unit(a, b, sa, sb, factor):
    here = difference(row(a, sa), row(b, sb))[0]
    assert difference(row(a * factor, sa * factor), row(b * factor, sb * factor))[0] == here


def test_rows_are_matched_by_quantity_and_model_and_gaps_are_empty():
    left = [row(1, 0.1), row(2, 0.1, method="other 1"), row(3, 0.1, quantity="area")]
    right = [row(4, 0.1), row(5, 0.1, quantity="life")]
    rows = side_rows([left, right])
    assert [(one.quantity, one.method) for one in rows] == [
        ("overpotential", "m 1"),
        ("overpotential", "other 1"),
        ("area", "m 1"),
        ("life", "m 1"),
    ]
    assert [[cell and cell.value for cell in one.cells] for one in rows] == [[1, 4], [2, None], [3, None], [None, 5]]
    assert rows[0].cells[0].differs == ""
    assert rows[0].cells[1].differs == "differs"
    assert rows[3].cells[1].differs == ""  # nothing to compare with


def plot(y, name="size"):
    series = (PlotSeries("a", SeriesStyle("#000000", "--"), np.arange(3.0), np.asarray(y, float)),)
    panel = DescribedPanel(PlotAxis("x", "µm"), PlotAxis("y", "mV"), series, (PlotMark("y", 0.0, None, "", "#000000"),))
    return DescribedPlot(name, "Title", "says", (panel,))


def test_curves_of_designs_have_their_colours_in_one_figure():
    made = overlaid([("one", 0, plot([1, 2, 3])), ("two", 1, plot([2, 3, 4]))])
    first, second = made.panels[0].series
    assert (first.name, second.name) == ("one", "two")
    assert first.style.colour != second.style.colour
    assert first.style.line == second.style.line == "--"
    assert second.y.tolist() == [2, 3, 4]
    assert len(made.panels[0].marks) == 1


def test_figures_whose_axes_are_not_alike_are_not_overlaid():
    other = plot([1, 2, 3])
    other = replace(other, panels=(replace(other.panels[0], y=PlotAxis("y", "V")),))
    assert overlaid([("one", 0, plot([1, 2, 3])), ("two", 1, other)]) is None
    assert overlaid([("one", 0, plot([1, 2, 3]))]) is None


def test_a_figure_comes_back_from_its_json():
    stored = PlotSeries("b", SeriesStyle("#ffffff"), stored=StoredPoints("time", "voltage", 3, 1.0, 1e3))
    area = PlotSeries("c", SeriesStyle("#ffffff"), *(np.array([1.0, np.nan]) for _ in range(4)))
    before = plot([1, np.nan, 3])
    before = replace(before, panels=(replace(before.panels[0], series=(*before.panels[0].series, stored, area)),))
    document = json.loads(json.dumps(plain(before)))
    assert plain(read_plot(document)) == document
