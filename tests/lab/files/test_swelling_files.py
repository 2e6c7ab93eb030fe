"""A small file that unpacks to a large one is refused before memory is used, whatever its format."""

import gzip
import struct
import tracemalloc
import zipfile

import polars as pl
import pytest
from workbook_by_hand import write_workbook

from natria.lab import read_recording
from natria.lab.files import third_party
from natria.lab.files.formats import bdf_parquet
from natria.quantity import InputError

MIB = 2**20
STRINGS, SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
UNIT = {STRINGS: b"<si><t>aaaaaaaaaa</t></si>", SHEET: b"<row><c><v>1</v></c><c><v>1</v></c></row>"}
MOST = 60 * MIB  # bytes of Python's own memory; the parts below unpack to 80 MiB and more


def book(file, swollen, mib):
    """A workbook with one member of some MiB."""
    plain = write_workbook(file.with_name("plain.xlsx"), {"record": [["time", "voltage"], [0.0, 1.0]]})
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in before.namelist():
            if name != swollen:
                archive.writestr(name, before.read(name))
        with archive.open(swollen, "w") as member:
            block = UNIT[swollen] * (MIB // len(UNIT[swollen]))
            for _ in range(mib):
                member.write(block)
    return file


def refusal(file):
    """What a file is refused for; it may not take memory before."""
    tracemalloc.start()
    with pytest.raises(InputError) as no:
        read_recording(file)
    assert tracemalloc.get_traced_memory()[1] < MOST
    tracemalloc.stop()
    (problem,) = no.value.problems
    assert problem.fix
    return problem.what


@pytest.mark.parametrize("member", [STRINGS, SHEET])
def test_a_workbook_that_shrank_too_much_is_not_opened(member, tmp_path, monkeypatch):
    monkeypatch.setattr("fastexcel.read_excel", lambda *_: pytest.fail("it was opened"))
    assert "times its size" in refusal(book(tmp_path / "a.xlsx", member, 80))


def test_a_member_that_is_longer_than_declared_is_not_opened(tmp_path, monkeypatch):
    file = book(tmp_path / "a.xlsx", STRINGS, 80)
    raw = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        entry = raw.index(STRINGS.encode(), archive.start_dir) - 46
    struct.pack_into("<I", raw, entry + 24, MIB)
    file.write_bytes(raw)
    monkeypatch.setattr("fastexcel.read_excel", lambda *_: pytest.fail("it was opened"))
    assert "longer than declared" in refusal(file)


def test_a_neware_archive_that_shrank_too_much_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(third_party, "SMALL_BYTES", MIB)
    with zipfile.ZipFile(tmp_path / "a.ndax", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.ndc", bytes(4 * MIB))
    assert "times its size" in refusal(tmp_path / "a.ndax")


def test_what_a_real_sheet_shrinks_by_is_far_from_the_limit(tmp_path):
    rows = 20_000
    frame = pl.DataFrame({"a": pl.zeros(rows, eager=True), "b": pl.zeros(rows, eager=True)})
    frame.write_excel(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = max(archive.infolist(), key=lambda one: one.file_size)
    assert 2 < sheet.file_size / sheet.compress_size < third_party.RATIO / 5


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_archives_that_no_instrument_writes_are_not_unpacked(name, tmp_path):
    if name.endswith("zip"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("cell.csv", bytes(80 * MIB))
    else:
        (tmp_path / name).write_bytes(gzip.compress(bytes(80 * MIB), 1))
    assert "format is not supported" in refusal(tmp_path / name)


def test_a_table_of_many_equal_columns_is_not_read(tmp_path, monkeypatch):
    columns = {f"c{k}": [0.0] * 100 for k in range(50)}
    pl.DataFrame({"Time (s)": [float(k) for k in range(100)], **columns}).write_parquet(tmp_path / "a.parquet")
    monkeypatch.setattr(bdf_parquet, "MOST_VALUES", 5000)
    monkeypatch.setattr(pl, "read_parquet", lambda *_, **__: pytest.fail("it was read"))
    assert "columns" in refusal(tmp_path / "a.parquet")


def test_lists_in_a_table_are_not_read(tmp_path):
    columns = {"test_time_second": [0.0, 1.0], "voltage_volt": [0.1] * 2, "current_ampere": [1e-3] * 2}
    frame = pl.DataFrame({**columns, "inside": [[0] * 1000, [0] * 1000]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert len(read_recording(tmp_path / "a.parquet")) == 2
