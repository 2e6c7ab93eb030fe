"""Sentences and rows of a model at the scale of a layer, for terminal and page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...quantity import Ancestor, Computed, Finding, assumptions, show_conditions, show_value
from ...studies import objections_to
from ...studies.interface import InterfaceRun
from ..common.labels import label
from ..study.wording import briefly

NUMBERS = ("quantity", "value", "conditions", "model")
FIRST = 2  # numbers of a part in its sentence
DOUBTFUL = "spread doubtful"
DRAWN = "not doubtful: read off draws of the inputs, which need no line"
DOUBTED = ("quantity", "the spread is doubtful, or not given, because")
REFUSED = ("quantity", "no answer, because")
ASSUMED = ("assumption", "why")
VALID = ("model", "valid for")
OBJECTED = ("model", "objection, and what would settle it")


def titled(made: InterfaceRun) -> str:
    """Return the title of the page."""
    return f"{made.model.title}: {made.design.name}"


def sentences(made: InterfaceRun) -> Iterator[str]:
    """Yield the first numbers of each part, what has no answer, and which numbers have no spread."""
    for part in made.parts:
        first = [f"{label(one.question)} {show_value(one)}" for one in part.findings[:FIRST]]
        yield f"{made.model.title}: {'; '.join(first) or f'no number about {part.part}'}."
    for names, why in refused_rows(made):
        yield f"No answer: {names} ({why})."
    if note := bare_numbers(made, "the option spread"):
        yield note


def number_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return a row for each number."""
    return [_row(one) for one in made.findings]


def _row(one: Finding) -> tuple[str, ...]:
    model = f"{one.origin.model} {one.origin.version}" if isinstance(one.origin, Computed) else ""
    return (label(one.question), f"{show_value(one)}{mark(one)}", show_conditions(one.question.at), model)


def mark(one: Finding) -> str:
    """Return the word beside a number whose spread is in doubt."""
    return f" ({DOUBTFUL})" if one.doubt and one.std is not None else ""


def refused_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return a row for each reason, with the questions that have no answer for it."""
    reasons: dict[str, list[str]] = {}
    for one in made.refusals:
        reasons.setdefault(one.why, []).append(label(one.question))
    return [(", ".join(names), why) for why, names in reasons.items()]


def bare_numbers(made: InterfaceRun, option: str = "--spread") -> str:
    """Return a note that names the models whose numbers have no spread; empty if there are none.

    `option` is what varies the inputs.
    """
    bare = [one.origin for one in made.bare if isinstance(one.origin, Computed)]
    names = dict.fromkeys(origin.model for origin in bare)
    if not names:
        return ""
    why = "inputs not varied, or without a known spread"
    text = f"No spread ({why}): numbers of {', '.join(names)}. They are not more certain than their inputs."
    return f"{text} Inputs are varied with {option}." if made.lacks_spread else text


def doubted_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return a row for each reason to doubt spreads, with the numbers that it is about."""
    reasons: dict[str, list[str]] = {}
    for one in made.findings:
        if one.doubt:
            reasons.setdefault(one.doubt, []).append(label(one.question))
    rows: list[tuple[str, ...]] = [(", ".join(names), why) for why, names in reasons.items()]
    drawn = ", ".join(label(one.question) for one in made.drawn)
    return [*rows, (drawn, DRAWN)] if rows and drawn else rows


def assumed_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return what the answers assume, each assumption once, with its reason."""
    found = dict.fromkeys((briefly(a.about), a.why) for one in _answered(made) for a in assumptions(one))
    return list(found)


def valid_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return where the models that answered are valid, each text once."""
    return _by_text((f"{one.model} {one.version}", one.valid) for one in _models(made))


def objection_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return what an expert would object to in the models that answered, each text once."""
    return _by_text(objections_to(one.model for one in _models(made)).items())


def _by_text(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    for name, text in pairs:
        names.setdefault(text, {})[name] = None
    return [(", ".join(known), text) for text, known in names.items()]


def _models(made: InterfaceRun) -> list[Computed]:
    return [one.origin for one in _answered(made) if isinstance(one.origin, Computed)]


def _answered(made: InterfaceRun) -> list[Ancestor]:
    artefacts = (one.reference for part in made.parts for one in part.artefacts.values())
    return [*artefacts, *made.findings]


def tables(made: InterfaceRun) -> tuple[tuple[str, tuple[str, ...], list[tuple[str, ...]]], ...]:
    """Return title, heads and rows of what stands below the numbers, for terminal and page."""
    return (
        ("Doubtful spreads", DOUBTED, doubted_rows(made)),
        ("Without an answer", REFUSED, refused_rows(made)),
        ("Valid for", VALID, valid_rows(made)),
        ("What an expert would object to", OBJECTED, objection_rows(made)),
        ("Assumptions", ASSUMED, assumed_rows(made)),
    )
