"""Half-cycles of a simulated cycle: rests count for nothing, by readings made by hand and by a real cell."""

from __future__ import annotations

import numpy as np
import pytest

from natria.answers import NoOutcome, Refuse, ask
from natria.design import load_case
from natria.models.cell import prepare
from natria.models.cell.equations.observe import COLUMNS, PLACE
from natria.quantity import Question
from natria.studies.simulation.energy import FULL_CELL_ENERGY
from natria.studies.simulation.full_cell import FULL_CELL
from natria.studies.simulation.halves import first_discharge, first_halves
from natria.studies.simulation.profile import FULL_CELL_PROFILE

SYSTEM = "yuan2025/nas"
RESTED = ["discharge current for 3 h", "rest 10 h", "discharge current to lower_voltage"]
CHARGED = ["charge current to upper_voltage", "repeat 3"]


def design(steps):
    return load_case("yuan2025").design(SYSTEM).patched({"protocol.steps": steps})


def readings(*legs):
    """Readings of legs: their current, seconds and voltage; one step each, one after the other."""
    made, since = [], 0.0
    for step, (current, seconds, volts) in enumerate(legs, start=1):
        rows = np.zeros((5, len(COLUMNS)))
        rows[:, PLACE["time"]] = since + np.linspace(0, seconds, 5)
        for name, value in (("current", current), ("voltage", volts), ("cycle", 1), ("step", step)):
            rows[:, PLACE[name]] = value
        made.append(rows)
        since += seconds
    return np.concatenate(made)


@pytest.fixture(scope="module")
def prepared():
    return prepare(design([*RESTED, *CHARGED]))


def test_a_rest_counts_for_nothing(prepared):
    found = first_discharge(prepared, readings((-2, 10, 3), (0, 1000, 2), (-2, 5, 1), (2, 7, 2)), "")
    assert found.charge == pytest.approx(2 * 15)
    assert found.energy == pytest.approx(2 * (10 * 3 + 5 * 1))
    assert found.integral(lambda rows: rows[:, PLACE["voltage"]]) == pytest.approx(10 * 3 + 1000 * 2 + 5 * 1)


def test_a_discharge_after_the_charge_is_another_one(prepared):
    rows = readings((0, 5, 2), (-2, 10, 3), (2, 10, 3), (0, 3, 3), (-2, 5, 1))
    assert [half.sign for half in first_halves(prepared, rows, "")] == [-1, 1, -1]
    assert first_discharge(prepared, rows, "").charge == pytest.approx(20)


@pytest.mark.parametrize("whole", [1, 2])
def test_a_discharge_whose_second_part_stopped_has_no_outcome(prepared, whole):
    rows = readings(*((-2, 10, 3), (0, 1000, 2))[:whole])
    with pytest.raises(NoOutcome, match="it ended"):
        first_discharge(prepared, rows, "it ended")


def test_a_discharge_that_is_whole_stays_where_the_charge_stopped(prepared):
    rows = readings((-2, 10, 3), (0, 1000, 2), (-2, 5, 1))
    assert first_discharge(prepared, rows, "it ended").charge == pytest.approx(30)


def test_a_cycle_without_a_discharge_is_refused(prepared):
    with pytest.raises(Refuse) as refused:
        first_discharge(prepared, readings((2, 10, 3)), "")
    assert not isinstance(refused.value, NoOutcome)


@pytest.mark.parametrize(
    ("model", "term", "within"),
    [
        (FULL_CELL_ENERGY, "stack_discharge_energy", 0.01),
        (FULL_CELL, "electrolyte_capacity_share", 0.02),
    ],
)
def test_with_a_rest_in_its_discharge_a_cell_gives_the_same(model, term, within):
    plain, rested = (
        ask(model, design(steps), Question(term, SYSTEM), spread=False).value
        for steps in (["discharge current to lower_voltage", *CHARGED], [*RESTED, *CHARGED])
    )
    assert rested == pytest.approx(plain, rel=within)


def test_a_profile_goes_on_where_it_rested():
    table = ask(FULL_CELL_PROFILE, design([*RESTED, *CHARGED]), Question("voltage_profile", SYSTEM), spread=False)
    down = np.array(table.columns["half"].values) == "discharge"
    charge = table.columns["areal_capacity"].numbers[down]
    assert np.all(np.diff(charge) >= 0)
    assert np.diff(charge).max() < 0.05 * charge[-1]
    measured = ask(FULL_CELL, design([*RESTED, *CHARGED]), Question("areal_capacity", SYSTEM), spread=False)
    assert charge[-1] == pytest.approx(measured.value, rel=1e-3)
