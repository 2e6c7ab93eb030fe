"""Salt in the volumes of a cell: rates, their derivatives, concentration voltage. Compiled.

With no anion through a wall (Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 12):

    eps dc/dt = -dN/dx,   N = -(D/N_M) dc/dx + (1 - t+) J/F   and   N = 0 at walls

Potential from the working to the counter side, against sodium, with X the thermodynamic factor of the salt:

    dphi/dx = J N_M/kappa + (2RT/F) (1 - t+) X dln(c)/dx

In the pores of a film that conducts beside the liquid, D, 1 - t+ and kappa are those of both (`salt_properties`):

    dphi/dx = J/(kappa/N_M + sigma) + (2RT/F) (1 - t+) w X dln(c)/dx,   w = (kappa/N_M)/(kappa/N_M + sigma)

Where the electrolyte opens into an electrode with salt in its pores, N is that of `opening`.

Finite volumes, second order: harmonic means of D between volumes and t+ weighted alike, concentrations at walls and
between volumes by the flux that is known there. The potential is integrated over each volume with c linear between its
edges: in closed form where kappa + sigma is linear in c, else by Gauss points in ln(c).
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from ....laws import FARADAY
from ..lanes.choices import all_of, choose, empty_for
from .compiled import compiled
from .grid import FACE, NO_WALL, OPEN
from .layout import (
    AT_SALTS,
    AT_VOLUMES,
    C_REF,
    D_POWER,
    DIFFUSIVITY,
    KAPPA,
    KAPPA_POWER,
    LAYER,
    MACMULLIN,
    N_SALTS,
    N_VOLUMES,
    PART,
    PEAK,
    POROSITY,
    SALT,
    SKELETON,
    SLOPE,
    TRANSFERENCE,
    VOLUME,
    WALL_LEFT,
    WALL_RIGHT,
    WIDTH,
)
from .opening import least_in_pores, leaving, leaving_slopes, opens, salt_at_opening
from .properties import LEAST_SHARE
from .salt_properties import (
    Warm,
    anion_share,
    at_temperature,
    conductivity,
    has_constant_transport,
    transport,
    transport_slopes,
)
from .states import AT_TEMPERATURE
from .voltage_parts import CONCENTRATION, ELECTROLYTE, FILMS_C, FILMS_W

GAUSS = sqrt(0.6)  # the outer of three points, whose weights are 5/18, 8/18, 5/18
SERIES = 0.01  # of the square of (b - a)/(a + b), up to which a series is exact to 1e-11


@compiled
def surface(k: int, side: float, y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the salt (mol/m^3) at the wall of volume k, on its left (side -1) or right (+1).

    The flux of the anion is zero there, so D_e dc/dx = (1 - t+) w J/F.
    """
    v = shape[AT_VOLUMES] + VOLUME * k
    if side > 0.0 and p[v + WALL_RIGHT] == OPEN:
        return salt_at_opening(y, current, shape, p)
    at = shape[AT_SALTS] + SALT * int(p[v + LAYER])
    warm = at_temperature(at, y[shape[AT_TEMPERATURE]], p)
    d, anions = transport(y[k], warm, at, p[v + MACMULLIN], p)
    return y[k] + side * 0.5 * p[v + WIDTH] * anions * current / (FARADAY * d)


