"""Vogel-Fulcher-Tammann law over temperature, and whether it is more than Arrhenius.

    y = ln A - E/R(T - T0),   y of the form (`forms`)                    Vogel 1921; Fulcher 1925; Tammann & Hesse 1926
    Ea(T) = E (T/(T - T0))^2,   the slope -R dy/d(1/T)

E is a parameter of this law, Ea(T) the energy that an Arrhenius plot shows at T. They are two findings with two terms
and are never compared with each other.

At a fixed T0 the law is a straight line over 1/(T - T0). The fit therefore is a search over T0 alone, and the intervals
of E, T0 and Ea(T) are profile likelihoods: every value that some T0 and some line reach within

    chi^2 <= chi^2_min + 1.96^2                  errors of the points known
    S <= S_min (1 + F(0.95; 1, n - 3)/(n - 3))   errors from the scatter S, the sum of squares (Bates & Watts 1988)

T0 = 0 is Arrhenius. Where it lies within its interval, or AICc is not lower by two or more, the two laws cannot be told
apart over these temperatures.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ....laws.constants import GAS
from ....laws.transport.conduction import vft_apparent_energy
from ....quantity import FitError
from ...results import Remark
from ..inputs import Vector
from ..line import NORMAL_95, FitSpread, spread_of, student
from .arrhenius import fit_arrhenius, information_criterion
from .points import ThermalPoints, remarks_on_points, thermal_points

FREE, FIXED = 3, 2  # parameters with T0 free and fixed
GRID = 400  # trial values of T0
NEAREST = 0.02  # of the lowest temperature: how close to it T0 may come; the law diverges there
TOLD_APART = 2.0  # AICc: a smaller difference is no evidence for the better law (Burnham & Anderson 2002)

Ends = tuple[float, float]


@dataclass(frozen=True, eq=False)
class VftFit:
    """A fit by VFT. Intervals hold 95 %; a `std` is half of the width of its interval over 1.96.

    `covariance` of (energy, ln A, T0), the quadratic one, not widened; (energy, ln A) alone where T0 is fixed.
    """

    points: ThermalPoints
    energy: float  # J/mol, E of the law
    ln_prefactor: float
    vanishing: float  # K, T0
    is_fixed: bool  # whether T0 was given
    energy_95: Ends
    vanishing_95: Ends | None  # None where T0 was given
    covariance: np.ndarray | None
    spread: FitSpread
    residuals: np.ndarray
    aicc: float
    aicc_arrhenius: float
    profile: VanishingProfile  # the trial values of T0 within their interval
    remarks: tuple[Remark, ...]

    @property
    def energy_std(self) -> float:
        return _std(self.energy_95)

    @property
    def vanishing_std(self) -> float | None:
        return None if self.vanishing_95 is None else _std(self.vanishing_95)

    @property
    def is_told_from_arrhenius(self) -> bool:
        """Whether these points prove a VFT law, with T0 above zero."""
        return not any(remark.code == "vft-not-told-from-arrhenius" for remark in self.remarks)

    def apparent_energy(self, temperature: float) -> tuple[float, Ends]:
        """Return Ea(T) = E (T/(T - T0))^2 (J/mol) and its 95 % interval."""
        if temperature <= self.vanishing:
            what = (
                f"the VFT law has no energy at {temperature:g} K, which is not above its T0 of {self.vanishing:.4g} K"
            )
            raise FitError(what, "ask at a temperature within those of the fit")
        best = float(vft_apparent_energy(self.energy, self.vanishing, temperature))
        p = self.profile
        below = p.vanishing < temperature
        factor = (temperature / (temperature - p.vanishing[below])) ** 2
        low, high = (p.energy - p.half)[below] * factor, (p.energy + p.half)[below] * factor
        return best, (float(low.min()), float(high.max()))

    @property
    def middle_temperature(self) -> float:
        """The temperature (K) of the mean of 1/T, where Ea(T) is known best."""
        return float(1 / np.mean(1 / self.points.temperature))


@dataclass(frozen=True, eq=False)
class VanishingProfile:
    """Trial values of T0 (K), the best line at each, and its sum of squares over the errors of the points.

    `half` is by how much the energy may differ from that of the best line; 0 at the ends of the interval.
    """

    vanishing: Vector
    square: Vector
    energy: Vector  # J/mol
    ln_prefactor: Vector
    half: Vector


def fit_vft(
    temperature: ArrayLike,
    value: ArrayLike,
    *,
    form: str = "1/R",
    std: ArrayLike | None = None,
    vanishing: float | None = None,
) -> VftFit:
    """Return the VFT law of values over temperature (K), with T0 free, or fixed at `vanishing`.

    `std` are the standard deviations of the values, in their unit; without them their scatter gives the spread.
    """
    fixed = vanishing is not None
    parameters = FIXED if fixed else FREE
    points = thermal_points(temperature, value, form, std, parameters)
    if len(points) <= parameters and points.errors is None:
        what = f"{len(points)} temperatures leave nothing for the spread of {parameters} parameters"
        raise FitError(f"a VFT fit has no spread: {what}", "measure at more temperatures, give `std`, or fix T0")
    t0 = _checked(points, vanishing) if vanishing is not None else _search(points)
    best = _lines(points, np.array([t0]))
    residuals = points.ordinate - best.ln_prefactor[0] + best.energy[0] / (GAS * (points.temperature - t0))
    spread = spread_of(residuals, points.errors, parameters)
    limit = float(best.square[0]) + _allowance(spread)
    profile = _lines(points, np.array([t0]) if fixed else _around(points, t0, limit), limit)
    plain = fit_arrhenius(points.temperature, points.value, form=form, std=_errors(points))
    aicc = information_criterion(residuals, points.errors, parameters)
    of_t0 = None if fixed else (float(profile.vanishing[0]), float(profile.vanishing[-1]))
    remarks = _remarks(spread, aicc, plain.aicc, of_t0, _highest(points))
    return VftFit(
        points,
        float(best.energy[0]),
        float(best.ln_prefactor[0]),
        t0,
        fixed,
        (float(np.min(profile.energy - profile.half)), float(np.max(profile.energy + profile.half))),
        of_t0,
        _covariance(points, (float(best.energy[0]), t0), spread.scale, fixed=fixed),
        spread,
        residuals,
        aicc,
        plain.aicc,
        profile,
        (*remarks_on_points(points), *remarks),
    )


def _errors(points: ThermalPoints) -> Vector | None:
    return None if points.errors is None else points.errors * points.value


def _checked(points: ThermalPoints, vanishing: float) -> float:
    lowest = float(points.temperature[0])
    if not 0 <= vanishing < lowest:
        what = f"T0 = {vanishing:g} K does not lie between 0 and the lowest temperature, {lowest:g} K"
        raise FitError(what, "the VFT law holds only above its T0")
    return float(vanishing)


def _highest(points: ThermalPoints) -> float:
    """The highest T0 that is tried (K)."""
    return (1 - NEAREST) * float(points.temperature[0])


def _lines(points: ThermalPoints, vanishing: Vector, limit: float = inf) -> VanishingProfile:
    """Return the best line at each T0, all at once."""
    x = 1 / (points.temperature - vanishing[:, None])
    weight = np.ones(len(points)) if points.errors is None else points.errors**-2.0
    share = weight / weight.sum()
    centre, middle = x @ share, float(points.ordinate @ share)
    away, rise = x - centre[:, None], points.ordinate - middle
    bend = away**2 @ weight
    slope = away @ (weight * rise) / bend
    square = (rise - slope[:, None] * away) ** 2 @ weight
    half = np.sqrt(np.maximum(limit - square, 0.0) / bend) * GAS
    return VanishingProfile(vanishing, square, -GAS * slope, middle - slope * centre, half)


def _square(points: ThermalPoints, vanishing: float) -> float:
    return float(_lines(points, np.array([vanishing])).square[0])


def _search(points: ThermalPoints) -> float:
    """Return the best T0 from 0 to just below the lowest temperature."""
    from scipy.optimize import minimize_scalar

    grid = np.linspace(0.0, _highest(points), GRID)
    k = int(np.argmin(_lines(points, grid).square))
    ends = (grid[max(k - 1, 0)], grid[min(k + 1, GRID - 1)])
    refined = minimize_scalar(lambda t: _square(points, t), bounds=ends, method="bounded")
    return min((0.0, float(refined.x), float(grid[k])), key=lambda t: _square(points, t))


def _allowance(spread: FitSpread) -> float:
    """Return by how much the sum of squares may rise within 95 %."""
    if spread.from_errors and not spread.exceeds_errors:
        return NORMAL_95**2
    return (student(spread.freedom) * spread.scale) ** 2  # F(0.95; 1, n) is the square of Student's t


def _around(points: ThermalPoints, best: float, limit: float) -> Vector:
    """Return trial values of T0 from end to end of its interval."""
    from scipy.optimize import brentq

    def over(t: float) -> float:
        return _square(points, t) - limit

    low, high = (
        far if over(far) <= 0 else float(brentq(over, best, far, xtol=1e-6)) for far in (0.0, _highest(points))
    )
    return np.union1d(np.linspace(low, high, GRID), [best])


def _covariance(points: ThermalPoints, best: Ends, scale: float, *, fixed: bool) -> np.ndarray | None:
    """Return the quadratic covariance of (energy, ln A, T0) at the best fit; None if singular."""
    energy, vanishing = best
    above = points.temperature - vanishing
    columns = [-1 / (GAS * above), np.ones(len(points))]
    if not fixed:
        columns.append(-energy / (GAS * above**2))
    errors = np.ones(len(points)) if points.errors is None else points.errors
    matrix = np.stack(columns, axis=1) / errors[:, None]
    sizes = np.sqrt(np.sum(matrix**2, axis=0))
    if not (sizes > 0).all() or np.linalg.cond(matrix / sizes) > 1 / sqrt(np.finfo(float).eps):
        return None
    inverse = np.linalg.inv((matrix / sizes).T @ (matrix / sizes)) / np.outer(sizes, sizes)
    return np.asarray(scale**2 * inverse)


def _std(ends: Ends) -> float:
    low, high = ends
    return (high - low) / (2 * NORMAL_95)


def _remarks(spread: FitSpread, aicc: float, aicc_arrhenius: float, of_t0: Ends | None, highest: float) -> list[Remark]:
    found = []
    if spread.exceeds_errors:
        text = f"The points scatter {spread.scale:.2g} times as much as their errors; the spread follows the scatter."
        found.append(Remark("scatter-exceeds-errors", text))
    gain = aicc_arrhenius - aicc if aicc < inf else -inf
    reaches_zero = of_t0 is not None and of_t0[0] <= 0
    if reaches_zero or gain < TOLD_APART:
        why = "T0 = 0, which is Arrhenius, lies within its 95 % interval" if reaches_zero else _gain(gain)
        text = (
            f"VFT and Arrhenius cannot be told apart over these temperatures: {why}. The apparent energy at a "
            "temperature of the data is what they show; E and T0 of the law are not."
        )
        found.append(Remark("vft-not-told-from-arrhenius", text))
    if of_t0 is not None and of_t0[1] >= (1 - 1e-6) * highest:
        text = f"T0 has no upper limit below the lowest temperature (tried up to {highest:.4g} K)."
        found.append(Remark("t0-without-upper-limit", text))
    return found


def _gain(gain: float) -> str:
    if gain == -inf:
        return "there are too few points for AICc"
    return f"AICc of VFT is {abs(gain):.2g} {'lower' if gain > 0 else 'higher'}, two or more would be evidence for it"
