"""One leg of one cell by CVODE of SUNDIALS: variable order and step, events located by the solver.

The solver starts anew with every leg and needs only its state: a run continued from a state is the same run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ....quantity import NatriaError
from ..electrodes.conversion import COUPLES, SULFUR
from ..electrodes.dispatch import CONVERSION, DEEP
from ..equations.layout import HELD, KIND, Packed
from ..equations.rates import derivative
from ..equations.states import AT_CHEMISTRY
from ..failure.limits import EVENTS, first_past
from .cvode import Integrator, integrator_of
from .rules import name_of
from .solution import Solution

RTOL = 1e-6
SHARES_RTOL = 1e-7  # of conversion electrodes: a share that runs out is a small difference of extents near one
ATOL = 1e-7  # of what is negligible of each state
OVERDRAWN = 3e-4  # of a couple: below zero by more than a share that fades out, so the Jacobian was too old
OF_SULFUR = (CONVERSION, DEEP)  # kinds of electrodes that are made of couples
OFTEN = 3  # steps of a Jacobian where it was
RESTARTS = 5  # of a leg, from where the solver stopped
MOST_STEPS = 20_000


def usual_rtol(packed: Packed) -> float:
    """Return the relative tolerance of a cell that names none."""
    return SHARES_RTOL if _has_couples(packed) else RTOL


def _has_couples(packed: Packed) -> bool:
    return any(kind in OF_SULFUR for kind in packed.shape[KIND : KIND + 2])


class SolveError(NatriaError):
    """The equations could not be solved: when, which state, what to do about it."""


@dataclass(frozen=True)
class Trajectory:
    """A cell over a leg: times since its start, states, and the event that ended it, if any."""

    time: np.ndarray
    states: np.ndarray
    event: str = ""

    @property
    def end(self) -> float:
        """Return the time (s) since the start of the leg."""
        return float(self.time[-1])

    @property
    def last(self) -> np.ndarray:
        """Return the state at the end."""
        return np.asarray(self.states[-1])


class Adaptive:
    """The solver of one cell. It holds no state of the cell, only reused memory."""

    def __init__(self, packed: Packed, rtol: float | None = None, atol: float = ATOL) -> None:
        self.packed, self.atol = packed, atol
        self.rtol = usual_rtol(packed) if rtol is None else rtol
        self._held: dict[float, Adaptive] = {}

    @cached_property
    def _integrator(self) -> Integrator:
        return integrator_of(self.packed, self.rtol, self.atol * self.packed.tolerance, MOST_STEPS)

    @cached_property
    def _careful(self) -> Integrator:
        return integrator_of(self.packed, self.rtol, self.atol * self.packed.tolerance, MOST_STEPS, OFTEN)

    def _overdrawn(self, states: np.ndarray) -> bool:
        """Whether a couple has given more than it had, in a charge or in a discharge.

        Where a couple runs out, its slope falls from a large number to nothing. With the old slope Newton's corrections
        of its extent are nothing, so the extent drifts on below zero, and the error test does not see it.
        """
        if not _has_couples(self.packed):
            return False
        extents = states[:, int(self.packed.shape[AT_CHEMISTRY]) :].reshape(-1, COUPLES)  # of all slices of a depth
        sulfur, electrolyte = extents[:, :SULFUR], extents[:, SULFUR:]
        ends = np.ones((len(extents), 1))
        shares = -np.diff(np.hstack([ends, sulfur, 0.0 * ends]), axis=1)
        return bool(min(shares.min(), electrolyte.min(), 1.0 - electrolyte.max()) < -OVERDRAWN)

    def holding(self, volts: float | None) -> Adaptive:
        """Return the solver of the same cell at a voltage that is held; itself for none."""
        if volts is None:
            return self
        if volts not in self._held:
            p = self.packed.p.copy()
            p[HELD] = volts
            self._held[volts] = self.of(replace(self.packed, p=p))
        return self._held[volts]

    def of(self, packed: Packed) -> Adaptive:
        """Return the solver of another cell with the same tolerances."""
        return Adaptive(packed, self.rtol, self.atol)

    def passed(self, y: np.ndarray, current: float, limits: np.ndarray) -> str:
        """Return the event that has happened at time zero; empty where none has."""
        return name_of(first_past(y, current, self.packed.shape, self.packed.p, limits))

    def go(self, y: np.ndarray, current: float, times: np.ndarray, limits: np.ndarray) -> Trajectory:
        """Integrate from a state at time zero through `times` (the first is zero), or to the first event.

        A leg that overdraws a couple is solved again with a younger Jacobian.
        """
        found = self._through(self._integrator, y, current, times, limits)
        if self._overdrawn(found.y):
            found = self._through(self._careful, y, current, times, limits)
            if self._overdrawn(found.y):
                what = f"a couple gave more than it had in a leg at {current / 10:.4g} mA/cm^2"
                raise SolveError(what, "take a tighter tolerance, and leave NATRIA_SUNDIALS at its usual value")
        if not found.success:
            raise SolveError(*self._why(found, current))
        event = "" if found.i_events is None else EVENTS[int(np.flatnonzero(found.i_events[-1])[0])]
        return Trajectory(found.t, found.y, event)

    def _through(
        self, integrator: Integrator, y: np.ndarray, current: float, times: np.ndarray, limits: np.ndarray
    ) -> Solution:
        """Integrate a leg; one that stops in between begins anew from there, a few times.

        Such a state is a reading more.
        """
        found = integrator.solve(times, y, current, limits)
        for _ in range(RESTARTS):
            if found.success or found.t[-1] == 0.0:
                break
            # a couple of a cathode that runs out in no time is a corner for a method of high order
            reached = float(found.t[-1])
            later = times[times > reached] - reached
            rest = integrator.solve(np.r_[0.0, later], np.array(found.y[-1], float), current, limits)
            time, states = np.r_[found.t[:-1], reached + rest.t], np.concatenate([found.y[:-1], rest.y])
            found = Solution(time, states, rest.success, rest.message, rest.i_events)
        return found

    def _why(self, found: Solution, current: float) -> tuple[str, str]:
        y = np.array(found.y[-1], float)
        rate = np.empty_like(y)
        derivative(y, current, self.packed.shape, self.packed.p, rate)
        worst = int(np.argmax(np.nan_to_num(np.abs(rate) / self.packed.tolerance, nan=np.inf)))
        name = self.packed.names[worst].replace("_", " ")
        what = (
            f"the solver stopped after {found.t[-1]:.6g} s at {current / 10:.4g} mA/cm^2: {found.message}; "
            f"fastest there is {name} = {y[worst]:.4g} ({rate[worst]:.3g} a second)"
        )
        return what, "look at that property and its unit, or take a finer grid or a looser tolerance"
