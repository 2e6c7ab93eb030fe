"""Arbin .res: an Access database. The table of readings is recognised by its columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ....quantity import InputError, Problem
from ....record.note import Note
from .. import access_database
from ..format import Col, Format, Head, Raw

COLUMNS = (
    Col("Test_Time", "test_time_second", "s"),
    Col("Data_Point", "record_number", "1"),
    Col("DateTime", "unix_time_second"),  # in days, as Access and spreadsheets count them
    Col("Voltage", "voltage_volt", "V"),
    Col("Current", "current_ampere", "A"),
    Col("Cycle_Index", "cycle_count", "1"),
    Col("Step_Index", "step_index", "1"),
    Col("Charge_Capacity", "charging_capacity_ah", "A*h"),
    Col("Discharge_Capacity", "discharging_capacity_ah", "A*h"),
    Col("Charge_Energy", "charging_energy_wh", "W*h"),
    Col("Discharge_Energy", "discharging_energy_wh", "W*h"),
    Col("Internal_Resistance", "internal_resistance_ohm", "ohm"),
)
READINGS = {"Data_Point", "Test_Time", "Voltage", "Current"}
ABOUT = {"Test_Name", "Start_DateTime", "Software_Version"}
AGAIN = "copy the file from the cycler again, or export the test as csv in MITS Pro"


def load(path: Path, head: Head) -> Raw:
    import polars as pl

    if not head.content.startswith(access_database.MAGIC):
        raise InputError(str(path), [Problem("", "is a database of Access 97 or older, not supported", AGAIN)])
    content = path.read_bytes()
    try:
        found = list(access_database.tables(content))
        readings = max((t for t in found if set(_of_numbers(t)) >= READINGS), key=len, default=None)
        if readings is None or not len(readings):
            what = "is an Access database without a table of readings (Test_Time, Voltage, Current)"
            raise InputError(str(path), [Problem("", what, "give the .res file of a test")])
        columns, several = _columns(content, readings)
        metadata = _metadata(content, found)
    except access_database.DamagedError as bad:
        raise InputError(str(path), [Problem("", f"is damaged: {bad}", AGAIN)]) from None
    notes = [several] if several else list[Note]()
    if len(readings) < readings.rows or len(content) % access_database.PAGE:
        text = f"the file is truncated: it declares {readings.rows} readings and contains {len(readings)}"
        notes.append(Note("truncated", text))
    return Raw(pl.DataFrame(columns), metadata, tuple(notes))


def _columns(content: bytes, table: access_database.AccessTable) -> tuple[dict[str, np.ndarray], Note | None]:
    """Return the readings of the longest test, in order, and a note if there are several tests."""
    columns = {name: access_database.numbers(content, table, name) for name in _of_numbers(table)}
    order = np.lexsort((columns["Data_Point"], columns.get("Test_ID", columns["Data_Point"])))
    columns = {name: values[order] for name, values in columns.items()}
    tests, first = np.unique(columns.get("Test_ID", np.zeros(len(order))), return_index=True)
    if len(tests) == 1:
        return columns, None
    longest = int(np.argmax(np.diff(np.r_[first, len(order)])))
    mine = columns["Test_ID"] == tests[longest]
    text = f"the file contains {len(tests)} tests; the longest is used, number {tests[longest]:g}"
    return {name: values[mine] for name, values in columns.items()}, Note("several-tests", text)


def _of_numbers(table: access_database.AccessTable) -> list[str]:
    return [name for name, field in table.fields.items() if field.kind in access_database.NUMBERS]


def _metadata(content: bytes, found: list[access_database.AccessTable]) -> dict[str, str]:
    about = next((t for t in found if set(t.fields) >= ABOUT and len(t)), None)
    if about is None:
        return {}
    numbers = {
        name: float(access_database.numbers(content, about, name)[0])
        for name, field in about.fields.items()
        if field.kind in access_database.NUMBERS and not name.startswith("Mapped_")
    }
    says = {name: f"{value:.9g}" for name, value in numbers.items() if np.isfinite(value)}
    return {**says, **{name: text for name, text in access_database.words(content, about, 0).items() if text}}


FORMATS = (
    Format(
        name="Arbin res",
        says="Arbin cyclers, results file of MITS Pro",
        recognises=lambda head: head.content.startswith(access_database.ANY),
        load=load,
        columns=COLUMNS,
    ),
)
