"""When do two questions ask the same thing? Each rule gives its reason."""

from __future__ import annotations

from dataclasses import dataclass

from .lookup import condition, term
from .question import Question, Span
from .text.show import show_condition


@dataclass(frozen=True)
class Match:
    """Comparable when `why_not` is empty. `unstated` are conditions on which one side is silent."""

    why_not: str = ""
    unstated: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.why_not


def same_condition(key: str, a: float | Span, b: float | Span) -> bool:
    """Within the tolerance of the condition; a range equals only itself."""
    if isinstance(a, tuple) or isinstance(b, tuple):
        return a == b
    rule = condition(key)
    return abs(a - b) <= rule.abs + rule.rel * max(abs(a), abs(b))


def is_about(subject: str, phase: str) -> bool:
    """Whether a subject is a phase, one of its faces, or a detail of it: NaF(001), "NaNH2, lower hop"."""
    return subject == phase or subject.startswith(tuple(f"{phase}{mark}" for mark in "(, |"))


def match(a: Question, b: Question) -> Match:
    """Whether an answer to one question is an answer to the other; symmetric in the two."""
    if a.name != b.name:
        return Match(f"{a.name} is not {b.name}")
    if a.of != b.of:
        return Match(f"about {a.of}, not {b.of}")
    needed = term(a.name).needs
    for key in sorted({*a.at, *b.at, *needed}):
        both = key in a.at and key in b.at
        if not both and key in needed:
            return Match(f"{a.name} cannot be compared without its {key.replace('_', ' ')}")
        if both and not same_condition(key, a.at[key], b.at[key]):
            one, other = show_condition(key, a.at[key]), show_condition(key, b.at[key])
            return Match(f"{key.replace('_', ' ')} differs: {one} and {other}")
    return Match(unstated=tuple(sorted(set(a.at) ^ set(b.at))))
