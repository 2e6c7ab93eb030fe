"""The charge balance of a mixed conductor on the nodes of a mesh, by finite volumes.

With the total current known, Ohm in both conductors leaves one unknown, eta = phi_i - phi_e:

    i_i = (i/sigma_e - deta/dz)/(1/sigma_i + 1/sigma_e)        di_i/dz = -a i0 f(eta)
    i_i(0) = (1 - m) i - i0_top f(eta(0))                      i_i(h) = i0_under f(eta(h))

`m` is the share of the top through which ions reach the layer only across metal. With a `wetted` deposit it is 0:
electrolyte stands between islands or in the pores of the deposit, and ions enter beside it. With a `dense` one it is
the cover theta. Current falls evenly on the top, as the electrolyte is thick against the islands. What falls on metal,
theta i, plates there (its kinetics are those of the electrolyte's side and are left out, as are those of ions that
enter a bare layer). Metal is at the potential of electrons, so ions leave it into the layer at the rate of the face
between metal and layer, -i0_top g(eta(0)) with eta(0) < 0 per covered area. Of a bare place ions enter directly, less
what nucleates:

    i_i(0) = (1 - theta) (i - i0_top g(max(eta(0) - n, 0))) + theta (-i0_top g(eta(0)))

This is the line above with m = theta, as f holds both shares of the top. So sodium on top grows by j_top = i - i_i(0)
= theta i + i0_top f(eta(0)): what arrives less what dissolves again below. A layer with theta = 1 is two ways side by
side, R_top + h/sigma_i + R_under for ions and h/sigma_e for electrons: the face on top has moved from the way of
electrons to that of ions. Bare and covered places share one eta(0), which is right for islands that are small against
the thickness of the layer, and a rule of mixing else.

Ions that enter the control volume of a node leave it or plate in it, so charge is conserved to rounding: the current
between two nodes is one number for both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ....laws.numbers import Numbers
from .kinetics import PlatingLaw, rate_over_exchange, slope_over_exchange
from .layer import MixedLayer

LEAST_SLOPE = 1e-9  # of the conductance of the layer: where nothing reacts the step would be undetermined
RateOf = Callable[[PlatingLaw, Numbers, Numbers, Numbers], Numbers]


@dataclass(frozen=True, eq=False)
class PlatedCover:
    """Shares of each place that sodium covers: top, surface inside at each node, bottom.

    `open` is the share of the space inside that is free, at each node. It slows what plates there, and not what
    dissolves.
    """

    top: float = 0.0
    within: Numbers | float = 0.0
    under: float = 0.0
    open: Numbers | float = 1.0


COVERED = PlatedCover(1.0, 1.0, 1.0)


def bare(layer: MixedLayer) -> PlatedCover:
    """Return the cover of a layer without sodium on or in it."""
    return PlatedCover(under=1.0 if layer.is_sodium else 0.0)


@dataclass(frozen=True, eq=False)
class MixedGrid:
    """Nodes of a layer at depths `z` (m), and its places: the top, the inside at each node, the bottom.

    `volumes` (m) belong to the nodes, `conductance` (S/m^2) lies between them; `exchanges` (A/m^2) and `barriers` (V)
    are those of the places, per face area.
    """

    z: Numbers
    volumes: Numbers
    conductance: Numbers
    exchanges: Numbers
    barriers: Numbers


def grid_of(layer: MixedLayer, z: Numbers) -> MixedGrid:
    """Return the grid of a layer on nodes at some depths (m)."""
    cells = np.diff(z)
    volumes = np.zeros_like(z)
    volumes[:-1] += cells / 2
    volumes[1:] += cells / 2
    within = layer.exchange_inside * volumes
    exchanges = np.concatenate([[layer.top.exchange], within, [layer.under.exchange]])
    barriers = np.full(len(exchanges), layer.within.nucleation)
    barriers[0], barriers[-1] = layer.top.nucleation, layer.under.nucleation
    return MixedGrid(z, volumes, 1 / (cells * layer.resistivity), exchanges, barriers)


@dataclass(frozen=True, eq=False)
class MixedBalance:
    """The discrete equations of a layer on its nodes at a current density (A/m^2), all per face area."""

    layer: MixedLayer
    current: float
    grid: MixedGrid
    cover: PlatedCover

    def places(self, eta: Numbers, of: RateOf = rate_over_exchange) -> tuple[Numbers, Numbers]:
        """Return what reacts at the two faces and inside at each node (A/m^2), or another function of both."""
        grid, cover = self.grid, self.cover
        every, covered = np.empty(len(eta) + 2), np.empty(len(eta) + 2)
        every[0], every[1:-1], every[-1] = eta[0], eta, eta[-1]
        covered[0], covered[1:-1], covered[-1] = cover.top, cover.within, cover.under
        found = grid.exchanges * of(self.layer.law, every, grid.barriers, covered)
        return found[[0, -1]], np.asarray(found[1:-1] * cover.open + self.dissolving(eta, of) * (1 - cover.open))

    def dissolving(self, eta: Numbers, of: RateOf = rate_over_exchange) -> Numbers:
        """Return what dissolves inside at each node (A/m^2), or another function of it; else zero."""
        below, grid = eta < 0, self.grid
        if not (below.any() and self.layer.exchange_inside):
            return np.zeros_like(eta)
        nothing = np.full_like(eta, np.inf)  # a bare place has nothing to dissolve
        covered = np.asarray(np.broadcast_to(self.cover.within, eta.shape), float)
        found = np.asarray(of(self.layer.law, eta, nothing, covered))
        return np.where(below, grid.exchanges[1:-1] * found, 0.0)

    @property
    def metal(self) -> float:
        """Return the share of the top whose ions come through metal, m."""
        return self.cover.top if self.layer.deposit == "dense" else 0.0

    def rates(self, eta: Numbers) -> tuple[Numbers, Numbers]:
        """Return what plates at the two faces, with what falls on the metal on top, and inside (A/m^2)."""
        faces, inside = self.places(eta)
        return faces + np.array([self.metal * self.current, 0.0]), inside

    def between(self, eta: Numbers) -> Numbers:
        """Return the current between the nodes (A/m^2) in the worse conductor.

        It has none of the rounding of the other's, which is larger.
        """
        layer, gradient = self.layer, self.grid.conductance * np.diff(eta)
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
        faces, inside = self.rates(eta)
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
        diagonal[:-1] += self.grid.conductance
        diagonal[1:] += self.grid.conductance
        bands = np.zeros((2, len(eta)))
        bands[0, 1:], bands[1] = -self.grid.conductance, diagonal
        return np.asarray(solveh_banded(bands, residual, check_finite=False))
