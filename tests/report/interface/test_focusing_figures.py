"""Figures of current focusing: one field for each defect, profiles and sizes together, whatever the shape."""

from __future__ import annotations

from dataclasses import replace

import pytest

from natria.design import case_of
from natria.report.interface.focusing import _field_picture, _outline, _profiles, drawn
from natria.report.interface.wording import bare_numbers
from natria.studies.interface import MODELS, ask_model

WHY = {"why": "a number of a test"}
DEFECTS = {
    "pore": {"shape": "pore", "radius": "10 um", "symmetry": "planar", "spacing": "60 um"},
    "spot": {"shape": "contact loss", "radius": "10 um"},
    "island": {"shape": "island", "radius": "10 um", "spacing": "60 um"},
    "bump": {"shape": "bump", "radius": "5 um", "height": "10 um"},
    "ball": {"shape": "inclusion", "radius": "5 um", "height": "8 um"},
}


@pytest.fixture(scope="module")
def run():
    written = {
        "name": "lab/defects",
        "cell": "symmetric",
        "temperature": "298.15 K",
        "working": {"material": "Na", "exchange_current_density": {"value": 1.3, "unit": "mA/cm^2", **WHY}},
        "electrolyte": {
            "separator": {
                "material": "Na3PS4",
                "thickness": "400 um",
                "ionic_conductivity": {"value": 0.1, "unit": "mS/cm", **WHY},
            }
        },
        "protocol": {"current": "1 mA/cm^2"},
        "usual": {
            "sizes_of_defect": {"value": 2, "unit": "1", **WHY},
            "focusing_tolerance": {"value": 5, "unit": "%", **WHY},
        },
        "defect": DEFECTS,
    }
    return ask_model(MODELS["interface"], case_of(written, "test", "test"))


@pytest.mark.slow
def test_every_defect_has_a_field_and_all_share_two_figures(run):
    assert not run.refusals
    pictures = {one.id: one for one in drawn(run)}
    assert set(pictures) == {*(f"field-{name}" for name in DEFECTS), "profile", "size"}
    for one in pictures.values():
        assert one.png.startswith(b"\x89PNG")
        assert one.says


def test_the_profile_has_the_inner_end_of_each_contact(run):
    tables = {one.part: one.artefacts["interface_current_profile"] for one in run.parts}
    (axes,) = _profiles(tables, 10.0).axes
    for line, table in zip(axes.lines, tables.values(), strict=True):
        x, y = line.get_data()
        current = table.columns["current_density"].numbers
        assert x[0] == 0
        assert y == pytest.approx(current / 10)
    assert axes.get_xscale() == "symlog"


@pytest.mark.slow
def test_a_field_over_two_layers_is_drawn(run):
    layers = {"near": {"thickness": "15 um"}, "far": {"thickness": "300 um"}}
    material = {"material": "Na3PS4", "ionic_conductivity": {"value": 0.5, "unit": "mS/cm", **WHY}}
    layers = {name: {**material, **one} for name, one in layers.items()}
    made = ask_model(
        MODELS["interface"], case_of({**run.case.base.document, "electrolyte": layers}, "t", "t"), part="bump"
    )
    assert {one.id for one in drawn(made)} == {"field-bump", "profile", "size"}


def test_numbers_without_a_spread_are_named(run):
    assert "focusing_numbers" in bare_numbers(run)
    assert bare_numbers(replace(run, bare=())) == ""


def test_a_field_is_drawn(run):
    field = next(one for one in run.parts if one.part == "bump").artefacts["focusing_field"]
    assert _field_picture(run, "bump", field).png.startswith(b"\x89PNG")


@pytest.mark.parametrize(("part", "top"), [("pore", 10e-6), ("bump", 10e-6), ("ball", 8e-6)])
def test_the_outline_is_that_of_the_defect(run, part, top):
    field = next(one for one in run.parts if one.part == part).artefacts["focusing_field"]
    outline = _outline(field)
    assert outline[:, 1].max() == pytest.approx(top)
    assert outline[1, 1] == pytest.approx(0, abs=1e-12)
