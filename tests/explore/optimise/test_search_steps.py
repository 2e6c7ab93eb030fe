"""The steps of a search on functions whose front is known (ZDT1, DTLZ2), and on small ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from natria.explore.optimise.space import SearchSpace
from natria.explore.optimise.steps import KnownPoints, SearchSettings, surrogate_step
from natria.explore.optimise.surrogate import fit_surrogate
from natria.explore.pareto import hypervolume
from natria.quantity import InputError

Function = Callable[[np.ndarray], np.ndarray]


def zdt1(x: np.ndarray) -> np.ndarray:
    """E. Zitzler, K. Deb and L. Thiele, Evol. Comput. 8, 173 (2000); the front is f2 = 1 - sqrt(f1)."""
    g = 1 + 9 * x[:, 1:].mean(axis=1)
    return np.stack([x[:, 0], g * (1 - np.sqrt(x[:, 0] / g))], axis=1)


def dtlz2(x: np.ndarray) -> np.ndarray:
    """K. Deb et al., CEC 2002, 825; the front is the eighth of a sphere of radius one."""
    g, a, b = ((x[:, 2:] - 0.5) ** 2).sum(axis=1), x[:, 0] * np.pi / 2, x[:, 1] * np.pi / 2
    return (1 + g)[:, None] * np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], axis=1)


def searched(function: Function, space: SearchSpace, evaluations: int, settings: SearchSettings) -> KnownPoints:
    points = space.drawn(settings.first(space), np.random.default_rng(settings.seed))
    values = function(points)
    while len(points) < evaluations:
        known = KnownPoints(points, values, np.zeros((len(points), 0)))
        new = surrogate_step(space, known, min(settings.batch, evaluations - len(points)), settings)
        points, values = np.vstack([points, new]), np.vstack([values, function(new)])
    return KnownPoints(points, values, np.zeros((len(points), 0)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "variables", "objectives", "ideal"),
    [(zdt1, 30, 2, 1.1**2 - 1 / 3), (dtlz2, 12, 3, 1.1**3 - np.pi / 6)],
    ids=["zdt1", "dtlz2"],
)
def test_a_thousand_evaluations_reach_095_of_the_ideal_hypervolume(function, variables, objectives, ideal) -> None:
    """Ideal: of the whole true front, up to the reference point (1.1, ...), a tenth beyond its worst corner."""
    found = searched(function, SearchSpace((0,) * variables), 1000, SearchSettings())
    assert hypervolume(found.objectives, np.full(objectives, 1.1)) > 0.95 * ideal


def test_a_small_problem_is_solved_in_few_evaluations() -> None:
    """ZDT1 with 5 numbers; the ideal is that of 30."""
    found = searched(zdt1, SearchSpace((0,) * 5), 80, SearchSettings(batch=10, population=40, generations=15))
    assert hypervolume(found.objectives, np.full(2, 1.1)) > 0.95 * (1.1**2 - 1 / 3)


def test_the_same_seed_gives_the_same_points_and_another_one_others() -> None:
    space, small = SearchSpace((0, 3, 0)), {"population": 16, "generations": 3}
    first, again, other = (
        searched(
            lambda x: np.stack([x[:, 0], 1 - x[:, 0] + x[:, 1]], axis=1), space, 30, SearchSettings(seed=s, **small)
        )
        for s in (1, 1, 2)
    )
    np.testing.assert_array_equal(first.points, again.points)
    assert not np.array_equal(first.points, other.points)


def test_the_best_choice_is_found_and_points_without_an_answer_are_avoided() -> None:
    """Choice 2 of 4 is best; numbers below 0.3 have no answer."""

    def function(x: np.ndarray) -> np.ndarray:
        worse = np.array([0.5, 0.3, 0.0, 0.7])[x[:, 1].astype(int)]
        found = np.stack([x[:, 0] + worse, 1 - x[:, 0] + worse], axis=1)
        return np.where(x[:, :1] < 0.3, np.nan, found)

    found = searched(function, SearchSpace((0, 4)), 66, SearchSettings(batch=12, population=30, generations=10))
    assert set(found.points[found.front, 1]) == {2.0}
    late = found.points[30:, 0]
    assert np.mean(late < 0.3) < 0.3
    assert found.points[found.front, 0].min() < 0.4


def test_a_constraint_bounds_the_front() -> None:
    space, settings = SearchSpace((0, 0)), SearchSettings(batch=10, population=30, generations=10)
    points = space.drawn(10, np.random.default_rng(1))

    def known(x: np.ndarray) -> KnownPoints:
        return KnownPoints(x, np.stack([x[:, 0], x[:, 1]], axis=1), (1 - x.sum(axis=1))[:, None])

    while len(points) < 60:
        points = np.vstack([points, surrogate_step(space, known(points), 10, settings)])
    front = known(points).objectives[known(points).front]
    assert (front.sum(axis=1) >= 1).all()
    assert front.sum(axis=1).min() < 1.02
    assert np.ptp(front[:, 0]) > 0.8


def test_the_surface_meets_its_values_and_is_exact_for_a_line() -> None:
    random = np.random.default_rng(3)
    x = random.random((40, 4))
    values = np.stack([x @ [1.0, -2.0, 0.5, 3.0] + 7, np.sin(5 * x[:, 0])], axis=1)
    surface = fit_surrogate(x, values)
    np.testing.assert_allclose(surface(x), values, atol=1e-6)
    new = random.random((20, 4))
    np.testing.assert_allclose(surface(new)[:, 0], new @ [1.0, -2.0, 0.5, 3.0] + 7, atol=1e-6)


def test_every_choice_is_drawn_equally_often_and_children_stay_inside() -> None:
    space, random = SearchSpace((0, 3)), np.random.default_rng(1)
    points = space.drawn(30, random)
    assert np.bincount(points[:, 1].astype(int)).tolist() == [10, 10, 10]
    children = space.children(points, random)
    assert children[:, 0].min() >= 0
    assert children[:, 0].max() <= 1
    assert set(children[:, 1]) <= {0.0, 1.0, 2.0}


@pytest.mark.parametrize("wrong", [{"batch": 0}, {"population": 2}, {"generations": 0}, {"shared": -0.1}])
def test_settings_out_of_bounds_are_refused(wrong) -> None:
    with pytest.raises(InputError):
        SearchSettings(**wrong)
