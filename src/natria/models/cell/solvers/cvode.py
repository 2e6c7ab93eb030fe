"""Choice of CVODE: SUNDIALS called directly, or the class of scikit-sundae, with equal results.

The direct calls are the faster (`benchmarks/cells_sundials.py` prints the ratio) and are taken where the library of
scikit-sundae can be reached. The environment variable NATRIA_SUNDIALS=scikit-sundae switches them off.
"""

from __future__ import annotations

import os
from contextlib import redirect_stdout
from functools import cached_property
from io import StringIO
from typing import Any, Protocol

import numpy as np

from ....quantity import InputError, Problem
from ..equations.layout import Packed
from ..equations.path import whole_jacobian
from ..equations.rates import derivative
from ..failure.limits import N_EVENTS, N_LIMITS, VOLTS, distances, nothing_past
from .solution import Solution

SETTING = "NATRIA_SUNDIALS"
DIRECT, BY_CLASS = "direct", "scikit-sundae"


class Integrator(Protocol):
    def solve(self, times: np.ndarray, y: np.ndarray, current: float, limits: np.ndarray) -> Solution:
        """From a state at time zero through `times` (the first is zero), or to the first event."""


def integrator_of(packed: Packed, rtol: float, atol: np.ndarray, steps: int, often: int = 0) -> Integrator:
    """Return CVODE of a cell with a maximum number of steps per leg, as NATRIA_SUNDIALS selects.

    `often` is the number of steps after which it makes a new Jacobian, zero for its own choice; the class of
    scikit-sundae cannot be told.
    """
    from .sundials import DirectCvode, library

    wanted = os.environ.get(SETTING) or DIRECT
    if wanted not in (DIRECT, BY_CLASS):
        raise InputError(SETTING, [Problem("", f"is {wanted!r}", f"set it to {BY_CLASS} or {DIRECT}, or unset it")])
    if wanted == DIRECT and library() is not None:
        return DirectCvode(packed, rtol, atol, steps, often)
    return SundaeCvode(packed, rtol, atol, steps)


class SundaeCvode:
    """CVODE by the class of scikit-sundae, which calls Python for each evaluation."""

    def __init__(self, packed: Packed, rtol: float, atol: np.ndarray, steps: int) -> None:
        self.packed, self.rtol, self.atol, self.steps = packed, rtol, atol, steps
        self._current, self._limits = 0.0, np.zeros(N_LIMITS)  # of the leg; the callbacks read them

    def solve(self, times: np.ndarray, y: np.ndarray, current: float, limits: np.ndarray) -> Any:
        """Integrate as `Integrator.solve` does.

        Locating events costs as much as the equations here: a leg without a voltage limit runs without events at first,
        and again with them where an event has happened at one of its times.
        """
        self._current, self._limits = current, limits
        if np.isnan(limits[VOLTS]):
            found = _solved(self._blind, times, y)
            if found.success and nothing_past(found.y, current, self.packed.shape, self.packed.p, limits):
                return found
        return _solved(self._watching, times, y)

    @cached_property
    def _watching(self) -> Any:
        shape, p = self.packed.shape, self.packed.p

        def events(_t: float, y: np.ndarray, g: np.ndarray) -> None:
            distances(y, self._current, shape, p, self._limits, g)

        events.terminal = [True] * N_EVENTS  # type: ignore[attr-defined]  # the interface of the solver
        events.direction = [-1] * N_EVENTS  # type: ignore[attr-defined]
        return self._made(eventsfn=events, num_events=N_EVENTS)

    @cached_property
    def _blind(self) -> Any:
        return self._made()

    def _made(self, **events: Any) -> Any:
        from sksundae.cvode import CVODE

        shape, p, (below, above) = self.packed.shape, self.packed.p, self.packed.bands
        work = np.empty((2, len(self.packed.start)))

        def rates(_t: float, y: np.ndarray, dy: np.ndarray) -> None:
            derivative(y, self._current, shape, p, dy)

        def slopes(_t: float, y: np.ndarray, _dy: np.ndarray, jac: np.ndarray) -> None:
            whole_jacobian(y.copy(), self._current, shape, p, work, jac)  # theirs is read-only

        return CVODE(
            rates,
            rtol=self.rtol,
            atol=self.atol,
            max_num_steps=self.steps,
            linsolver="band",
            lband=below,
            uband=above,
            jacfn=slopes,
            **events,
        )


def _solved(solver: Any, times: np.ndarray, y: np.ndarray) -> Any:
    """Return the solution without the printed messages of the binding.

    It prints why SUNDIALS stopped into the output of a command; `SolveError` reports it instead.
    """
    with redirect_stdout(StringIO()):
        return solver.solve(times, y)
