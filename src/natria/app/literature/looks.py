"""What the rules of the literature looked at: contradictions, cautions, and on demand what passed."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from ...literature import Library, Look, check
from ...literature.check import Outcome
from ...quantity import InputError, Problem, did_you_mean, typeset
from .library import Same

OUTCOMES: tuple[Outcome, ...] = ("contradiction", "caution", "passed")


def looks_of(here: Library) -> tuple[Look, ...]:
    """Return everything that the rules looked at; made once for each library."""
    return _looks_of(Same(here))


@lru_cache(maxsize=2)
def _looks_of(here: Same) -> tuple[Look, ...]:
    return check(here.library)


def look_document(one: Look) -> dict[str, Any]:
    document = {"rule": one.rule, "outcome": one.outcome, "arithmetic": typeset(one.arithmetic)}
    return {**document, "says": typeset(one.says), "facts": list(one.facts)}


def looks_document(here: Library, paper: str = "", *, passed: bool = False) -> dict[str, Any]:
    """Return what was found, counted by rule; what passed only where it is asked for."""
    if paper and paper not in here.papers:
        fix = did_you_mean(paper, here.papers) or f"known: {', '.join(sorted(here.papers))}"
        raise InputError("the literature", [Problem(paper, "no such paper here", fix)])
    every = [one for one in looks_of(here) if not paper or any(f.startswith(f"{paper}:") for f in one.facts)]
    counted = Counter((one.rule, one.outcome) for one in every)
    rules = dict.fromkeys(one.rule for one in every)
    return {
        "outcomes": list(OUTCOMES),
        "rules": [{"rule": rule, "counts": [counted[rule, word] for word in OUTCOMES]} for rule in rules],
        "totals": [sum(one.outcome == word for one in every) for word in OUTCOMES],
        "facts": len({f for one in every for f in one.facts}),
        "looks": [look_document(one) for word in OUTCOMES for one in every if one.outcome == word]
        if passed
        else [look_document(one) for word in OUTCOMES[:2] for one in every if one.outcome == word],
    }
