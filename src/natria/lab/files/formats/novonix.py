"""Novonix UHPC: csv with a summary before the line [Data]."""

from __future__ import annotations

from ..columns.layout import Layout, text_format
from ..format import Col

LAYOUT = Layout(("Run Time (*)", "Potential (*)", "Current (*)"))

FORMATS = (
    text_format(
        "Novonix csv",
        "Novonix UHPC, csv",
        LAYOUT,
        (
            Col("Run Time (*)", "test_time_second"),
            Col("Step Time (*)", "step_time_second"),
            Col("Date and Time", "unix_time_second"),
            Col("Potential (*)", "voltage_volt"),
            Col("Current (*)", "current_ampere"),
            Col("Cycle Number", "cycle_count", "1"),
            Col("Step Number", "step_index", "1"),
            Col("Capacity (*)", "step_capacity_ah"),
            Col("Energy (*)", "step_energy_wh"),
            Col("Temperature (*)", "temperature_t1_celsius"),
        ),
    ),
)
