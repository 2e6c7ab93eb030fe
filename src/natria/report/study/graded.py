"""How well an answer is known: its interval, and a folded list of what moves it, the strongest first."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ...quantity import Finding, term, typeset
from ...studies import Comparison, Effect, Grade, StudyResult, ground_words, interval_words, reach_words, sentence
from .wording import count, listed, told_apart, whose

ROWS = 8  # effects that are listed; the others are folded once more
BRIEF = 3  # effects of an answer of a what-if
SLIGHT = 0.005  # of ln(answer): weaker effects are folded
SLIGHT_STEPS = 0.05  # of the step of a term that is compared by difference
METHODS = {
    "linear": "linear: each input is moved by its spread, what was fitted is fitted again, and the changes are added.",
    "sampled": "sampled: 256 draws of all inputs, with every fit made again for each.",
    "none": "none: more than half of the draws have no answer, or the answer takes minutes and was not moved.",
}


def misses_whatever(result: StudyResult) -> tuple[Comparison, ...]:
    """The comparisons of the base run that miss for every value of what is assumed."""
    return tuple(c for c in result.base.comparisons if c.whatever and c.within is False)


def missed(result: StudyResult) -> list[str]:
    """The facts of these misses, with the model where several answer."""
    by = told_apart(c.answer for c in result.base.comparisons)
    found = ((c.target.id, c.answer) for c in misses_whatever(result))
    return list(dict.fromkeys(whose(key, by.get(a.id)) for key, a in found if isinstance(a, Finding)))


def badges(c: Comparison) -> str:
    """Marks beside an agreement: weak, a miss whatever is assumed, or an answer older than the fact."""
    marks = []
    if c.whatever and c.within is False:
        marks.append('<span class="badge whatever">misses whatever is assumed</span>')
    if c.weak and c.within:
        marks.append('<span class="badge weak">weak: wide interval</span>')
    if c.blind:
        marks.append('<span class="badge blind">blind</span>')
    return "".join(f" {mark}" for mark in marks)


def interval(name: str, grade: Grade | None) -> str:
    """The interval as a line below an answer."""
    words = interval_words(name, grade)
    return f'<small class="interval">{escape(typeset(words))}</small>' if words else ""


def one_sentence(c: Comparison) -> str:
    return f'<p class="sentence">{escape(typeset(sentence(c)))}</p>'


def moved(name: str, grade: Grade | None, *, brief: bool = False) -> str:
    """Return the folded section on what moves an answer.

    It lists inputs and laws with their effect, the method of the interval, and inputs without spread.
    """
    if grade is None:
        return ""
    leverage = grade.leverage
    top = [e for e in leverage.effects if e.is_refused or e.r >= _slight(name)][: BRIEF if brief else ROWS]
    parts = [_list(name, top), _rest(name, [e for e in leverage.effects if e not in top], brief=brief)]
    notes = [f"Interval, {METHODS[grade.interval.method]}"]
    if leverage.is_doubtful:
        few = "Only the largest inputs were" if any(e.root for e in leverage.effects) else "No input was"
        notes.append(f"{few} moved, because each answer is costly.")
    if leverage.without_spread:
        notes.append(f"No spread is known for: {listed(dict.fromkeys(leverage.without_spread))}.")
    remarks = "".join(f'<p class="soft"><small>{escape(typeset(note))}</small></p>' for note in notes)
    body = "".join(parts) or "<p>No input moves the answer.</p>"
    return f'<details class="effects"><summary>what moves the answer</summary>{body}{remarks}</details>'


def _slight(name: str) -> float:
    row = term(name)
    return SLIGHT_STEPS * (row.step or 0.0) if row.compare == "difference" else SLIGHT


def _list(name: str, effects: Sequence[Effect]) -> str:
    if not effects:
        return ""
    return f"<ol>{''.join(_effect(name, e) for e in effects)}</ol>"


def _effect(name: str, effect: Effect) -> str:
    text = f"{effect.about}: {reach_words(name, effect)}"
    ground = f'<span class="ground">{escape(ground_words(effect.ground))}</span>'
    return f'<li data-ground="{escape(effect.ground)}">{escape(typeset(text))} {ground}</li>'


def _rest(name: str, effects: Sequence[Effect], *, brief: bool) -> str:
    """The weaker effects: folded once more, of a what-if only counted."""
    if not effects:
        return ""
    more = f"{count(len(effects), 'weaker input')}"
    if brief:
        return f'<p class="soft"><small>and {more}</small></p>'
    return f"<details><summary>{more}</summary>{_list(name, effects)}</details>"


def fact_link(finding: Finding) -> str:
    """A link to where a fact stands on the page."""
    key = escape(finding.id)
    return f'<a href="#{key}">{key}</a>'
