"""Half-cycles of events in a window of cycles have the numbers of the file."""

from __future__ import annotations

import re

import numpy as np
import pytest

from natria.lab import Measurement, Specimen, measure
from natria.lab.window import Window
from natria.record import CURRENT, TIME, VOLTAGE, Recording
from natria.report.measurement.notable import shown_rows
from natria.report.measurement.spreadsheets import _event_rows
from natria.report.measurement.wording import happened

HALF, SAMPLES, AT = 3600.0, 60, 40.5


def shorted() -> Recording:
    """80 half-cycles of 50 mV; |V| falls by half in the middle of the 41st."""
    place = np.arange(80 * SAMPLES + 1) / SAMPLES
    half = np.minimum(np.maximum(np.ceil(place) - 1, 0), 79).astype(int)
    sign = np.where(half % 2, -1.0, 1.0)
    noise = 1 + 0.002 * np.random.default_rng(0).standard_normal(len(place))
    volts = 0.05 * sign * noise * np.where(place > AT, 0.5, 1.0)
    return Recording("made.csv", "0" * 64, {TIME: HALF * place, VOLTAGE: volts, CURRENT: 1e-3 * sign})


def measured(window: Window | None) -> Measurement:
    return measure(shorted(), Specimen("cell", "symmetric", cycles=window))


def number_in(m: Measurement) -> tuple[int, int]:
    event = next(e for e in m.events if e.what == "soft short")
    found = re.search(r"half-cycle (\d+)", happened(m, event)[1])
    assert found is not None
    row = next(row for row, e in zip(_event_rows(m), m.events, strict=True) if e is event)
    return int(found[1]), int(row[3])


@pytest.mark.parametrize("window", [None, Window(5, None), Window(11, 35)])
def test_the_half_cycle_of_a_short_is_that_of_the_file(window: Window | None) -> None:
    assert number_in(measured(window)) == (41, 41)


def test_the_row_of_a_short_in_a_table_is_found_in_a_window() -> None:
    m = measured(Window(11, 35))
    table = m.table("symmetric_cycles") or next(t for t in m.tables if "cycle" in t.columns)
    rows = dict(shown_rows(table, m))
    assert any("short" in label for label in rows.values())
