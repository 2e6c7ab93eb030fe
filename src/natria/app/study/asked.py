"""A study of the workspace: of which design or case, with which recordings, and where its results are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...quantity import InputError, Problem
from ..design.subject import Subject, find_subject
from ..literature.library import papers_stamp
from ..workspace import ASKED, OWN, RESULTS, AppWorkspace, read_json, write_json

TASK = "study"
MOST_DATA, MOST_TEXT = 50, 500  # recordings of a study, letters of a text
KEYS = ("data", "area", "all_curves")


@dataclass(frozen=True)
class StudyAsked:
    """Own data of a study: recordings by name, each with a system or none, and the area of an electrode."""

    data: tuple[tuple[str, str], ...] = ()  # system, name of the recording
    area: str = ""
    all_curves: bool = False

    @property
    def plain(self) -> dict[str, Any]:
        data = [{"system": system, "name": name} for system, name in self.data]
        return {"data": data, "area": self.area, "all_curves": self.all_curves}


@dataclass(frozen=True)
class StudyOf:
    """A study with the folder of its results in the present state of all that it reads."""

    subject: Subject
    asked: StudyAsked
    out: Path
    files: tuple[tuple[str, Path], ...] = field(default=())  # system, path of each recording


def read_study_asked(document: Any) -> StudyAsked:
    """Return what a page asks of a study; raises InputError for what is not one."""
    if not isinstance(document, dict):
        raise _wrong("", "is no object", 'send for example {"data": [], "area": "1 cm^2"}')
    if unknown := sorted(set(document) - set(KEYS)):
        raise _wrong(str(unknown[0])[:MOST_TEXT], "is no option of a study", f"known: {', '.join(KEYS)}")
    rows, area = document.get("data", []), document.get("area", "")
    if not isinstance(rows, list) or len(rows) > MOST_DATA:
        raise _wrong("data", f"is no list of at most {MOST_DATA} recordings", "choose fewer")
    for row in rows:
        if not isinstance(row, dict) or not all(_is_text(row.get(key, "")) for key in ("system", "name")):
            raise _wrong("data", "has an entry that names no recording", "choose recordings of the workspace")
    if not _is_text(area):
        raise _wrong("area", "is no short text", "write a value with its unit, such as '1 cm^2'")
    data = tuple((row.get("system", ""), row.get("name", "")) for row in rows)
    return StudyAsked(data, area.strip(), document.get("all_curves") is True)


def study_of(workspace: AppWorkspace, name: str, asked: StudyAsked | None = None) -> StudyOf:
    """Return the study of a design or case: as it was asked last, or as it is asked now."""
    subject = find_subject(workspace, name)
    kept = asked is None
    asked = last_asked(workspace, name) if asked is None else asked
    files = []
    for system, recording in asked.data:
        try:
            files.append((system, workspace.find(recording)))
        except InputError:
            if not kept:
                raise
    state = [subject.state, papers_stamp(), asked.plain, [_state(path) for _, path in files]]
    return StudyOf(subject, asked, workspace.results_of(TASK, name, state), tuple(files))


def last_asked(workspace: AppWorkspace, name: str) -> StudyAsked:
    """Return what was last asked of the study of a name."""
    document = read_json(_place(workspace, name))
    try:
        return read_study_asked(document)
    except InputError:
        return StudyAsked()


def keep_asked(workspace: AppWorkspace, name: str, asked: StudyAsked) -> None:
    find_subject(workspace, name)
    write_json(_place(workspace, name), asked.plain)


def _place(workspace: AppWorkspace, name: str) -> Path:
    return workspace.path / RESULTS / f"{OWN}{TASK}" / name / ASKED


def _state(path: Path) -> list[Any]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [[f.name, f.stat().st_size, f.stat().st_mtime_ns] for f in files if f.is_file()]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MOST_TEXT


def _wrong(where: str, what: str, fix: str) -> InputError:
    return InputError("the study", [Problem(where, what, fix)])
