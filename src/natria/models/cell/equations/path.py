"""The Jacobian beyond its band: chemistries, and a path for electrons.

The states of a chemistry move each other and the temperature: their block is full, by differences. With a path for
electrons the current of the ions follows all states. The path has the conductance g, so i + g V(i, y) = J and

    di/dy = -g (dV/dy)/(1 + g dV/di)

With the rates f(i, y), df/dy at given J is the band of `rates.jacobian` at given i plus (df/di)(di/dy), which is of
rank one. A cell that is nearly shorted runs at nearly constant voltage: there this term is as large as diffusion, and
Newton's method does not converge without it. A voltage that is held is the limit of a large g, where di/dy is
-(dV/dy)/(dV/di).
"""

from __future__ import annotations

import numpy as np

from ..electrodes.deep_slopes import deep_slopes
from ..electrodes.dispatch import has_chemistry, has_own_slopes
from .compiled import compiled
from .layout import HEAT_CAPACITY, N_CHEMISTRY, N_STATES, N_VOLUMES, NUMBERS_AT, PATH, STATES_AT
from .opening import first_pore, leaving_slopes, opens, stores
from .rates import chemistry_rates, heat_rate, ionic_current, ionic_voltage, is_held, jacobian, rates_at, sodium_slopes
from .salt import salt_at_face
from .states import AT_CHEMISTRY, AT_SODIUM, AT_TEMPERATURE, AT_THICKNESS, MONOLAYER
from .voltage_parts import N_PARTS

STEP = 1e-6  # of a state or of the current: differences are central
LEAST_SALT = 1e-3  # mol/m^3: from here on the step is no longer a share of the state
LEAST_OTHER = 1.0  # C/m^2 or K, the same
LEAST_SHARE = 1e-3  # of a chemistry, the same


@compiled
def path_slopes(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, push: np.ndarray, pull: np.ndarray
) -> None:
    """Write d(rate)/di into `push` and di/d(state) into `pull`; uses `y` and leaves it as it was."""
    ionic = ionic_current(y, current, shape, p)
    parts = np.empty(N_PARTS)
    step = STEP * max(abs(ionic), STEP * abs(current))
    if step == 0.0 or (is_held(p) and step < STEP * STEP):  # a cell at rest in balance, or nearly so
        step = STEP
    rates_at(y, ionic + step, shape, p, push)
    rates_at(y, ionic - step, shape, p, pull)
    for k in range(shape[N_STATES]):
        push[k] = (push[k] - pull[k]) / (2.0 * step)
    up = ionic_voltage(y, ionic + step, shape, p, parts)
    slope = (up - ionic_voltage(y, ionic - step, shape, p, parts)) / (2.0 * step)
    own = np.empty(shape[N_STATES])
    own_slopes(y, ionic, shape, p, np.empty((shape[N_CHEMISTRY], shape[N_CHEMISTRY])), own[shape[AT_CHEMISTRY] :])
    beyond = first_pore(shape) if opens(shape, p) else -1  # which also moves the salt at the opening
    for k in range(shape[N_STATES]):
        if k >= shape[AT_CHEMISTRY] and has_own_slopes(chemistry_at(k, shape), shape) and k != beyond:
            pull[k] = -own[k] * (1.0 / slope if is_held(p) else p[PATH] / (1.0 + p[PATH] * slope))
            continue
        if k < shape[N_VOLUMES]:
            least = LEAST_SALT
        elif k >= shape[AT_CHEMISTRY]:
            least = LEAST_SALT if k == beyond else LEAST_SHARE
        else:
            least = MONOLAYER if shape[AT_THICKNESS] <= k < shape[AT_SODIUM] else LEAST_OTHER
        here, h = y[k], STEP * max(abs(y[k]), least)
        y[k] = here + h
        up = ionic_voltage(y, ionic, shape, p, parts)
        y[k] = here - h
        down = ionic_voltage(y, ionic, shape, p, parts)
        y[k] = here
        pull[k] = -(up - down) / (2.0 * h)
        pull[k] *= 1.0 / slope if is_held(p) else p[PATH] / (1.0 + p[PATH] * slope)


@compiled
def is_full(shape: np.ndarray, p: np.ndarray) -> bool:
    """Whether the Jacobian has elements outside of its bands."""
    return follows(p) or shape[N_CHEMISTRY] > 0


@compiled
def follows(p: np.ndarray) -> bool:
    """Whether the current of ions follows the states: beside a path for electrons, at a held voltage."""
    return p[PATH] != 0.0 or is_held(p)


@compiled
def chemistry_at(state: int, shape: np.ndarray) -> int:
    """Return the electrode to whose chemistry a state belongs."""
    return 0 if state < shape[AT_CHEMISTRY + 1] else 1


