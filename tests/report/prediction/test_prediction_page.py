"""The page, the figures and the terminal text of a prediction."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from toy_predictions import DESIGN, FACE, GROWTH, LAWS, SPEC, predicted

from natria.report.prediction import prediction_files, print_prediction
from natria.report.prediction.wording import (
    CONDITION_HEADS,
    WORLD_HEADS,
    about,
    condition_rows,
    ends,
    per_cent,
    sentence,
    shown,
    world_rows,
)

SILENT = '[[question]]\nname = "specific_capacity"\nof = "toy2026/a"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return predicted(tmp_path_factory.mktemp("page"), SPEC + GROWTH + FACE + SILENT + LAWS)


def test_each_answered_question_has_its_figures(made):
    files = prediction_files(made)
    figures = {name for name in files if name.endswith(".svg")}
    assert figures == {f"figures/{kind}-{k}.svg" for kind in ("intervals", "inputs") for k in (1, 2)}
    page = files["index.html"].decode()
    for heading in ("Predictions", "Alternatives", "Evidence", "Assumptions", "Fits", "File"):
        assert f"<h2>{heading}</h2>" in page
    assert "toy2026:a30" in page
    assert "&lt;script" not in page


def test_the_files_are_the_same_each_time(made):
    assert prediction_files(made) == prediction_files(made)


def test_the_terminal_has_a_row_for_each_question_and_the_reasons(made):
    console = Console(file=StringIO(), width=200)
    print_prediction(made, console)
    text = console.file.getvalue()
    for forecast in made.forecasts:
        assert forecast.question.name.replace("_", " ") in text
    assert made.forecasts[2].reasons[0].why[:30] in text


def test_a_sentence_names_the_measurement_that_would_narrow_the_interval_most(made):
    assert about(made.forecasts[0].narrows) in sentence(made.forecasts[0])
    assert "no prediction" in sentence(made.forecasts[2])


def test_numbers_in_words():
    assert shown("layer_thickness", 3e-6) == "3 um"
    assert shown("layer_thickness", None) == "-"
    assert ends("layer_thickness", (1e-6, 2e-6)) == "1 to 2 um"
    assert [per_cent(share) for share in (0.0, 0.001, 0.5)] == ["0 %", "< 1 %", "50 %"]


def test_conditions_and_combinations_have_tables(tmp_path):
    rate = '{ value = 0.2, unit = "um/s", std = 0.15, ground = "guess", why = "for a test" }'
    design = DESIGN.partition("[study.fit")[0].replace('{ fit = "rate" }', rate)
    spec = SPEC.replace("256", "512") + GROWTH + '[[condition]]\nfact = "toy2026:a30"\n'
    weighed = predicted(tmp_path, spec, design=design)
    (forecast,) = weighed.forecasts
    assert len(list(condition_rows(forecast))) == len(list(world_rows(forecast))) == 1
    page = prediction_files(weighed)["index.html"].decode()
    assert all(head in page for head in (*CONDITION_HEADS, *WORLD_HEADS))
