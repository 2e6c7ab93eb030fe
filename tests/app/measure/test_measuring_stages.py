"""A file becomes a view by stages; each kind of recording gives the same kind of view."""

import json

import numpy as np
import pytest

from natria.app.measure.measuring import measure_order
from natria.app.tasks import Order
from natria.app.workspace import COMPLETE, VIEW
from natria.lab.files.write import write_recording
from natria.lab.synthetic import Short, SymmetricTest, ccd_cell, full_cell, half_cell, symmetric_cell
from natria.lab.synthetic.kinetics import tafel_sweep
from natria.quantity import NatriaError

KINDS = {
    "symmetric": (lambda: symmetric_cell(7, test=SymmetricTest(half_cycles=40), shorts=(Short(30.3, drop=0.3),)), {}),
    "half": (lambda: half_cell(7), {"area": "1 cm^2"}),
    "full": (lambda: full_cell(7), {"mass": "2 mg", "temperature": "25 degC"}),
    "tafel": (lambda: tafel_sweep(7), {"area": "1 cm^2", "temperature": "25 degC"}),
}


def views_of(path, options, out):
    """The view after each stage."""
    seen = {}

    def say(stage, *_):
        if (out / VIEW).exists():
            seen[stage] = json.loads((out / VIEW).read_text(encoding="utf-8"))

    measure_order(Order("measure", path.name, path, options, out), say)
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_recording_is_a_view_of_the_same_form(kind, tmp_path):
    make, options = KINDS[kind]
    recording = make().recording
    write_recording(recording, tmp_path / "cell.csv")
    seen = views_of(tmp_path / "cell.csv", options, tmp_path / "out")
    assert list(seen) == ["readings", "numbers", COMPLETE]
    assert [one["id"] for one in seen["readings"]["plots"]] == ["readings"]
    last = seen[COMPLETE]
    assert last["headline"]
    assert {"id", "quantity", "shown", "value", "spread", "unit", "conditions", "verdict"} <= set(last["numbers"][0])
    assert len(last["plots"]) >= 2
    for plot in last["plots"]:
        assert plot["panels"] or plot["picture"]
        for panel in plot["panels"]:
            assert panel["x"]["label"]
            assert panel["series"]
            for series in panel["series"]:
                assert series["stored"] or len(series["x"]) == len(series["y"]) > 0
    time = np.load(tmp_path / "out" / "arrays" / "test_time_second.npy")
    assert np.allclose(time, recording.time)


def test_a_short_is_marked_where_it_is(tmp_path):
    made = KINDS["symmetric"][0]()
    write_recording(made.recording, tmp_path / "cell.csv")
    view = views_of(tmp_path / "cell.csv", {}, tmp_path / "out")[COMPLETE]
    (mark,) = view["plots"][0]["panels"][0]["marks"]
    assert mark["axis"] == "x"
    assert mark["at"] == pytest.approx(made.truth.shorts[0].time / 3600, abs=0.05)


def test_a_file_that_is_no_recording_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("buy sodium")
    with pytest.raises(NatriaError):
        views_of(tmp_path / "notes.txt", {}, tmp_path / "out")


def test_what_answers_a_critical_current_test_comes_first(tmp_path):
    made = ccd_cell(7)
    write_recording(made.recording, tmp_path / "cell.csv")
    seen = views_of(tmp_path / "cell.csv", {"area": "1 cm^2"}, tmp_path / "out")
    view = seen[COMPLETE]
    at_once = [row for row in view["numbers"] if not row["group"]]
    assert len(at_once) <= 6 < len(view["numbers"])
    assert view["numbers"][: len(at_once)] == at_once
    assert at_once[0]["quantity"] == "critical current density"
    assert at_once[0]["ends"] == pytest.approx([0.8, 0.9])
    assert "short onset time" in [row["quantity"] for row in at_once]
    (mark,) = view["plots"][0]["panels"][0]["marks"]
    assert mark["name"].endswith("0.9 mA/cm²")
    (table,) = view["tables"]
    assert len(table["rows"]) == 26
    assert {len(row) for row in table["rows"]} == {len(table["heads"])}


def test_a_few_numbers_do_not_fold(tmp_path):
    write_recording(half_cell(7).recording, tmp_path / "cell.csv")
    view = views_of(tmp_path / "cell.csv", {"area": "1 cm^2"}, tmp_path / "out")[COMPLETE]
    assert {row["group"] for row in view["numbers"]} == {""}
    assert view["tables"] == []
