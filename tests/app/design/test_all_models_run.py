"""Each model of `natria simulate` as a run of the app on a shipped case: a view with numbers, figures and films."""

import json

import pytest

from natria.app.design.running import simulate_order
from natria.app.tasks import Order
from natria.app.views import ARRAYS, PICTURES
from natria.app.workspace import COMPLETE, VIEW
from natria.design.case import cases

pytestmark = pytest.mark.slow
ELECTRONS = """
[deposition.gel]
height = "8 um"
width = "8 um"
front_width = "0.4 um"
first_front = "1 um"
time = "6 s"

[deposition.gel.layer]
law = "stays"
interphase = "mci"
why = "metal that grows below it goes through it"

[deposition.gel.electrons]
law = "field"
why = "a mixed conductor"
nucleation_sites = "3"
site_radius = "0.5 um"

"""


def view_of(tmp_path, path, source, asked):
    given = Order(
        "simulate", source, path, {"source": source, "store": str(tmp_path / "store"), **asked}, tmp_path / "o"
    )
    simulate_order(given, lambda *_: None)
    return json.loads((given.out / VIEW).read_text(encoding="utf-8")), given.out


@pytest.mark.parametrize(
    ("case", "system", "model", "films"),
    [
        ("lu2026", "lu2026/sfc-na", "mixed", 0),
        ("lu2026", "lu2026/sfc-na", "crack", 0),
        ("kumar2020", "kumar2020/bpi", "twophase", 1),
    ],
)
def test_a_model_of_a_layer_becomes_a_view(tmp_path, case, system, model, films):
    asked = {"model": model, "system": system, "options": {}}
    view, out = view_of(tmp_path, cases()[case], case, asked)
    assert view["stage"] == COMPLETE
    assert view["headline"]
    assert len(view["films"]) == films
    assert all(row["verdict"] for row in view["numbers"])
    assert len(view["plots"]) > 1
    for plot in view["plots"]:
        assert plot["panels"] or (out / PICTURES / plot["picture"]).stat().st_size > 1000
    for film in view["films"]:
        assert len(film["panels"]) == 3
        assert any((out / ARRAYS).glob("*.npy"))


def test_a_deposit_with_electrons_as_a_field_becomes_a_film(tmp_path):
    text = cases()["lu2026"].read_text(encoding="utf-8")
    before, _, rest = text.partition("[deposition.gel]")
    design = tmp_path / "electrons.toml"
    design.write_text(before + ELECTRONS + rest[rest.index("[electrolyte.gel]") :], encoding="utf-8")
    asked = {"model": "deposit", "system": "lu2026/sfc-na", "options": {}}
    view, _ = view_of(tmp_path, design, str(design), asked)
    assert view["stage"] == COMPLETE
    (film,) = view["films"]
    assert len(film["panels"]) == 3
    assert view["numbers"]
