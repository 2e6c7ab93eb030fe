"""The equations of a cell, once, for every driver: rates of the states, voltage by part, Jacobian. Compiled by Numba.

Salt is in `salt`, what a layer or a face does by itself in `properties`; the rest is in the docstrings of `cell`. J > 0
plates the working electrode. SI throughout.
"""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .layout import (
    ALPHA,
    AMBIENT,
    AT_ELECTRODES,
    AT_FILMS,
    CONTACT,
    COOLING,
    COVERAGE,
    DEAD,
    ELECTRODE,
    FILM,
    HEAT_CAPACITY,
    I0,
    I0_ENERGY,
    I0_REFERENCE,
    I0_VANISHING,
    LAW,
    LAW_A,
    LAW_B,
    MONOLAYER,
    N_FILMS_C,
    N_FILMS_W,
    N_SOLIDS,
    N_VOLUMES,
    NUCLEATION,
    POTENTIAL,
    REFILL,
    SODIUM,
    VOID_DEPTH,
)
from .properties import (
    LEAST_SHARE,
    face_current,
    face_overpotential,
    film_resistance,
    growth_rate,
    powered,
    solid_resistance,
    thermal_factor,
)
from .salt import salt_rates, salt_slopes, salt_voltage

LEAST_COVER = 1e-14  # of a host, so that the voltage of the last sodium stays finite
LEAST_CONTACT = 1e-3  # of a face

# Parts of the voltage, in the order in which `voltage` writes them; the first two are in `salt`
SOLIDS, FILMS_W, FILMS_C, FACE_W, FACE_C, EQUILIBRIUM = range(2, 8)
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
def voltage(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Voltage (V) of the counter against the working electrode; `parts` gets what each part of the cell adds."""
    n = shape[N_VOLUMES]
    films_w, films_c = shape[N_FILMS_W], shape[N_FILMS_C]
    temperature = y[n + films_w + films_c + 6]
    first, last = salt_voltage(y, current, temperature, shape, p, parts)
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
    salt_rates(y, current, temperature, shape, p, dy)
    corrosion_w = corrosion_c = 0.0
    for f in range(films_w + films_c):
        at = shape[AT_FILMS] + FILM * f
        rate = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], y[n + f])
        if rate != 0.0:
            rate *= host_cover(0 if f < films_w else 1, y, shape, p)  # on a bare foil there is nothing to react
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
    salt_slopes(y, current, temperature, shape, p, jac)
    for f in range(films):
        at = shape[AT_FILMS] + FILM * f
        step = 1e-6 * max(y[n + f], MONOLAYER)
        h = max(y[n + f], MONOLAYER + step)  # below a monolayer there is no slope
        up = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], h + step)
        down = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], h - step)
        jac[n + f, n + f] = (up - down) / (2.0 * step)
        if up != down:
            jac[n + f, n + f] *= host_cover(0 if f < shape[N_FILMS_W] else 1, y, shape, p)
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
