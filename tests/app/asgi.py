"""Requests to an application without a server, and a server of the app in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from natria.app.routes import build
from natria.app.settings import AppSettings
from natria.app.workspace import AppWorkspace

PORT, SECRET = 8765, "the-token-of-this-start"
HOST = {"host": f"127.0.0.1:{PORT}"}
KEYED = {**HOST, "x-natria-token": SECRET}
LINES = 3  # that the command prints


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def app_of(folder: Path, **settings: float):
    """Return the application of a workspace that is prepared."""
    AppWorkspace(folder).prepare()
    return build(AppSettings(folder, **settings), PORT, SECRET)


def call(app, method, path, *, headers=KEYED, chunks=(b"",), query="", pause=0.0) -> Answer:
    """Return the answer to one request; `chunks` are the parts of its body, with a pause before the last one."""
    return asyncio.run(_call(app, (method, path, query), headers, list(chunks), pause))


async def _call(app, asked, headers, chunks, pause):
    method, path, query = asked
    sent = []
    left = list(chunks)

    async def receive():
        if not left:
            return {"type": "http.disconnect"}
        part = left.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        if pause and not left:
            await asyncio.sleep(pause)
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
    }
    scope |= {"path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "headers": raw}
    await app(scope | {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT)}, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    return Answer(start["status"], {k.decode().lower(): v.decode() for k, v in start["headers"]}, body)


class LiveServer:
    """`natria app` in a process; killed at the end, as a power cut would."""

    def __init__(self, folder: Path, *options: str, errors: int | None = None) -> None:
        command = [sys.executable, "-m", "natria", "app", "--no-browser", "--port", "0", "--workspace", str(folder)]
        source = str(Path(__file__).parents[2] / "src")
        paths = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )
        printed = "".join(self.process.stdout.readline() for _ in range(LINES))
        self.address = re.search(r"http://\S+", printed)[0]
        self.base, _, self.token = self.address.partition("/#token=")

    def ask(self, method, path, body=None, **headers) -> Answer:
        request = urllib.request.Request(self.base + path, data=body, method=method)
        for name, value in {"x-natria-token": self.token, **headers}.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as bad:
            return Answer(bad.code, dict(bad.headers), bad.read())

    def until(self, name, holds, most=60.0):
        """Return what is known of a recording once it is as wanted."""
        end = time.monotonic() + most
        while time.monotonic() < end:
            known = self.ask("GET", f"/api/measure/view/{name}").json
            if holds(known):
                return known
            time.sleep(0.05)
        raise AssertionError(f"{name} did not become as wanted: {known['entry']}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
