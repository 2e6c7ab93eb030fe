"""The table of a mixed conductor: its law, its reason, and an inside that is whole or left out."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from natria.design.places import number_at
from natria.design.schema.mixed import MixedTable

FACES = {
    "law": "linear",
    "why": "small currents",
    "deposit": {"law": "wetted", "why": "needles"},
    "exchange_current_top": "1 mA/cm^2",
    "exchange_current_under": "1 mA/cm^2",
}


def number(value: float, unit: str) -> dict[str, object]:
    return {"value": value, "unit": unit, "why": "made up", "ground": "guess", "std": value}


def table(**changes: object) -> MixedTable:
    faces = {name: number(1, "mA/cm^2") for name in FACES if name.startswith("exchange")}
    return MixedTable.model_validate({**FACES, **faces, **changes}, context={"papers": ()})


def test_a_dense_layer_needs_its_faces_alone() -> None:
    assert table().specific_internal_area is None


@pytest.mark.parametrize("name", ["specific_internal_area", "exchange_current_within", "porosity"])
def test_an_inside_is_given_whole(name: str) -> None:
    units = {"specific_internal_area": "1/um", "exchange_current_within": "mA/cm^2", "porosity": "%"}
    with pytest.raises(ValidationError):
        table(**{name: number(1, units[name])})
    assert table(**{one: number(1, unit) for one, unit in units.items()}).porosity is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"law": "tafel"},
        {"deposit": None},
        {"deposit": {"law": "mossy", "why": "seen"}},
        {"why": " "},
        {"exchange_current_top": None},
        {"thickness": 1},
    ],
)
def test_a_wrong_table_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        table(**changes)


def test_numbers_of_the_table_have_paths() -> None:
    for name in MixedTable.model_fields:
        found = number_at(f"interphase.mci.mixed.{name}")
        assert (found is None) == (name in {"law", "why", "evidence", "deposit"})
