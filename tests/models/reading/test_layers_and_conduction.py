"""Parts of criteria: layers by mass, laws of conduction, properties of phases; a trilayer in plain numbers."""

from __future__ import annotations

import pytest

from natria.answers import Reader, Record, Refuse, of_design
from natria.design import Design, Unanswerable
from natria.models.reading.conduction import layer_conductivity
from natria.models.reading.layers import by_law, first, layer_asked, layer_thickness, of_each_phase


def value(number, unit):
    return {"value": number, "unit": unit, "why": "a test"}


GLASS = {"kind": "solid electrolyte", "properties": {"density": value(2, "g/cm^3")}}


def reader(part="", **document):
    design = Design("d", {"temperature": "333.15 K", "area": "1.327 cm^2", "material": {"glass": GLASS}, **document})
    return Reader(of_design(design), Record(), "area_resistance", part, {})


def pellet(**more):
    return {"electrolyte": {"x": {"material": "glass", "mass": "150 mg", **more}}}


def test_a_mass_is_a_thickness_by_density_and_area():
    assert layer_thickness(reader(**pellet()), "electrolyte.x") == pytest.approx(150e-6 / (2000 * 1.327e-4))


def test_a_thickness_goes_before_a_mass():
    assert layer_thickness(reader(**pellet(thickness="1 mm")), "electrolyte.x") == pytest.approx(1e-3)


@pytest.mark.parametrize("missing", ["area", "material"])
def test_a_mass_without_area_or_density_is_no_thickness(missing):
    with pytest.raises(Unanswerable, match=missing if missing == "area" else "density"):
        layer_thickness(reader(**pellet(), **{missing: None}), "electrolyte.x")


ARRHENIUS = {
    "law": "arrhenius",
    "why": "a test",
    "reference_temperature": "60 degC",
    "arrhenius_energy": value(40, "kJ/mol"),
}


@pytest.mark.parametrize(("temperature", "factor"), [("60 degC", 1.0), ("25 degC", 0.183605), ("90 degC", 3.297)])
def test_an_electrolyte_may_have_a_law_of_conduction(temperature, factor):
    layer = pellet(ionic_conductivity=value(1e-4, "S/cm"), conduction=ARRHENIUS)
    read = reader(**{**layer, "temperature": temperature})
    assert layer_conductivity(read, "electrolyte.x") == pytest.approx(1e-2 * factor, rel=1e-3)


def test_without_a_law_a_conductivity_holds_at_its_temperature_only():
    layer = pellet(ionic_conductivity=value(1e-4, "S/cm"))
    assert layer_conductivity(reader(**layer), "electrolyte.x") == pytest.approx(1e-2)
    with pytest.raises(Refuse, match=r"298 K.*333 K"):
        layer_conductivity(reader(**layer, reference_temperature="298.15 K"), "electrolyte.x")


def test_a_law_of_nature_that_has_no_value_refuses():
    def law(_):
        raise ValueError("only above zero")

    with pytest.raises(Refuse, match="only above zero"):
        by_law(law, 1.0)


def test_the_first_that_is_known_is_read():
    read = reader(**pellet(properties={"hardness": value(1, "GPa")}))
    assert first(read, "electrolyte.x.young_modulus", "electrolyte.x.hardness") == pytest.approx(1e9)
    with pytest.raises(Unanswerable, match="gives no value for area_capacity"):
        first(read, "area_capacity", "nothing")


def test_a_layer_is_named_by_the_question():
    assert layer_asked(reader("x", **pellet())) == "electrolyte.x"
    for part, kinds in (("y", ()), ("", ()), ("x", ("interphase",))):
        with pytest.raises(Refuse, match="ask about a layer"):
            layer_asked(reader(part, **pellet()), *kinds)


def test_the_phases_speak_where_the_layer_does_not():
    phases = {"NaF": value(50, "%"), "NaCl": value(50, "%")}
    film = {"thickness": "1 um", "phases": phases}
    read = reader(interphase={"film": film})
    assert list(of_each_phase(read, "interphase.film", "young_modulus")) == ["NaF", "NaCl"]
    own = reader(interphase={"film": {**film, "properties": {"young_modulus": value(5, "GPa")}}})
    assert of_each_phase(own, "interphase.film", "young_modulus") == {"film": pytest.approx(5e9)}


def test_a_trilayer_in_plain_numbers_costs_near_400_ohm_cm2(value_of):
    """chi2022: 75, 150, 75 mg of glasses on 1.327 cm^2, here with plain numbers of the same size."""
    cards = {
        name: {
            "kind": "solid electrolyte",
            "properties": {"density": value(2, "g/cm^3"), "ionic_conductivity": value(sigma, "S/cm")},
        }
        for name, sigma in (("hard", 2.8e-4), ("core", 2.8e-4))
    }
    layers = {"outer-1": ("hard", 75), "core": ("core", 150), "outer-2": ("hard", 75)}
    design = Design(
        "test/trilayer",
        {
            "name": "test/trilayer",
            "cell": "symmetric",
            "temperature": "60 degC",
            "area": "1.327 cm^2",
            "working": {"material": "Na", "exchange_current_density": value(2.87, "mA/cm^2")},
            "material": cards,
            "electrolyte": {name: {"material": m, "mass": f"{mass} mg"} for name, (m, mass) in layers.items()},
            "protocol": {"current": "0.05 mA/cm^2"},
        },
    )
    parts = {name: 1e4 * value_of("layered_cell", design, "area_resistance", name) for name in layers}
    thickness = {name: 1e-3 * mass / (2 * 1.327) for name, (_, mass) in layers.items()}  # cm
    assert parts == pytest.approx({name: thickness[name] / 2.8e-4 for name in layers})
    assert sum(parts.values()) == pytest.approx(404, abs=1)
