"""What a reader is: a table of columns and units for a kind of file, and how its bytes become a frame.

`load` turns the bytes into a `Raw` frame with the instrument's own column names; `columns` says which of them is which
column of the Battery Data Format, and in what unit. All the rest (units, time that restarts, rows that repeat, signs)
is done once for all formats in `normalise`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

    from ...record import Recording

HEAD_BYTES = 65536  # of a file are enough to recognise it


@dataclass(frozen=True)
class Head:
    """The beginning of a file: what a format may look at to recognise it. The suffix is a hint, never a proof."""

    path: Path
    content: bytes  # the first HEAD_BYTES
    text: str  # the same decoded, empty for what is no text
    size: int

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()


@dataclass(frozen=True)
class Raw:
    """The table of a file with the instrument's names. `line` is where its first row stands, for messages."""

    frame: pl.DataFrame
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Col:
    """A column of the instrument: its name (case and blanks do not matter; `*` stands for the unit in the name, as in
    "Voltage(*)"), which column of the Battery Data Format it is, and the unit where the name has none."""

    name: str
    to: str
    unit: str = ""


@dataclass(frozen=True)
class Format:
    """`time` says what the time column counts; `sign` whether the current has one, or the step's word gives it."""

    name: str  # "Neware csv"
    says: str  # for people: which instrument and software
    recognises: Callable[[Head], bool]
    load: Callable[[Path, Head], Raw | Recording]  # a recording only where natria wrote the file: it is taken as it is
    columns: tuple[Col, ...]
    sign: Literal["signed", "by step", "reversed"] = "signed"
    step_column: str = ""  # where the word of the step stands, for sign = "by step"
    needs: str = ""  # the extra of natria that it takes
