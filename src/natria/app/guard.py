"""Check of host, origin and token of every request; headers of safety of every answer.

The server listens on this computer only. A page of another origin can still send requests to it, and a name that
another party controls can point to it (DNS rebinding). So the host must be one of this server, a request that comes
from another origin is refused, and data are only given and taken with the token of this start, which is in the
fragment of the address that the command prints. A fragment is never sent and stands in no log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from secrets import compare_digest
from typing import Any

Scope = Mapping[str, Any]
Asgi = Callable[[Any, Any, Any], Any]

TOKEN = "x-natria-token"  # noqa: S105  # the name of a header
NAMES = ("127.0.0.1", "localhost")
SAME = ("same-origin", "none")
READS = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True)
class Refusal:
    status: int
    what: str
    fix: str


@dataclass(frozen=True)
class Guard:
    """An ASGI application in front of another one."""

    app: Asgi
    port: int
    token: str

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.refusal(scope)
        answer = with_headers(send, is_data=scope["path"].startswith("/api"))
        if refusal is not None:
            await refuse(answer, refusal)
            return
        await self.app(scope, receive, answer)

    def refusal(self, scope: Scope) -> Refusal | None:
        """Return why a request is refused, or None."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        hosts = {f"{name}:{self.port}" for name in NAMES} | (set(NAMES) if self.port == 80 else set())
        if headers.get("host", "") not in hosts or _twice(scope["headers"], b"host"):
            return Refusal(421, "the host of this request is not this server", "open the address that natria printed")
        origin = headers.get("origin")
        foreign = origin is not None and origin not in {f"http://{host}" for host in hosts}
        is_data = scope["path"].startswith("/api")
        if foreign or (is_data and headers.get("sec-fetch-site", "none") not in SAME):
            return Refusal(403, "the request comes from another page", "open the address that natria printed")
        if is_data and not compare_digest(headers.get(TOKEN, "").encode(), self.token.encode()):
            fix = "open the address that `natria app` printed last; each start has a new one"
            return Refusal(401, "the request does not have the token of this start", fix)
        if not is_data and scope["method"] not in READS:
            return Refusal(405, "this address is only read", "")
        return None


def with_headers(send: Any, *, is_data: bool) -> Any:
    """Return a send that adds the headers of safety to an answer; data are kept in no cache."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            more = {**HEADERS, **({"cache-control": "no-store"} if is_data else {})}
            own = {name.lower() for name, _ in message.get("headers", [])}
            added = [(k.encode(), v.encode()) for k, v in more.items() if k.encode() not in own]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return sending


async def refuse(send: Any, refusal: Refusal) -> None:
    body = json.dumps({"what": refusal.what, "fix": refusal.fix}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _twice(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bool:
    return sum(one.lower() == name for one, _ in headers) > 1
