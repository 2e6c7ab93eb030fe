"""Two conductors along the depth of an electrode, with a reaction in every slice between them.

Ions enter at the electrolyte, electrons at the collector. With I the current of ions at a depth x, i that of the
electrode, kappa and sigma the conductivities of the composite for ions and electrons, E = phi_s - phi_l,

    dphi_l/dx = -I/kappa,   dphi_s/dx = -(i - I)/sigma,   dI/dx = -j(E)/L

(J. Newman and W. Tiedemann, AIChE J. 21, 25 (1975)). In N equal slices, with r = L/(N kappa) + L/(N sigma) and I
between two slices,

    I = (E_behind - E_before)/r + i sigma^-1/(kappa^-1 + sigma^-1),   I_before - I_behind = j(E)/N

E is the mean over a slice. From the electrolyte to the mean of the first slice, and from that of the last to the
collector, the current is linear: an even reaction costs a third of the resistance of each conductor in any number of
slices. The error falls with the square of N. With salt in the pores (`deep_pores`), kappa is that between two slices,
and the rise of the potential of diffusion is added to that of E.

Newton's method on u of `deep_local`. Its matrix has a positive diagonal, negative elements beside it, and larger
diagonals than the sum of a column, so it is never singular and is solved without pivots; the balance has one solution.
A step is halved until the next one by the same matrix would be shorter (natural monotonicity: P. Deuflhard, Newton
Methods for Nonlinear Problems (2004), 3.3). Without a balance every number is nan: the solvers step back from it, and
raise where they cannot. Compiled.
"""

from __future__ import annotations

import numpy as np

from ..equations.compiled import compiled
from .deep_local import DRIVEN, E_SLOPE, IONIC, J_SLOPE, PLACES, ROWS, E, G, J, known_of, reaction_at, start_of
from .deep_places import CONTACT, ELECTRONS, MADE_OF, OWN, count_of, slice_of
from .deep_pores import conduct, salt_of_slice

TURNS = 300
HALVES = 50
LONGEST = 1.0  # V, of a step
SETTLED = 1e-14  # V
CLOSE = 1e-8  # V: from here on a step that does not shrink is rounding


@compiled
def ions_behind(k: int, plating: float, local: np.ndarray, p: np.ndarray) -> float:
    """Return the current density of ions (A/m^2) behind the first k slices."""
    count = count_of(p)
    if k == 0:
        return plating
    if k == count:
        return 0.0
    g = local[k, G]
    return g * (local[k, E] - local[k - 1, E] + local[k, DRIVEN]) + plating * g * p[ELECTRONS] / count


@compiled
def reactions(
    u: np.ndarray, films: np.ndarray, temperature: float, known: np.ndarray, p: np.ndarray, local: np.ndarray
) -> None:
    """Write potentials and currents of all slices."""
    for k in range(len(u)):
        reaction_at(int(p[MADE_OF]), u[k], films[k], temperature, known[k], p[OWN:], local[k])


@compiled
def missing(plating: float, local: np.ndarray, p: np.ndarray, miss: np.ndarray) -> None:
    """Write by how much the current (A/m^2) that a slice takes up exceeds its reaction."""
    count = count_of(p)
    before = plating
    for k in range(count):
        behind = ions_behind(k + 1, plating, local, p)
        miss[k] = before - behind - local[k, J] / count
        before = behind


@compiled
def factorise(local: np.ndarray, p: np.ndarray, lower: np.ndarray, inverse: np.ndarray) -> None:
    """Factorise the matrix of Newton's method."""
    count = count_of(p)
    for k in range(count):
        before = local[k, G] if k > 0 else 0.0
        behind = local[k + 1, G] if k < count - 1 else 0.0
        diagonal = (before + behind) * local[k, E_SLOPE] - local[k, J_SLOPE] / count
        if k > 0:
            lower[k] = -before * local[k - 1, E_SLOPE] * inverse[k - 1]
            diagonal += lower[k] * before * local[k, E_SLOPE]
        inverse[k] = 1.0 / diagonal


