"""Layers of a design changed by the kept process: the text that comes back, and what is refused."""

import json

import pytest
from asgi import app_of, call

from natria.app.design.live import answer, change_layers
from natria.app.quick import answer as quick
from natria.design.case import cases
from natria.quantity import InputError

FILE = str(cases()["lu2026"])
FILM = {
    "name": "outer",
    "phase": "NaF",
    "on": "both",
    "thickness": "20 nm",
    "ionic_conductivity": "1e-7 S/cm",
    "ionic_conductivity why": "a guess",
}


@pytest.fixture(scope="module")
def text():
    return cases()["lu2026"].read_text(encoding="utf-8")


def names(found):
    return [one["name"] for one in found["described"]["picture"]["layers"]]


def test_a_layer_is_added_moved_and_removed_and_the_text_comes_back(text):
    first = {"change": "add", "table": "interphase", "place": 1, "values": FILM}
    made = quick({"do": "design_layers", "given": {"text": text, "file": FILE, "system": "", **first}})["found"]
    json.dumps(made, allow_nan=False)
    assert names(made)[1:3] == ["mci", "outer"]
    assert all(line in made["text"].splitlines() for line in text.splitlines())
    turned = change_layers(made["text"], FILE, "", "move", layer="interphase.mci", other="interphase.outer")
    assert names(turned)[1:3] == ["outer", "mci"]
    assert change_layers(turned["text"], FILE, "", "remove", layer="interphase.outer")["text"] == text


@pytest.mark.parametrize("layer", ["interphase.mci", "electrolyte.gel"])
def test_a_layer_that_the_rest_of_the_file_names_stays(text, layer):
    with pytest.raises(InputError) as bad:
        change_layers(text, FILE, "", "remove", layer=layer)
    (problem,) = bad.value.problems
    assert layer in problem.what
    assert problem.fix


def test_layers_of_a_variant_and_unknown_ones_are_refused(text):
    for system, layer in (("lu2026/f-na", "interphase.mci"), ("", "interphase.none"), ("", "working.x")):
        with pytest.raises(InputError):
            change_layers(text, FILE, system, "remove", layer=layer)
    assert answer("described", text, FILE, "lu2026/f-na")["described"]["stack"]["why"]


@pytest.mark.parametrize(
    "body",
    [
        {"do": "add", "table": "interphase", "place": "1", "values": FILM},
        {"do": "add", "table": "interphase", "place": True, "values": FILM},
        {"do": "add", "table": "interphase", "place": 1, "values": [1]},
        {"do": "add", "table": "interphase", "place": 1, "values": {"name": 3}},
        {"do": "add", "table": "interphase", "place": 1, "values": {str(k): "" for k in range(100)}},
        {"do": "remove", "layer": ["interphase.mci"]},
    ],
)
def test_a_malformed_request_is_refused(tmp_path, text, body):
    chunk = json.dumps({"text": text, **body}).encode()
    found = call(app_of(tmp_path / "w"), "POST", "/api/design/layers/lu2026", chunks=(chunk,))
    assert found.status == 400
    assert found.json["what"]
