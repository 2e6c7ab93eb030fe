"""Verdicts in words: the one sentence of a comparison, and what moves an answer, the strongest first."""

from __future__ import annotations

from math import exp

from ...quantity import digits_of, in_unit, term
from .leverage import Effect, Leverage
from .spaces import is_ratio
from .trial import Tested

WORDS = {
    "law": "a chosen law",
    "guess": "a guess",
    "estimate": "an estimate",
    "borrowed": "borrowed from another subject",
    "handbook": "a handbook value",
    "definition": "a definition",
    "reported": "a reported value",
    "measured": "a measured value",
    "result": "a result",
    "setting": "a setting",
}
FEW = 3


def size_words(name: str, r: float) -> str:
    """The size of a move of an answer: a factor, or a difference in the unit of the term."""
    if is_ratio(name):
        return f"x {exp(min(r, 700.0)):.3g}"
    return f"{digits_of(in_unit(r, name), name)} {term(name).shown}"


def ground_words(ground: str) -> str:
    """A ground as a noun: "a guess", "an estimate", "a chosen law"."""
    return WORDS.get(ground, ground)


def effect_words(name: str, effect: Effect) -> str:
    """One input or law with its ground and how far it moves the answer."""
    return f"{effect.about} ({ground_words(effect.ground)}): {reach_words(name, effect)}"


def reach_words(name: str, effect: Effect) -> str:
    """In words: how far an input or law moves the answer, for a law against which rival."""
    if effect.root is None:
        return _reach_of_law(name, effect)
    why = f" ({effect.why})" if effect.why else ""
    if not effect.r:
        return f"no answer on either side{why}"
    return f"{size_words(name, effect.r)}{', no answer on one side' if effect.is_refused else ''}{why}"


def _reach_of_law(name: str, effect: Effect) -> str:
    size = f"{size_words(name, effect.r)} ({effect.why})" if effect.r else effect.why
    left = [f"{rival} left, it misses {_miss_words(miss)}" for rival, miss in effect.left]
    own = [f"the chosen law misses {_miss_words(effect.missed)}, and stays"] if effect.missed else []
    return "; ".join([size, *left, *own])


def _miss_words(miss: Tested) -> str:
    return f"{miss.fact.id} (z = {miss.z:.1f})"


def leverage_words(leverage: Leverage, target: float | None) -> str:
    """In words: how far guesses move the answer, and how far they may for a prediction."""
    parts = [_refusal(e) for e in leverage.effects if e.is_refused][:1]
    if leverage.is_doubtful:
        moved = "only the largest inputs were" if any(e.root for e in leverage.effects) else "no input was"
        parts.append(f"{moved} moved, so that the leverage is a lower bound")
    counted = [e for e in leverage.effects if e.in_line and e.r]
    if counted or not parts:
        strongest = [e.about for e in counted[:FEW]]
        more = ", ..." if len(counted) > FEW else ""
        named = f" ({', '.join(strongest)}{more})" if strongest else ""
        total = size_words(leverage.name, leverage.guessed)
        allowed = size_words(leverage.name, leverage.allowed(target))
        parts.append(
            f"estimates, guesses and laws move the answer by {total}{named}; allowed for a prediction: {allowed}"
        )
    return "; ".join(parts)


def _refusal(effect: Effect) -> str:
    """Why an effect leaves an answer conditional whatever its size."""
    if effect.root is None:
        return f"{effect.about}: {effect.why}"
    return f"no answer when {effect.about} ({ground_words(effect.ground)}) is moved within its spread"
