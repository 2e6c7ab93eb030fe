"""The results of a recording as a comparison needs them, kept beside its view: findings, events, tables of cycles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..workspace import write_json

if TYPE_CHECKING:
    from ...result import Result
    from ...studies.groups import MeasuredCell

CELL, FINDINGS = "cell", "findings.json"


def keep_cell(result: Result[Any], out: Path) -> None:
    """Write the findings and the tables of cycles of a recording of cycling."""
    from ..._version import __version__
    from ...lab import Measurement
    from ...studies import measurement_document
    from ...studies.groups.cell import CURVE_TABLES

    m = result.value
    if not isinstance(m, Measurement):
        return
    for table in m.tables:
        if table.id in CURVE_TABLES:
            place = out / CELL / table.file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(table.parquet)
    write_json(out / CELL / FINDINGS, measurement_document(m, (), __version__))


def kept_cell(out: Path, name: str) -> MeasuredCell | None:
    """Return the kept results of a recording; None where there are none, or they cannot be read."""
    from ...quantity import NatriaError
    from ...studies.groups import cell_in

    try:
        return cell_in(out / CELL, name, "")
    except (OSError, ValueError, LookupError, NatriaError):
        return None
