"""Small good files of every format that is read: what fuzzing starts from, and what bad files are made of.

The instrument files lie beside the checkout and not in it, and a reader may be an extra: without them the formats
that need them are left out.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from test_binary_arbin import ABOUT, READINGS, rows
from test_binary_neware import nda
from test_binary_workbook import ARBIN, NEWARE, arbin, neware
from test_text_formats import FILES
from workbook_by_hand import write_database, write_workbook

from natria.lab.files import read_recording
from natria.lab.files.write import write_recording
from natria.lab.synthetic import SymmetricTest, symmetric_cell
from natria.lab.synthetic.writing.layouts import LAYOUTS
from natria.lab.synthetic.writing.writers import text_as
from natria.record import Recording

INSTRUMENTS = Path(__file__).parents[4] / "shared" / "data" / "cycler"
NDC_PAGE = 4096


@dataclass(frozen=True)
class Seed:
    """`format` and `notes` are what reading it gives."""

    name: str
    suffix: str
    content: bytes
    format: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        return not self.is_archive and self.content[:4] not in (b"PAR1", b"NEWA", b"BIO-", b"\0\1\0\0")

    @property
    def is_archive(self) -> bool:
        return self.content.startswith(b"PK")


def seeds() -> tuple[Seed, ...]:
    """Each is read once, so that a seed that is no good file shows at once."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(_read(seed, Path(folder)) for seed in _seeds(Path(folder)))


def _read(seed: Seed, folder: Path) -> Seed:
    path = folder / f"seed{seed.suffix}"
    path.write_bytes(seed.content)
    recording = read_recording(path)
    return replace(seed, format=recording.format, notes=recording.notes)


def _seeds(folder: Path) -> Iterator[Seed]:
    for name, (suffix, encoding, text, *_) in FILES.items():
        yield Seed(name, suffix, text.encode(encoding))
    recording = symmetric_cell(1, test=SymmetricTest(half_cycles=4, samples=6, rest=600.0, rest_samples=2)).recording
    for vendor, layout in LAYOUTS.items():
        encoding = "latin-1" if layout.encoding == "latin-1" else "utf-8"
        yield Seed(f"synthetic {vendor}", layout.suffix, text_as(recording, vendor).encode(encoding))
    yield Seed("a table to guess", ".csv", b"t [h];U [mV];I [mA]\n0;12,5;0\n0,5;31,5;0,5\n1;-30;-0,5\n")
    measured = Recording("cell.csv", "0" * 64, dict(recording.columns), "natria, own files")
    for suffix in (".csv", ".parquet"):
        write_recording(measured, folder / f"own{suffix}")
        yield Seed(f"natria {suffix}", suffix, (folder / f"own{suffix}").read_bytes())
    yield from _tables(folder, measured)
    yield Seed("nda of version 5", ".nda", nda(12))
    yield Seed(
        "res",
        ".res",
        write_database(folder / "a.res", [(ABOUT, [(1, "a", 1.0, 1.0, "b")]), (READINGS, rows(12))]).read_bytes(),
    )
    if INSTRUMENTS.is_dir():
        yield from _cuts()


def _tables(folder: Path, recording: Recording) -> Iterator[Seed]:
    """Parquet without compression, which leaves its numbers open to damage, and workbooks."""
    import polars as pl

    plain = pl.DataFrame(dict(recording.columns))
    wide = dict(zip(NEWARE, map(list, zip(*neware(12), strict=True)), strict=True))
    for name, frame in (("BDF parquet", plain), ("Neware parquet", pl.DataFrame(wide))):
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="uncompressed")
        yield Seed(name, ".parquet", buffer.getvalue())
    about = [["TEST REPORT"], ["Test Name:", "cell 7"]]
    for name, sheets in (
        (
            "Arbin workbook",
            {"Info": about, "Channel_1-006": [ARBIN, *arbin(8)], "Channel_1-006_1": [ARBIN, *arbin(4, 8)]},
        ),
        ("Neware workbook", {"unit": [["a", "b"]], "record": [["a remark"], NEWARE, *neware(8)]}),
    ):
        yield Seed(name, ".xlsx", write_workbook(folder / "a.xlsx", sheets).read_bytes())


def _cuts() -> Iterator[Seed]:
    """Of real files as little as still reads."""
    cuts: dict[str, Callable[[bytes], bytes]] = {
        "TestFile.nda": _cut_nda,
        "nw4-120-1-6-53.ndax": _cut_ndax,
        "gcpl.issue_149.mpr": lambda content: content,
    }
    if find_spec("galvani") is None:  # the extra `biologic`
        del cuts["gcpl.issue_149.mpr"]
    for name, cut in cuts.items():
        file = INSTRUMENTS / name
        yield Seed(name, file.suffix, cut(file.read_bytes()))


def _cut_nda(content: bytes) -> bytes:
    """Version 130: where the readings begin, and of them 30."""
    (begin,) = struct.unpack_from("<Q", content, 82)
    return content[: begin + 30 * 88]


def _cut_ndax(content: bytes) -> bytes:
    """Two pages of each list inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(made, "w") as cut:
        for name in whole.namelist():
            kept = 4 * NDC_PAGE if name.endswith(".ndc") else None
            cut.writestr(name, whole.read(name)[:kept])
    return made.getvalue()
