"""Sizes that cannot be are refused with the usual range; unusual ones are cautions."""

from __future__ import annotations

import tomllib

import pytest

from natria.design import case_of, cases, load_case, numbers_of, problems_of_case, unusual_sizes
from natria.design.check.sizes import SIZES
from natria.quantity import parse_quantity

GOOD = """
name = "lab/cell"
cell = "symmetric"
temperature = "298.15 K"
working = { material = "Na", thickness = "200 um" }

[interphase.sei]
thickness = "3 um"
ionic_conductivity = { value = 1e-4, unit = "S/cm", why = "a guess" }

[electrolyte.liquid]
material = "NaCF3SO3 in diglyme"
separator = "Celgard"
thickness = "25 um"
salt_concentration = "1 mol/L"

[protocol]
steps = ["plate 1 mA/cm^2 to 0.5 V", "strip 1 mA/cm^2 to -0.5 V", "repeat 10"]
"""
IMPOSSIBLE = {  # as written, instead, the path
    "a layer of metres": ('"3 um"', '"2 m"', "interphase.sei.thickness"),
    "a separator without a thickness": ('"25 um"', '"0 um"', "electrolyte.liquid.thickness"),
    "a perfect conductor": ("1e-4", "1e30", "interphase.sei.ionic_conductivity"),
    "near absolute zero": ('"298.15 K"', '"0.001 K"', "temperature"),
    "hotter than a flame": ('"298.15 K"', '"5000 K"', "temperature"),
    "20 V over a symmetric cell": ("to 0.5 V", "to 20 V", "protocol.steps"),
    "salt like a metal": ('"1 mol/L"', '"1000 mol/L"', "electrolyte.liquid.salt_concentration"),
}
UNUSUAL = {
    "a thick layer": ('"3 um"', '"3 mm"', "interphase.sei.thickness"),
    "molten sodium": ('"298.15 K"', '"400 K"', "temperature"),
    "volts over a symmetric cell": ("to 0.5 V", "to 3 V", "protocol.steps"),
}


def changed(written: str, instead: str) -> dict:
    assert GOOD.count(written) == 1
    return tomllib.loads(GOOD.replace(written, instead))


@pytest.mark.parametrize("kind", IMPOSSIBLE)
def test_what_cannot_be_is_refused_at_its_place(kind: str) -> None:
    written, instead, path = IMPOSSIBLE[kind]
    assert [p.where for p in problems_of_case(changed(written, instead))] == [path]


@pytest.mark.parametrize("kind", UNUSUAL)
def test_what_is_unusual_is_a_caution_and_no_error(kind: str) -> None:
    written, instead, path = UNUSUAL[kind]
    design = case_of(changed(written, instead), "x", "x").base
    assert [c.path for c in unusual_sizes(design)] == [path]


def test_a_good_design_has_neither() -> None:
    document = tomllib.loads(GOOD)
    assert problems_of_case(document) == []
    assert list(unusual_sizes(case_of(document, "x", "x").base)) == []


def test_a_full_cell_may_have_volts() -> None:
    design = case_of(
        tomllib.loads(
            GOOD.replace('"symmetric"', '"full"')
            .replace("plate 1 mA/cm^2 to 0.5 V", "charge 1 mA/cm^2 to 3.8 V")
            .replace("strip 1 mA/cm^2 to -0.5 V", "discharge 1 mA/cm^2 to 2 V")
        ),
        "x",
        "x",
    ).base
    assert list(unusual_sizes(design)) == []


def test_the_five_cases_are_usual_but_for_molten_sodium() -> None:
    found = {
        (c.path, system)
        for name in cases()
        for case in [load_case(name)]
        for system in case.systems
        for c in unusual_sizes(case.design(system))
    }
    assert {path for path, _ in found} == {"temperature"}
    assert all("high-temperature" in system for _, system in found)


def test_the_table_is_in_order() -> None:
    for size in SIZES:
        unit = size.usual[1].partition(" ")[2] or "1"
        values = [parse_quantity(text, "1" if unit == "1" else unit)[0] for text in (*size.possible, *size.usual)]
        least, most, low, high = values
        assert least <= low < high <= most


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('material = "NaCF3SO3 in diglyme"\nseparator = "Celgard"', 'material = "Na3PS4"'),  # a solid
        ('separator = "Celgard"\n', ""),  # a liquid without a MacMullin number
    ],
)
def test_a_porosity_that_nothing_would_read_is_refused(written: str, instead: str) -> None:
    pores = 'thickness = "25 um"\nporosity = { value = 40, unit = "%", why = "x" }'
    assert problems_of_case(tomllib.loads(GOOD.replace('thickness = "25 um"', pores))) == []
    text = GOOD.replace(written, instead).replace('thickness = "25 um"', pores)
    assert [p.where for p in problems_of_case(tomllib.loads(text))] == ["electrolyte.liquid.porosity"]


def test_numbers_are_listed_with_those_of_cards_and_of_the_protocol() -> None:
    found = dict(numbers_of(case_of(tomllib.loads(GOOD), "x", "x").base))
    assert {
        "temperature",
        "interphase.sei.thickness",
        "electrolyte.liquid.macmullin_number",  # of the separator's card
        "electrolyte.liquid.ionic_conductivity",  # of the liquid's card
        "protocol.current",  # of the first step
    } <= set(found)
    assert found["interphase.sei.thickness"].role == "setting"
    assert not any(path.startswith(("material", "reporting", "bind")) for path in found)


@pytest.mark.parametrize("name", cases())
def test_every_listed_number_can_be_varied(name: str) -> None:
    base = load_case(name).base
    paths = [path for path, _ in numbers_of(base)]
    assert len(paths) == len(set(paths)) > 10
    for path in paths:
        assert base.has(path)