@compiled
def salt_at_face(electrode: int, y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return c/c_ref at the face of an electrode; 1 where it touches no salt."""
    n = shape[N_VOLUMES]
    if n == 0:
        return 1.0
    k, side, wall = (0, -1.0, WALL_LEFT) if electrode == 0 else (n - 1, 1.0, WALL_RIGHT)
    v = shape[AT_VOLUMES] + VOLUME * k
    if p[v + wall] < FACE:
        return 1.0
    return surface(k, side, y, current, shape, p) / p[shape[AT_SALTS] + SALT * int(p[v + LAYER]) + C_REF]


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
    layer, at = -1, 0
    warm = (1.0, 1.0, 0.0, 0.0)
    constant, anions, per_d = True, 0.0, 0.0
    for k in range(n):
        v = at_volumes + VOLUME * k
        if int(p[v + LAYER]) != layer:  # what its layer has is looked up once
            layer = int(p[v + LAYER])
            at = shape[AT_SALTS] + SALT * layer
            warm = at_temperature(at, temperature, p)
            constant = has_constant_transport(at, p)
            anions, per_d = 1.0 - p[at + TRANSFERENCE], 0.5 * p[v + MACMULLIN] / (p[at + DIFFUSIVITY] * warm[1])
        c = y[k]
        if constant:
            half = p[v + WIDTH] * per_d
        else:
            d, anions = transport(c, warm, at, p[v + MACMULLIN], p)
            half = 0.5 * p[v + WIDTH] / d
        flux = 0.0
        if p[v + WALL_LEFT] == NO_WALL:
            drift = (half * anions + half_before * anions_before) * over_faraday
            flux = (drift - (c - c_before)) / (half + half_before)
        if k > 0:
            dy[k - 1] = (flux_before - flux) / store_before
        store_before = p[v + POROSITY] * p[v + WIDTH]
        flux_before, half_before, anions_before, c_before = flux, half, anions, c
    dy[n - 1] = flux_before / store_before
    if opens(shape, p):
        dy[n - 1] -= leaving(y, current, temperature, shape, p) / store_before


@compiled
def salt_slopes(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray
) -> None:
    """Write the exact d(rate)/d(salt) of all volumes, which conserves salt in Newton's corrections too."""
    n = shape[N_VOLUMES]
    half_before = store_before = anions_before = d_change_before = a_change_before = 0.0
    drift = current / FARADAY
    layer, at = -1, 0
    warm = (1.0, 1.0, 0.0, 0.0)
    constant, anions, per_d, d_change, a_change = True, 0.0, 0.0, 0.0, 0.0
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        if int(p[v + LAYER]) != layer:
            layer = int(p[v + LAYER])
            at = shape[AT_SALTS] + SALT * layer
            warm = at_temperature(at, temperature, p)
            constant, d_change, a_change = has_constant_transport(at, p), 0.0, 0.0
            anions, per_d = 1.0 - p[at + TRANSFERENCE], 0.5 * p[v + MACMULLIN] / (p[at + DIFFUSIVITY] * warm[1])
        if constant:
            half = p[v + WIDTH] * per_d
        else:
            d, anions = transport(y[k], warm, at, p[v + MACMULLIN], p)
            d_change, a_change = transport_slopes(y[k], warm, at, p[v + MACMULLIN], p)
            half = 0.5 * p[v + WIDTH] / d
        store = p[v + POROSITY] * p[v + WIDTH]
        jac[k, k] = 0.0
        if p[v + WALL_LEFT] == NO_WALL:
            g = 1.0 / (half + half_before)
            # the flux to the right, g (c_k-1 - c_k) + (mean of 1 - t+, by the halves) J/F, over c_k and over c_k-1
            mean = g * (half * anions + half_before * anions_before)
            slope = g * (y[k] - y[k - 1])
            here = -g * (1.0 + half * d_change * (slope + drift * (anions - mean)))
            here += drift * g * half * a_change
            there = g * (1.0 - half_before * d_change_before * (slope + drift * (anions_before - mean)))
            there += drift * g * half_before * a_change_before
            jac[k, k] += here / store
            jac[k, k - 1] = there / store
            jac[k - 1, k - 1] -= there / store_before
            jac[k - 1, k] = -here / store_before
        elif k > 0:
            jac[k, k - 1] = jac[k - 1, k] = 0.0
        half_before, store_before, anions_before = half, store, anions
        d_change_before, a_change_before = d_change, a_change
    if opens(shape, p):
        jac[n - 1, n - 1] -= leaving_slopes(y, current, temperature, shape, p)[0] / store_before


@compiled
def per_mean(a: float, b: float) -> float:
    """Return ln(b/a)/(b - a), the mean of 1/x for x from a to b."""
    inverse = 1.0 / (a + b)
    d = (b - a) * inverse
    square = d * d
    near = square < SERIES
    series = 2.0 * inverse * (1.0 + square * (1 / 3 + square * (0.2 + square * (1 / 7 + square * (1 / 9)))))
    return series if all_of(near) else choose(near, series, np.log(b / a) / (b - a))


@compiled
def across(left: float, right: float, warm: Warm, at: int, macmullin: float, p: np.ndarray) -> tuple[float, float]:
    """Return the mean of 1/(kappa/N_M + sigma) over a volume and the integral of (1 - t+) w dln(c).

    c is linear between the edges: dx = c dln(c)/slope, so both are integrals in ln(c), by three Gauss points.
    """
    log = np.log(right / left)
    middle = np.sqrt(left * right)
    step = np.exp(0.5 * GAUSS * log)
    resistance = moved = 0.0
    for j in range(3):
        c = middle if j == 1 else (middle * step if j == 2 else middle / step)
        weight = 8 / 18 if j == 1 else 5 / 18
        kappa = conductivity(c, warm, at, macmullin, p)
        whole = kappa + warm[2]
        resistance += weight * c / whole
        moved += weight * anion_share(c, at, p) * kappa / whole
    return per_mean(left, right) * resistance, moved * log


@compiled
def edges(
    y: np.ndarray,
    current: float,
    temperature: float,
    shape: np.ndarray,
    p: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
) -> None:
    """Write the salt (mol/m^3) at both edges of each volume, by the flux that is known there."""
    over_faraday = current / FARADAY
    layer, at = -1, 0
    warm = (1.0, 1.0, 0.0, 0.0)
    half_before = driven_before = c_before = 0.0
    constant, anions, per_d = True, 0.0, 0.0
    for k in range(shape[N_VOLUMES]):
        v = shape[AT_VOLUMES] + VOLUME * k
        if int(p[v + LAYER]) != layer:
            layer = int(p[v + LAYER])
            at = shape[AT_SALTS] + SALT * layer
            warm = at_temperature(at, temperature, p)
            constant = has_constant_transport(at, p)
            anions, per_d = 1.0 - p[at + TRANSFERENCE], 0.5 * p[v + MACMULLIN] / (p[at + DIFFUSIVITY] * warm[1])
        c = y[k]
        if constant:
            half = p[v + WIDTH] * per_d
        else:
            d, anions = transport(c, warm, at, p[v + MACMULLIN], p)
            half = 0.5 * p[v + WIDTH] / d
        driven = half * anions * over_faraday
        if p[v + WALL_LEFT] != NO_WALL:
            left[k] = c - driven
        else:
            whole = half * (c_before + driven_before) + half_before * (c - driven)
            same = (half == half_before) & (driven == driven_before)
            left[k] = right[k - 1] = choose(same, 0.5 * (c_before + c), whole / (half + half_before))
        if p[v + WALL_RIGHT] != NO_WALL:
            right[k] = c + driven
        half_before, driven_before, c_before = half, driven, c
    if opens(shape, p):
        right[shape[N_VOLUMES] - 1] = salt_at_opening(y, current, shape, p)


@compiled
def is_plain(shape: np.ndarray, p: np.ndarray) -> bool:
    """Whether a cell has one salt layer of constant D and t+, kappa in proportion to c, no solid."""
    at = shape[AT_SALTS]
    if shape[N_SALTS] != 1 or p[at + SKELETON] != 0.0 or p[at + D_POWER] != 0.0 or p[at + SLOPE] != 0.0:
        return False
    return p[at + KAPPA_POWER] == 1.0 and p[at + PEAK] == 0.0


@compiled
def plain_voltage(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray
) -> tuple[float, float]:
    """Write what `salt_voltage` writes for a cell that `is_plain`, in one pass.

    The concentration between two volumes of one D and t+ does not depend on the current.
    """
    n, v, at = shape[N_VOLUMES], shape[AT_VOLUMES], shape[AT_SALTS]
    warm = at_temperature(at, temperature, p)
    c_ref, macmullin, anions = p[at + C_REF], p[v + MACMULLIN], 1.0 - p[at + TRANSFERENCE]
    floor = LEAST_SHARE * c_ref
    driven = 0.5 * anions * current / FARADAY * macmullin / (p[at + DIFFUSIVITY] * warm[1])  # dc/dx at a wall, halved
    end_wall = p[v + VOLUME * (n - 1) + WALL_RIGHT]
    width, c = p[v + WIDTH], y[0]
    begin = before = max(c - driven * width, floor)
    first = begin / c_ref if p[v + WALL_LEFT] == FACE else 1.0
    per_kappa = 0.0  # the integral of dx/c over the layer (m^4/mol)
    for k in range(1, n):
        v += VOLUME
        width_next, c_next = p[v + WIDTH], y[k]
        if width_next == width:
            end = max(0.5 * (c + c_next), floor)
        else:
            end = max((width_next * c + width * c_next) / (width_next + width), floor)
        per_kappa += width * per_mean(before, end)
        before, width, c = end, width_next, c_next
    end = max(salt_at_opening(y, current, shape, p) if end_wall == OPEN else c + driven * width, floor)
    per_kappa += width * per_mean(before, end)
    parts[ELECTROLYTE] = current * per_kappa * macmullin * c_ref / (p[at + KAPPA] * warm[0])
    parts[CONCENTRATION] = FARADAY * warm[3] * anions * np.log(end / begin)
    parts[FILMS_W] = parts[FILMS_C] = 0.0
    return first, end / c_ref if end_wall >= FACE else 1.0


@compiled
def salt_voltage(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray
) -> tuple[float, float]:
    """Write the voltage of all salt layers; return c/c_ref at the working and the counter electrode.

    It is 1 where a solid is there. The ohmic drop of the pores of films is written to the part of their films.
    """
    if is_plain(shape, p):
        return plain_voltage(y, current, temperature, shape, p, parts)
    n, at_volumes = shape[N_VOLUMES], shape[AT_VOLUMES]
    parts[ELECTROLYTE] = parts[FILMS_W] = parts[FILMS_C] = parts[CONCENTRATION] = 0.0
    left, right = empty_for(y, n), empty_for(y, n)
    edges(y, current, temperature, shape, p, left, right)
    first = last = 1.0
    k = 0
    while k < n:
        v = at_volumes + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        warm = at_temperature(at, temperature, p)
        c_ref, macmullin, sigma = p[at + C_REF], p[v + MACMULLIN], warm[2]
        floor = LEAST_SHARE * c_ref
        if p[v + WALL_LEFT] == FACE:
            first = max(left[k], floor) / c_ref
        resistance = moved = 0.0  # of the layer: ohm m^2, and the integral of (1 - t+) w dln(c)
        if p[at + KAPPA_POWER] == 1.0 and p[at + PEAK] == 0.0 and p[at + SLOPE] == 0.0:
            rise = p[at + KAPPA] * warm[0] / (macmullin * c_ref)  # kappa/N_M = rise c
            before = begin = rise * max(left[k], floor) + sigma
            end = begin
            while k < n and int(p[v + LAYER]) == layer:
                end = rise * max(right[k], floor) + sigma
                resistance += p[v + WIDTH] * per_mean(before, end)
                before = end
                k, v = k + 1, v + VOLUME
            moved = (1.0 - p[at + TRANSFERENCE]) * np.log(end / begin)
        else:
            while k < n and int(p[v + LAYER]) == layer:
                mean, passed = across(max(left[k], floor), max(right[k], floor), warm, at, macmullin, p)
                resistance += p[v + WIDTH] * mean
                moved += passed
                k, v = k + 1, v + VOLUME
        if p[v - VOLUME + WALL_RIGHT] >= FACE:
            last = max(right[k - 1], floor) / c_ref
        parts[int(p[at + PART])] += current * resistance
        parts[CONCENTRATION] += FARADAY * warm[3] * moved  # warm[3] is (2RT/F^2) X
    return first, last


@compiled
def least_at_walls(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, beside: float) -> float:
    """Return the lowest ratio c/c_ref of the salt at any wall; 1 without salt.

    With `beside` of 1, what conducts without salt counts: the conductivity of a solid around the pores is added, over
    that of their liquid at c_ref, and the pores of an electrode are left out: the reaction leaves those without salt.
    """
    temperature = y[shape[AT_TEMPERATURE]]
    least = 1.0
    if beside == 0.0 and opens(shape, p):
        least = least_in_pores(y, shape, p)
    for k in range(shape[N_VOLUMES]):
        v = shape[AT_VOLUMES] + VOLUME * k
        if p[v + WALL_LEFT] == NO_WALL and p[v + WALL_RIGHT] == NO_WALL:
            continue
        at = shape[AT_SALTS] + SALT * int(p[v + LAYER])
        more = 0.0
        if p[at + SKELETON] != 0.0:
            warm = at_temperature(at, temperature, p)
            more = beside * warm[2] / conductivity(p[at + C_REF], warm, at, p[v + MACMULLIN], p)
        if p[v + WALL_LEFT] != NO_WALL:
            least = min(least, surface(k, -1.0, y, current, shape, p) / p[at + C_REF] + more)
        if p[v + WALL_RIGHT] != NO_WALL:
            least = min(least, surface(k, 1.0, y, current, shape, p) / p[at + C_REF] + more)
    return least
