"""The line of Arrhenius through values with errors. SI in and out."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from .constants import GAS
from .numbers import positive


@dataclass(frozen=True)
class ArrheniusLine:
    """y = A exp(-E/RT): E with its standard deviation (J/mol), ln A with its own, and chi-square."""

    energy: float
    energy_std: float
    log_prefactor: float
    log_prefactor_std: float
    chi_square: float
    freedom: int

    def at(self, temperature: float) -> float:
        """The value of the line at a temperature (K)."""
        return float(np.exp(self.log_prefactor - self.energy / (GAS * temperature)))


def arrhenius_line(temperature: ArrayLike, value: ArrayLike, std: ArrayLike) -> ArrheniusLine:
    """Return the weighted least-squares line of ln y over 1/T; the error of ln y is std/y.

    Where the points scatter more than their errors allow, the errors are widened by sqrt(chi^2/freedom).
    """
    kelvin, y, error = positive(temperature, "a temperature"), positive(value, "a value"), positive(std, "an error")
    if len(np.unique(kelvin)) < 2 or not kelvin.shape == y.shape == error.shape:
        raise ValueError("a line of Arrhenius needs values at two temperatures or more")
    x, log, weight = -1 / (GAS * kelvin), np.log(y), (y / error) ** 2
    centre = float(np.sum(weight * x) / weight.sum())
    square = float(np.sum(weight * (x - centre) ** 2))
    energy = float(np.sum(weight * (x - centre) * log)) / square
    middle = float(np.sum(weight * log) / weight.sum())
    chi = float(np.sum(weight * (log - middle - energy * (x - centre)) ** 2))
    freedom = len(kelvin) - 2
    wide = max(1.0, sqrt(chi / freedom)) if freedom > 0 else 1.0
    log_std = wide * sqrt(1 / float(weight.sum()) + centre**2 / square)
    return ArrheniusLine(energy, wide / sqrt(square), middle - energy * centre, log_std, chi, freedom)
