"""Forms of a resistance or a conductivity over temperature, and the terms of their energies.

    1/R       ln(1/R)      = ln A - E/RT      resistance, plain
    T/R       ln(T/R)      = ln A - E/RT      resistance, T in front: the energy is about RT larger
    sigma     ln(sigma)    = ln A - E/RT      conductivity, plain
    sigma T   ln(sigma T)  = ln A - E/RT      conductivity, T in front

With T in front is the form of a Nernst-Einstein conductivity, whose mobility is D/RT. Energies of a plain form and of
one with T in front differ by about RT (2.5 kJ/mol at 298 K), so they are different terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ....quantity import FitError, did_you_mean
from ..inputs import Vector


@dataclass(frozen=True)
class ThermalForm:
    """One form: what is plotted, and the terms of the energies that its slope gives."""

    name: str
    inverse: bool  # of a resistance
    times_temperature: bool
    arrhenius_term: str
    vft_term: str

    def ordinate(self, temperature: Vector, value: Vector) -> Vector:
        """Return the natural logarithm that is plotted."""
        plain = -np.log(value) if self.inverse else np.log(value)
        return np.asarray(plain + np.log(temperature) if self.times_temperature else plain, float)

    def value(self, temperature: float, ordinate: float) -> float:
        """Return the resistance or conductivity of an ordinate."""
        plain = ordinate - np.log(temperature) if self.times_temperature else ordinate
        return float(np.exp(-plain if self.inverse else plain))


FORMS: Mapping[str, ThermalForm] = MappingProxyType(
    {
        form.name: form
        for form in (
            ThermalForm("1/R", True, False, "arrhenius_energy", "vft_energy"),
            ThermalForm("T/R", True, True, "resistance_arrhenius_energy", "resistance_vft_energy"),
            ThermalForm("sigma", False, False, "arrhenius_energy", "vft_energy"),
            ThermalForm("sigma T", False, True, "conductivity_arrhenius_energy", "conductivity_vft_energy"),
        )
    }
)


def form_of(name: str) -> ThermalForm:
    """Return a form by its name."""
    if name not in FORMS:
        raise FitError(f"the form {name!r} is unknown", did_you_mean(name, FORMS))
    return FORMS[name]
