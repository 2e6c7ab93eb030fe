"""Sensitivity of functions whose indices are known in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from natria.explore.sensitivity import SensitivityResult, sensitivity, sensitivity_plan
from natria.explore.sweeps import SweepAxis
from natria.quantity import InputError, ModelError

A, B = 7.0, 0.1
WEIGHTS = np.array([1.0, -2.0, 5.0])
ENDS = {"x": (0.0, 1.0), "y": (2.0, 5.0), "z": (-1.0, 0.0)}
UNIFORM = [SweepAxis(name, *ends) for name, ends in ENDS.items()]
CIRCLE = [SweepAxis(name, -np.pi, np.pi) for name in ENDS]


def ishigami(x: np.ndarray) -> np.ndarray:
    """T. Ishigami and T. Homma, 1st Int. Symp. Uncertainty Modeling and Analysis (1990)."""
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[np.ndarray, np.ndarray]:
    one, two = 0.5 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 50, A**2 / 8
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    return np.array([one, two, 0.0]) / whole, np.array([one + both, two, both]) / whole


def found(method: str, function, axes, count: int, seed: int = 1) -> SensitivityResult:
    plan = sensitivity_plan(method, axes, count, seed)
    return sensitivity(plan, "f", function(plan.points.values), seed)


def test_sobol_indices_of_ishigami() -> None:
    first, total = ishigami_indices()
    ours = found("sobol", ishigami, CIRCLE, 4096)
    np.testing.assert_allclose(ours.estimates["first"], first, atol=0.02)
    np.testing.assert_allclose(ours.estimates["total"], total, atol=0.01)
    assert list(ours.order) == [0, 1, 2]


def test_sobol_indices_are_those_of_scipy() -> None:
    from scipy.stats import sobol_indices, uniform

    theirs = sobol_indices(
        func=lambda x: ishigami(x.T), n=4096, dists=[uniform(-np.pi, 2 * np.pi)] * 3, rng=np.random.default_rng(2)
    )
    ours = found("sobol", ishigami, CIRCLE, 4096)
    np.testing.assert_allclose(ours.estimates["first"], theirs.first_order, atol=0.015)
    np.testing.assert_allclose(ours.estimates["total"], theirs.total_order, atol=0.015)


def test_sobol_indices_of_a_linear_model() -> None:
    share = (WEIGHTS * [high - low for low, high in ENDS.values()]) ** 2
    share /= share.sum()
    ours = found("sobol", lambda x: x @ WEIGHTS + 100, UNIFORM, 2048)
    np.testing.assert_allclose(ours.estimates["first"], share, atol=0.005)
    np.testing.assert_allclose(ours.estimates["total"], share, atol=0.005)


def test_an_axis_with_equal_ratios_is_uniform_in_its_logarithm() -> None:
    axes = [SweepAxis("x", 1.0, np.e, log=True), SweepAxis("y", 1.0, np.e**2, log=True)]
    ours = found("sobol", lambda x: np.log(x).sum(axis=1), axes, 1024)
    np.testing.assert_allclose(ours.estimates["first"], [0.2, 0.8], atol=0.01)


def test_intervals_hold_the_closed_form_and_are_not_idle() -> None:
    """Base samples of a Sobol sequence are more even than independent ones, so the intervals are wide."""
    first, total = ishigami_indices()
    inside = []
    for seed in range(12):
        ours = found("sobol", ishigami, CIRCLE, 256, seed)
        for name, truth in (("first", first), ("total", total)):
            inside += ((ours.low[name] - 1e-12 <= truth) & (truth <= ours.high[name] + 1e-12)).tolist()
            assert (ours.high[name] - ours.low[name]).max() < 0.5
    assert np.mean(inside) > 0.9


def test_elementary_effects_of_a_linear_model_are_exact() -> None:
    ours = found("morris", lambda x: x @ WEIGHTS, UNIFORM, 10)
    whole = WEIGHTS * [high - low for low, high in ENDS.values()]
    np.testing.assert_allclose(ours.estimates["mean"], whole, rtol=1e-12)
    np.testing.assert_allclose(ours.estimates["mean_size"], np.abs(whole), rtol=1e-12)
    np.testing.assert_allclose(ours.estimates["spread"], 0.0, atol=1e-12)
    assert list(ours.order) == [1, 2, 0]


def test_elementary_effects_of_a_product_by_hand() -> None:
    """f = x y: the effect of x is y, on a grid of 0, 1/3, 2/3, 1 with mean 1/2 and variance 5/36."""
    axes = [SweepAxis("x", 0.0, 1.0), SweepAxis("y", 0.0, 1.0)]
    ours = found("morris", lambda x: x[:, 0] * x[:, 1], axes, 4000)
    np.testing.assert_allclose(ours.estimates["mean"], 0.5, atol=0.02)
    np.testing.assert_allclose(ours.estimates["spread"], np.sqrt(5 / 36), atol=0.02)


def test_each_step_of_a_trajectory_moves_one_number_by_two_thirds() -> None:
    values = sensitivity_plan("morris", [SweepAxis(n, 0.0, 1.0) for n in "xyzw"], 50, 3).points.values
    moves = np.abs(np.diff(values.reshape(50, 5, 4), axis=1))
    np.testing.assert_allclose(np.sort(moves, axis=2)[:, :, -1], 2 / 3)
    assert (np.count_nonzero(moves > 1e-12, axis=2) == 1).all()
    assert (np.count_nonzero(moves > 1e-12, axis=1) == 1).all()
    assert values.min() >= 0.0
    assert values.max() <= 1.0


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_rows_with_a_point_without_a_value_are_dropped(method: str) -> None:
    plan = sensitivity_plan(method, UNIFORM, 64, 1)
    values = plan.points.values @ WEIGHTS
    values[0] = np.nan
    assert (sensitivity(plan, "f", values).rows, sensitivity(plan, "f", values).dropped) == (63, 1)
    with pytest.raises(ModelError):
        sensitivity(plan, "f", np.full(len(values), np.nan))


@pytest.mark.parametrize(
    "make",
    [
        lambda: sensitivity_plan("other", UNIFORM, 64, 1),
        lambda: sensitivity_plan("sobol", UNIFORM, 1, 1),
        lambda: sensitivity_plan("sobol", [SweepAxis("x", 1, 2, 3)], 64, 1),
        lambda: sensitivity(sensitivity_plan("sobol", UNIFORM, 64, 1), "f", np.zeros(3)),
    ],
)
def test_what_makes_no_sense_is_refused(make) -> None:
    with pytest.raises(InputError):
        make()


def test_indices_of_a_constant_are_refused() -> None:
    plan = sensitivity_plan("sobol", UNIFORM, 64, 1)
    with pytest.raises(ModelError):
        sensitivity(plan, "f", np.full(len(plan.points), 3.0))
