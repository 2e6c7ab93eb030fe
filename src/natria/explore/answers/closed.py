"""Everything that closed forms answer about a design: of the cell, and of each of its layers."""

from __future__ import annotations

from dataclasses import dataclass

from ...answers import ask
from ...design import Design
from ...quantity import Finding, Question, Refused
from ...studies.answerers import shipped
from .requests import LAYERS


@dataclass(frozen=True)
class ClosedAnswers:
    """Answers, and of each term without one the reasons of those that could have answered it."""

    answers: tuple[Finding, ...]
    refused: tuple[Refused, ...]


def closed_answers(design: Design) -> ClosedAnswers:
    """Return the answers of all closed forms that read a design alone, with their spread."""
    subjects = (design.name, *(f"{design.name}#{layer}" for where in LAYERS for layer in design.names(where)))
    found: dict[str, Finding] = {}
    reasons: dict[tuple[str, str], Refused] = {}
    for form in shipped().values():
        if form.cost != "cheap" or form.of_artefact or form.of_phase:
            continue
        for name in form.answers:
            for of in subjects:
                answer = ask(form, design, Question(name, of))
                if isinstance(answer, Finding):
                    found[answer.id] = answer
                elif isinstance(answer, Refused) and of == design.name:
                    reasons[name, answer.why] = answer
    known = {one.question.name for one in found.values()}
    return ClosedAnswers(tuple(found.values()), tuple(r for (name, _), r in reasons.items() if name not in known))
