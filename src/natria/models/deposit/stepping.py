"""One step in time: predictor, potential, front, sodium, error; second order, uneven steps.

The time derivative is that of the backward formula of second order (BDF2) for steps dt_n and dt_(n-1). The predictor
extrapolates the last two states. Rates are linear in the potential about the predicted state and take the predicted
concentration, so each step solves three linear problems: the potential with the reaction in it, the order parameter
with its Laplacian, the balance of sodium. (An uptake that is implicit in the concentration alone, beside a potential
that has answered to the predicted one, is unstable: both then belong to different currents.)

Fields lie on a device, and all that is done to them is a kernel that the device runs (`devices`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .constants import numbers_of
from .devices.choosing import REALS, device_of
from .devices.device import DeviceArray
from .electrons.field import electron_field
from .front_kernels import FrontGiven
from .inputs import DepositPhysics, Driven
from .settings import DepositGrid, DepositSettings
from .steps import checks, front, potential, sodium
from .steps.fields import copy, fields_of, move_layer, write
from .steps.formula import StepWeights, step_weights
from .steps.setup import RunSetup, Sources
from .steps.sodium import SodiumBalance


@dataclass(frozen=True)
class StepDone:
    """A step that was tried: its estimated error over the tolerance, and the balance after it."""

    error: float
    balance: SodiumBalance


class Stepper:
    """Fields of a run and the memory of its solvers. `advance` tries a step, `accept` keeps it."""

    def __init__(  # noqa: PLR0917 - the parts of a run
        self,
        grid: DepositGrid,
        physics: DepositPhysics,
        settings: DepositSettings,
        xi: np.ndarray,
        c: np.ndarray,
        sources: Sources | None = None,
    ) -> None:
        shape, device, real = grid.shape, device_of(settings), REALS[settings.precision]
        self.grid, self.physics, self.settings, self.device = grid, physics, settings, device
        self.elliptic = device.solver(shape, real)
        self.numbers = numbers_of(physics, grid)
        self.electrons = electron_field(physics, grid, device)
        self.run = RunSetup(grid, physics, settings, self.numbers, device, self.elliptic, sources, self.electrons)
        self.fields = fields_of(shape, device, real, physics.layer, sources=sources is not None)
        self.time, self.steps, self.past = 0.0, 0, []  # type: float, int, list[float]
        self.most = 0.0  # metal that was plated or stripped at any time, mol/m^2
        write(device, self.fields.xi[0], xi, shape)
        move_layer(self.run, self.fields)
        write(device, self.fields.c[0], c, shape)
        write(device, self.fields.phi[0], np.full(shape, physics.drive.voltage or 0.0), shape)
        self.first_balance = sodium.first_total(self.run, self.fields)
        self.balances = [self.first_balance, self.first_balance]
        potential.first_potential(self.run, self.fields)

    # --- what can be read
    @property
    def xi(self) -> np.ndarray:
        return self.values(self.fields.xi[0])

    @property
    def c(self) -> np.ndarray:
        return self.values(self.fields.c[0])

    @property
    def phi(self) -> np.ndarray:
        return self.values(self.fields.phi[0])

    @property
    def layer(self) -> np.ndarray:
        return self.values(self.fields.layer)

    def values(self, field: DeviceArray) -> np.ndarray:
        """Return the values of the cells on the host; on the CPU the field itself."""
        return self.device.bring(field)[:, :, 1:-1]

    # --- steps
    def advance(self, dt: float) -> StepDone:
        """Try a step; the fields at hand stay as they are until it is accepted.

        The error is inf where the trial has no finite numbers; a run that already has none is stopped.
        """
        try:
            return self._try(dt)
        except FloatingPointError:
            checks.check_numbers(self.run, self.time, self.fields.xi[0], self.fields.c[0], self.fields.phi[0])
            return StepDone(float("inf"), self.balances[0])

    def _try(self, dt: float) -> StepDone:
        w = step_weights(dt, self.past, 2.0 * max(self.grid.dimensions, 1))
        made = potential.read_sources(self.run, self.fields, self.time + dt)
        self._predict(dt / self.past[0] if self.past else 0.0)
        self._react(self.time + dt)
        self._solve_potential()
        self._relax(w)
        supply = self._solve_sodium(w, made)
        balance = sodium.balance(self.run, self.fields, w, supply, self.balances)
        return StepDone(self._error(dt), balance)

    def accept(self, dt: float, done: StepDone) -> None:
        """Take over the step that was tried."""
        both = self.first_balance, done.balance
        checks.check_balance(self.run, self.fields, both, most=self.most, time=self.time, steps=self.steps)
        self.fields.accept()
        if self.electrons:
            self.electrons.accept()
        self.balances = [done.balance, self.balances[0]]
        self.most = max(self.most, abs(done.balance.metal - self.first_balance.metal))
        self.past = [dt, *self.past][:3]
        self.time += dt
        self.steps += 1
        move_layer(self.run, self.fields)

    def redrive(self, drive: Driven) -> None:
        """Go on under another drive, with the potential that belongs to it and no steps before."""
        self.physics = replace(self.physics, drive=drive)
        self.numbers, self.past = numbers_of(self.physics, self.grid), []
        self.run = replace(self.run, physics=self.physics, numbers=self.numbers)
        potential.first_potential(self.run, self.fields)

    # --- parts of a step, which a benchmark can time
    def _predict(self, ratio: float) -> None:
        front.predict(self.run, self.fields, ratio)

    def _react(self, time: float) -> None:
        fields = self.fields
        potential.react(self.run, fields, FrontGiven(fields.xi[-2], fields.c[-1], fields.phi[-2], fields.layer), time)

    def _solve_potential(self) -> None:
        copy(self.run, self.fields.phi[-2], self.fields.phi[-1])
        potential.solve_potential(self.run, self.fields, self.fields.phi[-1])
        checks.check_potential(self.run, self.fields, self.time)

    def _relax(self, w: StepWeights) -> None:
        front.relax_front(self.run, self.fields, w)

    def _solve_sodium(self, w: StepWeights, made: float) -> float:
        return sodium.solve_sodium(self.run, self.fields, w, made)

    def _error(self, dt: float) -> float:
        return checks.step_error(self.run, self.fields, dt, self.past)
