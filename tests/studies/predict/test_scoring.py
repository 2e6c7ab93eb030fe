"""Scores: coverage, CRPS, ratio, skill; and values that are not of the questions."""

from __future__ import annotations

from math import log

import pytest
from toy_papers import fact, thickness
from toy_predictions import A30, GROWTH, SPEC, predicted

from natria.literature import library
from natria.quantity import InputError
from natria.studies.predict import read_prediction, read_values, score_document, score_values, write_prediction
from natria.studies.verdicts.score import crps

ETA = """
[[question]]
name = "cell_overpotential"
of = "toy2026/a"
at = { current = "2 mA/cm^2" }
models = ["layered_cell"]
"""
MISSING = """
[[question]]
name = "specific_capacity"
of = "toy2026/a"
"""
VALUE = """
[[value]]
name = "layer_thickness"
of = "toy2026/a#glaze"
at = { time = "300 s" }
value = 33
unit = "um"
"""
OTHER = fact("eta", "toy2026/b", "cell_overpotential", 80, "mV", at={"current": "1 mA/cm^2"})


@pytest.fixture(scope="module")
def prediction(tmp_path_factory):
    folder = tmp_path_factory.mktemp("score")
    text = SPEC.replace('["toy2026:a30"]', '["toy2026:a30", "toy2026:eta"]').replace("256", "2048")
    made = predicted(folder, text + GROWTH + ETA + MISSING, (A30, OTHER))
    return made, read_prediction(write_prediction(made, folder / "toy.json"))


def values(tmp_path, text, name="values.toml"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_values(tmp_path / name, library())


def test_a_value_is_scored_as_against_a_normal(prediction, tmp_path):
    made, read = prediction
    (found,) = score_values(read, values(tmp_path, VALUE)).values
    spread = sum(i.move**2 for i in made.forecasts[0].inputs) ** 0.5
    assert found.ratio == pytest.approx(1.1, rel=0.01)
    assert found.crps == pytest.approx(crps(log(30), spread, log(33)), rel=0.03)
    assert (found.in_68, found.in_95) == (True, True)
    assert found.baseline is None


@pytest.mark.parametrize(("value", "inside"), [(30, (True, True)), (36, (False, True)), (60, (False, False))])
def test_coverage(prediction, tmp_path, value, inside):
    scored = score_values(prediction[1], values(tmp_path, VALUE.replace("33", str(value))))
    assert (scored.values[0].in_68, scored.values[0].in_95) == inside
    assert (scored.coverage_68, scored.coverage_95) == tuple(map(float, inside))


def test_the_spread_of_a_value_counts(prediction, tmp_path):
    wide = values(tmp_path, VALUE.replace("33", "42") + "spread = 10\n")
    sharp = values(tmp_path, VALUE.replace("33", "42"))
    assert not score_values(prediction[1], sharp).values[0].in_95
    assert score_values(prediction[1], wide).values[0].in_95


def test_skill_is_against_the_constant_resistance(prediction, tmp_path):
    made, read = prediction
    forecast = made.forecasts[1]
    assert forecast.baseline.value == pytest.approx(0.160)  # 80 mV at half the current
    text = f"""
[[value]]
name = "cell_overpotential"
of = "toy2026/a"
at = {{ current = "2 mA/cm^2" }}
value = {1000 * forecast.median}
unit = "mV"
"""
    scored = score_values(read, values(tmp_path, text))
    (found,) = scored.values
    away = log(forecast.median / 0.160)
    assert found.baseline_crps == pytest.approx(crps(0.0, forecast.baseline.spread, away), rel=1e-6)
    assert scored.skill == pytest.approx(1 - found.crps / found.baseline_crps)


def test_a_question_without_an_answer_is_named(prediction, tmp_path):
    text = '[[value]]\nname = "specific_capacity"\nof = "toy2026/a"\nvalue = 3\nunit = "mAh/g"\n'
    scored = score_values(prediction[1], values(tmp_path, text))
    assert [q.name for q in scored.refused] == ["specific_capacity"]
    assert scored.coverage_95 is None
    document = score_document(scored, "0")
    assert (document["crps"], document["refused"][0]["name"]) == (None, "specific_capacity")


@pytest.mark.parametrize(
    ("change", "word"),
    [(("300 s", "400 s"), "time"), (('at = { time = "300 s" }', ""), "time"), (("#glaze", "#other"), "not a question")],
)
def test_a_value_of_another_question_is_refused(prediction, tmp_path, change, word):
    with pytest.raises(InputError) as bad:
        score_values(prediction[1], values(tmp_path, VALUE.replace(*change)))
    assert word in bad.value.problems[0].what
    assert bad.value.problems[0].fix


def test_two_values_of_one_question_are_refused(prediction, tmp_path):
    with pytest.raises(InputError):
        score_values(prediction[1], values(tmp_path, VALUE + VALUE))


def test_a_further_condition_of_the_value_is_noted(prediction, tmp_path):
    more = VALUE.replace('time = "300 s"', 'time = "300 s", pressure = "1 MPa"')
    assert score_values(prediction[1], values(tmp_path, more)).values[0].unstated == ("pressure",)


def test_a_csv_and_a_fact_give_the_same_as_toml(prediction, tmp_path):
    text = "name,of,at,value,unit,spread,fact\nlayer_thickness,toy2026/a#glaze,time = 300 s,33,um,,\n"
    assert score_values(prediction[1], values(tmp_path, text, "v.csv")).values[0].crps == pytest.approx(
        score_values(prediction[1], values(tmp_path, VALUE)).values[0].crps
    )
    (tmp_path / "papers").mkdir()
    from toy_papers import SOURCE, SYSTEMS

    rows = [SOURCE, SYSTEMS, thickness("a300", "a", 300, 33, pm=3)]
    (tmp_path / "papers" / "toy2026.toml").write_text("\n".join(rows))
    (tmp_path / "f.toml").write_text('[[value]]\nfact = "toy2026:a300"\n')
    (known,) = read_values(tmp_path / "f.toml", library(tmp_path / "papers"))
    found = score_values(prediction[1], [known]).values[0]
    assert (found.fact, found.value) == ("toy2026:a300", pytest.approx(33e-6))
    assert found.noise > 0.1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[[value]]\nname = "layer_thickness"\n', "value[1].of"),
        (VALUE.replace("33", '"33"'), "value[1].value"),
        (VALUE.replace("um", "mV"), "value[1]"),
        (VALUE.replace("33", "-1"), "value[1].value"),
        (VALUE + 'fact = "kumar2020:eta-3um"\n', "value[1].name"),
        ('[[value]]\nfact = "kumar2020:nothing"\n', "kumar2020:nothing"),
        ("[other]\n", "other"),
    ],
)
def test_bad_values_say_where(tmp_path, text, where):
    with pytest.raises(InputError) as bad:
        values(tmp_path, text)
    assert where in [p.where for p in bad.value.problems]


@pytest.mark.parametrize("text", ["", "name,of\n", "name,what\na,b\n", "value\nthree\n"])
def test_bad_csv_is_refused(tmp_path, text):
    with pytest.raises(InputError) as bad:
        values(tmp_path, text, "v.csv")
    assert bad.value.problems[0].what
