"""A table: columns with units, one origin for all of it, and its bytes as parquet.

A curve of a model, a recording of a cycler and a budget by part are all tables; they differ in columns and origin.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from ..quantity import Artefact, ModelError, Origin, Question
from .artefact import PENDING, Parts, digest_of, reference

if TYPE_CHECKING:
    import polars as pl

Values = np.ndarray | tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """Numbers in one unit (SI), or words; nan in a number column is a point that was refused."""

    unit: str
    values: Values

    @property
    def is_text(self) -> bool:
        return isinstance(self.values, tuple)

    @property
    def numbers(self) -> np.ndarray:
        if isinstance(self.values, tuple):
            raise ModelError("a column of words was read as numbers")
        return self.values


@dataclass(frozen=True, eq=False)
class Table:
    id: str
    title: str
    columns: Mapping[str, Column]
    origin: Origin = PENDING
    question: Question | None = None

    def __post_init__(self) -> None:
        lengths = {len(c.values) for c in self.columns.values()}
        if len(lengths) > 1:
            raise ModelError(f"the columns of the table {self.id!r} differ in length: {sorted(lengths)}")

    def __len__(self) -> int:
        return max((len(c.values) for c in self.columns.values()), default=0)

    @property
    def file(self) -> str:
        """The path of the table in the folder of a study."""
        return f"tables/{self.id}.parquet"

    def frame(self) -> pl.DataFrame:
        import polars as pl

        return pl.DataFrame({name: list(c.values) if c.is_text else c.numbers for name, c in self.columns.items()})

    @cached_property
    def parquet(self) -> bytes:
        buffer = io.BytesIO()
        self.frame().write_parquet(buffer)
        return buffer.getvalue()

    @property
    def sha256(self) -> str:
        """The hash of the parquet file; `digest` is that of the content."""
        return sha256(self.parquet).hexdigest()

    @property
    def parts(self) -> Parts:
        """Names, units and words of the columns; and their numbers."""
        header = [[name, c.unit, list(c.values) if c.is_text else None] for name, c in self.columns.items()]
        return {"table": header}, tuple(c.numbers for c in self.columns.values() if not c.is_text)

    @cached_property
    def digest(self) -> str:
        """The hash of names, units and values of the columns."""
        return digest_of(*self.parts)

    @property
    def reference(self) -> Artefact:
        """The table without its columns, as an input of what is read off it."""
        return reference("table", self)


def numbers(unit: str, values: Sequence[float] | np.ndarray) -> Column:
    array = np.array(values, float)
    array.setflags(write=False)
    return Column(unit, array)


def words(values: Sequence[str]) -> Column:
    return Column("", tuple(values))
