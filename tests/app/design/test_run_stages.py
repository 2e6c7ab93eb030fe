"""A run becomes a view by stages, each model the same kind of view; designs stand side by side."""

import json
from dataclasses import replace

import numpy as np
import pytest

from natria.app.design.comparing import CLOSED, COMPARED, compare_order
from natria.app.design.running import ABOUT, RunProgress, describe_order, simulate_order
from natria.app.tasks import Order
from natria.app.workspace import COMPLETE, VIEW
from natria.design import load_case
from natria.design.case import cases
from natria.quantity import NatriaError

BOX = {"cells": "48", "time": "0.5 s"}


def order(tmp_path, case, task="simulate", **more):
    options = {"source": case, "store": str(tmp_path / "store"), **more}
    return Order(task, case, cases()[case], options, tmp_path / task / str(more.get("model", "")) / case)


def seen(task, given):
    """The stages that a task tells."""
    told = []
    task(given, lambda stage, done=None, left=None: told.append((stage, done, left)))
    return told


def view_of(given):
    return json.loads((given.out / VIEW).read_text(encoding="utf-8"))


def test_progress_is_told_a_few_times_a_second_with_the_time_that_is_left():
    told, now = [], [0.0]
    progress = RunProgress(lambda *said: told.append(said), lambda: now[0])
    for step in range(101):
        now[0] = 100 + step * 0.1
        progress.share("cycles", 20 + 0.8 * step, 100)
    assert len(told) < 60
    assert all(0.2 <= share <= 1 for _, share, _ in told)
    assert told[0][2] is None
    for _, share, left in told[30:-1]:
        assert left == pytest.approx((1 - share) / 0.08, rel=0.05)
    progress.share("reading", 0, 0)
    assert told[-1] == ("reading", None, None)


@pytest.mark.slow
def test_what_a_design_supports_is_written_with_the_options_of_each_model(tmp_path):
    given = order(tmp_path, "yuan2025", "runnable")
    seen(describe_order, given)
    about = json.loads((given.out / ABOUT).read_text(encoding="utf-8"))
    assert {one["name"] for one in about["models"]} >= {"cell", "interface", "deposit"}
    assert about["systems"][0]["system"] == "yuan2025/nas"
    assert about["systems"][0]["parts"]["interface"] == ["pore", "lost-contact"]


@pytest.mark.slow
def test_a_model_of_a_layer_gives_numbers_with_verdicts_and_curves(tmp_path):
    given = order(tmp_path, "yuan2025", model="interface", system="yuan2025/nas", options={"part": "pore"})
    told = seen(simulate_order, given)
    assert told[-1][0] == COMPLETE
    view = view_of(given)
    assert (view["schema"], view["stage"], view["films"]) == ("natria.view/1", COMPLETE, [])
    assert view["headline"]
    assert view["remarks"]
    assert all(row["verdict"] and row["method"] for row in view["numbers"])
    assert {plot["id"]: bool(plot["panels"]) for plot in view["plots"]} == {
        "field-pore": False,
        "profile": False,
        "size": True,
    }


@pytest.mark.slow
def test_a_cell_gives_its_readings_and_what_it_kept_is_removed(tmp_path):
    given = order(tmp_path, "kumar2020", model="cell", system="kumar2020/bpi", options={"cycles": "2", "samples": "8"})
    seen(simulate_order, given)
    view = view_of(given)
    ids = [plot["id"] for plot in view["plots"]]
    assert ids[0] == "readings"
    assert "voltage-time" not in ids
    stored = view["plots"][0]["panels"][0]["series"][0]["stored"]
    assert len(np.load(given.out / "arrays" / f"{stored['y']}.npy")) == stored["rows"] > 0
    assert not (given.out / "unfinished").exists()


@pytest.mark.slow
def test_a_deposit_gives_a_film_whose_frames_are_at_its_times(tmp_path):
    given = order(tmp_path, "lu2026", model="deposit", system="lu2026/p-na", options=BOX)
    seen(simulate_order, given)
    (film,) = view_of(given)["films"]
    assert film["at"][0] == 0.0
    assert film["at"][-1] == pytest.approx(0.5)
    for panel in film["panels"]:
        frames = np.load(given.out / "arrays" / f"{panel['array']}.npy")
        assert (frames.shape, frames.dtype) == ((len(film["at"]), film["rows"], film["columns"]), np.uint8)
        assert len(panel["colours"]) == 255
    assert len(film["lines"][0]["paths"]) == len(film["at"])
    order_parameter = np.load(given.out / "arrays" / f"{film['panels'][0]['array']}.npy")
    assert order_parameter[0, 0].min() > 200  # metal is below
    assert order_parameter[0, -1].max() < 50
    assert (given.out / "files" / film["file"]).read_bytes()[:3] == b"GIF"


@pytest.mark.slow
def test_a_run_that_the_design_does_not_support_says_what_and_how_to_mend_it(tmp_path):
    given = order(tmp_path, "kumar2020", model="deposit", system="kumar2020/bpi", options={})
    with pytest.raises(NatriaError):
        seen(simulate_order, given)
    changed = replace(given, options={**given.options, "model": "cell", "options": {"changes": "temperature=hot"}})
    with pytest.raises(NatriaError) as refused:
        seen(simulate_order, changed)
    assert refused.value.fix or refused.value.problems[0].fix


@pytest.mark.slow
def test_designs_side_by_side_have_inputs_that_differ_numbers_and_overlaid_curves(tmp_path):
    folders = {}
    for system in ("yuan2025/nas", "yuan2025/nps"):
        run = order(tmp_path / system, "yuan2025", model="interface", system=system, options={"part": "pore"})
        seen(simulate_order, run)
        folders[system] = str(run.out)
    path = cases()["yuan2025"]
    designs = [
        {
            "name": "yuan2025",
            "source": "yuan2025",
            "system": system,
            "title": "",
            "label": system,
            "runs": [{"model": "interface", "title": "Current focusing", "folder": folder}],
        }
        for system, folder in folders.items()
    ]
    given = Order("compare-designs", "key", path, {"designs": designs}, tmp_path / "compare")
    seen(compare_order, given)
    found = json.loads((given.out / COMPARED).read_text(encoding="utf-8"))
    assert [one["system"] for one in found["columns"]] == list(folders)
    closed, focusing = found["sections"]
    assert closed["title"] == CLOSED
    assert len(focusing["rows"]) == 7
    assert [plot["id"] for plot in focusing["plots"]] == ["size"]
    names = [one["name"] for one in focusing["plots"][0]["panels"][0]["series"]]
    assert names == list(folders)
    assert any(cell and cell["differs"] == "differs" for row in closed["rows"] for cell in row["cells"])
    case = load_case("yuan2025")
    changed = {row["path"] for row in found["inputs"]}
    assert changed
    assert all(any(case.design(one).has(path) or case.design(one).get(path) for one in folders) for path in changed)
