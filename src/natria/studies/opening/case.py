"""Opening a case: read it, apply calibrated numbers, check it against the answerers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ...design import Case, Design, StudyTable, load_case
from ...literature import Paths
from ...quantity import InputError, Problem, did_you_mean
from ..run import check_study
from .measured_values import measured_findings


def open_case(
    what: str | Path | Case | Design, *, papers: Paths = (), calibrated: Sequence[Path] = (), system: str = ""
) -> Case:
    """Return the case of a name, of a design file or of a design.

    `system` must be one of its systems, where one is given.
    """
    case = _case(what, papers)
    if calibrated:
        from ..calibration.file import with_calibrated  # needs the compiler of the simulated cell

        case = with_calibrated(case, calibrated)
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
    return load_case(str(what), papers, measured_findings)
