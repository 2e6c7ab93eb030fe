"""Text of synthetic curves: a line that says they are simulated, heads with units, rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..truth import VERSION


def curve_text(model: str, columns: Mapping[str, np.ndarray]) -> str:
    """Return a CSV of columns by their head; `model` is the generator, by which a reader knows that it is simulated."""
    rows = np.column_stack(list(columns.values()))
    lines = [f"# natria-simulated: {model} {VERSION}", ",".join(columns)]
    return "\n".join([*lines, *(",".join(f"{v:.9g}" for v in row) for row in rows.tolist())]) + "\n"
