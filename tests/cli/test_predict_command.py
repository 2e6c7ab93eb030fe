"""natria predict and natria score: files, exit codes, what is never overwritten."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from toy_predictions import GROWTH, LAWS, SPEC, write_toy

VALUE = (
    '[[value]]\nname = "layer_thickness"\nof = "toy2026/a#glaze"\nat = { time = "300 s" }\nvalue = 33\nunit = "um"\n'
)
SILENT = '[[question]]\nname = "specific_capacity"\nof = "toy2026/a"\n'


@pytest.fixture
def spec(tmp_path_factory):
    return write_toy(tmp_path_factory.mktemp("spec"), SPEC + GROWTH + LAWS)


def test_a_prediction_is_written_with_its_page_and_then_never_again(run, spec, tmp_path):
    code, out, _ = run("predict", spec)
    assert code == 0
    assert "law of growth" in out
    place = tmp_path / "predictions" / "toy.json"
    document = json.loads(place.read_text())
    assert document["schema"] == "natria.prediction/1"
    page = tmp_path / "natria-out" / "predict" / "toy"
    assert {p.name for p in (page / "figures").glob("*.svg")} == {"intervals-1.svg", "inputs-1.svg"}
    before = place.read_bytes()
    code, _, err = run("predict", spec)
    assert code == 2
    assert "toy-2.json" in err
    assert place.read_bytes() == before
    assert run("predict", spec, "--to", place.with_name("toy-2.json"))[0] == 0
    assert json.loads(place.with_name("toy-2.json").read_text())["name"] == "toy-2"


def test_a_pipe_that_closes_early_costs_no_prediction(run, spec, tmp_path, monkeypatch):
    def closed(*_):
        raise BrokenPipeError

    monkeypatch.setattr("natria.report.prediction.print_prediction", closed)
    with suppress(BrokenPipeError, SystemExit):
        run("predict", spec)
    assert (tmp_path / "predictions" / "toy.json").exists()


def test_json_is_all_that_is_printed_and_nothing_is_written(run, spec, tmp_path):
    code, out, _ = run("predict", spec, "--json")
    assert code == 0
    assert json.loads(out)["questions"][0]["median"] > 0
    assert list(tmp_path.iterdir()) == []


def test_without_an_answer_no_prediction_is_written(run, tmp_path, tmp_path_factory):
    spec = write_toy(tmp_path_factory.mktemp("silent"), SPEC + SILENT)
    code, out, err = run("predict", spec)
    assert code == 2
    assert "no prediction was written" in err
    assert "specific capacity" in out
    assert not (tmp_path / "predictions").exists()


def test_a_score_has_a_page_and_a_document(run, spec, tmp_path):
    run("predict", spec)
    values = tmp_path / "values.toml"
    values.write_text(VALUE)
    code, out, _ = run("score", "predictions/toy.json", values)
    assert code == 0
    assert "95 % interval" in out
    page = tmp_path / "natria-out" / "score" / "toy"
    assert {p.name for p in page.iterdir()} == {"index.html", "score.json", "figures", "natria-files.json"}
    code, out, _ = run("score", "predictions/toy.json", values, "--json")
    assert (code, json.loads(out)["schema"]) == (0, "natria.score/1")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("predict", "no.toml"), "no such file"),
        (("score", "no.json", "values.toml"), "no such file"),
        (("score", "predictions/toy.json", "no.csv"), "no such file"),
    ],
)
def test_a_missing_file_is_a_clear_error(run, spec, arguments, word):
    run("predict", spec)
    code, _, err = run(*arguments)
    assert code == 2
    assert word in err


def test_a_leaking_spec_is_refused_before_any_work(run, tmp_path, tmp_path_factory):
    spec = write_toy(tmp_path_factory.mktemp("leak"), SPEC + GROWTH.replace("300 s", "30 s"))
    code, _, err = run("predict", spec)
    assert code == 2
    assert "training: toy2026:a30" in err
    assert list(tmp_path.iterdir()) == []
