"""Chosen cycles: the stored book is the measurement, capacities and charge agree with its tables, text round trips."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria import measure
from natria.lab.synthetic import FullTest, SymmetricTest, full_cell, half_cell, symmetric_cell
from natria.quantity import InputError
from natria.report.chosen import (
    book_of,
    cycle_list,
    cycle_plots,
    number_columns,
    number_plot,
    read_book,
    read_choice,
    stored_book,
)
from natria.report.chosen.choice import written_choice

CELLS = {
    "symmetric": (lambda: symmetric_cell(7, test=SymmetricTest(half_cycles=20)), {"area": "1 cm^2"}),
    "half": (lambda: half_cell(7), {}),
    "full": (lambda: full_cell(7, test=FullTest(cycles=6)), {"mass": "2 mg"}),
    "window": (lambda: full_cell(7, test=FullTest(cycles=6)), {"mass": "2 mg", "cycles": "2:4"}),
}


@pytest.fixture(scope="module", params=CELLS)
def measured(request):
    make, options = CELLS[request.param]
    recording = make().recording
    m = measure(recording, **options).value
    book = book_of(m)
    arrays, facts = stored_book(book, len(recording))
    stored = {**recording.columns, **arrays}
    return m, recording, read_book(lambda name: stored[name], facts)


def test_a_stored_book_is_the_measurement(measured):
    m, _, book = measured
    assert np.array_equal(book.recording.time, m.recording.time)
    assert np.array_equal(book.halves.first, m.halves.first)
    assert np.allclose(book.halves.charge, m.halves.charge)
    assert book.halves.skipped == m.halves.skipped
    table = m.table("cycles") or m.table("efficiency")
    assert set(map(int, table.columns["cycle"].numbers)) <= set(book.numbers)


def test_the_curve_ends_at_the_capacity_of_the_cycle(measured):
    m, _, book = measured
    last = book.numbers[-2]
    plot = cycle_plots(book, [last])[0]
    (series,) = plot.panels[0].series
    k = book.halves_of(last)[0]
    factor, _ = (
        (1 / 3.6 / (book.mass * 1e3), "")
        if book.mass
        else (1 / 3.6 / (book.area * 1e4), "")
        if book.area
        else (1 / 3.6, "")
    )
    largest = max(book.halves.charge[i] for i in book.halves_of(last))
    assert np.nanmax(series.x) == pytest.approx(factor * largest, rel=0.02)
    rows = book.halves.rows(k)
    scale = 1e3 if plot.panels[0].y.unit == "mV" else 1.0
    assert set(series.y[np.isfinite(series.y)]) <= set(scale * book.recording.voltage) or m.kind.cell != "full"
    assert np.nanmin(series.y) >= scale * book.recording.voltage.min() - 1e-9
    assert len(rows) > 1


def test_the_integral_of_dq_dv_is_the_charge_at_the_main_current():
    recording = full_cell(7, test=FullTest(cycles=4)).recording
    book = book_of(measure(recording).value)
    plot = next(p for p in cycle_plots(book, [3]) if p.id == "chosen-dq-dv")
    (series,) = plot.panels[0].series
    gap = int(np.flatnonzero(np.isnan(series.x))[0])
    charge, discharge = (
        abs(np.trapezoid(series.y[part], series.x[part])) for part in (slice(0, gap), slice(gap + 1, None))
    )
    first, second = (book.halves.charge[k] / 3.6 for k in book.halves_of(3))
    assert charge == pytest.approx(first, rel=0.05)
    assert discharge == pytest.approx(second, rel=0.05)


def test_the_list_has_a_row_and_a_place_for_each_cycle(measured):
    m, recording, book = measured
    lasts = float(np.ptp(recording.time))
    listed = cycle_list(m, book, lasts)
    assert tuple(part.number for part in listed.parts) == book.numbers
    assert all(part.begins <= part.ends for part in listed.parts)
    begins = [part.begins for part in listed.parts]
    assert begins == sorted(begins)
    assert all(len(part.cells) == len(listed.columns) for part in listed.parts)
    assert read_choice(listed.presets[0].chosen, book.numbers)


def test_numbers_of_chosen_cycles_are_those_of_the_tables(measured):
    m, _, book = measured
    heads, values = number_columns(m, book)
    plot = number_plot(heads, values, book.numbers, book.numbers[1:])
    assert plot is not None
    table = m.table("cycles") or m.table("efficiency")
    name, factor = {"symmetric": ("hysteresis", 1e3), "half": ("efficiency", 100.0)}.get(
        m.kind.cell, ("discharge_capacity", 1 / 3.6e3 / (book.mass or 1.0))
    )
    drawn = [one for panel in plot.panels for one in panel.series if one.name.endswith(name.replace("_", " "))]
    expected = factor * table.columns[name].numbers[1:]
    assert any(np.allclose(one.y, expected[: len(one.y)]) for one in drawn)


def test_of_many_cycles_some_are_drawn_evenly():
    recording = symmetric_cell(7, test=SymmetricTest(half_cycles=200)).recording
    book = book_of(measure(recording).value)
    plot = cycle_plots(book, book.numbers)[0]
    assert len(plot.panels[0].series) == 40
    assert "40 of 100" in plot.says


@given(st.sets(st.integers(1, 60), min_size=1))
def test_a_choice_that_is_written_is_read_again(numbers):
    chosen = tuple(sorted(numbers))
    assert read_choice(written_choice(chosen), range(1, 61)) == chosen


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("3", (3,)),
        ("2:4", (2, 3, 4)),
        ("1:9:4", (1, 5, 9)),
        ("7-9", (7, 8, 9)),
        ("8:", (8, 9, 10)),
        ("all", range(1, 11)),
    ],
)
def test_ranges_are_read(text, chosen):
    assert read_choice(text, range(1, 11)) == tuple(chosen)


@pytest.mark.parametrize("text", ["", "x", "0", "11", "4:2", "1;2", "1:2:3:4", "99999999999"])
def test_what_chooses_nothing_is_refused(text):
    with pytest.raises(InputError):
        read_choice(text, range(1, 11))


def test_the_integral_of_dq_dv_of_a_half_cell_is_the_charge_of_each_way():
    book = book_of(measure(half_cell(7).recording).value)
    cycle = book.numbers[20]
    plot = next(p for p in cycle_plots(book, [cycle]) if p.id == "chosen-dq-dv")
    (series,) = plot.panels[0].series
    gap = int(np.flatnonzero(np.isnan(series.x))[0])
    ways = (slice(0, gap), slice(gap + 1, None))
    for k, rows in zip(book.halves_of(cycle), ways, strict=True):
        found = abs(np.trapezoid(series.y[rows], series.x[rows])) * 3.6
        assert found == pytest.approx(book.halves.charge[k], rel=0.08)  # a plateau loses some at the end of the curve
        assert np.sign(np.median(series.y[rows])) == book.halves.sign[k]


def test_a_symmetric_cell_says_why_it_has_no_dq_dv():
    book = book_of(measure(symmetric_cell(7, test=SymmetricTest(half_cycles=20)).recording).value)
    plots = cycle_plots(book, [3])
    assert [plot.id for plot in plots] == ["chosen-capacity", "chosen-time"]
    assert any("dQ/dV" in note for note in plots[0].panels[0].notes)
