"""The file of a prediction: complete, written once, and refused after an edit."""

from __future__ import annotations

import json
from datetime import date

import pytest
from toy_predictions import FACE, GROWTH, LAWS, SPEC, predicted

from natria.quantity import InputError, OutputError
from natria.studies.predict import free_place, prediction_document, read_prediction, write_prediction
from natria.studies.predict.mixture import NINETY_FIVE, interval
from natria.studies.verdicts.spaces import from_y

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return predicted(tmp_path_factory.mktemp("made"), SPEC + GROWTH + FACE + LAWS, today=DAY, commit="abc")


def test_a_prediction_is_never_replaced(made, tmp_path):
    place = write_prediction(made, free_place("toy", tmp_path))
    before = place.read_bytes()
    with pytest.raises(OutputError) as taken:
        write_prediction(made, place)
    assert str(tmp_path / "toy-2.json") in taken.value.fix
    with pytest.raises(OutputError):
        free_place("toy", tmp_path)
    assert place.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["toy.json"]
    assert write_prediction(made, free_place("toy-2", tmp_path)).exists()


def test_the_document_says_what_it_was_made_from(made):
    document = prediction_document(made)
    assert document["schema"] == "natria.prediction/1"
    assert (document["made"], document["commit"], document["training"]) == ("2026-11-29", "abc", ["toy2026:a30"])
    assert len(document["spec"]["sha256"]) == 64
    (group,) = document["alternatives"]
    assert [o["name"] for o in group["options"]] == ["linear", "parabolic"]
    assert document["evidence"]["facts"][0]["id"] == "toy2026:a30"
    for row in document["questions"]:
        assert set(row) >= {"median", "interval_68", "interval_95", "refused", "baseline", "inputs", "alternatives"}
        assert row["narrows"] == min(row["inputs"], key=lambda i: i["left"])["about"]


def test_what_is_read_back_has_the_members_and_intervals(made, tmp_path):
    place = write_prediction(made, tmp_path / "back.json")
    read = read_prediction(place)
    assert read.name == "back"
    for one, forecast in zip(read.predicted, made.forecasts, strict=True):
        assert one.question == forecast.question
        ends = [from_y(one.question.name, end) for end in interval(one.y, one.w, NINETY_FIVE)]
        assert ends == pytest.approx(forecast.interval_95, rel=1e-6)


@pytest.mark.parametrize("edit", [{"made": "2020-01-01"}, {"digest": "0"}, {"schema": "natria.study/1"}])
def test_an_edited_prediction_is_refused(made, tmp_path, edit):
    place = write_prediction(made, tmp_path / "edited.json")
    place.write_text(json.dumps({**json.loads(place.read_text()), **edit}))
    with pytest.raises(InputError) as bad:
        read_prediction(place)
    assert bad.value.problems[0].fix


def test_a_missing_or_foreign_file_is_refused(tmp_path):
    (tmp_path / "text.json").write_text("nothing")
    for name in ("none.json", "text.json"):
        with pytest.raises(InputError):
            read_prediction(tmp_path / name)
