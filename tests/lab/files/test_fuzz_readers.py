"""Bad files of every format: a recording of sound numbers, or one message in words. `benchmarks/fuzz_readers.py` does
the same a million times; what it found is in `test_fuzz_findings.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from fuzz_mutations import damaged
from fuzz_outcomes import outcome, put, refusal
from fuzz_seeds import Seed, seeds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_binary_arbin import READINGS
from test_binary_workbook import ARBIN
from workbook_by_hand import write_database, write_workbook

from natria.lab.files import read_recording
from natria.lab.synthetic.writing.layouts import LAYOUTS
from natria.lab.synthetic.writing.writers import text_as
from natria.quantity import Computed
from natria.record import Recording

SEEDS = seeds()
# a parquet file that natria did not write is decoded in another process first, which takes its time
FAST = [seed for seed in SEEDS if seed.suffix != ".parquet"]
each_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(FAST), st.sampled_from(SEEDS), st.integers(0, 2**64 - 1))
def test_any_damage_gives_a_recording_or_a_message(tmp_path: Path, seed: Seed, other: Seed, chance: int) -> None:
    outcome(put(tmp_path / f"cell{seed.suffix}", damaged(Random(chance), seed.content, other.content)))


# --- the same file for each format


@each_seed
def test_an_empty_file_is_said(seed: Seed, tmp_path: Path) -> None:
    assert "is empty" in refusal(put(tmp_path / f"cell{seed.suffix}", b""))


@each_seed
@pytest.mark.parametrize("content", [b"%PDF-1.7\n1 0 obj", b"Dear colleague,\nplease find attached", b"\0" * 3000])
def test_another_kind_of_file_is_named(seed: Seed, content: bytes, tmp_path: Path) -> None:
    assert "is not supported" in refusal(put(tmp_path / f"cell{seed.suffix}", content))


@each_seed
@pytest.mark.parametrize("kept", [0, 8, 64])
def test_garbage_with_the_right_suffix_and_beginning(seed: Seed, kept: int, tmp_path: Path) -> None:
    outcome(put(tmp_path / f"cell{seed.suffix}", seed.content[:kept] + Random(kept).randbytes(5000)))


@each_seed
def test_a_suffix_of_another_format_misleads_nobody(seed: Seed, tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx", ".parquet" if seed in FAST else ".mpt"):
        assert read_recording(put(tmp_path / f"cell{suffix}", seed.content)).format == seed.format


@each_seed
def test_a_file_that_was_cut_gives_what_is_before_the_cut(seed: Seed, tmp_path: Path) -> None:
    """Every reading but the last, whose number may have lost digits, is one of the whole file."""
    whole = read_recording(put(tmp_path / f"whole{seed.suffix}", seed.content)).voltage
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.98):
        part = outcome(put(tmp_path / f"cut{seed.suffix}", seed.content[: int(share * len(seed.content))]))
        if part is not None:
            assert len(part) <= len(whole)
            np.testing.assert_array_equal(part.voltage[:-1], whole[: len(part) - 1])


# --- the same bad columns in each format that can be written here

TIME = 60.0 * np.arange(40)
VOLTAGE = 0.03 + 1e-4 * np.arange(40)
CURRENT = np.full(40, 5e-4)
Write = Callable[[Path, np.ndarray, np.ndarray, np.ndarray], Path]


def in_layout(vendor: str) -> Write:
    def write(folder: Path, *columns: np.ndarray) -> Path:
        made = Recording("cell", "", named(*columns), origin=Computed("by_hand", 1))
        return put(folder / f"cell{LAYOUTS[vendor].suffix}", text_as(made, vendor).encode(LAYOUTS[vendor].encoding))

    return write


def named(time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> dict[str, np.ndarray]:
    return {"test_time_second": time, "voltage_volt": voltage, "current_ampere": current}


def parquet(folder: Path, *columns: np.ndarray) -> Path:
    pl.DataFrame(named(*columns)).write_parquet(folder / "cell.parquet")
    return folder / "cell.parquet"


def workbook(folder: Path, time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> Path:
    number = np.arange(len(time))
    rows = [
        [None if isinstance(cell, float) and np.isnan(cell) else cell for cell in row]
        for row in zip(*(c.tolist() for c in (number, time, number, current, voltage, time)), strict=True)
    ]
    return write_workbook(folder / "cell.xlsx", {"Channel_1-006": [ARBIN, *rows]})


def database(folder: Path, time: np.ndarray, voltage: np.ndarray, current: np.ndarray) -> Path:
    rows = [
        (1, k, t, 45000.0 + t / 86400, 1, i, u, 0.0)
        for k, (t, u, i) in enumerate(zip(time, voltage, current, strict=True))
    ]
    return write_database(folder / "cell.res", [(READINGS, rows)])


WRITERS: dict[str, Write] = {
    **{v: in_layout(v) for v in LAYOUTS},
    "parquet": parquet,
    "workbook": workbook,
    "database": database,
}
each_format = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


@each_format
def test_what_is_written_here_reads(write: Write, tmp_path: Path) -> None:
    recording = read_recording(write(tmp_path, TIME, VOLTAGE, CURRENT))
    np.testing.assert_allclose(recording.voltage, VOLTAGE, atol=1e-6)
    np.testing.assert_allclose(recording.current, CURRENT, rtol=1e-6)


NOTHING = np.full(40, np.nan)


@each_format
def test_a_voltage_without_numbers_is_refused(write: Write, tmp_path: Path) -> None:
    assert "no number for the voltage" in refusal(write(tmp_path, TIME, NOTHING, CURRENT))


@pytest.mark.parametrize("name", ["gamry", "parquet", "workbook", "database"])  # others write its sign too
def test_a_current_without_numbers_is_refused(name: str, tmp_path: Path) -> None:
    assert "no number for the current" in refusal(WRITERS[name](tmp_path, TIME, VOLTAGE, NOTHING))


@each_format
def test_rows_without_numbers_are_left_out_and_said(write: Write, tmp_path: Path) -> None:
    gaps = np.where(np.arange(40) % 4 == 1, np.nan, VOLTAGE)
    recording = read_recording(write(tmp_path, TIME, gaps, CURRENT))
    np.testing.assert_allclose(recording.voltage, VOLTAGE[np.isfinite(gaps)], atol=1e-6)
    assert any(note.code == "unreadable-rows" and "10 rows" in note.text for note in recording.notes)


@each_format
def test_time_that_runs_backwards_is_turned_and_said(write: Write, tmp_path: Path) -> None:
    recording = read_recording(write(tmp_path, TIME[::-1], VOLTAGE[::-1], CURRENT))
    np.testing.assert_allclose(recording.voltage, VOLTAGE, atol=1e-6)
    assert "rows-reversed" in {note.code for note in recording.notes}


@each_format
def test_a_clock_that_jumps_about_is_refused(write: Write, tmp_path: Path) -> None:
    jumps = Random(1).sample(range(40), 40)
    assert "runs backwards" in refusal(write(tmp_path, TIME[jumps], VOLTAGE, CURRENT))


@each_format
def test_no_current_at_all_is_a_recording_and_said(write: Write, tmp_path: Path) -> None:
    recording = read_recording(write(tmp_path, TIME, VOLTAGE, np.zeros(40)))
    assert len(recording) == 40
    assert "no-current" in {note.code for note in recording.notes}
