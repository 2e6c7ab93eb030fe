"""An interphase layer with pores: what it must give, and what it cannot."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from natria.design import problems_of_design
from natria.design.places import number_at


def known(value: float, unit: str = "1") -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


CELL: dict[str, Any] = {
    "name": "test/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "working": {"material": "Na", "exchange_current_density": known(1.3, "mA/cm^2")},
    "interphase": {"film": {"thickness": "3 um", "ionic_conductivity": known(5e-5, "S/cm")}},
    "electrolyte": {
        "gap": {"material": "NaCF3SO3 in diglyme", "thickness": "25 um", "salt_concentration": "1 mol/L"},
        "glass": {"material": "Na3PS4", "thickness": "100 um", "ionic_conductivity": known(1e-4, "S/cm")},
    },
}
PORES = {"porosity": known(0.06), "macmullin_number": known(100)}
EXPONENT = {"properties": {"pore_exponent": known(1.5)}}


def places(film: dict[str, Any]) -> set[str]:
    cell = deepcopy(CELL)
    cell["interphase"]["film"] |= film
    return {problem.where.removeprefix("interphase.film.") for problem in problems_of_design(cell)}


@pytest.mark.parametrize(
    ("film", "wrong"),
    [
        ({}, set()),
        ({"filled_by": "gap", **PORES}, set()),
        ({"filled_by": "gap"}, {"porosity", "macmullin_number"}),
        ({"filled_by": "gap", "porosity": known(0.06)}, {"macmullin_number"}),
        (PORES, {"porosity", "macmullin_number"}),
        ({"filled_by": "gab", **PORES}, {"filled_by"}),
        ({"filled_by": "glass", **PORES}, {"filled_by"}),
        ({"filled_by": "gap", **PORES, "porosity": known(1.2)}, {"porosity"}),
        ({"properties": {"porosity": known(0.06)}}, {"properties.porosity"}),
        ({"filled_by": "gap", "porosity": known(0.06), **EXPONENT}, set()),
        ({"filled_by": "gap", **PORES, **EXPONENT}, {"properties.pore_exponent"}),
        (EXPONENT, {"properties.pore_exponent"}),
    ],
)
def test_pores_and_their_filling_belong_together(film, wrong) -> None:
    assert places(film) == wrong


def test_pores_are_numbers_of_their_terms() -> None:
    for name in PORES:
        number = number_at(f"interphase.film.{name}")
        assert number is not None
        assert number.term == name


@pytest.mark.parametrize(("name", "wrong"), [("gap", False), ("gab", True)])
def test_pores_of_an_electrode_name_a_layer_of_the_electrolyte(name, wrong) -> None:
    cell = deepcopy(CELL)
    cell["counter"] = {"material": "Na", "pores": {"law": "uniform", "why": "a test", "filled_by": name, **PORES}}
    found = {problem.where for problem in problems_of_design(cell)}
    assert ("counter.pores.filled_by" in found) is wrong
