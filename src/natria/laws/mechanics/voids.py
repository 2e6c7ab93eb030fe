"""Largest stripping currents of sodium without voids at a layer. SI in and out, scalars or arrays.

Stripping leaves vacancies at the face. They diffuse into the metal, or the stack pressure pushes the metal after;
what neither carries away becomes a void. Currents of the two ways add.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from ..constants import FARADAY
from ..numbers import Numbers, array, not_negative, positive


def vacancy_limited_current(
    self_diffusivity: ArrayLike, supersaturation: ArrayLike, molar_volume: ArrayLike, path: ArrayLike
) -> Numbers:
    """i = F D_self S / (V_m L) (A/m^2): stripping current that vacancy diffusion carries over L.

    Fick's law for vacancies, D_v (x - x_eq) / (V_m L), with D_self = x_eq D_v (correlation left out), so that S =
    x / x_eq - 1 is the excess at the face in units of the vacancies at equilibrium, not a share of sites. Discussed for
    lithium by Krauskopf et al., ACS Appl. Mater. Interfaces 11, 14463 (2019). L, a distance to sinks, is not known.
    """
    flux = positive(self_diffusivity, "self-diffusivity") * not_negative(supersaturation, "supersaturation")
    return array(FARADAY * flux / (positive(molar_volume, "molar volume") * positive(path, "path")))


@dataclass(frozen=True)
class PowerLawCreep:
    """Norton's law, strain rate = rate (P / stress)^exponent.

    The exponent of sodium is 5.0 (Wang et al. 2020).
    """

    rate: float  # 1/s, at the stress
    stress: float  # Pa
    exponent: float

    def __post_init__(self) -> None:
        for name in ("rate", "stress", "exponent"):
            positive(getattr(self, name), f"creep {name}")


def creep_limited_current(
    creep: PowerLawCreep, pressure: ArrayLike, height: ArrayLike, molar_volume: ArrayLike
) -> Numbers:
    """i = (F h / V_m) e0 (P / P0)^n (A/m^2): stripping current that a foil free to thin keeps up with.

    The whole stack pressure P is taken as the driving stress, without friction of the plates: the limit of a foil that
    is thick against its width. Between plates see `squeeze_limited_current`.
    """
    rate = creep.rate * (not_negative(pressure, "pressure") / creep.stress) ** creep.exponent
    return array(FARADAY * positive(height, "height") * rate / positive(molar_volume, "molar volume"))


def creep_pressure(creep: PowerLawCreep, current: ArrayLike, height: ArrayLike, molar_volume: ArrayLike) -> Numbers:
    """P = P0 (i V_m / (F h e0))^(1/n) (Pa): pressure that a stripping current needs.

    `creep_limited_current` solved for the pressure.
    """
    at_stress = creep_limited_current(creep, creep.stress, height, molar_volume)
    return array(creep.stress * (not_negative(current, "current") / at_stress) ** (1 / creep.exponent))


def contact_current(pressure: ArrayLike, pressure_per_current: ArrayLike) -> Numbers:
    """i = P / k (A/m^2): the measured straight line, without a mechanism; k in Pa m^2/A.

    Jolly et al., ACS Appl. Mater. Interfaces 12, 678 (2020): on beta''-alumina the pressure that keeps the contact is
    linear in the current and above 9 MPa at 2.5 mA/cm^2, so k is at least 3.6e5 Pa m^2/A.
    """
    return array(not_negative(pressure, "pressure") / positive(pressure_per_current, "pressure per current"))


def contact_pressure(current: ArrayLike, pressure_per_current: ArrayLike) -> Numbers:
    """P = k i (Pa): stack pressure that keeps contact at a current, by the line of `contact_current`."""
    return array(not_negative(current, "current") * positive(pressure_per_current, "pressure per current"))
