"""Edits of numbers and choices of a design and its variants, and the description that offers them."""

import pytest

from natria.design import read_case_text
from natria.design.case import cases
from natria.design.editing import edited, fields_of, picture_of
from natria.quantity import InputError

HALF = 0.5e-6  # m


def case_of(name):
    return read_case_text(cases()[name].read_text(encoding="utf-8"), cases()[name])


@pytest.fixture(scope="module")
def lu():
    return case_of("lu2026")


def after(case, system, path, value):
    """The system of the text that an edit makes."""
    text = cases()["lu2026"].read_text(encoding="utf-8")
    made = edited(text, case.design(system), path, value)
    return read_case_text(made, cases()["lu2026"], whole=False).design(system), made


@pytest.mark.parametrize("system", ["lu2026/sfc-na", "lu2026/f-na", "lu2026/na3sb", "lu2026/sfc-na/nvp"])
def test_a_thickness_is_changed_in_the_system_that_is_asked(lu, system):
    layer = lu.design(system).names("interphase")[0]
    path = f"interphase.{layer}.thickness"
    design, _ = after(lu, system, path, "0.5 um")
    assert design.finding(path).value == pytest.approx(HALF)
    if system != lu.base.name:
        assert read_case_text(_, cases()["lu2026"], whole=False).base.document == lu.base.document


@pytest.mark.parametrize("system", ["lu2026/sfc-na", "lu2026/sfc-na/nvp"])
def test_a_phase_is_replaced_with_its_share(lu, system):
    before = lu.design(system).finding("interphase.mci.phases.NaF").value
    design, _ = after(lu, system, "interphase.mci.phases.NaF", "Na3P")
    assert design.names("interphase.mci.phases") == ("Na3P", "Na3Sb")
    assert design.finding("interphase.mci.phases.Na3P").value == before


def test_a_property_becomes_an_assumption_and_a_word_stays_a_word(lu):
    design, text = after(lu, "lu2026/sfc-na", "interphase.mci.ionic_conductivity", "2e-6 S/cm")
    found = design.finding("interphase.mci.ionic_conductivity")
    assert (found.value, type(found.origin).__name__) == (pytest.approx(2e-4), "Assumed")
    design, text = after(lu, "lu2026/sfc-na", "electrolyte.gel.separator", "Celgard")
    assert design.get("electrolyte.gel.separator") == "Celgard"
    assert 'separator = "Celgard"' in text


@pytest.mark.parametrize("value", ["", "thick", "-3 um", "3 V", "nan um", "1e999 um"])
def test_what_is_no_thickness_is_refused(lu, value):
    text = cases()["lu2026"].read_text(encoding="utf-8")
    with pytest.raises(InputError):
        edited(text, lu.base, "interphase.mci.thickness", value)
    with pytest.raises(InputError):
        edited(text, lu.base, "interphase.mci.ionic_conductivity", value)


def test_a_material_without_a_card_is_refused(lu):
    text = cases()["lu2026"].read_text(encoding="utf-8")
    with pytest.raises(InputError):
        edited(text, lu.base, "interphase.mci.phases.NaF", "unobtainium")


@pytest.mark.parametrize("name", sorted(cases()))
def test_every_number_that_is_offered_can_be_set_to_itself(name):
    """The description gives the value as it is typed, its unit and its range, and takes the value back."""
    case = case_of(name)
    text = cases()[name].read_text(encoding="utf-8")
    fields = fields_of(case.base)
    assert len({one.path for one in fields.numbers}) == len(fields.numbers)
    for one in fields.numbers:
        assert one.label
        assert one.part
        if one.low is not None:
            assert one.least <= one.low < one.high <= one.most
        if one.value is None or one.locked or one.role != "setting":
            continue
        made = edited(text, case.base, one.path, one.shown)
        value = read_case_text(made, cases()[name], whole=False).base.finding(one.path).value
        assert value == pytest.approx(case.base.finding(one.path).value, rel=1e-6)


def test_choices_are_cards_or_words_and_have_the_present_one(lu):
    for one in fields_of(lu.base).choices:
        values = [option.value for option in one.options]
        assert one.value in values
        assert len(values) == len(set(values))
    phases = [one for one in fields_of(lu.base).choices if one.of_key]
    assert [one.value for one in phases] == ["NaF", "Na3Sb"]
    assert "Na3Sb" not in [option.value for option in phases[0].options]  # it is in the layer already


def test_the_picture_has_the_layers_in_their_order(lu):
    picture = picture_of(lu.base)
    names = [(one.pattern, one.mirrored) for one in picture.layers]
    assert names == [("metal", False), ("film", False), ("fluid", False), ("film", True), ("metal", True)]
    assert [one.thickness for one in picture.layers] == pytest.approx([400e-6, 1e-6, 500e-6, 1e-6, 400e-6])
    assert picture_of(lu.design("lu2026/p-na")).layers[1].pattern == "fluid"  # no film on pristine sodium
    full = picture_of(lu.design("lu2026/sfc-na/nvp"))
    assert [one.pattern for one in full.layers] == ["metal", "film", "fluid", "composite"]
    known = {one.path for one in fields_of(lu.base).numbers}
    assert {one.path for one in picture.layers} <= known
