"""JSON documents over HTTP, with one clear message for each way in which a request can fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ...quantity import InputError, Problem

TIMEOUT = 60.0  # s
LARGEST = 200 * 1024 * 1024  # bytes of one answer
SCHEMES = ("http", "https")
ANSWERS: Mapping[int, tuple[str, str]] = {
    400: ("does not understand the request", "check the formula or the identifier"),
    401: ("does not accept the key", "check the key; it is in your account at the database"),
    403: ("does not accept the key", "check the key; it is in your account at the database"),
    404: ("has nothing at this address", "check the address of the database"),
    429: ("answers no more requests for now", "wait some minutes and run the command again"),
}
BROKEN = ("has a fault", "try again later")  # of codes from 500 on
OTHER = ("refuses the request", "check the address of the database")


class _Stays(HTTPRedirectHandler):
    """Follows no redirection, which would hand the headers of a request to another host."""

    def redirect_request(self, *_: Any) -> None:
        return None


def get_json(
    address: str, query: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the JSON object at an address; raises with what failed and how to mend it."""
    url = f"{address}?{urlencode(query)}" if query else address
    host = ensure_address(url)
    words = {"Accept": "application/json", "User-Agent": "natria", **(headers or {})}
    try:
        opener = build_opener(_Stays) if headers else build_opener()
        with opener.open(Request(url, headers=words), timeout=TIMEOUT) as answer:  # noqa: S310 - the scheme is checked
            data = answer.read(LARGEST + 1)
    except HTTPError as bad:
        bad.close()
        what, fix = ANSWERS.get(bad.code, BROKEN if bad.code >= 500 else OTHER)
        raise _problem(host, f"{what} (HTTP {bad.code})", fix) from None
    except TimeoutError:
        raise _problem(host, f"did not answer in {TIMEOUT:.0f} s", "try again later") from None
    except (URLError, OSError) as bad:
        why = getattr(bad, "reason", bad)
        raise _problem(host, f"cannot be reached ({why})", "check the network and the address") from None
    if len(data) > LARGEST:
        raise _problem(host, "gave an answer that is too large", "ask for fewer elements")
    try:
        found = json.loads(data)
    except ValueError:
        raise _problem(host, "did not answer in JSON", "check the address of the database") from None
    if not isinstance(found, dict):
        raise _problem(host, "did not answer with a JSON object", "check the address of the database")
    return found


def ensure_address(url: str) -> str:
    """Return the host of an address; raises where it is none of HTTP."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.netloc:
        raise InputError("--from", [Problem(url, "is no address", "write it as https://host/path, or `mp`")])
    return parts.netloc


def _problem(host: str, what: str, fix: str) -> InputError:
    return InputError(host, [Problem("", what, fix)])


def unexpected(host: str, what: str) -> InputError:
    """Return the error of an answer that is not in the documented form."""
    return _problem(host, f"gave an answer in another form: {what}", "its interface may have changed; report it")
