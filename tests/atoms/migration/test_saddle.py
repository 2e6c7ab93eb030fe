"""Saddles of analytic surfaces from places near them."""

from __future__ import annotations

import numpy as np
import pytest

from natria.atoms.migration.band import BandSettings
from natria.atoms.migration.saddle import climb

TIGHT = BandSettings(1e-6, 1.0, 0.1)


def double_well(height=0.5, stiffness=30.0, bend=0.4):
    """Wells at x = -1 and 1 with a curved valley y = bend (1 - x^2) and z on a spring: the saddle is (0, bend, 0)."""

    def point(x):
        a, b, c = x
        across = b - bend * (1 - a**2)
        energy = height * (a**2 - 1) ** 2 + stiffness / 2 * (across**2 + c**2)
        along = 4 * height * a * (a**2 - 1) + stiffness * across * 2 * bend * a
        return energy, np.array([along, stiffness * across, stiffness * c])

    return point


@pytest.mark.parametrize("guess", [(0.0, 0.0, 0.0), (0.15, 0.3, 0.1), (-0.2, 0.5, -0.1)])
def test_the_saddle_of_a_curved_valley_is_found(guess):
    found = climb(double_well(), np.array([[-1.0, 0, 0], guess, [1.0, 0, 0]]), TIGHT, 60)
    assert found.converged
    assert found.points[1] == pytest.approx([0, 0.4, 0], abs=1e-4)
    assert found.energies[1] - found.energies[0] == pytest.approx(0.5, abs=1e-6)
    assert found.calls < 40


def test_a_saddle_of_a_quadratic_form_in_many_dimensions_takes_few_evaluations():
    """Curvatures as of a solid, 5 to 90 eV/angstrom^2, and one negative along the way."""
    random = np.random.default_rng(3)
    axes, _ = np.linalg.qr(random.normal(size=(30, 30)))
    values = np.concatenate([[-4.0], random.uniform(5, 90, 29)])
    matrix = axes @ np.diag(values) @ axes.T

    def point(x):
        return 0.5 * x @ matrix @ x, matrix @ x

    way = axes[:, 0]
    start = 0.05 * random.normal(size=30)
    loose = BandSettings(0.03, 1.0, 0.1)
    found = climb(point, np.array([-1.5 * way, start, 1.5 * way]), loose, 60)
    assert found.converged
    assert found.energies[1] == pytest.approx(0, abs=1e-3)
    assert found.calls < 30


def test_it_ends_with_the_calls_that_are_allowed():
    found = climb(double_well(), np.array([[-1.0, 0, 0], [0.2, 0, 0], [1.0, 0, 0]]), TIGHT, 5)
    assert (found.calls, found.converged) == (5, False)
    assert np.isfinite(found.forces).all()
