"""Equations of a cell for all drivers: rates of the states, voltage by part, Jacobian.

Compiled by Numba. The salt is in `salt`, single layers and faces in `properties`; the equations are given in the
docstrings of `cell`. J > 0 plates the working electrode. SI throughout.
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
    N_FILMS_C,
    N_FILMS_W,
    N_SOLIDS,
    N_STATES,
    N_VOLUMES,
    NUCLEATION,
    PATH,
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
from .states import AT_DEAD, AT_SODIUM, AT_TEMPERATURE, AT_THICKNESS, AT_VOID, MONOLAYER
from .voltage_parts import EQUILIBRIUM, FACE_C, FACE_W, FILMS_C, FILMS_W, N_PARTS, SOLIDS

LEAST_COVER = 1e-14  # of a host, so that the voltage of the last sodium stays finite
LEAST_CONTACT = 1e-3  # of a face
BALANCED = 1e-14  # of the current: how closely the currents of the cell and of a path for electrons add up
TURNS = 100  # of the search for them, which halves its bracket at least every third
JUMPED = 1e-12  # of the current: what is missing from the balance where the voltage jumps


@compiled
def contact_share(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the share of a face that is in contact, 1 - void/depth."""
    depth = p[AT_ELECTRODES + ELECTRODE * electrode + VOID_DEPTH]
    if depth == 0.0:
        return 1.0
    void = y[shape[AT_VOID] + electrode]
    return min(max(1.0 - void / depth, LEAST_CONTACT), 1.0)


