"""BioLogic .mpr, read by galvani (GPL-3, therefore an optional dependency)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ....quantity import InputError, Problem
from ....record.note import Note
from ..columns.layout import MEASURE
from ..format import Col, Format, Head, Raw
from ..interleaved import note_on_spectra
from ..third_party import third_party

MAGIC = b"BIO-LOGIC MODULAR FILE"
IMPEDANCE = "freq/Hz"
COLUMNS = (
    Col("time/s", "test_time_second", "s"),
    Col("Ewe/V", "voltage_volt", "V"),
    Col("<Ewe>/V", "voltage_volt", "V"),
    Col("Ewe-Ece/V", "voltage_volt", "V"),
    Col("<I>/mA", "current_ampere", "mA"),
    Col("I/mA", "current_ampere", "mA"),
    Col("Ns", "step_index", "1"),
    Col("cycle number", "cycle_count", "1"),
    Col("(Q-Qo)/mA.h", "net_capacity_ah", "mA*h"),
    Col("Q charge/discharge/mA.h", "step_capacity_ah", "mA*h"),
    Col("Temperature/*C", "ambient_temperature_celsius", "degC"),
    Col("P/W", "power_watt", "W"),
)
CHARGE, CURRENT, TIME = "dq/mA.h", "<I>/mA", "time/s"
AGAIN = "export the test as text (.mpt) in EC-Lab"


def load(path: Path, head: Head) -> Raw:
    del head
    columns, metadata, notes = read_mpr(path)
    if IMPEDANCE not in columns:
        return _raw(path, columns, metadata, notes)
    is_point = columns[IMPEDANCE] > 0
    if is_point.all() or not {"I/mA", CURRENT, CHARGE} & set(columns):
        what = "is an impedance spectrum, not a recording of cycling"
        raise InputError(str(path), [Problem("", what, MEASURE)])
    if is_point.any():
        notes.append(note_on_spectra(f"{int(is_point.sum())} points of impedance spectra"))
    return _raw(path, {name: values[~is_point] for name, values in columns.items()}, metadata, notes)


def read_mpr(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str], list[Note]]:
    """Return the columns of a .mpr, its metadata, and the warnings of galvani."""
    try:
        from galvani import BioLogic
    except ImportError:
        what = "is a BioLogic .mpr, which needs galvani, and galvani is not installed"
        fix = f"pip install natria[biologic] (galvani is under the GPL-3), or {AGAIN}"
        raise InputError(str(path), [Problem("", what, fix)]) from None
    with third_party(path, "galvani", AGAIN) as notes, path.open("rb") as opened:
        file = BioLogic.MPRfile(opened)
        columns = _columns(file.data)
        metadata = {"started": str(file.timestamp)} if hasattr(file, "timestamp") else {}
    return columns, metadata, notes


def _columns(data: Any) -> dict[str, np.ndarray]:
    return {name: np.ascontiguousarray(data[name]).astype(float) for name in data.dtype.names}


def _raw(path: Path, columns: dict[str, np.ndarray], metadata: dict[str, str], notes: list[Note]) -> Raw:
    import polars as pl

    if not {CURRENT, "I/mA"} & set(columns):
        if not {CHARGE, TIME} <= set(columns):
            what = f"has neither a current nor the charge of each interval; its columns are {', '.join(columns)}"
            raise InputError(str(path), [Problem("", what, "record the current, or " + AGAIN)])
        columns[CURRENT] = mean_current(columns[TIME], columns[CHARGE])
        text = "current computed as the mean of each interval, dq/dt, like <I> in the text export of EC-Lab"
        notes.append(Note("mean-current", text))
    return Raw(pl.DataFrame(columns), metadata, tuple(notes))


def mean_current(time: np.ndarray, charge: np.ndarray) -> np.ndarray:
    """Return I = dq/dt in mA from mAh and s; 0 for the first reading, which has no interval before it."""
    with np.errstate(over="ignore", invalid="ignore"):  # numbers of a damaged file can be any
        step = np.diff(time, prepend=time[:1])
        return np.divide(charge * 3600.0, step, out=np.zeros(len(time)), where=step > 0)


FORMATS = (
    Format(
        name="BioLogic mpr",
        says="BioLogic potentiostats, binary file of EC-Lab",
        recognises=lambda head: head.content.startswith(MAGIC),
        load=load,
        columns=COLUMNS,
        needs="biologic",
    ),
)
