"""A design file that is being written: its text as a case, or what is wrong with it and in which line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ...design import Case, read_case_text
from ...design.editing import line_of
from ...quantity import InputError, NatriaError, Problem
from ..run import check_study
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


def read_draft(text: str, file: Path) -> DraftCase:
    """Return the case of a text that is to stand in a file, or all that is wrong with it."""
    try:
        case = read_case_text(text, file, file.stem, look_up=measured_findings)
        check_study(case)
    except InputError as bad:
        return DraftCase(text, None, tuple(_placed(text, one) for one in bad.problems))
    except NatriaError as bad:
        return DraftCase(text, None, (PlacedProblem("", bad.what, bad.fix),))
    return DraftCase(text, case)


def _placed(text: str, problem: Problem) -> PlacedProblem:
    said = LINE.search(problem.what)
    line = int(said[1]) if said else line_of(text, problem.where)
    return PlacedProblem(problem.where, problem.what, problem.fix, line)
