"""The equations of a cell, once, for every driver: rates of the states, voltage by part, Jacobian. Compiled by Numba.

Salt, with no anion through a wall (Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 12):

    eps dc/dt = -dN/dx,   N = -(D/N_M) dc/dx + (1 - t+) J/F   and   N = 0 at walls

Potential from the working to the counter side, against sodium and for an ideal salt:

    dphi/dx = J N_M/kappa + (2RT/F) (1 - t+) dln(c)/dx

The rest is in the docstrings of `cell`. J > 0 plates the working electrode. Finite volumes, second order: harmonic
means of D between volumes, surface concentrations by the known gradient at the wall. SI throughout.
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
    AT_SOLIDS,
    AT_VOLUMES,
    C_REF,
    CONTACT,
    COOLING,
    COVERAGE,
    D_POWER,
    DEAD,
    DIFFUSIVITY,
    ELECTRODE,
    F_ENERGY,
    F_REFERENCE,
    F_VANISHING,
    FILM,
    HEAT_CAPACITY,
    I0,
    I0_ENERGY,
    I0_REFERENCE,
    I0_VANISHING,
    KAPPA,
    KAPPA_POWER,
    LAW,
    LAW_A,
    LAW_B,
    LAYER,
    LINEAR,
    LOGARITHMIC,
    MACMULLIN,
    MONOLAYER,
    N_FILMS_C,
    N_FILMS_W,
    N_SALTS,
    N_SOLIDS,
    N_VOLUMES,
    NO_GROWTH,
    NUCLEATION,
    PARABOLIC,
    POROSITY,
    POTENTIAL,
    POWER,
    R_ENERGY,
    R_REFERENCE,
    R_VANISHING,
    REFILL,
    RESISTANCE,
    S_ENERGY,
    S_REFERENCE,
    S_VANISHING,
    SALT,
    SELF_LIMITING,
    SIGMA,
    SLOPE,
    SODIUM,
    SOLID,
    TRANSFERENCE,
    VOID_DEPTH,
    VOLUME,
    WALL_LEFT,
    WALL_RIGHT,
    WIDTH,
)

LEAST_SHARE = 1e-6  # of the salt at a face, so that logarithms stay finite beyond depletion
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
def thermal_factor(energy: float, vanishing: float, reference: float, temperature: float) -> float:
    """exp(-E/R (1/(T - T0) - 1/(T_ref - T0))); below T0 nothing moves."""
    if energy == 0.0:
        return 1.0
    if temperature <= vanishing:
        return 0.0
    return np.exp(-energy / GAS * (1.0 / (temperature - vanishing) - 1.0 / (reference - vanishing)))


@compiled
def powered(x: float, power: float) -> float:
    """x^power without the cost of a power where it is 0 or 1."""
    if power == 0.0:
        return 1.0
    if power == 1.0:
        return x
    return x**power


@compiled
def growth_rate(law: int, a: float, b: float, thickness: float) -> float:
    """dh/dt (m/s) over h, of each law of `laws.growth` with its time eliminated; from one monolayer on."""
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
        return (a - h) / b
    return np.nan


@compiled
def face_overpotential(plating: float, i0: float, alpha: float, temperature: float) -> float:
    """eta (V) of metal against electrolyte at a plating current density: below zero where it plates.

    plating/i0 = exp(-alpha f) - exp((1 - alpha) f) with f = F eta/RT; a closed form for alpha = 1/2, else Newton's
    method on the logarithm of the larger exponential, which converges from everywhere.
    """
    thermal = GAS * temperature / FARADAY
    ratio = plating / i0
    if alpha == 0.5:
        return -2.0 * thermal * np.arcsinh(0.5 * ratio)
    if ratio == 0.0:
        return 0.0
    up = alpha if ratio > 0 else 1.0 - alpha  # exponent of the branch that carries the current
    target = abs(ratio)
    x = np.arcsinh(0.5 * target) / max(up, 0.5)  # |f|
    for _ in range(60):
        rise, fall = np.exp(up * x), np.exp((up - 1.0) * x)
        step = (rise - fall - target) / (up * rise + (1.0 - up) * fall)
        step = min(step, 2.0)
        x -= step
        if abs(step) < 1e-14 * max(x, 1.0):
            break
    return -thermal * x if ratio > 0 else thermal * x


@compiled
def salt_factors(shape: np.ndarray, p: np.ndarray, temperature: float, out: np.ndarray) -> None:
    """The temperature's factor of each salt layer, of conductivity and diffusivity alike (Nernst-Einstein)."""
    for s in range(shape[N_SALTS]):
        at = shape[AT_SALTS] + SALT * s
        out[s] = thermal_factor(p[at + S_ENERGY], p[at + S_VANISHING], p[at + S_REFERENCE], temperature)


