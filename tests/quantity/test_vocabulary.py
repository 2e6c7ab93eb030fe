"""Terms and conditions: what every row must be, and which rows must stay apart."""

import ast
import inspect
from functools import cache
from importlib import import_module

import pytest
from pint import UnitRegistry

from natria.quantity import (
    CONDITIONS,
    TERMS,
    Question,
    VocabularyError,
    condition,
    factor,
    from_si,
    match,
    outside,
    term,
    to_si,
)
from natria.quantity.terms import OURS


@cache
def registry_of_its_own():
    return UnitRegistry(cache_folder=None)


ROWS = [*TERMS.values(), *CONDITIONS.values()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{type(row).__name__}-{row.name}")
def test_the_shown_unit_converts_to_si_and_back(row):
    assert factor(row.unit, row.unit) == pytest.approx(1.0, rel=1e-12)
    assert factor(row.shown, row.unit) > 0
    assert from_si(to_si(7.25, row.shown, row.unit), row.shown, row.unit) == pytest.approx(7.25, rel=1e-14)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{type(row).__name__}-{row.name}")
def test_every_row_says_what_it_means_in_words_and_has_a_plain_name(row):
    assert row.meaning
    assert row.name.isidentifier()
    assert row.name == row.name.lower()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{type(row).__name__}-{row.name}")
def test_si_units_are_written_without_prefix(row):
    """One of it is one of the product of base units: a volt is one kg m^2/(s^3 A)."""
    registry = registry_of_its_own()
    unit = {"1": "dimensionless", "ohm m^2": "ohm*m^2"}.get(row.unit, row.unit)
    assert registry.Quantity(1.0, unit).to_base_units().magnitude == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("row", TERMS.values(), ids=lambda row: row.name)
def test_what_a_term_needs_are_conditions(row):
    assert set(row.needs) <= set(CONDITIONS)


def names_in_source(module, call):
    """The first arguments of T("..") or C("..") in the tables as they are written."""
    sources = OURS if module == "terms" else (import_module(f"natria.quantity.{module}"),)
    return [
        node.args[0].value
        for source in sources
        for node in ast.walk(ast.parse(inspect.getsource(source)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call
    ]


@pytest.mark.parametrize(("module", "call", "table"), [("terms", "T", TERMS), ("conditions", "C", CONDITIONS)])
def test_no_name_is_given_twice(module, call, table):
    """A second row of the same name would take the place of the first without a word."""
    assert sorted(names_in_source(module, call)) == sorted(table)


@pytest.mark.parametrize("row", CONDITIONS.values(), ids=lambda row: row.name)
def test_tolerances_are_small_and_never_negative(row):
    assert 0 <= row.rel <= 0.05
    assert row.abs >= 0


@pytest.mark.parametrize(
    "names",
    [
        ("cell_overpotential", "cell_overpotential_ir_free", "electrode_overpotential", "hysteresis"),
        ("vft_energy", "arrhenius_energy", "migration_barrier"),
        ("current_fraction", "cation_transference_number"),
        ("sand_time", "salt_depletion_time"),
        (
            "plating_stripping_efficiency",
            "aurbach_efficiency",
            "coulombic_efficiency",
            "coulombic_efficiency_as_assembled",
        ),
    ],
)
def test_numbers_of_different_conventions_are_different_terms_and_never_match(names):
    at = {"current": 10.0}
    assert len({TERMS[name].convention or TERMS[name].meaning for name in names}) == len(names)
    for a in names:
        for b in names:
            found = match(Question(a, "kumar2020/bpi", at), Question(b, "kumar2020/bpi", at))
            assert bool(found) == (a == b)
            assert a == b or found.why_not == f"{a} is not {b}"


def test_an_overpotential_cannot_be_compared_without_its_current():
    for name in ("cell_overpotential", "cell_overpotential_ir_free", "electrode_overpotential"):
        assert TERMS[name].needs == ("current",)


def test_an_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(VocabularyError, match="'cell_overpotental' is not in the vocabulary") as refused:
        term("cell_overpotental")
    assert "did you mean 'cell_overpotential'" in refused.value.fix
    with pytest.raises(VocabularyError, match="'presure' is not a condition") as refused:
        condition("presure")
    assert "did you mean 'pressure'" in refused.value.fix


@pytest.mark.parametrize(
    ("domain", "inside", "wrong"),
    [
        ("positive", (1e-300, 1.0, 1e300), (0.0, -1e-300)),
        ("not negative", (0.0, 1e300), (-1e-300,)),
        ("fraction", (0.0, 0.5, 1.0), (-1e-9, 1.000001)),
        ("any", (-1e300, 0.0, 1e300), ()),
    ],
)
def test_a_domain_takes_what_lies_inside_and_says_why_not(domain, inside, wrong):
    assert [outside(value, domain) for value in inside] == [""] * len(inside)
    assert all(outside(value, domain).startswith("must ") for value in wrong)
