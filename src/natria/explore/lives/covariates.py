"""What a life may depend on: columns of numbers from the conditions and the layers of rows.

A condition enters as its logarithm to base two, so that its effect is that of a doubling; the temperature as steps of
10 K. A class of layers enters as one column for each class beside the reference, a phase as whether the layer has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...quantity import CONDITIONS, InputError, Problem, condition, did_you_mean, show_condition
from .rows import BARE, LifeRow, RowLeftOut

ALIASES = {"capacity": "areal_capacity"}
TEMPERATURE, STEP = "temperature", 10.0  # K
WORDS = ("class", "layer", "cell")  # categories
PHASES = "phases"  # all phases of some rows
PHASE = "phase:"
SOME_ROWS = 3  # rows that must have a phase, and as many that lack it, for `phases` to name it
USUAL = ("current", "capacity", "class", "phases")


@dataclass(frozen=True)
class LifeColumn:
    """A column of the design: `covariate` as it was asked for, and what one step of it is."""

    covariate: str
    name: str
    step: str
    level: str = ""  # of a category
    reference: str = ""


@dataclass(frozen=True, eq=False)
class LifeDesign:
    """Rows that state every covariate, and their columns; the first is one. `left_out` lack one."""

    rows: tuple[LifeRow, ...]
    columns: tuple[LifeColumn, ...]
    matrix: np.ndarray
    left_out: tuple[RowLeftOut, ...]
    references: Mapping[str, str]
    scale: float = 1.0  # s or cycles: a typical life, in the unit of which lives are fitted

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Return both ends of each life over the scale."""
        return self.low / self.scale, self.high / self.scale

    @property
    def low(self) -> np.ndarray:
        return np.array([row.low for row in self.rows])

    @property
    def high(self) -> np.ndarray:
        return np.array([row.high for row in self.rows])

    @property
    def failed(self) -> np.ndarray:
        return np.array([row.failed for row in self.rows], bool)

    @property
    def ordered(self) -> np.ndarray:
        """Return whether a row has a place in the order of lives: no range, no upper bound."""
        return np.array([not row.is_ranged for row in self.rows], bool)

    @property
    def groups(self) -> np.ndarray:
        return np.array([row.group for row in self.rows])


def read_covariates(text: str, rows: Sequence[LifeRow]) -> tuple[str, ...]:
    """Return the covariates of a text such as "current,phase:NaF"; `phases` are those of some rows."""
    found: dict[str, None] = {}
    for word in (one.strip() for one in text.split(",")):
        if word == PHASES:
            found |= dict.fromkeys(PHASE + phase for phase in common_phases(rows))
        elif word:
            _known(word, rows)
            found[word] = None
    return tuple(found)


def common_phases(rows: Sequence[LifeRow]) -> tuple[str, ...]:
    """Return the phases that several rows have and several lack, the most frequent first."""
    count = Counter(phase for row in rows for phase in row.phases)
    return tuple(p for p, n in count.most_common() if SOME_ROWS <= n <= len(rows) - SOME_ROWS)


def _known(word: str, rows: Sequence[LifeRow]) -> None:
    phases = {phase for row in rows for phase in row.phases}
    if word in WORDS or ALIASES.get(word, word) in CONDITIONS:
        return
    if word.startswith(PHASE):
        if word.removeprefix(PHASE) in phases:
            return
        what, known = f"no row has the phase {word.removeprefix(PHASE)!r}", sorted(phases)
        raise InputError("--by", [Problem(word, what, did_you_mean(word.removeprefix(PHASE), known))])
    known = [*WORDS, PHASES, *ALIASES, *CONDITIONS]
    fix = (
        did_you_mean(word, known)
        or f"take class, layer, cell, phases, phase:NAME, or a condition ({', '.join(known[4:8])})"
    )
    raise InputError("--by", [Problem(word, "is nothing that a life is compared by", fix)])


def life_design(rows: Sequence[LifeRow], covariates: Sequence[str]) -> LifeDesign:
    """Return the columns of covariates for the rows that state them all."""
    kept: list[LifeRow] = []
    out: list[RowLeftOut] = []
    for row in rows:
        lacks = [name for name in covariates if _value(row, name) is None]
        if lacks:
            out.append(
                RowLeftOut(row.id, f"does not state the {', the '.join(one.replace('_', ' ') for one in lacks)}")
            )
        else:
            kept.append(row)
    columns: list[LifeColumn] = []
    values: list[np.ndarray] = [np.ones(len(kept))]
    references: dict[str, str] = {}
    for name in covariates:
        there = [_value(row, name) for row in kept]
        if any(isinstance(one, str) for one in there):
            levels = Counter(map(str, there))
            first = BARE if BARE in levels else levels.most_common(1)[0][0]
            references[name] = first
            for level in sorted(levels, key=lambda one: -levels[one]):
                if level != first:
                    columns.append(LifeColumn(name, f"{name} {level}", f"{level} over {first}", level, first))
                    values.append(np.array([one == level for one in there], float))
        else:
            columns.append(LifeColumn(name, *_worded(name)))
            values.append(np.array(there, float))
    known = [row.low if row.low > 0 else row.high for row in kept]
    scale = float(np.exp(np.log(known).mean())) if known else 1.0
    return LifeDesign(tuple(kept), tuple(columns), np.column_stack(values), tuple(out), references, scale)


def _worded(name: str) -> tuple[str, str]:
    if name.startswith(PHASE):
        return name.removeprefix(PHASE), "with the phase over without"
    return name.replace("_", " "), "for each 10 K" if name == TEMPERATURE else "for each doubling"


def _value(row: LifeRow, name: str) -> float | str | None:
    """Return the number or word of a covariate; None where a row does not state it."""
    match name:
        case "class":
            return row.layer_class or None
        case "layer":
            return (BARE if row.layer_class == BARE else "layer") if row.layer_class else None
        case "cell":
            return row.cell or None
    if name.startswith(PHASE):
        return float(name.removeprefix(PHASE) in row.phases) if row.layer_class else None
    return condition_value(ALIASES.get(name, name), row.at.get(ALIASES.get(name, name)))


def condition_value(name: str, value: float | tuple[float, float] | None) -> float | None:
    """Return a condition on the scale of its column; None for a range, and for what has no logarithm."""
    if not isinstance(value, float):
        return None
    if name == TEMPERATURE:
        return value / STEP
    return float(np.log2(value)) if value > 0 else None


def shown_covariate(name: str, value: float) -> str:
    """Return a value of a column as it is read: "1 mA/cm^2"."""
    key = ALIASES.get(name, name)
    condition(key)
    return show_condition(key, value * STEP if key == TEMPERATURE else float(2**value))