@compiled
def diffusivity(c: float, factor: float, at: int, macmullin: float, p: np.ndarray) -> float:
    """D/N_M (m^2/s) at a concentration; `at` is the place of the layer."""
    share = max(c / p[at + C_REF], LEAST_SHARE)
    return p[at + DIFFUSIVITY] * factor * powered(share, p[at + D_POWER]) / macmullin


@compiled
def conductivity(c: float, factor: float, at: int, macmullin: float, p: np.ndarray) -> float:
    """kappa/N_M (S/m) at a concentration."""
    share = max(c / p[at + C_REF], LEAST_SHARE)
    return p[at + KAPPA] * factor * powered(share, p[at + KAPPA_POWER]) / macmullin


@compiled
def anion_share(c: float, at: int, p: np.ndarray) -> float:
    """1 - t+ at a concentration."""
    if p[at + SLOPE] == 0.0:
        return 1.0 - p[at + TRANSFERENCE]
    t_plus = p[at + TRANSFERENCE] + p[at + SLOPE] * (c / p[at + C_REF] - 1.0)
    return 1.0 - min(max(t_plus, 0.0), 1.0)


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
def contact_share(electrode: int, y: np.ndarray, shape: np.ndarray, p: np.ndarray) -> float:
    """The share of a face that still touches, 1 - void/depth."""
    depth = p[AT_ELECTRODES + ELECTRODE * electrode + VOID_DEPTH]
    if depth == 0.0:
        return 1.0
    void = y[shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C] + 4 + electrode]
    return min(max(1.0 - void / depth, LEAST_CONTACT), 1.0)


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
    e = AT_ELECTRODES + ELECTRODE * electrode
    tail = shape[N_VOLUMES] + shape[N_FILMS_W] + shape[N_FILMS_C]
    temperature = y[tail + 6]
    alpha = p[e + ALPHA]
    i0 = p[e + I0] * thermal_factor(p[e + I0_ENERGY], p[e + I0_VANISHING], p[e + I0_REFERENCE], temperature)
    share = max(c_share, LEAST_SHARE)
    i0 *= np.sqrt(share) if alpha == 0.5 else powered(share, 1.0 - alpha)
    local = plating / contact_share(electrode, y, shape, p)
    barrier = 0.0
    half = p[e + COVERAGE]
    if half > 0.0:  # a host
        sodium = max(y[tail + electrode], 0.0)
        if plating < 0.0:
            i0 *= max(sodium / (sodium + half), LEAST_COVER)
        elif plating > 0.0:
            barrier = p[e + NUCLEATION] * np.exp(-sodium / half)
    return face_overpotential(local, i0, alpha, temperature) - barrier


@compiled
def film_resistance(film: int, thickness: float, temperature: float, shape: np.ndarray, p: np.ndarray) -> float:
    """ohm m^2 of one film."""
    at = shape[AT_FILMS] + FILM * film
    factor = thermal_factor(p[at + F_ENERGY], p[at + F_VANISHING], p[at + F_REFERENCE], temperature)
    return thickness / (p[at + SIGMA] * factor)


@compiled
def solid_resistance(solid: int, temperature: float, shape: np.ndarray, p: np.ndarray) -> float:
    """ohm m^2 of one solid layer."""
    at = shape[AT_SOLIDS] + SOLID * solid
    return p[at + RESISTANCE] / thermal_factor(p[at + R_ENERGY], p[at + R_VANISHING], p[at + R_REFERENCE], temperature)


