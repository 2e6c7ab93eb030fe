"""natria.predict: the result of a spec from Python, with table, figures and page."""

from __future__ import annotations

import json

import pytest
from toy_predictions import GROWTH, LAWS, SPEC, write_toy

import natria


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("python")
    return natria.predict(write_toy(folder, SPEC + GROWTH + LAWS), to=folder / "made.json"), folder


def test_the_result_has_numbers_sentences_and_figures(result):
    made, folder = result
    (forecast,) = made.value.forecasts
    assert forecast.is_answered
    assert made.to_polars()["what_if"].to_list() == ["linear", "parabolic"]
    assert len(made.sentences) == 1
    assert set(made.figures) == {"intervals-1", "inputs-1"}
    assert made.write(folder / "page").exists()


def test_the_file_is_written_once(result):
    _, folder = result
    assert json.loads((folder / "made.json").read_text())["name"] == "made"
    spec = next(folder.glob("case*/toy.toml"))
    with pytest.raises(natria.NatriaError):
        natria.predict(spec, to=folder / "made.json")
    with pytest.raises(natria.NatriaError):
        natria.predict(spec, to=folder / "made.txt")
