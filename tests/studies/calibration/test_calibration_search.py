"""The search: minima, bounds, points that cannot be reached, and directions that nothing decides."""

from __future__ import annotations

import numpy as np
import pytest

from natria.studies.calibration.search import search

LOW, HIGH = np.array([-5.0, -5.0]), np.array([5.0, 5.0])


def found(residuals, low=LOW, high=HIGH, start=(0.0, 0.0)):
    return search(residuals, low, high, np.array(start), 1.0)


def banana(u):
    """Rosenbrock's valley in units of a hundredth: its end at (1, 1) is hard to find."""
    return 100 * np.array([10 * (u[1] - u[0] ** 2), 1 - u[0]])


def test_it_finds_the_end_of_a_bent_valley():
    best = found(banana, start=(-1.2, 1.0))
    assert best.at == pytest.approx([1, 1], abs=1e-3)
    assert best.is_finished
    assert best.gain < 0.01
    assert not best.at_bound.any()


def test_a_minimum_beyond_a_bound_ends_at_the_bound():
    best = found(lambda u: 100 * (u - [1.0, 7.0]))
    assert best.at == pytest.approx([1, 5], abs=1e-2)
    assert best.at_bound.tolist() == [0, 1]


def test_points_that_cannot_be_reached_are_stepped_back_from():
    best = found(lambda u: None if u[0] > 1.5 else banana(u), start=(-1.2, 1.0))
    assert best.at == pytest.approx([1, 1], abs=1e-3)
    assert best.gain < 0.01


def test_a_minimum_beyond_the_edge_is_not_taken_for_one_at_the_edge():
    best = found(lambda u: None if u[0] > 0.5 else 100 * (u - [1.0, 2.0]))
    assert best.at[0] <= 0.5
    assert best.gain > 1


def test_without_a_difference_it_stays_near_the_start():
    """Only the sum is seen: of all points on the line the nearest to the start is taken."""
    best = found(lambda u: 100 * np.array([u[0] + u[1] - 2.0, u[0] + u[1] - 2.0]))
    assert best.at == pytest.approx([1, 1], abs=1e-3)
    assert best.is_finished


def test_the_pull_to_the_start_moves_nothing_that_the_data_see():
    best = found(lambda u: np.repeat(u - [3.0, -4.0], 50) / 0.3)
    assert best.at == pytest.approx([3, -4], abs=1e-4)


def test_derivatives_are_those_of_the_residuals_on_either_side_of_a_bound():
    best = found(lambda u: np.array([np.sin(u[0]), np.cos(u[1]), u[0] * u[1], u[0] - 5.5, u[1] + 5.5]))
    a, b = best.at
    exact = np.array([[np.cos(a), 0], [0, -np.sin(b)], [b, a], [1, 0], [0, 1]])
    assert best.jacobian == pytest.approx(exact, abs=0.02)


def test_one_point_is_simulated_once():
    asked = []

    def residuals(u):
        asked.append(u.tobytes())
        return banana(u)

    assert found(residuals).runs == len(asked) == len(set(asked))
