"""Salt in the volumes of a cell: rates, their derivatives, concentration voltage. Compiled.

With no anion through a wall (Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 12):

    eps dc/dt = -dN/dx,   N = -(D/N_M) dc/dx + (1 - t+) J/F   and   N = 0 at walls

Potential from the working to the counter side, against sodium and for an ideal salt:

    dphi/dx = J N_M/kappa + (2RT/F) (1 - t+) dln(c)/dx

Finite volumes, second order: harmonic means of D between volumes and t+ weighted alike, concentrations at walls and
between layers by the flux that is known there.
"""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY, GAS
from .compiled import compiled
from .layout import (
    AT_SALTS,
    AT_VOLUMES,
    C_REF,
    D_POWER,
    DIFFUSIVITY,
    FACE,
    KAPPA,
    KAPPA_POWER,
    LAYER,
    MACMULLIN,
    N_SALTS,
    N_VOLUMES,
    NO_WALL,
    POROSITY,
    S_ENERGY,
    S_REFERENCE,
    S_VANISHING,
    SALT,
    SLOPE,
    TRANSFERENCE,
    VOLUME,
    WALL_LEFT,
    WALL_RIGHT,
    WIDTH,
)
from .properties import (
    LEAST_SHARE,
    anion_share,
    anion_slope,
    diffusivity,
    diffusivity_slope,
    salt_factors,
    scaled,
    thermal_factor,
)
from .states import AT_TEMPERATURE
from .voltage_parts import CONCENTRATION, ELECTROLYTE


