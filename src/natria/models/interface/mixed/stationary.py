"""The stationary mixed conductor with any rate law: finite volumes around nodes, damped Newton.

With the total current known, Ohm in both conductors leaves one unknown, eta = phi_i - phi_e:

    i_i = (i/sigma_e - deta/dz)/(1/sigma_i + 1/sigma_e)        di_i/dz = -a i0 f(eta)
    i_i(0) = i - i0_top f(eta(0))                              i_i(h) = i0_under f(eta(h))

Ions that enter the control volume of a node leave it or plate in it, so charge is conserved to rounding: the ionic
current between two nodes is one number for both. The rates never fall with eta, so the equations are the slope of a
convex energy with one minimum; Newton's step is shortened until the slope along it has fallen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf, sqrt

import numpy as np

from ....laws.numbers import Numbers
from ....quantity import ModelError
from .kinetics import rate_over_exchange, slope_over_exchange
from .layer import MixedLayer
from .mesh import MixedMesh, ensure_resolved, nodes
from .profile import MixedProfile, profile_of

LEAST_SLOPE = 1e-9  # of i F/RT: where nothing reacts the step would be undetermined


@dataclass(frozen=True, eq=False)
class PlatedCover:
    """Shares of each place that sodium covers: of the top, of the surface inside at each node, of the bottom.

    `open` is the share of the surface inside that is not blocked, at each node.
    """

    top: float = 0.0
    within: Numbers | float = 0.0
    under: float = 0.0
    open: Numbers | float = 1.0


BARE = PlatedCover(under=1.0)  # the metal under the layer is sodium
COVERED = PlatedCover(1.0, 1.0, 1.0)


@dataclass(frozen=True)
class MixedNewton:
    """Settings of the solver: the last step (of RT/F), the steps, and the part of the slope that may be left."""

    tolerance: float = 1e-12
    steps: int = 500
    left: float = 0.9

    def __post_init__(self) -> None:
        if not (0 < self.tolerance < 1e-3 and self.steps > 0 and 0 < self.left < 1):
            raise ModelError("settings of Newton's method out of bounds", "give a tolerance between 0 and 1e-3")


@dataclass(frozen=True, eq=False)
class MixedBalance:
    """The discrete equations of a layer on its nodes at a current density (A/m^2), all per face area."""

    layer: MixedLayer
    current: float
    z: Numbers
    cover: PlatedCover
    volumes: Numbers = field(init=False)
    conductance: Numbers = field(init=False)  # between nodes, S/m^2

    def __post_init__(self) -> None:
        cells = np.diff(self.z)
        volumes = np.zeros_like(self.z)
        volumes[:-1] += cells / 2
        volumes[1:] += cells / 2
        object.__setattr__(self, "volumes", volumes)
        object.__setattr__(self, "conductance", 1 / (cells * self.layer.resistivity))

    def places(self, eta: Numbers, *, slope: bool = False) -> tuple[Numbers, Numbers]:
        """Return what plates at the two faces and inside at each node (A/m^2), or the slopes of both."""
        layer, cover, law = self.layer, self.cover, self.layer.law
        of = slope_over_exchange if slope else rate_over_exchange
        barriers = np.array([layer.top.nucleation, layer.under.nucleation])
        exchanges = np.array([layer.top.exchange, layer.under.exchange])
        faces = exchanges * of(law, eta[[0, -1]], barriers, np.array([cover.top, cover.under]))
        if not layer.exchange_inside:
            return faces, np.zeros_like(eta)
        barrier, covered = np.full_like(eta, layer.within.nucleation), np.broadcast_to(cover.within, eta.shape)
        inside = layer.exchange_inside * cover.open * of(law, eta, barrier, np.asarray(covered))
        return faces, np.asarray(inside * self.volumes)

    def between(self, eta: Numbers) -> Numbers:
        """Return the ionic current between the nodes (A/m^2)."""
        carried = self.current / (self.layer.electronic * self.layer.resistivity)
        return np.asarray(carried - self.conductance * np.diff(eta))

    def residual(self, eta: Numbers) -> Numbers:
        """Return the ions that each node receives and does not pass on (A/m^2), zero at the solution."""
        faces, inside = self.places(eta)
        enter = np.concatenate([[self.current - faces[0]], self.between(eta), [faces[1]]])
        return np.asarray(-np.diff(enter) - inside)

    def step(self, eta: Numbers, residual: Numbers) -> Numbers:
        """Return Newton's step (V): the matrix is symmetric, tridiagonal and positive."""
        from scipy.linalg import solveh_banded

        faces, inside = self.places(eta, slope=True)
        diagonal = inside + LEAST_SLOPE * self.current / self.layer.law.thermal / len(eta)
        diagonal[[0, -1]] += faces
        diagonal[:-1] += self.conductance
        diagonal[1:] += self.conductance
        bands = np.zeros((2, len(eta)))
        bands[0, 1:], bands[1] = -self.conductance, diagonal
        return np.asarray(solveh_banded(bands, residual, check_finite=False))


def stationary(
    layer: MixedLayer,
    current: float,
    cover: PlatedCover = BARE,
    mesh: MixedMesh | None = None,
    newton: MixedNewton | None = None,
) -> MixedProfile:
    """Return the profile of a layer at a plating current density (A/m^2), with the cover that stands.

    The mesh follows the reaction length at the overpotential that is found; where its cells are too few it is refused.
    `cover` holds one share for the whole inside.
    """
    if not (current > 0 and current < inf):
        raise ModelError(f"a plating current density of {current:g} A/m^2", "give one above zero")
    used = mesh or MixedMesh()
    z = nodes(layer.thickness, used, layer.reaction_length)
    found, eta = solve_on(MixedBalance(layer, current, z, cover), newton=newton)
    lengths = face_lengths(layer, eta, cover)
    if min(lengths) < layer.reaction_length / 2:
        z = nodes(layer.thickness, used, min(lengths))
        found, eta = solve_on(MixedBalance(layer, current, z, cover), newton=newton)
        lengths = face_lengths(layer, eta, cover)
    ensure_resolved(z, lengths, used)
    return found


def solve_on(
    balance: MixedBalance, guess: Numbers | None = None, newton: MixedNewton | None = None
) -> tuple[MixedProfile, Numbers]:
    """Return the profile on given nodes, and eta (V) at them."""
    settings = newton or MixedNewton()
    eta = np.full_like(balance.z, _even(balance)) if guess is None else guess.copy()
    thermal = balance.layer.law.thermal
    residual = balance.residual(eta)
    for _ in range(settings.steps):
        step = balance.step(eta, residual)
        slope, share = float(residual @ step), 1.0
        while share > 0:
            after = balance.residual(eta + share * step)
            if float(after @ step) >= -settings.left * slope:
                break
            share /= 2
        if share == 1.0 and np.max(np.abs(step)) <= settings.tolerance * max(thermal, np.max(np.abs(eta))):
            return _profile(balance, eta, step), eta + step
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
    ones = np.ones_like(balance.z)

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
    (faces, inside), (of_faces, of_inside) = balance.places(eta), balance.places(eta, slope=True)
    faces, inside = faces + of_faces * step[[0, -1]], inside + of_inside * step
    between = balance.current - faces[0] - np.cumsum(inside)[:-1]
    cells, rate = np.diff(balance.z), inside / balance.volumes
    ions = np.concatenate([[balance.current - faces[0]], between - rate[1:] * cells / 2])
    ions[-1] = faces[1]
    plated = (float(faces[0]), float(inside.sum()), float(faces[1]))
    return profile_of(balance.layer, balance.current, balance.z, eta + step, ions, rate, plated)
