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

from ...quantity import InputError
from ..jobs import ENDS, AppJob
from ..served import Address, Served, answer_file, answer_picture, answer_plot, answer_series, read_body
from ..tasks import Order
from ..wording import problem_of
from ..workspace import COMPLETE, FAILED, VIEW, read_json
from .comparing import COMPARE, comparison_order, read_entries, results_of_comparison
from .examples import EXAMPLES, write_example
from .options import read_options
from .parts import read_parts
from .upload import receive_file

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
    folder = _results(served, request)
    served.quick.warm()
    return JSONResponse(await asyncio.to_thread(read_parts, folder))


async def pick(served: Served, request: Request) -> Response:
    """Plots of a choice of parts.

    A choice that is being written may be none yet, which is no error of a request.
    """
    out, chosen = str(_results(served, request)), request.query_params.get("chosen", "")[:MOST_CHOICE]
    try:
        found = await served.quick.ask("pick", out=out, chosen=chosen)
    except InputError as bad:
        return JSONResponse({"chosen": [], "plots": [], "problem": problem_of(bad)})
    return JSONResponse({**found, "problem": None})


async def export(served: Served, request: Request) -> Response:
    """A figure as a file: what is shown of it."""
    return await answer_plot(served, _results(served, request), request)


async def export_numbers(served: Served, request: Request) -> Response:
    """The numbers as CSV or Excel."""
    kind = request.query_params.get("format", "")
    return answer_file(await served.quick.ask("numbers", out=str(_results(served, request)), kind=kind), kind)


async def export_all(served: Served, request: Request) -> Response:
    """All figures and numbers as one zip."""
    out, workspace = str(_results(served, request)), str(served.workspace.path)
    return answer_file(await served.quick.ask("everything", out=out, workspace=workspace), "zip")


async def measure_new(served: Served, _: Request) -> Response:
    """Measure all recordings that nobody has measured; of a folder the folder."""
    entries = await asyncio.to_thread(served.workspace.entries)
    busy = {job.name for job in served.jobs.known.values() if job.task == "measure" and job.state not in ENDS}
    wanted = [one for one in entries if one.state == "new" and "/" not in one.name and one.name not in busy]
    return JSONResponse([asdict(submit(served, one.name, one.asked, later=True)) for one in wanted], 202)


async def cancel_all(served: Served, _: Request) -> Response:
    """Cancel all measurements that wait or run."""
    busy = [job.id for job in served.jobs.known.values() if job.task == "measure" and job.state not in ENDS]
    cancelled = [served.jobs.cancel(number) for number in reversed(busy)]  # what waits first, so that none starts
    return JSONResponse([asdict(job) for job in cancelled if job is not None])


async def series(served: Served, request: Request) -> Response:
    return await answer_series(_results(served, request), request)


async def picture(served: Served, request: Request) -> Response:
    return answer_picture(_results(served, request), request)


async def compare(served: Served, request: Request) -> Response:
    """Compare recordings; results that are there already are not made again."""
    entries = read_entries(await read_body(request))
    order = await asyncio.to_thread(comparison_order, served.workspace, entries)
    job = None
    if read_json(order.out / VIEW).get("stage") != COMPLETE and not read_json(order.out / FAILED):
        running = (one for one in served.jobs.known.values() if (one.task, one.name) == (order.task, order.name))
        job = next((one for one in running if one.state not in ENDS), None) or served.jobs.submit(order)
    return JSONResponse({"name": order.name, "job": None if job is None else asdict(job)})


async def comparison(served: Served, request: Request) -> Response:
    """The view of a comparison as far as it is made, with what went wrong."""
    folder = _results(served, request)
    return JSONResponse({"view": _or_none(folder / VIEW), "failed": _or_none(folder / FAILED)})


def submit(served: Served, name: str, options: Mapping[str, str], *, later: bool = False) -> AppJob:
    """Start the analysis of a recording; one that runs is cancelled."""
    workspace = served.workspace
    workspace.ask(name, options)
    order = Order("measure", name, workspace.find(name), options, workspace.results(name, options))
    return served.jobs.submit(order, later=later)


def _or_none(path: Path) -> Any:
    return read_json(path) or None


def _results(served: Served, request: Request) -> Path:
    name = request.path_params["name"]
    if name.startswith(f"{COMPARE}/"):
        return results_of_comparison(served.workspace, name)
    return served.workspace.results(name, served.workspace.asked(name))


ADDRESSES: tuple[Address, ...] = (
    ("PUT", "/api/measure/file/{name:path}", put_file),
    ("POST", "/api/measure/example/{id}", make_example),
    ("POST", "/api/measure/run/{name:path}", measure),
    ("GET", "/api/measure/view/{name:path}", view),
    ("POST", "/api/measure/all", measure_new),
    ("POST", "/api/measure/cancel-all", cancel_all),
    ("POST", "/api/measure/compare", compare),
    ("POST", "/api/measure/export/{name:path}", export),
    ("GET", "/api/measure/numbers/{name:path}", export_numbers),
    ("GET", "/api/measure/everything/{name:path}", export_all),
    ("GET", "/api/measure/comparison/{name:path}", comparison),
    ("GET", "/api/measure/parts/{name:path}", parts),
    ("GET", "/api/measure/pick/{name:path}", pick),
    ("GET", "/api/measure/series/{name:path}", series),
    ("GET", "/api/measure/picture/{name:path}", picture),
)
