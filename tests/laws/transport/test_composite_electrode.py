"""Resistance of a composite: limits, and a nonlinear boundary value problem with numbers of two sulfur cathodes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_bvp

from natria.laws import composite_resistance

THERMAL = 0.0257  # V
CELLS = {  # thickness (m), conductivity of ions in the composite (S/m), current (A/m^2)
    "chi2022": (4.46e-6, 5.6e-3, 1.0),
    "yuan2025": (19.6e-6, 3.06e-2, 1.27),
}
FAST = 0.1  # S/m, of electrons where the carbon percolates


def polarisation(thickness: float, ionic: float, electronic: float, exchange: float, current: float) -> float:
    """Return the voltage from the electrolyte to the collector: Ohm's law twice, Butler-Volmer between, by solve_bvp.

    In units of the thickness; `exchange` (A/m^2) is that of all surface per face.
    """

    def rates(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        liquid, solid, ions = y
        local = 2 * exchange * np.sinh((liquid - solid) / (2 * THERMAL))
        return np.array([-ions * thickness / ionic, -(current - ions) * thickness / electronic, -local + 0 * x])

    def ends(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.array([a[2] - current, b[2], b[1]])  # all ions at the electrolyte, none at the collector

    x = np.linspace(0, 1, 101)
    guess = np.array([np.full_like(x, THERMAL), np.zeros_like(x), current * (1 - x)])
    found = solve_bvp(rates, ends, x, guess, tol=1e-8, max_nodes=20000)
    assert found.success, found.message
    return float(found.y[0, 0])


@given(st.tuples(*[st.floats(-3, 1)] * 2), st.floats(-4, 0))
def test_a_slow_reaction_adds_a_third_of_each_conductor(orders: tuple[float, float], reaction: float) -> None:
    ionic, electronic = 10 ** orders[0], 10 ** orders[1]
    thickness = 1e-3 * 10**reaction / (1 / ionic + 1 / electronic)
    found = composite_resistance(thickness, ionic, electronic, 10**reaction)
    third = thickness / 3 * (1 / ionic + 1 / electronic)
    assert found - 10**reaction == pytest.approx(third, rel=1e-3)
    assert found == pytest.approx(composite_resistance(thickness, electronic, ionic, 10**reaction), rel=1e-12)


def test_a_fast_reaction_sits_at_the_electrolyte() -> None:
    assert composite_resistance(1e-4, 1e-3, 1e6, 1e-6) == pytest.approx(np.sqrt(1e-6 * 1e-4 / 1e-3), rel=1e-3)


@pytest.mark.parametrize(("ionic", "electronic", "exchange"), [(1e-2, 1e-1, 5.0), (1e-3, 1e-3, 50.0), (0.1, 1e-3, 1.0)])
def test_the_closed_form_is_the_boundary_value_problem_at_small_currents(
    ionic: float, electronic: float, exchange: float
) -> None:
    small = 1e-4 * exchange
    found = polarisation(2e-5, ionic, electronic, exchange, small) / small
    assert found == pytest.approx(composite_resistance(2e-5, ionic, electronic, THERMAL / exchange), rel=1e-4)


@pytest.mark.parametrize("cell", CELLS)
def test_conduction_through_the_composite_costs_millivolts(cell: str) -> None:
    thickness, ionic, current = CELLS[cell]
    exchange = 0.5 * current
    depth = polarisation(thickness, ionic, FAST, exchange, current)
    without = 2 * THERMAL * np.arcsinh(0.5 * current / exchange)
    series = without + current * thickness / 3 * (1 / ionic + 1 / FAST)
    assert depth - without < 1e-3  # of a polarisation of hundreds of millivolts
    assert depth == pytest.approx(series, abs=2e-6)  # a model without a depth, with a third of the resistance


def test_electrons_matter_where_they_conduct_as_badly_as_a_part_in_a_thousand_of_the_ions() -> None:
    thickness, ionic, current = CELLS["yuan2025"]
    poor = polarisation(thickness, ionic, 1e-3 * ionic, 0.5 * current, current)
    good = polarisation(thickness, ionic, FAST, 0.5 * current, current)
    assert poor - good > 0.1
