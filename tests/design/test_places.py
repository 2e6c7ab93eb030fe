"""Properties by term: where they are written, where they are read, what goes first, and what is refused."""

from __future__ import annotations

import pytest

from natria.design import Design, Unanswerable, number_at, written_at
from natria.design.places import default_at, is_by_term, is_open
from natria.quantity import Assumed, Chosen, DesignError, Finding, Question, Reported

FLAW = {"value": 2, "unit": "um", "why": "seen"}


def value(number, unit, why="a test"):
    return {"value": number, "unit": unit, "why": why}


# --- paths

WRITTEN = [  # read at, written at
    ("interphase.x.flaw_size", "interphase.x.properties.flaw_size"),
    ("working.self_diffusivity", "working.properties.self_diffusivity"),
    ("counter.specific_capacity", "counter.properties.specific_capacity"),
    ("electrolyte.x.fracture_toughness", "electrolyte.x.properties.fracture_toughness"),
    ("interphase.x.thickness", "interphase.x.thickness"),  # a key of its own goes first
    ("electrolyte.x.ionic_conductivity", "electrolyte.x.ionic_conductivity"),
    ("interphase.x.ionic_conductivity", "interphase.x.ionic_conductivity"),
    ("working.mass", "working.mass"),
    ("usual.flaw_size", "usual.flaw_size"),
    ('material."Na3PS3.4O0.6".density', 'material."Na3PS3.4O0.6".properties.density'),
    ('material."Na3PS3.4O0.6".properties.density', 'material."Na3PS3.4O0.6".properties.density'),
    ("interphase.properties.flaw_size", "interphase.properties.properties.flaw_size"),  # a layer may have any name
    ("electrolyte.usual.density", "electrolyte.usual.properties.density"),
    ("protocol.density", "protocol.density"),  # has no properties
    ("density", "density"),
    ("interphase.x.nope", "interphase.x.nope"),
    ("", ""),
]


@pytest.mark.parametrize(("read", "written"), WRITTEN)
def test_a_property_without_a_key_of_its_own_stands_in_properties(read, written):
    assert written_at(read) == written
    assert written_at(written) == written


@pytest.mark.parametrize(
    ("path", "term"),
    [
        ("interphase.x.properties.flaw_size", "flaw_size"),
        ("working.properties.self_diffusivity", "self_diffusivity"),
        ("usual.flaw_size", "flaw_size"),
        ('material."Na3PS3.4O0.6".properties.density', "density"),
        ("electrolyte.usual.properties.density", "density"),
    ],
)
def test_a_property_by_term_is_a_property_of_that_term(path, term):
    assert (number_at(path).term, number_at(path).role) == (term, "property")


@pytest.mark.parametrize(
    "path",
    [
        "interphase.x.properties.nope",
        "interphase.properties.flaw_size",  # the layer of that name, not a table of properties
        "electrolyte.usual.density",
        "protocol.properties.density",
        "study.properties.density",
        "properties.density",
        "material.X.density",
        "usual.nope",
        "usual",
    ],
)
def test_no_property_stands_elsewhere(path):
    assert number_at(path) is None


def test_tables_of_terms_are_those_of_the_schema():
    assert is_by_term(["usual"])
    assert is_by_term(["material", "any", "properties"])
    assert is_by_term(["interphase", "any", "properties"])
    assert not is_by_term(["interphase", "properties"])
    assert not is_by_term(["protocol", "properties"])
    assert not is_by_term([])


def test_a_patch_may_write_into_tables_that_are_left_out():
    assert is_open("usual")
    assert is_open("working.properties")
    assert is_open('material."Na3PS4"')
    assert is_open('material."Na3PS4".properties')
    assert not is_open("interphase.x")
    assert default_at("material") == {}


# --- in a file


