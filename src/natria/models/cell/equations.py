"""The equations of a cell, once, for every driver: rates of the states, voltage by part, Jacobian. Compiled by Numba.

Salt, with no anion through a wall (Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 12):

    eps dc/dt = -dN/dx,   N = -(D/N_M) dc/dx + (1 - t+) J/F   and   N = 0 at walls

Potential from the working to the counter side, against sodium and for an ideal salt:

    dphi/dx = J N_M/kappa + (2RT/F) (1 - t+) dln(c)/dx

The rest is in the docstrings of `cell`. J > 0 plates the working electrode. Finite volumes, second order: harmonic
means of D between volumes and t+ weighted alike, concentrations at walls and between layers by the flux that is known
there. SI throughout.
"""

from __future__ import annotations

import numpy as np

from ...laws import FARADAY, GAS
from .compiled import compiled
from .packing import (
    ALPHA,
    AMBIENT,
    AT_ELECTRODES,
    AT_FILMS,
    AT_SALTS,
    AT_VOLUMES,
    C_REF,
    CONTACT,
    COOLING,
    COVERAGE,
    DEAD,
    ELECTRODE,
    FACE,
    FILM,
    HEAT_CAPACITY,
    I0,
    I0_ENERGY,
    I0_REFERENCE,
    I0_VANISHING,
    LAW,
    LAW_A,
    LAW_B,
    LAYER,
    MACMULLIN,
    MONOLAYER,
    N_FILMS_C,
    N_FILMS_W,
    N_SALTS,
    N_SOLIDS,
    N_VOLUMES,
    NO_WALL,
    NUCLEATION,
    POROSITY,
    POTENTIAL,
    REFILL,
    SALT,
    SLOPE,
    SODIUM,
    VOID_DEPTH,
    VOLUME,
    WALL_LEFT,
    WALL_RIGHT,
    WIDTH,
)
from .properties import (
    LEAST_SHARE,
    anion_share,
    anion_slope,
    conductivity,
    diffusivity,
    diffusivity_slope,
    face_current,
    face_overpotential,
    film_resistance,
    growth_rate,
    powered,
    salt_factors,
    solid_resistance,
    thermal_factor,
)

LEAST_COVER = 1e-14  # of a host, so that the voltage of the last sodium stays finite
LEAST_CONTACT = 1e-3  # of a face

# Parts of the voltage, in the order in which `voltage` writes them
ELECTROLYTE, CONCENTRATION, SOLIDS, FILMS_W, FILMS_C, FACE_W, FACE_C, EQUILIBRIUM = range(8)
PARTS = (
    "electrolyte",
    "concentration",
    "solids",
    "films_working",
    "films_counter",
    "face_working",
    "face_counter",
    "equilibrium",
)


@compiled
def surface(
    k: int, side: float, y: np.ndarray, current: float, factors: np.ndarray, shape: np.ndarray, p: np.ndarray
) -> float:
    """Salt (mol/m^3) at the wall of volume k, on its left (side -1) or right (+1): the flux of the anion is zero there,
    so (D/N_M) dc/dx = (1 - t+) J/F."""
    v = shape[AT_VOLUMES] + VOLUME * k
    layer = int(p[v + LAYER])
    at = shape[AT_SALTS] + SALT * layer
    d = diffusivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
    return y[k] + side * 0.5 * p[v + WIDTH] * anion_share(y[k], at, p) * current / (FARADAY * d)


