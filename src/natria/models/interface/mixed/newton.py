"""The stationary mixed conductor with any rate law: damped Newton on the charge balance.

The rates never fall with eta, so the equations are the slope of a convex energy with one minimum; Newton's step is
shortened until the slope along it has fallen.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from ....laws.numbers import Numbers
from ....quantity import ModelError
from .balance import MixedBalance, PlatedCover, bare, grid_of
from .kinetics import slope_over_exchange
from .layer import MixedLayer
from .mesh import MixedMesh, ensure_resolved, nodes
from .profile import MixedProfile, profile_of

LEAST_SHARE = 1e-12  # of a step of Newton's method


@dataclass(frozen=True)
class MixedNewton:
    """Settings of the solver: last step (of RT/F), steps, and what may be left of the slope."""

    tolerance: float = 1e-12
    steps: int = 500
    left: float = 0.9

    def __post_init__(self) -> None:
        if not (0 < self.tolerance < 1e-3 and self.steps > 0 and 0 < self.left < 1):
            raise ModelError("settings of Newton's method out of bounds", "give a tolerance between 0 and 1e-3")


def stationary(
    layer: MixedLayer,
    current: float,
    cover: PlatedCover | None = None,
    mesh: MixedMesh | None = None,
    newton: MixedNewton | None = None,
) -> MixedProfile:
    """Return the profile of a layer at a plating current density (A/m^2) and a cover (none: bare).

    The mesh follows the reaction length at the overpotential that is found; where its cells are too few it is refused.
    `cover` holds one share for the whole inside.
    """
    if not (current > 0 and current < inf):
        raise ModelError(f"a plating current density of {current:g} A/m^2", "give one above zero")
    used, cover = mesh or MixedMesh(), cover or bare(layer)
    z = nodes(layer.thickness, used, layer.reaction_length)
    found, eta = solve_on(MixedBalance(layer, current, grid_of(layer, z), cover), newton=newton)
    lengths = face_lengths(layer, eta, cover)
    if min(lengths) < layer.reaction_length / 2:
        z = nodes(layer.thickness, used, min(lengths))
        found, eta = solve_on(MixedBalance(layer, current, grid_of(layer, z), cover), newton=newton)
        lengths = face_lengths(layer, eta, cover)
    ensure_resolved(z, lengths, used)
    return found


def solve_on(
    balance: MixedBalance, guess: Numbers | None = None, newton: MixedNewton | None = None
) -> tuple[MixedProfile, Numbers]:
    """Return the profile on given nodes, and eta (V) at them."""
    settings = newton or MixedNewton()
    eta = np.full_like(balance.grid.z, _even(balance)) if guess is None else guess.copy()
    thermal = balance.layer.law.thermal
    residual = balance.residual(eta)
    for _ in range(settings.steps):
        step = balance.step(eta, residual)
        if np.max(np.abs(step)) <= settings.tolerance * max(thermal, np.max(np.abs(eta))):
            return _profile(balance, eta, step), eta + step
        slope, share = float(residual @ step), 1.0
        after = balance.residual(eta + step)
        while share > LEAST_SHARE and not float(after @ step) >= -settings.left * slope:
            share /= 2
            after = balance.residual(eta + share * step)
        eta, residual = eta + share * step, after
    what = f"the mixed conductor was not solved in {settings.steps} steps of Newton's method"
    raise ModelError(what, "check the conductivities and exchange currents of the layer")


def face_lengths(layer: MixedLayer, eta: Numbers, cover: PlatedCover) -> tuple[float, float]:
    """Return the reaction length (m) at top and bottom: 1/sqrt((1/sigma_i + 1/sigma_e) dr/deta)."""
    ends = eta[[0, -1]]
    covered = np.broadcast_to(cover.within, eta.shape)[[0, -1]]
    barrier = np.full(2, layer.within.nucleation)
    slopes = layer.exchange_inside * slope_over_exchange(layer.law, ends, barrier, covered)
    first, last = (1 / sqrt(one * layer.resistivity) if one > 0 else inf for one in slopes)
    return first, last


def _even(balance: MixedBalance) -> float:
    """Return the overpotential (V) at which a layer without resistance plates the current."""
    ones = np.ones_like(balance.grid.z)

    def plated(eta: float) -> float:
        faces, inside = balance.places(eta * ones)
        return float(faces.sum() + inside.sum())

    low, high = 0.0, balance.layer.law.thermal
    while plated(high) < balance.current:
        low, high = high, 2 * high
    while high - low > 1e-3 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if plated(middle) > balance.current else (middle, high)
    return high


def _profile(balance: MixedBalance, eta: Numbers, step: Numbers) -> MixedProfile:
    """Return the profile after the last step.

    Rates are those of the line at `eta`: so charge is conserved to rounding, however fine the mesh.
    """
    (faces, inside), (of_faces, of_inside) = balance.rates(eta), balance.places(eta, slope_over_exchange)
    faces, inside = faces + of_faces * step[[0, -1]], inside + of_inside * step
    between = balance.current - faces[0] - np.cumsum(inside)[:-1]
    cells, rate = np.diff(balance.grid.z), inside / balance.grid.volumes
    ions = np.concatenate([[balance.current - faces[0]], between - rate[1:] * cells / 2])
    ions[-1] = faces[1]
    plated = (float(faces[0]), float(inside.sum()), float(faces[1]))
    return profile_of(
        balance.layer,
        balance.current,
        balance.grid.z,
        eta + step,
        ions=ions,
        rate=rate,
        plated=plated,
        metal=balance.metal,
    )