@compiled
def voltage(y: np.ndarray, current: float, shape: np.ndarray, p: np.ndarray, parts: np.ndarray) -> float:
    """Voltage (V) of the counter against the working electrode; `parts` gets what each part of the cell adds."""
    n = shape[N_VOLUMES]
    films_w, films_c = shape[N_FILMS_W], shape[N_FILMS_C]
    tail = n + films_w + films_c
    temperature = y[tail + 6]
    thermal = 2.0 * GAS * temperature / FARADAY
    factors = np.empty(max(shape[N_SALTS], 1))
    salt_factors(shape, p, temperature, factors)
    ohmic = gradient = 0.0
    first = last = 1.0  # c/c_ref at the faces of the electrodes
    log_before = anions_before = 0.0
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        ohmic += p[v + WIDTH] / conductivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
        floor = LEAST_SHARE * p[at + C_REF]
        here, anions = np.log(max(y[k], floor)), anion_share(y[k], at, p)
        if p[v + WALL_LEFT] != 0.0:
            wall = max(surface(k, -1.0, y, current, factors, shape, p), floor)
            gradient += anions * (here - np.log(wall))
            if k == 0:
                first = wall / p[at + C_REF]
        else:
            gradient += 0.5 * (anions + anions_before) * (here - log_before)
        if p[v + WALL_RIGHT] != 0.0:
            wall = max(surface(k, 1.0, y, current, factors, shape, p), floor)
            gradient += anions * (np.log(wall) - here)
            if k == n - 1:
                last = wall / p[at + C_REF]
        log_before, anions_before = here, anions
    solids = p[CONTACT]
    for s in range(shape[N_SOLIDS]):
        solids += solid_resistance(s, temperature, shape, p)
    parts[ELECTROLYTE] = current * ohmic
    parts[CONCENTRATION] = thermal * gradient
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
    flux = 0.0  # N of the anion, to the right
    half_before = anions_before = 0.0
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        half = 0.5 * p[v + WIDTH] / diffusivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
        anions = anion_share(y[k], at, p)
        if p[v + WALL_LEFT] != 0.0:
            flux = 0.0
        else:
            flux = -(y[k] - y[k - 1]) / (half + half_before) + 0.5 * (anions + anions_before) * current / FARADAY
        store = p[v + POROSITY] * p[v + WIDTH]
        if k > 0:
            before = v - VOLUME
            dy[k - 1] -= flux / (p[before + POROSITY] * p[before + WIDTH])
        dy[k] = flux / store
        half_before, anions_before = half, anions


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

    Of the salt with diffusivity and transference held between neighbours, which keeps the sum over a column at zero, so
    that Newton's corrections conserve salt too; of films by a difference; the others depend on themselves hardly.
    """
    n = shape[N_VOLUMES]
    films = shape[N_FILMS_W] + shape[N_FILMS_C]
    tail = n + films
    temperature = y[tail + 6]
    factors = np.empty(max(shape[N_SALTS], 1))
    salt_factors(shape, p, temperature, factors)
    half_before = store_before = 0.0
    for k in range(n):
        v = shape[AT_VOLUMES] + VOLUME * k
        layer = int(p[v + LAYER])
        at = shape[AT_SALTS] + SALT * layer
        d = diffusivity(y[k], factors[layer], at, p[v + MACMULLIN], p)
        half = 0.5 * p[v + WIDTH] / d
        store = p[v + POROSITY] * p[v + WIDTH]
        jac[k, k] = 0.0
        if p[v + WALL_LEFT] == 0.0:
            g = 1.0 / (half + half_before)
            # the flux to the right, -g (c_k - c_k-1), with the change of g by each D
            change = (y[k] - y[k - 1]) * g * g
            here = -g - change * half * p[at + D_POWER] / y[k]
            before_at = shape[AT_SALTS] + SALT * int(p[v - VOLUME + LAYER])
            there = g - change * half_before * p[before_at + D_POWER] / y[k - 1]
            here += 0.5 * current / FARADAY * _anion_slope(y[k], at, p)
            there += 0.5 * current / FARADAY * _anion_slope(y[k - 1], before_at, p)
            jac[k, k] += here / store
            jac[k, k - 1] = there / store
            jac[k - 1, k - 1] -= there / store_before
            jac[k - 1, k] = -here / store_before
        elif k > 0:
            jac[k, k - 1] = jac[k - 1, k] = 0.0
        half_before, store_before = half, store
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
def _anion_slope(c: float, at: int, p: np.ndarray) -> float:
    """d(1 - t+)/dc."""
    if p[at + SLOPE] == 0.0:
        return 0.0
    t_plus = p[at + TRANSFERENCE] + p[at + SLOPE] * (c / p[at + C_REF] - 1.0)
    return -p[at + SLOPE] / p[at + C_REF] if 0.0 < t_plus < 1.0 else 0.0


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
        reference = p[shape[AT_SALTS] + SALT * int(p[v + LAYER]) + C_REF]
        if p[v + WALL_LEFT] != 0.0:
            least = min(least, surface(k, -1.0, y, current, factors, shape, p) / reference)
        if p[v + WALL_RIGHT] != 0.0:
            least = min(least, surface(k, 1.0, y, current, factors, shape, p) / reference)
    return least
