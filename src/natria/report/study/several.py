"""Studies of several cases, each in its own folder, with an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ...design import Case
from ...quantity import OutputError
from ...studies import StudyResult, check_study, run_study
from ..common.folder import ensure_writable
from .index import ensure_index
from .write import write_study


def ensure_studies(cases: Sequence[Case], out: Path) -> None:
    """Raise an error before any work where a case or its folder has a problem."""
    names = [case.name for case in cases]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        fix = "a folder has the name of its case; run them apart, with --out"
        raise OutputError(f"{twice[0]!r} is given twice", fix)
    ensure_index(out)
    for case in cases:
        check_study(case)
        ensure_writable(out / case.name, "study")


def write_studies(
    cases: Sequence[Case], out: Path, version: str, run: Callable[[Case], StudyResult] = run_study
) -> Iterator[tuple[StudyResult, Path]]:
    """Each study with the path of its page, written one after the other."""
    for case in cases:
        result = run(case)
        yield result, write_study(result, out / case.name, version)
