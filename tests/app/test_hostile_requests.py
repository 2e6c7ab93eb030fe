"""Whatever a client sends to whichever address, a server refuses it with a message, and serves nothing from outside."""

import re
from urllib.parse import quote

import numpy as np
import pytest
from asgi import LiveServer, app_of, call

from natria.app.routes import ROUTES
from natria.app.views import ARRAYS, PICTURES
from natria.app.workspace import AppWorkspace

NAMES = (
    "../secret.txt",
    "../../secret.txt",
    "..",
    "%2e%2e/secret.txt",
    "..%2fsecret.txt",
    "/etc/passwd",
    "//etc/passwd",
    "link",
    "folder/secret.txt",
    "cell.csv\0.svg",
    "=asked.json",
    "a" * 300,
    "a/" * 2000,
    "\ud7ff\u202e",
)
BODIES = (
    b"{",
    b"\xff\xfe\x00",
    b"[1]",
    b"null",
    b"NaN",
    b"1e999",
    b'{"area": NaN}',
    b'{"area": {"a": 1}}',
    b'{"\\ud800": "1"}',
    b'{"area": "' + b"9" * 600 + b'"}',
    b"[" * 60_000,
    b'{"a":' * 10_000,
    b"9" * 5000,
    b" " * 70_000,
)
POSTS = [path for method, path, _ in ROUTES if method == "POST"]
NAMED = [(method, path) for method, path, _ in ROUTES if "{name" in path]


NO_BODY = ("/api/measure/all", "/api/measure/cancel-all", "/api/measure/example/{id}", "/api/jobs/{id:int}/cancel")


def fill(folder):
    work = AppWorkspace(folder / "w")
    work.prepare()
    (folder / "secret.txt").write_text("secret")
    (folder / "else").mkdir()
    (folder / "else" / "secret.txt").write_text("secret")
    (work.recordings / "cell.csv").write_text("a")
    (work.recordings / "link").symlink_to(folder / "secret.txt")
    (work.recordings / "folder").symlink_to(folder / "else")
    return folder


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A server, and the folder of its workspace, its secrets beside."""
    folder = fill(tmp_path_factory.mktemp("hostile"))
    server = LiveServer(folder / "w")
    yield server, folder
    server.kill()


@pytest.fixture
def app(tmp_path):
    return app_of(fill(tmp_path) / "w")


def to(path, name):
    return re.sub(r"\{[^}]+\}", lambda part: "1" if "int" in part[0] else quote(name, safe="/%"), path)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), NAMED)
def test_names_that_lead_elsewhere_reach_nothing(live, method, path):
    server, folder = live
    for name in NAMES:
        answer = server.ask(method, to(path, name), None if method == "GET" else b"{}")
        assert b"secret\n" not in answer.body
        if method == "PUT" and answer.status == 201:
            kept = folder / "w" / "recordings" / answer.json["name"]
            assert kept.resolve().is_relative_to(folder / "w" / "recordings")
        else:
            assert 400 <= answer.status < 500, name
            assert answer.json["what"]
    outside = [p for p in folder.rglob("*") if p.is_file() and not p.is_relative_to(folder / "w")]
    assert {p.read_text() for p in outside} == {"secret"}
    assert sorted(p.name for p in folder.iterdir()) == ["else", "secret.txt", "w"]


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in POSTS if path not in NO_BODY])
def test_a_body_that_is_no_request_is_refused(live, path):
    for body in BODIES:
        answer = live[0].ask("POST", to(path, "cell.csv"), body)
        assert 400 <= answer.status < 500, body[:50]
        assert answer.json["what"]


@pytest.mark.parametrize("query", ["x=a&y=a&low=1e999", "x=a&y=a&points=1e99", "x=a&y=a&points=-5", "x=a&y=a&low=nan"])
def test_a_window_of_any_numbers_is_answered(app, tmp_path, query):
    work = AppWorkspace(tmp_path / "w")
    folder = work.results("cell.csv", {}) / ARRAYS
    folder.mkdir(parents=True)
    np.save(folder / "a.npy", np.arange(10.0))
    answer = call(app, "GET", "/api/measure/series/cell.csv", query=query)
    assert answer.status == 200
    assert len(answer.body) <= 16 * 10


def test_results_that_point_elsewhere_are_not_served(app, tmp_path):
    work = AppWorkspace(tmp_path / "w")
    for folder, name in ((ARRAYS, "a.npy"), (PICTURES, "a.svg")):
        made = work.results("cell.csv", {}) / folder
        made.mkdir(parents=True)
        (made / name).symlink_to(tmp_path / "secret.txt")
    assert call(app, "GET", "/api/measure/series/cell.csv", query="x=a&y=a").status == 404
    assert call(app, "GET", "/api/measure/picture/cell.csv", query="file=a.svg").status == 404
