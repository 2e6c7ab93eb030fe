"""Reference positions of lines beyond the papers, with ranges and sources (`references.toml`).

A range holds what compounds of that kind show; it is no standard deviation.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .methods import METHODS


@dataclass(frozen=True)
class ReferenceLine:
    """A line of a species by its term, from `low` to `high` (SI). `nucleus` is that of NMR."""

    term: str
    of: str
    low: float
    high: float
    source: str
    nucleus: str = ""


@cache
def reference_lines() -> tuple[ReferenceLine, ...]:
    """Return the reference positions that natria ships."""
    rows = tomllib.loads((files(__package__) / "references.toml").read_text(encoding="utf-8"))
    sources = rows["source"]
    found = []
    for kind, method in METHODS.items():
        for row in rows[kind]:
            low, high = (method.scale * one for one in row["range"])
            found.append(
                ReferenceLine(method.term, row["of"], low, high, sources[row["source"]], row.get("nucleus", ""))
            )
    return tuple(found)
