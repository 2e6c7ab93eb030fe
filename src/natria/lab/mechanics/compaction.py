"""Relative density of a pressed powder over the pressure.

Heckel, its rival Kawakita, and the densification pressure.

    Heckel     ln(1/(1 - D)) = K P + A                         Trans. Metall. Soc. AIME 221 (1961) 671
    Kawakita   D = D0 (1 + b P)/(1 + (1 - a) b P)               Kawakita and Luedde, Powder Technol. 4 (1971) 61

Both are fitted to D itself, whose error is alike at all pressures: that of ln(1/(1 - D)) grows without bound as D
comes to 1. AICc ranks them. Heckel is meant for the pressures at which particles deform, not for their rearrangement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ...quantity import FitError
from ..kinetics.inputs import Vector, above_zero, same_length, vector
from ..kinetics.line import FitSpread, inverse_of_normal, spread_of, straight_line
from ..kinetics.temperature.arrhenius import information_criterion

Law = Callable[[np.ndarray, Vector], Vector]
STEP = 1e-6  # relative, of derivatives
LARGEST = 40.0  # exponent: D is 1 to the last bit beyond


@dataclass(frozen=True, eq=False)
class CompactionFit:
    """One law. `values` by `names` (SI); `covariance` of them, not widened; None where no freedom is left."""

    law: str
    names: tuple[str, ...]
    values: np.ndarray
    covariance: np.ndarray | None
    spread: FitSpread
    residuals: Vector
    aicc: float

    def density(self, pressure: ArrayLike) -> Vector:
        """Return the relative density of the law at pressures (Pa)."""
        return LAWS[self.law](np.asarray(self.values), np.asarray(pressure, float))

    def std(self, derivative: np.ndarray) -> float | None:
        """Return the standard deviation (widened) of a number from its derivatives by the parameters."""
        if self.covariance is None:
            return None
        return self.spread.factor * sqrt(max(float(derivative @ self.covariance @ derivative), 0.0))

    def std_of(self, name: str) -> float | None:
        """Return the standard deviation of a parameter."""
        return self.std(np.array([float(one == name) for one in self.names]))

    def pressure_at(self, density: float) -> tuple[float, float | None] | None:
        """Return the pressure (Pa) of a relative density and its standard deviation.

        None where none reaches it.
        """
        centre = PRESSURES[self.law](self.values, density)
        if not isfinite(centre) or centre <= 0:
            return None
        slope = np.zeros(len(self.values))
        for k, value in enumerate(self.values):
            step = STEP * max(abs(value), 1e-12)
            ends = [PRESSURES[self.law](_moved(self.values, k, sign * step), density) for sign in (1, -1)]
            slope[k] = (ends[0] - ends[1]) / (2 * step)
        return centre, self.std(slope)


def _heckel(values: np.ndarray, pressure: Vector) -> Vector:
    return np.asarray(1 - np.exp(-np.clip(values[0] * pressure + values[1], -LARGEST, LARGEST)))


def _kawakita(values: np.ndarray, pressure: Vector) -> Vector:
    d0, a, b = values
    return np.asarray(d0 * (1 + b * pressure) / (1 + (1 - a) * b * pressure))


def _heckel_pressure(values: np.ndarray, density: float) -> float:
    return float((-log(1 - density) - values[1]) / values[0])


def _kawakita_pressure(values: np.ndarray, density: float) -> float:
    d0, a, b = values
    rest = b * (d0 - density * (1 - a))
    return float((density - d0) / rest) if rest > 0 else float("inf")


LAWS: dict[str, Law] = {"Heckel": _heckel, "Kawakita": _kawakita}
PRESSURES: dict[str, Callable[[np.ndarray, float], float]] = {
    "Heckel": _heckel_pressure,
    "Kawakita": _kawakita_pressure,
}
NAMES = {"Heckel": ("K", "A"), "Kawakita": ("D0", "a", "b")}


def fit_compaction(pressure: ArrayLike, density: ArrayLike, law: str) -> CompactionFit:
    """Return the fit of a law to relative densities over pressures (Pa)."""
    p, d = compaction_points(pressure, density)
    names = NAMES[law]
    if len(p) < len(names):
        what = f"{len(p)} pressures, and {law}'s law has {len(names)} parameters"
        raise FitError(what, f"press the powder at {len(names) + 1} pressures or more")
    values = _start(p, d, law)
    from scipy.optimize import least_squares

    size = np.array([max(abs(v), 1e-3 if n not in ("K", "b") else 1e-30) for v, n in zip(values, names, strict=True)])
    found = least_squares(lambda x: LAWS[law](x * size, p) - d, values / size, xtol=1e-14, ftol=1e-14, gtol=1e-14)
    residuals = np.asarray(-found.fun)
    spread = spread_of(residuals, None, len(names))
    covariance = None
    if spread.freedom > 0:
        covariance = spread.scatter**2 * inverse_of_normal(found.jac) * np.outer(size, size)
    aicc = information_criterion(residuals, None, len(names))
    return CompactionFit(law, names, found.x * size, covariance, spread, residuals, aicc)


def compaction_points(pressure: ArrayLike, density: ArrayLike) -> tuple[Vector, Vector]:
    """Return checked rows of pressure and relative density."""
    p, d = above_zero(pressure, "pressure"), vector(density, "relative density")
    same_length(pressure=p, density=d)
    if (back := np.flatnonzero(np.diff(p) < 0)).size:
        raise FitError(
            f"the pressure falls from point {int(back[0]) + 1} to point {int(back[0]) + 2}",
            "leave out the release of the pressure, and sort separate pellets by their pressure",
        )
    if (wrong := np.flatnonzero((d <= 0) | (d >= 1))).size:
        what = f"relative density {d[wrong[0]]:.4g} at point {int(wrong[0]) + 1}, expected between 0 and 1"
        raise FitError(what, "check the density without pores, and the unit (% or 1)")
    return p, d


def _start(p: Vector, d: Vector, law: str) -> np.ndarray:
    """Return a start: the straight lines of both laws, ln(1/(1 - D)) over P, and P/C over P."""
    if np.ptp(p) == 0:
        raise FitError("all pressures are the same", "press the powder at several pressures")
    if law == "Heckel":
        line = straight_line(p, -np.log1p(-d))
        return np.array([max(line.slope, 1e-12 / p.max()), line.intercept])
    first = 0.95 * float(d.min())
    line = straight_line(p, p / (1 - first / d))
    a = float(np.clip(1 / line.slope if line.slope > 0 else 0.5, 0.05, 0.95))
    b = line.slope / line.intercept if line.intercept > 0 and line.slope > 0 else 1 / float(np.median(p))
    return np.array([first, a, b])


def _moved(values: np.ndarray, k: int, step: float) -> np.ndarray:
    moved = np.array(values, float)
    moved[k] += step
    return moved
