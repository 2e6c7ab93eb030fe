"""How a study is put into words: agreement, reasons, counts. For the terminal and the page alike."""

from __future__ import annotations

from collections.abc import Iterable

from ...answers import ENGINE
from ...design import split
from ...quantity import Finding, Question, Refused, in_unit, number, show_conditions, term
from ...studies import Comparison


def agreement(c: Comparison) -> str:
    """ "x 0.73" for a ratio, "+1.2 %" for a difference, with whether it keeps the bound or the interval."""
    if c.agreement is None:
        return ""
    row = term(c.target.question.name)
    if row.compare == "difference":
        by = in_unit(c.agreement, row.name)
        text = f"{'+' if by >= 0 else ''}{number(by)} {row.shown}"
    else:
        text = times(c.agreement)
    return text + {True: ", within", False: ", outside", None: ""}[c.within]


def times(ratio: float) -> str:
    """ "x 0.73"; where two decimals would say nothing, "x 5.7e+05"."""
    return f"x {ratio:.2f}" if 0.1 <= abs(ratio) < 1000 or not ratio else f"x {ratio:.2g}"


def why_briefly(why: str, rests_on: tuple[str, ...]) -> str:
    """The reason without the reasons of its reasons; the page and the JSON have all."""
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
    """No model here knows the term, or no design the subject: listed together, below the table."""
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


def whose(said: str, by: str | None, between: str = " ") -> str:
    """What is said, and by which model where another says something else."""
    return f"{said}{between}{by}" if by else said


def model_of(answer: Finding) -> str:
    """Whose answer it is: "layered_cell 1"; of what is no answer of a model, what it is."""
    from ...quantity import Computed, Fitted

    match answer.origin:
        case Computed(model=model, version=version):
            return f"{model} {version}"
        case Fitted(fit=fit):
            return f"{fit.model} {fit.version}, fitted"
        case other:
            return type(other).__name__.lower()
