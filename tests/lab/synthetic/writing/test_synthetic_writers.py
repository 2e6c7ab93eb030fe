"""A simulated recording in the layouts of vendors: it reads back as it was, and never as a measurement."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natria.lab.files.read import read_recording
from natria.lab.synthetic import Instrument, Short, SymmetricTest, full_cell, symmetric_cell
from natria.lab.synthetic.writing.layouts import LAYOUTS
from natria.lab.synthetic.writing.writers import Damage, mark_of, text_as, write_as
from natria.quantity import Computed, InputError, Measured

TEST = SymmetricTest(half_cycles=10, samples=40, rest=100, current_density=7.3)
RECORDING = symmetric_cell(
    7, test=TEST, instrument=Instrument(noise=1e-3, quantum=1e-6), shorts=(Short(6.3, drop=0.4),)
).recording
MARK = "natria-simulated: synthetic_symmetric_cell 1"
FORMAT = {  # layout -> how its reader is called
    "neware": "Neware csv",
    "neware-ma": "Neware csv",
    "landt": "Landt csv",
    "maccor": "Maccor text",
    "arbin": "Arbin csv",
    "biologic": "BioLogic mpt",
    "basytec": "Basytec text",
    "gamry": "Gamry DTA",
    "bdf": "BDF csv",
}
every_layout = pytest.mark.parametrize("vendor", LAYOUTS)


def back(folder, vendor, recording=RECORDING, **options):
    path = folder / f"cell{LAYOUTS[vendor].suffix}"
    write_as(recording, path, vendor, **options)
    return read_recording(path)


def same(found, recording=RECORDING, *, rows=None):
    """To the last digit that the layout writes: a millisecond, a microvolt, a nanoampere."""
    for name, step in (("time", 1e-3), ("voltage", 1e-6), ("current", 1e-9)):
        written = getattr(recording, name)[:rows]
        assert np.abs(getattr(found, name) - written).max() <= step, name


@every_layout
def test_it_reads_back_and_stays_computed(vendor, tmp_path):
    found = back(tmp_path, vendor)
    assert found.format == FORMAT[vendor]
    assert len(found) == len(RECORDING)
    same(found)
    assert isinstance(found.origin, Computed)
    assert (found.origin.model, found.origin.version) == ("synthetic_symmetric_cell", 1)


@every_layout
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_encodings_and_decimal_commas(vendor, encoding, decimal, tmp_path):
    found = back(tmp_path, vendor, encoding=encoding, decimal=decimal)
    same(found)
    assert not found.is_measured


@every_layout
def test_the_mark_stands_at_the_beginning(vendor):
    assert MARK in text_as(RECORDING, vendor)[:65536]


@every_layout
def test_rows_that_stand_twice_are_left_out_again(vendor, tmp_path):
    found = back(tmp_path, vendor, damage=Damage(duplicates=9, seed=2))
    assert len(found) == len(RECORDING)
    same(found)
    assert "repeated-rows" in {note.code for note in found.notes}


@every_layout
def test_clocks_that_start_again_are_joined(vendor, tmp_path):
    found = back(tmp_path, vendor, damage=Damage(restarts=2, seed=1))
    assert found.time == pytest.approx(RECORDING.time, abs=3e-3)
    joined = {"time-restarted", "step-times-summed"}  # a DTA has a clock of its own in each table
    assert joined & {note.code for note in found.notes}


@every_layout
def test_a_file_that_is_cut_in_a_row_gives_the_rows_before(vendor, tmp_path):
    text = text_as(RECORDING, vendor)
    row = text.index("\n", round(0.7 * len(text))) + 1
    middle = row + (text.index("\n", row) - row) // 2
    found = back(
        tmp_path, vendor, encoding="utf-8", damage=Damage(cut=len(text[:middle].encode()) / len(text.encode()))
    )
    assert len(found) == len(RECORDING) - text.count("\n", row)
    same(found, rows=len(found))
    assert "cut-last-row" in {note.code for note in found.notes}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.sampled_from([".", ","]),
    st.sampled_from(["utf-8", "latin-1", "utf-16"]),
    st.integers(0, 2**31),
)
def test_any_dialect_of_any_cell(tmp_path, vendor, decimal, encoding, seed):
    test = dataclasses.replace(TEST, half_cycles=4, half_cycle_time=600 + seed % 5000, rest=seed % 3 * 50.0)
    made = symmetric_cell(seed, test=test, instrument=Instrument(noise=2e-3, current_noise=1e-8)).recording
    found = back(tmp_path, vendor, made, decimal=decimal, encoding=encoding)
    assert len(found) == len(made)
    same(found, made)


def test_a_full_cell_too(tmp_path):
    made = full_cell(1).recording
    found = back(tmp_path, "landt", made)
    same(found, made)
    assert found.origin.model == "synthetic_full_cell"


def test_the_same_recording_gives_the_same_bytes():
    damage = Damage(duplicates=3, restarts=1, seed=4)
    assert text_as(RECORDING, "neware", damage=damage) == text_as(RECORDING, "neware", damage=damage)
    assert text_as(RECORDING, "neware", damage=damage) != text_as(RECORDING, "neware")


def test_what_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match="did you mean 'neware'"):
        text_as(RECORDING, "newar")
    with pytest.raises(InputError, match="expected a point or a comma"):
        text_as(RECORDING, "neware", decimal="'")
    with pytest.raises(InputError, match="is not supported"):
        write_as(RECORDING, tmp_path / "x.csv", "neware", encoding="utf-7")
    with pytest.raises(InputError, match="cut"):
        Damage(cut=0)
    measured = dataclasses.replace(RECORDING, origin=Measured("a.csv", "0" * 64, "read"))
    with pytest.raises(InputError, match="was measured"):
        mark_of(measured)
