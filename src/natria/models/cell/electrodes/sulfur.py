"""Values of a sulfur electrode in SI: couples, product film, and the sum rule of the potentials.

Sulfur is reduced in three couples, S -> Na2S4 -> Na2S2 -> Na2S, with 1/4, 1/4 and 1/2 of its two electrons. Their
potentials obey

    sum(z_k U_k) = -(dH - T dS)/(2 F),    2 Na + S -> Na2S,

since the state function of the whole reaction does not depend on the way. So one of three is no input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ....laws import SULFUR_ELECTRONS, gibbs_energy, reaction_voltage
from ...reading.conduction import Thermal

ATHERMAL = Thermal()

FilmLaw = Literal["none", "ohmic", "tunnelling"]

UNIT_ELECTRONS = (1.0, 1.0, 2.0)  # of each couple, for two atoms of sulfur: the unit that changes at once
SULFUR_NAMES = ("na2s4", "na2s2", "na2s")


@dataclass(frozen=True)
class Couple:
    """A redox couple: i = i0 [a exp(-alpha f) - b exp((n - alpha) f)], f = F (phi - U)/RT.

    a and b are the shares of what is reduced and of what is formed. `charge` is that of the whole couple; U is against
    sodium at the reference temperature.
    """

    charge: float  # C/m^2 of the cell's area
    potential: float  # V
    slope: float = 0.0  # V/K
    exchange_current: float = 1.0  # A/m^2 of the cell's area
    transfer: float = 0.5  # alpha, of the reduction
    electrons: float = 1.0  # n, of the unit that changes at once
    thermal: Thermal = ATHERMAL  # of the exchange current


@dataclass(frozen=True)
class ProductFilm:
    """The layer of solid product between sulfur and carbon, even over the reaction area.

    `ohmic`: R = h / (sigma a). `tunnelling`: the exchange currents of sulfur fall with exp(-h / decay).
    """

    law: FilmLaw = "none"
    thickness_per_charge: float = 0.0  # m for each C/m^2 that sulfur has taken
    conductance: float = 1.0  # sigma a: S/m of the product times reaction area over the cell's area
    thermal: Thermal = ATHERMAL
    decay: float = 1.0  # m


@dataclass(frozen=True)
class Conversion:
    """A conversion electrode: three couples of sulfur, one of the electrolyte in its composite or none.

    `resistance` is that of the composite (ions and electrons), in series; `extents` are the shares of each couple that
    are reduced at the start.
    """

    sulfur: tuple[Couple, Couple, Couple]
    electrolyte: Couple | None = None
    film: ProductFilm = ProductFilm()
    resistance: float = 0.0  # ohm m^2
    resistance_thermal: Thermal = ATHERMAL
    reference: float = 298.15  # K, of the potentials
    extents: tuple[float, float, float, float] = (1e-6, 1e-6, 1e-6, 1e-6)

    @property
    def has_sulfur(self) -> bool:
        """Whether sulfur reacts, or the electrolyte of the composite alone."""
        return self.sulfur[0].charge > 0.0

    @property
    def whole(self) -> float:
        """Return the charge (C/m^2) of all couples."""
        return sum(couple.charge for couple in self.sulfur) + (self.electrolyte.charge if self.electrolyte else 0.0)


def mean_potential(enthalpy: float, entropy: float, temperature: float) -> float:
    """Return -(dH - T dS)/(2 F) in V, the mean potential of S -> Na2S (J/mol, J/(mol K), K)."""
    return reaction_voltage(gibbs_energy(enthalpy, entropy, temperature), SULFUR_ELECTRONS)
