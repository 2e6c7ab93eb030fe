"""Options that the page asks for: described once, passed on to what they are for, refused where they are none."""

from dataclasses import fields

import pytest

from natria.app.measure.options import EVERY, RESISTANCES, given_of, names_for, read_options
from natria.app.wording import problem_of
from natria.quantity import InputError
from natria.studies import CurvesGiven, KineticsGiven


def test_each_option_has_a_label_and_reaches_what_it_is_for():
    assert all(one.label and one.of for one in EVERY)
    typed = {one.name: "1 ohm" if one.name in RESISTANCES else "1" for one in EVERY}
    given = given_of(typed | {"cell": "half", "steps": "1=S; 2=P"})
    assert (given.cell.area, given.cell.cell, given.cell.formation, given.circuit) == ("1", "half", 1, "1")
    assert given.materials.steps == ("1=S", "2=P")
    for of in (given.kinetics, given.materials):
        assert all(getattr(of, field.name) for field in fields(of))


def test_every_option_of_kinetics_and_materials_is_in_the_form():
    names = {one.name for one in EVERY}
    assert {field.name for kind in (KineticsGiven, CurvesGiven) for field in fields(kind)} <= names


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


PLAN = """background = "linear"
[[peak]]
name = "S 2p"
place = "{place}"
width = "1.4 eV"
"""


def test_peaks_are_typed_as_lines_and_never_name_a_file(tmp_path):
    plan = given_of({"peaks": PLAN.format(place="161 eV")}).materials.settings("a sample", "me", "xps").plan
    assert [(one.name, one.place, one.width) for one in plan.guesses] == [("S 2p", 161.0, 1.4)]
    secret = tmp_path / "peaks.toml"
    secret.write_text(PLAN.format(place="161 eV"))
    with pytest.raises(InputError) as refused:
        given_of({"peaks": str(secret)}).materials.settings("a sample", "me", "xps")
    assert problem_of(refused.value)["what"].startswith("Peaks of a spectrum: ")


def test_a_wrong_line_of_the_peaks_is_named():
    with pytest.raises(InputError) as refused:
        given_of({"peaks": PLAN.format(place="five apples")}).materials.settings("a sample", "me", "xps")
    (one,) = refused.value.problems
    assert one.where == "peak 1, place"
    with pytest.raises(InputError) as refused:
        given_of({"peaks": "background = \n"}).materials.settings("a sample", "me", "xps")
    assert "line 1" in refused.value.problems[0].what


def test_a_text_of_several_lines_may_be_longer():
    assert len(read_options({"peaks": "#" * 5000})["peaks"]) == 5000
    with pytest.raises(InputError):
        read_options({"peaks": "#" * 20_001})


@pytest.mark.parametrize("name", ["resistance", "before", "after"])
def test_a_resistance_never_names_a_file(name, tmp_path):
    file = tmp_path / "spectrum.csv"
    file.write_text("frequency\n")
    with pytest.raises(InputError) as refused:
        given_of({name: str(file)})
    assert refused.value.problems[0].where == name
    assert getattr(given_of({name: "80 ohm"}).kinetics, name) == "80 ohm"
