"""What is written reads back as it was, to the bit and with all that it rests on; and what was changed is not taken
for what it was."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.files import checksum, description
from natria.lab.files.read import read_recording, sha256_of
from natria.lab.files.write import PART, beside, companion, write_recording
from natria.quantity import Assumed, Computed, Finding, InputError, Measured, OutputError, Question, Setting
from natria.record import COLUMNS, REQUIRED, Note, Recording

SUFFIXES = (".parquet", ".csv", ".bdf.csv")
AREA = Finding(Question("cell_overpotential", "cell"), 0.1, Assumed("for the test"), unit="V")
ORIGINS = {
    "measured": Measured("", "", ""),
    "measured with inputs": Measured("a.ndax", "ab" * 32, "read so", (AREA,)),
    "computed": Computed(
        "symmetric_cell", 2, (AREA,), (Setting("recording", "a"), Setting("b", "c", "why")), "below 1 C", ("current",)
    ),
}
any_float = st.floats(allow_nan=True, allow_infinity=True)
NOTES = (Note("gaps", "a gap of 3 min"), Note("two", "two"))
line = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def recording(number=50, origin=ORIGINS["measured"], **more):
    rng = np.random.default_rng(7)
    columns = {name: rng.normal(size=number) for name in (*REQUIRED, "step_index", "temperature_t1_celsius")}
    columns["test_time_second"] = np.sort(np.abs(columns["test_time_second"]))
    given = {
        "format": "Neware ndax",
        "metadata": {"operator": "Müller\n#2"},
        "notes": (Note("gaps", "a gap of 3 min"), Note("two", "two")),
    } | more
    return Recording("cell.ndax", "cd" * 32, columns, origin=origin, **given)


def assert_same(one: Recording, other: Recording):
    assert list(one.columns) == list(other.columns)
    for name in one.columns:
        assert one.columns[name].tobytes() == other.columns[name].tobytes(), name
    for what in ("file", "sha256", "format", "notes", "origin"):
        assert getattr(one, what) == getattr(other, what), what
    assert dict(one.metadata) == dict(other.metadata)


# a BDF csv of what was computed is not written: see below
@pytest.mark.parametrize(("suffix", "origin"), [p for p in product(SUFFIXES, ORIGINS) if p != (".bdf.csv", "computed")])
def test_reads_back_as_it_was(tmp_path, suffix, origin):
    wrote = recording(origin=ORIGINS[origin])
    write_recording(wrote, tmp_path / f"x{suffix}")
    assert_same(wrote, read_recording(tmp_path / f"x{suffix}"))


@given(st.data())
def test_any_numbers_and_words_read_back(tmp_path_factory, data):
    names = sorted({*REQUIRED, *data.draw(st.sets(st.sampled_from(list(COLUMNS)), max_size=4))})
    size = data.draw(st.integers(1, 12))
    columns = {n: np.array(data.draw(st.lists(any_float, min_size=size, max_size=size))) for n in names}
    columns["test_time_second"] = np.linspace(0, 1, size)
    wrote = Recording(
        "a",
        "0" * 64,
        columns,
        "f",
        data.draw(st.dictionaries(line, line, max_size=3)),
        tuple(data.draw(st.lists(st.builds(Note, line, line), max_size=3))),
    )
    for suffix in SUFFIXES:
        file = tmp_path_factory.mktemp("w") / f"x{suffix}"
        write_recording(wrote, file)
        read = read_recording(file)
        for name in names:  # every number to the bit; which of the many nan it was does not matter
            np.testing.assert_array_equal(read.columns[name], wrote.columns[name])
            there = ~np.isnan(wrote.columns[name])
            assert (np.signbit(read.columns[name]) == np.signbit(wrote.columns[name]))[there].all()  # -0.0 too
        assert (read.notes, dict(read.metadata), read.origin) == (wrote.notes, dict(wrote.metadata), wrote.origin)


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_simulated_stays_computed_with_its_ancestry(tmp_path, suffix):
    write_recording(recording(origin=ORIGINS["computed"]), tmp_path / f"x{suffix}")
    read = read_recording(tmp_path / f"x{suffix}")
    assert not read.is_measured
    assert read.origin.inputs == (AREA,)


def test_simulated_is_not_written_where_it_would_come_back_as_measured(tmp_path):
    with pytest.raises(OutputError, match="is not a measurement"):
        write_recording(recording(origin=ORIGINS["computed"]), tmp_path / "x.bdf.csv")
    assert list(tmp_path.iterdir()) == []


def test_bdf_csv_is_strict(tmp_path):
    write_recording(recording(), tmp_path / "x.bdf.csv")
    head, *rows = (tmp_path / "x.bdf.csv").read_text().splitlines()
    assert head.split(",") == [
        "test_time_second",
        "voltage_volt",
        "current_ampere",
        "step_index",
        "temperature_t1_celsius",
    ]
    assert all(len([float(cell) for cell in row.split(",")]) == 5 for row in rows)
    assert json.loads(companion(tmp_path / "x.bdf.csv").read_text())["bdf"] == "1.3.0"


def test_bdf_csv_on_its_own_is_a_measurement_with_its_own_hash(tmp_path):
    file = tmp_path / "x.bdf.csv"
    write_recording(recording(), file)
    companion(file).unlink()
    read = read_recording(file)
    assert read.origin.sha256 == sha256_of(file)


def change_parquet(file):
    frame = pl.read_parquet(file)
    said = pl.read_parquet_metadata(file)["natria"]
    frame.with_columns(pl.col("voltage_volt") + 1e-12).write_parquet(file, metadata={"natria": said})


def change_text(file):
    *above, last = file.read_text().splitlines()
    file.write_text("\n".join([*above, last.replace(last.split(",")[1], "0.25")]) + "\n")


CHANGES = {".parquet": change_parquet, ".csv": change_text, ".bdf.csv": change_text}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_changed_numbers_are_a_measurement_of_their_own_and_said(tmp_path, suffix):
    file = tmp_path / f"x{suffix}"
    write_recording(recording(), file)
    CHANGES[suffix](file)
    read = read_recording(file)
    assert read.origin.sha256 == read.sha256 == sha256_of(file)
    assert "changed-since-written" in {note.code for note in read.notes}


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_a_changed_simulation_does_not_become_a_measurement(tmp_path, suffix):
    file = tmp_path / f"x{suffix}"
    write_recording(recording(origin=ORIGINS["computed"]), file)
    CHANGES[suffix](file)
    with pytest.raises(InputError, match="is not a measurement"):
        read_recording(file)


@pytest.mark.parametrize("key", ["file", "sha256", "notes", "metadata", "origin"])
def test_changed_words_are_seen_too(tmp_path, key):
    file = tmp_path / "x.csv"
    write_recording(recording(), file)
    mark, said, *numbers = file.read_text().splitlines()
    document = json.loads(said.removeprefix("# "))
    if key == "origin":
        document["origin"]["findings"][0]["origin"]["file"] = "b.ndax"
    else:
        document[key] = type(document[key])()
    file.write_text("\n".join([mark, f"# {json.dumps(document)}", *numbers]) + "\n")
    assert "changed-since-written" in {note.code for note in read_recording(file).notes}


def test_parquet_of_others(tmp_path):
    frame = pl.DataFrame(
        {"Test Time / h": [0.0, 1.0], "Voltage / mV": [100.0, 200.0], "Current / A": [1, 2], "x": ["a", "b"]}
    )
    frame.write_parquet(tmp_path / "x.parquet")
    read = read_recording(tmp_path / "x.parquet")
    assert list(read.time) == [0.0, 3600.0]
    assert list(read.voltage) == [0.1, 0.2]
    assert read.is_measured


def test_unknown_suffix_names_those_that_are_known(tmp_path):
    with pytest.raises(OutputError, match=r"\.bdf\.csv, \.csv, \.parquet"):
        write_recording(recording(), tmp_path / "x.feather")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_nothing_half_written_is_left(tmp_path, stop):
    file = tmp_path / "x.parquet"
    file.write_text("what was there")

    def half(part):
        part.write_text("half")
        raise stop

    with pytest.raises(stop):
        beside(file, half)
    assert [p.name for p in tmp_path.iterdir()] == ["x.parquet"]
    assert file.read_text() == "what was there"
    assert not any(p.name.endswith(PART) for p in tmp_path.iterdir())


def test_interrupted_bdf_leaves_no_description_behind(tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_csv", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_recording(recording(), tmp_path / "x.bdf.csv")
    assert list(tmp_path.iterdir()) == []


def test_seal_is_on_what_natria_wrote_and_breaks_with_any_byte(tmp_path):
    file = tmp_path / "x.parquet"
    write_recording(recording(), file)
    assert checksum.has_valid_checksum(file)
    whole = file.read_bytes()
    for place in (5, len(whole) // 2, len(whole) - 20):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not checksum.has_valid_checksum(file)


def test_damage_that_would_end_the_process_ends_another(tmp_path, monkeypatch):
    file = tmp_path / "x.parquet"
    pl.DataFrame({name: [1.0, 2.0] for name in REQUIRED}).write_parquet(file)
    assert len(read_recording(file)) == 2
    monkeypatch.setattr(checksum, "TRIAL", "import os; os.abort()")
    with pytest.raises(InputError, match="pages cannot be decoded"):
        read_recording(file)


def test_what_is_sealed_is_not_decoded_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(checksum, "TRIAL", "import os; os.abort()")
    write_recording(recording(), tmp_path / "x.parquet")
    assert_same(recording(), read_recording(tmp_path / "x.parquet"))


def test_a_file_of_a_version_without_codes_of_notes_is_read():
    document = json.loads(description.describe(recording()))
    del document["note_codes"]
    read = description.restore(document, recording().columns)
    assert [(note.code, note.text) for note in read.notes] == [
        (description.UNCODED, "a gap of 3 min"),
        (description.UNCODED, "two"),
    ]
