"""Potentials, currents and rates through a mixed conductor, and what is read off them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....laws.numbers import Numbers
from .layer import MixedLayer


@dataclass(frozen=True, eq=False)
class MixedProfile:
    """One state of a layer under current; arrays over the depth z (m) below the electrolyte.

    Potentials (V) are against the metal under the layer; their difference `overpotential` is above zero where sodium
    plates. Currents (A/m^2) count in the direction of z. `rate` (A/m^3) plates inside; `plated` is what plates on top,
    within and under the layer (A/m^2), which adds up to the current; `metal` is the share of the top under a dense
    deposit.
    """

    current: float
    z: Numbers
    ionic_potential: Numbers
    electronic_potential: Numbers
    overpotential: Numbers
    ionic_current: Numbers
    rate: Numbers
    plated: tuple[float, float, float]
    metal: float = 0.0

    @property
    def electronic_current(self) -> Numbers:
        """Return the current density of electrons (A/m^2)."""
        return np.asarray(self.current - self.ionic_current)

    @property
    def shares(self) -> tuple[float, float, float]:
        """Return the shares of the current that plate on top, within and under the layer."""
        top, within, under = self.plated
        return top / self.current, within / self.current, under / self.current

    @property
    def voltage(self) -> float:
        """Return the potential of ions at the top against the metal (V): what this electrode costs.

        On a bare place it is that of ions in the layer, on a deposit that of its metal; the mean over the area,
        as the current is even: so voltage times current is the power that is lost.
        """
        return float(self.ionic_potential[0] - self.metal * self.overpotential[0])


def profile_of(
    layer: MixedLayer,
    current: float,
    z: Numbers,
    eta: Numbers,
    *,
    ions: Numbers,
    rate: Numbers,
    plated: tuple[float, float, float],
    metal: float = 0.0,
) -> MixedProfile:
    """Return the profile of an overpotential.

    Ohm's two laws add up to sigma_i phi_i + sigma_e phi_e = const - i z; the constant follows from phi_e(h) = 0.
    """
    both = layer.ionic + layer.electronic
    whole = current * (z[-1] - z) + layer.ionic * eta[-1]
    phi_i = (whole + layer.electronic * eta) / both
    phi_e = (whole - layer.ionic * eta) / both
    return MixedProfile(current, z, phi_i, phi_e, eta, ions, rate, plated, metal)
