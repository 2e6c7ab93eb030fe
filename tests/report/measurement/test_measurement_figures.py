"""Charts draw themselves into axes: names, scales that show the data, bounded points, style passed on."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from measured_cells import AREA, MAKERS, measured

from natria.lab.results import Remark
from natria.report.common.limits import SERIES_POINTS, TRACE_POINTS
from natria.report.measurement import measurement_charts
from natria.report.measurement.figures import (
    capacity_to_short,
    draw_capacity_to_short,
    draw_efficiency,
    draw_mean,
    draw_overpotential,
    draw_plated,
    draw_retention,
    draw_voltage,
    overlay,
)
from natria.report.measurement.figures.full_cells import draw_profiles
from natria.report.measurement.figures.loops import chosen_cycles
from natria.report.measurement.figures.series import PERCENTS, areal, percent_limits, series

NAMES = {
    "symmetric": {"overpotential-time", "hysteresis-cycle", "capacity-plated", "hysteresis-loop", "voltage-time-last"},
    "shorted": {"overpotential-time", "capacity-plated", "voltage-time-close"},
    "ramp": {"critical-current", "capacity-plated", "hysteresis-loop"},
    "half": {"efficiency-cycle", "capacity-plated", "hysteresis-loop"},
    "aurbach": {"voltage-time", "capacity-plated"},
    "full": {"capacity-cycle", "retention-cycle", "voltage-capacity", "dq-dv"},
}


@pytest.fixture
def axes():
    return Figure().subplots()


@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_has_its_figures_and_each_draws_into_given_axes(kind):
    charts = {chart.id: chart for chart in measurement_charts(measured(kind))}
    assert NAMES[kind] <= set(charts)
    for chart in charts.values():
        axes = Figure().subplots()
        assert chart.on(axes) is axes
        assert axes.lines
        assert axes.get_xlabel()
        assert axes.get_ylabel()
        assert max(len(line.get_xdata()) for line in axes.lines) <= max(SERIES_POINTS, TRACE_POINTS)


def test_style_reaches_the_lines(axes):
    draw_overpotential(axes, measured("symmetric"), color="black", linewidth=3.0)
    assert axes.lines[0].get_color() == "black"
    assert axes.lines[0].get_linewidth() == 3.0


def test_the_axis_of_an_efficiency_shows_the_data(axes):
    draw_efficiency(axes, measured("half"))
    assert axes.get_ylim() == PERCENTS[0]
    assert any("beyond" in text.get_text() for text in axes.texts)  # the first cycle, of 90 %


@pytest.mark.parametrize(("value", "scale"), [(99.8, 0), (90.0, 1), (60.0, 2), (20.0, 3)])
def test_the_scale_is_the_closest_that_shows_the_bulk(axes, value, scale):
    percent_limits(axes, np.full(50, value))
    assert axes.get_ylim() == pytest.approx(PERCENTS[scale])


def test_retention_and_efficiency_of_a_full_cell(axes):
    draw_retention(axes, measured("full"))
    low, high = axes.get_ylim()
    drawn = axes.lines[0].get_ydata()
    assert np.mean((drawn >= low) & (drawn <= high)) >= 0.9


def test_the_capacity_to_a_short_is_that_plated_before_it():
    m = measured("shorted")
    coulombs, shorted = capacity_to_short(m)
    (short,) = [e for e in m.events if "short" in e.what]
    plating = m.halves.sign == m.kind.plating_sign
    before = m.halves.charge[plating & (m.halves.end < short.time)].sum()
    assert shorted
    assert before <= coulombs <= before + m.halves.charge.max()
    whole, alive = capacity_to_short(measured("symmetric"))
    assert not alive
    healthy = measured("symmetric").halves
    assert whole == pytest.approx(healthy.charge[healthy.sign > 0].sum())


def test_the_curve_of_the_plated_capacity_ends_at_the_total(axes):
    m = measured("symmetric")
    draw_plated(axes, m)
    assert axes.lines[0].get_ydata()[-1] == pytest.approx(capacity_to_short(m)[0] / 3.6 / (AREA * 1e4))


def test_the_loops_are_of_first_middle_last_and_the_last_before_a_short():
    m = measured("shorted")
    short = next(e.cycle for e in m.events if "short" in e.what)
    assert {1, short - 1, len(m.halves) // 2} <= set(chosen_cycles(m))


def test_many_points_are_thinned_and_their_extremes_stay(axes):
    y = np.zeros(50_000)
    y[31_415] = 7.0
    series(axes, np.arange(len(y)), y, 0, "y")
    (line,) = axes.lines
    assert len(line.get_xdata()) <= SERIES_POINTS
    assert line.get_ydata().max() == 7.0


def test_a_long_trace_is_bounded_and_its_axis_ignores_a_spike(axes):
    m = measured("symmetric")
    draw_voltage(axes, m, slice(0, 500))
    assert len(axes.lines[0].get_xdata()) <= 500
    assert "mV" in axes.get_ylabel()


def test_cells_are_overlaid_each_with_its_label(axes):
    cells = [measured("symmetric"), measured("shorted")]
    overlay(axes, cells, draw_overpotential, labels=("a", "b"))
    assert [text.get_text() for text in axes.get_legend().get_texts()][:2] == ["a", "b"]


def test_a_mean_with_its_band_lies_between_the_curves(axes):
    x = np.linspace(0, 10, 50)
    draw_mean(axes, [(x, np.full(50, 1.0)), (x[:30], np.full(30, 3.0))])
    (line,) = axes.lines
    assert set(np.round(line.get_ydata(), 12)) == {2.0}
    assert line.get_xdata().max() <= x[29] + 10 / 399  # one curve alone has no mean
    assert len(axes.collections) == 1


def test_a_point_a_cell_and_an_arrow_where_no_short_was_seen(axes):
    draw_capacity_to_short(axes, [measured("shorted"), measured("symmetric")], labels=("short", "alive"))
    assert len(axes.lines) == 2
    assert axes.lines[0].get_marker() != axes.lines[1].get_marker()
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["short", "alive"]


def test_values_above_100_percent_are_on_the_scale(axes):
    percent_limits(axes, np.array([92.6, 108.0, 109.5, 104.0, 104.2]))
    assert axes.get_ylim() == pytest.approx((80.0, 110.0))
    assert not axes.texts


def test_curves_have_the_cycle_of_the_table_where_the_first_half_cycle_belongs_to_none():
    plain = measured("full")
    skipped = replace(plain, remarks=(*plain.remarks, Remark("first-half-cycle-skipped", "-")))

    def labels(measurement):
        axes = Figure().subplots()
        draw_profiles(axes, measurement)
        return [label for line in axes.lines if not (label := str(line.get_label())).startswith("_")]

    assert labels(plain)[0] == "cycle 1"
    assert labels(skipped)[0] == "before the first cycle"
    assert labels(skipped)[-1] == f"cycle {len(plain.halves) // 2}"


@pytest.mark.parametrize(("share", "unit"), [(1.0, "mAh"), (1e-4, "µAh"), (1e-7, "nAh")])
def test_a_small_charge_has_a_unit_in_which_it_can_be_read(share, unit):
    whole = measured("full")
    usual = float(np.median(whole.halves.charge))
    assert usual / 3.6 > 0.1
    charge = whole.halves.charge * share * 3.6 / usual
    small = replace(whole, halves=replace(whole.halves, charge=charge), specimen=replace(whole.specimen, area=None))
    value, name = areal(small, np.array([3.6 * share]))
    assert name == unit
    assert 0.09 < value[0] < 1000


def test_the_line_of_80_percent_is_drawn_only_where_it_shows(axes):
    draw_retention(axes, measured("full"))
    drawn = any("80" in text.get_text() for text in axes.texts)
    assert drawn == (axes.get_ylim()[0] <= 80.0)
