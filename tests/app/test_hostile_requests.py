"""Whatever a client sends to whichever address, the server refuses it with a message, and serves nothing from outside."""

import json
import re

import numpy as np
import pytest
from asgi import app_of, call

from natria.app.routes import ROUTES
from natria.app.views import ARRAYS, PICTURES
from natria.app.workspace import AppWorkspace

NAMES = (
    "../secret.txt",
    "../../secret.txt",
    "..",
    "%2e%2e/secret.txt",
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


@pytest.fixture
def app(tmp_path):
    made = app_of(tmp_path / "w")
    work = AppWorkspace(tmp_path / "w")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "secret.txt").write_text("secret")
    (work.recordings / "cell.csv").write_text("a")
    (work.recordings / "link").symlink_to(tmp_path / "secret.txt")
    (work.recordings / "folder").symlink_to(tmp_path / "else")
    return made


def to(path, name):
    return re.sub(r"\{[^}]+\}", lambda part: "1" if "int" in part[0] else name, path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("method", "path"), NAMED)
def test_names_that_lead_elsewhere_reach_nothing(app, tmp_path, method, path, name):
    answer = call(app, method, to(path, name), chunks=(b"{}",))
    assert b"secret\n" not in answer.body
    if method == "PUT" and answer.status == 201:
        kept = tmp_path / "w" / "recordings" / answer.json["name"]
        assert kept.resolve().is_relative_to(tmp_path / "w" / "recordings")
    else:
        assert 400 <= answer.status < 500
        assert answer.json["what"]
    outside = [p for p in tmp_path.rglob("*") if p.is_file() and not p.is_relative_to(tmp_path / "w")]
    assert {p.read_text() for p in outside} == {"secret"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["else", "secret.txt", "w"]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_no_request_is_refused(app, path, body):
    answer = call(app, "POST", to(path, "cell.csv"), chunks=(body[:10], body[10:]))
    assert 400 <= answer.status < 500
    assert json.loads(answer.body)["what"]


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
