"""Metrohm Autolab: text of NOVA."""

from __future__ import annotations

from ..columns.layout import Layout, no_recording, text_format
from ..format import Col

VOLTAGES = ("WE(1).Potential (*)", "<WE(1).Potential> (*)", "Potential (*)")
CURRENTS = ("WE(1).Current (*)", "<WE(1).Current> (*)", "Current (*)")
TIMES = ("Time (*)", "Corrected time (*)")
LAYOUT = Layout((TIMES, VOLTAGES[:2], CURRENTS[:2]))

FORMATS = (
    no_recording("Autolab, impedance", "Metrohm Autolab", lambda head: "Z60W Data File" in head.text[:200]),
    text_format(
        "Autolab text",
        "Metrohm Autolab NOVA, text",
        LAYOUT,
        (
            *(Col(name, "test_time_second") for name in TIMES),
            *(Col(name, "voltage_volt") for name in VOLTAGES),
            *(Col(name, "current_ampere") for name in CURRENTS),
            Col("Index", "record_number", "1"),
        ),
    ),
)
