"""Maps and lives as data: points know their facts, pairs without data say why, a design has neighbours."""

import pytest

from natria.app.literature.drawn import facts_file
from natria.app.literature.maps import MAPS, literature_map, map_axes, reported_lives
from natria.literature import library
from natria.quantity import InputError

pytestmark = pytest.mark.slow  # they import the models


def of(y, x, *more):
    return [["y", y], ["x", x], *more]


@pytest.mark.parametrize(("y", "x"), MAPS)
def test_each_point_of_a_map_is_a_series_that_names_its_facts(y, x):
    made = literature_map(of(y, x), "")
    (panel,) = made["plot"]["panels"]
    refs = [one["refs"] for one in panel["series"] if one["refs"]]
    facts = library().facts
    reported = [ids for ids in made["ids"] if ids]
    assert all(name in facts for ids in reported for name in ids)
    drawn = {name for some in refs for name in some if name in facts}
    pairs = [row for row in made["points"]["rows"] if row[2] and row[3]]
    assert drawn == {
        name for row, ids in zip(made["points"]["rows"], made["ids"], strict=True) if row in pairs for name in ids
    }
    ticks = [mark for mark in panel["marks"] if mark["ends"] != [0.0, 1.0]]
    assert all(mark["ends"][1] < 0.1 for mark in ticks)


def test_pairs_are_counted_and_those_without_data_say_why():
    found = map_axes("modulus")
    partners = {one["word"]: one for one in found["partners"]}
    assert partners["barrier"]["pairs"] == 3
    assert partners["barrier"]["why"] == ""
    without = [one for one in partners.values() if one["pairs"] == 0]
    assert without
    assert all(one["why"] for one in without)
    assert len({one["word"] for one in found["words"]}) == len(found["words"])
    with pytest.raises(InputError):
        map_axes("nope")


def test_a_design_is_placed_and_its_neighbours_are_named():
    made = literature_map(of("modulus", "barrier", ["design", "lu2026"]), "lu2026")
    assert len(made["near"]) == 2
    assert made["near"][0]["near"][0]["ids"]
    stars = [one for one in made["plot"]["panels"][0]["series"] if one["style"]["marker"] == "*" and one["x"]]
    assert len(stars) == 2
    assert "lu2026/na3sb" in made["systems"]
    every = literature_map(of("modulus", "barrier", ["design", "lu2026"], ["system", "all"]), "lu2026")
    assert len(every["near"]) > 2


def test_lives_have_a_sentence_figures_and_tables_for_chosen_covariates():
    made = reported_lives([])
    assert made["headline"]
    assert [plot["id"] for plot in made["plots"]] == ["lives-survival", "lives-effects"]
    effects = made["plots"][1]["panels"][0]
    assert len(effects["y"]["ticks"]) == 6
    assert made["by"] == ["current", "capacity", "class"]
    fewer = reported_lives([["by", "current"], ["cell", "any"]])
    assert fewer["by"] == ["current"]
    with pytest.raises(InputError):
        reported_lives([["life", "age"]])


def test_what_is_shown_is_what_the_files_have():
    asked = [["quantity", "cell_overpotential"], ["sort", "-value"]]
    rows = facts_file("csv", asked).splitlines()
    assert [row.split(",")[0] for row in rows[1:3]] == ["kumar2020:eta-35um", "lu2026:eta-deposition"]
    assert facts_file("bibtex", asked).count("@article") == 3
