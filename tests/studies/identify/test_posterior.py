"""The linear posterior against closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from natria.studies.identify.posterior import fixed, left_of, unknown


def test_one_datum_of_a_sum():
    """C = I - J^T J/(1 + |J|^2) by Sherman and Morrison: with J = (a, a) 1 - a^2/(1 + 2 a^2) is left of each."""
    a = 7.0
    j = np.array([[a, a]])
    assert left_of(j) == pytest.approx([1 - a**2 / (1 + 2 * a**2)] * 2)
    (known,), (lost,) = fixed(j), unknown(j)
    assert np.abs(known.parts) == pytest.approx([0.5**0.5] * 2)
    assert known.left == pytest.approx(1 / (1 + 2 * a**2))
    assert lost.parts[0] * lost.parts[1] < 0
    assert lost.left == pytest.approx(1)


def test_data_that_say_nothing_leave_the_prior():
    assert left_of(np.zeros((0, 3))) == pytest.approx([1, 1, 1])
    assert fixed(np.zeros((2, 3))) == ()
    assert [len(one.significant()) for one in unknown(np.zeros((2, 3)))] == [1, 1, 1]


def test_more_data_leave_less():
    random = np.random.default_rng(4)
    j = random.standard_normal((6, 4))
    assert np.all(left_of(j) <= left_of(j[:3]) + 1e-12)


def test_the_posterior_of_draws():
    """Against least squares with the prior as data, on drawn truths and noises."""
    random = np.random.default_rng(1)
    j = random.standard_normal((3, 2)) * [[3.0, 1.0]]
    truth = random.standard_normal((20000, 2))
    data = truth @ j.T + random.standard_normal((20000, 3))
    found = data @ j @ np.linalg.inv(np.eye(2) + j.T @ j)
    assert np.var(truth - found, axis=0) == pytest.approx(left_of(j), rel=0.05)
