"""One cell through one leg, by CVODE of SUNDIALS: variable order, variable step, events found to the tolerance of time.

The solver starts anew with every leg, whose state is all it needs: a run that goes on from a state is the same run.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any

import numpy as np

from ....quantity import NatriaError
from ..equations.layout import Packed
from ..equations.rates import derivative, jacobian, sodium_slopes
from ..failure.limits import EVENTS, N_EVENTS, distances, nothing_past

RTOL = 1e-6
ATOL = 1e-7  # of what is negligible of each state
MOST_STEPS = 20_000


class SolveError(NatriaError):
    """The equations could not be solved: when, which state, what to do about it."""


@dataclass
class Drive:
    """What changes from leg to leg; the solver's callbacks read it."""

    current: float
    limits: np.ndarray


@dataclass(frozen=True)
class Path:
    """Where a leg went: times since its start, states, and the event that ended it, if one did."""

    time: np.ndarray
    states: np.ndarray
    event: str = ""


class Adaptive:
    """The solver of one cell. It holds no state of the cell, only memory that is used again."""

    def __init__(self, packed: Packed, rtol: float = RTOL, atol: float = ATOL) -> None:
        self.packed, self.rtol, self.atol = packed, rtol, atol
        self.drive = Drive(0.0, np.zeros(5))

    @cached_property
    def _watching(self) -> Any:
        drive, shape, p = self.drive, self.packed.shape, self.packed.p

        def events(_t: float, y: np.ndarray, g: np.ndarray) -> None:
            distances(y, drive.current, shape, p, drive.limits, g)

        events.terminal = [True] * N_EVENTS  # type: ignore[attr-defined]  # how the solver is told
        events.direction = [-1] * N_EVENTS  # type: ignore[attr-defined]
        return self._solver(eventsfn=events, num_events=N_EVENTS)

    @cached_property
    def _blind(self) -> Any:
        return self._solver()

    @cached_property
    def _below(self) -> int:
        """How far below the diagonal the Jacobian reaches: from the first film to the counter's sodium."""
        return self.packed.films + 1 if self.packed.takes_sodium else 1

    @cached_property
    def _direct(self) -> Any:
        """The same solver without Python between its steps; None where it cannot be had."""
        from .sundials import Cvode, library

        weights = self.atol * self.packed.tolerance
        return Cvode(self.packed, self.rtol, weights, self._below, MOST_STEPS) if library() else None

    def _solver(self, **events: Any) -> Any:
        from sksundae.cvode import CVODE

        shape, p, drive, below = self.packed.shape, self.packed.p, self.drive, self._below

        def rates(_t: float, y: np.ndarray, dy: np.ndarray) -> None:
            derivative(y, drive.current, shape, p, dy)

        def slopes(_t: float, y: np.ndarray, _dy: np.ndarray, jac: np.ndarray) -> None:
            jacobian(y, drive.current, shape, p, jac)
            if below > 1:
                sodium_slopes(shape, p, jac)

        return CVODE(
            rates,
            rtol=self.rtol,
            atol=self.atol * self.packed.tolerance,
            max_num_steps=MOST_STEPS,
            linsolver="band",
            lband=below,
            uband=1,
            jacfn=slopes,
            **events,
        )

    def passed(self, y: np.ndarray, current: float, limits: np.ndarray) -> str:
        """The event that has happened already before any time has gone; empty where none has."""
        g = np.empty(N_EVENTS)
        distances(y, current, self.packed.shape, self.packed.p, limits, g)
        return next((name for name, far in zip(EVENTS, g, strict=True) if far <= 0), "")

    def go(self, y: np.ndarray, current: float, times: np.ndarray, limits: np.ndarray) -> Path:
        """From a state at time zero through `times` (the first is zero), or to the first event."""
        solve = self._direct.solve if self._direct else self._by_class
        found = solve(times, y, current, limits)
        if not found.success:
            raise SolveError(*self._why(found, current))
        event = "" if found.i_events is None else EVENTS[int(np.flatnonzero(found.i_events[-1])[0])]
        return Path(found.t, found.y, event)

    def _by_class(self, times: np.ndarray, y: np.ndarray, current: float, limits: np.ndarray) -> Any:
        """By the class of scikit-sundae, where looking for events in every step costs as much as the equations. A leg
        that only time ends goes without at first; where any event is past at one of its times, it is gone through
        again, looking."""
        self.drive.current, self.drive.limits = current, limits
        if np.isnan(limits[0]):
            found = _solved(self._blind, times, y)
            if found.success and nothing_past(found.y, current, self.packed.shape, self.packed.p, limits):
                return found
        return _solved(self._watching, times, y)

    def _why(self, found: Any, current: float) -> tuple[str, str]:
        y = np.array(found.y[-1], float)
        rate = np.empty_like(y)
        derivative(y, current, self.packed.shape, self.packed.p, rate)
        names = state_names(self.packed)
        worst = int(np.argmax(np.nan_to_num(np.abs(rate) / self.packed.tolerance, nan=np.inf)))
        what = (
            f"the solver stopped after {found.t[-1]:.6g} s at {current / 10:.4g} mA/cm^2: {found.message}; "
            f"fastest there is {names[worst]} = {y[worst]:.4g} ({rate[worst]:.3g} a second)"
        )
        return what, "look at that property and its unit, or take a finer grid or a looser tolerance"


def _solved(solver: Any, times: np.ndarray, y: np.ndarray) -> Any:
    """The binding prints why SUNDIALS stopped, into what a command prints; `SolveError` says it where it matters."""
    with redirect_stdout(StringIO()):
        return solver.solve(times, y)


def state_names(packed: Packed) -> list[str]:
    """What each state is, in words."""
    salt = [f"salt in volume {k + 1}" for k in range(packed.n)]
    films = [f"thickness of film {k + 1}" for k in range(packed.films)]
    return [*salt, *films, *(name.replace("_", " ") for name in packed.places)]
