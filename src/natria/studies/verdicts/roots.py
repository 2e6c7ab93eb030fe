"""The roots of an answer, at the end of its ancestry, and how well each is known.

A root is a number that was made from nothing else: a fact, an assumption, a setting. A setting that a design chose for
somebody else's cell is no setting of that cell, so it counts as an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...literature import scatter
from ...quantity import (
    Assumed,
    Chosen,
    Computed,
    Finding,
    Fit,
    Fitted,
    Ground,
    Measured,
    Reported,
    Setting,
    ancestry,
    is_of_spectra,
    parents,
)
from ...quantity.grounds import Knowledge, knowledge, moved

QUESTION = "the question"
CONVENTIONS = (
    "reference_temperature",
    "reference_pressure",
)  # settings that say where a property is known: nothing to be off by
LAW = ".law"


@dataclass(frozen=True)
class Root:
    """An input that is moved.

    `finding` is an input without parents, or a fitted number that is used for another subject.
    """

    finding: Finding
    known: Knowledge

    @property
    def in_line(self) -> bool:
        """Whether its spread adds linearly, because its correlation with others is unknown."""
        return self.known.adds_linearly

    def at(self, times: float) -> float:
        """The value, moved by so many of its spreads."""
        return moved(self.finding, self.known, times)

    @property
    def relative(self) -> float:
        """The spread relative to the value, so that kelvins and factors can be ranked together."""
        u, value = self.known.u or 0.0, abs(self.finding.value)
        return u / value if self.known.space == "linear" and value else u

    @property
    def about(self) -> str:
        question = self.finding.question
        return f"{question.name.replace('_', ' ')} of {question.of}"


def roots_of(answer: Finding, *, of_paper: bool) -> tuple[Root, ...]:
    """The roots of an answer that have a spread.

    `of_paper` says that the cell is that of a paper.
    """
    return tuple(root for root in all_roots(answer, of_paper=of_paper) if root.known.u)


def all_roots(answer: Finding, *, of_paper: bool) -> tuple[Root, ...]:
    """The roots of an answer, those that are exact or of unknown spread too."""
    borrowed = {setting.word for setting in settings_of(answer) if setting.why and not setting.path.endswith(LAW)}
    inputs = [one for one in ancestry(answer) if isinstance(one, Finding) and one.id != answer.id]
    made = [_root(one, borrowed, of_paper=of_paper) for one in inputs]
    return tuple(root for root in made if root is not None)


def settings_of(answer: Finding) -> Iterator[Setting]:
    """All words on the record of an answer and of what it was made from."""
    for one in ancestry(answer):
        match one.origin:
            case Computed(settings=settings) | Fitted(fit=Fit(laws=settings)):
                yield from settings
            case _:
                pass


def laws_of(answer: Finding) -> tuple[Setting, ...]:
    """The laws chosen for an answer and for the fits that it rests on, each once."""
    return tuple({s.path: s for s in settings_of(answer) if s.why and s.path.endswith(LAW)}.values())


def _root(one: Finding, borrowed: set[str], *, of_paper: bool) -> Root | None:
    match one.origin:
        case Fitted(parameter=name) if f"the fit {name!r}" in borrowed:
            return Root(one, _as(one, "guess"))
        case Fitted() if is_of_spectra(one):
            return Root(one, knowledge(one, scatter(), borrowed=one.id in borrowed))
        case Reported() | Measured():  # a measured number is moved itself, not the area that it was divided by
            return Root(one, knowledge(one, scatter(), borrowed=one.id in borrowed))
        case Chosen(by=by) if of_paper and by != QUESTION and not one.question.of.endswith(CONVENTIONS):
            return Root(one, _as(one, "estimate"))
        case Assumed():
            return Root(one, knowledge(one, scatter()))
        case _:
            return None if parents(one) else Root(one, knowledge(one, scatter()))


def _as(one: Finding, ground: Ground) -> Knowledge:
    """Knowledge of a number that counts as an assumption of this ground."""
    return knowledge(replace(one, origin=Assumed("", ground)), scatter())
