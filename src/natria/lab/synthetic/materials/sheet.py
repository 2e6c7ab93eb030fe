"""A table of synthetic curves and its text.

A line that says they are simulated, heads with units, rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..truth import VERSION


@dataclass(frozen=True, eq=False)
class CurveSheet:
    """Columns by their head with its unit.

    `model` is the generator, by which a reader knows that it is simulated.
    """

    model: str
    columns: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    @property
    def text(self) -> str:
        """The table as CSV."""
        rows = np.column_stack(list(self.columns.values()))
        lines = [f"# natria-simulated: {self.model} {VERSION}", ",".join(self.columns)]
        return "\n".join([*lines, *(",".join(f"{v:.9g}" for v in row) for row in rows.tolist())]) + "\n"


def write_sheet(sheet: CurveSheet, path: Path) -> None:
    """Write a table of curves as CSV."""
    path.write_text(sheet.text, encoding="utf-8")
