"""Current of a resistance in series with diffusion through a layer, after a step of the voltage.

    Z(s) = R + R_d tanh(sqrt(s tau)) / sqrt(s tau)

The voltage of the diffusion is a sum of modes, as tanh(x) / x = sum 2 / (x^2 + (k - 1/2)^2 pi^2):

    dU_k/dt = (2 R_d / tau) I - ((k - 1/2)^2 pi^2 / tau) U_k,  V = I R(t) + sum U_k

A step of time is exact for a current that is linear in it. The resistance of the modes that are left out is given to
the last one, so the current just after the step and the one of the steady state are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MODES = 400
FIRST = 1e-9  # of tau: first step of time
PER_DECADE = 60


@dataclass(frozen=True)
class DiffusionBranch:
    """R_d (ohm) and tau (s)."""

    resistance: float
    time_constant: float


def step_current(
    voltage: float, resistance: Callable[[np.ndarray], np.ndarray], branch: DiffusionBranch, time: np.ndarray
) -> np.ndarray:
    """Return the current (A) at times above zero (s) after a step of the voltage (V).

    `resistance` (ohm) is a function of the time.
    """
    grid = _grid(time, branch.time_constant)
    ohms = resistance(grid)
    if branch.resistance == 0:
        return np.asarray(voltage / ohms[np.searchsorted(grid, time)])
    decay, gain = _modes(branch)
    size = np.zeros(MODES)
    current = np.empty(len(grid))
    current[0] = voltage / ohms[0]
    for k, step in enumerate(np.diff(grid)):
        x = decay * step
        kept = np.exp(-x)
        total = -np.expm1(-x) / decay
        late = np.where(x > 1e-4, (step - total) / np.maximum(x, 1e-4), step / 2 * (1 - x / 3))
        known = kept * size + gain * (total - late) * current[k]
        current[k + 1] = (voltage - known.sum()) / (ohms[k + 1] + (gain * late).sum())
        size = known + gain * late * current[k + 1]
    return np.asarray(current[np.searchsorted(grid, time)])


def _modes(branch: DiffusionBranch) -> tuple[np.ndarray, np.ndarray]:
    """Return decay (1/s) and gain (ohm/s) of each mode."""
    root = (np.arange(1, MODES + 1) - 0.5) * np.pi
    share = 2 / root**2
    share[-1] += 1 - share.sum()
    decay = root**2 / branch.time_constant
    return decay, branch.resistance * share * decay


def _grid(time: np.ndarray, time_constant: float) -> np.ndarray:
    """Return zero, the times of the readings, and steps between them that grow with the time."""
    first, last = FIRST * time_constant, float(time[-1])
    decades = max(np.log10(last / first), 1.0) if last > first else 1.0
    fine = np.geomspace(min(first, last / 10), last, int(PER_DECADE * decades))
    return np.asarray(np.unique(np.r_[0.0, fine, time]))
