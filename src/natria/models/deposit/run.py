"""A run: steps under control of their error, states at the times that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from warnings import warn

import numpy as np

from ...quantity import ModelError
from .inputs import DepositPhysics
from .settings import DepositGrid, DepositSettings
from .stepping import Stepper
from .steps.sodium import SodiumBalance

SAFETY = 0.9
LEAST, MOST = 0.25, 1.5  # of a step over the one before; the formula is stable up to 2.41
STILL = 1.1  # growth of a step that is not worth a change
REFUSED = 1.3  # error over the tolerance, above which a step is taken again


@dataclass(frozen=True, eq=False)
class DepositState:
    """The fields at one time, as copies in the shape of the grid, and numbers of the run."""

    time: float  # s
    step: float  # s, the last one
    steps: int
    refused: int
    xi: np.ndarray
    concentration: np.ndarray  # of the electrolyte, mol/m^3
    potential: np.ndarray  # of the electrolyte against the metal, V
    layer: np.ndarray
    plated: float  # sodium that became metal since the start, mol/m^2
    supplied: float  # sodium that came in, mol/m^2
    missing: float  # sodium that is not accounted for, over what was plated
    electrons: np.ndarray | None = None  # their potential where they are a field, V

    @property
    def share(self) -> np.ndarray:
        """The share of metal in each cell."""
        x = np.clip(self.xi, 0, 1)
        found: np.ndarray = x**3 * (6 * x**2 - 15 * x + 10)
        return found

    def tip(self, spacing: float) -> float:
        """Return the height of the highest metal, m, to a part of a cell; xi = 0.5 is the front."""
        profile = self.xi.max(axis=(1, 2))
        above = np.flatnonzero(profile >= 0.5)
        if not above.size:
            return 0.0
        last = int(above[-1])
        if last + 1 == len(profile):
            return float(len(profile) * spacing)
        part = (profile[last] - 0.5) / (profile[last] - profile[last + 1])
        return float((last + 0.5 + part) * spacing)


Progress = Callable[[float, int], None]  # of the share that is done, and the steps


@dataclass
class StepPace:
    """What a run remembers from step to step beside its fields."""

    dt: float = 0.0  # s, of the next step; 0 before the first
    step: float = 0.0  # s, the last one
    refused: int = 0
    balance: SodiumBalance = field(default_factory=lambda: SodiumBalance(0.0, 0.0, 0.0))


def run(  # noqa: PLR0917 - the parts of a run
    settings: DepositSettings,
    physics: DepositPhysics,
    grid: DepositGrid,
    start: tuple[np.ndarray, np.ndarray | float],
    times: np.ndarray,
    progress: Progress = lambda _, __: None,
) -> Iterator[DepositState]:
    """Yield the state at the start and at each of the times (s, rising).

    `start` has the order parameter and the concentration of the electrolyte in each cell, or one for all. Steps end at
    the times asked for. The run raises where a solve fails, a step becomes too short, or sodium is lost.
    """
    xi, c = start
    grid.warn_of(physics.metal)
    if physics.bath.carried > 1:
        warn(
            f"cations would carry {physics.bath.carried:.2g} times the current: c rises where current flows; "
            "give a higher conductivity of the bath, or a lower diffusivity or concentration",
            stacklevel=2,
        )
    made = Stepper(grid, physics, settings, np.asarray(xi, float), np.broadcast_to(np.asarray(c, float), grid.shape))
    with made.device:
        yield from through(made, settings, np.asarray(times, float), progress)


def through(  # noqa: PLR0917 - the parts of a run
    made: Stepper,
    settings: DepositSettings,
    times: np.ndarray,
    progress: Progress = lambda _, __: None,
    pace: StepPace | None = None,
    kept: Callable[[StepPace], None] = lambda _: None,
) -> Iterator[DepositState]:
    """Yield the states of a run from where the stepper stands.

    `pace` goes on with a run that was stopped. `kept` is called after each step between two of the times, and after
    each state was taken.
    """
    relaxing = 1 / made.numbers.well
    shortest = settings.shortest_step * relaxing
    if times.size == 0 or np.any(np.diff(times, prepend=0.0) <= 0):
        raise ModelError("the times of a run do not rise from 0 s", "give times in seconds, each above the one before")
    now = pace or StepPace(settings.fixed_step or settings.first_step * relaxing)
    if pace is None:
        yield state_of(made, 0.0, now.refused, None)
    for end in times[times > made.time * (1 + 1e-12)]:
        while made.time < end * (1 - 1e-12):
            left = end - made.time
            pieces = int(np.ceil(min(left / min(now.dt, settings.longest_step), 1e9) * (1 - 1e-9)))
            step = left / pieces if pieces <= 2 else min(now.dt, settings.longest_step)
            done = made.advance(step)
            if not np.isfinite(done.error) or (done.error > REFUSED and settings.fixed_step is None):
                now.refused += 1
                factor = SAFETY * done.error ** (-1 / 3) if np.isfinite(done.error) else LEAST
                now.dt = step * max(LEAST, min(factor, SAFETY))
                if now.dt < shortest:
                    raise ModelError(
                        f"the step fell to {now.dt:.2e} s at {made.time:.6g} s",
                        "lower the drive, or raise `error`; near depletion a current cannot be held",
                    )
                continue
            made.accept(step, done)
            now.balance, now.step = done.balance, step
            progress(made.time / float(times[-1]), made.steps)
            if settings.fixed_step is None:
                factor = min(MOST, SAFETY * done.error ** (-1 / 3)) if done.error > 0 else MOST
                if factor > STILL or factor < 1:
                    now.dt = max(now.dt, step) * max(factor, LEAST) if step >= now.dt / 2 else now.dt
            if made.time < end * (1 - 1e-12):
                kept(now)
        yield state_of(made, now.step, now.refused, now.balance)
        kept(now)


def state_of(made: Stepper, step: float, refused: int, balance: SodiumBalance | None) -> DepositState:
    """Return the present state as copies."""
    first = made.first_balance
    now = balance or first
    plated = now.metal - first.metal
    missing = (now.total - first.total - now.supplied) / plated if plated else 0.0
    layer = np.broadcast_to(made.layer, made.grid.shape).copy()
    return DepositState(
        time=made.time,
        step=step,
        steps=made.steps,
        refused=refused,
        xi=made.xi.copy(),
        concentration=made.c.copy(),
        potential=made.phi.copy(),
        layer=layer,
        plated=plated,
        supplied=now.supplied,
        missing=missing,
        electrons=made.electrons.phi.copy() if made.electrons else None,
    )
