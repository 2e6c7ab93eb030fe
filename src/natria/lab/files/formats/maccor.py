"""Maccor: text export with unsigned currents and a letter for the step (R, C, D)."""

from __future__ import annotations

from ..columns.layout import Layout, text_format
from ..format import Col

STATE = ("State", "MD", "Mode")
TIMES = ("TestTime", "Test Time", "TestTime(*)", "Test Time (*)", "Test (*)")
STEP_TIMES = ("StepTime", "Step Time", "StepTime(*)", "Step Time (*)", "Step (*)")
LAYOUT = Layout(
    (("Rec#", "Rec", "Rec No."), TIMES, ("Amps", "Current", "Current (*)"), ("Volts", "Voltage", "Voltage (*)"), STATE)
)

FORMATS = (
    text_format(
        "Maccor text",
        "Maccor, text",
        LAYOUT,
        (
            *(Col(name, "test_time_second", "s") for name in TIMES),
            *(Col(name, "step_time_second", "s") for name in STEP_TIMES),
            *(Col(name, "unix_time_second") for name in ("DPt Time", "DPT Time")),
            *(Col(name, "record_number", "1") for name in ("Rec#", "Rec", "Rec No.")),
            *(Col(name, "voltage_volt", "V") for name in ("Volts", "Voltage", "Voltage (*)")),
            *(Col(name, "current_ampere", "A") for name in ("Amps", "Current", "Current (*)")),
            *(Col(name, "cycle_count", "1") for name in ("Cyc#", "Cycle C", "Cycle", "Cycle P")),
            *(Col(name, "step_index", "1") for name in ("Step", "Step#")),
            *(Col(name, "step_capacity_ah", "A*h") for name in ("Amp-hr", "Capacity", "Capacity (*)")),
            *(Col(name, "step_energy_wh", "W*h") for name in ("Watt-hr", "Energy", "Energy (*)")),
        ),
        sign="by step",
        step_column="State",
    ),
)
