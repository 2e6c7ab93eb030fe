"""The rows of the vocabulary: terms and conditions.

The tables are `terms/` and `conditions.py`; `lookup` finds a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Domain = Literal["positive", "not negative", "fraction", "any"]
ArtefactKind = Literal["", "table", "spectrum", "field", "structure"]


@dataclass(frozen=True)
class Term:
    """A name for one kind of answer, with one unit and one convention.

    Another convention is another term.

    `artefact` says which kind of artefact answers it; empty for a number. An artefact has units of its own.
    """

    name: str
    unit: str  # SI; every value is kept in it
    shown: str  # the unit that people write and read
    meaning: str
    compare: Literal["ratio", "difference"] = "ratio"
    needs: tuple[str, ...] = ()  # conditions without which two numbers of this kind say nothing about each other
    convention: str = ""
    domain: Domain = "positive"
    # SI; the smallest difference that matters, of terms that are compared by difference or may be of either sign:
    # 10 mV of a voltage, 50 mV of a stability limit, 5 K (room temperature as it is kept), 0.1 % of an efficiency
    step: float = 0.0
    artefact: ArtefactKind = ""
    decimals: int = 0  # that are shown at least, of ratios whose distance from 1 is what matters


@dataclass(frozen=True)
class Condition:
    """A condition of a number; two values within rel*|value| + abs are the same."""

    name: str
    unit: str
    shown: str
    meaning: str
    rel: float = 1e-9
    abs: float = 0.0


def outside(value: float, domain: Domain) -> str:
    """Why a value cannot be of this domain; empty where it can."""
    if domain == "positive" and value <= 0:
        return "must be above zero"
    if domain == "not negative" and value < 0:
        return "must not be negative"
    if domain == "fraction" and not 0 <= value <= 1:
        return "must lie between 0 and 1 (0 % and 100 %)"
    return ""
