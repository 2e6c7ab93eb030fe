"""Arbin: csv of the MITS software; MITS 10 writes blanks instead of underscores in names."""

from __future__ import annotations

from ..columns.layout import Layout, text_format
from ..format import Col

FORMS = (
    ("Test_Time(*)", "test_time_second"),
    ("Step_Time(*)", "step_time_second"),
    ("Date_Time", "unix_time_second"),
    ("DateTime", "unix_time_second"),
    ("Data_Point", "record_number"),
    ("Voltage(*)", "voltage_volt"),
    ("Current(*)", "current_ampere"),
    ("Cycle_Index", "cycle_count"),
    ("Cycle_ID", "cycle_count"),
    ("Step_Index", "step_index"),
    ("Step_ID", "step_index"),
    ("Charge_Capacity(*)", "charging_capacity_ah"),
    ("Discharge_Capacity(*)", "discharging_capacity_ah"),
    ("Charge_Energy(*)", "charging_energy_wh"),
    ("Discharge_Energy(*)", "discharging_energy_wh"),
    ("Internal_Resistance(*)", "internal_resistance_ohm"),
    ("Power(*)", "power_watt"),
    ("Aux_Temperature_1(*)", "temperature_t1_celsius"),
    ("Temperature(*)_1", "temperature_t1_celsius"),
)
NO_UNIT = {"record_number": "1", "cycle_count": "1", "step_index": "1"}

COLUMNS = tuple(
    Col(n, to, NO_UNIT.get(to, "")) for name, to in FORMS for n in dict.fromkeys((name, name.replace("_", " ")))
)
LAYOUT = Layout(
    (("Test_Time(*)", "Test Time(*)"), "Voltage(*)", "Current(*)", ("Step_Index", "Step Index", "Step_ID", "Step ID"))
)

FORMATS = (text_format("Arbin csv", "Arbin MITS, csv", LAYOUT, COLUMNS),)
