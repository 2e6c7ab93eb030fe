"""Parquet files, from natria or with the columns of the Battery Data Format or of a known software."""

from __future__ import annotations

from pathlib import Path

from ....quantity import InputError, Problem
from ....record import Recording
from ..checksum import ensure_decodes, has_valid_checksum
from ..columns.software import SOFTWARE, software_of
from ..description import read
from ..format import Format, Head, Raw
from ..natria_files import restored
from ..third_party import third_party
from ..write import KEY

PARQUET = b"PAR1"
LONGEST = (
    50_000_000  # rows, a reading a second for a year and a half; a parquet file of a few bytes can declare any number
)
MOST_VALUES = 500_000_000  # of all columns: 4 GB of memory; a column of one repeated value takes no space in a file
AGAIN = "write the parquet file again"


def load(path: Path, head: Head) -> Raw | Recording:
    import polars as pl

    del head
    with third_party(path, "polars", AGAIN):
        description = pl.read_parquet_metadata(path).get(KEY, "")
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
        if rows > LONGEST:
            what = f"declares {rows} rows; the limit is {LONGEST}"
            raise InputError(str(path), [Problem("", what, "write it in several parts")])
        flat = [name for name, kind in pl.read_parquet_schema(path).items() if not kind.is_nested()]
        if rows * len(flat) > MOST_VALUES:
            what = f"declares {rows} rows of {len(flat)} columns; the limit is {MOST_VALUES:,} values"
            raise InputError(str(path), [Problem("", what, "write it in several parts, or with fewer columns")])
        if not has_valid_checksum(path):
            ensure_decodes(path)
        frame = pl.read_parquet(path, columns=flat)
    return restored(path, frame, read(description))


def is_parquet(head: Head) -> bool:
    return head.content.startswith(PARQUET)


def _program(head: Head) -> Format | None:
    import polars as pl

    try:
        with third_party(head.path, "polars", AGAIN):
            return software_of(pl.read_parquet_schema(head.path))
    except InputError:
        return None


def _parquet(text: Format) -> Format:
    return Format(
        name=f"{text.name.rpartition(' ')[0]} parquet",
        says=f"{text.says}: the same columns as parquet",
        recognises=lambda head: is_parquet(head) and _program(head) is text,
        load=load,
        columns=text.columns,
        sign=text.sign,
        step_column=text.step_column,
    )


FORMATS = (
    *(_parquet(text) for text in SOFTWARE),
    Format("parquet", "any parquet, with a column map", is_parquet, load, ()),
)
