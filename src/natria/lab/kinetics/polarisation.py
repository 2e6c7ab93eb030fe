"""Direct current: electronic resistance and conductivity, and the current fraction of a cation.

    R_e = dV/dI of steady currents;  sigma_e = d/(A R_e)         between electrodes that block ions (Hebb, Wagner)
    F+ = I_ss (V - I_0 R_0)/(I_0 (V - I_ss R_ss))                Bruce & Vincent, J. Electroanal. Chem. 225 (1987) 1
    F+ = R_b/(V/I_ss - R_ss)                                     Watanabe et al., Solid State Ionics 28-30 (1988) 911
    I_ss/I_0                                                     without correction for the interfaces

R_0 and R_ss are the resistances of the interfaces before the step and in the steady state, R_b that of the bulk. A
current fraction is a transference number in an ideal, dilute, dissociated electrolyte only (Doyle & Newman 1995;
Balsara & Newman 2015). Spreads are to first order, of independent errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from ...quantity import FitError
from ..results import Remark
from .inputs import Vector, number_above_zero, same_length, vector
from .line import NORMAL_95, FitSpread, StraightLine, curvature_significance, straight_line, student

LINEAR = 0.01  # V: a small-signal step; above, a salt profile is no longer linear in voltage
DOMINATED = 0.3  # of the voltage: less is left for the electrolyte
OFFSET = 2.6  # standard deviations, 99 %
STEP = 1e-4  # of a value, for derivatives


@dataclass(frozen=True)
class WithStd:
    """A number and its standard deviation (0: exact)."""

    value: float
    std: float = 0.0


@dataclass(frozen=True, eq=False)
class ElectronicResistance:
    """The slope of steady voltage over steady current. Stds hold 95 % within 1.96 of them."""

    resistance: float  # ohm
    resistance_std: float | None
    conductivity: float | None  # S/m; None without thickness and area
    conductivity_std: float | None
    line: StraightLine  # current over voltage
    voltage: Vector
    current: Vector
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, eq=False)
class CurrentFraction:
    """The current fraction of a cation three ways. Watanabe's is None without a bulk resistance."""

    bruce_vincent: WithStd
    uncorrected: WithStd
    watanabe: WithStd | None
    remarks: tuple[Remark, ...]


def electronic_resistance(
    voltage: ArrayLike,
    current: ArrayLike,
    *,
    current_std: ArrayLike | None = None,
    thickness: WithStd | None = None,
    area: WithStd | None = None,
) -> ElectronicResistance:
    """Return the electronic resistance (ohm) of steady currents (A) at several voltages (V).

    The line may have an offset. With one voltage the resistance is V/I. `thickness` (m) and `area` (m^2) give the
    conductivity.
    """
    volts, flow = vector(voltage, "voltage (V)"), vector(current, "steady current (A)")
    same_length(voltage=volts, current=flow)
    errors = None if current_std is None else np.broadcast_to(vector(current_std, "std of the current"), flow.shape)
    if errors is not None and (errors <= 0).any():
        raise FitError("a standard deviation of a current is not above zero", "leave `current_std` out if unknown")
    remarks: list[Remark] = []
    if len(np.unique(volts)) == 1:
        line = _through_zero(volts, flow, errors)
        remarks.append(
            Remark("one-voltage", "One voltage: the resistance is V/I, an offset or a curve cannot be seen.")
        )
    else:
        line = straight_line(volts, flow, errors)
        remarks += _on_line(line, volts, flow, errors)
    if line.slope <= 0:
        what = f"the current falls with the voltage (dI/dV = {line.slope:.3g} S)"
        raise FitError(what, "check the sign of the current, and that the currents are steady")
    resistance = 1 / line.slope
    std = None if line.slope_std is None else line.slope_std * resistance**2
    conductivity, of_conductivity = _conductivity(resistance, std, line.spread, thickness, area)
    return ElectronicResistance(resistance, std, conductivity, of_conductivity, line, volts, flow, tuple(remarks))


def _through_zero(volts: Vector, flow: Vector, errors: Vector | None) -> StraightLine:
    """Return the line through the origin, as if zero current at zero voltage had been read."""
    mean = float(flow.mean())
    least = 1e-9 * abs(mean)
    if errors is not None:
        std = float(errors.max()) / sqrt(len(flow))
    elif len(flow) > 1:
        std = float(flow.std(ddof=1)) / sqrt(len(flow))
    else:
        std = float("nan")
    line = straight_line(np.array([0.0, volts[0]]), np.array([0.0, mean]), np.array([least, max(std, 2 * least)]))
    return line if np.isfinite(std) else StraightLine(0.0, mean / volts[0], None, line.spread, line.residuals)


def _on_line(line: StraightLine, volts: Vector, flow: Vector, errors: Vector | None) -> list[Remark]:
    found = []
    if curvature_significance(volts, flow, errors) > 1:
        text = "The currents are curved over the voltage (95 %): one resistance is the mean over these voltages."
        found.append(Remark("not-ohmic", text))
    if line.intercept_std and abs(line.intercept) > OFFSET * line.intercept_std:
        text = f"The line does not pass through zero: offset {line.intercept:.3g} A. The slope is free of it."
        found.append(Remark("current-offset", text))
    if line.slope_std is None:
        found.append(Remark("no-spread", "Two voltages give a slope, but no spread: measure at a third."))
    return found


