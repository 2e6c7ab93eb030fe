"""What the page that measures asks for: uploads, examples, analyses, views of them, windows of series."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ...quantity import InputError, Problem
from ..jobs import AppJob
from ..served import Address, Served, answer_picture, answer_series, read_body
from ..tasks import Order
from ..workspace import FAILED, VIEW, read_json
from .examples import EXAMPLES, write_example
from .measuring import OPTIONS
from .parts import read_parts
from .upload import receive_file

MOST_TEXT = 500  # letters of an option
MOST_CHOICE = 20_000  # letters of a choice of cycles


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
    return JSONResponse({"name": name, "job": asdict(submit(served, name, example.asked))}, 201)


async def measure(served: Served, request: Request) -> Response:
    name = request.path_params["name"]
    options = read_options(await read_body(request))
    return JSONResponse(asdict(submit(served, name, options)), 202)


async def view(served: Served, request: Request) -> Response:
    """The view of a recording as far as it is made, with what went wrong."""
    entry = served.workspace.entry(request.path_params["name"])
    folder = served.workspace.results(entry.name, entry.asked)
    document = {"entry": asdict(entry), "view": _or_none(folder / VIEW), "failed": _or_none(folder / FAILED)}
    return JSONResponse(document)


async def parts(served: Served, request: Request) -> Response:
    """The list of parts from which one chooses, such as cycles."""
    served.quick.warm()
    return JSONResponse(await asyncio.to_thread(read_parts, _results(served, request)))


async def pick(served: Served, request: Request) -> Response:
    """Plots of a choice of parts."""
    chosen = request.query_params.get("chosen", "")[:MOST_CHOICE]
    return JSONResponse(await served.quick.ask("pick", out=str(_results(served, request)), chosen=chosen))


async def series(served: Served, request: Request) -> Response:
    return await answer_series(_results(served, request), request)


async def picture(served: Served, request: Request) -> Response:
    return answer_picture(_results(served, request), request)


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


def submit(served: Served, name: str, options: Mapping[str, str]) -> AppJob:
    """Start the analysis of a recording; one that runs is cancelled."""
    workspace = served.workspace
    workspace.ask(name, options)
    return served.jobs.submit(Order("measure", name, workspace.find(name), options, workspace.results(name, options)))


def _or_none(path: Path) -> Any:
    return read_json(path) or None


def _results(served: Served, request: Request) -> Path:
    name = request.path_params["name"]
    return served.workspace.results(name, served.workspace.asked(name))


ADDRESSES: tuple[Address, ...] = (
    ("PUT", "/api/measure/file/{name:path}", put_file),
    ("POST", "/api/measure/example/{id}", make_example),
    ("POST", "/api/measure/run/{name:path}", measure),
    ("GET", "/api/measure/view/{name:path}", view),
    ("GET", "/api/measure/parts/{name:path}", parts),
    ("GET", "/api/measure/pick/{name:path}", pick),
    ("GET", "/api/measure/series/{name:path}", series),
    ("GET", "/api/measure/picture/{name:path}", picture),
)
