"""Studies of several cases: each into a folder of its own, and an index over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...design import Case
from ...quantity import OutputError
from ...studies import StudyResult, check_study, run_study
from ..common.folder import ensure_writable
from .index import ensure_index
from .write import write_study


def ensure_studies(cases: Sequence[Case], out: Path) -> None:
    """Say before any work what is wrong with a case or with its folder."""
    names = [case.name for case in cases]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        fix = "a folder has the name of its case; run them apart, with --out"
        raise OutputError(f"{twice[0]!r} is given twice", fix)
    ensure_index(out)
    for case in cases:
        check_study(case)
        ensure_writable(out / case.name)


def write_studies(cases: Sequence[Case], out: Path, version: str) -> Iterator[tuple[StudyResult, Path]]:
    """Each study with its page, written as it is handed out."""
    for case in cases:
        result = run_study(case)
        yield result, write_study(result, out / case.name, version)
