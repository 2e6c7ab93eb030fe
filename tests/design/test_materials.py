"""Material cards: every property refers to a fact or says why."""

from __future__ import annotations

import tomllib

import pytest

from natria.design import materials as module_materials
from natria.design.materials import HERE, _load, material_property, materials
from natria.literature import library
from natria.quantity import TERMS, Assumed, DesignError, Reported

FILES = sorted(HERE.glob("*.toml"))
PROPERTIES = [(name, term) for name, card in materials().items() for term in card.get("properties", {})]


def test_there_is_a_card_for_every_file_and_names_are_unique():
    assert module_materials is materials
    assert len(materials()) == len(FILES) > 0


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_card_is_stored_under_the_name_that_it_states(file):
    name = tomllib.loads(file.read_text(encoding="utf-8"))["name"]
    assert materials()[name]["name"] == name


@pytest.mark.parametrize(("material", "name"), PROPERTIES)
def test_a_property_is_a_fact_or_an_assumption_with_a_reason(material, name):
    found = material_property(materials()[material], name)
    assert found.question.name == name
    assert name in TERMS
    if isinstance(found.origin, Reported):
        assert found == library().facts[found.id]
    else:
        assert isinstance(found.origin, Assumed)
        assert len(found.origin.why) > 10
        assert found.question.of == material


def test_the_molar_volume_of_sodium_is_that_of_the_metal():
    found = material_property(materials()["Na"], "molar_volume")
    assert found.value == pytest.approx(22.98976928e-3 / 967, rel=1e-3)  # molar mass (kg/mol) over density (kg/m^3)
    assert found.std == pytest.approx(0.05e-6, rel=1e-12)


def test_what_a_card_does_not_say_is_none():
    assert material_property(materials()["Na"], "porosity") is None


WRONG = [  # text of a card, where, words of the problem
    ('name = "X"\nkind = "metl"', "kind", ["metal"]),
    ('name = "X"', "kind", ["is missing"]),
    ('kind = "metal"', "name", ["is missing"]),
    ('name = "X"\nkind = "metal"\nsay = "x"', "say", ["did you mean 'says'"]),
    ('name = "X"\nkind = "metal"\n[properties]\npososity = "4 %"', "properties.pososity", ["did you mean 'porosity'"]),
    ('name = "X"\nkind = "metal"\n[properties]\nporosity = "4 %"', "properties.porosity", ["has no source"]),
    (
        'name = "X"\nkind = "metal"\n[properties]\nporosity = { value = 140, unit = "%", why = "x" }',
        "properties.porosity",
        ["between 0 and 1"],
    ),
    (
        'name = "X"\nkind = "metal"\n[properties]\nporosity = { fact = "kumar2020:nope" }',
        "properties.porosity",
        ["no such fact"],
    ),
    ('name = "X"\nkind = "metal\n', "", ["not readable as TOML", "line 2"]),
]


@pytest.mark.parametrize(("text", "where", "says"), WRONG)
def test_a_wrong_card_is_refused_with_its_file_and_key(tmp_path, text, where, says):
    file = tmp_path / "X.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DesignError) as caught:
        _load(file)
    assert str(file) in str(caught.value)
    assert [p.where for p in caught.value.problems] == [where]
    for words in says:
        assert words in str(caught.value)
    assert "pydantic" not in str(caught.value)
