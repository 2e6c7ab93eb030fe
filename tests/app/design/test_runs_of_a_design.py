"""Runs in the workspace: where they are kept, their state, and that of the design they belong to."""

import json

import numpy as np
import pytest
from asgi import app_of, call

from natria.app.design.compare_handlers import read_compared
from natria.app.design.runs import ABOUT, about_folder, folder_of_run, note_run, runs_of
from natria.app.design.subject import find_subject
from natria.app.jobs import AppJob, Jobs
from natria.app.settings import AppSettings
from natria.app.workspace import COMPLETE, FAILED, VIEW, AppWorkspace, write_json
from natria.quantity import InputError

ASKED = {"model": "cell", "title": "The cell", "system": "own/cell", "options": {"cycles": "2"}}
OPTION = {"name": "cycles", "label": "Cycles", "kind": "whole", "choices": [], "low": 1, "high": None}
SUPPORT = {
    "models": [
        {"name": "cell", "title": "The cell", "options": [OPTION]},
        {"name": "deposit", "title": "D", "options": []},
    ],
    "systems": [{"system": "own/cell", "parts": {"cell": []}, "refused": {"deposit": "add [deposition.NAME]"}}],
}


@pytest.fixture
def work(tmp_path):
    made = AppWorkspace(tmp_path / "w")
    made.prepare()
    (made.path / "designs" / "own.toml").write_text('name = "own/cell"\n', encoding="utf-8")
    return made


@pytest.fixture
def jobs(work):
    return Jobs(AppSettings(work.path))


def a_run(work, **more):
    subject = find_subject(work, "own.toml")
    asked = {**ASKED, **more}
    folder = folder_of_run(work, subject, asked)
    note_run(folder, subject, asked)
    return folder


def test_a_run_is_stopped_running_failed_or_done(work, jobs):
    folder = a_run(work)
    subject = find_subject(work, "own.toml")

    def state():
        (run,) = runs_of(work, subject, jobs)
        return run.state

    assert state() == "stopped"
    jobs.known[1] = AppJob(1, "simulate", f"own.toml/{folder.name[1:]}", "running")
    assert state() == "running"
    jobs.known[1] = AppJob(1, "simulate", f"own.toml/{folder.name[1:]}", "cancelled")
    assert state() == "stopped"
    write_json(folder / FAILED, {"what": "it failed", "fix": "mend it"})
    assert state() == "failed"
    (folder / FAILED).unlink()
    write_json(folder / VIEW, {"stage": "numbers"})
    assert state() == "stopped"
    write_json(folder / VIEW, {"stage": COMPLETE, "headline": "Ended"})
    assert state() == "done"


def test_runs_of_an_earlier_state_of_the_design_stay_and_say_so(work, jobs):
    first = a_run(work)
    (work.path / "designs" / "own.toml").write_text('name = "own/cell"\ntitle = "b"\n', encoding="utf-8")
    second = a_run(work)
    assert first != second
    newest, earlier = runs_of(work, find_subject(work, "own.toml"), jobs)
    assert (newest.is_present, earlier.is_present) == (True, False)
    assert earlier.why_earlier
    assert not newest.why_earlier


def test_other_options_are_another_run_and_the_order_of_options_is_not(work):
    one = a_run(work, options={"cycles": "2", "samples": "8"})
    assert a_run(work, options={"samples": "8", "cycles": "2"}) == one
    assert a_run(work, options={"cycles": "3"}) != one


def test_the_cases_of_natria_are_subjects_and_nothing_else_is(work):
    assert find_subject(work, "kumar2020").source == "kumar2020"
    assert find_subject(work, "own.toml").source.endswith("own.toml")
    for name in ("../own.toml", "own", "", ".", "=x", "a/b", "own.toml\0", "none.toml"):
        with pytest.raises(InputError):
            find_subject(work, name)


def post(app, path, document):
    return call(app, "POST", path, chunks=(json.dumps(document).encode(),))


def test_a_run_is_refused_before_the_design_was_read_and_where_it_lacks_the_model(work, tmp_path):
    app = app_of(tmp_path / "w")
    path = "/api/design/runs/start/own.toml"
    assert call(app, "GET", "/api/design/runs/about/own.toml").json["about"] is None
    early = post(app, path, ASKED)
    assert (early.status, bool(early.json["fix"])) == (400, True)
    write_json(about_folder(work, find_subject(work, "own.toml")) / ABOUT, SUPPORT)
    for wrong in (
        {"model": "deposit"},
        {"model": "none"},
        {"system": "other"},
        {"options": {"cycles": "0"}},
        {"options": 3},
    ):
        answer = post(app, path, {**ASKED, **wrong})
        assert answer.status == 400
        assert answer.json["what"]
        assert answer.json["fix"]
    assert "deposition" in post(app, path, {**ASKED, "model": "deposit"}).json["what"]


def test_results_are_served_by_key_and_nothing_beside_them(work, tmp_path):
    folder = a_run(work)
    arrays, files = folder / "arrays", folder / "files"
    arrays.mkdir()
    files.mkdir()
    np.save(arrays / "film-p.npy", np.arange(6, dtype=np.uint8).reshape(1, 2, 3))
    np.save(arrays / "time.npy", np.arange(3.0))
    (files / "film.gif").write_bytes(b"GIF")
    app, key = app_of(tmp_path / "w"), folder.name[1:]
    run = f"own.toml/{key}"
    assert call(app, "GET", f"/api/design/runs/frames/{run}", query="array=film-p").body == bytes(range(6))
    found = call(app, "GET", f"/api/design/runs/file/{run}", query="file=film.gif")
    assert (found.status, found.headers["content-length"]) == (200, "3")
    for path, query in (
        (f"frames/{run}", "array=time"),
        (f"frames/{run}", "array=../film-p"),
        (f"file/{run}", "file=../run.json"),
        (f"file/{run}", "file=../../../own.toml"),
        (f"picture/{run}", "file=../run.json"),
    ):
        assert call(app, "GET", f"/api/design/runs/{path}", query=query).status == 404
    for name in ("own.toml/none", "own.toml/../own.toml", f"../{run}", f"=store/{key}", key):
        assert call(app, "GET", f"/api/design/runs/view/{name}").status in (400, 404)
    assert post(app, f"/api/design/runs/forget/{run}", {}).status == 200
    assert not folder.exists()


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"designs": []},
        {"designs": [{"name": "a"}]},
        {"designs": [{"name": str(k)} for k in range(7)]},
        {"designs": [{"name": "a"}, 3]},
        {"designs": [{"name": "a"}, {"name": 3}]},
        {"designs": [{"name": "a"}, {"name": "x" * 600}]},
    ],
)
def test_two_to_six_designs_are_compared(document):
    with pytest.raises(InputError):
        read_compared(document)
    assert read_compared({"designs": [{"name": "a"}, {"name": "a", "system": "s"}]}) == [("a", ""), ("a", "s")]
