"""Rivals of chosen laws, and the runs that test them.

A rival replaces the assumed law by another that is fitted to the same data.

The alternatives of a law are the law of the case and those of its what-ifs at the same path. A rival of a run differs
from the run in this law alone, with the fits that the law needs. For the case itself a rival is a what-if as it is
written. For a what-if it is the case, another what-if, or the what-if with the law exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ...design import WhatIf
from ...quantity import Computed, Finding, Reported, evidence, match
from ..studio import Studio
from ..verdicts import DERIVED, Asked, Moves, Tested, grade, laws_of, tested, z_of

LAW = "law"
BASE = "the law of the case"


@dataclass(frozen=True)
class Contender:
    """Assumptions with their fits. `name` is that of the what-if that brings the law, or `BASE`."""

    name: str
    studio: Studio

    @cached_property
    def moves(self) -> Moves:
        return Moves(self.studio.fit_tasks, self.studio.design_of)

    def trial(self, path: str, facts: Sequence[Finding]) -> tuple[Tested, ...]:
        """Return the facts that answers resting on the law at a path answer, with their deviations.

        A fact that an answer rests on does not count, nor one that is itself derived, assumed or set.
        """
        kept = self._trials
        if path not in kept:
            kept[path] = tuple(one for fact in facts for one in self._tested(path, fact))
        return kept[path]

    @cached_property
    def _trials(self) -> dict[str, tuple[Tested, ...]]:
        return {}

    def _tested(self, path: str, fact: Finding) -> Iterator[Tested]:
        if isinstance(fact.origin, Reported) and fact.origin.kind in DERIVED:
            return
        for answer in self.studio.values(fact.question):
            if isinstance(answer, Finding) and path in {law.path for law in laws_of(answer)}:
                z = None if evidence(fact) & evidence(answer) else self._z(fact, answer)
                if z is not None:
                    yield tested(fact, z)

    def _z(self, fact: Finding, answer: Finding) -> float | None:
        """Return the deviation of an answer from its target in standard deviations.

        None where the interval leaves an input out, or the answer is of another question. A costly fit is not made
        again, so it leaves out what it rests on.
        """
        model = answer.origin.model if isinstance(answer.origin, Computed) else ""
        answerer = self.studio.answerers.get(model)
        if answerer is None or answerer.of_artefact or not match(fact.question, answer.question):
            return None
        if self.moves.holds(answer):
            return None
        asked = Asked(answer, answerer, self.studio.design_of(fact.question), fact.question)
        of_paper = self.studio.library.system(fact.question.of) is not None
        found = grade(asked, self.moves, of_paper=of_paper)
        if found is None or found.leverage.is_doubtful or found.leverage.without_spread:
            return None
        return z_of(fact, answer, found.interval)


def rivals_of(studio: Studio, all_of: Sequence[Studio]) -> dict[str, tuple[Contender, ...]]:
    """Return the rivals of the laws of a studio by path.

    `all_of` are the studios of the case, its base first.
    """
    base, *others = all_of
    found: dict[str, list[Contender]] = {}
    for path in dict.fromkeys(path for other in others for path in laws_in(other)):
        alternatives = [base, *(other for other in others if path in laws_in(other))]
        mine = studio if path in laws_in(studio) else base
        for other in alternatives:
            if other.name == mine.name:
                continue
            rival = _exchanged(studio, other, path, base)
            if _same_data(studio, rival):
                found.setdefault(path, []).append(Contender(other.name or BASE, rival))
    return {path: tuple(several) for path, several in found.items()}


def laws_in(studio: Studio) -> tuple[str, ...]:
    """Return the paths of the laws that a what-if writes."""
    changes = studio.what_if.changes if studio.what_if else {}
    return tuple(law for path, value in changes.items() if (law := _law_at(path, value)) is not None)


def _exchanged(studio: Studio, other: Studio, path: str, base: Studio) -> Studio:
    """Return a studio with its law at a path exchanged for that of another."""
    if studio.what_if is None:
        return other
    dropped = {key: value for key, value in studio.what_if.changes.items() if _law_at(key, value) == path}
    kept = {key: value for key, value in studio.what_if.changes.items() if key not in dropped}
    needed = set(_fits_in(dropped))
    fits = {name: fit for name, fit in studio.what_if.fit.items() if not needed & set(fit.parameters)}
    alone = studio.what_if.systems
    if not kept and not fits and not alone:
        return other
    changes = {**kept, **(other.what_if.changes if other.what_if else {})}
    fits |= other.what_if.fit if other.what_if else {}
    name = f"{studio.name}, with {other.name or BASE}"
    removed = [key for key, value in changes.items() if value is None]
    patch = {key: value for key, value in changes.items() if value is not None}
    of_other = other.what_if.systems if other.what_if else {}
    systems = {name: {**alone.get(name, {}), **of_other.get(name, {})} for name in {**alone, **of_other}}
    mixed = WhatIf(says=name, patch=patch, remove=removed, fit=fits, systems=systems)
    study = base.case.study.model_copy(update={"what_if": {**base.case.study.what_if, name: mixed}})
    return replace(studio, case=replace(base.case, study=study), name=name)


def _law_at(path: str, value: Any) -> str | None:
    """Return the path of the law that a patch writes; None where it writes none."""
    if path.endswith(f".{LAW}"):
        return path
    return f"{path}.{LAW}" if isinstance(value, Mapping) and LAW in value else None


def _fits_in(value: Any) -> Iterator[str]:
    """Return the names of the fitted parameters that a patch refers to."""
    if isinstance(value, Mapping):
        if isinstance(name := value.get("fit"), str):
            yield name
        for inner in value.values():
            yield from _fits_in(inner)


def _same_data(one: Studio, other: Studio) -> bool:
    """Whether the fits of the same name rest on the same facts."""
    ours, theirs = _tables(one), _tables(other)
    return all(set(ours[name].data) == set(theirs[name].data) for name in ours.keys() & theirs.keys())


def _tables(studio: Studio) -> dict[str, Any]:
    return {**studio.case.study.fit, **(studio.what_if.fit if studio.what_if else {})}
