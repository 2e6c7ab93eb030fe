"""The one sentence of a comparison, and its agreement and interval in words."""

from __future__ import annotations

from dataclasses import replace

from ...quantity import Finding, Refused, digits_of, in_unit, show_value, term
from .agreement import noise_of
from .compare import Comparison, Grade
from .leverage import Effect
from .spaces import as_y, from_y
from .wording import ground_words


def sentence(c: Comparison) -> str:
    """The one sentence of a comparison: answer, interval, target, agreement, verdict and what decides."""
    if isinstance(c.answer, Refused):
        return f"No answer: {c.why}."
    if c.verdict == "not comparable":
        return f"{show_value(c.answer)} against {show_value(c.target)}: not comparable, {c.why}."
    interval = _interval(c)
    answer = show_value(replace(c.answer, std=None) if interval else c.answer)
    comparison = f"{answer}{interval} against {_with_noise(c.target)}: {agreement_words(c)}"
    return "; ".join(part for part in (comparison, _decides(c), _meets(c), blind_words(c)) if part) + "."


def _meets(c: Comparison) -> str:
    """Which value of the strongest guess would make the answer equal to the target."""
    if c.verdict != "conditional" or c.grade is None or c.grade.meets is None:
        return ""
    root, value = c.grade.meets
    unit = term(root.question.name).shown
    met, instead = (digits_of(in_unit(v, root.question.name), root.question.name) for v in (value, root.value))
    if met == instead:
        return ""
    named = f"{root.question.name.replace('_', ' ')} of {root.question.of}"
    effects = _deciding(c)
    whose = "" if effects and effects[0].about == named else f" for the {named}"
    return f"{met} instead of {instead} {unit}{whose} would meet it".replace("  ", " ")


def blind_words(c: Comparison) -> str:
    """ "blind: stored on 2026-11-01, before the fact was entered on 2026-11-29"; empty where it is not."""
    if c.blind is None:
        return ""
    return f"blind: stored on {c.blind.stored}, before the fact was entered on {c.blind.entered}"


def interval_words(name: str, grade: Grade | None) -> str:
    """The 95 % interval with what qualifies it: draws without an answer, inputs that were not moved."""
    if grade is None:
        return ""
    interval = grade.interval
    if interval.low is not None and interval.low == interval.high:
        return ""
    lost = f"{100 * interval.refused:.0f} % of the draws have no answer" if interval.refused else ""
    if interval.low is None or interval.high is None:
        return f"no 95 % interval: {lost}" if lost else ""
    low, high = (digits_of(in_unit(end, name), name) for end in (interval.low, interval.high))
    doubt = "from the largest inputs only" if grade.leverage.is_doubtful else ""
    return "; ".join(part for part in (f"95 %: {low} to {high}", lost, doubt) if part)


def _interval(c: Comparison) -> str:
    words = interval_words(c.target.question.name, c.grade)
    return f" ({words})" if words else ""


def _with_noise(target: Finding) -> str:
    """A target with its spread: that of the paper, else the one that is assumed of such facts."""
    noise = noise_of(target) if target.bound is None and target.std is None else None
    if not noise:
        return show_value(target)
    name = target.question.name
    try:
        y = as_y(name, target.value)
    except ValueError:
        return show_value(target)
    return show_value(replace(target, std=abs(from_y(name, y + noise) - from_y(name, y - noise)) / 2))


def agreement_words(c: Comparison) -> str:
    """ "agrees", "agrees, weakly", "misses, whatever is assumed"; "agreement open" where nothing judges it."""
    if c.within is None:
        return "agreement open"
    found = "agrees" if c.within else "misses"
    if c.whatever:
        found += ", whatever is assumed"
    return f"{found}, weakly" if c.weak and c.within else found


def _decides(c: Comparison) -> str:
    match c.verdict:
        case "check":
            return "consistency check"
        case "fit":
            return f"fit: {c.why.partition(';')[0]}"
        case "conditional":
            effects = _deciding(c)
            if effects:
                return f"conditional on {effects[0].about} ({ground_words(effects[0].ground)})"
            return "conditional" + (f" on {c.rests_on[0]}" if c.rests_on else "")
        case other:
            return other


def _deciding(c: Comparison) -> list[Effect]:
    return [e for e in c.grade.leverage.effects if e.in_line or e.is_refused] if c.grade else []
