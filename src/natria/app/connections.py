"""Connections of the server: a client that is slow, silent or gone holds none for long.

A browser sends a request at once. What opens a connection and sends nothing, or half a request, would keep it for
ever; enough of them would use up the files that a process may open.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK = 10.0  # s: a request whose headers do not arrive within one to two of these is given up
MOST_FILES = 8192  # that the server may open, each connection is one


class PromptProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection on which no request arrives."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._waited_after: Any = self
        self._look()

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        waits = self.conn.their_state is h11.IDLE
        if waits and self._waited_after is self.cycle:
            self.transport.abort()
            return
        self._waited_after = self.cycle if waits else self
        self.loop.call_later(LOOK, self._look)


class PageServer(uvicorn.Server):
    """Ends the open streams of events before it shuts down.

    With them it would wait, and then report that it had to cancel.
    """

    def __init__(self, config: uvicorn.Config, hang_up: Callable[[], None]) -> None:
        super().__init__(config)
        self._hang_up = hang_up

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # an upload that is cut off is no error
        self._hang_up()
        await super().shutdown(sockets)


def allow_files() -> None:
    """Allow this process more open files, where the system can: often 256 or 1,024 are allowed."""
    try:
        import resource
    except ImportError:  # not on Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):  # macOS has a smaller limit of the system that it does not tell
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
