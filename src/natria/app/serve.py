"""Start the server of the app on this computer, and open its page."""

from __future__ import annotations

import os
import secrets
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from ..quantity import NatriaError
from .bundle import BUILD, MISSING, is_built
from .connections import PageServer, PromptProtocol, allow_files
from .jobs import Jobs
from .routes import build
from .settings import AppSettings
from .workspace import AppWorkspace

HOST = "127.0.0.1"
PORT, TRIES = 8765, 20
GRACE = 1  # s that open streams have when the server stops
BACKLOG = 1024


def serve(settings: AppSettings, port: int | None, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the app until it is stopped; without a port the first free one from 8765 on."""
    AppWorkspace(settings.workspace).prepare()
    listening = listen(port)
    number = listening.getsockname()[1]
    token = secrets.token_urlsafe(32)
    jobs = Jobs(settings)
    config = uvicorn.Config(
        build(settings, number, token, jobs),
        log_level="error",
        access_log=False,
        http=PromptProtocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
    )
    address = f"http://{HOST}:{number}/#token={token}"
    say(f"natria app: {address}")
    say(f"workspace: {settings.workspace}")
    say(f"Listens on this computer only. Uploads up to {settings.most_upload:g} MiB. Stop with Ctrl-C.")
    if not is_built():
        say(f"{MISSING}: {BUILD}")
    if browser:
        webbrowser.open(address)
    allow_files()
    with suppress(KeyboardInterrupt):  # the ordinary way to end it
        PageServer(config, jobs.hang_up).run(sockets=[listening])


def listen(port: int | None) -> socket.socket:
    """Return a socket that listens on this computer: on the given port, or on the first free one."""
    wanted = range(PORT, PORT + TRIES) if port is None else (port,)
    for number in wanted:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # a port that was just left can be used at once; elsewhere this would share a used one
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, number))
            bound.listen(BACKLOG)
        except OSError:
            bound.close()
            continue
        return bound
    what = f"port {port} is in use" if port else f"ports {PORT} to {PORT + TRIES - 1} are in use"
    raise NatriaError(f"{what}, or may not be used", "give another one with --port, or 0 for any")