@pytest.mark.parametrize(
    ("written", "where", "says"),
    [
        ("flaw_sise = {value = 1, unit = 'um', why = 'x'}", "flaw_sise", ["is not a term", "did you mean 'flaw_size'"]),
        ("flaw_size = 1e-6", "flaw_size", ["has no source", "why"]),
        ("flaw_size = '1 um'", "flaw_size", ["has no source"]),
        ("flaw_size = {value = 1, unit = 'um'}", "flaw_size", ["has no why"]),
        ("flaw_size = {value = 1, unit = 'V', why = 'x'}", "flaw_size", ["not a unit of this kind"]),
        ("flaw_size = {value = -1, unit = 'um', why = 'x'}", "flaw_size", ["must be above zero"]),
        ("flaw_size = {fact = 'kumar2020:eta-3um'}", "flaw_size", ["is a cell_overpotential"]),
        (
            "ionic_conductivity = {value = 1, unit = 'S/m', why = 'x'}",
            "ionic_conductivity",
            ["has a key of its own in this table", "interphase.film.ionic_conductivity"],
        ),
    ],
)
def test_a_wrong_property_is_refused_at_its_key(small_cell_with, refusal_of_file, written, where, says):
    text = small_cell_with(("[electrolyte.gap]", f"[interphase.film.properties]\n{written}\n\n[electrolyte.gap]"))
    (problem,) = [p for p in refusal_of_file(text).problems if not p.where.startswith(("variant", "study"))]
    assert problem.where == f"interphase.film.properties.{where}"
    for words in says:
        assert words in str(problem)


def test_every_wrong_property_is_named_at_once(small_cell_with, refusal_of_file):
    text = small_cell_with(("[electrolyte.gap]", "[usual]\nflaw_size = 3\nnope = 4\n\n[electrolyte.gap]"))
    assert {"usual.flaw_size", "usual.nope"} <= {p.where for p in refusal_of_file(text).problems}


# --- in a design, in this order: its own key, properties, the material's card, the separator's, the only phase's


def test_properties_go_before_cards(kumar_cell):
    path = "electrolyte.separator.salt_diffusivity"
    assert kumar_cell.finding("working.molar_volume").question.of == "Na"
    own = kumar_cell.with_({"working.properties.molar_volume": value(24, "cm^3/mol")})
    found = own.finding("working.molar_volume")
    assert (found.value, found.origin) == (pytest.approx(24e-6), Assumed("a test"))
    assert found.question == Question("molar_volume", "kumar2020/bpi#working.molar_volume")
    assert own.finding(path) == kumar_cell.finding(path)


def test_the_material_goes_before_the_separator():
    cards = {
        "L": {"kind": "liquid", "properties": {"density": value(1.0, "g/cm^3")}},
        "P": {"kind": "separator", "properties": {"density": value(2.0, "g/cm^3"), "porosity": value(40, "%")}},
    }
    layer = {"material": "L", "separator": "P", "thickness": "25 um"}
    design = Design("d", {"electrolyte": {"gap": layer}, "material": cards})
    assert design.finding("electrolyte.gap.density").question.of == "L"
    assert design.finding("electrolyte.gap.porosity").question.of == "P"
    assert not design.has("electrolyte.gap.hardness")


@pytest.mark.parametrize(("phases", "known"), [(("NaF",), True), (("NaF", "NaCl"), False), ((), False)])
def test_only_the_only_phase_speaks_for_its_layer(phases, known):
    shares = {name: value(100 / len(phases), "%") for name in phases}
    design = Design("d", {"interphase": {"x": {"thickness": "1 um", "phases": shares}}})
    assert design.has("interphase.x.young_modulus") is known
    if known:
        assert design.finding("interphase.x.young_modulus").question.of == "NaF"
    else:
        with pytest.raises(Unanswerable, match=r"gives no value for interphase\.x\.young_modulus"):
            design.finding("interphase.x.young_modulus")


def test_a_card_of_the_designs_own_merges_over_natrias():
    own = {"properties": {"young_modulus": value(1, "GPa")}}
    design = Design("d", {"working": {"material": "Na"}, "material": {"Na": own}})
    assert design.finding("working.young_modulus").value == pytest.approx(1e9)
    assert design.finding("working.molar_volume") == Design("d", {"working": {"material": "Na"}}).finding(
        "working.molar_volume"
    )
    assert design.word("material.Na.kind") == "metal"


@pytest.mark.parametrize("path", ["material.NaF.properties.young_modulus", "material.NaF.young_modulus"])
def test_a_material_is_read_by_its_name(path):
    bare = Design("d", {})
    assert bare.has(path)
    assert bare.finding(path).question.of == "NaF"
    own = bare.patched({"material.NaF.properties.young_modulus": value(1, "GPa")})
    assert (own.finding(path).value, own.finding(path).question.of) == (pytest.approx(1e9), "NaF")
    assert not bare.has("material.NaF.properties.porosity")


def test_one_number_of_a_material_is_one_finding_however_it_is_read():
    layer = {"material": "Na3PS4", "thickness": "1 mm"}
    cards = {"Na3PS4": {"properties": {"hardness": value(1, "GPa")}}}
    design = Design("d", {"electrolyte": {"x": layer}, "material": cards})
    assert design.finding("electrolyte.x.hardness") == design.finding("material.Na3PS4.properties.hardness")


