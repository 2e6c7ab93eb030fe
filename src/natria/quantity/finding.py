"""Findings, references to artefacts, and their origins: one recursive type with a digest.

Values are SI, always. Nothing here knows a model, a file or a paper; nothing states whether a number is a prediction.
That is read off the ancestry which every finding carries (see `ancestry`). What is hashed is what is written to JSON,
so both are made here, below everything that walks an ancestry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from math import isfinite
from typing import Any, Literal

from .errors import CensoredError, VocabularyError
from .lookup import term
from .question import Question, Span, finite, pair, question_to_json
from .text.show import show_amount, with_unit
from .vocabulary import ArtefactKind, outside

Bound = Literal["at least", "at most", "over", "under"]
# What a number is in the paper. "set" is a setting of the experiment: what was done, not what was found.
Ground = Literal["definition", "handbook", "borrowed", "estimate", "guess"]
InPaper = Literal["measured", "fitted", "computed", "assumed", "derived", "set"]


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
    """Origin of a number that was read off an instrument's file.

    `inputs` are the numbers of the design that it needed: the area that a current was divided by, the mass of a
    capacity.
    """

    file: str
    sha256: str
    method: str
    inputs: tuple[Finding, ...] = ()
    artefacts: tuple[Artefact, ...] = ()


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
    """A fit: its data, the inputs that were held fixed, and the covariance of its parameters (SI)."""

    model: str
    version: int
    data: tuple[Finding, ...]
    held: tuple[Finding, ...]
    names: tuple[str, ...]
    values: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...] | None
    method: str = ""
    laws: tuple[Setting, ...] = ()
    artefacts: tuple[Artefact, ...] = ()  # data that are no numbers: a spectrum


@dataclass(frozen=True)
class Fitted:
    """A parameter of a fit."""

    fit: Fit
    parameter: str


@dataclass(frozen=True)
class Setting:
    """A word that a model read: a kind of cell, a list of layers, a law.

    A law carries `why`, because choosing it is an assumption.
    """

    path: str
    word: str
    why: str = ""
    facts: tuple[Finding, ...] = ()  # the reported numbers for which a law was chosen


@dataclass(frozen=True)
class Computed:
    """Origin of a number from a model or from atoms; only a comparison can make it a *prediction*."""

    model: str
    version: int
    inputs: tuple[Finding, ...] = ()
    settings: tuple[Setting, ...] = ()
    valid: str = ""
    ignores: tuple[str, ...] = ()  # conditions of the question that the model says cannot change its answer
    artefacts: tuple[Artefact, ...] = ()  # inputs that are no numbers: a table, a spectrum, a field, a structure


Origin = Reported | Measured | Assumed | Chosen | Fitted | Computed


@dataclass(frozen=True, eq=False)
class Artefact:
    """Reference to a table, spectrum, field or structure: question and origin, without its arrays.

    `content` is the digest of the arrays, whatever the format of the file. The class that holds the arrays stands in
    `natria.record` and gives its reference.
    """

    kind: ArtefactKind
    question: Question
    content: str
    origin: Origin
    title: str = ""

    def __post_init__(self) -> None:
        if term(self.question.name).artefact != self.kind:
            expected = term(self.question.name).artefact or "number"
            what = f"{self.question.name} is answered by a {expected}, not by a {self.kind or 'number'}"
            raise VocabularyError(what, "name a term whose `artefact` is of this kind")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Artefact) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """A hash of all that is written about the artefact, of its content and of the digests of its parents."""
        return _digest(self)

    @property
    def id(self) -> str:
        """The term and the beginning of the digest."""
        return f"{self.question.name}.{self.digest[:10]}"


@dataclass(frozen=True, eq=False)
class Finding:
    """The answer to a question.

    `std` None is unknown, 0 is exact; `bound` is the sense or the limits of a censored value.

    A value that is only known to lie in a span has the span as `bound` and its middle as `value`. Two findings are
    equal when all that is written about them and their ancestry is; `unit` is as it was written, for showing only.
    `doubt` says why `std` may not hold, or why there is none; it follows from all the rest and is not hashed.
    """

    question: Question
    value: float
    origin: Origin
    std: float | None = None
    bound: Bound | Span | None = None
    unit: str = ""
    doubt: str = ""

    def __post_init__(self) -> None:
        name = self.question.name
        if kind := term(name).artefact:
            raise VocabularyError(f"{name} is answered by a {kind}, not by a number", "return the artefact itself")
        value = finite(self.value, name)
        spread = None if self.std is None else float(self.std)
        span = finite(self.bound, f"the span of {name}") if isinstance(self.bound, tuple) else None
        if spread is not None and not (isfinite(spread) and spread >= 0):
            raise VocabularyError(f"the spread of {name} must be zero or above")
        for each in (value, *(span if isinstance(span, tuple) else ())):
            if isinstance(each, float) and (wrong := outside(each, term(name).domain)):
                raise VocabularyError(f"{name} {wrong}, not {with_unit(f'{each:g}', term(name).unit)}")
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
            known = show_amount(self.question.name, self.value, self.std, self.bound)
            raise CensoredError(
                f"{self.question.name} of {self.question.of} is only known as {known}",
                "a bound cannot be calculated with; give a value with its reason: {value = .., unit = .., why = ..}",
            )
        return self.value

    @cached_property
    def digest(self) -> str:
        """A hash of all that is written about the finding and of the digests of its parents."""
        return _digest(self)

    @property
    def id(self) -> str:
        """Hand-given for what a paper reports; otherwise the term and the beginning of the digest."""
        if isinstance(self.origin, Reported):
            return self.origin.record
        return f"{self.question.name}.{self.digest[:10]}"


@dataclass(frozen=True)
class Refused:
    """A model's honest no. It is an answer: never an exception that escapes, never a number.

    `of_run` says that what came of a run refuses and not the design, so that other inputs may give an answer.
    """

    question: Question
    model: str
    why: str
    of_run: bool = False


Ancestor = Finding | Artefact
Json = dict[str, Any]


def parents(one: Ancestor) -> tuple[Ancestor, ...]:
    """The findings and artefacts that this one was made from."""
    match one.origin:
        case Fitted(fit=fit):
            return _parents_of_fit(fit)
        case Computed(inputs=inputs, settings=settings, artefacts=artefacts):
            return (*inputs, *_facts(settings), *artefacts)
        case Measured(inputs=inputs, artefacts=artefacts):
            return (*inputs, *artefacts)
        case Assumed(facts=inputs):
            return inputs
        case _:
            return ()


def _parents_of_fit(fit: Fit) -> tuple[Ancestor, ...]:
    return (*fit.data, *fit.held, *_facts(fit.laws), *fit.artefacts)


def _facts(settings: tuple[Setting, ...]) -> tuple[Finding, ...]:
    """The facts for which laws were chosen."""
    return tuple(fact for setting in settings for fact in setting.facts)


def _without_digest(one: Ancestor) -> list[Ancestor]:
    """The ancestors without a digest and the finding itself, parents first; without recursion."""
    done: dict[int, Ancestor] = {}
    waiting = [one]
    while waiting:
        top = waiting[-1]
        new = [p for p in parents(top) if id(p) not in done and "digest" not in p.__dict__]
        if new:
            waiting.extend(new)
        else:
            done[id(waiting.pop())] = top
    return list(done.values())


def _digest(one: Ancestor) -> str:
    for each in _without_digest(one):
        if "digest" not in each.__dict__ and each is not one:
            each.__dict__["digest"] = _hash_with_parents(each)
    return _hash_with_parents(one)


def _hash_with_parents(one: Ancestor) -> str:
    """The hash of all that is written about it, and of its parents by their digests, not their ids."""
    fit = fit_content(one.origin.fit) if isinstance(one.origin, Fitted) else None
    return _hash({**content(one), "parents": [p.digest for p in parents(one)], "fit": fit})


def _hash(row: Json) -> str:
    return sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def content(one: Ancestor) -> Json:
    """The written form of a finding or an artefact, with its ancestors by id."""
    row = {**question_to_json(one.question), "origin": origin_to_json(one.origin)}
    if isinstance(one, Artefact):
        return {**row, "kind": one.kind, "content": one.content, "title": one.title}
    bound = pair(one.bound) if isinstance(one.bound, tuple) else one.bound
    return {**row, "value": one.value, "unit": term(one.question.name).unit, "std": one.std, "bound": bound}


def fit_id(fit: Fit) -> str:
    return f"fit.{_hash({**fit_content(fit), 'parents': [p.digest for p in _parents_of_fit(fit)]})[:10]}"


def fit_content(fit: Fit) -> Json:
    """The written form of a fit, with its ancestors by id."""
    return {
        "model": fit.model,
        "version": fit.version,
        "data": _ids(fit.data),
        "held": _ids(fit.held),
        "names": list(fit.names),
        "values": list(fit.values),
        "covariance": None if fit.covariance is None else [list(row) for row in fit.covariance],
        "method": fit.method,
        "laws": _settings(fit.laws),
        **_artefacts(fit.artefacts),
    }


def _where_given(key: str, value: float | str) -> Json:
    """A later key, left out where it is empty, so that older digests stay the same."""
    return {key: value} if value else {}


def origin_to_json(origin: Origin) -> Json:
    match origin:
        case Reported():
            more: Json = {
                "inputs": [],
                "record": origin.record,
                "in_paper": origin.kind,
                "where": origin.where,
                "shares": list(origin.shares),
                "approx": origin.approx,
                "method": origin.method,
            }
            return {"kind": "reported", **more, **_where_given("resolution", origin.resolution)}
        case Measured():
            more = {"file": origin.file, "sha256": origin.sha256, "method": origin.method}
            return {"kind": "measured", "inputs": _ids(origin.inputs), **more, **_artefacts(origin.artefacts)}
        case Assumed():
            reason: Json = {"why": origin.why, "ground": origin.ground, **_where_given("source", origin.source)}
            return {"kind": "assumed", "inputs": _ids(origin.facts), **reason}
        case Chosen():
            return {"kind": "chosen", "inputs": [], "by": origin.by}
        case Fitted(fit=fit):
            return {
                "kind": "fitted",
                "inputs": _ids((*fit.data, *fit.held)),
                "fit": fit_id(fit),
                "parameter": origin.parameter,
            }
        case Computed():
            return {
                "kind": "computed",
                "inputs": _ids(origin.inputs),
                "model": origin.model,
                "version": origin.version,
                "settings": _settings(origin.settings),
                "valid": origin.valid,
                "ignores": list(origin.ignores),
                **_artefacts(origin.artefacts),
            }


def _settings(settings: Iterable[Setting]) -> list[Json]:
    return [{"path": s.path, "word": s.word, "why": s.why, "facts": _ids(s.facts)} for s in settings]


def _ids(several: Iterable[Ancestor]) -> list[str]:
    return [one.id for one in several]


def _artefacts(several: tuple[Artefact, ...]) -> Json:
    """The key of the artefacts, left out where there are none, so that older digests stay the same."""
    return {"artefacts": _ids(several)} if several else {}
