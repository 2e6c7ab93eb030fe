"""A measured cell as groups need it: findings, events and the tables of cycles, without its recording.

It is made from a measurement, or read from the folder in which the results of a file were written, so that many files
need little memory and a run that was stopped goes on where it ended.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...lab import Measurement
from ...lab.cycling.kind import TEST_LABELS
from ...quantity import Finding, parents
from ...record import Column, Table, numbers, words
from ..document_parts import read_study

CURVE_TABLES = ("cycles", "efficiency")  # what curves of groups are drawn from; others stay in the files
STOPPED = "test stopped"  # the event of a record that ends without a failure


@dataclass(frozen=True)
class CellEvent:
    """An event of a cell; `until` is the time at which it ended, None where it lasts."""

    what: str
    time: float  # s
    cycle: int
    until: float | None = None
    evidence: tuple[str, ...] = ()

    @property
    def lasts(self) -> bool:
        return self.what != STOPPED and self.until is None


@dataclass(frozen=True, eq=False)
class MeasuredCell:
    """The results of one file. `folder` is where its page is, empty without one."""

    name: str
    file: str
    sha256: str
    kind: str
    test: str
    findings: tuple[Finding, ...]
    events: tuple[CellEvent, ...]
    tables: Mapping[str, Table] = field(repr=False)
    folder: str = ""

    @property
    def says(self) -> str:
        """The kind of cell and of test in words."""
        cell = "cell of unknown kind" if self.kind == "unknown" else f"{self.kind} cell"
        return f"{cell}, {TEST_LABELS.get(self.test, self.test)}"

    @property
    def failure(self) -> CellEvent | None:
        """The first event that lasts: a short, an exhausted electrode, ..."""
        return min((e for e in self.events if e.lasts), key=lambda e: e.time, default=None)

    def divisor(self, name: str) -> float | None:
        """The area or the mass (SI) that numbers of the cell were divided by; None where they were not."""
        inputs = (p for f in self.findings for p in parents(f) if isinstance(p, Finding))
        return next((p.plain for p in inputs if p.question.name == name and p.bound is None), None)


def cell_of(m: Measurement, name: str, folder: str = "") -> MeasuredCell:
    """Return what groups need of a measurement."""
    events = tuple(
        CellEvent(e.what, e.time, e.cycle, e.until, tuple(remark.text for remark in e.evidence)) for e in m.events
    )
    tables = {t.id: t for t in m.tables if t.id in CURVE_TABLES}
    recording = m.recording
    kind, test = m.kind.cell, m.kind.test
    return MeasuredCell(name, recording.file, recording.sha256, kind, test, m.findings, events, tables, folder)


def cell_in(folder: Path, name: str, shown: str, mark: str = "findings.json") -> MeasuredCell:
    """Return the results in a folder that groups need.

    Raises ValueError, LookupError or OSError where they are damaged.
    """
    document: Mapping[str, Any] = json.loads((folder / mark).read_text(encoding="utf-8"))
    book = read_study(document, str(folder / mark))
    (row,) = document["measurements"]
    events = tuple(CellEvent(e["what"], e["time"], e["cycle"], e["until"], tuple(e["evidence"])) for e in row["events"])
    tables = {t["id"]: _table(folder, t) for t in document["tables"] if t["id"] in CURVE_TABLES}
    findings = tuple(book[one] for one in row["findings"])
    return MeasuredCell(name, row["file"], row["sha256"], row["cell"], row["test"], findings, events, tables, shown)


def _table(folder: Path, row: Mapping[str, Any]) -> Table:
    import polars as pl

    content = (folder / row["file"]).read_bytes()
    frame = pl.read_parquet(io.BytesIO(content))
    columns: dict[str, Column] = {}
    for name, unit in row["columns"].items():
        series = frame[name]
        is_text = series.dtype == pl.String
        columns[name] = words(series.to_list()) if is_text else numbers(unit, series.to_numpy())
    return Table(row["id"], row["title"], columns)
