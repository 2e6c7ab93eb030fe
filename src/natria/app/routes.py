"""The addresses of the app; `ROUTES` is the table, of what each page adds.

Errors of all of them become JSON with what is wrong and a fix.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ..quantity import NatriaError
from . import common, design, literature, measure, study
from .bundle import BUILD, MISSING, TYPES, files_of_bundle
from .design.files import DesignChanged
from .guard import Asgi, Guard
from .jobs import Jobs
from .measure.upload import TooLarge, TooSlow
from .quick import Quick
from .served import Address, Handle, Served
from .settings import AppSettings
from .wording import problem_of
from .workspace import AppWorkspace

STATUS: Mapping[type[Exception], int] = {TooLarge: 413, TooSlow: 408, DesignChanged: 409}
ROUTES: tuple[Address, ...] = (
    *common.ADDRESSES,
    *measure.ADDRESSES,
    *design.ADDRESSES,
    *literature.ADDRESSES,
    *study.ADDRESSES,
)


def build(settings: AppSettings, port: int, token: str, jobs: Jobs | None = None) -> Asgi:
    """Return the application behind its guard."""
    served = Served(AppWorkspace(settings.workspace), jobs or Jobs(settings), settings, Quick(settings))
    pages = files_of_bundle()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await served.jobs.start()
        warming = asyncio.create_task(literature.warm())
        try:
            yield
        finally:
            warming.cancel()
            await served.quick.stop()
            await served.jobs.stop()

    async def page(request: Request) -> Response:
        path = pages.get(request.url.path)
        if not pages:
            return PlainTextResponse(f"{MISSING}: {BUILD}", 503)
        if path is None:
            raise HTTPException(404, "there is no such page")
        forever = request.url.path.startswith("/assets/")
        cache = "public, max-age=31536000, immutable" if forever else "no-cache"
        return FileResponse(path, media_type=TYPES[path.suffix], headers={"cache-control": cache})

    routes = [Route(address, _bound(handle, served), methods=[method]) for method, address, handle in ROUTES]
    of_errors: dict[Any, Any] = {
        NatriaError: _natria_error,
        HTTPException: _http_error,
        ClientDisconnect: _gone,
        OSError: _no_place,
        Exception: _bug,
    }
    routes.append(Route("/{path:path}", page, methods=["GET"]))
    return Guard(Starlette(routes=routes, lifespan=lifespan, exception_handlers=of_errors), port, token)


def _bound(handle: Handle, served: Served) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        response: Response = await handle(served, request)
        return response

    return answer


async def _natria_error(_: Request, bad: Exception) -> Response:
    assert isinstance(bad, NatriaError)
    return JSONResponse(problem_of(bad), STATUS.get(type(bad), 400))


async def _http_error(_: Request, bad: Exception) -> Response:
    assert isinstance(bad, HTTPException)
    return JSONResponse({"what": bad.detail, "fix": ""}, bad.status_code)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)


async def _no_place(_: Request, bad: Exception) -> Response:
    reason = bad.strerror if isinstance(bad, OSError) else None
    what = f"the workspace cannot be read or written: {reason or bad}"
    return JSONResponse(
        {"what": what, "fix": "free some space, or give another folder with natria app --workspace"}, 507
    )


async def _bug(_: Request, bad: Exception) -> Response:
    what = f"natria failed on this request ({type(bad).__name__})"
    return JSONResponse({"what": what, "fix": "this is a bug of natria: report it"}, 500)