@compiled
def surface(
    k: int, side: float, y: np.ndarray, current: float, factors: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> float:
    """Return the salt (mol/m^3) at the wall of volume k, on its left (side -1) or right (+1).

    The flux of the anion is zero there, so (D/N_M) dc/dx = (1 - t+) J/F.
    """
    v = shape[AT_VOLUMES] + VOLUME * k
    layer = int(p[v + LAYER])
    at = shape[AT_SALTS] + SALT * layer
    d = diffusivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
    return y[k] + side * 0.5 * p[v + WIDTH] * anion_share(y[k], at, p) * current / (FARADAY * d)


@compiled
def boundary(k: int, y: np.ndarray, current: float, factors: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the salt (mol/m^3) between volume k and the one before it, of another layer.

    The flux is the same on both sides.
    """
    halves = np.empty(2)
    sides = np.empty(2)
    for j in range(2):
        v = shape[AT_VOLUMES] + VOLUME * (k - 1 + j)
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        c = y[k - 1 + j]
        halves[j] = 0.5 * p[v + WIDTH] / diffusivity(c, factors[layer], at, p[v + MACMULLIN], p)
        sides[j] = c + (1.0 - 2.0 * j) * halves[j] * anion_share(c, at, p) * current / FARADAY
    return (halves[1] * sides[0] + halves[0] * sides[1]) / (halves[0] + halves[1])


@compiled
def salt_rates(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates of the salt.

    Each flux between two volumes is subtracted from one and added to the other, so salt is conserved.
    """
    n = shape[N_VOLUMES]
    if n == 0:
        return
    at_volumes, over_faraday = shape[AT_VOLUMES], current / FARADAY
    flux_before = half_before = anions_before = c_before = 0.0  # the flux is N of the anion, to the right
    store_before = 1.0
    layer, at = -1.0, 0
    reference = power = per_ref = anions = slope = 0.0
    for k in range(n):
        v = at_volumes + VOLUME * k
        if p[v + LAYER] != layer:  # what its layer has is looked up once
            layer = p[v + LAYER]
            at = shape[AT_SALTS] + SALT * int(layer)
            factor = thermal_factor(p[at + S_ENERGY], p[at + S_VANISHING], p[at + S_REFERENCE], temperature)
            reference, power, per_ref = p[at + DIFFUSIVITY] * factor, p[at + D_POWER], 1.0 / p[at + C_REF]
            anions, slope = 1.0 - p[at + TRANSFERENCE], p[at + SLOPE]
        c = y[k]
        half = 0.5 * p[v + WIDTH] * p[v + MACMULLIN] / scaled(reference, power, c * per_ref)
        if slope != 0.0:
            anions = anion_share(c, at, p)
        flux = 0.0
        if p[v + WALL_LEFT] == NO_WALL:
            drift = (half * anions + half_before * anions_before) * over_faraday
            flux = (drift - (c - c_before)) / (half + half_before)
        if k > 0:
            dy[k - 1] = (flux_before - flux) / store_before
        store_before = p[v + POROSITY] * p[v + WIDTH]
        flux_before, half_before, anions_before, c_before = flux, half, anions, c
    dy[n - 1] = flux_before / store_before


@compiled
def salt_slopes(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray
) -> None:
    """Write the exact d(rate)/d(salt) of all volumes, which conserves salt in Newton's corrections too."""
    n = shape[N_VOLUMES]
    factors = np.empty(max(shape[N_SALTS], 1))
    salt_factors(shape, p, temperature, factors)
    half_before = store_before = anions_before = 0.0
    drift = current / FARADAY
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        half = 0.5 * p[v + WIDTH] / diffusivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
        anions = anion_share(y[k], at, p)
        store = p[v + POROSITY] * p[v + WIDTH]
        jac[k, k] = 0.0
        if p[v + WALL_LEFT] == 0.0:
            g = 1.0 / (half + half_before)
            before_at = shape[AT_SALTS] + SALT * int(p[v - VOLUME + LAYER])
            # the flux to the right, g (c_k-1 - c_k) + (mean of 1 - t+, by the halves) J/F, over c_k and over c_k-1
            mean = g * (half * anions + half_before * anions_before)
            slope = g * (y[k] - y[k - 1])
            change = half * diffusivity_slope(y[k], at, p)
            here = -g * (1.0 + change * (slope + drift * (anions - mean)))
            here += drift * g * half * anion_slope(y[k], at, p)
            change = half_before * diffusivity_slope(y[k - 1], before_at, p)
            there = g * (1.0 - change * (slope + drift * (anions_before - mean)))
            there += drift * g * half_before * anion_slope(y[k - 1], before_at, p)
            jac[k, k] += here / store
            jac[k, k - 1] = there / store
            jac[k - 1, k - 1] -= there / store_before
            jac[k - 1, k] = -here / store_before
        elif k > 0:
            jac[k, k - 1] = jac[k - 1, k] = 0.0
        half_before, store_before, anions_before = half, store, anions


@compiled
def salt_voltage(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray
) -> tuple[float, float]:
    """Write the voltage of all salt layers; return c/c_ref at the working and the counter electrode.

    It is 1 where a solid is there.
    """
    n, at_volumes = shape[N_VOLUMES], shape[AT_VOLUMES]
    factors = np.empty(max(shape[N_SALTS], 1))
    salt_factors(shape, p, temperature, factors)
    ohmic = gradient = 0.0
    first = last = 1.0
    log_before = anions_before = floor_before = 0.0
    layer, layer_before, at = -1.0, -1.0, 0
    reference = power = per_ref = slope = 0.0
    for k in range(n):
        v = at_volumes + VOLUME * k
        if p[v + LAYER] != layer:  # what its layer has is looked up once
            layer = p[v + LAYER]
            at = shape[AT_SALTS] + SALT * int(layer)
            reference, power = p[at + KAPPA] * factors[int(layer)], p[at + KAPPA_POWER]
            per_ref, slope = 1.0 / p[at + C_REF], p[at + SLOPE]
        ohmic += p[v + WIDTH] * p[v + MACMULLIN] / scaled(reference, power, y[k] * per_ref)
        is_last = p[v + WALL_RIGHT] != NO_WALL or p[v + VOLUME + LAYER] != layer
        if layer == layer_before and slope == 0.0 and not is_last:
            continue  # within a layer of one t+ the logarithms of all volumes but the first and the last cancel
        floor = LEAST_SHARE * p[at + C_REF]
        here, anions = np.log(max(y[k], floor)), anion_share(y[k], at, p)
        if p[v + WALL_LEFT] != NO_WALL:
            wall = max(surface(k, -1.0, y, current, factors, shape, p), floor)
            gradient += anions * (here - np.log(wall))
            if p[v + WALL_LEFT] == FACE:
                first = wall / p[at + C_REF]
        elif layer != layer_before:
            between = np.log(max(boundary(k, y, current, factors, shape, p), min(floor, floor_before)))
            gradient += anions_before * (between - log_before) + anions * (here - between)
        else:
            gradient += 0.5 * (anions + anions_before) * (here - log_before)
        if p[v + WALL_RIGHT] != NO_WALL:
            wall = max(surface(k, 1.0, y, current, factors, shape, p), floor)
            gradient += anions * (np.log(wall) - here)
            if p[v + WALL_RIGHT] == FACE:
                last = wall / p[at + C_REF]
        log_before, anions_before, floor_before, layer_before = here, anions, floor, layer
    parts[ELECTROLYTE] = current * ohmic
    parts[CONCENTRATION] = 2.0 * GAS * temperature / FARADAY * gradient
    return first, last


@compiled
def least_salt(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the lowest ratio c/c_ref of the salt at any wall; 1 without salt."""
    n = shape[N_VOLUMES]
    temperature = y[shape[AT_TEMPERATURE]]
    factors = np.empty(max(shape[N_SALTS], 1))
    salt_factors(shape, p, temperature, factors)
    least = 1.0
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        if p[v + WALL_LEFT] == NO_WALL and p[v + WALL_RIGHT] == NO_WALL:
            continue
        reference = p[shape[AT_SALTS] + SALT * int(p[v + LAYER]) + C_REF]
        if p[v + WALL_LEFT] != 0.0:
            least = min(least, surface(k, -1.0, y, current, factors, shape, p) / reference)
        if p[v + WALL_RIGHT] != 0.0:
            least = min(least, surface(k, 1.0, y, current, factors, shape, p) / reference)
    return least
