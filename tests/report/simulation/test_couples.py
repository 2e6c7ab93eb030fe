"""Which reaction takes the charge: capacity and dQ/dV by couple, from the currents of the couples."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from natria.models.cell.equations.voltage_parts import PARTS
from natria.record import Table, numbers
from natria.report.simulation import couples
from natria.report.simulation.couples import STEP, charges_of_couples, couple_pictures

ROWS = 2001
CAPACITY = {"na2s4": 100.0, "electrolyte": 300.0}  # C/m^2
WIDTH = {"na2s4": (2.2, 1.8), "electrolyte": (1.9, 1.0)}  # V, where each takes its charge evenly over the voltage


def half(cycle, sign, start):
    """Rows of a half-cycle in which the voltage runs evenly from 2.4 to 1.0 V, or back."""
    time = np.linspace(0, 3600, ROWS)
    voltage = np.linspace(2.4, 1.0, ROWS)[::-sign]
    speed = 1.4 / 3600
    flows = {}
    for name, (high, low) in WIDTH.items():
        inside = (voltage <= high) & (voltage >= low)
        flows[name] = -sign * np.where(inside, CAPACITY[name] / (high - low) * speed, 0.0)
    return start + time, voltage, flows, np.full(ROWS, float(cycle)), np.full(ROWS, float(sign))


@pytest.fixture(scope="module")
def inside():
    parts = [half(cycle, sign, k * 3600.0) for k, (cycle, sign) in enumerate([(1, -1), (1, 1), (2, -1), (2, 1)])]
    time, voltage, cycle, current = (np.concatenate([p[i] for p in parts]) for i in (0, 1, 3, 4))
    columns = {"time": numbers("s", time), "cycle": numbers("1", cycle), "ionic_current": numbers("A/m^2", current)}
    columns |= {name: numbers("V", np.zeros(len(time))) for name in PARTS}
    columns["equilibrium"] = numbers("V", voltage)
    for name in CAPACITY:
        columns[f"current_of_{name}_counter"] = numbers("A/m^2", np.concatenate([p[2][name] for p in parts]))
    return Table("inside", "Internal states", columns)


def simulation(inside, mass=None):
    """What the figures read of a simulation: a cell of 2 cm^2, per mass or per area."""
    specimen = SimpleNamespace(mass=mass, area=SimpleNamespace(plain=2e-4))
    return SimpleNamespace(
        inside=inside,
        prepared=SimpleNamespace(cell=SimpleNamespace(area=2e-4)),
        measurement=SimpleNamespace(specimen=specimen),
    )


def test_each_half_cycle_has_its_charge_by_couple(inside):
    halves = charges_of_couples(inside)
    assert [(one.cycle, one.sign) for one in halves] == [(1, -1), (1, 1), (2, -1), (2, 1)]
    for one in halves:
        assert one.capacities == pytest.approx(CAPACITY, rel=2e-3)


@pytest.mark.parametrize("place", [0, 1])
def test_the_slope_is_the_capacity_over_the_voltages_in_which_it_is_taken(inside, place):
    voltage, slopes = charges_of_couples(inside)[place].slopes()
    for name, (high, low) in WIDTH.items():
        middle = (voltage < high - 2 * STEP) & (voltage > low + 2 * STEP)
        assert slopes[name][middle] == pytest.approx(CAPACITY[name] / (high - low), rel=1e-3)
        outside = (voltage > high + 2 * STEP) | (voltage < low - 2 * STEP)
        assert slopes[name][outside] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("dip", [0.0, 0.3])
def test_the_bins_hold_all_of_the_charge_also_where_the_voltage_turns_back(dip):
    rng = np.random.default_rng(1)
    voltage = np.linspace(1.0, 2.0, 500) + dip * np.sin(np.linspace(0, 20, 500))
    charge = np.append(0, np.cumsum(rng.random(499)))
    one = couples.HalfCycleCharges(1, 1, voltage, {"na2s": charge})
    assert np.sum(one.slopes()[1]["na2s"]) * STEP == pytest.approx(charge[-1], rel=1e-9)


def test_pictures_give_the_capacities_in_words(inside):
    first, second = couple_pictures(simulation(inside))
    assert (first.id, second.id) == ("capacity-by-couple", "dq-dv-by-couple")
    assert "mAh/cm" in first.says
    assert first.png[:4] == second.png[:4] == b"\x89PNG"


def test_a_couple_that_takes_nothing_is_not_drawn(inside):
    silent = dict(inside.columns) | {"current_of_na2s_counter": numbers("A/m^2", np.zeros(len(inside)))}
    first, _ = couple_pictures(simulation(Table("inside", "Internal states", silent)))
    assert "Na2S," not in first.says.replace("Na2S4", "")


def test_a_cell_without_couples_has_no_such_figures(inside):
    plain = {name: column for name, column in inside.columns.items() if not name.startswith("current_of_")}
    assert not list(couple_pictures(simulation(Table("inside", "Internal states", plain))))
