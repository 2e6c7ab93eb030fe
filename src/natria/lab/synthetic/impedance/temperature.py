"""Temperature dependence of a resistance, in the forms in which activation energies are printed.

With k the rate that an axis shows (1/R, T/R, sigma or sigma T):

    Arrhenius  k = A exp(-Ea / (R_g T))
    VFT        k = A exp(-B / (R_g (T - T0)))

T/R and sigma T are one form, and 1/R and sigma are one: a conductivity is the inverse of a resistance times a constant.
The apparent Arrhenius energy of VFT at T is B (T / (T - T0))^2: a parameter B is not an activation energy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ....laws.constants import GAS
from ..truth import insist

Form = Literal["1/R", "T/R", "sigma", "sigma T"]
FORMS: tuple[Form, ...] = ("1/R", "T/R", "sigma", "sigma T")
LARGEST = 200.0  # of ln R(T) / R(reference)
TIMES_T = ("T/R", "sigma T")  # forms whose rate is multiplied by the temperature


@dataclass(frozen=True)
class TrueTemperatureLaw:
    """Law of a resistance; `energy` is Ea, or B with `t0` above zero; 0 is no dependence."""

    energy: float = 0.0  # J/mol
    t0: float = 0.0  # K
    form: Form = "1/R"
    reference: float = 298.15  # K, at which the resistance is given

    def __post_init__(self) -> None:
        insist(
            "temperature law",
            (self.energy >= 0, "energy", "zero or above"),
            (0 <= self.t0 < self.reference, "t0", f"from 0 K to below the reference {self.reference:g} K"),
            (self.form in FORMS, "form", ", ".join(FORMS)),
        )

    def factor(self, temperature: np.ndarray | float) -> np.ndarray:
        """R(T) / R(reference)."""
        t = np.asarray(temperature, float)
        insist("temperature law", (bool((t > self.t0).all()), "temperature", f"above T0 = {self.t0:g} K"))
        change = self.energy / GAS * (1 / (t - self.t0) - 1 / (self.reference - self.t0))
        insist("temperature law", (bool((np.abs(change) < LARGEST).all()), "energy", "a change below e^200 of R"))
        with_t = t / self.reference if self.energy and self.form in TIMES_T else 1.0
        return np.asarray(with_t * np.exp(change))

    def apparent_energy(self, temperature: float) -> float:
        """Ea (J/mol) of the tangent at this temperature in an Arrhenius plot of the same form."""
        return self.energy * (temperature / (temperature - self.t0)) ** 2
