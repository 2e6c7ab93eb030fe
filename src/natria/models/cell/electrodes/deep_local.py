"""The reaction of one slice of an electrode, over a coordinate u in which it has a closed form.

An electrode without a depth gives its potential E at a current density j. A slice needs both, and their slopes, without
a search inside of a search:

- sulfur (`conversion`): u is the potential of sulfur inside its film; j adds up the couples, E lies outside the film;
- particles (`insertion`, law `fick`): u is the overpotential of the transfer; j is Butler-Volmer's, and E is u and
  the potential of the surface of the particles at that j.

E rises with u and j falls, so E falls with j. j is counted per area of the cell, as if the whole depth reacted so.
Compiled.
"""

from __future__ import annotations

import numpy as np

from ....laws import FARADAY, GAS
from ..equations.compiled import compiled
from ..equations.properties import MOST_VOLTS, face_overpotential, powered, thermal_factor
from . import insertion as particles
from .conversion import (
    COUPLES,
    N_AMOUNTS,
    N_SUMS,
    OUTSIDE_SLOPE,
    OXIDISED,
    OXIDISED_SLOPE,
    REDUCED,
    REDUCED_SLOPE,
    amounts,
    balance,
    product_resistance,
    reacting_potential,
    starting_potential,
)
from .insertion import surface_share

OF_SULFUR, OF_PARTICLES = range(2)  # what a slice is made of
I0, ALPHA, PER_VOLT, RESTS, RISE, SPARE = range(6)  # of particles, in the first row of what is known of a slice
E, E_SLOPE, J, J_SLOPE, U_OF, G, IONIC, DRIVEN, N_LOCAL = range(9)  # the last three: in front of it (`deep_pores`)
ROWS, PLACES = COUPLES, N_AMOUNTS  # of what is known of a slice
WITHIN = 1e-3  # numerics: of a share, how close to full or empty a search begins

EXCHANGE, I_ENERGY, I_REFERENCE = particles.EXCHANGE, particles.I_ENERGY, particles.I_REFERENCE
TRANSFER, PLATEAU, SOLUBILITY = particles.TRANSFER, particles.PLATEAU, particles.SOLUBILITY
ROUND, LEAST = particles.ROUND, particles.LEAST


@compiled
def known_of(made_of: int, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, known: np.ndarray) -> float:
    """Write what the states of a slice decide; returns the resistance (ohm m^2) of an ohmic product film."""
    if made_of == OF_SULFUR:
        amounts(temperature, salt, y, p, known)
        return product_resistance(temperature, y, p)
    alpha = p[TRANSFER]
    i0 = p[EXCHANGE] * thermal_factor(p[I_ENERGY], 0.0, p[I_REFERENCE], temperature)
    known[0, I0] = i0 * powered(max(salt, LEAST), 1.0 - alpha)
    known[0, ALPHA] = alpha
    known[0, PER_VOLT] = FARADAY / (GAS * temperature)
    known[0, RESTS] = surface_share(0.0, temperature, y, p)
    known[0, RISE] = surface_share(1.0, temperature, y, p) - known[0, RESTS]
    return 0.0


@compiled
def reaction_at(
    made_of: int, u: float, film: float, temperature: float, known: np.ndarray, p: np.ndarray, local: np.ndarray
) -> None:
    """Write E (V), j (A/m^2), the slopes of both over u, and u."""
    local[U_OF] = u
    if made_of == OF_SULFUR:
        sums = np.empty(N_SUMS)
        local[E] = balance(u, film, known, sums)
        local[E_SLOPE] = sums[OUTSIDE_SLOPE]
        local[J] = sums[REDUCED] - sums[OXIDISED]
        local[J_SLOPE] = sums[REDUCED_SLOPE] - sums[OXIDISED_SLOPE]
        return
    i0, alpha, f = known[0, I0], known[0, ALPHA], known[0, PER_VOLT]
    x = f * min(max(u, -MOST_VOLTS), MOST_VOLTS)
    local[J] = i0 * (np.expm1(-alpha * x) - np.expm1((1.0 - alpha) * x))
    local[J_SLOPE] = -i0 * f * (alpha * np.exp(-alpha * x) + (1.0 - alpha) * np.exp((1.0 - alpha) * x))
    share = known[0, RESTS] + known[0, RISE] * local[J]
    rests, slope = plateau_and_slope(share, temperature, p)
    local[E] = rests + u
    local[E_SLOPE] = 1.0 + slope * known[0, RISE] * local[J_SLOPE]


@compiled
def plateau_and_slope(share: float, temperature: float, p: np.ndarray) -> tuple[float, float]:
    """Return U (V) of `insertion.plateau_potential` and dU/dx.

    Its ends go on as lines without a limit, so that a slice that is full has a slope.
    """
    x = min(max(share, LEAST), 1.0 - LEAST)
    here = np.log((1.0 - x) / x) - (share - x) / LEAST
    slope = -1.0 / (x * (1.0 - x)) if x == share else -1.0 / LEAST
    end = np.log((1.0 - p[SOLUBILITY]) / p[SOLUBILITY])
    above, below = here - end, -here - end
    far, near = np.sqrt(above * above + ROUND * ROUND), np.sqrt(below * below + ROUND * ROUND)
    away = rounded(above, far) - rounded(below, near)
    thermal = GAS * temperature / FARADAY
    return p[PLATEAU] + thermal * away, thermal * (1.0 + 0.5 * (above / far + below / near)) * slope


@compiled
def rounded(z: float, root: float) -> float:
    """Return (z + root)/2, root^2 = z^2 + w^2, without cancellation."""
    return 0.5 * (z + root) if z > 0.0 else 0.5 * ROUND * ROUND / (root - z)


@compiled
def start_of(
    made_of: int, plating: float, films: np.ndarray, temperature: float, known: np.ndarray, u: np.ndarray
) -> None:
    """Write where to begin to look for u of each slice at a current density of the electrode.

    Sulfur: the potential at which the readiest slice alone would carry the current, or that of rest where a slice would
    react backwards. Particles: the current shared evenly, where they have room for it.
    """
    count = len(u)
    if made_of == OF_SULFUR:
        least, most = np.inf, -np.inf
        for k in range(count):
            at = starting_potential(count * plating, known[k])
            least, most = min(least, at), max(most, at)
        for k in range(count):
            u[k] = reacting_potential(0.0, films[k], known[k])
            if plating > 0.0:
                u[k] = min(u[k], most)
            elif plating < 0.0:
                u[k] = max(u[k], least)
        return
    for k in range(count):
        rests, rise = known[k, 0, RESTS], known[k, 0, RISE]
        share = plating
        if plating > 0.0:
            share = min(plating, max(1.0 - WITHIN - rests, 0.0) / rise)
        elif plating < 0.0:
            share = max(plating, min(WITHIN - rests, 0.0) / rise)
        u[k] = face_overpotential(share, known[k, 0, I0], known[k, 0, ALPHA], temperature)
