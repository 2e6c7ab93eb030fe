"""One part of a sweep: cells that are built together and run by the batch driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...design import Design
from ...models.cell.ensemble.batch import SUMMARY, go_rows
from ...models.cell.ensemble.together import build_together
from ...models.cell.solvers.rules import code_of

VERSION = 1  # of the results of a part; raised by hand when they change
COLUMNS = tuple(SUMMARY)
REFUSED = -2  # code of the end of a cell that was not run


@dataclass(frozen=True)
class CellPartKey:
    """What identifies a part: the digest of what its cells share, and their values.

    The values have a row for each cell and a column for each path.
    """

    sweep: str
    values: np.ndarray

    def __repr__(self) -> str:
        """Return a short label; the digest has all values."""
        return f"{len(self.values)} cells of {self.sweep[:12]}"


@dataclass(frozen=True)
class CellPart:
    """The last leg of each cell (columns of SUMMARY), how it ended, and why some were refused."""

    last: np.ndarray
    ended: np.ndarray  # int16: places in ENDINGS, -1 where the protocol ended, REFUSED
    refused: Mapping[int, str]
    alone: int  # cells that were built one by one


@dataclass(frozen=True)
class CellSweepTask:
    """What the cells of a sweep share. It is a function of a key, for workers."""

    design: Design
    paths: tuple[str, ...]
    cycles: int | None = None

    def __call__(self, key: CellPartKey) -> CellPart:
        """Return the results of one part, on one thread."""
        values = {path: key.values[:, n] for n, path in enumerate(self.paths)}
        made = build_together(self.design, values, self.cycles)
        last = np.full((len(key.values), len(COLUMNS)), np.nan)
        ended = np.full(len(key.values), REFUSED, np.int16)
        for built in made.built:
            outcome = go_rows(built.rows, lambda _: False, threads=1)
            last[built.places] = outcome.last
            ended[built.places] = [code_of(name) for name in outcome.ended_by]
        return CellPart(last, ended, made.refused, made.alone)
