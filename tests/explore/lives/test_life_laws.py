"""The Weibull law and the proportional hazards: by hand, against published fits, against another search."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from leukaemia import PLACEBO, PLACEBO_FAILED, TREATED, TREATED_FAILED
from scipy import optimize, stats

from natria.explore.lives.cox import cox_fit, cox_held, cox_likelihood
from natria.explore.lives.weibull import (
    SHIFT,
    weibull_fit,
    weibull_held,
    weibull_likelihood,
    weibull_rows,
    weibull_survival,
)

TIME = np.concatenate([PLACEBO, TREATED]).astype(float)
FAILED = np.concatenate([PLACEBO_FAILED, TREATED_FAILED])
IS_TREATED = np.repeat([0.0, 1.0], [len(PLACEBO), len(TREATED)])
HIGH = np.where(FAILED, TIME, np.inf)


def mixed(seed=0, n=40):
    """Rows of all four kinds: exact, running, in a range, by a time."""
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), random.normal(size=n), random.random(n) < 0.4])
    life = np.exp(x @ [2.0, 0.5, -1.0] + 0.7 * (np.log(random.exponential(size=n)) - SHIFT))
    low, high, kind = life.copy(), life.copy(), np.arange(n) % 4
    high[kind == 1], low[kind == 1] = np.inf, 0.6 * low[kind == 1]
    low[kind == 2], high[kind == 2] = 0.0, 1.3 * high[kind == 2]
    low[kind == 3], high[kind == 3] = 0.8 * low[kind == 3], 1.4 * high[kind == 3]
    return x, low, high


def numeric(of, at, place, step=1e-6):
    """Return the derivative of the value and of the gradient by one parameter."""
    move = step * np.eye(len(at))[place]
    up, down = of(at + move), of(at - move)
    return (up[0] - down[0]) / (2 * step), (up[1] - down[1]) / (2 * step)


def test_gradient_and_hessian_of_the_weibull_law_are_those_of_its_likelihood():
    x, low, high = mixed()
    with np.errstate(divide="ignore"):
        of = weibull_likelihood(x, (np.log(low), np.log(high)))
    at = np.array([1.5, 0.4, -0.8, 1.2])
    _, gradient, hessian = of(at)
    for place in range(len(at)):
        slope, line = numeric(of, at, place)
        assert gradient[place] == pytest.approx(slope, abs=1e-6)
        assert hessian[place] == pytest.approx(line, abs=1e-6)
    assert np.linalg.eigvalsh(hessian).max() < 0


def test_gradient_and_hessian_of_the_partial_likelihood_are_its_own():
    x, low, _ = mixed(3)
    of = cox_likelihood(x[:, 1:], np.maximum(low.round(), 1.0), np.arange(len(low)) % 3 > 0)
    at = np.array([0.3, -0.7])
    _, gradient, hessian = of(at)
    for place in range(2):
        slope, line = numeric(of, at, place)
        assert gradient[place] == pytest.approx(slope, abs=1e-6)
        assert hessian[place] == pytest.approx(line, abs=1e-6)


def test_each_row_adds_the_density_or_the_probability_of_its_kind():
    x, low, high = mixed(1)
    b, sigma = np.array([1.9, 0.4, -0.8]), 0.6
    scale = np.exp(x @ b) / np.log(2) ** sigma
    law = stats.weibull_min(1 / sigma, scale=scale)
    exact = low == high
    density = law.pdf(np.maximum(low, 1e-9)) * np.maximum(low, 1e-9)
    expected = np.log(np.where(exact, density, law.sf(low) - law.sf(high)))
    assert weibull_rows(np.append(b, np.log(sigma)), x, low, high) == pytest.approx(expected)


def test_the_search_finds_what_a_simplex_finds():
    x, low, high = mixed(2)
    found = weibull_fit(x, low, high)
    other = optimize.minimize(
        lambda p: -weibull_rows(p, x, low, high).sum(), found.at + 0.3, method="Nelder-Mead", options={"maxiter": 4000}
    )
    assert found.value == pytest.approx(-other.fun, abs=1e-4)
    assert found.value >= -other.fun - 1e-6


def test_published_fits_of_the_leukaemia_data():
    """Weibull: 1.267, scale 0.732 (Venables, Ripley, 4th ed., sec. 13.2); Cox: 1.572 by Efron (there), 1.509 by Breslow
    (Kalbfleisch, Prentice, 2nd ed., sec. 4.2)."""
    design = np.column_stack([np.ones(len(TIME)), IS_TREATED])
    fit = weibull_fit(design, TIME, HIGH)
    assert fit.at[1] == pytest.approx(1.267, abs=5e-4)
    assert np.exp(fit.at[-1]) == pytest.approx(0.732, abs=5e-4)
    assert cox_fit(IS_TREATED[:, None], TIME, FAILED).at[0] == pytest.approx(-1.572, abs=5e-4)
    assert cox_fit(IS_TREATED[:, None], TIME, FAILED, "breslow").at[0] == pytest.approx(-1.509, abs=5e-4)


def test_partial_likelihood_that_is_solved_by_hand():
    """x = 1 fails first, then x = 0, while x = 1 runs: e^b/(2 e^b + 1) 1/(1 + e^b), largest at b = -ln(2)/2."""
    x, time, failed = np.array([[1.0], [0.0], [1.0]]), np.array([1.0, 2.0, 3.0]), np.array([True, True, False])
    best = cox_fit(x, time, failed)
    assert best.at[0] == pytest.approx(-np.log(2) / 2, abs=1e-5)
    e = np.exp(best.at[0])
    assert best.value == pytest.approx(np.log(e / (2 * e + 1) / (1 + e)))


def test_ties_by_hand():
    """Two of three fail at once, x = 1 and 0; x = 0 runs. The sums of Efron are e + 2 and half of the dying less."""
    x, time, failed = np.array([[1.0], [0.0], [0.0]]), np.array([1.0, 1.0, 2.0]), np.array([True, True, False])
    e = np.exp(0.7)
    value, *_ = cox_likelihood(x, time, failed)(np.array([0.7]))
    assert value == pytest.approx(np.log(e / ((e + 2) * (e + 2 - (e + 1) / 2))))
    value, *_ = cox_likelihood(x, time, failed, "breslow")(np.array([0.7]))
    assert value == pytest.approx(np.log(e / (e + 2) ** 2))


@given(st.floats(0.2, 5.0))
@settings(max_examples=20, deadline=None)
def test_the_unit_of_time_moves_the_median_alone(scale):
    x, low, high = mixed(4)
    one, other = weibull_fit(x, low, high), weibull_fit(x, scale * low, scale * high)
    assert other.at - one.at == pytest.approx([np.log(scale), 0, 0, 0], abs=1e-4)
    order = cox_fit(x[:, 1:], scale * low, low == high)
    assert order.at == pytest.approx(cox_fit(x[:, 1:], low, low == high).at, abs=1e-6)


def test_a_narrow_range_is_a_time_of_failure():
    x, low, _ = mixed(5)
    exact, near = (
        weibull_fit(x, low + 1.0, low + 1.0),
        weibull_fit(x, (low + 1.0) * (1 - 1e-4), (low + 1.0) * (1 + 1e-4)),
    )
    assert near.at == pytest.approx(exact.at, abs=1e-4)


def test_the_constant_is_the_median():
    random = np.random.default_rng(7)
    life = 200 * random.weibull(2.0, 20_000) / np.log(2) ** 0.5
    fit = weibull_fit(np.ones((len(life), 1)), life, life)
    assert np.exp(fit.at[0]) == pytest.approx(200, rel=0.02)
    assert weibull_survival(np.array([200.0]), 200.0, 0.5) == pytest.approx(0.5)


def test_a_held_parameter_gives_less_unless_it_is_the_best():
    x, low, high = mixed(6)
    fit = weibull_fit(x, low, high)
    given_design = {"design": x, "low": low, "high": high, "place": 1, "start": fit.at}
    assert weibull_held(float(fit.at[1]), **given_design) == pytest.approx(fit.value, abs=1e-6)
    assert weibull_held(float(fit.at[1]) + 0.3, **given_design) < fit.value - 0.01
    order = cox_fit(x[:, 1:], low + 1, low == high)
    same = {"design": x[:, 1:], "time": low + 1, "failed": low == high, "place": 0}
    assert cox_held(float(order.at[0]), **same) == pytest.approx(order.value, abs=1e-6)
