"""Definition of a file format: recognition, loading, and the table of its columns and units.

`load` converts the bytes to a `Raw` frame with the column names of the instrument. `columns` assigns them to columns of
the Battery Data Format, with units. Everything else (units, restarting time, repeated rows, signs) is done once for all
formats in `normalise`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...record.note import Note

if TYPE_CHECKING:
    import polars as pl

    from ...record import Recording

HEAD_BYTES = 65536  # of a file are enough to recognise it


@dataclass(frozen=True)
class Head:
    """The beginning of a file, for recognising its format. The suffix is only a hint."""

    path: Path
    content: bytes  # the first HEAD_BYTES
    text: str  # the same decoded, empty if it is not text
    size: int

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True)
class Raw:
    """The table of a file with the column names of the instrument.

    `line`: line of its first row, for messages.
    """

    frame: pl.DataFrame
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Col:
    """A column of the instrument and its column of the Battery Data Format.

    Case and blanks of the name are ignored; `*` stands for the unit in the name, as in "Voltage(*)". `unit` applies if
    the name has none.
    """

    name: str
    to: str
    unit: str = ""


@dataclass(frozen=True)
class Format:
    """A file format. `sign`: whether the current is signed, reversed, or signed by the name of the step."""

    name: str  # "Neware csv"
    says: str  # description for people: instrument and software
    recognises: Callable[[Head], bool]
    load: Callable[[Path, Head], Raw | Recording]  # a Recording only for files written by natria, used unchanged
    columns: tuple[Col, ...]
    sign: Literal["signed", "by step", "reversed"] = "signed"
    step_column: str = ""  # column with the name of the step, for sign = "by step"
    needs: str = ""  # required extra of natria
