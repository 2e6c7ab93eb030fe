"""Properties of films, solids and faces: the terms of the equations in `rates`. Compiled."""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY, GAS
from ..lanes.choices import all_of, choose
from .compiled import compiled
from .layout import (
    AT_FILMS,
    AT_SOLIDS,
    F_ENERGY,
    F_REFERENCE,
    F_VANISHING,
    FILM,
    LINEAR,
    LOGARITHMIC,
    NO_GROWTH,
    PARABOLIC,
    POWER,
    R_ENERGY,
    R_REFERENCE,
    R_VANISHING,
    RESISTANCE,
    SELF_LIMITING,
    SIGMA,
    SOLID,
)
from .states import MONOLAYER

LEAST_SHARE = 1e-6  # of the salt at a face, so that logarithms stay finite beyond depletion
MOST_VOLTS = 12.0  # across a face; no cell has it, but a solver may try
LINEAR_BELOW = 1e-16  # of i/i0: there the overpotential is proportional to the current, to the last digit


@compiled
def thermal_factor(energy: float, vanishing: float, reference: float, temperature: float) -> float:
    """Return exp(-E/R (1/(T - T0) - 1/(T_ref - T0))); zero at and below T0."""
    if energy == 0.0:
        return 1.0
    factor = np.exp(-energy / GAS * (1.0 / (temperature - vanishing) - 1.0 / (reference - vanishing)))
    return choose(temperature <= vanishing, 0.0, factor)


@compiled
def powered(x: float, power: float) -> float:
    """Return x^power, without computing a power where the exponent is 0 or 1."""
    if power == 0.0:
        return 1.0
    if power == 1.0:
        return x
    return x**power


@compiled
def growth_rate(law: int, a: float, b: float, thickness: float) -> float:
    """Return dh/dt (m/s) over h, of each law of `laws.growth` with time eliminated; from a monolayer on."""
    h = max(thickness, MONOLAYER)
    if law == NO_GROWTH:
        return 0.0
    if law == LINEAR:
        return a
    if law == PARABOLIC:
        return a / (2.0 * h)
    if law == POWER:  # h = a t^b
        return a * b * (h / a) ** (1.0 - 1.0 / b)
    if law == LOGARITHMIC:  # h = a ln(1 + t/b)
        return a / b * np.exp(-h / a)
    if law == SELF_LIMITING:  # h = a (1 - exp(-t/b))
        return max(a - h, 0.0) / b  # what is thicker than that does not dissolve
    return np.nan


@compiled
def face_overpotential(plating: float, i0: float, alpha: float, temperature: float) -> float:
    """Return eta (V) of metal against electrolyte at a plating current density; below zero if it plates.

    plating/i0 = exp(-alpha f) - exp((1 - alpha) f) with f = F eta/RT; a closed form for alpha = 1/2. Otherwise Newton's
    method on the logarithm of the difference, a x + ln(1 - exp(-x)) with x = |f| and a the exponent of the branch that
    carries the current: it is concave and rises, so steps from below the root stay below it.
    """
    thermal = GAS * temperature / FARADAY
    ratio = plating / i0
    if alpha == 0.5:
        return -2.0 * thermal * np.arcsinh(0.5 * ratio)
    linear = done = abs(ratio) < LINEAR_BELOW
    up = choose(ratio > 0.0, alpha, 1.0 - alpha)
    target = np.log(abs(ratio))
    x = np.log1p(up * abs(ratio)) / up  # below the root: the difference is at most (exp(a x) - 1)/a
    for _ in range(60):
        if all_of(done):
            break
        step = (up * x + np.log(-np.expm1(-x)) - target) / (up + 1.0 / np.expm1(x))
        x = choose(done, x, x - step)
        done = done | (abs(step) < 1e-14 * x)
    return -thermal * choose(linear, ratio, choose(ratio > 0.0, x, -x))


@compiled
def face_current(eta: float, i0: float, alpha: float, temperature: float) -> float:
    """Return the plating current density at an overpotential; the inverse of `face_overpotential`."""
    f = FARADAY * min(max(eta, -MOST_VOLTS), MOST_VOLTS) / (GAS * temperature)
    return i0 * (np.expm1(-alpha * f) - np.expm1((1.0 - alpha) * f))


@compiled
def film_resistance(film: int, thickness: float, temperature: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the resistance of one film in ohm m^2."""
    at = shape[AT_FILMS] + FILM * film
    factor = thermal_factor(p[at + F_ENERGY], p[at + F_VANISHING], p[at + F_REFERENCE], temperature)
    return thickness / (p[at + SIGMA] * factor)


@compiled
def solid_resistance(solid: int, temperature: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the resistance of one solid layer in ohm m^2."""
    at = shape[AT_SOLIDS] + SOLID * solid
    return p[at + RESISTANCE] / thermal_factor(p[at + R_ENERGY], p[at + R_VANISHING], p[at + R_REFERENCE], temperature)
