"""Variables of a search: a range of a number, or choices at a path of a design.

"PATH=LOW:HIGH" and "PATH=LOW:HIGH:log" are ranges, "PATH=A|B|C" are choices: words, materials, tables of TOML. Where
PATH is a table of phases, a choice that is the name of a material is a layer of that phase alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...design import written_at
from ...design.materials import materials
from ...design.paths import last
from ...quantity import InputError, Problem, did_you_mean
from ...studies.opening.overrides import as_toml
from ..sweeps import SweepAxis, read_axis

OPTION = "--vary"
CHOSEN = "chosen by natria optimise"


@dataclass(frozen=True)
class Variable:
    """A path with the range of its number, or with the values to choose from, by how they are written."""

    path: str
    axis: SweepAxis | None = None
    choices: Mapping[str, Any] | None = None

    @property
    def count(self) -> int:
        """Return the number of choices; 0 for a range."""
        return len(self.choices or ())

    def values(self, column: np.ndarray) -> np.ndarray:
        """Return the SI values of shares of a range, or the places of choices as they are."""
        return column if self.axis is None else self.axis.at(column)

    def label(self, place: float) -> str:
        """Return a choice as it is written."""
        return list(self.choices or ())[int(place)]


def read_variable(text: str) -> Variable:
    """Return a variable from "PATH=LOW:HIGH[:log]" or "PATH=A|B|C"."""
    path, mark, rest = text.partition("=")
    if mark and "|" in rest:
        where = written_at(path.strip())
        names = [part.strip() for part in rest.split("|")]
        if len(set(names)) < len(names) or not all(names):
            raise InputError(OPTION, [Problem(text, "has a choice twice or an empty one", "give each choice once")])
        return Variable(where, choices={name: _choice(where, name) for name in names})
    axis = read_axis(text)
    if axis.count:
        fix = "leave the number of values out: a search takes any value between the ends"
        raise InputError(OPTION, [Problem(axis.path, "has a number of values", fix)])
    return Variable(axis.path, axis)


def _choice(path: str, text: str) -> Any:
    if last(path) != "phases":
        return as_toml(text)
    value = as_toml(text)
    if isinstance(value, Mapping):
        return value
    if text not in materials():
        fix = did_you_mean(text, materials()) or "natria design materials lists the cards"
        raise InputError(OPTION, [Problem(f"{path}={text}", "is no material card", fix)])
    return {text: {"value": 100, "unit": "%", "std": 1, "ground": "estimate", "why": CHOSEN}}
