"""The path of the current through a symmetric cell, against equations it was not solved by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from natria.lab.synthetic.path import CurrentPath, split
from natria.laws import butler_volmer_overpotential

overpotentials = st.floats(1e-3, 0.5)
shares = st.floats(0.0, 1.0)
currents = st.floats(1e-6, 1.0)


def one(resistance, exchange, temperature=298.15, gathered=1.0):
    return CurrentPath(*(np.array([x]) for x in (resistance, exchange, temperature, gathered)))


@given(overpotentials, shares, currents)
def test_a_split_cell_stands_at_its_overpotential(overpotential, share, current):
    resistance, exchange = split(overpotential, share, current, 298.15)
    assert one(resistance, exchange).voltage(np.array([current]))[0] == pytest.approx(overpotential)


def test_the_faces_are_butler_volmer():
    two_faces = 2 * butler_volmer_overpotential(2e-3, 5e-4, 310.0)
    assert one(0.0, 5e-4, 310.0).voltage(np.array([2e-3]))[0] == pytest.approx(float(two_faces))


@given(overpotentials, st.floats(0.0, 0.95), currents, st.floats(-6, 9), st.floats(1, 100))
def test_both_paths_together_carry_the_current(overpotential, share, current, ratio, gathered):
    """x + G V(x) = I, with x from V by bisection and not by the solver's own formula."""
    resistance, exchange = split(overpotential, share, current, 298.15)
    path = one(resistance, exchange, gathered=gathered)
    conductance = np.array([10**ratio * current / overpotential])
    voltage = path.voltage_beside(np.array([current]), conductance)[0]
    low, high = 0.0, current
    for _ in range(200):
        x = (low + high) / 2
        low, high = (x, high) if path.voltage(np.array([x]))[0] < voltage else (low, x)
    assert low + conductance[0] * voltage == pytest.approx(current, rel=1e-6)
    assert 0 < voltage <= path.voltage(np.array([current]))[0] * (1 + 1e-9)


@given(st.floats(0.01, 0.99), overpotentials, st.floats(0.0, 0.9), currents)
def test_a_path_for_a_drop_makes_that_drop(drop, overpotential, share, current):
    resistance, exchange = split(overpotential, share, current, 298.15)
    path, through = one(resistance, exchange), np.array([current])
    beside = path.resistance_for_drop(drop, through)
    left = path.voltage_beside(through, np.array([1 / beside]))[0]
    assert left == pytest.approx((1 - drop) * overpotential, rel=1e-6)


def test_the_slope_is_that_of_the_voltage():
    path, x, h = one(20.0, 3e-4, gathered=1.7), 2e-3, 1e-8
    difference = (path.voltage(np.array([x + h])) - path.voltage(np.array([x - h]))) / (2 * h)
    assert path.slope(np.array([x]))[0] == pytest.approx(difference[0], rel=1e-6)
