"""Options that the page asks for: described once, passed on to what they are for, refused where they are none."""

from dataclasses import fields

import pytest

from natria.app.measure.options import EVERY, given_of, names_for, read_options
from natria.quantity import InputError
from natria.studies import CurvesGiven, KineticsGiven

OF_FILES = {"peaks"}  # names a file beside the spectrum, which a page does not read


def test_each_option_has_a_label_and_reaches_what_it_is_for():
    assert all(one.label and one.of for one in EVERY)
    given = given_of({one.name: "1" for one in EVERY if one.name != "cell"} | {"cell": "half", "steps": "1=S; 2=P"})
    assert (given.cell.area, given.cell.cell, given.cell.formation, given.circuit) == ("1", "half", 1, "1")
    assert given.materials.steps == ("1=S", "2=P")
    for of in (given.kinetics, given.materials):
        assert all(getattr(of, field.name) for field in fields(of) if field.name not in OF_FILES)


def test_every_option_of_kinetics_and_materials_is_in_the_form():
    names = {one.name for one in EVERY}
    assert {field.name for kind in (KineticsGiven, CurvesGiven) for field in fields(kind)} - OF_FILES <= names


def test_the_form_shows_what_such_data_need():
    assert "circuit" in names_for(["spectra"])
    assert "circuit" not in names_for(["cycling"])
    assert names_for([]) == names_for(["cycling"])


@pytest.mark.parametrize("document", [[], {"colour": "red"}, {"area": 1}, {"area": "x" * 501}])
def test_what_is_no_option_is_refused(document):
    with pytest.raises(InputError):
        read_options(document)


def test_a_number_of_formation_cycles_is_one():
    with pytest.raises(InputError):
        given_of({"formation": "two"})
