"""Hypervolume and dominance against hand calculation, inclusion and exclusion, and Optuna."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.explore.pareto import constrained_ranks, crowding, front_of, hypervolume


def by_inclusion(values: np.ndarray, reference: np.ndarray) -> float:
    """The union of boxes by inclusion and exclusion: another way, slow."""
    total = 0.0
    for size in range(1, len(values) + 1):
        for some in combinations(values, size):
            sides = np.maximum(reference - np.max(some, axis=0), 0.0)
            total += (-1) ** (size + 1) * float(np.prod(sides))
    return total


def test_two_rectangles_by_hand() -> None:
    """[1, 4] x [3, 4] and [2, 4] x [1, 4]: 3 + 6 - 2."""
    assert hypervolume(np.array([[1.0, 3.0], [2.0, 1.0]]), np.array([4.0, 4.0])) == 7.0


def test_three_boxes_by_hand() -> None:
    """Unit steps along each axis in a cube of side 2: each box 4, each pair 2 in common, all three 1."""
    values = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert hypervolume(values, np.full(3, 2.0)) == pytest.approx(3 * 4 - 3 * 2 + 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 7), st.integers(0, 10_000))
def test_any_set_is_the_union_of_its_boxes(objectives: int, count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    values = np.round(random.random((count, objectives)) * 1.2, 2)  # ties, and points beyond the reference
    reference = np.ones(objectives)
    assert hypervolume(values, reference) == pytest.approx(by_inclusion(values, reference), abs=1e-12)


def test_a_fine_front_has_the_area_of_the_curve() -> None:
    """f2 = 1 - sqrt(f1) up to (1.1, 1.1): 1.21 - 1/3."""
    x = np.linspace(0, 1, 1001)
    assert hypervolume(np.stack([x, 1 - np.sqrt(x)], axis=1), np.array([1.1, 1.1])) == pytest.approx(
        1.21 - 1 / 3, rel=1e-3
    )


def test_what_lies_beyond_the_reference_or_has_no_value_adds_nothing() -> None:
    values = np.array([[0.5, 0.5], [2.0, 0.1], [np.nan, 0.0]])
    assert hypervolume(values, np.ones(2)) == 0.25
    assert hypervolume(values[1:], np.ones(2)) == 0.0


@pytest.mark.parametrize("objectives", [2, 3, 4])
def test_the_hypervolume_is_that_of_optuna(objectives: int) -> None:
    theirs = pytest.importorskip("optuna._hypervolume", reason="Optuna is in the extra optimise")
    values = np.random.default_rng(objectives).random((40, objectives))
    reference = np.ones(objectives)
    assert hypervolume(values, reference) == pytest.approx(theirs.compute_hypervolume(values, reference), rel=1e-10)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 3), st.integers(1, 25), st.integers(0, 10_000))
def test_the_front_is_what_no_row_dominates(objectives: int, count: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 4, (count, objectives)).astype(float)
    front = front_of(values)
    for k, row in enumerate(values):
        dominated = ((values <= row).all(axis=1) & (values < row).any(axis=1)).any()
        first = not (values[:k] == row).all(axis=1).any()
        assert front[k] == (not dominated and first)


def test_ranks_put_what_misses_a_constraint_last_by_its_violation() -> None:
    values = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0], [3.0, 3.0]])
    assert constrained_ranks(values, np.array([0.5, 0.0, 0.0, 0.0])).tolist() == [2, 0, 0, 1]
    assert constrained_ranks(values, np.array([0.5, 0.1, 0.1, 0.2])).tolist() == [2, 0, 0, 1]


def test_the_ends_of_a_front_are_the_least_crowded() -> None:
    found = crowding(np.array([[0.0, 3.0], [1.0, 2.0], [1.1, 1.9], [3.0, 0.0]]))
    assert np.isinf(found[[0, 3]]).all()
    assert found[1] == pytest.approx((1.1 / 3) + (1.1 / 3))
