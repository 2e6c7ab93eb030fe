"""Orders of convergence by manufactured solutions: second in space and in time."""

from __future__ import annotations

import numpy as np
import pytest
from made_solution import Made, stepper


def error_in_space(made, n):
    """Return the largest errors of xi, c and phi after some steps from exact fields that should stand still."""
    run, at = stepper(made, n)
    for _ in range(10):
        run.accept(0.02, run.advance(0.02))
    return np.array([np.abs(a - b).max() for a, b in zip((run.xi, run.c, run.phi), made.fields(at, 0.0), strict=True)])


def test_space_is_of_second_order():
    coarse, fine = (error_in_space(Made(), n) for n in (16, 32))
    assert (np.log2(coarse / fine) > 1.8).all()
    assert (fine < (1e-3, 0.1, 3e-3)).all()


@pytest.mark.slow
def test_space_is_of_second_order_in_three_dimensions():
    coarse, fine = (error_in_space(Made(deep=0.5), n) for n in (16, 32))
    assert (np.log2(coarse / fine) > 1.8).all()


def ended(lengths):
    run, _ = stepper(Made(pace=2.0), 8)
    for dt in lengths / lengths.sum() / 2:
        run.accept(dt, run.advance(dt))
    return np.array([run.xi, run.c / 1.5, run.phi / 0.03])


@pytest.mark.parametrize("swing", [0.0, 0.5])
def test_time_is_of_second_order(swing):
    """Steps of one length, and of lengths that swing by a half."""
    counts = (16, 32, 64)
    coarse, middle, fine = (ended(1 + swing * np.sin(np.arange(n) * 8 * np.pi / n)) for n in counts)
    assert 1.8 < np.log2(np.abs(coarse - middle).max() / np.abs(middle - fine).max()) < 2.5


def test_the_estimate_of_a_step_falls_by_its_third_power():
    estimates = []
    for count in (32, 64):
        run, _ = stepper(Made(pace=3.0), 8)
        dt = 0.3 / count
        for _ in range(count):
            run.accept(dt, run.advance(dt))
        estimates.append(run.advance(dt).error)
    assert 6.5 < estimates[0] / estimates[1] < 10
