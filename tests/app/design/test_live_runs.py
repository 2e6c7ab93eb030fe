"""Runs through a live server: progress, a kill in the middle, cancelling, failures, comparisons."""

import json
import time

import numpy as np
import pytest
from asgi import LiveServer

pytestmark = pytest.mark.slow
CELL = {"model": "cell", "system": "kumar2020/bpi"}
PATIENCE = 240.0
AT_ONCE = 0.2  # s


def until(ask, holds, most=PATIENCE):
    """Return what is asked again and again once it is as wanted."""
    end = time.monotonic() + most
    while time.monotonic() < end:
        found = ask()
        if holds(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"did not become as wanted: {found}")


def post(server, path, document):
    return server.ask("POST", f"/api/design/{path}", json.dumps(document).encode())


def ready(server, name="kumar2020"):
    """Return what a design supports, once it was read."""
    post(server, f"runs/look/{name}", {})
    return until(lambda: server.ask("GET", f"/api/design/runs/about/{name}").json, lambda found: found["about"])


def job_of(server, task="simulate"):
    return [one for one in server.ask("GET", "/api/workspace").json["jobs"] if one["task"] == task][-1]


def state_of(server, key, name="kumar2020"):
    return server.ask("GET", f"/api/design/runs/view/{name}/{key}").json


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "w"
    made = LiveServer(folder)
    made.folder = folder
    yield made
    made.kill()


def test_a_run_that_a_kill_stopped_goes_on_and_ends(tmp_path):
    asked = {**CELL, "options": {"cycles": "500", "samples": "200"}}
    first = LiveServer(tmp_path / "w")
    try:
        ready(first)
        key = post(first, "runs/start/kumar2020", asked).json["key"]
        until(lambda: job_of(first), lambda job: job["stage"] == "cycles" and (job["done"] or 0) > 0.25)
    finally:
        first.kill()
    second = LiveServer(tmp_path / "w")
    try:
        (run,) = second.ask("GET", "/api/design/runs/about/kumar2020").json["runs"]
        assert (run["key"], run["state"], run["options"]) == (key, "stopped", asked["options"])
        assert post(second, "runs/start/kumar2020", asked).json["key"] == key
        begun = until(lambda: job_of(second), lambda job: job["stage"] == "cycles" and job["done"] is not None)
        assert begun["done"] > 0.02  # 0.002 is one cycle
        found = until(lambda: state_of(second, key), lambda found: found["run"]["state"] == "done")
        assert "500" in " ".join([found["view"]["headline"], *found["view"]["sentences"]])
        folder = tmp_path / "w" / "results" / "=simulate" / "kumar2020" / f"={key}"
        assert not (folder / "unfinished").exists()
    finally:
        second.kill()


def test_a_run_is_cancelled_at_once_and_is_kept_as_stopped(live):
    ready(live)
    made = post(live, "runs/start/kumar2020", {**CELL, "options": {"cycles": "400", "samples": "100"}}).json
    until(lambda: job_of(live), lambda job: job["stage"] == "cycles")
    began = time.monotonic()
    answer = live.ask("POST", f"/api/jobs/{made['job']['id']}/cancel").json
    assert time.monotonic() - began < AT_ONCE
    assert answer["state"] == "cancelled"
    assert state_of(live, made["key"])["run"]["state"] == "stopped"


def test_a_run_that_was_stopped_shows_what_it_has_and_goes_on(live):
    ready(live)
    asked = {**CELL, "options": {"cycles": "450", "samples": "100"}}
    made = post(live, "runs/start/kumar2020", asked).json
    until(lambda: job_of(live), lambda job: job["stage"] == "cycles" and (job["done"] or 0) > 0.3)
    live.ask("POST", f"/api/jobs/{made['job']['id']}/cancel")
    assert until(lambda: state_of(live, made["key"])["run"], lambda run: run["has_part"])["state"] == "stopped"
    post(live, "runs/start/kumar2020", {**asked, "partial": True})
    until(lambda: job_of(live), lambda job: job["state"] == "done")
    part = state_of(live, made["key"])
    assert (part["run"]["state"], part["run"]["has_part"], part["view"]["incomplete"]) == ("stopped", True, True)
    readings = part["view"]["plots"][0]["panels"][0]["series"][0]["stored"]["rows"]
    post(live, "runs/start/kumar2020", asked)
    found = until(lambda: state_of(live, made["key"]), lambda found: found["run"]["state"] == "done")
    assert not found["view"]["incomplete"]
    whole = found["view"]["plots"][0]["panels"][0]["series"][0]["stored"]["rows"]
    folder = live.folder / "results" / "=simulate" / "kumar2020" / f"={made['key']}"
    assert len(np.load(folder / "arrays" / "test_time_second.npy")) == whole > readings


def test_other_work_passes_a_run_that_takes_long(live):
    ready(live)
    made = post(live, "runs/start/kumar2020", {**CELL, "options": {"cycles": "500", "samples": "150"}}).json
    until(lambda: job_of(live), lambda job: job["state"] == "running")
    ready(live, "yuan2025")
    assert job_of(live)["state"] == "running"
    live.ask("POST", f"/api/jobs/{made['job']['id']}/cancel")


def test_a_failing_run_says_what_and_how_to_mend_it_and_is_listed(live):
    ready(live)
    asked = {**CELL, "options": {"cycles": "1", "changes": "protocol.current=fast"}}
    key = post(live, "runs/start/kumar2020", asked).json["key"]
    failed = until(lambda: state_of(live, key), lambda found: found["failed"])
    assert failed["run"]["state"] == "failed"
    assert failed["failed"]["what"]
    assert failed["failed"]["fix"]
    runs = live.ask("GET", "/api/design/runs/about/kumar2020").json["runs"]
    assert {one["key"]: one["state"] for one in runs}[key] == "failed"


def test_two_systems_are_compared_and_found_again(live):
    designs = [{"name": "kumar2020", "system": one} for one in ("kumar2020/bpi", "kumar2020/bpi/pristine")]
    made = post(live, "compare", {"designs": designs})
    assert made.status == 202
    path = f"/api/design/compared/{made.json['key']}"
    found = until(lambda: live.ask("GET", path).json, lambda found: found["compared"])["compared"]
    rows = {row["quantity"]: row["cells"] for section in found["sections"] for row in section["rows"]}
    assert rows["cell overpotential"][1]["differs"] == "differs"
    assert rows["sodium inventory"][1]["differs"] == "same"
    assert any(row["path"].startswith("interphase.bpi") for row in found["inputs"])
    again = post(live, "compare", {"designs": designs})
    assert (again.status, again.json) == (200, {"key": made.json["key"], "job": None})


def test_a_design_that_cannot_be_read_says_where(live):
    (live.folder / "designs" / "bad.toml").write_text(
        'name = "own/bad"\ncell = "symmetric"\ntemprature = "300 K"\n', encoding="utf-8"
    )
    post(live, "runs/look/bad.toml", {})
    found = until(lambda: live.ask("GET", "/api/design/runs/about/bad.toml").json, lambda found: found["failed"])
    assert "temprature" in found["failed"]["what"]