@compiled
def own_slopes(
    y: np.ndarray, ionic: float, shape: np.ndarray, p: np.ndarray, block: np.ndarray, volts: np.ndarray
) -> None:
    """Write the slopes of electrodes with a depth into the block of both chemistries.

    `volts` is dV/d(state) of the cell. The columns of other electrodes are left as they are.
    """
    first, many = shape[AT_CHEMISTRY], shape[N_CHEMISTRY]
    for electrode in range(2):
        if not has_own_slopes(electrode, shape):
            continue
        begin = shape[STATES_AT + electrode] - first
        end = many if electrode == 1 else shape[AT_CHEMISTRY + 1] - first
        for row in range(many):
            for column in range(begin, end):
                block[row, column] = 0.0
        salt, sign = salt_at_face(electrode, y, ionic, shape, p), 1.0 if electrode == 0 else -1.0
        own, numbers = y[shape[STATES_AT + electrode] :], p[shape[NUMBERS_AT + electrode] :]
        warm = y[shape[AT_TEMPERATURE]]
        deep_slopes(sign * ionic, warm, salt, own, numbers, block[begin:, begin:], volts[begin:])
        for column in range(begin, end):
            volts[column] *= -sign  # the voltage is that of the counter against the working electrode


@compiled
def chemistry_slopes(y: np.ndarray, ionic: float, shape: np.ndarray, p: np.ndarray, block: np.ndarray) -> None:
    """Write d(rate)/d(state) of both chemistries, at a given current of ions, into their block."""
    first, many = shape[AT_CHEMISTRY], shape[N_CHEMISTRY]
    up, down = np.zeros(shape[N_STATES]), np.zeros(shape[N_STATES])
    own_slopes(y, ionic, shape, p, block, np.empty(many))
    if opens(shape, p):
        place = first_pore(shape) - first
        block[place, place] += leaving_slopes(y, ionic, y[shape[AT_TEMPERATURE]], shape, p)[1] / stores(shape, p)[1]
    for column in range(many):
        electrode = chemistry_at(first + column, shape)
        if has_own_slopes(electrode, shape):
            continue
        here = y[first + column]
        h = STEP * max(abs(here), LEAST_SHARE)
        y[first + column] = here + h
        chemistry_rates(electrode, ionic, y, shape, p, up)
        y[first + column] = here - h
        chemistry_rates(electrode, ionic, y, shape, p, down)
        y[first + column] = here
        for row in range(many):
            block[row, column] = (up[first + row] - down[first + row]) / (2.0 * h)
        for row in range(many):
            up[first + row] = down[first + row] = 0.0


@compiled
def warmth_slopes(y: np.ndarray, ionic: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """Write what temperature and chemistries do to each other, by differences.

    The heat of an electrode that has its own slopes counts as given: Newton's method does without what it changes.
    """
    first, many, warm = shape[AT_CHEMISTRY], shape[N_CHEMISTRY], shape[AT_TEMPERATURE]
    up, down = np.zeros(shape[N_STATES]), np.zeros(shape[N_STATES])
    kelvin = y[warm]
    h = STEP * kelvin
    for electrode in range(2):
        if has_chemistry(electrode, shape):
            y[warm] = kelvin + h
            chemistry_rates(electrode, ionic, y, shape, p, up)
            y[warm] = kelvin - h
            chemistry_rates(electrode, ionic, y, shape, p, down)
            y[warm] = kelvin
    for k in range(first, first + many):
        jac[k, warm] = (up[k] - down[k]) / (2.0 * h)
        if has_own_slopes(chemistry_at(k, shape), shape):
            continue
        here = y[k]
        step = STEP * max(abs(here), LEAST_SHARE)
        y[k] = here + step
        more = heat_rate(y, ionic, shape, p)
        y[k] = here - step
        less = heat_rate(y, ionic, shape, p)
        y[k] = here
        jac[warm, k] = (more - less) / (2.0 * step)


@compiled
def opening_slopes(y: np.ndarray, ionic: float, shape: np.ndarray, p: np.ndarray) -> tuple[float, float]:
    """Return what the salts on both sides of the opening do to each other.

    d(rate)/d(state) of the last volume over the first slice, and of the first slice over the last volume; else zero.
    """
    if not opens(shape, p):
        return 0.0, 0.0
    left, right = leaving_slopes(y, ionic, y[shape[AT_TEMPERATURE]], shape, p)
    before, behind = stores(shape, p)
    return -right / before, left / behind


@compiled
def whole_jacobian(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, work: np.ndarray, jac: np.ndarray
) -> None:
    """Write d(rate)/d(state) into `jac[row, column]`: band, sodium of films, chemistries, path.

    `work` has two rows as long as the state. Elements outside of the bands of `layout.Packed` are not written.
    """
    n = shape[N_STATES]
    if is_full(shape, p):
        for row in range(n):
            for column in range(n):
                jac[row, column] = 0.0
    jacobian(y, current, shape, p, jac)
    sodium_slopes(shape, p, jac)
    if shape[N_CHEMISTRY] > 0:
        first, ionic = shape[AT_CHEMISTRY], ionic_current(y, current, shape, p)
        chemistry_slopes(y, ionic, shape, p, jac[first:, first:])
        if opens(shape, p):
            before, behind = shape[N_VOLUMES] - 1, first_pore(shape)
            jac[before, behind], jac[behind, before] = opening_slopes(y, ionic, shape, p)
        if p[HEAT_CAPACITY] > 0.0:
            warmth_slopes(y, ionic, shape, p, jac)
    if follows(p):
        path_slopes(y, current, shape, p, work[0], work[1])
        for row in range(n):
            for column in range(n):
                jac[row, column] += work[0, row] * work[1, column]
