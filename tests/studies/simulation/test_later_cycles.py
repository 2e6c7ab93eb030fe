"""Later cycles of a full cell: answered where something ages, by what a run of all cycles gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from natria.answers import ask_number
from natria.design import load_case
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.equations.observe import PLACE
from natria.quantity import Finding, Question, Refused
from natria.studies.simulation.full_cell import FULL_CELL

CYCLE = 12


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "ground": "guess", "why": "of the test"}


AGEING = {"counter.ageing": {"contact_loss_per_cycle": known(2, "%/cycle")}}


def design(system: str, **patch: Any) -> Any:
    return load_case(system.split("/", maxsplit=1)[0]).design(system).with_(patch)


def asked(design: Any, term: str, **at: float) -> Finding | Refused:
    return ask_number(FULL_CELL, design, Question(term, design.name, at), spread=False)


def value(design: Any, term: str, **at: float) -> float:
    found = asked(design, term, **at)
    assert isinstance(found, Finding), found
    return found.value


@pytest.fixture(scope="module")
def chi():
    return design("chi2022/na-s", **AGEING)


def test_a_later_cycle_is_that_of_a_run_of_all_cycles(chi):
    prepared = prepare(chi)
    done = list(run(pack(prepared.cell), legs(prepared.blocks, "full", CYCLE), prepared.limits))
    last = done[-2].rows
    assert done[-2].leg.verb == "discharge"
    charge = float(np.trapezoid(-last[:, PLACE["current"]], last[:, PLACE["time"]]))
    assert value(chi, "areal_capacity", cycle=CYCLE) == pytest.approx(charge, rel=1e-3)
    kept = value(chi, "capacity_retention", cycle=CYCLE)
    assert kept == pytest.approx(charge / value(chi, "areal_capacity", cycle=1), rel=1e-3)
    assert kept < 0.9
    assert value(chi, "coulombic_efficiency_as_assembled", cycle=CYCLE) == pytest.approx(0.99, abs=2e-3)
    assert value(chi, "specific_capacity", cycle=CYCLE) == pytest.approx(
        kept * value(chi, "specific_capacity", cycle=1)
    )


def test_without_ageing_a_later_cycle_is_refused():
    fresh = design("chi2022/na-s")
    assert isinstance(asked(fresh, "specific_capacity", cycle=CYCLE), Refused)
    assert isinstance(asked(fresh, "specific_capacity", cycle=2), Finding)


@pytest.mark.parametrize("cycle", [0.0, -3.0, 1.5])
def test_a_cycle_is_a_whole_number_from_one_on(chi, cycle):
    refused = asked(chi, "areal_capacity", cycle=cycle)
    assert isinstance(refused, Refused)
    assert not refused.of_run


@pytest.mark.parametrize("cycle", [1e5, None])
def test_a_retention_is_of_a_cycle_that_the_protocol_has(chi, cycle):
    at = {} if cycle is None else {"cycle": cycle}
    assert isinstance(asked(chi, "capacity_retention", **at), Refused)


def test_another_pressure_is_refused_and_not_ignored():
    nas = design("yuan2025/nas")
    assert isinstance(asked(nas, "areal_capacity", pressure=250e6), Finding)
    assert isinstance(asked(nas, "areal_capacity", pressure=125e6), Refused)


def test_with_a_law_of_contact_the_pressure_counts():
    law = {"law": "plastic", "why": "of the test", "full_contact_pressure": known(500, "MPa")}
    nas = design("yuan2025/nas", **{"counter.contact": law})
    half, quarter = (value(nas, "areal_capacity", pressure=p) for p in (250e6, 125e6))
    assert half == pytest.approx(2.0 * quarter, rel=1e-2)  # at a small current all in contact reacts


def test_a_cell_without_sulfur_has_the_capacity_of_its_electrolyte():
    alone = design("yuan2025/nas-c")
    whole = prepare(alone).cell.counter.chemistry.whole
    assert value(alone, "areal_capacity") == pytest.approx(whole, rel=1e-2)


def with_foil(micrometres: float) -> Any:
    """A cell that loses 0.3 of what is stripped; some cycles leave less sodium than the next discharge needs."""
    return design(
        "chi2022/na-s",
        **{
            "working.thickness": known(micrometres, "um"),
            "working.properties.dead_sodium_fraction": known(0.3, "1"),
            "protocol.steps": ["discharge current for 2 h", "charge current for 1.9 h", "repeat 20"],
        },
    )


@pytest.mark.parametrize(("thickness", "last"), [(3.0, 1), (3.5, 2)])
def test_the_cycle_before_the_end_of_a_cell_is_answered(thickness, last):
    """As a foil that ends no cycle has it, in which the same is stripped."""
    short, thick = with_foil(thickness), with_foil(50.0)
    for term in ("areal_capacity", "average_discharge_voltage", "coulombic_efficiency_as_assembled"):
        assert value(short, term, cycle=last) == pytest.approx(value(thick, term, cycle=last), rel=1e-4)
    refused = asked(short, "areal_capacity", cycle=last + 1)
    assert isinstance(refused, Refused)
    assert refused.of_run
