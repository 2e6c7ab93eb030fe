"""A design file that is being written: its text as a case, or what is wrong with it and in which line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ...design import Case, read_case_text
from ...design.editing import line_of
from ...quantity import InputError, NatriaError, Problem
from ..fits import stands_for
from ..run import check_study
from ..studio import Studio
from .measured_values import measured_findings

LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class PlacedProblem:
    """What is wrong in a text, where, in which line (from 1), and how to mend it."""

    where: str
    what: str
    fix: str
    line: int | None = None


@dataclass(frozen=True)
class DraftCase:
    """The case of a text; None with the problems where it is none."""

    text: str
    case: Case | None
    problems: tuple[PlacedProblem, ...] = ()


def read_draft(text: str, file: Path, *, whole: bool = True) -> DraftCase:
    """Return the case of a text that is to stand in a file, or all that is wrong with it.

    Without `whole` only its cell is checked, which is quicker; a system is checked when its design is asked for.
    """
    try:
        case = read_case_text(text, file, measured_findings, whole=whole)
        if whole:
            check_study(case)
    except InputError as bad:
        return DraftCase(text, None, problems_in(text, bad))
    except NatriaError as bad:
        return DraftCase(text, None, (PlacedProblem("", bad.what, bad.fix),))
    return DraftCase(text, case)


def studio_of(case: Case, system: str) -> Studio:
    """Return a studio of one system of a case, with those to whose data its numbers are fitted."""
    facts = case.library.facts
    data = (facts[one] for table in case.study.fit.values() for one in table.data if one in facts)
    fitted_to = (stands_for(case, fact.question) for fact in data)
    return Studio(case.only({system, *(one for one in fitted_to if one)}))


def problems_in(text: str, bad: InputError) -> tuple[PlacedProblem, ...]:
    """Return the problems of an error with their lines in a text."""
    return tuple(_placed(text, one) for one in bad.problems)


def _placed(text: str, problem: Problem) -> PlacedProblem:
    said = LINE.search(problem.what)
    line = int(said[1]) if said else line_of(text, problem.where)
    return PlacedProblem(problem.where, problem.what, problem.fix, line)
