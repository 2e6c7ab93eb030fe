"""A question, and a finding: its answer with spread or bound and origin.

Values are SI, always. Nothing here knows a model, a file or a paper; nothing states whether a number is a prediction.
That is read off the ancestry which every finding carries (see `ancestry`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from types import MappingProxyType
from typing import Literal

from .errors import CensoredError, UnitError, VocabularyError
from .units import NUMBER, parse_quantity
from .vocabulary import condition, outside, term

Span = tuple[float, float]  # both ends included: cycles 1 to 500, a value between 150 and 250
Bound = Literal["at least", "at most", "over", "under"]
# What a number is in the paper. "set" is a setting of the experiment: what was done, not what was found.
Ground = Literal["definition", "handbook", "borrowed", "estimate", "guess"]
InPaper = Literal["measured", "fitted", "computed", "assumed", "derived", "set"]


def _number(value: float | Span, what: str) -> float | Span:
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
    """What is asked, without the answer: a term, a subject and the conditions (SI).

    `of` is a phase ("NaOH"), a system ("kumar2020/bpi") or a part of one ("kumar2020/bpi#separator").
    """

    name: str
    of: str
    at: Mapping[str, float | Span] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        term(self.name)
        at = {key: _number(value, f"the condition {condition(key).name}") for key, value in sorted(self.at.items())}
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


@dataclass(frozen=True)
class Reported:
    """A number in a paper. `kind` is what it is there; `shares` are records that restate the same data."""

    record: str
    kind: InPaper
    where: str = ""
    shares: tuple[str, ...] = ()
    approx: bool = False
    method: str = ""
    # SI, a standard deviation: how finely the number is written or was read; it says nothing about other cells
    resolution: float = 0.0


@dataclass(frozen=True)
class Measured:
    """Read off an instrument's file. `inputs` are numbers of the design without which it could not be stated so: the
    area that a current was divided by, the mass behind a capacity."""

    file: str
    sha256: str
    method: str
    inputs: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Assumed:
    """A property of nature that somebody assumes. It follows every result that rests on it, by name.

    `ground` says how well it is known (see `grounds`). `facts` are the reported numbers that it was made from: they are
    evidence behind every answer that uses it, and never improve its ground. `source` is what a handbook value is cited
    from.
    """

    why: str
    ground: Ground = "estimate"
    facts: tuple[Finding, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Chosen:
    """A setting: someone sets it, there is nothing to know about it."""

    by: str


@dataclass(frozen=True)
class Fit:
    """One fit: the data, what the model held meanwhile, and the covariance that the parameters share (SI)."""

    model: str
    version: int
    data: tuple[Finding, ...]
    held: tuple[Finding, ...]
    names: tuple[str, ...]
    values: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...] | None
    method: str = ""
    laws: tuple[Setting, ...] = ()


@dataclass(frozen=True)
class Fitted:
    """A parameter of a fit."""

    fit: Fit
    parameter: str


@dataclass(frozen=True)
class Setting:
    """A word that a model read: a kind of cell, the layers that exist, a law. A law carries `why`: it is assumed."""

    path: str
    word: str
    why: str = ""
    facts: tuple[Finding, ...] = ()  # the reported numbers for which a law was chosen


@dataclass(frozen=True)
class Computed:
    """By a model or by atoms. Whether it is a *prediction* only a comparison can say."""

    model: str
    version: int
    inputs: tuple[Finding, ...] = ()
    settings: tuple[Setting, ...] = ()
    valid: str = ""
    ignores: tuple[str, ...] = ()  # conditions of the question that the model says cannot change its answer


Origin = Reported | Measured | Assumed | Chosen | Fitted | Computed


@dataclass(frozen=True, eq=False)
class Finding:
    """The answer to a question. `std` None is unknown, 0 is exact; `bound` says what is known of a censored value.

    A value that is only known to lie in a span has the span as `bound` and its middle as `value`. Two findings are
    equal when all that is written about them and their ancestry is; `unit` is as it was written, for showing only.
    """

    question: Question
    value: float
    origin: Origin
    std: float | None = None
    bound: Bound | Span | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        name = self.question.name
        value = _number(self.value, name)
        spread = None if self.std is None else float(self.std)
        span = _number(self.bound, f"the span of {name}") if isinstance(self.bound, tuple) else None
        if spread is not None and not (isfinite(spread) and spread >= 0):
            raise VocabularyError(f"the spread of {name} must be zero or above")
        for each in (value, *(span if isinstance(span, tuple) else ())):
            if isinstance(each, float) and (wrong := outside(each, term(name).domain)):
                raise VocabularyError(f"{name} {wrong}, not {each:g} {term(name).unit}")
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "std", spread)
        object.__setattr__(self, "bound", span or self.bound)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def plain(self) -> float:
        """The value for arithmetic. A bounded one has none."""
        if self.bound is not None:
            from .show import show_value

            raise CensoredError(
                f"{self.question.name} of {self.question.of} is only known as {show_value(self)}",
                "a bound cannot be calculated with; give a value with its reason: {value = .., unit = .., why = ..}",
            )
        return self.value

    @cached_property
    def digest(self) -> str:
        """A hash of all that is written about the finding and of the digests of its parents."""
        from .ancestry import parents_first
        from .book import digest_of

        for one in parents_first(self):
            if "digest" not in one.__dict__ and one is not self:
                one.__dict__["digest"] = digest_of(one)
        return digest_of(self)

    @property
    def id(self) -> str:
        """Hand-given for what a paper reports; otherwise the term and the beginning of the digest."""
        if isinstance(self.origin, Reported):
            return self.origin.record
        return f"{self.question.name}.{self.digest[:10]}"


@dataclass(frozen=True)
class Refused:
    """A model's honest no. It is an answer: never an exception that escapes, never a number."""

    question: Question
    model: str
    why: str


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
