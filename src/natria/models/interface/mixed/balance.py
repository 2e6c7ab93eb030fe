"""The charge balance of a mixed conductor on the nodes of a mesh: finite volumes, with the slope of their residual.

With the total current known, Ohm in both conductors leaves one unknown, eta = phi_i - phi_e:

    i_i = (i/sigma_e - deta/dz)/(1/sigma_i + 1/sigma_e)        di_i/dz = -a i0 f(eta)
    i_i(0) = i - i0_top f(eta(0))                              i_i(h) = i0_under f(eta(h))

Ions that enter the control volume of a node leave it or plate in it, so charge is conserved to rounding: the current
between two nodes is one number for both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ....laws.numbers import Numbers
from .kinetics import PlatingLaw, rate_over_exchange, slope_over_exchange
from .layer import MixedLayer

LEAST_SLOPE = 1e-9  # of the conductance of the layer: where nothing reacts the step would be undetermined
RateOf = Callable[[PlatingLaw, Numbers, Numbers, Numbers], Numbers]


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

    def places(self, eta: Numbers, of: RateOf = rate_over_exchange) -> tuple[Numbers, Numbers]:
        """Return what plates at the two faces and inside at each node (A/m^2), or another function of both."""
        layer, cover, law = self.layer, self.cover, self.layer.law
        barriers = np.array([layer.top.nucleation, layer.under.nucleation])
        exchanges = np.array([layer.top.exchange, layer.under.exchange])
        faces = exchanges * of(law, eta[[0, -1]], barriers, np.array([cover.top, cover.under]))
        if not layer.exchange_inside:
            return faces, np.zeros_like(eta)
        barrier, covered = np.full_like(eta, layer.within.nucleation), np.broadcast_to(cover.within, eta.shape)
        inside = layer.exchange_inside * cover.open * of(law, eta, barrier, np.asarray(covered))
        return faces, np.asarray(inside * self.volumes)

    def between(self, eta: Numbers) -> Numbers:
        """Return the current between the nodes (A/m^2) in the worse conductor, which has no rounding of the other's."""
        layer, gradient = self.layer, self.conductance * np.diff(eta)
        both = layer.ionic + layer.electronic
        if self.by_electrons:
            return np.asarray(self.current * layer.electronic / both + gradient)
        return np.asarray(self.current * layer.ionic / both - gradient)

    @property
    def by_electrons(self) -> bool:
        """Whether electrons are conducted worse than ions, so that their currents are balanced."""
        return self.layer.electronic < self.layer.ionic

    def residual(self, eta: Numbers) -> Numbers:
        """Return the ions that each node receives and does not pass on (A/m^2), zero at the solution.

        What ions lose electrons gain, so it is the same number from either conductor.
        """
        faces, inside = self.places(eta)
        return self.unbalanced(eta, faces, inside)

    def unbalanced(self, eta: Numbers, faces: Numbers, inside: Numbers) -> Numbers:
        """Return the residual for rates that are known."""
        between = self.between(eta)
        if self.by_electrons:
            return np.asarray(np.diff(np.concatenate([[faces[0]], between, [self.current - faces[1]]])) - inside)
        return np.asarray(-np.diff(np.concatenate([[self.current - faces[0]], between, [faces[1]]])) - inside)

    def step(self, eta: Numbers, residual: Numbers) -> Numbers:
        """Return Newton's step (V): the matrix is symmetric, tridiagonal and positive."""
        from scipy.linalg import solveh_banded

        faces, inside = self.places(eta, slope_over_exchange)
        diagonal = inside + LEAST_SLOPE / (self.layer.thickness * self.layer.resistivity * len(eta))
        diagonal[[0, -1]] += faces
        diagonal[:-1] += self.conductance
        diagonal[1:] += self.conductance
        bands = np.zeros((2, len(eta)))
        bands[0, 1:], bands[1] = -self.conductance, diagonal
        return np.asarray(solveh_banded(bands, residual, check_finite=False))
