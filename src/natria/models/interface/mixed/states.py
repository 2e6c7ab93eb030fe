"""The equations of a mixed conductor in time: states, residual and Jacobian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ....laws.numbers import Numbers
from .balance import MixedBalance, MixedGrid, PlatedCover
from .kinetics import gain_over_exchange, slope_over_exchange
from .layer import MixedLayer

SEED = 1e-3  # of the coverage charge: less than a monolayer is no metal
Parts = tuple[Numbers, Numbers, Numbers, Numbers]


@dataclass(frozen=True, eq=False)
class PlatingStates:
    """Places of the state: charge on top, eta and charge inside (C/m^3) by node, charge under it."""

    layer: MixedLayer
    current: float
    grid: MixedGrid

    def parts(self, y: Numbers) -> Parts:
        """Return charge on top, eta, charge inside and charge under the layer of states."""
        return y[..., 0], y[..., 1:-1:2], y[..., 2:-1:2], y[..., -1]

    def joined(self, top: float, eta: Numbers, inside: Numbers, under: float) -> Numbers:
        """Return the state vector of its parts."""
        return np.concatenate([[top], np.stack([eta, inside], axis=1).ravel(), [under]])

    def start(self, eta: Numbers) -> tuple[Numbers, Numbers]:
        """Return state and rates of a layer without sodium."""
        empty = np.zeros(len(self.grid.z))
        balance = self.balance(empty, 0.0, 0.0)
        faces, within = balance.rates(eta)
        rates = self.joined(float(faces[0]), empty, within / self.grid.volumes, float(faces[1]))
        return self.joined(0.0, eta, empty, 0.0), rates

    def balance(self, inside: Numbers, top: float, under: float) -> MixedBalance:
        """Return the charge balance with the sodium that lies there."""
        layer = self.layer
        cover = PlatedCover(
            covered_share(top, layer.coverage),
            covered_share(inside, self._half) if layer.exchange_inside else 0.0,
            1.0 if layer.is_sodium else covered_share(under, layer.coverage),
            1 - inside / layer.room if layer.room > 0 else 0.0,
        )
        return MixedBalance(layer, self.current, self.grid, cover)

    @property
    def _half(self) -> float:
        return self.layer.coverage * self.layer.area

    def residual(self, _t: float, y: Numbers, yp: Numbers, res: Numbers) -> None:
        """Write the residual: rates of the charges, and the charge balance of each node."""
        top, eta, inside, under = self.parts(y)
        of_top, _, of_inside, of_under = self.parts(yp)
        now = self.balance(inside, float(top), float(under))
        faces, within = now.rates(eta)
        res[0], res[-1] = of_top - faces[0], of_under - faces[1]
        res[1:-1:2] = now.unbalanced(eta, faces, within)
        res[2:-1:2] = of_inside - within / self.grid.volumes

    def jacobian(self, _t: float, y: Numbers, _yp: Numbers, _res: Numbers, cj: float, jac: Numbers) -> None:
        """Write d(residual)/dy + cj d(residual)/dyp."""
        top, eta, inside, under = self.parts(y)
        now = self.balance(inside, float(top), float(under))
        of_faces, of_inside = now.places(eta, slope_over_exchange)
        by_faces, by_inside = self._by_charge(now, eta, inside, float(top), float(under))
        n = len(self.grid.z)
        at, charge = np.arange(1, 2 * n, 2), np.arange(2, 2 * n + 1, 2)
        jac[:] = 0.0
        jac[0, 0], jac[-1, -1] = cj - by_faces[0], cj - by_faces[1]
        jac[0, 1], jac[-1, 2 * n - 1] = -of_faces[0], -of_faces[1]
        diagonal = -of_inside
        diagonal[[0, -1]] -= of_faces
        diagonal[:-1] -= self.grid.conductance
        diagonal[1:] -= self.grid.conductance
        jac[at, at], jac[at[:-1], at[1:]], jac[at[1:], at[:-1]] = diagonal, self.grid.conductance, self.grid.conductance
        jac[1, 0], jac[2 * n - 1, -1] = -by_faces[0], -by_faces[1]
        jac[at, charge] = -by_inside
        jac[charge, charge], jac[charge, at] = cj - by_inside / self.grid.volumes, -of_inside / self.grid.volumes

    def _by_charge(
        self, now: MixedBalance, eta: Numbers, inside: Numbers, top: float, under: float
    ) -> tuple[Numbers, Numbers]:
        """Return the slopes of the rates with the sodium that lies there: faces (1/s), and nodes (m/s)."""
        layer = self.layer
        faces, within = now.places(eta, gain_over_exchange)
        if layer.deposit == "dense":
            faces = faces + np.array([self.current, 0.0])
        more = np.array([_covers(top, layer.coverage), 0.0 if layer.is_sodium else _covers(under, layer.coverage)])
        if not layer.exchange_inside:
            return faces * more, np.zeros_like(eta)
        by_cover = within * _covers(inside, self._half)
        whole = MixedBalance(
            layer, self.current, self.grid, PlatedCover(now.cover.top, now.cover.within, now.cover.under)
        )
        plating = whole.places(eta)[1] - whole.dissolving(eta)
        return faces * more, np.asarray(by_cover - plating / layer.room)


def covered_share(charge: Any, half: float) -> Any:
    """Return the share of a place that a charge covers, (q - seed)/(q + q_c).

    Below the seed there is none: otherwise rounding would grow on a bare place that never passed its barrier.
    """
    return (
        np.maximum(charge - SEED * half, 0.0) / (np.maximum(charge, 0.0) + half) if np.isfinite(half) else 0.0 * charge
    )


def _covers(charge: Any, half: float) -> Any:
    """Return the slope of the share with the charge, (q_c + seed)/(q + q_c)^2."""
    slope = (1 + SEED) * half / (np.maximum(charge, 0.0) + half) ** 2 if np.isfinite(half) else 0.0 * charge
    return np.where(np.asarray(charge) > SEED * half, slope, 0.0)
