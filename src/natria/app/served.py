"""What the answers of all pages share: workspace and jobs, requests in JSON, parts of results."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from .jobs import Jobs
from .quick import Quick
from .settings import AppSettings
from .views import ARRAYS, PICTURES
from .window import read_window
from .workspace import AppWorkspace

MOST_BODY = 65_536  # bytes of a request in JSON
PATIENCE = 30.0  # s for a request in JSON
POINTS = 4000
TYPES: Mapping[str, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Served:
    """What every answer may need."""

    workspace: AppWorkspace
    jobs: Jobs
    settings: AppSettings
    quick: Quick


Handle = Callable[[Served, Request], Any]
Address = tuple[str, str, Handle]  # method, path, what answers


async def read_body(request: Request, most: int = MOST_BODY) -> Any:
    """Return the JSON of a request of at most so many bytes."""
    body = b""
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise HTTPException(413, "the request is too long")
    except TimeoutError:
        raise HTTPException(408, f"the request did not arrive within {PATIENCE:g} s") from None
    try:
        document = json.loads(body or b"{}", parse_constant=_no_number)
        json.dumps(document, ensure_ascii=False).encode()  # half a letter (a lone surrogate) could not be answered
        return document  # noqa: TRY300
    except (ValueError, RecursionError) as bad:
        raise HTTPException(400, f"the request is no JSON ({bad})") from None


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


async def answer_series(folder: Path, request: Request) -> Response:
    """Return the visible window of a stored series of results: all x, then all y, as 64-bit floats."""
    asked = request.query_params
    known = {path.stem for path in (folder / ARRAYS).glob("*.npy") if not path.is_symlink()}
    names = asked.get("x", ""), asked.get("y", "")
    if not known.issuperset(names):
        raise HTTPException(404, "there is no such series")
    limits = _number(asked.get("low")), _number(asked.get("high"))
    points = int(_number(asked.get("points")) or POINTS)
    body = await asyncio.to_thread(read_window, folder / ARRAYS, names, limits, points)
    return Response(body, media_type="application/octet-stream")


def answer_picture(folder: Path, request: Request) -> Response:
    """Return a figure of results that is no set of curves."""
    wanted = request.query_params.get("file", "")
    path = next((p for p in (folder / PICTURES).glob("*.svg") if p.name == wanted and not p.is_symlink()), None)
    if path is None:
        raise HTTPException(404, "there is no such figure")
    return FileResponse(path, media_type="image/svg+xml")


async def answer_plot(served: Served, folder: Path, request: Request) -> Response:
    """Return a figure of results as a file, as it is shown."""
    asked = await read_body(request)
    if not isinstance(asked, dict):
        raise HTTPException(400, "the request is no object")
    out, workspace = str(folder), str(served.workspace.path)
    found = await served.quick.ask("plot", out=out, workspace=workspace, asked=asked)
    return answer_file(found, str(asked["format"]))


def answer_file(text: str, kind: str) -> Response:
    """Return the content of a file that the kept process made, which is text of base 64."""
    return Response(b64decode(text), media_type=TYPES[kind])


def _number(text: str | None) -> float | None:
    try:
        value = None if text is None else float(text)
    except ValueError:
        raise HTTPException(400, "a limit of the window is no number") from None
    return value if value is None or isfinite(value) else None
