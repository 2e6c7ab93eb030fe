"""Energy of a simulated discharge per mass of the stack: by hand from capacity, mean voltage and masses."""

from __future__ import annotations

import pytest

from natria.answers import ask
from natria.design import load_case
from natria.quantity import Question, Refused
from natria.studies.simulation import energy, profile
from natria.studies.simulation.energy import FULL_CELL_ENERGY
from natria.studies.simulation.full_cell import FULL_CELL
from natria.studies.simulation.profile import FULL_CELL_PROFILE

SYSTEM = "yuan2025/nas"


@pytest.fixture(scope="module")
def design():
    return load_case("yuan2025").design(SYSTEM)


def answer(model, name, design):
    return ask(model, design, Question(name, SYSTEM), spread=False)


def test_it_is_capacity_times_voltage_over_the_masses(design):
    """40 mg of alloy, 3.35 mg of composite, 80 mg of electrolyte on 0.785 cm^2; 1 um of layer; two foils."""
    charge = answer(FULL_CELL, "areal_capacity", design).value
    volts = answer(FULL_CELL, "average_discharge_voltage", design).value
    layer = 1e-6 * (0.702 * 1860 + 0.298 * 2700)
    mass = (40 + 3.35 + 80) * 1e-6 / 0.785e-4 + layer + 2 * 4.05e-2
    found = answer(FULL_CELL_ENERGY, "stack_discharge_energy", design).value
    assert found == pytest.approx(charge * volts / mass, rel=2e-3)


def test_without_collectors_it_is_refused_by_name(design):
    found = answer(FULL_CELL_ENERGY, "stack_discharge_energy", design.with_({"inactive": None}))
    assert isinstance(found, Refused)
    assert "[inactive]" in found.why


def test_a_cell_without_a_discharge_has_none():
    design = load_case("lu2026").design("lu2026/p-na/nvp")
    assert isinstance(ask(FULL_CELL_ENERGY, design, Question("stack_discharge_energy", design.name)), Refused)


@pytest.mark.parametrize(
    ("where", "model", "term"),
    [(energy, FULL_CELL_ENERGY, "stack_discharge_energy"), (profile, FULL_CELL_PROFILE, "voltage_profile")],
)
def test_a_run_that_stopped_before_the_discharge_is_no_refusal_of_the_design(design, monkeypatch, where, model, term):
    """With other inputs the run may go on, so a sample without this outcome is not one of another design."""
    steps = ["rest 1 h", "discharge current to lower_voltage", "charge current to upper_voltage", "repeat 3"]
    run = where.first_cycles

    def stopped(prepared):
        rows, columns, _ = run(prepared)
        return rows[rows[:, columns["step"]] == 1], columns, "it stopped"

    monkeypatch.setattr(where, "first_cycles", stopped)
    assert design.get("inactive") is not None
    found = answer(model, term, design.patched({"protocol.steps": steps}))
    assert isinstance(found, Refused)
    assert found.of_run
    assert found.why == "it stopped"
