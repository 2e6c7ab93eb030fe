"""Basytec: text; every header line, including the column names, begins with a tilde."""

from __future__ import annotations

from ..columns.layout import Layout, text_format
from ..format import Col

LAYOUT = Layout(("~Time[*]", "U[*]", "I[*]"))

FORMATS = (
    text_format(
        "Basytec text",
        "Basytec, text",
        LAYOUT,
        (
            Col("~Time[*]", "test_time_second"),
            Col("DateTime", "unix_time_second"),
            Col("DataSet", "record_number", "1"),
            Col("U[*]", "voltage_volt"),
            Col("I[*]", "current_ampere"),
            Col("Line", "step_index", "1"),
            Col("Cyc-Count", "cycle_count", "1"),
            Col("Ah[*]", "net_capacity_ah"),
            Col("Wh[*]", "net_energy_wh"),
            Col("T1[*]", "temperature_t1_celsius"),
        ),
    ),
)
