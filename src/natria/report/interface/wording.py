"""Sentences and rows of a model at the scale of a layer, for terminal and page."""

from __future__ import annotations

from ...quantity import Ancestor, Computed, Finding, assumptions, show_conditions, show_value
from ...studies.interface import InterfaceRun
from ..common.labels import label
from ..study.wording import briefly

NUMBERS = ("quantity", "value", "conditions", "model")
REFUSED = ("quantity", "no answer, because")
ASSUMED = ("assumption", "why")
VALID = ("model", "valid for")


def titled(made: InterfaceRun) -> str:
    """Return the title of the page."""
    return f"{made.model.title}: {made.design.name}"


def number_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return a row for each number."""
    return [_row(one) for one in made.findings]


def _row(one: Finding) -> tuple[str, ...]:
    model = f"{one.origin.model} {one.origin.version}" if isinstance(one.origin, Computed) else ""
    return (label(one.question), show_value(one), show_conditions(one.question.at), model)


def refused_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return a row for each reason, with the questions that have no answer for it."""
    reasons: dict[str, list[str]] = {}
    for one in made.refusals:
        reasons.setdefault(one.why, []).append(label(one.question))
    return [(", ".join(names), why) for why, names in reasons.items()]


def bare_numbers(made: InterfaceRun) -> str:
    """Return a note that names the models whose numbers have no spread or range; else nothing."""
    bare = (one for one in made.findings if one.std is None and not isinstance(one.bound, tuple))
    names = dict.fromkeys(one.origin.model for one in bare if isinstance(one.origin, Computed))
    if not names:
        return ""
    why = "inputs not varied, or without a known spread"
    return f"No spread ({why}): numbers of {', '.join(names)}. They are not more certain than their inputs."


def assumed_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return what the answers assume, each assumption once, with its reason."""
    found = dict.fromkeys((briefly(a.about), a.why) for one in _answered(made) for a in assumptions(one))
    return list(found)


def valid_rows(made: InterfaceRun) -> list[tuple[str, ...]]:
    """Return where each model that answered is valid."""
    origins = [one.origin for one in _answered(made)]
    return list(dict.fromkeys((f"{o.model} {o.version}", o.valid) for o in origins if isinstance(o, Computed)))


def _answered(made: InterfaceRun) -> list[Ancestor]:
    artefacts = (one.reference for part in made.parts for one in part.artefacts.values())
    return [*artefacts, *made.findings]


def tables(made: InterfaceRun) -> tuple[tuple[str, tuple[str, ...], list[tuple[str, ...]]], ...]:
    """Return title, heads and rows of what stands below the numbers, for terminal and page."""
    return (
        ("Without an answer", REFUSED, refused_rows(made)),
        ("Valid for", VALID, valid_rows(made)),
        ("Assumptions", ASSUMED, assumed_rows(made)),
    )
