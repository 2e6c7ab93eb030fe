"""Activation energy and prefactor of a resistance or a conductivity over temperature.

    y = ln A - E/RT,   y of the form (`forms`): ln(1/R), ln(T/R), ln(sigma) or ln(sigma T)

A weighted straight line over 1/T (`line`). The intervals have Student's t where the errors of the points are unknown:
with four temperatures 95 % are 4.3 standard deviations, not 1.96.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from ....laws.constants import GAS
from ...results import Remark
from ..line import NORMAL_95, FitSpread, curvature_significance, straight_line
from .points import ThermalPoints, remarks_on_points, thermal_points

LEAST = 2  # temperatures


@dataclass(frozen=True, eq=False)
class ArrheniusFit:
    """A fit by Arrhenius. `covariance` of (energy J/mol, ln A); None where two points leave no freedom.

    `energy_std` is widened by Student's t, so that 1.96 of it to either side hold 95 %; `covariance` is not.
    """

    points: ThermalPoints
    energy: float  # J/mol
    ln_prefactor: float  # A in the unit of the value, times K where T stands in front
    covariance: np.ndarray | None
    spread: FitSpread
    residuals: np.ndarray  # of the ordinate
    aicc: float
    remarks: tuple[Remark, ...]

    @property
    def energy_std(self) -> float | None:
        return None if self.covariance is None else self.spread.factor * sqrt(self.covariance[0, 0])

    @property
    def ln_prefactor_std(self) -> float | None:
        return None if self.covariance is None else self.spread.factor * sqrt(self.covariance[1, 1])

    @property
    def energy_95(self) -> tuple[float, float] | None:
        """The ends of the 95 % interval of the energy (J/mol)."""
        std = self.energy_std
        return None if std is None else (self.energy - NORMAL_95 * std, self.energy + NORMAL_95 * std)

    def value_at(self, temperature: float) -> tuple[float, float | None]:
        """Return the value at a temperature and its relative standard deviation, widened by Student's t."""
        ordinate = self.ln_prefactor - self.energy / (GAS * temperature)
        value = self.points.form.value(temperature, ordinate)
        if self.covariance is None:
            return value, None
        row = np.array([-1 / (GAS * temperature), 1.0])
        return value, self.spread.factor * sqrt(max(float(row @ self.covariance @ row), 0.0))


def fit_arrhenius(
    temperature: ArrayLike, value: ArrayLike, *, form: str = "1/R", std: ArrayLike | None = None
) -> ArrheniusFit:
    """Return the activation energy and the prefactor of values over temperature (K).

    `std` are the standard deviations of the values, in their unit; without them their scatter gives the spread.
    """
    points = thermal_points(temperature, value, form, std, LEAST)
    x = 1 / points.temperature
    line = straight_line(x, points.ordinate, points.errors)
    turn = np.array([[0.0, -GAS], [1.0, 0.0]])  # (intercept, slope) to (energy, ln A)
    covariance = None if line.covariance is None else turn @ line.covariance @ turn.T
    curved = curvature_significance(x, points.ordinate, points.errors) > 1
    remarks = (*remarks_on_points(points), *_remarks(line.spread, covariance is None, curved=curved))
    aicc = information_criterion(line.residuals, points.errors, LEAST)
    return ArrheniusFit(
        points, -GAS * line.slope, line.intercept, covariance, line.spread, line.residuals, aicc, remarks
    )


def information_criterion(residuals: np.ndarray, errors: np.ndarray | None, parameters: int) -> float:
    """Return AICc of a fit; infinite where there are too few points for it.

    AICc = -2 ln L + 2k + 2k(k + 1)/(n - k - 1) (Hurvich and Tsai, Biometrika 76 (1989) 297), with the unknown error as
    one more parameter k.
    """
    n, k = len(residuals), parameters + (errors is None)
    if n - k - 1 <= 0:
        return float("inf")
    if errors is None:
        square = float(residuals @ residuals)
        misfit = n * np.log(square / n) if square > 0 else -np.inf
    else:
        misfit = float(np.sum((residuals / errors) ** 2))
    return float(misfit + 2 * k + 2 * k * (k + 1) / (n - k - 1))


def _remarks(spread: FitSpread, without: bool, *, curved: bool) -> list[Remark]:
    found = []
    if without:
        text = "Two points give a line, but no spread. Give their errors, or measure at a third temperature."
        found.append(Remark("no-spread", text))
    if spread.exceeds_errors:
        text = f"The points scatter {spread.scale:.2g} times as much as their errors; the spread follows the scatter."
        found.append(Remark("scatter-exceeds-errors", text))
    if curved:
        text = (
            "The points are curved over 1/T (95 %). One activation energy is the mean over the range: "
            "see the VFT fit, or look for a change of the process."
        )
        found.append(Remark("curved", text))
    return found
