"""What the page of the study asks for: designs and cases, runs, tables, traces, reports."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from ..design.files import SUFFIX
from ..served import Address, Served, answer_picture, answer_plot, answer_series, read_body
from ..tasks import Order
from ..workspace import COMPLETE, DESIGNS, FAILED, VIEW, AppWorkspace, read_json
from .asked import TASK, StudyOf, keep_asked, read_study_asked, study_of
from .zipped import zipped

REPORT, TRACES = "report", "traces.json"
PAGE = "index.html"


async def subjects(served: Served, _: Request) -> Response:
    """Return designs of the workspace and cases of natria with the state of their studies."""
    return JSONResponse(await asyncio.to_thread(_subjects, served.workspace))


async def run(served: Served, request: Request) -> Response:
    name = request.path_params["name"]
    asked = read_study_asked(await read_body(request))
    one = await asyncio.to_thread(study_of, served.workspace, name, asked)
    keep_asked(served.workspace, name, asked)
    options = {
        "source": one.subject.source,
        "data": [[system, str(path)] for system, path in one.files],
        "area": asked.area,
        "all_curves": asked.all_curves,
    }
    return JSONResponse(asdict(served.jobs.submit(Order(TASK, name, one.subject.path, options, one.out))), 202)


async def view(served: Served, request: Request) -> Response:
    """Return the view of a study as far as it is made, with what went wrong."""
    one = await _study(served, request)
    view_, failed = read_json(one.out / VIEW) or None, read_json(one.out / FAILED) or None
    systems = await asyncio.to_thread(_systems, one)
    document = {"name": request.path_params["name"], "asked": one.asked.plain, "systems": systems}
    return JSONResponse({**document, "view": view_, "failed": failed})


async def trace(served: Served, request: Request) -> Response:
    """Return what a number of the table rests on."""
    one = await _study(served, request)
    text = read_json(one.out / TRACES).get(request.query_params.get("id", ""))
    if text is None:
        raise HTTPException(404, "there is no such number in this study")
    return JSONResponse({"trace": text})


async def report(served: Served, request: Request) -> Response:
    """Return the report as one zip, or with `page` its page alone."""
    one = await _study(served, request)
    folder = one.out / REPORT
    if read_json(one.out / VIEW).get("stage") != COMPLETE or not (folder / PAGE).is_file():
        raise HTTPException(404, "this study has no report yet: run it first")
    stem = Path(request.path_params["name"]).name.removesuffix(SUFFIX)
    if request.query_params.get("page", "") == "1":
        return FileResponse(folder / PAGE, media_type="text/html; charset=utf-8", filename=f"{stem}-study.html")
    return StreamingResponse(
        zipped(folder, f"{stem}-study"),
        media_type="application/zip",
        headers={"content-disposition": f"attachment; filename*=utf-8''{_quoted(stem)}-study.zip"},
    )


async def series(served: Served, request: Request) -> Response:
    return await answer_series((await _study(served, request)).out, request)


async def picture(served: Served, request: Request) -> Response:
    return answer_picture((await _study(served, request)).out, request)


async def export(served: Served, request: Request) -> Response:
    return await answer_plot(served, (await _study(served, request)).out, request)


async def _study(served: Served, request: Request) -> StudyOf:
    return await asyncio.to_thread(study_of, served.workspace, request.path_params["name"])


def _systems(one: StudyOf) -> list[str]:
    """Return the systems of a design, to which a recording may belong: the base, then its variants."""
    import tomllib

    try:
        document = tomllib.loads(one.subject.path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    variants = document.get("variant", {})
    named = [document.get("name"), *(variants if isinstance(variants, dict) else ())]
    return [name for name in named if isinstance(name, str)]


def _subjects(workspace: AppWorkspace) -> dict[str, Any]:
    from ...design.case import cases

    folder = workspace.path / DESIGNS
    own = sorted(p for p in folder.glob(f"*{SUFFIX}") if p.is_file() and not p.is_symlink() and p.name[0] not in ".=")
    rows = [_subject(workspace, path.name, "design", path) for path in own]
    rows += [_subject(workspace, name, "case", path) for name, path in cases().items()]
    return {"subjects": rows}


def _subject(workspace: AppWorkspace, name: str, kind: str, path: Path) -> dict[str, Any]:
    import tomllib

    try:
        title = str(tomllib.loads(path.read_text(encoding="utf-8")).get("title") or "")
    except (OSError, ValueError):
        title = ""
    one = study_of(workspace, name)
    made, failed = read_json(one.out / VIEW), read_json(one.out / FAILED)
    state = "failed" if failed else "done" if made.get("stage") == COMPLETE else "new"
    says = failed.get("what") or made.get("study", {}).get("score") or ""
    return {"name": name, "kind": kind, "title": title, "state": state, "says": str(says)}


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


ADDRESSES: tuple[Address, ...] = (
    ("GET", "/api/study/subjects", subjects),
    ("POST", "/api/study/run/{name:path}", run),
    ("GET", "/api/study/view/{name:path}", view),
    ("GET", "/api/study/trace/{name:path}", trace),
    ("GET", "/api/study/report/{name:path}", report),
    ("GET", "/api/study/series/{name:path}", series),
    ("GET", "/api/study/picture/{name:path}", picture),
    ("POST", "/api/study/export/{name:path}", export),
)
