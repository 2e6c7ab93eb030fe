"""Requests of other origins, of other hosts and without the token reach nothing; every answer has its headers."""

import pytest
from asgi import HOST, KEYED, PORT, SECRET, app_of, call

from natria.app.guard import HEADERS

FOREIGN_HOSTS = ("evil.example", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"127.0.0.1:{PORT}.evil.example", "")
FOREIGN_ORIGINS = ("http://evil.example", "null", f"https://127.0.0.1:{PORT}", f"http://127.0.0.1:{PORT + 1}")
WRITES = (("PUT", "/api/measure/file/a.csv"), ("POST", "/api/measure/example/short"), ("POST", "/api/jobs/1/cancel"))


@pytest.fixture
def app(tmp_path):
    return app_of(tmp_path)


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_another_host_is_refused(app, host):
    for path in ("/", "/api/workspace"):
        assert call(app, "GET", path, headers={**KEYED, "host": host}).status == 421


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize(("method", "path"), [*WRITES, ("GET", "/api/workspace"), ("GET", "/")])
def test_another_origin_is_refused(app, origin, method, path):
    assert call(app, method, path, headers={**KEYED, "origin": origin}).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_another_site_began_is_refused(app, site):
    assert call(app, "GET", "/api/workspace", headers={**KEYED, "sec-fetch-site": site}).status == 403


@pytest.mark.parametrize(("method", "path"), [*WRITES, ("GET", "/api/workspace"), ("GET", "/api/events")])
def test_without_the_token_nothing_is_given_or_taken(app, method, path, tmp_path):
    wrong = ({}, {"x-natria-token": ""}, {"x-natria-token": SECRET[:-1]}, {"x-natria-token": f"{SECRET}é"})
    for token in wrong:
        answer = call(app, method, path, headers={**HOST, **token}, chunks=(b"a,b\n",))
        assert answer.status == 401
        assert answer.json["fix"]
    assert list((tmp_path / "recordings").iterdir()) == []


def test_the_own_origin_and_both_names_of_this_computer_are_served(app):
    for name in ("127.0.0.1", "localhost"):
        own = {**KEYED, "host": f"{name}:{PORT}", "origin": f"http://{name}:{PORT}", "sec-fetch-site": "same-origin"}
        assert call(app, "GET", "/api/workspace", headers=own).status == 200


def test_every_answer_has_the_headers_of_safety(app):
    for path, headers in (("/", HOST), ("/api/workspace", KEYED), ("/none", HOST), ("/", {"host": "evil.example"})):
        answer = call(app, "GET", path, headers=headers)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert call(app, "GET", "/api/workspace").headers["cache-control"] == "no-store"


def test_the_policy_allows_nothing_inline_and_no_other_host():
    rules = dict(rule.strip().split(" ", 1) for rule in HEADERS["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert {source for rule in rules.values() for source in rule.split()} == {"'none'", "'self'", "blob:"}
    assert rules["script-src"] == "'self'"


def test_pages_are_only_read(app):
    assert call(app, "POST", "/", headers=HOST).status == 405


@pytest.mark.parametrize("path", ["/../workspace.py", "/..%2fserve.py", "//etc/passwd", "/assets/../../serve.py"])
def test_nothing_but_the_page_is_served(app, path):
    assert call(app, "GET", path, headers=HOST).status in (404, 503)
