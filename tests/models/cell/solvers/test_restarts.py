"""A leg whose integrator stops in between begins anew there, a few times, and then the error is raised."""

from __future__ import annotations

import numpy as np
import pytest

from natria.models.cell import pack
from natria.models.cell.failure.limits import Limits
from natria.models.cell.pybamm.values import SYMMETRIC
from natria.models.cell.solvers.adaptive import RESTARTS, Adaptive, SolveError
from natria.models.cell.solvers.solution import Solution

TIMES = np.linspace(0.0, 600.0, 61)
CURRENT = 30.0
NO_LIMITS = Limits().array(None)


class Stopping:
    """An integrator that stops between two of its times, so many times."""

    def __init__(self, inner, stops, at=7.5):
        self.inner, self.stops, self.at = inner, stops, at

    def solve(self, times, y, current, limits):
        if self.stops == 0:
            return self.inner.solve(times, y, current, limits)
        self.stops -= 1
        gone = np.r_[times[times < self.at], self.at]
        found = self.inner.solve(gone, y, current, limits)
        return Solution(found.t, found.y, False, "stopped", None)


def stopping(stops, at=7.5):
    packed = pack(SYMMETRIC)
    solver = Adaptive(packed, 1e-10, 1e-10)
    solver.__dict__["_integrator"] = Stopping(solver._integrator, stops, at)
    return solver, packed


@pytest.mark.parametrize("stops", [1, 3, RESTARTS])
def test_a_leg_that_stops_goes_on(stops):
    solver, packed = stopping(stops)
    path = solver.go(packed.start, CURRENT, TIMES, NO_LIMITS)
    straight = Adaptive(packed, 1e-10, 1e-10).go(packed.start, CURRENT, TIMES, NO_LIMITS)
    assert (np.diff(path.time) > 0).all()
    assert set(TIMES) <= set(np.round(path.time, 9))
    kept = np.isin(np.round(path.time, 9), TIMES)
    np.testing.assert_allclose(path.states[kept], straight.states, rtol=1e-6)


def test_one_that_goes_on_stopping_is_an_error():
    solver, packed = stopping(RESTARTS + 1)
    with pytest.raises(SolveError, match=f"after {7.5 * (RESTARTS + 1):g} s"):
        solver.go(packed.start, CURRENT, TIMES, NO_LIMITS)


def test_one_that_stops_at_once_is_an_error():
    solver, packed = stopping(1, at=0.0)
    with pytest.raises(SolveError):
        solver.go(packed.start, CURRENT, np.array([0.0, 600.0]), NO_LIMITS)
