"""Queries over all facts: by quantity, subject, phase, class, cell, conditions and range."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isclose
from typing import get_args

from ..quantity import (
    Finding,
    InPaper,
    LiteratureError,
    Problem,
    Reported,
    Span,
    VocabularyError,
    condition,
    did_you_mean,
    is_about,
    same_condition,
    term,
)
from .library import Library, library
from .paper import Claim, System


@dataclass(frozen=True)
class Query:
    """The criteria of a query; all that are given must hold, and an empty query finds all."""

    quantity: str = ""
    of: str = ""  # a subject, or a part of its name
    paper: str = ""
    kind: str = ""  # what the number is in its paper
    phase: str = ""  # the subject, or a phase of the system that it is about
    layer_class: str = ""
    cell: str = ""  # "Na|Na"
    at: Mapping[str, float | Span] = field(default_factory=dict)  # SI; a range takes what lies in it
    between: Span | None = None  # SI; a bound or a range counts where it can lie in it

    @property
    def is_about_numbers(self) -> bool:
        """Whether it asks for what only a number has."""
        return bool(self.quantity or self.kind or self.at or self.between)


def query(
    quantity: str = "", of: str = "", paper: str = "", kind: str = "", *, within: Library | None = None
) -> tuple[Finding, ...]:
    """The facts of a quantity, subject (or a part of its name), paper and kind; all given must hold.

    Without a library, of the papers that come with natria.
    """
    return select(Query(quantity, of, paper, kind), library() if within is None else within)


def select(wanted: Query, within: Library) -> tuple[Finding, ...]:
    """The facts that a query asks for."""
    _known(wanted, within)
    return tuple(
        f
        for f in within.facts.values()
        if _subject_fits(wanted, f.question.of, f.id, within) and _number_fits(wanted, f)
    )


def select_claims(wanted: Query, within: Library) -> tuple[Claim, ...]:
    """The claims about the subjects of a query; none where it asks for numbers."""
    _known(wanted, within)
    found = () if wanted.is_about_numbers else within.claims
    return tuple(c for c in found if _subject_fits(wanted, c.of, c.id, within))


MANY = 20


def _known(wanted: Query, here: Library) -> None:
    """A word that nothing has is a slip of the pen, not an empty answer."""
    if wanted.quantity:
        term(wanted.quantity)
    for key in wanted.at:
        condition(key)
    if wanted.between and not wanted.quantity:
        raise VocabularyError("a range of values needs the quantity that it is of", "name a term of the vocabulary")
    systems = here.systems.values()
    words: tuple[tuple[str, str, Iterable[str]], ...] = (
        (wanted.kind, "is not a kind", get_args(InPaper)),
        (wanted.paper, "no such paper here", here.papers),
        (wanted.layer_class, "no such class of layers here", {s.kind for s in systems if s.kind}),
        (wanted.cell, "no such cell here", {s.cell for s in systems if s.cell}),
        (wanted.phase, "no such phase here", _phases(here) if wanted.phase else ()),
    )
    for word, what, known in words:
        if word and word not in known:
            same = [k for k in known if k.lower() == word.lower()]
            near = f"did you mean {same[0]!r}?" if same else did_you_mean(word, known)
            raise LiteratureError("the literature", [Problem(word, what, near or f"known: {_some(known)}")])


def _some(known: Iterable[str]) -> str:
    """All of a few; of many those that are shortest, which are the plain ones."""
    words = sorted(known)
    if len(words) <= MANY:
        return ", ".join(words)
    return ", ".join(sorted(sorted(words, key=len)[:MANY])) + f" and {len(words) - MANY} more"


def _phases(here: Library) -> set[str]:
    """The phases of systems, and subjects that are no systems, as written and without their details."""
    subjects = {s for f in here.facts.values() if (s := f.question.of).partition(" ")[0][:1].isupper() and "/" not in s}
    of_systems = {phase for system in here.systems.values() for phase in system.phases}
    return subjects | of_systems | {re.split(r"[(, |]", subject)[0] for subject in subjects}


def _subject_fits(wanted: Query, subject: str, name: str, here: Library) -> bool:
    system = here.system(subject) or System("")
    return (
        wanted.of in subject
        and wanted.paper in ("", name.partition(":")[0])
        and (not wanted.phase or is_about(subject, wanted.phase) or wanted.phase in system.phases)
        and wanted.layer_class in ("", system.kind)
        and wanted.cell in ("", system.cell)
    )


def _number_fits(wanted: Query, fact: Finding) -> bool:
    origin, q = fact.origin, fact.question
    return (
        isinstance(origin, Reported)
        and wanted.quantity in ("", q.name)
        and wanted.kind in ("", origin.kind)
        and all(key in q.at and _holds(key, q.at[key], value) for key, value in wanted.at.items())
        and (wanted.between is None or _can_lie(fact, wanted.between))
    )


def _holds(key: str, given: float | Span, wanted: float | Span) -> bool:
    if not isinstance(wanted, tuple):
        return same_condition(key, given, wanted)
    ends = given if isinstance(given, tuple) else (given, given)
    return _at_most(wanted[0], ends[0]) and _at_most(ends[1], wanted[1])


def _can_lie(fact: Finding, span: Span) -> bool:
    value = fact.value
    match fact.bound:
        case (low, high):
            return _at_most(low, span[1]) and _at_most(span[0], high)
        case "at least":
            return _at_most(value, span[1])
        case "at most":
            return _at_most(span[0], value)
        case "over":
            return not _at_most(span[1], value)
        case "under":
            return not _at_most(value, span[0])
    return _at_most(span[0], value) and _at_most(value, span[1])


def _at_most(a: float, b: float) -> bool:
    """a <= b, where what differs by rounding is the same."""
    return a <= b or isclose(a, b)
