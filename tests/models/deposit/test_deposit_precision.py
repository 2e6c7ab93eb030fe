"""Fields in single precision: their distance from double precision, and how well sodium is kept."""

from __future__ import annotations

import numpy as np
import pytest
from test_deposit_run import square

from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositSettings
from natria.quantity import ModelError

pytestmark = pytest.mark.filterwarnings("ignore:cations would")  # fast ions keep the concentration even


def last_of(precision, **changes):
    grid, physics, xi = square(**changes)
    settings = DepositSettings(precision=precision)
    *_, state = run(settings, physics, grid, (xi, 1000.0), np.array([1.0]))
    return state, xi


@pytest.mark.slow
def test_single_precision_is_near_double_precision():
    """The errors are far below the tolerance of a step, 1e-3; sodium is kept to rounding of a float of 32 bits."""
    (double, _), (single, _) = last_of("double"), last_of("single")
    assert single.steps == double.steps
    outside = double.xi < 0.5
    assert np.abs(single.xi - double.xi).max() < 1e-4
    assert np.abs(single.concentration - double.concentration)[outside].max() < 1e-4 * 1000
    assert np.abs(single.potential - double.potential)[outside].max() < 1e-4 * 0.1
    assert single.plated == pytest.approx(double.plated, rel=1e-4)
    assert abs(double.missing) < 1e-10
    assert 1e-10 < abs(single.missing) < 1e-4


@pytest.mark.slow
def test_sodium_that_is_lost_is_seen_in_single_precision(monkeypatch):
    """A supply that is wrong by 1e-3 of what is plated is more than rounding takes."""
    from natria.models.deposit.steps import sodium

    right = sodium.solve_sodium
    monkeypatch.setattr(sodium, "solve_sodium", lambda *given: right(*given) * 1.001)
    with pytest.raises(ModelError, match="missing"):
        last_of("single")
