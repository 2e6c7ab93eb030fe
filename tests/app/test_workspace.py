"""The workspace: what is in it, what was asked, and which results belong to the present state of a file."""

import os

import pytest
from asgi import app_of, call

from natria.app.workspace import BRIEF, COMPLETE, AppWorkspace, write_json
from natria.quantity import InputError, OutputError


@pytest.fixture
def work(tmp_path):
    made = AppWorkspace(tmp_path / "w")
    made.prepare()
    (made.recordings / "cell.csv").write_text("1")
    (made.recordings / "series").mkdir()
    (made.recordings / "series" / "10.mpt").write_text("22")
    (made.recordings / "series" / "20.mpt").write_text("333")
    (tmp_path / "secret.txt").write_text("secret")
    return made


def test_files_and_folders_are_listed_with_their_size(work):
    (work.recordings / ".hidden").write_text("x")
    (work.recordings / "empty").mkdir()
    found = {one.name: (one.files, one.size, one.state) for one in work.entries()}
    assert found == {
        "cell.csv": (1, 1, "new"),
        "series": (2, 5, "new"),
        "series/10.mpt": (1, 2, "new"),
        "series/20.mpt": (1, 3, "new"),
    }


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "..", ".", "", "/etc/passwd", "series/../../secret.txt", "a/b/c", "cell.csv\0", "link", "=x"],
)
def test_nothing_outside_is_found(work, tmp_path, name):
    (work.recordings / "link").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(InputError):
        work.find(name)


def test_results_belong_to_the_state_of_the_file_and_what_was_asked(work):
    first = work.results("cell.csv", {})
    assert work.results("cell.csv", {}) == first
    assert work.results("cell.csv", {"area": "1 cm^2"}) != first
    os.utime(work.recordings / "cell.csv", (1, 1))
    assert work.results("cell.csv", {}) != first


def test_what_was_asked_and_found_is_there_after_a_restart(work):
    work.ask("cell.csv", {"area": "1 cm^2"})
    write_json(work.results("cell.csv", {"area": "1 cm^2"}) / BRIEF, {"stage": COMPLETE, "headline": "a short"})
    again = AppWorkspace(work.path)
    again.prepare()
    entry = again.entry("cell.csv")
    assert (entry.state, entry.headline, entry.asked) == ("done", "a short", {"area": "1 cm^2"})


def test_a_view_that_was_not_completed_is_made_again(work):
    write_json(work.results("cell.csv", {}) / BRIEF, {"stage": "numbers", "headline": "a short"})
    assert work.entry("cell.csv").state == "new"


def test_damaged_documents_are_as_none(work):
    work.results("cell.csv", {}).mkdir(parents=True)
    (work.results("cell.csv", {}) / BRIEF).write_text('{"stage": "comp')
    assert work.entry("cell.csv").state == "new"


def test_uploads_that_were_cut_off_are_removed_at_the_start(work):
    work.part().write_text("half")
    work.prepare()
    assert list(work.part().parent.iterdir()) == []


def test_a_workspace_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="workspace"):
        AppWorkspace(tmp_path / "file" / "w").prepare()


@pytest.mark.parametrize("body", [b"{", b"[1]", b"null", b'"area"', b'{"area": 1}', b'{"x": "y"}', b"[" * 50_000])
def test_what_is_no_object_of_options_is_refused(work, body):
    answer = call(app_of(work.path), "POST", "/api/measure/run/cell.csv", chunks=(body,))
    assert answer.status == 400
    assert answer.json["what"]


def test_a_request_that_is_too_long_is_refused(work):
    assert call(app_of(work.path), "POST", "/api/measure/run/cell.csv", chunks=[b" " * 40_000] * 3).status == 413


@pytest.mark.parametrize("query", ["x=../../cell&y=a", "x=&y=", "", "x=voltage_volt&y=voltage_volt&low=zero"])
def test_series_and_figures_are_those_of_the_results(work, query):
    app = app_of(work.path)
    assert call(app, "GET", "/api/measure/series/cell.csv", query=query).status in (400, 404)
    assert call(app, "GET", "/api/measure/picture/cell.csv", query="file=../../../secret.txt").status == 404
    assert call(app, "GET", "/api/measure/view/../secret.txt").status == 400