@compiled
def solved(
    miss: np.ndarray, slopes: np.ndarray, p: np.ndarray, lower: np.ndarray, inverse: np.ndarray, step: np.ndarray
) -> float:
    """Write the step that makes up for what is missing; returns its largest element.

    `slopes` are dE/du of each slice times the conductance in front of it.
    """
    count = count_of(p)
    before = behind = size = 0.0
    for k in range(count):
        before = -miss[k] - (lower[k] * before if k > 0 else 0.0)
        step[k] = before
    for k in range(count - 1, -1, -1):
        more = slopes[k + 1] * behind if k < count - 1 else 0.0
        behind = (step[k] + more) * inverse[k]
        step[k] = behind
        size = max(size, abs(behind)) if np.isfinite(behind) else np.inf
    return size


@compiled
def balance_depth(
    plating: float, temperature: float, salt: float, y: np.ndarray, p: np.ndarray, local: np.ndarray
) -> None:
    """Write E, dE/du, j and dj/du of every slice at a current density; nan without a balance."""
    count = count_of(p)
    known, films = np.empty((count, ROWS, PLACES)), np.empty(count)
    for k in range(count):
        here = salt_of_slice(k, salt, y, p)
        films[k] = known_of(int(p[MADE_OF]), temperature, here, slice_of(y, k, p), p[OWN:], known[k])
    conduct(temperature, salt, y, p, local)
    u, trial, step, next_step = np.empty(count), np.empty(count), np.empty(count), np.empty(count)
    lower, inverse, slopes, miss = np.empty(count), np.empty(count), np.empty(count), np.empty(count)
    start_of(int(p[MADE_OF]), plating, films, temperature, known, u)
    reactions(u, films, temperature, known, p, local)
    missing(plating, local, p, miss)
    size = last = np.inf
    for _ in range(TURNS):
        factorise(local, p, lower, inverse)
        for k in range(count):
            slopes[k] = local[k, G] * local[k, E_SLOPE]
        size = solved(miss, slopes, p, lower, inverse, step)
        if not np.isfinite(size) or size <= SETTLED or (size < CLOSE and size > 0.5 * last):
            break
        last = size
        share = min(1.0, LONGEST / size)
        for _ in range(HALVES):
            for k in range(count):
                trial[k] = u[k] + share * step[k]
            reactions(trial, films, temperature, known, p, local)
            missing(plating, local, p, miss)
            if size < CLOSE or solved(miss, slopes, p, lower, inverse, next_step) < size:
                break
            share *= 0.5
        for k in range(count):
            u[k] = trial[k]
    if size < CLOSE:
        exact(plating, local, p)
    else:
        local[:] = np.nan


@compiled
def exact(plating: float, local: np.ndarray, p: np.ndarray) -> None:
    """Give what rounding leaves of the balance to the slice that answers most: the sum is exact."""
    count = count_of(p)
    left, most, busiest = count * plating, -1.0, 0
    for k in range(count):
        left -= local[k, J]
        if abs(local[k, J_SLOPE]) > most:
            most, busiest = abs(local[k, J_SLOPE]), k
    local[busiest, J] += left


@compiled
def drops(plating: float, local: np.ndarray, p: np.ndarray) -> tuple[float, float, float]:
    """Return the drops of ions and of electrons, and the potential of diffusion of the ions (V).

    Of ions from the electrolyte, of electrons to the collector. Means over the depth: an even reaction has i L/3 kappa
    and i L/3 sigma.
    """
    count = count_of(p)
    last = plating - ions_behind(count - 1, plating, local, p)
    ions = local[0, IONIC] * (plating / 3.0 + ions_behind(1, plating, local, p) / 6.0)
    electrons, diffusion = plating / 3.0 + last / 6.0, local[0, DRIVEN]
    for k in range(1, count):
        through = ions_behind(k, plating, local, p)
        ions += local[k, IONIC] * through * (count - k) / count
        electrons += (plating - through) * k / count
        diffusion += local[k, DRIVEN] * (count - k) / count
    return ions, p[ELECTRONS] / count * electrons, diffusion


@compiled
def from_collector(plating: float, local: np.ndarray, p: np.ndarray) -> float:
    """Return the potential (V) of the collector against the electrolyte at the face of the electrode."""
    count = count_of(p)
    ions, electrons, diffusion = drops(plating, local, p)
    mean = 0.0
    for k in range(count):
        mean += local[k, E] / count
    return mean - ions - electrons + diffusion - plating * p[CONTACT]
