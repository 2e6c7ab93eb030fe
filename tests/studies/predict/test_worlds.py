"""Combinations of alternatives: weights, what a patch changes, and fits of other files."""

from __future__ import annotations

import pytest
from toy_predictions import DESIGN, FACE, SPEC, predicted, write_toy

from natria.quantity import InputError
from natria.store import Store
from natria.studies.predict import predict_spec, read_spec
from natria.studies.predict.worlds import worlds_of

GROUP = """
[[alternative]]
name = "{name}"
why = "for a test"
[alternative.option]
low = {{ patch = {{ "{path}" = "{low}" }} }}
high = {{ patch = {{ "{path}" = "{high}" }} }}
"""
AREA = GROUP.format(name="area", path="area", low="1 cm^2", high="2 cm^2")
GLAZE = GROUP.format(name="glaze", path="interphase.glaze.thickness", low="1 um", high="9 um")


def worlds(tmp_path, text, design=DESIGN):
    return worlds_of(read_spec(write_toy(tmp_path, text, design=design)), frozenset(), Store(None), plugins=False)


def test_combinations_are_a_product_and_their_weights_add_up(tmp_path):
    found = worlds(tmp_path, SPEC + FACE + AREA + GLAZE)
    assert [tuple(world.options.values()) for world in found] == [
        ("low", "low"),
        ("low", "high"),
        ("high", "low"),
        ("high", "high"),
    ]
    assert sum(world.weight for world in found) == pytest.approx(1.0)


def test_an_option_changes_what_a_variant_has_set(tmp_path):
    design = DESIGN.replace('patch = { title = "b" }', 'patch = { "interphase.glaze.thickness" = "5 um" }')
    found = worlds(tmp_path, SPEC + FACE + GLAZE, design)
    thick = [world.studio.design("toy2026/b").finding("interphase.glaze.thickness").value for world in found]
    assert thick == pytest.approx([1e-6, 9e-6])


def test_a_system_without_a_place_stays_as_it_is(tmp_path):
    design = DESIGN.replace('patch = { title = "b" }', "patch = { interphase = {}, bind = {} }")
    found = worlds(tmp_path, SPEC + FACE + GLAZE, design)
    assert [world.studio.design("toy2026/b").names("interphase") for world in found] == [(), ()]


def test_fits_of_other_files_use_training_facts_alone(tmp_path):
    spec = tmp_path / "spec.toml"
    text = """
case = "kumar2020"
training = ["kumar2020:eta-3um"]
members = 16
[[question]]
name = "cell_overpotential"
of = "kumar2020/bpi/35um"
at = { current = "1 mA/cm^2" }
models = ["layered_cell"]
"""
    spec.write_text(text)
    made = predict_spec(read_spec(spec))
    assert not made.forecasts[0].is_answered
    assert "zhu2024:napf6-hysteresis" in made.forecasts[0].reasons[0].why
    assert "kumar2020:eta-35um" in made.left_out
    spec.write_text(text.replace('3um"]', '3um", "zhu2024:napf6-hysteresis"]'))
    made = predict_spec(read_spec(spec))
    assert made.forecasts[0].is_answered
    assert {row["id"] for row in made.evidence["facts"]} >= {"kumar2020:eta-3um", "zhu2024:napf6-hysteresis"}


def test_a_spec_whose_question_waits_for_a_costly_fit_is_refused(tmp_path):
    """Every member would simulate the fit again."""
    spec = tmp_path / "spec.toml"
    spec.write_text("""
case = "kumar2020"
training = ["kumar2020:nas-retention"]
members = 16
[[question]]
name = "areal_capacity"
of = "kumar2020/bpi/na-s"
[[alternative]]
name = "loss"
why = "for a test"
[alternative.option.none]
says = "as the case"
[alternative.option.contact]
systems."kumar2020/bpi/na-s"."counter.ageing" = { contact_loss_per_cycle = { fit = "loss" } }
[alternative.option.contact.fit.fade]
model = "full_cell"
data = ["kumar2020:nas-retention"]
parameters.loss = { term = "contact_loss_per_cycle", start = "0.1 %/cycle" }
""")
    with pytest.raises(InputError) as bad:
        worlds_of(read_spec(spec), frozenset(), Store(None), plugins=False)
    assert [p.where for p in bad.value.problems] == ["fit fade (loss: contact)"]


def test_rival_answerers_are_a_group_of_their_own(tmp_path):
    (forecast,) = predicted(tmp_path, SPEC.replace("256", "32") + FACE.replace("electrode", "cell")).forecasts
    assert {a.group for a in forecast.alternatives} <= {"model"}
    assert {b.model for b in forecast.branches} >= {"layered_cell"}


ONE = """
[[alternative]]
name = "glaze of b"
why = "for a test"
[alternative.option.same]
says = "as the design"
[alternative.option.thick.systems."toy2026/b"]
"interphase.glaze.thickness" = "9 um"
"""


def test_an_option_changes_one_system_alone(tmp_path):
    found = worlds(tmp_path, SPEC + FACE + ONE)
    thick = {s: [w.studio.design(s).finding("interphase.glaze.thickness").value for w in found]
             for s in ("toy2026/a", "toy2026/b")}  # fmt: skip
    assert thick == {"toy2026/a": pytest.approx([3e-6, 3e-6]), "toy2026/b": pytest.approx([3e-6, 9e-6])}


def test_an_unknown_system_of_an_option_is_named(tmp_path):
    with pytest.raises(InputError) as caught:
        worlds(tmp_path, SPEC + FACE + ONE.replace("toy2026/b", "toy2026/c"))
    assert any("toy2026/c" in problem.where for problem in caught.value.problems)
