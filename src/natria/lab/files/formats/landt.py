"""Landt and LANHE cyclers: csv and text exports."""

from __future__ import annotations

from ..columns.layout import Layout, text_format
from ..format import Col

CSV = Layout(("channel_index", "test_time_*", "current_*", "voltage_*"))
TXT = Layout(
    (
        ("TestTime/*", "Test Time/*", "Test-Time/*", "Time/*"),
        "Voltage/*",
        "Current/*",
        ("Capacity/*", "SpeCap/*", "SpeCapacity/*", "Specific Capacity/*", "StepTime/*"),
    )
)

FORMATS = (
    text_format(
        "Landt csv",
        "Landt cyclers, csv",
        CSV,
        (
            Col("test_time_*", "test_time_second"),
            Col("step_time_*", "step_time_second"),
            Col("date_time_iso_string", "unix_time_second"),
            Col("channel_index", "record_number", "1"),
            Col("voltage_*", "voltage_volt"),
            Col("current_*", "current_ampere"),
            Col("cycle_index", "cycle_count", "1"),
            Col("step_index", "step_index", "1"),
            Col("charge_capacity_*", "charging_capacity_ah"),
            Col("discharge_capacity_*", "discharging_capacity_ah"),
            Col("charge_energy_*", "charging_energy_wh"),
            Col("discharge_energy_*", "discharging_energy_wh"),
            Col("pressure_*", "applied_pressure_pa"),
            *(Col(f"temperature_{k}_*", f"temperature_t{k}_celsius") for k in range(1, 4)),
        ),
        sign="by step",
        step_column="step_name",
    ),
    text_format(
        "LANDdt text",
        "LANDdt, text",
        TXT,
        (
            *(Col(name, "test_time_second") for name in ("TestTime/*", "Test Time/*", "Test-Time/*", "Time/*")),
            *(Col(name, "step_time_second") for name in ("StepTime/*", "Step Time/*", "Step-Time/*")),
            *(Col(name, "unix_time_second") for name in ("SysTime", "Sys Time", "DateTime")),
            *(Col(name, "record_number", "1") for name in ("Index", "Record")),
            Col("Voltage/*", "voltage_volt"),
            Col("Current/*", "current_ampere"),
            *(Col(name, "cycle_count", "1") for name in ("Cycle", "CycleIndex", "Cycle-Index")),
            *(Col(name, "step_index", "1") for name in ("Step", "StepIndex", "Step-Index")),
            Col("Capacity/*", "step_capacity_ah"),
            Col("Energy/*", "step_energy_wh"),
        ),
        sign="by step",
        step_column="State*",
    ),
)
