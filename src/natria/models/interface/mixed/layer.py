"""A mixed conductor between electrolyte (z = 0, its top) and metal (z = h, under it)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite, sqrt
from typing import Literal

from ....quantity import ModelError
from .kinetics import PlatingLaw

Deposit = Literal["dense", "wetted"]


@dataclass(frozen=True)
class PlatingSite:
    """A place where sodium can plate: exchange current density (A/m^2) and nucleation overpotential (V)."""

    exchange: float
    nucleation: float = 0.0

    def __post_init__(self) -> None:
        if not (self.exchange >= 0 and isfinite(self.exchange)):
            raise ModelError(f"an exchange current density of {self.exchange:g} A/m^2", "give one of zero or more")
        if not (self.nucleation >= 0 and isfinite(self.nucleation)):
            raise ModelError(f"a nucleation overpotential of {self.nucleation:g} V", "give one of zero or more")


@dataclass(frozen=True)
class MixedLayer:
    """A layer of `thickness` (m) that conducts ions and electrons (S/m).

    `top`, `within` and `under` are where sodium can plate. `area` (1/m) is the surface inside the layer, of pores and
    grain boundaries, per volume; zero where it is dense. `room` (C/m^3) is the sodium for which there is space inside.
    A bare place is half covered by `coverage` (C/m^2); the metal under the layer is sodium where `is_sodium`.
    Under a `dense` deposit ions come through metal, past a `wetted` one directly (`balance`).
    """

    thickness: float
    ionic: float
    electronic: float
    top: PlatingSite
    within: PlatingSite
    under: PlatingSite
    law: PlatingLaw
    area: float = 0.0
    room: float = inf
    coverage: float = inf
    is_sodium: bool = True
    deposit: Deposit = "dense"

    def __post_init__(self) -> None:
        for what, value in (
            ("a thickness", self.thickness),
            ("a conductivity for ions", self.ionic),
            ("a conductivity for electrons", self.electronic),
            ("a coverage charge", self.coverage),
        ):
            if not value > 0 or (value == inf and what != "a coverage charge"):
                raise ModelError(f"a mixed conductor with {what} of {value:g}", f"give {what} above zero (SI)")
        if not (self.area >= 0 and isfinite(self.area)) or self.room < 0:
            what = f"a mixed conductor with {self.area:g} m^2/m^3 inside and room for {self.room:g} C/m^3"
            raise ModelError(what, "give an area and a room of zero or more")
        if self.top.exchange + self.within.exchange * self.area + self.under.exchange <= 0:
            raise ModelError("a mixed conductor on which sodium plates nowhere", "give an exchange current above zero")

    @property
    def resistivity(self) -> float:
        """Return 1/sigma_i + 1/sigma_e (ohm m)."""
        return 1 / self.ionic + 1 / self.electronic

    @property
    def exchange_inside(self) -> float:
        """Return the exchange current of the inside per volume (A/m^3), a i0."""
        return self.area * self.within.exchange if self.room else 0.0

    @property
    def reaction_length(self) -> float:
        """Return lambda = sqrt(RT/F / (a i0 (1/sigma_i + 1/sigma_e))) (m); infinite without a reaction inside.

        The depth over which the overpotential decays at small overpotentials: Newman and Tobias, J. Electrochem. Soc.
        109, 1183 (1962).
        """
        inside = self.exchange_inside
        return sqrt(self.law.thermal / (inside * self.resistivity)) if inside else inf
