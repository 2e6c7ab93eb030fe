"""A design as a value: patches, numbers with their origins, and where conditions land."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from natria.answers import ask
from natria.design import Design, Unanswerable
from natria.design.paths import split
from natria.design.places import number_at
from natria.literature import fact
from natria.models import models
from natria.quantity import Assumed, Chosen, DesignError, Finding, NatriaError, Question, Reported, conditions

CELL = "kumar2020/bpi"
HAND = {"value": 5e-5, "unit": "S/cm", "why": "by hand"}


FACES = "zhu2024:exchange current in glyme"  # the fit of another file that the cell takes over


def fitted_by_hand(**values):
    given = {name.replace("_", " "): value for name, value in values.items()}
    return {
        name: Finding(Question(term, "by hand"), value, Assumed("by hand"), 0.0)
        for name, (term, value) in {FACES: ("exchange_current_density", 13.0), **given}.items()
    }


# --- patches

PATCHES = {  # path -> values that can stand there
    "temperature": ["310 K", "10 degC"],
    "stack_pressure": ["7 MPa", None],
    "title": ["another title"],
    "working.thickness": ["100 um", None],
    "working.exchange_current_density": [{"value": 2, "unit": "mA/cm^2", "why": "twice"}, None],
    "interphase": [{}],
    "interphase.bpi": [{"thickness": "1 um", "ionic_conductivity": HAND}, None],
    "interphase.bpi.on": ["working", "counter", None],
    "interphase.bpi.thickness": ["35 um", "1 um", {"value": 4, "unit": "um", "why": "seen"}],
    'interphase."bpi".ionic_conductivity': [HAND],
    "interphase.bpi.phases": [{"NaOH": {"value": 100, "unit": "%", "why": "water vapour"}}, None],
    "interphase.bpi.conduction": [None],
    "interphase.bpi.conduction.vft_temperature": [{"value": 160, "unit": "K", "why": "a guess"}],
    "interphase.bpi.growth": [None],
    "interphase.bpi.growth.time": ["300 s"],
    "interphase.outer": [{"thickness": "1 um", "ionic_conductivity": HAND}],
    "electrolyte.separator.thickness": ["1 mm"],
    "electrolyte.separator.separator": [None],
    "electrolyte.separator.porosity": [{"value": 50, "unit": "%", "why": "a guess"}],
    "electrolyte.gel": [{"material": "NaCF3SO3 in diglyme", "thickness": "10 um"}],
    "counter": [{"material": "Na"}],
    "protocol.current": ["2 mA/cm^2"],
    "protocol.areal_capacity": ["3 mAh/cm^2"],
    "protocol.steps": [["rest 1 h"], []],
    "bind": [{}, {"time": "interphase.bpi.growth.time"}, None],
    "bind.thickness": ["working.thickness", None],
}


@st.composite
def two_patches(draw):
    one, two = draw(st.lists(st.sampled_from(sorted(PATCHES)), min_size=2, max_size=2, unique=True))
    a, b = split(one), split(two)
    assume(a[: len(b)] != b and b[: len(a)] != a)
    assume({a[-1], b[-1]} != {"porosity", "separator"})  # a porosity needs the MacMullin number of a separator
    return {one: draw(st.sampled_from(PATCHES[one]))}, {two: draw(st.sampled_from(PATCHES[two]))}


@given(patches=two_patches())
@settings(max_examples=150, deadline=None)
def test_patches_of_different_paths_commute_and_are_one_patch(kumar_cell, patches):
    one, two = patches
    before = copy.deepcopy(dict(kumar_cell.document))
    both = kumar_cell.with_({**one, **two})
    assert kumar_cell.with_(one).with_(two).document == both.document
    assert kumar_cell.with_(two).with_(one).document == both.document
    assert kumar_cell.document == before


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in PATCHES.items() for value in values])
def test_a_patch_changes_its_path_and_never_the_original(kumar_cell, path, value):
    before = copy.deepcopy(dict(kumar_cell.document))
    changed = kumar_cell.with_({path: value})
    assert changed.get(path) == value
    assert kumar_cell.document == before
    restored = changed.patched({path: kumar_cell.get(path)})
    assert restored.document == before


def test_none_takes_a_key_away(kumar_cell):
    changed = kumar_cell.with_({"interphase.bpi.conduction": None})
    assert "conduction" not in changed.document["interphase"]["bpi"]
    assert not changed.has("interphase.bpi.conduction")


def test_taking_away_what_is_not_there_changes_nothing(kumar_cell):
    assert kumar_cell.with_({"stack_pressure": None}).document == kumar_cell.document


def test_an_empty_patch_changes_nothing(kumar_cell):
    assert kumar_cell.with_({}) == kumar_cell


@pytest.mark.parametrize(
    "patch",
    [
        {"interphase.bpi": {"thickness": "1 um", "ionic_conductivity": HAND}, "interphase.bpi.thickness": "2 um"},
        {"interphase.bpi.thickness": "2 um", "interphase": {}},
        {"protocol": {"current": "1 mA/cm^2"}, "protocol.steps": []},
        {'interphase."bpi"': {"thickness": "1 um", "ionic_conductivity": HAND}, "interphase.bpi.thickness": "2 um"},
        {'interphase."bpi".thickness': "1 um", "interphase.bpi.thickness": "2 um"},
    ],
    ids=["table and key", "key and table", "protocol", "table in quotes and key", "the same path twice"],
)
def test_a_patch_with_one_path_inside_another_is_refused(kumar_cell, patch):
    with pytest.raises(DesignError, match="same patch"):
        kumar_cell.with_(patch)


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("interphase.bip.thickness", "did you mean 'bpi'"),
        ("interphase.bpi.thicknes", "did you mean 'thickness'"),
        ("interphase.bpi.growht.time", "did you mean 'growth'"),
        ("interfase.bpi.thickness", "did you mean 'interphase'"),
        ("temprature", "did you mean 'temperature'"),
        ("workin.thickness", "did you mean 'working'"),
        ("protocol.curent", "did you mean 'current'"),
    ],
)
def test_an_unknown_path_is_refused_with_the_nearest_one(kumar_cell, path, hint):
    with pytest.raises(DesignError) as caught:
        kumar_cell.with_({path: "3 um"})
    assert path in str(caught.value)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "path",
    ["interphase.bpi.on.x", "title.x", "protocol.steps.x", "cell.x", "interphase.bpi.thickness.x", "", ".", ".."],
)
def test_a_path_into_something_that_is_no_table_is_refused(kumar_cell, path):
    with pytest.raises(DesignError):
        kumar_cell.with_({path: "3 um"})


def test_a_patch_is_checked_as_a_whole_and_says_what_was_changed(kumar_cell):
    with pytest.raises(DesignError) as caught:
        kumar_cell.with_({"temperature": "3 um", "working.thickness": "-1 um"})
    assert {p.where for p in caught.value.problems} == {"temperature", "working.thickness"}
    assert "with temperature, working.thickness changed" in str(caught.value)


def test_fits_are_added_and_never_change_the_original(kumar_cell):
    fits = fitted_by_hand(layer_conductivity=("ionic_conductivity", 5e-3))
    with_fits = kumar_cell.with_fits(fits, {"growth rate": "no solution"})
    assert with_fits.finding("interphase.bpi.ionic_conductivity") is fits["layer conductivity"]
    with pytest.raises(Unanswerable, match="no solution"):
        with_fits.finding("interphase.bpi.growth.growth_rate")
    with pytest.raises(Unanswerable, match="waits for the fit 'layer conductivity'"):
        kumar_cell.finding("interphase.bpi.ionic_conductivity")


def test_a_design_knows_which_fits_it_waits_for(kumar_cell):
    assert kumar_cell.waits_for() == {"layer conductivity", "growth rate", FACES}
    assert kumar_cell.with_({"interphase.bpi.growth": None}).waits_for() == {"layer conductivity", FACES}


# --- numbers, words and names


def test_a_written_number_has_its_own_origin(kumar_cell):
    chosen = kumar_cell.finding("interphase.bpi.thickness")
    assert (chosen.value, chosen.origin) == (pytest.approx(3e-6, rel=1e-12), Chosen(CELL))
    assert isinstance(kumar_cell.finding("working.thickness").origin, Assumed)
    assert kumar_cell.finding("electrolyte.separator.salt_concentration") == fact("kumar2020:salt-concentration")


def test_a_material_card_answers_where_the_design_is_silent(kumar_cell):
    found = kumar_cell.finding("electrolyte.separator.ionic_conductivity")
    assert (found.value, found.question.of) == (pytest.approx(0.5, rel=1e-12), "NaCF3SO3 in diglyme")
    separator = kumar_cell.finding("electrolyte.separator.macmullin_number")
    assert (separator.value, separator.question.of) == (7.5, "Celgard")
    assert kumar_cell.finding("working.molar_volume").question.of == "Na"


def test_what_a_design_says_stands_before_its_cards(kumar_cell):
    by_hand = kumar_cell.with_({"electrolyte.separator.ionic_conductivity": HAND})
    assert by_hand.finding("electrolyte.separator.ionic_conductivity").origin == Assumed("by hand")


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("interphase.bpi.thickness", True),
        ("interphase.bpi.growth", True),
        ("interphase.outer", False),
        ("counter", False),
        ("electrolyte.separator.porosity", True),  # from the card
        ("working.molar_volume", True),
        ("working.porosity", False),
        ("stack_pressure", False),
    ],
)
def test_a_design_knows_what_it_knows(kumar_cell, path, known):
    assert kumar_cell.has(path) is known


@pytest.mark.parametrize(
    ("path", "why"),
    [("stack_pressure", "gives no value for stack_pressure"), ("cell", "cell of kumar2020/bpi is not a number")],
)
def test_what_a_design_cannot_give_is_unanswerable_with_the_reason(kumar_cell, path, why):
    with pytest.raises(Unanswerable, match=why):
        kumar_cell.finding(path)


def test_words_are_as_written_or_as_the_schema_gives_them(kumar_cell):
    assert kumar_cell.word("cell") == "symmetric"
    assert kumar_cell.word("interphase.bpi.on") == "both"
    assert kumar_cell.with_({"interphase.bpi.on": None}).word("interphase.bpi.on") == "both"
    assert kumar_cell.with_({"interphase.bpi.on": "working"}).word("interphase.bpi.on") == "working"


def test_the_kind_of_a_material_is_a_word_of_its_card_or_of_the_designs_own(kumar_cell):
    assert kumar_cell.word('material."NaCF3SO3 in diglyme".kind') == "liquid"
    own = kumar_cell.with_({"material.mine": {"name": "mine", "kind": "polymer"}})
    assert own.word("material.mine.kind") == "polymer"
    assert not kumar_cell.word("material.mine.kind")


def test_layers_are_named_in_the_order_of_the_file():
    layer = {"thickness": "1 um", "ionic_conductivity": HAND}
    design = Design("lab", {"interphase": {"zinc": layer, "alpha": layer}})
    assert design.names("interphase") == ("zinc", "alpha")
    assert design.names("electrolyte") == ()


# --- what the words of a protocol settle


def worded(design, *steps, **given):
    return design.with_({"protocol": {**given, "steps": list(steps)}})


def test_the_words_of_a_protocol_give_its_current_and_time(kumar_cell):
    design = worded(kumar_cell, "rest 1 h", "plate 2 mA/cm^2 for 3 h", "strip 2 mA/cm^2 for 3 h", "repeat 5")
    assert design.finding("protocol.current").value == pytest.approx(20.0, rel=1e-12)
    assert design.finding("protocol.half_cycle_time").value == pytest.approx(3 * 3600.0, rel=1e-12)
    assert design.finding("protocol.current").origin == Chosen(CELL)
    assert design.stated("protocol.areal_capacity") == pytest.approx(6 * 36000.0, rel=1e-12)


def test_the_words_of_a_protocol_give_its_charge(kumar_cell):
    design = worded(kumar_cell, "plate 2 mA/cm^2 for 3 mAh/cm^2", "strip 2 mA/cm^2 for 3 mAh/cm^2")
    assert design.finding("protocol.areal_capacity").value == pytest.approx(3 * 36000.0, rel=1e-12)


def test_a_protocol_without_currents_gives_none(kumar_cell):
    design = worded(kumar_cell, "rest 1 h")
    assert not design.has("protocol.current")
    with pytest.raises(Unanswerable, match=r"gives no value for protocol\.current"):
        design.finding("protocol.current")


def test_a_word_that_names_a_setting_settles_nothing_of_its_own(kumar_cell):
    current = {"value": 1, "unit": "mA/cm^2", "std": 0.1, "why": "read off a figure"}
    design = worded(kumar_cell, "plate current for 1 h", "strip current for 1 h", current=current)
    assert not design.has("protocol.areal_capacity")
    assert design.finding("protocol.current").origin == Assumed("read off a figure")


def asked_at(**at):
    return Question("cell_overpotential", CELL, conditions(**at))


def test_conditions_land_where_the_design_binds_them_or_in_the_usual_places(kumar_cell):
    here, placed, homeless = kumar_cell.under(asked_at(current="5 mA/cm^2", thickness="35 um", temperature="310 K"))
    assert placed == {
        "current": "protocol.current",
        "temperature": "temperature",
        "thickness": "interphase.bpi.thickness",
    }
    assert homeless == {}
    found = here.finding("interphase.bpi.thickness")
    assert (found.value, found.std, found.origin) == (35e-6, 0.0, Chosen("the question"))
    assert found.question == Question("layer_thickness", f"{CELL}#interphase.bpi.thickness")


def test_conditions_never_change_the_design_itself(kumar_cell):
    before = copy.deepcopy(dict(kumar_cell.document))
    kumar_cell.under(asked_at(current="5 mA/cm^2", thickness="35 um"))
    assert kumar_cell.document == before


@pytest.mark.parametrize(
    "at",
    [
        {"cycle": "1"},  # no place
        {"cycle": "1 to 500"},  # no place
        {"electrode_gap": "2 mm"},  # no place
        {"current": "1 mA/cm^2 to 2 mA/cm^2"},  # a span is not one value
        {"mass_loading": "1 mg/cm^2"},  # this cell has no counter electrode of its own
    ],
)
def test_a_condition_without_a_place_is_left_out_for_the_caller_to_refuse(kumar_cell, at):
    here, placed, homeless = kumar_cell.under(asked_at(**at))
    assert placed == {}
    assert list(homeless) == list(at)
    assert here.document == kumar_cell.document


def test_the_layer_of_bare_sodium_has_no_thickness_to_change(kumar_case):
    bare = kumar_case.design(f"{CELL}/pristine").patched({"bind": {"thickness": "interphase.bpi.thickness"}})
    _, placed, homeless = bare.under(asked_at(thickness="35 um"))
    assert placed == {}
    assert homeless == {"thickness": "there is no interphase.bpi"}


@pytest.mark.parametrize(("condition", "value"), [("current", "2 mA/cm^2"), ("areal_capacity", "2 mAh/cm^2")])
def test_what_the_words_of_a_protocol_settle_cannot_be_asked_otherwise(kumar_cell, condition, value):
    design = worded(kumar_cell, "plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h")
    _, placed, homeless = design.under(asked_at(**{condition: value}))
    assert placed == {}
    assert homeless[condition].startswith("the steps of the protocol settle it")


@pytest.mark.parametrize(("condition", "value"), [("current", "1 mA/cm^2"), ("areal_capacity", "1 mAh/cm^2")])
def test_what_the_words_of_a_protocol_say_too_has_its_place(kumar_cell, condition, value):
    design = worded(kumar_cell, "plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h")
    here, placed, homeless = design.under(asked_at(**{condition: value}))
    assert placed == {condition: f"protocol.{condition}"}
    assert homeless == {}
    assert here.document == design.document


@pytest.mark.parametrize(("at", "path"), [({"thickness": "35 um"}, "interphase.bpi.thickness")])
def test_a_condition_is_the_patch_of_its_path(kumar_cell, at, path):
    design = kumar_cell.with_fits(fitted_by_hand(layer_conductivity=("ionic_conductivity", 5e-3)))
    (text,) = at.values()
    model = models()["layered_cell"]
    by_condition = ask(model, design, asked_at(current="1 mA/cm^2", **at))
    by_patch = ask(model, design.with_({path: text}), asked_at(current="1 mA/cm^2"))
    assert by_condition.value == by_patch.value


def test_a_variant_and_the_same_condition_of_a_question_give_the_same_answer(kumar_case):
    fits = fitted_by_hand(layer_conductivity=("ionic_conductivity", 5e-3))
    model = models()["layered_cell"]
    thin = ask(model, kumar_case.base.with_fits(fits), asked_at(current="1 mA/cm^2"))
    asked = ask(model, kumar_case.base.with_fits(fits), asked_at(current="1 mA/cm^2", thickness="35 um"))
    variant = ask(
        model,
        kumar_case.design(f"{CELL}/35um").with_fits(fits),
        replace(asked_at(current="1 mA/cm^2"), of=f"{CELL}/35um"),
    )
    assert asked.value == variant.value
    assert asked.value > 2 * thin.value


def test_every_number_that_a_design_gives_is_of_the_term_of_its_place(kumar_cell):
    design = kumar_cell.with_fits(
        fitted_by_hand(layer_conductivity=("ionic_conductivity", 5e-3), growth_rate=("growth_rate", 1e-7))
    )
    paths = [
        "temperature",
        "working.thickness",
        "working.exchange_current_density",
        "interphase.bpi.thickness",
        "interphase.bpi.ionic_conductivity",
        "interphase.bpi.phases.NaOH",
        "interphase.bpi.conduction.vft_energy",
        "interphase.bpi.growth.growth_rate",
        "electrolyte.separator.salt_concentration",
        "electrolyte.separator.porosity",
        "protocol.current",
    ]
    for path in paths:
        assert design.finding(path).question.name == number_at(path).term
    assert isinstance(design.finding("interphase.bpi.conduction.vft_energy").origin, Reported)


def test_a_fit_of_another_term_cannot_stand_for_a_number(kumar_cell):
    wrong = fitted_by_hand(layer_conductivity=("growth_rate", 1e-7))
    with pytest.raises((NatriaError, Unanswerable), match="growth_rate"):
        kumar_cell.with_fits(wrong).finding("interphase.bpi.ionic_conductivity")


def test_an_asked_current_cannot_contradict_the_words_even_where_a_setting_is_given(kumar_cell):
    design = kumar_cell.patched({"protocol.steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h"]})
    assert design.get("protocol.current") is not None
    _, placed, homeless = design.under(asked_at(current="2 mA/cm^2"))
    assert placed == {}
    assert "the steps of the protocol settle it" in homeless["current"]


@pytest.mark.parametrize(("capacity", "fits"), [("2 mAh/cm^2", True), ("1 mAh/cm^2", False)])
def test_a_charge_is_held_against_the_asked_current_and_the_time_of_the_words(kumar_cell, capacity, fits):
    design = worded(kumar_cell, "plate current for 1 h", "strip current for 1 h", current="1 mA/cm^2")
    _, placed, homeless = design.under(asked_at(current="2 mA/cm^2", areal_capacity=capacity))
    assert ("areal_capacity" in placed) is fits
    assert ("areal_capacity" in homeless) is not fits


def test_an_asked_temperature_leaves_behind_where_the_properties_are_known(kumar_cell):
    here, placed, _ = kumar_cell.under(asked_at(temperature="330 K"))
    assert placed == {"temperature": "temperature"}
    assert here.finding("temperature").value == pytest.approx(330.0)
    assert here.finding("reference_temperature").value == pytest.approx(298.15)
    assert kumar_cell.with_({"temperature": "330 K"}).get("reference_temperature") is None


# --- what is taken over from something else


@pytest.mark.parametrize(
    ("path", "fact_id", "why"),
    [
        ("working.exchange_current_density", "yuan2025:i0", "taken over from yuan2025/nas"),
        ("electrolyte.separator.salt_concentration", "kumar2020:salt-concentration", ""),
    ],
)
def test_a_fact_about_another_system_is_taken_over(kumar_cell, path, fact_id, why):
    design = kumar_cell.with_({path: {"fact": fact_id}})
    found = design.finding(path)
    assert found.id == fact_id
    assert design.borrowed(path, found) == why


def test_a_fact_about_the_material_itself_is_its_own(kumar_cell):
    found = kumar_cell.finding("working.young_modulus")
    assert found.id == "kumar2020:E-Na"
    assert kumar_cell.borrowed("working.young_modulus", found) == ""


def test_a_card_of_the_designs_own_comes_before_the_packages(kumar_cell):
    card = {"kind": "metal", "properties": {"molar_volume": {"value": 24, "unit": "cm^3/mol", "why": "mine"}}}
    design = kumar_cell.with_({"material": {"Na": card}})
    assert design.finding("working.molar_volume").value == pytest.approx(24e-6)
    assert design.finding("working.molar_volume").question.of == "Na"


def test_a_control_is_not_the_system_that_it_is_a_control_for(kumar_case):
    base, bare = kumar_case.design(CELL), kumar_case.design(f"{CELL}/pristine")
    of_base, of_bare = (fact(f"kumar2020:vft-{name}") for name in ("bpi", "pristine"))
    path = "interphase.bpi.conduction.vft_energy"
    assert base.borrowed(path, of_base) == ""
    assert bare.borrowed(path, of_bare) == bare.borrowed(path, of_base) == ""
    assert base.borrowed(path, of_bare) == "taken over from kumar2020/bpi/pristine"