@compiled
def boundary(k: int, y: np.ndarray, current: float, factors: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Salt (mol/m^3) where volume k meets the one before it, of another layer: the flux is the same on both sides."""
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
def contact_share(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """The share of a face that still touches, 1 - void/depth."""
    depth = p[AT_ELECTRODES + ELECTRODE * electrode + VOID_DEPTH]
    if depth == 0.0:
        return 1.0
    void = y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + 4 + electrode]
    return min(max(1.0 - void / depth, LEAST_CONTACT), 1.0)


@compiled
def exchange_current(electrode: int, c_share: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """i0 (A/m^2) of a face where it touches, bare of what covers a host, at its share of salt c/c_ref."""
    e = AT_ELECTRODES + ELECTRODE * electrode
    temperature = y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + 6]
    i0 = p[e + I0] * thermal_factor(p[e + I0_ENERGY], p[e + I0_VANISHING], p[e + I0_REFERENCE], temperature)
    share = max(c_share, LEAST_SHARE)
    return i0 * (np.sqrt(share) if p[e + ALPHA] == 0.5 else powered(share, 1.0 - p[e + ALPHA]))


@compiled
def host_cover(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """The share of a host that has sodium to strip; 1 of a face of sodium."""
    half = p[AT_ELECTRODES + ELECTRODE * electrode + COVERAGE]
    if half <= 0.0:
        return 1.0
    sodium = max(y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + electrode], 0.0)
    return max(sodium / (sodium + half), LEAST_COVER)


@compiled
def host_barrier(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """What plating costs more (V) as long as a host is bare; 0 of a face of sodium."""
    e = AT_ELECTRODES + ELECTRODE * electrode
    if p[e + COVERAGE] <= 0.0:
        return 0.0
    sodium = max(y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + electrode], 0.0)
    return p[e + NUCLEATION] * np.exp(-sodium / p[e + COVERAGE])


@compiled
def face_voltage(
    electrode: int,
    plating: float,
    c_share: float,
    y: np.ndarray,
    shape: np.ndarray,
    p: np.ndarray,
) -> float:
    """eta (V) of one face, metal against electrolyte, at its plating current density and share of salt c/c_ref."""
    alpha = p[AT_ELECTRODES + ELECTRODE * electrode + ALPHA]
    temperature = y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + 6]
    i0 = exchange_current(electrode, c_share, y, shape, p)
    local = plating / contact_share(electrode, y, shape, p)
    if plating < 0.0:
        return face_overpotential(local, i0 * host_cover(electrode, y, shape, p), alpha, temperature)
    barrier = host_barrier(electrode, y, shape, p) if plating > 0.0 else 0.0
    return face_overpotential(local, i0, alpha, temperature) - barrier


@compiled
def face_plating(electrode: int, eta: float, c_share: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Plating current density of one face at its eta: what `face_voltage` inverts. Between zero and its barrier a host
    does nothing."""
    alpha = p[AT_ELECTRODES + ELECTRODE * electrode + ALPHA]
    temperature = y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + 6]
    i0 = exchange_current(electrode, c_share, y, shape, p) * contact_share(electrode, y, shape, p)
    if eta > 0.0:
        return face_current(eta, i0 * host_cover(electrode, y, shape, p), alpha, temperature)
    return face_current(min(eta + host_barrier(electrode, y, shape, p), 0.0), i0, alpha, temperature)


@compiled
def _salt_voltage(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray
) -> tuple[float, float]:
    """The parts of all salt layers, and c/c_ref at the working and the counter electrode; 1 where a solid is there."""
    n = shape[N_VOLUMES]
    factors = np.empty(max(shape[N_SALTS], 1))
    salt_factors(shape, p, temperature, factors)
    ohmic = gradient = 0.0
    first = last = 1.0
    log_before = anions_before = floor_before = 0.0
    layer_before = -1
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        ohmic += p[v + WIDTH] / conductivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
        is_last = p[v + WALL_RIGHT] != NO_WALL or p[v + VOLUME + LAYER] != p[v + LAYER]
        if layer == layer_before and p[at + SLOPE] == 0.0 and not is_last:
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
def voltage(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Voltage (V) of the counter against the working electrode; `parts` gets what each part of the cell adds."""
    n = shape[N_VOLUMES]
    films_w, films_c = shape[N_FILMS_W], shape[N_FILMS_C]
    temperature = y[n + films_w + films_c + 6]
    first, last = _salt_voltage(y, current, temperature, shape, p, parts)
    solids = p[CONTACT]
    for s in range(shape[N_SOLIDS]):
        solids += solid_resistance(s, temperature, shape, p)
    parts[SOLIDS] = current * solids
    resistance = 0.0
    for f in range(films_w):
        resistance += film_resistance(f, y[n + f], temperature, shape, p)
    parts[FILMS_W] = current * resistance / contact_share(0, y, shape, p)
    resistance = 0.0
    for f in range(films_w, films_w + films_c):
        resistance += film_resistance(f, y[n + f], temperature, shape, p)
    parts[FILMS_C] = current * resistance / contact_share(1, y, shape, p)
    parts[FACE_W] = -face_voltage(0, current, first, y, shape, p)
    parts[FACE_C] = face_voltage(1, -current, last, y, shape, p)
    parts[EQUILIBRIUM] = p[AT_ELECTRODES + ELECTRODE + POTENTIAL] - p[AT_ELECTRODES + POTENTIAL]
    total = 0.0
    for k in range(8):
        total += parts[k]
    return total


@compiled
def derivative(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Rates of all states at a current density."""
    n = shape[N_VOLUMES]
    films_w, films_c = shape[N_FILMS_W], shape[N_FILMS_C]
    tail = n + films_w + films_c
    temperature = y[tail + 6]
    _salt_rates(y, current, temperature, shape, p, dy)
    corrosion_w = corrosion_c = 0.0
    for f in range(films_w + films_c):
        at = shape[AT_FILMS] + FILM * f
        rate = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], y[n + f])
        dy[n + f] = rate
        if f < films_w:
            corrosion_w += p[at + SODIUM] * rate
        else:
            corrosion_c += p[at + SODIUM] * rate
    _sodium_rates(0, current, corrosion_w, tail, y, p, dy)
    _sodium_rates(1, -current, corrosion_c, tail, y, p, dy)
    dy[tail + 6] = 0.0
    if p[HEAT_CAPACITY] > 0.0:
        parts = np.empty(8)
        lost = voltage(y, current, shape, p, parts) - parts[EQUILIBRIUM]
        dy[tail + 6] = (current * lost - p[COOLING] * (temperature - p[AMBIENT])) / p[HEAT_CAPACITY]


