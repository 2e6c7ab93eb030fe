"""What each address answers: data of the workspace, uploads, analyses, windows of series, events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from .._version import __version__
from ..quantity import InputError, Problem
from .examples import EXAMPLES, write_example
from .jobs import Jobs
from .measuring import ARRAYS, OPTIONS, PICTURES
from .settings import AppSettings
from .upload import receive_file
from .window import read_window
from .workspace import FAILED, VIEW, AppWorkspace

MOST_BODY = 65_536  # bytes of a request in JSON
MOST_TEXT = 500  # letters of an option
POINTS = 4000
BEAT = 15.0  # s between signs of life of a stream


@dataclass(frozen=True)
class Served:
    """What every answer may need."""

    workspace: AppWorkspace
    jobs: Jobs
    settings: AppSettings


async def workspace_of(served: Served, _: Request) -> Response:
    entries = await asyncio.to_thread(served.workspace.entries)
    document = {
        "schema": "natria.workspace/1",
        "version": __version__,
        "folder": str(served.workspace.path),
        "most_upload": served.settings.most_bytes,
        "entries": [asdict(entry) for entry in entries],
        "jobs": [asdict(job) for job in served.jobs.known.values()],
        "examples": [{"id": e.id, "says": e.says} for e in EXAMPLES],
        "options": OPTIONS,
    }
    return JSONResponse(document)


async def put_file(served: Served, request: Request) -> Response:
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isdecimal() else None
    name = await receive_file(request.stream(), request.path_params["name"], size, served.workspace, served.settings)
    return JSONResponse({"name": name}, 201)


async def make_example(served: Served, request: Request) -> Response:
    wanted = request.path_params["id"]
    example = next((e for e in EXAMPLES if e.id == wanted), None)
    if example is None:
        raise HTTPException(404, "there is no such example")
    part = served.workspace.part()
    await asyncio.to_thread(write_example, example, part)
    name = await asyncio.to_thread(served.workspace.keep, part, example.file)
    return JSONResponse({"name": name, "job": asdict(served.jobs.submit(name, example.asked))}, 201)


async def measure(served: Served, request: Request) -> Response:
    options = read_options(await _json(request))
    name = request.path_params["name"]
    served.workspace.find(name)
    return JSONResponse(asdict(served.jobs.submit(name, options)), 202)


async def cancel(served: Served, request: Request) -> Response:
    job = served.jobs.cancel(request.path_params["id"])
    if job is None:
        raise HTTPException(404, "there is no such job")
    return JSONResponse(asdict(job))


async def view(served: Served, request: Request) -> Response:
    """The view of a recording as far as it is made, with what went wrong."""
    entry = served.workspace.entry(request.path_params["name"])
    folder = served.workspace.results(entry.name, entry.asked)
    document = {"entry": asdict(entry), "view": _document(folder / VIEW), "failed": _document(folder / FAILED)}
    return JSONResponse(document)


async def series(served: Served, request: Request) -> Response:
    """The visible window of a stored series: all x, then all y, as 64-bit floats."""
    asked = request.query_params
    folder = _results(served, request) / ARRAYS
    known = {path.stem for path in folder.glob("*.npy")}
    names = asked.get("x", ""), asked.get("y", "")
    if not known.issuperset(names):
        raise HTTPException(404, "there is no such series")
    limits = _number(asked.get("low")), _number(asked.get("high"))
    points = int(_number(asked.get("points")) or POINTS)
    body = await asyncio.to_thread(read_window, folder, names, limits, points)
    return Response(body, media_type="application/octet-stream")


async def picture(served: Served, request: Request) -> Response:
    folder = _results(served, request) / PICTURES
    wanted = request.query_params.get("file", "")
    path = next((p for p in folder.glob("*.svg") if p.name == wanted), None)
    if path is None:
        raise HTTPException(404, "there is no such figure")
    return FileResponse(path, media_type="image/svg+xml")


async def events(served: Served, _: Request) -> Response:
    """Server-sent events: each change of a job."""

    async def stream() -> AsyncIterator[bytes]:
        yield b": natria\n\n"
        source = served.jobs.events()
        following: asyncio.Task[Any] | None = None
        try:
            while True:
                following = following or asyncio.ensure_future(anext(source, None))
                done, _ = await asyncio.wait({following}, timeout=BEAT)
                if not done:
                    yield b": still here\n\n"
                    continue
                job, following = following.result(), None
                if job is None:
                    return
                yield f"data: {json.dumps(asdict(job))}\n\n".encode()
        finally:
            if following is not None:
                following.cancel()

    return StreamingResponse(stream(), media_type="text/event-stream")


def read_options(document: Any) -> dict[str, str]:
    """Return the options of a measurement; raises InputError for what is not one."""
    if not isinstance(document, dict):
        raise InputError("the request", [Problem("", "is no object of options", 'send for example {"area": "1 cm^2"}')])
    problems = [
        Problem(str(key)[:MOST_TEXT], "is no option of the app", f"known: {', '.join(OPTIONS)}")
        for key in document
        if key not in OPTIONS
    ]
    problems += [
        Problem(key, "is no short text", "write a value with its unit, such as '1 cm^2'")
        for key, value in document.items()
        if not (isinstance(value, str) and len(value) <= MOST_TEXT)
    ]
    if problems:
        raise InputError("the request", problems)
    return {key: value.strip() for key, value in document.items() if value.strip()}


async def _json(request: Request) -> Any:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            raise HTTPException(413, "the request is too long")
    try:
        return json.loads(body or b"{}")
    except (ValueError, RecursionError) as bad:
        raise HTTPException(400, f"the request is no JSON ({bad})") from None


def _results(served: Served, request: Request) -> Path:
    name = request.path_params["name"]
    return served.workspace.results(name, served.workspace.asked(name))


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        raise HTTPException(400, "a limit of the window is no number") from None
