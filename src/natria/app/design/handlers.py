"""What the page Design asks for: designs, their texts and drafts, edits, and answers about a text."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..served import Address, Served, answer_picture, answer_plot, read_body
from ..tasks import Order
from ..workspace import COMPLETE, FAILED, OWN, VIEW, read_json
from .files import MOST_TEXT, DesignFiles, is_plain

MOST_ASKED = 2 * MOST_TEXT  # bytes of a request with a text
LONGEST = 500  # letters of a path, a name or a value
MOST_VALUES = 50  # of a new layer
MAP = "design-map"
KEY = re.compile(r"[0-9a-f]{16}")
ASKED = ("described", "checked", "limits", "answers", "curve")


async def listed(served: Served, _: Request) -> Response:
    """The designs of the workspace and the cases that come with natria."""
    served.quick.warm()
    found = await asyncio.to_thread(DesignFiles(served.workspace).entries)
    return JSONResponse(
        {"entries": [asdict(one) for one in found], "folder": str(DesignFiles(served.workspace).folder)}
    )


async def opened(served: Served, request: Request) -> Response:
    """The text of a design."""
    found = await asyncio.to_thread(DesignFiles(served.workspace).open, request.path_params["name"])
    served.quick.warm()
    return JSONResponse(asdict(found))


async def saved(served: Served, request: Request) -> Response:
    """Save a text that passes the check of a design; one that does not is kept as a draft."""
    name, files = request.path_params["name"], DesignFiles(served.workspace)
    body = await _read(request)
    text, state = _text(body), _short(body, "state")
    checked = await _ask(served, name, "checked", text)
    if checked["problems"]:
        await asyncio.to_thread(files.keep_draft, name, text, state, _short(body, "draft"))
        return JSONResponse({"state": state, "problems": checked["problems"]})
    new = await asyncio.to_thread(files.save, name, text, state, _short(body, "draft"))
    return JSONResponse({"state": new, "problems": []})


async def kept(served: Served, request: Request) -> Response:
    """Keep a text that is not saved yet."""
    body = await _read(request)
    given = (_text(body), _short(body, "state"), _short(body, "draft"))
    draft = await asyncio.to_thread(DesignFiles(served.workspace).keep_draft, request.path_params["name"], *given)
    return JSONResponse({"draft": draft})


async def dropped(served: Served, request: Request) -> Response:
    """Remove the draft of a design."""
    known = _short(await _read(request), "draft")
    await asyncio.to_thread(DesignFiles(served.workspace).drop_draft, request.path_params["name"], known)
    return JSONResponse({})


async def copied(served: Served, request: Request) -> Response:
    """Copy a design, or write another text of it, under a free name."""
    body = await _read(request)
    text = _text(body) if "text" in body else None
    given = (request.path_params["name"], _short(body, "to"), text)
    return JSONResponse({"name": await asyncio.to_thread(DesignFiles(served.workspace).copy, *given)}, 201)


async def renamed(served: Served, request: Request) -> Response:
    """Give a design another name."""
    body = await _read(request)
    given = (request.path_params["name"], _short(body, "to"), _short(body, "state"))
    return JSONResponse({"name": await asyncio.to_thread(DesignFiles(served.workspace).rename, *given)})


async def deleted(served: Served, request: Request) -> Response:
    """Delete a design, if it is as it was when it was opened."""
    state = _short(await _read(request), "state")
    await asyncio.to_thread(DesignFiles(served.workspace).delete, request.path_params["name"], state)
    return JSONResponse({})


async def live(served: Served, request: Request) -> Response:
    """What is asked about a text of a design: its description, limits, answers, a curve."""
    asked = request.path_params["asked"]
    if asked not in ASKED:
        raise HTTPException(404, "there is no such answer")
    body = await _read(request)
    more: dict[str, Any] = {}
    if asked == "curve":
        more = {"path": _short(body, "path"), "of": _short(body, "of")}
    if asked == "limits":
        more = {"ranges": body.get("ranges") is True}
    name, system = request.path_params["name"], _short(body, "system")
    return JSONResponse(await _ask(served, name, asked, _text(body), system=system, **more))


async def edited(served: Served, request: Request) -> Response:
    """A text with one number or choice changed."""
    body = await _read(request)
    file = await asyncio.to_thread(DesignFiles(served.workspace).find, request.path_params["name"])
    given = {key: _short(body, key) for key in ("system", "path", "value")}
    return JSONResponse(await served.quick.ask("design_edit", text=_text(body), file=str(file), **given))


async def layered(served: Served, request: Request) -> Response:
    """A text with a layer added, removed or moved."""
    body = await _read(request)
    file = await asyncio.to_thread(DesignFiles(served.workspace).find, request.path_params["name"])
    change = _short(body, "do")
    given: dict[str, Any] = {"layer": _short(body, "layer")}
    if change == "move":
        given["other"] = _short(body, "other")
    if change == "add":
        values, place = body.get("values"), body.get("place")
        if not isinstance(values, dict) or len(values) > MOST_VALUES or type(place) is not int:
            raise HTTPException(400, "the layer has no values or no place")
        given = {"table": _short(body, "table"), "place": place, "values": {key: _short(values, key) for key in values}}
    more = {"system": _short(body, "system"), "change": change, **given}
    return JSONResponse(await served.quick.ask("design_layers", text=_text(body), file=str(file), **more))


async def mapped(served: Served, request: Request) -> Response:
    """Start a map over two numbers of a text; one that is made already is found by its key."""
    name, body = request.path_params["name"], await _read(request)
    file = await asyncio.to_thread(DesignFiles(served.workspace).find, name)
    options = {key: _short(body, key) for key in ("system", "x", "y", "of")} | {"text": _text(body)}
    folder = served.workspace.results_of(MAP, name, options)
    key = folder.name.removeprefix(OWN)
    if read_json(folder / VIEW).get("stage") == COMPLETE:
        return JSONResponse({"key": key, "job": None})
    job = served.jobs.submit(Order(MAP, name, file, options, folder))
    return JSONResponse({"key": key, "job": asdict(job)}, 202)


async def map_view(served: Served, request: Request) -> Response:
    """The view of a map, and what went wrong."""
    folder = _map_folder(served, request)
    return JSONResponse({"view": read_json(folder / VIEW) or None, "failed": read_json(folder / FAILED) or None})


async def map_picture(served: Served, request: Request) -> Response:
    return answer_picture(_map_folder(served, request), request)


async def map_export(served: Served, request: Request) -> Response:
    return await answer_plot(served, _map_folder(served, request), request)


def _map_folder(served: Served, request: Request) -> Path:
    key, name = request.path_params["key"], request.path_params["name"]
    if not KEY.fullmatch(key) or not is_plain(name):
        raise HTTPException(404, "there is no such map")
    return served.workspace.results_of(MAP, name, None).with_name(f"{OWN}{key}")


async def _ask(served: Served, name: str, asked: str, text: str, **more: Any) -> Any:
    file = await asyncio.to_thread(DesignFiles(served.workspace).find, name)
    return await served.quick.ask("design", asked=asked, text=text, file=str(file), **more)


async def _read(request: Request) -> dict[str, Any]:
    body = await read_body(request, MOST_ASKED)
    if not isinstance(body, dict):
        raise HTTPException(400, "the request is no object")
    return body


def _text(body: dict[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise HTTPException(400, "the request has no text")
    if len(text) > MOST_TEXT:
        raise HTTPException(413, "the text is too long for a design")
    return text


def _short(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str) or len(value) > LONGEST:
        raise HTTPException(400, f"{key} is no short text")
    return value


ADDRESSES: tuple[Address, ...] = (
    ("GET", "/api/design/list", listed),
    ("GET", "/api/design/text/{name}", opened),
    ("PUT", "/api/design/text/{name}", saved),
    ("DELETE", "/api/design/text/{name}", deleted),
    ("PUT", "/api/design/draft/{name}", kept),
    ("DELETE", "/api/design/draft/{name}", dropped),
    ("POST", "/api/design/copy/{name}", copied),
    ("POST", "/api/design/rename/{name}", renamed),
    ("POST", "/api/design/edit/{name}", edited),
    ("POST", "/api/design/layers/{name}", layered),
    ("POST", "/api/design/live/{asked}/{name}", live),
    ("POST", "/api/design/map/run/{name}", mapped),
    ("GET", "/api/design/map/view/{key}/{name}", map_view),
    ("POST", "/api/design/map/export/{key}/{name}", map_export),
    ("GET", "/api/design/map/picture/{key}/{name}", map_picture),
)
