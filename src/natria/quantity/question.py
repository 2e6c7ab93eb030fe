"""Questions: a term, a subject and conditions in SI; and conditions read from text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType
from typing import Any

from .errors import UnitError, VocabularyError
from .lookup import condition, term
from .units import NUMBER, parse_quantity

Span = tuple[float, float]  # both ends included: cycles 1 to 500, a value between 150 and 250


def finite(value: float | Span, what: str) -> float | Span:
    """A finite float, or a span of two from low to high."""
    ends = value if isinstance(value, tuple) else (value,)
    if not all(map(isfinite, ends)):
        raise VocabularyError(f"{what} must be a finite number; refuse or bound it instead")
    if not isinstance(value, tuple):
        return float(value)
    if value[0] > value[1]:
        raise VocabularyError(f"{what} must go from low to high", "write the smaller end first")
    return (float(value[0]), float(value[1]))


@dataclass(frozen=True)
class Question:
    """A question: a term, a subject and the conditions (SI).

    `of` is a phase ("NaOH"), a system ("kumar2020/bpi") or a part of one ("kumar2020/bpi#separator").
    """

    name: str
    of: str
    at: Mapping[str, float | Span] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        term(self.name)
        at = {key: finite(value, f"the condition {condition(key).name}") for key, value in sorted(self.at.items())}
        object.__setattr__(self, "at", MappingProxyType(at))

    def __reduce__(self) -> tuple[type[Question], tuple[str, str, dict[str, float | Span]]]:
        return Question, (self.name, self.of, dict(self.at))

    @property
    def system(self) -> str:
        return self.of.partition("#")[0]

    @property
    def part(self) -> str:
        """The part of the system that is asked about; empty for the whole."""
        return self.of.partition("#")[2]


def question_to_json(question: Question) -> dict[str, Any]:
    return {"name": question.name, "of": question.of, "at": {k: pair(v) for k, v in question.at.items()}}


def question_from_json(row: Mapping[str, Any]) -> Question:
    at = {k: span(v) if isinstance(v, list) else v for k, v in row["at"].items()}
    return Question(row["name"], row["of"], at)


def pair(value: float | Span) -> float | list[float]:
    """A span as JSON has it: a list of two."""
    return list(value) if isinstance(value, tuple) else value


def span(ends: list[float]) -> Span:
    """A span from its two ends."""
    low, high = ends
    return (low, high)


def conditions(**given: str) -> dict[str, float | Span]:
    """conditions(current="1 mA/cm^2", cycle="1 to 500") in SI."""
    return {key: parse_condition(key, text) for key, text in given.items()}


def parse_condition(key: str, text: str) -> float | Span:
    return parse_span(text, condition(key).unit)


def parse_span(text: str, unit: str) -> float | Span:
    """ "3 um" or "0.6 to 2.6 V" in SI, of the kind of the SI unit."""
    first, word, last = text.partition(" to ")
    if not word:
        return parse_quantity(text, unit)[0]
    high, written = parse_quantity(last, unit)
    bare = re.fullmatch(NUMBER, first.strip())  # "0.6 to 2.6 V": the unit stands once
    low = parse_quantity(f"{first} {written}" if bare else first, unit)[0]
    if low > high:
        raise UnitError(f"{text!r} goes from high to low", "write the smaller end first")
    return (low, high)
