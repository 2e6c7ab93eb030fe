"""What the page of the literature asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ...quantity import NatriaError
from ..design.subject import find_subject
from ..served import Address, Served

FORMS = {"csv": "text/csv; charset=utf-8", "bibtex": "text/plain; charset=utf-8"}
MOST_QUERY = 4000  # letters of an address
WARM = 1.5  # s after the start: the first page of the app comes first


async def describe(served: Served, _: Request) -> Response:
    """Return the filters and columns of the table, and the papers."""
    served.quick.warm()  # who reads facts may ask for a map next
    return await _found(_describe)


async def facts(_: Served, request: Request) -> Response:
    """Return a page of the table of facts."""
    asked = _pairs(request)
    offset, limit = (_count(request, name, usual) for name, usual in (("offset", 0), ("limit", 100)))
    return await _found(lambda: _facts(asked, offset, limit))


async def fact(_: Served, request: Request) -> Response:
    name = request.path_params["id"]
    return await _found(lambda: _fact(name))


async def checks(_: Served, request: Request) -> Response:
    """Return contradictions and cautions of the literature; with `passed` also what passed."""
    asked = request.query_params
    paper, passed = asked.get("paper", ""), asked.get("passed", "") == "1"
    return await _found(lambda: _checks(paper, passed))


async def file(served: Served, request: Request) -> Response:
    """Return the facts that are found as CSV, or BibTeX of their papers."""
    form = request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404, "there is no such file; known: csv, bibtex")
    text = await served.quick.ask("facts_file", form=form, asked=_pairs(request))
    return Response(text, media_type=FORMS[form])


async def axes(served: Served, request: Request) -> Response:
    """Return the quantities of maps, and the partners of one."""
    return JSONResponse(await served.quick.ask("map_axes", upright=request.query_params.get("y", "")))


async def map_(served: Served, request: Request) -> Response:
    """Return a map of two reported quantities, with a design placed on it."""
    asked = _pairs(request)
    name = dict(asked).get("design", "")
    source = (await asyncio.to_thread(find_subject, served.workspace, name)).source if name else ""
    return JSONResponse(await served.quick.ask("literature_map", asked=asked, source=source))


async def lives(served: Served, request: Request) -> Response:
    """Return the analysis of reported lives."""
    return JSONResponse(await served.quick.ask("reported_lives", asked=_pairs(request)))


async def warm(after: float = WARM) -> None:
    """Read the papers a while after the start, so that the first page of them need not wait."""
    await asyncio.sleep(after)
    with suppress(NatriaError):  # of a paper that cannot be read the page will tell
        await asyncio.to_thread(_warm)


def _warm() -> None:
    from .library import papers_now
    from .rows import rows_of

    rows_of(papers_now())


def _describe() -> Any:
    from .filters import describe_filters
    from .library import papers_now

    return describe_filters(papers_now())


def _facts(asked: list[tuple[str, str]], offset: int, limit: int) -> Any:
    from .facts import facts_page
    from .filters import read_asked
    from .library import papers_now

    here = papers_now()
    return facts_page(read_asked(asked), here, offset, limit)


def _fact(name: str) -> Any:
    from .facts import fact_document
    from .library import papers_now

    return fact_document(name, papers_now())


def _checks(paper: str, passed: bool) -> Any:
    from .library import papers_now
    from .looks import looks_document

    return looks_document(papers_now(), paper, passed=passed)


async def _found(make: Callable[[], Any]) -> Response:
    return JSONResponse(_plain(await asyncio.to_thread(make)))


def _plain(value: Any) -> Any:
    """Return dataclasses within a document as dictionaries."""
    from dataclasses import asdict, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _pairs(request: Request) -> list[tuple[str, str]]:
    if len(str(request.url.query)) > MOST_QUERY:
        raise HTTPException(414, "the address is too long: take fewer filters")
    return list(request.query_params.multi_items())


def _count(request: Request, name: str, usual: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not text.isdecimal() or len(text) > 9:
        raise HTTPException(400, f"{name} is no whole number")
    return int(text)


ADDRESSES: tuple[Address, ...] = (
    ("GET", "/api/literature/describe", describe),
    ("GET", "/api/literature/facts", facts),
    ("GET", "/api/literature/fact/{id:path}", fact),
    ("GET", "/api/literature/checks", checks),
    ("GET", "/api/literature/file/{form}", file),
    ("GET", "/api/literature/axes", axes),
    ("GET", "/api/literature/map", map_),
    ("GET", "/api/literature/lives", lives),
)
