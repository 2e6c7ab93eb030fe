"""The page Design over HTTP: a design from copy to save, conflicts, drafts, maps, and requests that are refused."""

import json
import time

import pytest
from asgi import LiveServer, app_of, call

THICKNESS = "interphase.mci.thickness"


def send(server, method, to, /, **body):
    return server.ask(method, to, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/design/text/none.toml", b"", 400),
        ("GET", "/api/design/text/..%2Fx.toml", b"", 400),
        ("PUT", "/api/design/text/kumar2020", b"[1]", 400),
        ("PUT", "/api/design/draft/kumar2020", b'{"text": "a", "state": ""}', 400),
        ("PUT", "/api/design/draft/kumar2020", b'{"state": ""}', 400),
        ("POST", "/api/design/copy/kumar2020", b'{"to": "../x"}', 400),
        ("POST", "/api/design/copy/kumar2020", b'{"to": 3}', 400),
        ("POST", "/api/design/live/nothing/kumar2020", b'{"text": ""}', 404),
        ("POST", "/api/design/edit/kumar2020", b'{"text": "' + b"x" * (2**21) + b'"}', 413),
        ("GET", "/api/design/map/view/..../kumar2020", b"", 404),
        ("GET", "/api/design/map/picture/0123456789abcdef/kumar2020", b"", 404),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(tmp_path, method, path, body, status):
    found = call(app_of(tmp_path / "w"), method, path, chunks=(body,))
    assert found.status == status
    assert found.json["what"]
    assert list((tmp_path / "w" / "designs").rglob("*")) == []


@pytest.mark.slow
def test_a_design_is_copied_edited_saved_and_mapped(tmp_path):
    server = LiveServer(tmp_path / "w")
    try:
        name = send(server, "POST", "/api/design/copy/lu2026").json["name"]
        opened = server.ask("GET", f"/api/design/text/{name}").json
        edited = send(server, "POST", f"/api/design/edit/{name}", text=opened["text"], path=THICKNESS, value="2 um")
        text = edited.json["text"]
        draft = send(server, "PUT", f"/api/design/draft/{name}", text=text, state=opened["state"]).json["draft"]
        assert server.ask("GET", f"/api/design/text/{name}").json["draft"]["text"] == text
        wrong = send(server, "PUT", f"/api/design/text/{name}", text="a =", state=opened["state"], draft=draft).json
        assert wrong["problems"]
        assert server.ask("GET", f"/api/design/text/{name}").json["draft"]["text"] == "a ="
        there = server.ask("GET", f"/api/design/text/{name}").json
        draft = send(server, "PUT", f"/api/design/draft/{name}", text=text, state=opened["state"], draft=draft)
        assert draft.status == 409  # the draft is the wrong text now
        kept = send(server, "DELETE", f"/api/design/draft/{name}", draft="")
        assert kept.status == 409
        copy = send(server, "POST", f"/api/design/copy/{name}", text=text, to="second").json["name"]
        state = server.ask("GET", f"/api/design/text/{copy}").json["state"]
        saved = send(server, "PUT", f"/api/design/text/{copy}", text=text, state=state).json
        assert saved["problems"] == []
        assert (tmp_path / "w" / "designs" / copy).read_text() == text
        assert send(server, "PUT", f"/api/design/text/{copy}", text=there["text"], state="0" * 16).status == 409
        asked = {"text": text, "x": THICKNESS, "y": "protocol.current", "of": "cell_overpotential"}
        key = send(server, "POST", f"/api/design/map/run/{copy}", **asked).json["key"]
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = server.ask("GET", f"/api/design/map/view/{key}/{copy}").json
            if found["view"] or found["failed"]:
                break
            time.sleep(0.1)
        (plot,) = found["view"]["plots"]
        picture = server.ask("GET", f"/api/design/map/picture/{key}/{copy}?file={plot['picture']}")
        assert picture.body.lstrip().startswith(b"<?xml")
        assert send(server, "POST", f"/api/design/map/run/{copy}", **asked).json == {"key": key, "job": None}
    finally:
        server.kill()
