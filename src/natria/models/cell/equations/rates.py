"""Equations of a cell for all drivers: rates of the states, voltage by part, Jacobian.

Compiled by Numba. The salt is in `salt`, single layers and faces in `properties`; the equations are given in the
docstrings of `cell`. J > 0 plates the working electrode. SI throughout.
"""

from __future__ import annotations

import numpy as np

from ..electrodes.dispatch import (
    contact_share,
    electrode_rates,
    has_chemistry,
    host_cover,
    polarised,
)
from ..electrodes.metal import metal_rates
from .compiled import compiled, inlined
from .layout import (
    AMBIENT,
    AT_ELECTRODES,
    AT_FILMS,
    CONTACT,
    COOLING,
    COUNTER,
    ELECTRODE,
    FILM,
    HEAT_CAPACITY,
    HELD,
    LAW,
    LAW_A,
    LAW_B,
    N_FILMS_C,
    N_FILMS_W,
    N_SOLIDS,
    N_STATES,
    N_VOLUMES,
    PATH,
    SODIUM,
    WORKING,
)
from .opening import first_pore, leaving, opens, stores
from .properties import (
    film_resistance,
    growth_rate,
    solid_resistance,
)
from .root import between, narrowed
from .salt import salt_at_face, salt_rates, salt_slopes, salt_voltage
from .states import AT_DEAD, AT_SODIUM, AT_TEMPERATURE, AT_THICKNESS, AT_VOID, MONOLAYER
from .voltage_parts import EQUILIBRIUM, FACE_C, FACE_W, FILMS_C, FILMS_W, N_PARTS, SOLIDS

BALANCED = 1e-14  # of the current: how closely the currents of the cell and of a path for electrons add up
TURNS = 200  # of the search for them, which halves its bracket at least every third: 66 times, past the last digit
FIRST_REACH, REACH = 1.0, 4.0  # A/m^2, and what each step is longer than the one before
JUMPED = 1e-12  # of the current: what is missing from the balance where the voltage jumps


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
    first, last = layers_voltage(y, current, shape, p, parts)
    face, working = polarised(WORKING, current, first, y, shape, p)
    parts[FACE_W] = -face
    parts[FACE_C], counter = polarised(COUNTER, -current, last, y, shape, p)
    parts[EQUILIBRIUM] = counter - working
    return total_of(parts)


@compiled
def total_of(parts: np.ndarray) -> float:
    """Return the voltage (V) of a cell, the sum of its parts."""
    total = parts[0]
    for k in range(1, N_PARTS):
        total += parts[k]
    return total


@compiled
def layers_voltage(
    y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray
) -> tuple[float, float]:
    """Write the voltage of all between the faces; return c/c_ref at working and counter face."""
    temperature = y[shape[AT_TEMPERATURE]]
    first, last = salt_voltage(y, current, temperature, shape, p, parts)
    solids = p[CONTACT]
    for s in range(shape[N_SOLIDS]):
        solids += solid_resistance(s, temperature, shape, p)
    parts[SOLIDS] = current * solids
    parts[FILMS_W] += current * films_resistance(WORKING, y, temperature, shape, p)  # beside the drop in their pores
    parts[FILMS_C] += current * films_resistance(COUNTER, y, temperature, shape, p)
    parts[FILMS_W] /= contact_share(WORKING, y, shape, p)
    parts[FILMS_C] /= contact_share(COUNTER, y, shape, p)
    return first, last


@inlined
def is_held(p: np.ndarray) -> bool:
    """Whether the voltage is given, and the current follows from it."""
    return not np.isnan(p[HELD])


