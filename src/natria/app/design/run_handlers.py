"""What the page of runs asks for: what a design supports, its runs, their results."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from ...quantity import InputError, Problem
from ..served import Address, Served, answer_picture, answer_plot, answer_series, read_body
from ..tasks import Order
from ..views import ARRAYS
from ..workspace import FAILED, VIEW, read_json
from .options import checked_options
from .run_views import FILES
from .runs import (
    ABOUT,
    RUNNABLE,
    SIMULATE,
    about_folder,
    folder_of_run,
    job_name,
    kept_run,
    note_run,
    plain_run,
    run_of,
    runs_of,
    store_of,
)
from .subject import Subject, find_subject

LONGEST = 500  # letters of the name of a model or a system


async def about(served: Served, request: Request) -> Response:
    """Which models each system of a design supports, as far as that is known, and the runs of the design."""
    subject = await _subject(served, request.path_params["name"])
    folder = about_folder(served.workspace, subject)
    runs = await asyncio.to_thread(runs_of, served.workspace, subject, served.jobs)
    document = {"name": subject.name, "about": read_json(folder / ABOUT) or None}
    return JSONResponse(document | {"failed": read_json(folder / FAILED) or None, "runs": [plain_run(r) for r in runs]})


async def look(served: Served, request: Request) -> Response:
    """Find out which models a design supports."""
    subject = await _subject(served, request.path_params["name"])
    folder = about_folder(served.workspace, subject)
    options = {"source": subject.source, "store": str(store_of(served.workspace))}
    job = served.jobs.submit(Order(RUNNABLE, subject.name, subject.path, options, folder))
    return JSONResponse(asdict(job), 202)


async def start(served: Served, request: Request) -> Response:
    """Run a model for a system of a design; a run that was stopped goes on, or shows its part (`partial`)."""
    subject = await _subject(served, request.path_params["name"])
    document = await read_body(request)
    asked = read_asked(document, read_json(about_folder(served.workspace, subject) / ABOUT))
    folder = folder_of_run(served.workspace, subject, asked)
    await asyncio.to_thread(note_run, folder, subject, asked)
    if document.get("partial") is True:
        asked = {**asked, "partial": True}
    options = {**asked, "source": subject.source, "store": str(store_of(served.workspace))}
    job = served.jobs.submit(Order(SIMULATE, job_name(subject.name, folder), subject.path, options, folder))
    return JSONResponse({"key": folder.name[1:], "job": asdict(job)}, 202)


async def view(served: Served, request: Request) -> Response:
    """The results of a run as far as they are made, with what went wrong."""
    name, folder = _run_folder(served, request)
    subject = await _subject(served, name)
    run = await asyncio.to_thread(run_of, served.workspace, subject, folder.name[1:], served.jobs)
    found = {part: read_json(folder / file) or None for part, file in (("view", VIEW), ("failed", FAILED))}
    return JSONResponse({"run": plain_run(run), **found})


async def series(served: Served, request: Request) -> Response:
    return await answer_series(_run_folder(served, request)[1], request)


async def picture(served: Served, request: Request) -> Response:
    return answer_picture(_run_folder(served, request)[1], request)


async def export(served: Served, request: Request) -> Response:
    return await answer_plot(served, _run_folder(served, request)[1], request)


async def frames(served: Served, request: Request) -> Response:
    """All frames of a panel of a film, as bytes: the frames in order, each row by row."""
    folder, wanted = _run_folder(served, request)[1] / ARRAYS, request.query_params.get("array", "")
    path = next((p for p in folder.glob("*.npy") if p.stem == wanted), None)
    body = None if path is None else await asyncio.to_thread(_bytes_of, path)
    if body is None:
        raise HTTPException(404, "there is no such film")
    return Response(body, media_type="application/octet-stream")


async def file(served: Served, request: Request) -> Response:
    """A file of the report of a run."""
    wanted = request.query_params.get("file", "")
    path = next((p for p in (_run_folder(served, request)[1] / FILES).glob("*") if p.name == wanted), None)
    if path is None:
        raise HTTPException(404, "there is no such file")
    return FileResponse(path, media_type="application/octet-stream", filename=path.name)


async def forget(served: Served, request: Request) -> Response:
    """Remove a run with its results; one that runs is cancelled."""
    name, folder = _run_folder(served, request)
    for job in list(served.jobs.known.values()):
        if (job.task, job.name) == (SIMULATE, job_name(name, folder)):
            served.jobs.cancel(job.id)
    await asyncio.to_thread(rmtree, folder, ignore_errors=True)  # a process that is being ended may still write
    return JSONResponse({"key": folder.name[1:]})


def _bytes_of(path: Path) -> bytes | None:
    """Return the bytes of an array of bytes; None for any other array."""
    import numpy as np

    values = np.load(path, mmap_mode="r", allow_pickle=False)
    return values.tobytes() if values.dtype == np.uint8 else None


def read_asked(document: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Return model, system and options of a run; raises InputError for what the design lacks."""
    if not isinstance(document, dict):
        raise InputError(
            "the request", [Problem("", "is no object", 'send {"model": .., "system": .., "options": {}}')]
        )
    if not known:
        raise InputError("the request", [Problem("", "the design was not read yet", "open its page again")])
    model, system = (str(document.get(name, ""))[:LONGEST] for name in ("model", "system"))
    models = {one["name"]: one for one in known["models"]}
    systems = {one["system"]: one for one in known["systems"]}
    if model not in models:
        raise InputError("the request", [Problem(model, "is no model", f"known here: {', '.join(models)}")])
    if system not in systems:
        raise InputError("the request", [Problem(system, "is no system of this design", "open its page again")])
    if why := systems[system]["refused"].get(model):
        raise InputError(system, [Problem(models[model]["title"], f"cannot run: {why}", "change the design")])
    options = checked_options(models[model]["options"], model, document.get("options", {}))
    return {"model": model, "title": models[model]["title"], "system": system, "options": options}


async def _subject(served: Served, name: str) -> Subject:
    return await asyncio.to_thread(find_subject, served.workspace, name)


def _run_folder(served: Served, request: Request) -> tuple[str, Path]:
    name, _, key = request.path_params["name"].rpartition("/")
    return name, kept_run(served.workspace, name, key)


ADDRESSES: tuple[Address, ...] = (
    ("GET", "/api/design/runs/about/{name}", about),
    ("POST", "/api/design/runs/look/{name}", look),
    ("POST", "/api/design/runs/start/{name}", start),
    ("GET", "/api/design/runs/view/{name:path}", view),
    ("GET", "/api/design/runs/series/{name:path}", series),
    ("GET", "/api/design/runs/picture/{name:path}", picture),
    ("POST", "/api/design/runs/export/{name:path}", export),
    ("GET", "/api/design/runs/frames/{name:path}", frames),
    ("GET", "/api/design/runs/file/{name:path}", file),
    ("POST", "/api/design/runs/forget/{name:path}", forget),
)
