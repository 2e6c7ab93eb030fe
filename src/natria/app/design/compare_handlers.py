"""What the page asks to compare designs: two to six, each with one of its systems."""

from __future__ import annotations

import asyncio
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ...quantity import InputError, Problem
from ..served import Address, Served, read_body
from ..tasks import Order
from ..workspace import FAILED, OWN, RESULTS, AppWorkspace, read_json, write_json
from .comparing import COMPARED
from .files import title_of
from .runs import RUN, kept_run, runs_of
from .subject import find_subject

COMPARE = "compare-designs"
TOGETHER = "designs"  # the name under which comparisons are kept
FEWEST, MOST = 2, 6
ASKED, PAIR = "asked.json", ("name", "system")
LONGEST = 500  # letters of a name


async def compare(served: Served, request: Request) -> Response:
    """Compare designs; a comparison that was made of their present state is found again."""
    asked = read_compared(await read_body(request))
    designs, state = await asyncio.to_thread(_gathered, served, asked)
    folder = served.workspace.results_of(COMPARE, TOGETHER, state)
    key = folder.name[len(OWN) :]
    job = None
    await asyncio.to_thread(
        write_json, folder / ASKED, {"designs": [dict(zip(PAIR, one, strict=True)) for one in asked]}
    )
    if not read_json(folder / COMPARED):
        path = Path(designs[0]["path"])
        job = asdict(served.jobs.submit(Order(COMPARE, key, path, {"designs": designs}, folder)))
    return JSONResponse({"key": key, "job": job}, 202 if job else 200)


async def compared(served: Served, request: Request) -> Response:
    """A comparison as far as it is made, with what went wrong."""
    folder = _folder(served.workspace, request.path_params["key"])
    found = {part: read_json(folder / file) or None for part, file in (("compared", COMPARED), ("failed", FAILED))}
    return JSONResponse(found)


def read_compared(document: Any) -> list[tuple[str, str]]:
    """Return names and systems of the designs to compare; raises InputError for other than two to six."""
    listed = document.get("designs") if isinstance(document, dict) else None
    pairs = [(one.get("name"), one.get("system", "")) for one in listed or () if isinstance(one, dict)]
    texts = [(a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str) and len(a) + len(b) <= LONGEST]
    if not FEWEST <= len(texts) <= MOST or len(texts) < len(listed or ()):
        fix = f"choose {FEWEST} to {MOST} designs, or systems of one design"
        raise InputError("the comparison", [Problem("", f"{len(texts)} designs are named", fix)])
    return texts


def _gathered(served: Served, asked: list[tuple[str, str]]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return what the task needs of each design, and all that its results depend on."""
    designs, state = [], []
    several = len({name for name, _ in asked}) < len(asked)
    for name, system in asked:
        subject = find_subject(served.workspace, name)
        base = system or _base_of(subject.path)
        newest: dict[str, dict[str, str]] = {}
        for run in runs_of(served.workspace, subject, served.jobs):
            if run.is_present and run.state == "done" and run.system == base:
                folder = kept_run(served.workspace, name, run.key)
                newest.setdefault(run.model, {"model": run.model, "title": run.title, "folder": str(folder)})
        label = system if several and system else name
        more = {"title": title_of(subject.path), "path": str(subject.path), "label": label, "runs": [*newest.values()]}
        designs.append({"name": name, "source": subject.source, "system": system, **more})
        at = [(Path(one["folder"]) / RUN).stat().st_mtime_ns for one in newest.values()]
        state.append([name, subject.state, system, [one["folder"] for one in newest.values()], at])
    return designs, state


def _base_of(path: Path) -> str:
    """Return the system that a design file describes first."""
    return str(tomllib.loads(path.read_text(encoding="utf-8")).get("name", ""))


def _folder(workspace: AppWorkspace, key: str) -> Path:
    folder = workspace.path / RESULTS / f"{OWN}{COMPARE}" / TOGETHER
    found = next((one for one in folder.glob(f"{OWN}*") if one.name == f"{OWN}{key}"), None)
    if found is None:
        raise HTTPException(404, "there is no such comparison")
    return found


ADDRESSES: tuple[Address, ...] = (
    ("POST", "/api/design/compare", compare),
    ("GET", "/api/design/compared/{key}", compared),
)
