"""The result of a fit of one spectrum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...results import Remark
from ..circuit import Circuit

QUADRATIC, PROFILE, HELD = "quadratic", "profile", "held"


@dataclass(frozen=True, eq=False)
class SpectrumFit:
    """A circuit fitted to a spectrum: parameters in SI, covariance, intervals, residuals, remarks.

    `std` and `covariance` follow from the quadratic form at the minimum. An interval is a row (low, high); `methods`
    says for each parameter whether it is from the quadratic form in ln(parameter), from the profile likelihood, or
    held. An end of 0 or inf (of an exponent: its limit) means that the spectrum does not limit the parameter there.
    """

    circuit: Circuit
    unit: str  # of the impedance: "ohm" or "ohm m^2"
    values: np.ndarray
    std: np.ndarray
    covariance: np.ndarray
    log_covariance: np.ndarray  # of ln(parameter), and of the exponents as they are
    intervals_68: np.ndarray
    intervals_95: np.ndarray
    methods: tuple[str, ...]
    frequency: np.ndarray  # 1/s, as given, without refused points
    impedance: np.ndarray
    fitted: np.ndarray
    residuals: np.ndarray  # complex: (fitted - measured) over the noise model
    excluded: np.ndarray  # outliers that were left out of the fit
    weights: str  # the noise model
    noise: float  # standard deviation in units of the noise model: of |Z| for "modulus"
    chi2: float  # sum of squared residuals in units of the noise model
    degrees_of_freedom: int
    aicc: float
    bic: float
    p_misfit: float  # probability of residuals as systematic as these by chance
    p_drift: float  # probability that a drift during the sweep improves the fit as much by chance
    remarks: tuple[Remark, ...] = ()
    starts: int = 0
    seconds: float = 0.0

    @property
    def names(self) -> tuple[str, ...]:
        return self.circuit.names

    @cached_property
    def units(self) -> tuple[str, ...]:
        return tuple(unit_of(unit, self.unit) for unit in self.circuit.units)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of its remarks."""
        return frozenset(remark.code for remark in self.remarks)

    def value(self, name: str) -> float:
        """The value of a parameter by its name."""
        return float(self.values[self.names.index(name)])

    def interval(self, name: str, level: int = 95) -> tuple[float, float]:
        """The 68 % or the 95 % interval of a parameter by its name."""
        low, high = (self.intervals_68 if level == 68 else self.intervals_95)[self.names.index(name)]
        return float(low), float(high)


def unit_of(unit: str, of_impedance: str) -> str:
    """The unit of a parameter where the impedance is per face area."""
    if of_impedance == "ohm" or unit in {"1", "s"}:
        return unit
    return {
        "ohm": "ohm m^2",
        "F": "F/m^2",
        "H": "H m^2",
        "s^n/ohm": "s^n/(ohm m^2)",
        "ohm/s^0.5": "ohm m^2/s^0.5",
    }[unit]
