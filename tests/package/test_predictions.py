"""The committed predictions are read, hold the digest they were written with, and are of a spec of this repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from natria.quantity import InputError
from natria.studies.predict import read_prediction, read_spec
from natria.studies.predict.blind import ensure_blind

FOLDER = Path(__file__).parents[2] / "predictions"
FILES = sorted(FOLDER.glob("*.json"))
SPECS = sorted((FOLDER / "specs").glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_prediction_is_as_it_was_written(file: Path) -> None:
    read_prediction(file)  # refuses a file that is not of its digest
    document = json.loads(file.read_text(encoding="utf-8"))
    assert (FOLDER / "specs" / f"{document['name']}.toml").exists()
    assert len(document["commit"].rstrip("+")) == 40  # "+" where other files were not committed yet


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_no_training_fact_of_a_spec_gives_an_answer_away(file: Path) -> None:
    spec = read_spec(file)
    hidden = ensure_blind(spec)  # refuses a spec whose training facts answer its questions
    assert not hidden & set(spec.training)
    made = FOLDER / f"{file.stem}.json"
    if made.exists():
        document = json.loads(made.read_text(encoding="utf-8"))
        assert set(document["training"]) == set(spec.training)
        assert hidden <= set(document["left_out"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_intervals_hold_the_median(file: Path) -> None:
    for question in json.loads(file.read_text(encoding="utf-8"))["questions"]:
        if question["median"] is None:
            assert question["reasons"]
            continue
        inner, outer = question["interval_68"], question["interval_95"]
        assert outer[0] <= inner[0] <= question["median"] <= inner[1] <= outer[1]


def test_an_edited_prediction_is_refused(tmp_path: Path) -> None:
    if not FILES:
        pytest.skip("no prediction is committed")
    document = json.loads(FILES[0].read_text(encoding="utf-8"))
    answered = next(question for question in document["questions"] if question["median"] is not None)
    answered["median"] *= 1.1
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError, match=r"digest|edited|changed"):
        read_prediction(edited)