@compiled
def _salt_rates(
    y: np.ndarray, current: float, temperature: float, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Each flux between two volumes is taken from one and given to the other, so that no salt is made or lost."""
    n = shape[N_VOLUMES]
    if n == 0:
        return
    factors = np.empty(shape[N_SALTS])
    salt_factors(shape, p, temperature, factors)
    over_faraday = current / FARADAY
    flux = 0.0  # N of the anion, to the right
    half_before = anions_before = share_before = 0.0
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        half = 0.5 * p[v + WIDTH] / diffusivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
        anions = anion_share(y[k], at, p)
        if p[v + WALL_LEFT] != NO_WALL:
            flux = 0.0
        else:
            drift = (half * anions + half_before * anions_before) * over_faraday
            flux = (drift - (y[k] - y[k - 1])) / (half + half_before)
        if k > 0:
            dy[k - 1] -= flux * share_before
        share = 1.0 / (p[v + POROSITY] * p[v + WIDTH])
        dy[k] = flux * share
        half_before, anions_before, share_before = half, anions, share


@compiled
def _sodium_rates(
    electrode: int, plating: float, corrosion: float, tail: int, y: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Sodium, dead sodium and void of one electrode (C/m^2 s)."""
    e = AT_ELECTRODES + ELECTRODE * electrode
    lost = -plating * p[e + DEAD] / (1.0 - p[e + DEAD]) if plating < 0.0 else 0.0
    dy[tail + electrode] = plating - lost - corrosion
    dy[tail + 2 + electrode] = lost
    void = y[tail + 4 + electrode]
    growth = 0.0
    if p[e + VOID_DEPTH] > 0.0:
        growth = -plating - p[e + REFILL]
        if void <= 0.0 and growth < 0.0:
            growth = 0.0
    dy[tail + 4 + electrode] = growth


@compiled
def jacobian(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """d(rate)/d(state) within the band of width one, into `jac[row, column]`; zero elsewhere is left as it is.

    Of the salt exactly: what one volume loses its neighbour gains, so Newton's corrections conserve salt too; of films
    by a difference; the others depend on themselves hardly.
    """
    n = shape[N_VOLUMES]
    films = shape[N_FILMS_W] + shape[N_FILMS_C]
    tail = n + films
    temperature = y[tail + 6]
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
    for f in range(films):
        at = shape[AT_FILMS] + FILM * f
        h = y[n + f]
        step = 1e-6 * max(h, MONOLAYER)
        up = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], h + step)
        down = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], h - step)
        jac[n + f, n + f] = (up - down) / (2.0 * step)
    for k in range(tail, tail + 6):
        jac[k, k] = 0.0
    jac[tail + 6, tail + 6] = -p[COOLING] / p[HEAT_CAPACITY] if p[HEAT_CAPACITY] > 0.0 else 0.0


@compiled
def sodium_slopes(shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """What a film grows is taken from its electrode, in Newton's corrections too: the elements below the band of
    `jacobian`, from those that it wrote."""
    n, films_w = shape[N_VOLUMES], shape[N_FILMS_W]
    tail = n + films_w + shape[N_FILMS_C]
    for f in range(tail - n):
        electrode = tail if f < films_w else tail + 1
        jac[electrode, n + f] = -p[shape[AT_FILMS] + FILM * f + SODIUM] * jac[n + f, n + f]


@compiled
def least_salt(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """The lowest share c/c_ref of the salt at any wall; 1 without salt."""
    n = shape[N_VOLUMES]
    temperature = y[n + shape[N_FILMS_W] + shape[N_FILMS_C] + 6]
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
