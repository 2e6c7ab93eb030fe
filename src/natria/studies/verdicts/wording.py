"""Verdicts in words: the one sentence of a comparison, and what moves an answer, the strongest first."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from ...quantity import Finding, Refused, in_unit, number, show_value, term
from .agreement import noise_of
from .leverage import Effect, Leverage
from .spaces import as_y, from_y, is_ratio

if TYPE_CHECKING:
    from .compare import Comparison

WORDS = {"law": "a law that was chosen", "guess": "a guess", "estimate": "an estimate", "borrowed": "borrowed"}
FEW = 3


def size_words(name: str, r: float) -> str:
    """How far an answer moves, as people say it: a factor, or a difference in the unit of the term."""
    if is_ratio(name):
        return f"x {exp(min(r, 700.0)):.3g}"
    return f"{number(in_unit(r, name))} {term(name).shown}"


def effect_words(name: str, effect: Effect) -> str:
    """One input or law with its ground and how far it moves the answer."""
    ground = WORDS.get(effect.ground, effect.ground)
    if effect.root is None and effect.is_refused:
        return f"{effect.about} ({ground}; {effect.why})"
    beyond = " and no answer on one side" if effect.is_refused and effect.r else ""
    size = size_words(name, effect.r) if effect.r else "no answer when it is moved"
    why = f"; {effect.why}" if effect.why else ""
    return f"{effect.about} ({ground}{why}): {size}{beyond}"


def leverage_words(leverage: Leverage, target: float | None) -> str:
    """What decides between conditional and prediction: how far guesses move the answer, and how far they may."""
    strongest = [e.about for e in leverage.effects if e.in_line or e.is_refused][:FEW]
    named = f" ({', '.join(strongest)}{', ...' if len(leverage.effects) > FEW else ''})" if strongest else ""
    allowed = size_words(leverage.name, leverage.allowed(target))
    without = next((e.about for e in leverage.effects if e.is_refused), "")
    if without:
        return f"no answer when this is moved within its spread, or no rival to hold it against: {without}{named}"
    moved = size_words(leverage.name, leverage.guessed)
    return f"estimates, guesses and laws move it by {moved}{named}; {allowed} allowed"


def sentence(c: Comparison) -> str:
    """The one sentence of a comparison: answer, interval, target, agreement, verdict and what decides."""
    if isinstance(c.answer, Refused):
        return f"No answer: {c.why}."
    name, shown = c.target.question.name, term(c.target.question.name).shown
    parts = [f"{show_value(c.answer)}{_interval(c)} against {show_value(c.target)}{_noise(c.target)}: {_agreement(c)}"]
    parts.append(_decides(c))
    if c.grade and c.grade.meets and c.verdict == "conditional":
        root, value = c.grade.meets
        unit = term(root.question.name).shown
        met = number(in_unit(value, root.question.name))
        instead = number(in_unit(root.value, root.question.name))
        parts.append(f"{met} instead of {instead} {unit} would meet it")
    return "; ".join(part for part in parts if part) + ("." if shown or name else "")


def _interval(c: Comparison) -> str:
    interval = c.grade.interval if c.grade else None
    if interval is None or interval.low is None or interval.high is None:
        share = f"{interval.refused:.0%} of the draws have no answer" if interval and interval.refused else ""
        return f" (no interval: {share})" if share else ""
    name = c.target.question.name
    low, high = (number(in_unit(end, name)) for end in (interval.low, interval.high))
    lost = f"; {interval.refused:.0%} of the draws have no answer" if interval.refused else ""
    doubt = "; from the largest inputs only" if c.grade and c.grade.leverage.is_doubtful else ""
    return f" (95 %: {low} to {high}{lost}{doubt})"


def _noise(target: Finding) -> str:
    noise = noise_of(target) if target.bound is None else None
    if not noise:
        return ""
    name = target.question.name
    try:
        y = as_y(name, target.value)
    except ValueError:
        return ""
    half = abs(from_y(name, y + noise) - from_y(name, y - noise)) / 2
    return f" +- {number(in_unit(half, name))}"


def _agreement(c: Comparison) -> str:
    if c.within is None:
        return "open"
    found = "agrees" if c.within else "misses"
    if c.whatever:
        found += ", whatever is assumed"
    return f"{found}, weakly" if c.weak and c.within else found


def _decides(c: Comparison) -> str:
    if c.verdict != "conditional":
        return c.verdict
    effects = [e for e in c.grade.leverage.effects if e.in_line or e.is_refused] if c.grade else []
    if not effects:
        return "conditional" + (f" on {c.rests_on[0]}" if c.rests_on else "")
    return f"conditional on {effects[0].about} ({WORDS.get(effects[0].ground, effects[0].ground)})"
