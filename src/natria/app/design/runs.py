"""The runs of a design in the workspace: what was asked, where the results are, and their state.

RESULTS/=runnable/NAME/=KEY/about.json    the models that each system of the design supports
RESULTS/=simulate/NAME/=KEY/run.json      model, system and options of a run, and the state of the design
RESULTS/=simulate/NAME/=KEY/view.json     its results; unfinished/ beside it is what a stopped run goes on from
RESULTS/=store/                           answers of models, each kept once
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import time
from typing import Any

from ..._version import __version__
from ...quantity import InputError, Problem
from ..jobs import ENDS, Jobs
from ..workspace import COMPLETE, FAILED, OWN, RESULTS, VIEW, AppWorkspace, read_json, write_json
from .files import is_plain
from .subject import Subject

SIMULATE, RUNNABLE = "simulate", "runnable"
RUN, ABOUT = "run.json", "about.json"
SCHEMA = "natria.app-run/1"
PART = "unfinished/position.json"  # of a cell that was stopped
RESTING = ("stopped", "failed")
MOST_RUNS = 500  # of a design that are listed


@dataclass(frozen=True)
class AskedRun:
    """A run of a design by its key, as a page lists it.

    `state` is new, waiting, running, stopped, done or failed; `is_present` says that design and version are as now,
    `has_part` that a run which is not finished has readings that can be looked at.
    """

    key: str
    model: str
    title: str
    system: str
    options: Mapping[str, str]
    asked: float  # s since 1970
    state: str
    headline: str
    is_present: bool
    why_earlier: str
    has_part: bool


def store_of(workspace: AppWorkspace) -> Path:
    """Return the folder of the store in which models keep their answers."""
    return workspace.path / RESULTS / f"{OWN}store"


def folder_of_run(workspace: AppWorkspace, subject: Subject, asked: Mapping[str, Any]) -> Path:
    """Return the folder of the results of a run: of one state of the design, model, system and options."""
    state = [subject.state, asked["model"], asked["system"], sorted(asked["options"].items())]
    return workspace.results_of(SIMULATE, subject.name, state)


def about_folder(workspace: AppWorkspace, subject: Subject) -> Path:
    """Return the folder of what a design supports in its present state."""
    return workspace.results_of(RUNNABLE, subject.name, [subject.state])


def note_run(folder: Path, subject: Subject, asked: Mapping[str, Any]) -> None:
    """Keep what is asked beside the results."""
    write_json(folder / RUN, {"schema": SCHEMA, "version": __version__, "state": subject.state, "at": time(), **asked})


def kept_run(workspace: AppWorkspace, name: str, key: str) -> Path:
    """Return the folder of a run that was asked; raises InputError where there is none."""
    folder = workspace.path / RESULTS / f"{OWN}{SIMULATE}" / name
    found = next((one for one in _folders(folder) if one.name == f"{OWN}{key}"), None) if is_plain(name) else None
    if found is None:
        problem = Problem(key[:40], "is no run of this design", "start the model again")
        raise InputError(name[:200], [problem])
    return found


def runs_of(workspace: AppWorkspace, subject: Subject, jobs: Jobs) -> list[AskedRun]:
    """Return the runs of a design, the newest first."""
    folder = workspace.path / RESULTS / f"{OWN}{SIMULATE}" / subject.name
    active = {job.name: job.state for job in jobs.known.values() if job.task == SIMULATE and job.state not in ENDS}
    found = [_asked_run(one, subject, active) for one in _folders(folder)]
    return sorted(found, key=lambda one: (-one.asked, one.key))[:MOST_RUNS]


def run_of(workspace: AppWorkspace, subject: Subject, key: str, jobs: Jobs) -> AskedRun:
    """Return one run of a design."""
    folder = kept_run(workspace, subject.name, key)
    active = {job.name: job.state for job in jobs.known.values() if job.task == SIMULATE and job.state not in ENDS}
    return _asked_run(folder, subject, active)


def job_name(name: str, folder: Path) -> str:
    """Return the name of the job of a run: design and key."""
    return f"{name}/{folder.name.removeprefix(OWN)}"


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir() and not folder.is_symlink():
        yield from (one for one in folder.iterdir() if one.name.startswith(OWN) and (one / RUN).is_file())


def _asked_run(folder: Path, subject: Subject, active: Mapping[str, str]) -> AskedRun:
    asked, view, failed = (read_json(folder / name) for name in (RUN, VIEW, FAILED))
    key = folder.name.removeprefix(OWN)
    state = active.get(f"{subject.name}/{key}", "")
    is_done = view.get("stage") == COMPLETE and not view.get("incomplete")
    state = state or ("failed" if failed else "done" if is_done else "stopped")
    same_design, same_version = asked.get("state") == subject.state, asked.get("version") == __version__
    why = "" if same_design else "the design was changed after this run"
    why = why or ("" if same_version else f"made by natria {asked.get('version')}")
    return AskedRun(
        key,
        str(asked.get("model", "")),
        str(asked.get("title", "")),
        str(asked.get("system", "")),
        dict(asked.get("options") or {}),
        float(asked.get("at", 0.0)),
        state,
        str(failed.get("what") or view.get("headline") or ""),
        same_design and same_version,
        why,
        state in RESTING and (folder / PART).is_file(),
    )


def plain_run(run: AskedRun) -> dict[str, Any]:
    """Return a run as JSON takes it."""
    return asdict(run)
