"""Checks of ancestry alone: claims without a source, numbers made by hand, chosen settings."""

from __future__ import annotations

from ...literature import Library, library
from ...quantity import Assumed, Assumption, Chosen, Computed, Finding, Reported, ancestry, assumptions, show_value
from ..answerers import is_known
from .trial import series_of


def undefined(answer: Finding) -> tuple[Assumption, ...]:
    """The assumptions of an answer, definitions left out."""
    exact = {
        f"{one.question.name} of {one.question.of}"
        for one in ancestry(answer)
        if isinstance(one.origin, Assumed) and one.origin.ground == "definition"
    }
    return tuple(a for a in assumptions(answer) if a.about not in exact)


def unfounded(answer: Finding, papers: Library | None = None) -> tuple[Assumption, ...]:
    """Unsupported claims of a finding made by hand.

    Facts that the literature does not have so, models that are not installed.
    """
    from ...lab.synthetic.truth import is_generator

    facts = (papers or library()).facts
    found: dict[Assumption, None] = {}
    for one in ancestry(answer):
        about = f"{one.question.name} of {one.question.of}"
        match one.origin:
            case Reported(record=record) if facts.get(record) != one:
                found[Assumption(about, f"given as {record}, which the library has otherwise")] = None
            case Computed(model=model) if is_generator(model):
                found[
                    Assumption(about, f"simulated by {model}, a generator of examples, from values that it assumed")
                ] = None
            case Computed(model=model) if not is_known(model):
                found[Assumption(about, f"given as computed by {model}, which is not installed here")] = None
            case _:
                pass
    return tuple(found)


def made_by_hand(target: Finding, answer: Finding) -> tuple[str, ...]:
    """Return the facts of the target's series from which an assumption of an answer was made."""
    mine = series_of(target)
    made = [one.origin for one in ancestry(answer) if isinstance(one.origin, Assumed)]
    return tuple(sorted({fact.id for origin in made for fact in origin.facts if series_of(fact) == mine}))


def set_here(answer: Finding) -> tuple[str, ...]:
    """Settings that the design chose, not the question or a fact; on another's cell they are guesses."""
    return tuple(
        f"{one.question.of.partition('#')[2] or one.question.name} = {show_value(one)}"
        for one in ancestry(answer)
        if isinstance(one, Finding)
        and isinstance(one.origin, Chosen)
        and one.origin.by != "the question"
        and one.bound is None
    )