def _conductivity(
    resistance: float, std: float | None, spread: FitSpread, thickness: WithStd | None, area: WithStd | None
) -> tuple[float | None, float | None]:
    """Return the conductivity and its spread, with the freedom of Welch and Satterthwaite."""
    if thickness is None or area is None:
        return None, None
    d, a = number_above_zero(thickness.value, "thickness (m)"), number_above_zero(area.value, "area (m^2)")
    sigma = d / (a * resistance)
    if std is None:
        return sigma, None
    of_line = std / resistance / spread.factor
    others = (thickness.std / d) ** 2 + (area.std / a) ** 2
    total = of_line**2 + others
    freedom = spread.freedom * (total / of_line**2) ** 2 if of_line > 0 else float("inf")
    factor = student(freedom) / NORMAL_95 if spread.factor > 1 and np.isfinite(freedom) else 1.0
    return sigma, sigma * factor * sqrt(total)


def current_fraction(
    voltage: WithStd,
    initial: WithStd,
    steady: WithStd,
    before: WithStd,
    after: WithStd,
    *,
    bulk: WithStd | None = None,
) -> CurrentFraction:
    """Return the current fraction of a step of `voltage` (V) from initial and steady currents (A).

    `before` and `after` are the resistances (ohm) of both interfaces before the step and in the steady state, `bulk`
    that of the electrolyte.
    """
    given = {"voltage": voltage, "initial": initial, "steady": steady, "before": before, "after": after}
    for name in ("voltage", "initial", "steady"):
        number_above_zero(given[name].value, name)
    for name in ("before", "after"):
        if not (np.isfinite(given[name].value) and given[name].value >= 0):
            raise FitError(
                f"the resistance {name} is {given[name].value:g}, expected zero or above", "check the spectrum"
            )
    left_initial = voltage.value - initial.value * before.value
    left_steady = voltage.value - steady.value * after.value
    if min(left_initial, left_steady) <= 0:
        what = "the interfaces would take more than the whole voltage (current times resistance)"
        raise FitError(what, "check the voltage, and that resistances and currents are of the same cell in ohm and A")
    fraction = _propagated(_bruce_vincent, given)
    uncorrected = _propagated(lambda v: v["steady"] / v["initial"], {k: given[k] for k in ("initial", "steady")})
    watanabe = None
    if bulk is not None:
        number_above_zero(bulk.value, "bulk resistance (ohm)")
        watanabe = _propagated(_watanabe, {**given, "bulk": bulk})
    share = min(left_initial, left_steady) / voltage.value
    return CurrentFraction(fraction, uncorrected, watanabe, tuple(_remarks(voltage.value, share, fraction, watanabe)))


def _bruce_vincent(v: Mapping[str, float]) -> float:
    top = v["steady"] * (v["voltage"] - v["initial"] * v["before"])
    return top / (v["initial"] * (v["voltage"] - v["steady"] * v["after"]))


def _watanabe(v: Mapping[str, float]) -> float:
    return v["bulk"] / (v["voltage"] / v["steady"] - v["after"])


def _propagated(of: Callable[[Mapping[str, float]], float], given: Mapping[str, WithStd]) -> WithStd:
    """Return a function of independent numbers with its standard deviation to first order."""
    at = {name: number.value for name, number in given.items()}
    variance = 0.0
    for name, number in given.items():
        h = STEP * (abs(number.value) or 1.0)
        slope = (of({**at, name: number.value + h}) - of({**at, name: number.value - h})) / (2 * h)
        variance += (slope * number.std) ** 2
    return WithStd(of(at), sqrt(variance))


def _agree(one: WithStd, other: WithStd) -> bool:
    return abs(one.value - other.value) <= NORMAL_95 * sqrt(one.std**2 + other.std**2) + STEP * abs(other.value)


def _remarks(voltage: float, share: float, fraction: WithStd, watanabe: WithStd | None) -> list[Remark]:
    text = "A current fraction equals the transference number only in an ideal dilute electrolyte."
    found = [Remark("current-fraction-not-transference", text)]
    if voltage > LINEAR:
        text = f"A step of {1e3 * voltage:.3g} mV: above {1e3 * LINEAR:g} mV the salt profile may not be linear in it."
        found.append(Remark("step-not-small", text))
    if share < DOMINATED:
        text = f"The interfaces take {1 - share:.0%} of the voltage: the fraction rests on a small difference."
        found.append(Remark("interfaces-dominate", text))
    if not 0 <= fraction.value <= 1:
        text = f"The current fraction, {fraction.value:.3g}, does not lie between 0 and 1: an input is wrong."
        found.append(Remark("outside-fraction", text))
    if watanabe is not None and not _agree(watanabe, fraction):
        text = f"Watanabe's formula gives {watanabe.value:.3g}: the initial current does not fit the bulk resistance."
        found.append(Remark("formulas-differ", text))
    return found
