"""Look-up of facts for rules: by term, subject, paper and conditions."""

from __future__ import annotations

from math import inf

from ...quantity import Finding, same_condition
from ..library import Library
from .look import reported


def named(library: Library, *names: str) -> list[Finding]:
    return [f for f in library.facts.values() if f.question.name in names]


def beside(library: Library, one: Finding, *names: str) -> list[Finding]:
    """Facts of the same paper about the same subject."""
    return [f for f in named(library, *names) if f.question.of == one.question.of and paper_of(f) == paper_of(one)]


def paper_of(fact: Finding) -> str:
    return fact.id.partition(":")[0]


def same_at(a: Finding, b: Finding, *but: str) -> bool:
    """Whether all conditions that both state are equal, apart from some."""
    both = a.question.at.keys() & b.question.at.keys() - set(but)
    return all(same_condition(key, a.question.at[key], b.question.at[key]) for key in both)


def at(fact: Finding, key: str) -> float | None:
    """A condition that is one number."""
    value = fact.question.at.get(key)
    return value if isinstance(value, float) else None


def shared(library: Library, fact: Finding) -> list[Finding]:
    """The facts that a fact restates."""
    return [library.facts[name] for name in reported(fact).shares if name in library.facts]


def linked(a: Finding, b: Finding) -> bool:
    """Whether one of two facts restates the other."""
    return b.id in reported(a).shares or a.id in reported(b).shares


def apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The factor between the nearest ends of two positive intervals; 1 where they meet."""
    (_, end), (start, _) = sorted((a, b))
    if start <= end:
        return 1.0
    return start / end if end > 0 else inf