@compiled
def exchange_current(electrode: int, c_share: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return i0 (A/m^2) of the area in contact, without host barrier, at c/c_ref of the salt."""
    e = AT_ELECTRODES + ELECTRODE * electrode
    temperature = y[shape[AT_TEMPERATURE]]
    i0 = p[e + I0] * thermal_factor(p[e + I0_ENERGY], p[e + I0_VANISHING], p[e + I0_REFERENCE], temperature)
    share = max(c_share, LEAST_SHARE)
    return i0 * (np.sqrt(share) if p[e + ALPHA] == 0.5 else powered(share, 1.0 - p[e + ALPHA]))


@compiled
def host_cover(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the share of a host covered with sodium that can be stripped; 1 for a face of sodium."""
    half = p[AT_ELECTRODES + ELECTRODE * electrode + COVERAGE]
    if half <= 0.0:
        return 1.0
    sodium = max(y[shape[AT_SODIUM] + electrode], 0.0)
    return max(sodium / (sodium + half), LEAST_COVER)


@compiled
def host_barrier(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the nucleation overpotential (V) of a bare host; 0 for a face of sodium."""
    e = AT_ELECTRODES + ELECTRODE * electrode
    if p[e + COVERAGE] <= 0.0:
        return 0.0
    sodium = max(y[shape[AT_SODIUM] + electrode], 0.0)
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
    """Return eta (V) of one face, metal against electrolyte.

    At its plating current density and the ratio c/c_ref of the salt.
    """
    alpha = p[AT_ELECTRODES + ELECTRODE * electrode + ALPHA]
    temperature = y[shape[AT_TEMPERATURE]]
    i0 = exchange_current(electrode, c_share, y, shape, p)
    local = plating / contact_share(electrode, y, shape, p)
    if plating < 0.0:
        return face_overpotential(local, i0 * host_cover(electrode, y, shape, p), alpha, temperature)
    barrier = host_barrier(electrode, y, shape, p) if plating > 0.0 else 0.0
    return face_overpotential(local, i0, alpha, temperature) - barrier


@compiled
def face_plating(electrode: int, eta: float, c_share: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the plating current density of one face at its eta; the inverse of `face_voltage`.

    Between zero and its barrier the current of a host is zero.
    """
    alpha = p[AT_ELECTRODES + ELECTRODE * electrode + ALPHA]
    temperature = y[shape[AT_TEMPERATURE]]
    i0 = exchange_current(electrode, c_share, y, shape, p) * contact_share(electrode, y, shape, p)
    if eta > 0.0:
        return face_current(eta, i0 * host_cover(electrode, y, shape, p), alpha, temperature)
    return face_current(min(eta + host_barrier(electrode, y, shape, p), 0.0), i0, alpha, temperature)


@compiled
def films_of(electrode: int, shape: np.ndarray) -> tuple[int, int]:
    """Return the number of the first film of an electrode, and of the first that is no longer its own."""
    if electrode == 0:
        return 0, shape[N_FILMS_W]
    return shape[N_FILMS_W], shape[N_FILMS_W] + shape[N_FILMS_C]


@compiled
def films_resistance(electrode: int, y: np.ndarray, temperature: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the area resistance (ohm m^2) of all films of an electrode."""
    first, end = films_of(electrode, shape)
    resistance = 0.0
    for f in range(first, end):
        resistance += film_resistance(f, y[shape[AT_THICKNESS] + f], temperature, shape, p)
    return resistance


@compiled
def ionic_voltage(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Return the voltage (V) of the counter against the working electrode at a current of ions.

    `parts` is filled with the contribution of each part of the cell.
    """
    temperature = y[shape[AT_TEMPERATURE]]
    first, last = salt_voltage(y, current, temperature, shape, p, parts)
    solids = p[CONTACT]
    for s in range(shape[N_SOLIDS]):
        solids += solid_resistance(s, temperature, shape, p)
    parts[SOLIDS] = current * solids
    parts[FILMS_W] += current * films_resistance(0, y, temperature, shape, p)  # beside the drop in their pores
    parts[FILMS_C] += current * films_resistance(1, y, temperature, shape, p)
    parts[FILMS_W] /= contact_share(0, y, shape, p)
    parts[FILMS_C] /= contact_share(1, y, shape, p)
    parts[FACE_W] = -face_voltage(0, current, first, y, shape, p)
    parts[FACE_C] = face_voltage(1, -current, last, y, shape, p)
    parts[EQUILIBRIUM] = p[AT_ELECTRODES + ELECTRODE + POTENTIAL] - p[AT_ELECTRODES + POTENTIAL]
    total = 0.0
    for k in range(N_PARTS):
        total += parts[k]
    return total


@compiled
def ionic_current(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the current density that passes the cell as ions, of the current J of both of its terminals.

    A path for electrons of conductance g takes the rest, i + g V(i) = J, and plates nothing. V rises with i, so i lies
    between J and J - g V(J). False position (Illinois), halving every third time; V of a bare host jumps at i = 0, and
    there the bracket ends.
    """
    g = p[PATH]
    if g == 0.0:
        return current
    parts = np.empty(N_PARTS)
    a, at_a = current, g * ionic_voltage(y, current, shape, p, parts)
    b = current - at_a
    at_b = b + g * ionic_voltage(y, b, shape, p, parts) - current
    small = BALANCED * (abs(current) + abs(at_a))
    side = 0
    for turn in range(TURNS):
        if abs(at_b) <= small:
            return b
        if abs(at_a) <= small or abs(b - a) <= small:
            return a
        middle = 0.5 * (a + b) if turn % 3 == 2 else b - at_b * (b - a) / (at_b - at_a)
        found = middle + g * ionic_voltage(y, middle, shape, p, parts) - current
        if (found > 0.0) == (at_b > 0.0):
            b, at_b = middle, found
            at_a *= 0.5 if side > 0 else 1.0
            side = 1
        else:
            a, at_a = middle, found
            at_b *= 0.5 if side < 0 else 1.0
            side = -1
    return 0.5 * (a + b)


@compiled
def voltage(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Return the voltage (V) of the counter against the working electrode at the current of the terminals.

    `parts` is filled with the contribution of each part of the cell. Where the voltage of a bare host jumps, that of
    the path for electrons holds, and the difference counts to the face.
    """
    if p[PATH] == 0.0:
        return ionic_voltage(y, current, shape, p, parts)
    ionic = ionic_current(y, current, shape, p)
    total = ionic_voltage(y, ionic, shape, p, parts)
    missing = current - ionic - p[PATH] * total
    if abs(missing) > JUMPED * max(abs(current), abs(ionic)):
        parts[FACE_W] += missing / p[PATH]
        total += missing / p[PATH]
    return total


@compiled
def derivative(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rates of all states at the current density of the terminals.

    One call for each part of the state vector (`states.STATE_PARTS`).
    """
    rates_at(y, ionic_current(y, current, shape, p), shape, p, dy)


@compiled
def rates_at(y: np.ndarray, ionic: float, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the rates of all states at the current density of the ions."""
    salt_rates(y, ionic, y[shape[AT_TEMPERATURE]], shape, p, dy)
    film_rates(0, y, shape, p, dy)
    film_rates(1, y, shape, p, dy)
    sodium_rates(0, ionic, y, shape, p, dy)
    sodium_rates(1, -ionic, y, shape, p, dy)
    dy[shape[AT_TEMPERATURE]] = heat_rate(y, ionic, shape, p)


@compiled
def film_rates(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the growth rates (m/s) of the films of an electrode."""
    first, end = films_of(electrode, shape)
    for f in range(first, end):
        at, place = shape[AT_FILMS] + FILM * f, shape[AT_THICKNESS] + f
        rate = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], y[place])
        if rate != 0.0:
            rate *= host_cover(electrode, y, shape, p)  # on a bare foil there is nothing to react
        dy[place] = rate


@compiled
def sodium_rates(
    electrode: int, plating: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates of sodium, dead sodium and void of one electrode (C/m^2 s).

    The rates of its films are read from `dy`.
    """
    first, end = films_of(electrode, shape)
    corrosion = 0.0
    for f in range(first, end):
        corrosion += p[shape[AT_FILMS] + FILM * f + SODIUM] * dy[shape[AT_THICKNESS] + f]
    e = AT_ELECTRODES + ELECTRODE * electrode
    lost = -plating * p[e + DEAD] / (1.0 - p[e + DEAD]) if plating < 0.0 else 0.0
    dy[shape[AT_SODIUM] + electrode] = plating - lost - corrosion
    dy[shape[AT_DEAD] + electrode] = lost
    void = y[shape[AT_VOID] + electrode]
    growth = 0.0
    if p[e + VOID_DEPTH] > 0.0:
        growth = -plating - p[e + REFILL]
        if void <= 0.0 and growth < 0.0:
            growth = 0.0
    dy[shape[AT_VOID] + electrode] = growth


@compiled
def heat_rate(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return dT/dt (K/s) of the cell at a current of ions; zero for an isothermal one."""
    if p[HEAT_CAPACITY] <= 0.0:
        return 0.0
    parts = np.empty(N_PARTS)
    volts = ionic_voltage(y, current, shape, p, parts)
    lost = current * (volts - parts[EQUILIBRIUM])
    if p[PATH] != 0.0:
        lost += p[PATH] * volts**2
    return (lost - p[COOLING] * (y[shape[AT_TEMPERATURE]] - p[AMBIENT])) / p[HEAT_CAPACITY]


@compiled
def jacobian(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """Write d(rate)/d(state) within the band of width one into `jac[row, column]`.

    Elements that are zero are not written. The salt is exact: what one volume loses its neighbour gains, so Newton's
    corrections conserve salt too. Films by a difference. Temperature by its cooling. The other states hardly depend on
    themselves: their elements are zero. The current of ions counts as given; what follows from a path for electrons,
    which lets it follow the states, is in `path`.
    """
    temperature = shape[AT_TEMPERATURE]
    salt_slopes(y, ionic_current(y, current, shape, p), y[temperature], shape, p, jac)
    for k in range(shape[N_VOLUMES], shape[N_STATES]):
        jac[k, k] = 0.0
    for electrode in range(2):
        first, end = films_of(electrode, shape)
        for f in range(first, end):
            at, place = shape[AT_FILMS] + FILM * f, shape[AT_THICKNESS] + f
            step = 1e-6 * max(y[place], MONOLAYER)
            h = max(y[place], MONOLAYER + step)  # below a monolayer there is no slope
            up = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], h + step)
            down = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], h - step)
            jac[place, place] = (up - down) / (2.0 * step)
            if up != down:
                jac[place, place] *= host_cover(electrode, y, shape, p)
    if p[HEAT_CAPACITY] > 0.0:
        jac[temperature, temperature] = -p[COOLING] / p[HEAT_CAPACITY]


@compiled
def sodium_slopes(shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """Write the elements below the band of `jacobian`: sodium consumed by growing films.

    They follow from the elements that `jacobian` wrote, so Newton's corrections conserve sodium too.
    """
    for electrode in range(2):
        sodium = shape[AT_SODIUM] + electrode
        first, end = films_of(electrode, shape)
        for f in range(first, end):
            film = shape[AT_THICKNESS] + f
            jac[sodium, film] = -p[shape[AT_FILMS] + FILM * f + SODIUM] * jac[film, film]
