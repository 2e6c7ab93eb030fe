"""Charge transfer at the face: Butler-Volmer behind a film, with a stress of the metal. SI.

    i = i0 S [exp(a_c F eta / RT) - exp(-a_a F eta / RT)]        positive currents plate
    eta = phi - i R_film - U,   phi the potential of the electrolyte over that of the metal

Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 8. A pressure P of the metal above that of the
electrolyte's rest acts by name, V the partial molar volume of sodium in it:

    "none"                  S = 1, U = 0
    "prefactor"             S = exp((1 - a_a) V P / RT), U = 0
    "prefactor and shift"   the same S, U = V P / F

The shift is thermodynamics: compressed metal has the chemical potential V P above that of metal at rest (Monroe and
Newman, J. Electrochem. Soc. 151, A880 (2004)). With the prefactor alone the metal plates faster under pressure. With
both, and a_a + a_c = 1, the cathodic rate keeps its value and the anodic rate grows by exp(V P / RT).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, isfinite
from typing import Literal

import numpy as np

from ....laws import FARADAY, GAS
from ....quantity import ModelError

StressLaw = Literal["none", "prefactor", "prefactor and shift"]
STRESS_LAWS: tuple[StressLaw, ...] = ("none", "prefactor", "prefactor and shift")
NEWTON_STEPS = 200
CONVERGED = 1e-12  # of the overpotential behind a film, in units of RT/F


@dataclass(frozen=True)
class Kinetics:
    """Butler-Volmer (A/m^2, 1, 1, K) with the area resistance of a film in series (ohm m^2)."""

    exchange: float
    anodic: float
    cathodic: float
    temperature: float
    film: float = 0.0

    def __post_init__(self) -> None:
        for what, value in (
            ("the exchange current density", self.exchange),
            ("the anodic transfer coefficient", self.anodic),
            ("the cathodic transfer coefficient", self.cathodic),
            ("the temperature", self.temperature),
        ):
            if not (isfinite(value) and value > 0):
                raise ModelError(f"{what} is {value:g}", "give a number above zero")
        if not (isfinite(self.film) and self.film >= 0):
            raise ModelError(f"the resistance of a film is {self.film:g} ohm m^2", "give 0 or more")

    @property
    def thermal(self) -> float:
        """RT/F, V."""
        return GAS * self.temperature / FARADAY

    def resistance_at(self, current: float) -> float:
        """Return the differential area resistance of film and transfer (ohm m^2) at a current (A/m^2).

        Exact for equal transfer coefficients; for others at low current, and near it elsewhere.
        """
        both = (self.anodic + self.cathodic) / 2
        return self.film + self.thermal / (both * hypot(current, 2 * self.exchange))

    def kinetic_length(self, conductivity: float) -> float:
        """sigma RT/(F i0), m: defects far below it hardly focus the current."""
        return conductivity * self.thermal / self.exchange


@dataclass(frozen=True)
class Stress:
    """Pressure (Pa) of the metal at a defect, partial molar volume (m^3/mol) of sodium, and the law.

    On a bump the pressure acts on its surface. On the flat contact it falls as exp(-d/reach) with the distance d from
    the edge; without a reach it does not act there.
    """

    law: StressLaw
    pressure: float = 0.0
    molar_volume: float = 0.0
    reach: float = 0.0

    def __post_init__(self) -> None:
        if self.law not in STRESS_LAWS:
            raise ModelError(f"the stress acts by {self.law!r}", f"write one of: {', '.join(STRESS_LAWS)}")
        if self.law != "none" and not (isfinite(self.molar_volume) and self.molar_volume > 0):
            raise ModelError(
                f"the partial molar volume of sodium is {self.molar_volume:g} m^3/mol", "give it above zero"
            )
        if not (isfinite(self.pressure) and isfinite(self.reach) and self.reach >= 0):
            raise ModelError("the stress at a defect is no finite number", "give its pressure and a reach of 0 or more")


@dataclass(frozen=True)
class FaceLaw:
    """The law of the face at some places: prefactors S and shifts U (V), one each."""

    kinetics: Kinetics
    prefactor: np.ndarray | float = 1.0
    shift: np.ndarray | float = 0.0

    def current(self, potential: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the current density (A/m^2) at potentials over the face (V), and its slope (A/m^2/V)."""
        current, slope = self._at(self.overpotential(potential))
        return current, slope / (1 + self.kinetics.film * slope)

    def overpotential(self, potential: np.ndarray) -> np.ndarray:
        """Return eta (V) behind the film: the root of eta + R i(eta) = phi - U by Newton's method.

        The left side grows with eta. |eta| is below |phi - U|, and below the overpotential at which the forward
        reaction alone takes all of the potential in the film. Steps that leave the bracket bisect it.
        """
        drive = np.asarray(potential, float) - self.shift
        if self.kinetics.film == 0:
            return drive
        k = self.kinetics
        forward = np.log1p(np.abs(drive) / (k.film * k.exchange * self.prefactor)) * k.thermal
        low = np.where(drive < 0, np.maximum(drive, -forward / k.anodic), 0.0)
        high = np.where(drive > 0, np.minimum(drive, forward / k.cathodic), 0.0)
        eta = np.clip(drive / (1 + k.film * self._at(np.zeros_like(drive))[1]), low, high)
        for _ in range(NEWTON_STEPS):
            current, slope = self._at(eta)
            excess = eta + k.film * current - drive
            low, high = np.where(excess < 0, eta, low), np.where(excess < 0, high, eta)
            step = eta - excess / (1 + k.film * slope)
            step = np.where((step < low) | (step > high), (low + high) / 2, step)
            moved = np.max(np.abs(step - eta), initial=0.0)
            eta = step
            if moved <= CONVERGED * k.thermal:
                return np.asarray(eta)
        raise ModelError(
            f"the overpotential behind a film of {k.film:g} ohm m^2 was not found",
            "give a current for which the voltage over film and face is below some volts",
        )

    def _at(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        k = self.kinetics
        plating = k.exchange * self.prefactor * np.exp(k.cathodic * eta / k.thermal)
        stripping = k.exchange * self.prefactor * np.exp(-k.anodic * eta / k.thermal)
        slope = (k.cathodic * plating + k.anodic * stripping) / k.thermal
        return np.asarray(plating - stripping), np.asarray(slope)


def face_law(kinetics: Kinetics, stress: Stress, distance: np.ndarray) -> FaceLaw:
    """Return the law of the face at distances (m) from the edge on the flat contact; negative on a bump."""
    if stress.law == "none" or stress.pressure == 0:
        return FaceLaw(kinetics)
    flat = np.exp(-np.maximum(distance, 0.0) / stress.reach) if stress.reach else np.zeros_like(distance)
    work = stress.molar_volume * stress.pressure * np.where(distance < 0, 1.0, flat)
    prefactor = np.exp((1 - kinetics.anodic) * work / (GAS * kinetics.temperature))
    return FaceLaw(kinetics, prefactor, work / FARADAY if stress.law == "prefactor and shift" else 0.0)
