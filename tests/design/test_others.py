"""Fits that a design takes over from another design file: how they are named, and what is wrong with a name."""

import pytest

from natria.design import load_case, split_reference
from natria.quantity import DesignError

I0 = 'exchange_current_density = { value = 1.3, unit = "mA/cm^2", why = "a guess" }'


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("layer conductivity", ("", "layer conductivity")),
        ("zhu2024:exchange current in glyme", ("zhu2024", "exchange current in glyme")),
        ("../bare.toml:i0", ("../bare.toml", "i0")),
        ("C:/cells/bare.toml:i0", ("C:/cells/bare.toml", "i0")),
    ],
)
def test_a_name_is_that_of_a_file_and_of_a_parameter(name, parts):
    assert split_reference(name) == parts


def with_fit(small_cell_with, name):
    return small_cell_with((I0, f'exchange_current_density = {{ fit = "{name}" }}'))


def test_a_fit_of_another_case_may_be_named(small_cell_with, design_file):
    case = load_case(str(design_file(with_fit(small_cell_with, "zhu2024:exchange current in glyme"))))
    assert "zhu2024:exchange current in glyme" in case.base.waits_for()
    assert case.other("zhu2024").base.name == "zhu2024/naf-treat-hf"
    assert case.other("zhu2024") is case.other("zhu2024")


def test_another_file_may_stand_beside_it(small_cell, small_cell_with, design_file, tmp_path):
    (tmp_path / "bare.toml").write_text(small_cell.replace("film conductivity", "bare"), encoding="utf-8")
    sigma = small_cell_with(('{ fit = "film conductivity" }', '{ fit = "bare.toml:bare" }'))
    case = load_case(str(design_file(sigma)))
    assert case.other("bare.toml").study.fit["film"].data == ["kumar2020:eta-3um"]


WRONG = [  # the name of the fit, words of what is wrong and of how to mend it
    ("zhu2025:exchange current in glyme", ["zhu2025", "neither a case nor a design file", "zhu2024"]),
    ("no-such.toml:x", ["no-such.toml", "neither a case nor a design file"]),
    ("zhu2024:exchange current in glymes", ["'exchange current in glymes'", "exchange current in glyme'"]),
    ("kumar2020:growth rate", ["growth_rate", "exchange_current_density is expected"]),
    ("exchange current in glyme", ["this file does not have", "film conductivity"]),
]


@pytest.mark.parametrize(("name", "words"), WRONG)
def test_a_fit_that_cannot_be_taken_over_is_a_problem(small_cell_with, refusal_of_file, name, words):
    problems = [p for p in refusal_of_file(with_fit(small_cell_with, name)).problems if p.where.startswith("working")]
    (problem,) = problems
    assert problem.where == "working.exchange_current_density"
    text = f"{problem.what} {problem.fix}"
    assert not [word for word in words if word not in text], text


def test_a_case_of_natria_takes_over_a_fit_of_another_one():
    case = load_case("kumar2020")
    assert case.base.waits_for() == {"zhu2024:exchange current in glyme", "layer conductivity", "growth rate"}


def test_a_missing_file_is_an_error_where_it_is_read():
    with pytest.raises(DesignError):
        load_case("kumar2020").other("no-such.toml")
