"""Opening of a case: read, calibrated numbers put in, checked against the answerers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..design import Case, Design, StudyTable, load_case
from ..literature import Paths
from ..quantity import InputError, Problem, did_you_mean
from .calibration.file import with_calibrated
from .run import check_study


def open_case(
    what: str | Path | Case | Design, *, papers: Paths = (), calibrated: Sequence[Path] = (), system: str = ""
) -> Case:
    """The case of a name, a design file or a design.

    `system`, if given, must be one of its systems.
    """
    case = with_calibrated(_case(what, papers), calibrated)
    if system and system not in case.systems:
        hint = did_you_mean(system, case.systems) or f"known here: {', '.join(case.systems)}"
        raise InputError(
            case.name if isinstance(what, Case | Design) else str(what),
            [Problem("--system", f"there is no {system!r}", hint)],
        )
    check_study(case)
    return case


def _case(what: str | Path | Case | Design, papers: Paths) -> Case:
    match what:
        case Case():
            return what
        case Design():
            known = tuple(dict.fromkeys((*what.papers, *papers)))
            return Case(what.name, what.name, replace(what, papers=known, nodes={}), {}, StudyTable())
    return load_case(str(what), papers)
