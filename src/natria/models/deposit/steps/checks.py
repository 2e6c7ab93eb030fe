"""Limits of a step: its error, finite numbers, salt in front of the metal, conservation of sodium."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....quantity import ModelError
from .. import front_kernels as front
from ..boundary_kernels import overdrawn
from ..devices.device import DeviceArray
from .fields import StepFields
from .formula import error_weights
from .setup import RunSetup
from .sodium import SodiumBalance

Balances = tuple[SodiumBalance, SodiumBalance]  # of the first state and after the step
OVERDRAWN = -0.01  # least concentration in front of the metal over that of the bath: below it a current has no carrier
KEPT = 1e-10  # sodium that may be missing, over what was plated
ROUNDING = {"double": (1e-14, 0.0), "single": (3e-7, 0.5)}  # the same, over all sodium, and its power of the steps


def step_error(run: RunSetup, fields: StepFields, dt: float, past: Sequence[float]) -> float:
    """Return the largest error of a step over the tolerance, 0 for the first."""
    if not past:
        return 0.0
    weights, worst = error_weights(dt, past), 0.0
    bath = run.physics.bath.concentration
    for states, metal, scale in ((fields.xi, fields.nowhere, 1.0), (fields.c, fields.xi[-1], bath)):
        w = tuple(float(one / scale) for one in weights)
        found = run.most(front.largest_error, fields.sums, (states[-1], *states[:3]), metal, w)
        worst = max(worst, found)
    return worst / run.settings.error


def check_potential(run: RunSetup, fields: StepFields, time: float) -> None:
    """Refuse a potential at the far side for which activities leave the range of the solver.

    Under a voltage it is known before the run. Under a current it follows; it is largest in the last row of cells.
    """
    if run.physics.drive.current is None:
        return
    far = run.device.bring(fields.phi[-1][-1:])
    most, widest = float(np.abs(far).max()), run.physics.bath.widest
    if most > widest:
        raise ModelError(
            f"the potential reaches {most:.3g} V at {time:.6g} s, and activities in the solver hold {widest:.3g} V",
            "lower the current, give a better conductor, or a lower box",
        )


def check_balance(
    run: RunSetup, fields: StepFields, balances: Balances, *, most: float, time: float, steps: int
) -> None:
    """Refuse a step that is no number, or in which sodium was lost; `steps` counts those before.

    `most` is the metal (mol/m^2) that was plated or stripped at any time: after a strip little is left of it.
    In single precision each step rounds the sodium of the cells anew, so what is missing walks at random.
    """
    start, now = balances
    missing = abs(now.total - start.total - now.supplied)
    rounding, power = ROUNDING[run.settings.precision]
    if not np.isfinite(now.total):
        check_numbers(run, time, fields.xi[-1], fields.c[-1], fields.phi[-1])
    if (run.physics.drive.current or 0.0) > 0 and _is_used_up(run, fields):
        raise ModelError(
            f"the salt in front of the metal is used up at {time:.6g} s: the current cannot be held",
            "lower the current, or end the run before this time",
        )
    plated = max(most, abs(now.metal - start.metal))
    if missing > KEPT * plated + rounding * (steps + 1) ** power * abs(now.total):
        raise ModelError(f"{missing:.2e} mol/m^2 of sodium are missing at {time:.6g} s", "report this with its inputs")


def check_numbers(run: RunSetup, time: float, *fields: DeviceArray) -> None:
    """Refuse fields that have a number that is none, with time and place."""
    bad = ~np.isfinite(sum(run.device.bring(one) for one in fields))[:, :, 1:-1]
    if bad.any():
        where = tuple(int(n) for n in np.argwhere(bad)[0])
        place = " x ".join(f"{(n + 0.5) * run.grid.spacing * 1e6:.4g}" for n in where)
        raise ModelError(
            f"the fields of a deposition are no numbers at {time:.6g} s, first in cell {where}, at {place} um",
            "lower `error` or the drive; the states that came before are good",
        )


def _is_used_up(run: RunSetup, fields: StepFields) -> bool:
    """Whether the salt is below zero in front of the metal by more than a step may leave there.

    Under a voltage this is no end: the current then falls to what diffusion brings.
    """
    least = -run.most(overdrawn, fields.sums, fields.xi[-1], fields.c[-1])
    return least < OVERDRAWN * run.physics.bath.concentration
