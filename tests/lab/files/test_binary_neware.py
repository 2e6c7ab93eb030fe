"""Neware's binary files against what its own program exported from them, and damaged ones."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from natria.lab.files.read import read_recording
from natria.quantity import InputError

FILES = Path(__file__).parents[4] / "shared" / "data" / "cycler"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason="the instrument files are not beside this checkout")
PAIRS = ("TestFile.nda", "nw4-120-1-6-53.ndax")
# The export rounds: voltage to 0.1 mV, current to 1 uA where it is small. What is left is single precision, on both
# sides, of numbers up to 5 V and 3 A.
VOLT, AMPERE, SINGLE = 0.5e-4, 0.5e-6, 2.0**-23


def nda(rows: int = 20, *, current: int = -1500, bytes_of_rows: int | None = None) -> bytes:
    """A file of version 5: readings of 59 bytes, voltage in 0.1 mV, current in steps of its range."""
    head = bytearray(200)
    head[:6], head[14] = b"NEWARE", 5
    struct.pack_into("<I", head, 16, 100)
    struct.pack_into("<i", head, 126, 100)  # a range of 100 mA: steps of 0.01 mA
    struct.pack_into("<II", head, 64, 200, rows * 59 if bytes_of_rows is None else bytes_of_rows)
    steps = (
        struct.pack("<BIIBBIii8xqqQ4x", 0, k + 1, 0, 1, 2, 10 * k, 12345 + k, current, 0, 0, 1_700_000_000 + 10 * k)
        for k in range(rows)
    )
    return bytes(head) + b"".join(steps)


@needs_files
@pytest.mark.parametrize("name", PAIRS)
def test_equals_the_export_of_the_instrument(name):
    read = read_recording(FILES / name)
    export = pl.read_parquet((FILES / name).with_suffix(".parquet"))
    voltage, current = (export[column].cast(pl.Float64).to_numpy() for column in ("Voltage(mV)", "Current(uA)"))
    # "Total Time" is the time of the test; "Time" there starts again with each step
    assert np.array_equal(read.time, export["Total Time"].to_numpy())
    assert np.abs(read.voltage - voltage / 1e3).max() <= VOLT + SINGLE * 5
    assert np.abs(read.current - current / 1e6).max() <= AMPERE + SINGLE * np.abs(read.current).max()
    assert (np.sign(read.current[np.abs(read.current) > 1e-5]) == np.sign(current[np.abs(read.current) > 1e-5])).all()


@needs_files
def test_the_export_rounds_so_the_tolerances_above_are_its_own():
    export = pl.read_parquet((FILES / PAIRS[1]).with_suffix(".parquet"))
    volts = export["Voltage(mV)"].cast(pl.Float64).to_numpy()
    assert np.abs(volts * 10 - np.round(volts * 10)).max() < 1e-2
    assert (export["Current(uA)"] == export["Current(uA)"].round()).all()


@needs_files
def test_large_file_reads_whole_and_says_that_the_clock_was_set_back():
    read = read_recording(FILES / "BTS85-36-6-5-110-20240424.ndax")
    assert len(read) == 699_677
    assert (np.diff(read.time) >= 0).all()
    assert "clock-set-back" in {note.code for note in read.notes}
    assert "cycle_count" not in read.columns


@needs_files
@pytest.mark.parametrize("size", [5_000, 100_001, 300_000])
def test_cut_nda_gives_the_readings_before_the_cut(size, tmp_path):
    cut = tmp_path / "cut.nda"
    cut.write_bytes((FILES / "TestFile.nda").read_bytes()[:size])
    whole, part = read_recording(FILES / "TestFile.nda"), read_recording(cut)
    assert 0 < len(part) < len(whole)
    assert np.array_equal(part.voltage, whole.voltage[: len(part)])
    assert "truncated" in {note.code for note in part.notes}


@needs_files
def test_cut_ndax_is_refused_with_what_to_do(tmp_path):
    cut = tmp_path / "cut.ndax"
    cut.write_bytes((FILES / "nw4-120-1-6-53.ndax").read_bytes()[:100_000])
    with pytest.raises(InputError, match="cut short or damaged"):
        read_recording(cut)


def test_units_and_sign_of_an_old_nda(tmp_path):
    file = tmp_path / "cell.nda"
    file.write_bytes(nda())
    read = read_recording(file)
    assert read.time[:3] == pytest.approx([0, 10, 20])
    assert read.voltage[0] == pytest.approx(1.2345, abs=1e-6)
    assert read.current == pytest.approx(-0.015)
    assert read.columns["unix_time_second"][0] == 1_700_000_000
    assert read.notes == ()


def test_nda_that_promises_more_than_it_holds_says_so(tmp_path):
    file = tmp_path / "cell.nda"
    file.write_bytes(nda(bytes_of_rows=100 * 59)[:-30])
    read = read_recording(file)
    assert len(read) == 19
    assert any(f"{80 * 59 + 30} bytes" in note.text for note in read.notes)


def test_recognised_by_content_under_another_name(tmp_path):
    file = tmp_path / "cell.bin"
    file.write_bytes(nda())
    assert read_recording(file).format == "Neware nda"


@pytest.mark.parametrize(
    "content",
    [
        b"NEWARE",
        b"NEWARE" + bytes(300),
        b"NEWARE" + b"\xff" * 5000,
        b"NEWARE\x00\x00\x00\x00\x00\x00\x00\x00\x05" + b"\x07" * 300,
    ],
)
def test_garbage_with_the_right_beginning(content, tmp_path):
    file = tmp_path / "cell.nda"
    file.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_recording(file)
    assert raised.value.problems[0].fix


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"not a zip"])
def test_ndax_with_rubbish_inside(content, tmp_path):
    file = tmp_path / "cell.ndax"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("data.ndc", content)
    with pytest.raises(InputError, match="fastnda cannot read it"):
        read_recording(file)


def test_archive_that_swells_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("natria.lab.files.third_party.UNPACKED_BYTES", 10_000)
    file = tmp_path / "bomb.ndax"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.ndc", bytes(20_000))
    with pytest.raises(InputError, match="would unpack to"):
        read_recording(file)
