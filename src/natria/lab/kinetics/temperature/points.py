"""Points of a fit over temperature: checked, sorted, as an ordinate with its errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ....quantity import FitError
from ...results import Remark
from ..inputs import Vector, above_zero, same_length, vector
from .forms import ThermalForm, form_of

FEW = 5  # temperatures: below, an interval of Student's t is over 1.6 times as wide as that of many
NARROW = 20.0  # K: an energy from a smaller range rests on errors of 1 % in R alone
COLD = 150.0  # K: no cell is measured below; the temperatures are more likely in degrees Celsius


@dataclass(frozen=True, eq=False)
class ThermalPoints:
    """Temperatures (K), values (SI), the ordinate of the form and its standard deviations (None: unknown)."""

    form: ThermalForm
    temperature: Vector
    value: Vector
    ordinate: Vector
    errors: Vector | None

    def __len__(self) -> int:
        return len(self.temperature)


def thermal_points(
    temperature: ArrayLike, value: ArrayLike, form: str, std: ArrayLike | None, least: int
) -> ThermalPoints:
    """Return the points in the order of temperature.

    `std` is in the unit of `value`; `least` is how many different temperatures the fit needs."""
    which = form_of(form)
    kelvin, values = above_zero(temperature, "temperature (K)"), above_zero(value, "resistance or conductivity")
    same_length(temperature=kelvin, value=values)
    errors = None if std is None else vector(std, "standard deviation")
    if errors is not None:
        same_length(value=values, std=errors)
        if (errors <= 0).any():
            raise FitError("a standard deviation is not above zero", "leave `std` out where the errors are unknown")
        errors = errors / values
    if len(np.unique(kelvin)) < least:
        what = f"{len(np.unique(kelvin))} different temperatures, expected at least {least}"
        raise FitError(f"a fit over temperature has {what}", "measure at more temperatures, or fix a parameter")
    order = np.argsort(kelvin, kind="stable")
    kelvin, values = kelvin[order], values[order]
    return ThermalPoints(
        which, kelvin, values, which.ordinate(kelvin, values), None if errors is None else errors[order]
    )


def remarks_on_points(points: ThermalPoints) -> tuple[Remark, ...]:
    """Return what limits any fit of these points."""
    low, high = float(points.temperature[0]), float(points.temperature[-1])
    found = []
    if high < COLD:
        text = f"All temperatures are below {COLD:g} K ({low:g} to {high:g} K). Were they given in degrees Celsius?"
        found.append(Remark("temperatures-low", text))
    if len(points) < FEW:
        text = f"Only {len(points)} temperatures: the interval is widened by Student's t."
        found.append(Remark("few-temperatures", text))
    if high - low < NARROW:
        text = f"The temperatures span {high - low:.3g} K only. Energy and prefactor can hardly be told apart."
        found.append(Remark("narrow-range", text))
    return tuple(found)
