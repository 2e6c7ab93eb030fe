"""The Jacobian of a cell with a path for electrons, where the current of the ions follows all states.

The path has the conductance g, so i + g V(i, y) = J and

    di/dy = -g (dV/dy)/(1 + g dV/di)

With the rates f(i, y), df/dy at given J is the band of `rates.jacobian` at given i plus (df/di)(di/dy), which is of
rank one. A cell that is nearly shorted runs at nearly constant voltage: there this term is as large as diffusion, and
Newton's method does not converge without it.
"""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .layout import N_STATES, N_VOLUMES, PATH
from .rates import ionic_current, ionic_voltage, jacobian, rates_at, sodium_slopes
from .states import AT_SODIUM, AT_THICKNESS, MONOLAYER
from .voltage_parts import N_PARTS

STEP = 1e-6  # of a state or of the current: differences are central
LEAST_SALT = 1e-3  # mol/m^3: from here on the step is no longer a share of the state
LEAST_OTHER = 1.0  # C/m^2 or K, the same


@compiled
def path_slopes(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, push: np.ndarray, pull: np.ndarray
) -> None:
    """Write d(rate)/di into `push` and di/d(state) into `pull`; uses `y` and leaves it as it was."""
    ionic = ionic_current(y, current, shape, p)
    parts = np.empty(N_PARTS)
    step = STEP * max(abs(ionic), STEP * abs(current))
    if step == 0.0:  # no current and no voltage: a cell at rest in balance
        step = STEP
    rates_at(y, ionic + step, shape, p, push)
    rates_at(y, ionic - step, shape, p, pull)
    for k in range(shape[N_STATES]):
        push[k] = (push[k] - pull[k]) / (2.0 * step)
    up = ionic_voltage(y, ionic + step, shape, p, parts)
    slope = (up - ionic_voltage(y, ionic - step, shape, p, parts)) / (2.0 * step)
    for k in range(shape[N_STATES]):
        if k < shape[N_VOLUMES]:
            least = LEAST_SALT
        else:
            least = MONOLAYER if shape[AT_THICKNESS] <= k < shape[AT_SODIUM] else LEAST_OTHER
        here, h = y[k], STEP * max(abs(y[k]), least)
        y[k] = here + h
        up = ionic_voltage(y, ionic, shape, p, parts)
        y[k] = here - h
        down = ionic_voltage(y, ionic, shape, p, parts)
        y[k] = here
        pull[k] = -p[PATH] * (up - down) / (2.0 * h) / (1.0 + p[PATH] * slope)


@compiled
def whole_jacobian(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, work: np.ndarray, jac: np.ndarray
) -> None:
    """Write d(rate)/d(state) into `jac[row, column]`: the band of `jacobian`, sodium of films, the path.

    `work` has two rows as long as the state. Elements outside of the bands of `layout.Packed` are not written.
    """
    n = shape[N_STATES]
    if p[PATH] != 0.0:
        for row in range(n):
            for column in range(n):
                jac[row, column] = 0.0
    jacobian(y, current, shape, p, jac)
    sodium_slopes(shape, p, jac)
    if p[PATH] != 0.0:
        path_slopes(y, current, shape, p, work[0], work[1])
        for row in range(n):
            for column in range(n):
                jac[row, column] += work[0, row] * work[1, column]
