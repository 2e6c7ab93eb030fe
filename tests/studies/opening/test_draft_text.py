"""Texts of designs that are being written: cases, or problems with their lines."""

import pytest

from natria.design import load_case
from natria.studies import Studio
from natria.studies.opening.draft import read_draft, studio_of


def test_a_text_is_the_case_of_its_file(small_cell, tmp_path):
    draft = read_draft(small_cell, tmp_path / "cell.toml")
    assert draft.problems == ()
    assert draft.case.systems == ("lab/cell", "lab/cell/thick")


@pytest.mark.parametrize("whole", [True, False])
def test_problems_have_the_line_in_which_they_stand(small_cell, tmp_path, whole):
    wrong = small_cell.replace('thickness = "25 um"', 'thickness = "25 V"').replace('cell = "sym', 'cell = "sim')
    draft = read_draft(wrong, tmp_path / "cell.toml", whole=whole)
    assert draft.case is None
    lines = wrong.splitlines()
    found = {one.where: lines[one.line - 1] for one in draft.problems}
    assert found == {"cell": 'cell = "simmetric"', "electrolyte.gap.thickness": 'thickness = "25 V"'}
    assert all(one.fix for one in draft.problems)


def test_the_line_of_a_text_that_is_no_toml_is_known(tmp_path):
    draft = read_draft('name = "a"\ncell = \n', tmp_path / "cell.toml")
    assert [one.line for one in draft.problems] == [2]


def test_what_a_variant_breaks_is_found_as_a_whole(small_cell, tmp_path):
    wrong = small_cell.replace('"35 um"', '"35 V"')
    assert read_draft(wrong, tmp_path / "cell.toml", whole=False).case is not None
    (problem,) = read_draft(wrong, tmp_path / "cell.toml").problems
    assert wrong.splitlines()[problem.line - 1].startswith("patch")


@pytest.mark.parametrize(("name", "count"), [("chi2022", 3), ("kumar2020", 3), ("lu2026", 3)])
def test_a_system_alone_has_the_numbers_that_it_has_among_all(name, count):
    case = load_case(name)
    every = Studio(case)
    for system in case.systems[:count]:
        one, other = studio_of(case, system).design(system), every.design(system)
        assert one.document == other.document
        mine = {key: (f.value, f.std) for key, f in one.fitted.items() if key in one.waits_for()}
        assert mine == {key: (f.value, f.std) for key, f in other.fitted.items() if key in other.waits_for()}
