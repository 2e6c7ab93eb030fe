"""What every page asks for: the workspace with its jobs, how jobs go on, and to cancel one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from .._version import __version__
from .measure.examples import EXAMPLES
from .measure.options import EVERY
from .served import Address, Served

BEAT = 15.0  # s between signs of life of a stream


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
        "options": [asdict(one) for one in EVERY],
    }
    return JSONResponse(document)


async def cancel(served: Served, request: Request) -> Response:
    job = served.jobs.cancel(request.path_params["id"])
    if job is None:
        raise HTTPException(404, "there is no such job")
    return JSONResponse(asdict(job))


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


ADDRESSES: tuple[Address, ...] = (
    ("GET", "/api/workspace", workspace_of),
    ("GET", "/api/events", events),
    ("POST", "/api/jobs/{id:int}/cancel", cancel),
)
