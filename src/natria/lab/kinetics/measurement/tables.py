"""Tables of measured kinetics, from rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ....record import Column, Table, numbers, words

NAN = float("nan")


def made(name: str, title: str, heads: Mapping[str, str], rows: Sequence[Sequence[object]]) -> Table:
    """Return a table of rows; `heads` are names of columns with the SI unit, or "" where they are words."""
    columns: dict[str, Column] = {}
    for place, (head, unit) in enumerate(heads.items()):
        values = [row[place] for row in rows]
        columns[head] = numbers(unit, np.asarray(values, float)) if unit else words([str(v) for v in values])
    return Table(name, title, columns)
