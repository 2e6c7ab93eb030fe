"""Neware .nda and .ndax, read by fastnda (BSD-3).

Cycle numbers in the file are ignored: they depend on a setting of the software, and half-cycles are found from the sign
of the current.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ....quantity import InputError, Problem
from ....record.note import Note
from ..format import Col, Format, Head, Raw
from ..third_party import ensure_unpacks, holds, third_party

if TYPE_CHECKING:
    import polars as pl

NDA, ARCHIVE = b"NEWARE", b"PK\x03\x04"
READINGS = "data.ndc"  # in every .ndax
# Versions of .nda files whose header gives the first byte and the length of the readings, the position of these two
# numbers, and their encoding.
POINTERS = ((range(1, 19), 64, "<II"), (range(20, 26), 64, "<II"), (range(129, 131), 82, "<QQ"))

COLUMNS = (
    Col("total_time_s", "test_time_second", "s"),
    Col("index", "record_number", "1"),
    Col("unix_time_s", "unix_time_second", "s"),
    Col("voltage_V", "voltage_volt", "V"),
    Col("current_mA", "current_ampere", "mA"),
    Col("step_count", "step_count", "1"),
    Col("step_index", "step_index", "1"),
    Col("capacity_mAh", "step_capacity_ah", "mA*h"),
    Col("energy_mWh", "step_energy_wh", "mW*h"),
    Col("aux_temperature_degC", "temperature_t1_celsius", "degC"),
    *(Col(f"aux{k}_temperature_degC", f"temperature_t{k}_celsius", "degC") for k in range(1, 6)),
    Col("aux0_temperature_degC", "temperature_t1_celsius", "degC"),
)
NOT_KEPT = ("Step_Info", "Whole_Prt", "SMBUS", "Backup", "DevParam", "XwjSn")  # the program of the test, the device
AGAIN = "copy the file from the cycler again, or export the test as csv in the Neware client"


def load_nda(path: Path, head: Head) -> Raw:
    raw = _load(path, ".nda")
    missing = _missing(head)
    return Raw(raw.frame, raw.metadata, (*raw.notes, missing) if missing else raw.notes)


def load_ndax(path: Path, head: Head) -> Raw:
    del head
    ensure_unpacks(path, "a Neware .ndax")
    return _load(path, ".ndax")


def _load(path: Path, suffix: str) -> Raw:
    import polars as pl

    with _named(path, suffix) as file:
        # warnings of fastnda.main concern cycle numbers, which are not used
        with third_party(path, "fastnda", AGAIN, silent=("fastnda.main",)) as notes:
            import fastnda

            frame = fastnda.read(file, cycle_mode="raw", raw_categories=True)
            there = list(dict.fromkeys(col.name for col in COLUMNS if col.name in frame.columns))
            frame = frame.select(there).with_columns(pl.col(pl.Float32).cast(pl.Float64))
        try:
            with third_party(path, "fastnda", AGAIN):
                metadata = dict(_flat(fastnda.read_metadata(file)))
        except InputError:
            metadata = {}
            notes.append(Note("no-metadata", "metadata of the file could not be read"))
    notes = [note for note in notes if "negative jumps" not in note.text] + list(_clock_set_back(frame))
    if frame.is_empty():
        raise InputError(str(path), [Problem("", "contains no readings", AGAIN)])
    return Raw(frame, metadata, tuple(dict.fromkeys(notes)))


def _clock_set_back(frame: pl.DataFrame) -> Iterator[Note]:
    """Yield a note if dates run backwards, in place of the warning of fastnda."""
    if "unix_time_s" in frame.columns:
        back = np.diff(frame["unix_time_s"].to_numpy())
        if number := int((back < 0).sum()):
            times = "once" if number == 1 else f"{number} times"
            text = f"the clock was set back {times}, by up to {-back.min():.3g} s; the test time is not affected"
            yield Note("clock-set-back", text)


@contextmanager
def _named(path: Path, suffix: str) -> Iterator[Path]:
    """Provide the file with the suffix that fastnda needs, as a temporary copy if necessary."""
    if path.suffix.lower() == suffix:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"copy{suffix}"
        shutil.copyfile(path, file)
        yield file


def _missing(head: Head) -> Note | None:
    """Return a note if the file is shorter than its header declares."""
    version = head.content[14] if len(head.content) > 14 else 0
    for versions, place, form in POINTERS:
        if version in versions and len(head.content) >= place + struct.calcsize(form):
            begin, length = struct.unpack_from(form, head.content, place)
            if begin + length > head.size:
                text = f"the file is truncated: {begin + length - head.size} bytes of its readings are missing"
                return Note("truncated", text)
    return None


def _flat(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield nested entries by dotted names; a name shared by two files of an archive is kept once."""
    for key, value in tree.items():
        name = f"{above}.{key}" if above else str(key)
        if key in NOT_KEPT or name.startswith("UNKNOWN"):
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        elif str(value).strip():
            yield name, str(value)


FORMATS = (
    Format(
        name="Neware nda",
        says="Neware cyclers, binary file of BTS 5 to 9",
        recognises=lambda head: head.content.startswith(NDA),
        load=load_nda,
        columns=COLUMNS,
    ),
    Format(
        name="Neware ndax",
        says="Neware cyclers, binary file of BTS 8 and later",
        recognises=lambda head: (
            head.content.startswith(ARCHIVE) and (head.suffix == ".ndax" or holds(head.path, READINGS))
        ),
        load=load_ndax,
        columns=COLUMNS,
    ),
)