@compiled
def held_current(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the current density of the ions at which the cell has the voltage that is held.

    V rises with i: from no current on, steps grow until they enclose it; `current` is the first. Then false position
    (Illinois), halving every third time. V of a bare host jumps at i = 0, and there the bracket ends.
    """
    parts = np.empty(N_PARTS)
    volts = p[HELD]
    a, at_a = 0.0, ionic_voltage(y, 0.0, shape, p, parts) - volts
    b = abs(current) if current != 0.0 else FIRST_REACH
    b = -b if at_a > 0.0 else b
    at_b = ionic_voltage(y, b, shape, p, parts) - volts
    for _ in range(TURNS):
        if at_a * at_b <= 0.0 or not np.isfinite(at_b):
            break
        a, at_a = b, at_b
        b *= REACH
        at_b = ionic_voltage(y, b, shape, p, parts) - volts
    side = 0
    for turn in range(TURNS):
        if at_b == 0.0 or abs(b - a) <= BALANCED * abs(b):
            return b
        if at_a == 0.0:
            return a
        middle = between(a, at_a, b, at_b, turn)
        found = ionic_voltage(y, middle, shape, p, parts) - volts
        (a, at_a), (b, at_b), side = narrowed((a, at_a), (b, at_b), (middle, found), side)
    return 0.5 * (a + b)


@compiled
def ionic_current(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray) -> float:
    """Return the current density that passes the cell as ions, of the current J of both of its terminals.

    Where a voltage is held, it is the one that gives it.

    A path for electrons of conductance g takes the rest, i + g V(i) = J, and plates nothing. V rises with i, so i lies
    between J and J - g V(J). False position (Illinois), halving every third time; V of a bare host jumps at i = 0, and
    there the bracket ends.
    """
    if is_held(p):
        return held_current(y, current, shape, p)
    g = p[PATH]
    if g == 0.0:
        return current
    parts = np.empty(N_PARTS)
    a, at_a = current, g * ionic_voltage(y, current, shape, p, parts)
    b = current - at_a
    at_b = b + g * ionic_voltage(y, b, shape, p, parts) - current
    side = 0
    for turn in range(TURNS):
        small = BALANCED * (abs(current) + abs(b))
        if abs(at_b) <= small:
            return b
        if abs(at_a) <= small or abs(b - a) <= small:
            return a
        middle = between(a, at_a, b, at_b, turn)
        found = middle + g * ionic_voltage(y, middle, shape, p, parts) - current
        (a, at_a), (b, at_b), side = narrowed((a, at_a), (b, at_b), (middle, found), side)
    return 0.5 * (a + b)


@compiled
def voltage(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Return the voltage (V) of the counter against the working electrode at the current of the terminals.

    `parts` is filled with the contribution of each part of the cell. Where the voltage of a bare host jumps, that of
    the path for electrons holds, and the difference counts to the face.
    """
    held = is_held(p)
    if p[PATH] == 0.0 and not held:
        return ionic_voltage(y, current, shape, p, parts)
    ionic = ionic_current(y, current, shape, p)
    total = ionic_voltage(y, ionic, shape, p, parts)
    if held:
        parts[FACE_W] += p[HELD] - total
        return p[HELD]
    missing = current - ionic - p[PATH] * total
    if abs(missing) > JUMPED * max(abs(current), abs(ionic)):
        parts[FACE_W] += missing / p[PATH]
        total += missing / p[PATH]
    return total


@compiled
def terminal_current(current: float, ionic: float, p: np.ndarray) -> float:
    """Return the current density of the terminals: as given, or at a held voltage of ions and path."""
    return ionic + p[PATH] * p[HELD] if is_held(p) else current


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
    film_rates(WORKING, y, shape, p, dy)
    film_rates(COUNTER, y, shape, p, dy)
    sodium_rates(WORKING, ionic, y, shape, p, dy)
    sodium_rates(COUNTER, -ionic, y, shape, p, dy)
    dy[shape[AT_TEMPERATURE]] = heat_rate(y, ionic, shape, p)


@compiled
def film_rates(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> None:
    """Write the growth rates (m/s) of the films of an electrode."""
    first, end = films_of(electrode, shape)
    for f in range(first, end):
        at, place = shape[AT_FILMS] + FILM * f, shape[AT_THICKNESS] + f
        rate = growth_rate(int(p[at + LAW]), p[at + LAW_A], p[at + LAW_B], y[place])
        dy[place] = rate * host_cover(electrode, y, shape, p)  # on a bare foil there is nothing to react


@compiled
def sodium_rates(
    electrode: int, plating: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates of the states of one electrode: of a metal sodium, dead sodium and void (C/m^2 s).

    The rates of its films are read from `dy`: what they consume is sodium of a metal; beside a chemistry it is counted
    as a debt.
    """
    sodium = shape[AT_SODIUM] + electrode
    if has_chemistry(electrode, shape):
        dy[sodium] = dy[shape[AT_DEAD] + electrode] = dy[shape[AT_VOID] + electrode] = 0.0
        chemistry_rates(electrode, plating if electrode == 0 else -plating, y, shape, p, dy)
        dy[sodium] -= consumed(electrode, shape, p, dy)
    else:
        sodium_rates_of_metal(electrode, plating, y, shape, p, dy)


@compiled
def sodium_rates_of_metal(
    electrode: int, plating: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write what `sodium_rates` writes of an electrode without a chemistry: a metal, a host, an alloy."""
    sodium = shape[AT_SODIUM] + electrode
    metal_rates(plating, 0.0, 1.0, y[sodium:], p[AT_ELECTRODES + ELECTRODE * electrode :], dy[sodium:])
    dy[sodium] -= consumed(electrode, shape, p, dy)


@compiled
def consumed(electrode: int, shape: np.ndarray, p: np.ndarray, dy: np.ndarray) -> float:
    """Return the sodium (C/m^2 s) that the films of an electrode consume, at their rates in `dy`."""
    first, end = films_of(electrode, shape)
    corrosion = 0.0
    for f in range(first, end):
        corrosion += p[shape[AT_FILMS] + FILM * f + SODIUM] * dy[shape[AT_THICKNESS] + f]
    return corrosion


@compiled
def chemistry_rates(
    electrode: int, ionic: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray, dy: np.ndarray
) -> None:
    """Write the rates of the states of a chemistry at the current density of the ions through the cell."""
    salt = salt_at_face(electrode, y, ionic, shape, p)
    electrode_rates(electrode, ionic if electrode == 0 else -ionic, salt, y, shape, p, dy)
    if electrode == 1 and opens(shape, p):
        dy[first_pore(shape)] += leaving(y, ionic, y[shape[AT_TEMPERATURE]], shape, p) / stores(shape, p)[1]


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
    return warming(lost, y, shape, p)


@compiled
def warming(lost: float, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """Return dT/dt (K/s) of a cell that loses so much (W/m^2) as heat."""
    return (lost - p[COOLING] * (y[shape[AT_TEMPERATURE]] - p[AMBIENT])) / p[HEAT_CAPACITY]


@compiled
def jacobian(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """Write d(rate)/d(state) within the band of width one into `jac[row, column]`.

    Elements that are zero are not written. The salt is exact: what one volume loses its neighbour gains, so Newton's
    corrections conserve salt too. Films by a difference. Temperature by its cooling. The other states hardly depend on
    themselves: their elements are zero. The current of ions counts as given; what follows from a path for electrons,
    which lets it follow the states, is in `path`.
    """
    slopes_at(y, ionic_current(y, current, shape, p), shape, p, jac)


@compiled
def slopes_at(y: np.ndarray, ionic: float, shape: np.ndarray, p: np.ndarray, jac: np.ndarray) -> None:
    """Write what `jacobian` writes at the current density of the ions."""
    temperature = shape[AT_TEMPERATURE]
    salt_slopes(y, ionic, y[temperature], shape, p, jac)
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
            jac[place, place] = (up - down) / (2.0 * step) * host_cover(electrode, y, shape, p)
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