def test_a_card_of_the_designs_own_may_wait_for_a_fit():
    layer = {"material": "Na3PS4", "thickness": "1 mm"}
    cards = {"Na3PS4": {"properties": {"hardness": {"fit": "H"}}}}
    design = Design("d", {"electrolyte": {"x": layer}, "material": cards})
    assert design.has("electrolyte.x.hardness")
    with pytest.raises(Unanswerable, match="waits for the fit 'H'"):
        design.finding("electrolyte.x.hardness")
    hard = Finding(Question("hardness", "fit"), 2e9, Assumed("fitted"))
    assert design.with_fits({"H": hard}).finding("electrolyte.x.hardness") == hard


def test_what_is_usual_is_assumed_until_the_design_says_otherwise(kumar_cell):
    usual = kumar_cell.finding("usual.flaw_size")
    assert isinstance(usual.origin, Assumed)
    assert usual.question.of == "usual"
    own = kumar_cell.with_({"usual.flaw_size": FLAW})
    assert own.finding("usual.flaw_size").origin == Assumed("seen")
    assert own.finding("usual.poisson_ratio") == kumar_cell.finding("usual.poisson_ratio")
    assert not kumar_cell.has("usual.hardness")


@pytest.mark.parametrize(
    "path", ["usual.flaw_size", "interphase.bpi.properties.flaw_size", "working.properties.flaw_size"]
)
def test_a_patch_puts_a_property_where_none_was(kumar_cell, path):
    assert kumar_cell.with_({path: FLAW}).get(path) == FLAW


def test_a_patch_reaches_into_the_card_of_a_material(kumar_cell):
    path = 'material."Na".properties.molar_volume'
    changed = kumar_cell.with_({path: value(24, "cm^3/mol")})
    assert changed.finding("working.molar_volume").value == pytest.approx(24e-6)
    assert changed.finding("working.young_modulus") == kumar_cell.finding("working.young_modulus")


def test_a_patch_of_a_material_that_nobody_knows_is_refused(kumar_cell):
    with pytest.raises(DesignError) as caught:
        kumar_cell.with_({"material.X.properties.density": value(1, "g/cm^3")})
    assert [p.where for p in caught.value.problems] == ["material.X.kind"]


def test_a_patch_of_no_term_is_refused_at_its_key(kumar_cell):
    with pytest.raises(DesignError) as caught:
        kumar_cell.with_({"interphase.bpi.properties.flaw_sise": FLAW})
    assert [p.where for p in caught.value.problems] == ["interphase.bpi.properties.flaw_sise"]


def test_a_setting_cannot_be_chosen_for_a_property(kumar_cell):
    chosen = Finding(Question("flaw_size", "x"), 1e-6, Chosen("me"), 0.0)
    with pytest.raises(DesignError, match="cannot be chosen"):
        kumar_cell.with_({"usual.flaw_size": chosen})


# --- what is borrowed


def fact_about(of, name="young_modulus"):
    return Finding(Question(name, of), 1e9, Reported("p:x", "measured"))


@pytest.mark.parametrize(
    ("of", "path", "own"),
    [
        ("NaF", "interphase.x.young_modulus", True),
        ("NaF(001)", "interphase.x.young_modulus", True),
        ("NaF, as a film", "interphase.x.young_modulus", True),
        ("NaF", "material.NaF.properties.young_modulus", True),
        ("NaF", "interphase.x.growth.molar_volume_per_electron", True),  # a law of the layer
        ("NaFe", "interphase.x.young_modulus", False),
        ("NaCl", "interphase.x.young_modulus", False),
        ("NaCl", "material.NaF.properties.young_modulus", False),
        ("NaF", "working.young_modulus", False),
        ("NaF", "usual.young_modulus", False),
        ("lab/cell#x", "interphase.x.young_modulus", True),
        ("lab", "interphase.x.young_modulus", True),  # the design that this one is a variant of
        ("lab/other#x", "interphase.x.young_modulus", False),
        ("NaF in lab/cell#x", "interphase.x.young_modulus", True),
        ("NaF in the bath of lab/other#x", "interphase.x.young_modulus", False),
    ],
)
def test_what_is_about_another_material_or_system_is_taken_over(of, path, own):
    phases = {"NaF": value(100, "%")}
    document = {"working": {"material": "Na"}, "interphase": {"x": {"phases": phases}}}
    why = Design("lab/cell", document).borrowed(path, fact_about(of))
    assert why == ("" if own else f"taken over from {of}")
