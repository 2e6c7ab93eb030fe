"""Texts of a study: agreement, reasons, scores, counts. Used by the terminal and by the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...answers import ENGINE
from ...design import split
from ...quantity import Finding, Question, Refused, digits_of, in_unit, number, show_conditions, show_value, term
from ...studies import Comparison, Grade, Score, StudyResult, scores
from ...studies.verdicts.score import FEWEST_SERIES


def score_lines(result: StudyResult) -> list[str]:
    """The scores of predictions and conditional answers; a count of series where they are too few."""
    return [_score(one) for one in scores(result.base.comparisons, result.case.library)]


def _score(score: Score) -> str:
    kind = "predictions" if score.verdict == "prediction" else "conditional answers"
    if not score.is_enough:
        return f"{kind}: {score.series} series; a score needs {FEWEST_SERIES}"
    parts = [f"{kind}: {number(score.within)} of {score.judged} series agree"]
    if score.factor is not None:
        parts.append(f"mean deviation a factor of {number(score.factor)}")
    if score.skill is not None:
        parts.append(f"skill {score.skill:.2f} against the median of other papers")
    return "; ".join(parts)


def agreement(c: Comparison) -> str:
    """ "x 0.73, agrees" for a ratio, "+1.2 %, misses" for a difference."""
    if c.agreement is None:
        return ""
    row = term(c.target.question.name)
    if row.compare == "difference":
        by = in_unit(c.agreement, row.name)
        text = f"{'+' if by >= 0 else ''}{digits_of(by, row.name)} {row.shown}"
    else:
        text = times(c.agreement)
    return text + {True: ", agrees", False: ", misses", None: ""}[c.within]


def times(value: float) -> str:
    """ "x 0.73" """
    return f"x {ratio(value)}"


def ratio(value: float) -> str:
    """ "0.73"; very large and small ratios with two digits, "5.7e+05"."""
    return f"{value:.2f}" if 0.1 <= abs(value) < 1000 or not value else f"{value:.2g}"


def why_briefly(why: str, rests_on: tuple[str, ...]) -> str:
    """The reason of a verdict in short; the page and the JSON have it in full."""
    if not why.startswith("if "):
        return why
    return "if " + ", ".join(dict.fromkeys(briefly(rest) for rest in rests_on))


def briefly(rest: str) -> str:
    """ "separator thickness" from "layer_thickness of CELL#electrolyte.separator.thickness (why)"."""
    about = rest.partition(" (")[0]
    name, _, of = about.partition(" of ")
    if "#" in of:
        about = " ".join(split(of.partition("#")[2])[-2:])
    elif " is " in about:
        about = about.replace(" is ", " = ")
    else:
        about = f"{name} of {of}" if of else name
    return about.replace("_", " ")


def unanswered(c: Comparison) -> bool:
    """Whether no model knows the term or no design the subject; these are listed together below the table."""
    return isinstance(c.answer, Refused) and c.answer.model == "none"


def about(question: Question) -> str:
    at = show_conditions(question.at)
    return f"{question.name.replace('_', ' ')} of {question.of}" + (f" at {at}" if at else "")


def count(number_: int, noun: str, plural: str = "") -> str:
    """ "no answers", "1 answer", "2 answers"."""
    return f"{number_ or 'no'} {noun if number_ == 1 else plural or noun + 's'}"


def listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def told_apart(answers: Iterable[Finding | Refused]) -> dict[str, str]:
    """ "by MODEL", by the id of each answer that shares its question with one of another model."""
    groups: dict[object, dict[str, Finding]] = {}
    for one in answers:
        if isinstance(one, Finding):
            asked = (one.question.name, one.question.of, show_conditions(one.question.at))
            groups.setdefault(asked, {})[one.id] = one
    return {
        key: f"by {'simulation' if name == ENGINE else name}"
        for group in groups.values()
        if len({model_of(one) for one in group.values()}) > 1
        for key, one in group.items()
        for name in (model_of(one).partition(" ")[0],)
    }


def value_of(answer: Finding, grade: Grade | None) -> str:
    """An answer in its unit; without its standard deviation where it has an interval."""
    shown_apart = grade is not None and grade.interval.low is not None and answer.bound is None
    return show_value(replace(answer, std=None) if shown_apart else answer)


def whose(text: str, by: str | None, between: str = " ") -> str:
    """A value with the name of its model where several models answer."""
    return f"{text}{between}{by}" if by else text


def model_of(answer: Finding) -> str:
    """The model behind an answer ("layered_cell 1"); for other findings, their origin."""
    from ...quantity import Computed, Fitted

    match answer.origin:
        case Computed(model=model, version=version):
            return f"{model} {version}"
        case Fitted(fit=fit):
            return f"{fit.model} {fit.version}, fitted"
        case other:
            return type(other).__name__.lower()
