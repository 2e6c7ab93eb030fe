"""Butler-Volmer current of an electrode or a symmetric cell behind a resistance, with its derivatives.

    i = i0 (a - c)/(1 + (i0/iL)(a + c)),   a = exp(alpha f x),  c = exp(-(1 - alpha) f x),  f = F/RT
    x = (E - E0 - i R)/n

n = 1 for an electrode against a reference, 2 for two equal faces in series (alpha = 1/2). iL is a limiting current by
transport, the same in both directions (Bard and Faulkner, Electrochemical Methods, 2nd ed. 2001, eq. 3.4.10 with one
electron). E and i rise together: alpha is the transfer coefficient of the branch with i > 0. The equation for x is
solved by Newton's method inside a bracket; the derivatives follow from it by the implicit function theorem.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..inputs import Vector

LARGEST = 200.0  # exponent: exp(200) of an exchange current is no current any more
CONVERGED = 1e-12  # V
MOST_STEPS = 100


@dataclass(frozen=True)
class KineticState:
    """The numbers of the law. Units of one kind: A and ohm, or A/m^2 and ohm m^2."""

    exchange_current: float
    alpha: float
    equilibrium: float  # V
    resistance: float = 0.0
    limiting_current: float = np.inf


@dataclass(frozen=True, eq=False)
class FaceCurrent:
    """The current at overpotentials x of one face, and its derivatives."""

    current: Vector
    by_x: Vector
    by_ln_exchange: Vector
    by_alpha: Vector
    by_ln_limit: Vector


def face_current(x: Vector, state: KineticState, f: float) -> FaceCurrent:
    """Return the current of one face at an overpotential x (V), and its derivatives."""
    i0, alpha = state.exchange_current, state.alpha
    forward = np.exp(np.clip(alpha * f * x, -LARGEST, LARGEST))
    back = np.exp(np.clip(-(1 - alpha) * f * x, -LARGEST, LARGEST))
    share = i0 / state.limiting_current
    below = 1 + share * (forward + back)
    current = i0 * (forward - back) / below
    change = f * (alpha * forward + (1 - alpha) * back)  # d(forward - back)/dx
    of_sum = f * (alpha * forward - (1 - alpha) * back)
    return FaceCurrent(
        current,
        (i0 * change - current * share * of_sum) / below,
        current / below,
        f * x * (i0 * (forward - back) - current * share * (forward + back)) / below,
        current * (below - 1) / below,
    )


def overpotential_of(potential: Vector, state: KineticState, f: float, faces: int) -> Vector:
    """Return the overpotential of one face (V) at each potential of the electrode or cell."""
    away = potential - state.equilibrium
    low, high = np.minimum(away, 0.0) / faces, np.maximum(away, 0.0) / faces
    if state.resistance == 0:
        return away / faces
    x = away / faces
    for _ in range(MOST_STEPS):
        at = face_current(x, state, f)
        off = faces * x + state.resistance * at.current - away
        low, high = np.where(off < 0, x, low), np.where(off > 0, x, high)
        newton = x - off / (faces + state.resistance * at.by_x)
        inside = (newton >= low) & (newton <= high)
        new = np.where(off == 0, x, np.where(inside, newton, (low + high) / 2))
        done = float(np.max(np.abs(new - x), initial=0.0)) < CONVERGED
        x = new
        if done:
            break
    return np.asarray(x, float)


def kinetic_current(potential: Vector, state: KineticState, temperature_factor: float, faces: int) -> Vector:
    """Return the current at each potential; `temperature_factor` is F/RT (1/V)."""
    x = overpotential_of(potential, state, temperature_factor, faces)
    return face_current(x, state, temperature_factor).current


def current_and_slopes(
    potential: Vector, state: KineticState, f: float, faces: int
) -> tuple[Vector, dict[str, Vector]]:
    """Return the current at each potential, and its derivatives by the parameters of a fit."""
    at = face_current(overpotential_of(potential, state, f, faces), state, f)
    slope = at.by_x / faces
    damped = 1 / (1 + state.resistance * slope)
    return at.current, {
        "ln_exchange_current": at.by_ln_exchange * damped,
        "alpha": at.by_alpha * damped,
        "equilibrium": -slope * damped,
        "ln_resistance": -slope * at.current * state.resistance * damped,
        "ln_limiting_current": at.by_ln_limit * damped,
    }
