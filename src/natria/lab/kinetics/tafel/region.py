"""The linear region of one branch of a Tafel plot, its slope and its extrapolation to equilibrium.

    y = ln(|i|/(1 - exp(-f |x|))) = ln i0 + alpha f |x|         Allen & Hickling, Trans. Faraday Soc. 53 (1957) 1626

The denominator removes the back reaction, so that the line holds down to small overpotentials x = (E - E0 - iR)/n. A
region is accepted where its slope changes by at most 10 % from end to end, or where the change is within noise. The one
that spans the most of ln|i| is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, hypot, log, sqrt

import numpy as np

from ..inputs import Vector
from ..line import NORMAL_95, StraightLine, curvature_significance, straight_line
from .butler_volmer import KineticSweep, neighbour_correlation
from .law import KineticState

DECADE = log(10.0)
EVEN = 0.1  # of the slope: its largest change over a linear region
LEAST_SPAN = 0.5  # decades
FULL_SPAN = 1.0  # decades; a shorter line is no proof of a Tafel law
NOISIEST = 0.2  # of the current: readings with more noise are left out
FEWEST = 8  # readings of a region
TRIALS = 30  # begins and ends of a region that are tried
NEAREST = 0.5  # RT/F: closer to equilibrium the potential without current is not known well enough


@dataclass(frozen=True)
class CorrectionStds:
    """Standard deviations of the equilibrium potential (V) and the resistance that are corrected for."""

    equilibrium: float
    resistance: float


@dataclass(frozen=True, eq=False)
class TafelBranch:
    """The Tafel line of one branch; `direction` is the sign of its current."""

    direction: int
    slope: float  # V per decade, of one face
    slope_std: float
    exchange_current: float
    ln_exchange_std: float
    alpha: float
    alpha_std: float
    decades: float  # of the region
    overpotential: Vector  # V of one face, of all readings of the branch that are above the noise
    ordinate: Vector  # ln|i| corrected for the back reaction
    inside: np.ndarray  # which of them are in the region

    @property
    def exchange_current_95(self) -> tuple[float, float]:
        half = NORMAL_95 * self.ln_exchange_std
        return self.exchange_current * exp(-half), self.exchange_current * exp(half)


def tafel_branch(
    sweep: KineticSweep, state: KineticState, noise: tuple[float, float], stds: CorrectionStds, direction: int
) -> TafelBranch | None:
    """Return the Tafel line of a branch; None where no region is linear over half a decade.

    Equilibrium potential and resistance are those of `state`, `stds` their standard deviations.
    """
    drop = sweep.current * state.resistance
    x = direction * (sweep.potential - state.equilibrium - drop) / sweep.faces
    size = direction * sweep.current
    error = np.hypot(noise[0], noise[1] * size)
    kept = (x > NEAREST / sweep.f) & (size > 0)
    kept[kept] &= error[kept] < NOISIEST * size[kept]
    order = np.flatnonzero(kept)[np.argsort(x[kept], kind="stable")]
    x, y = x[order], np.log(size[order] / -np.expm1(-sweep.f * x[order]))
    sigma = np.maximum(error[order] / size[order], 1e-9)
    best = _longest(x, y, sigma)
    if best is None:
        return None
    first, stop = best
    inside = np.zeros(len(x), bool)
    inside[first:stop] = True
    line = straight_line(x[inside], y[inside], sigma[inside])
    if line.slope <= 0:
        return None
    drop_std = direction * sweep.current[order][inside] * stds.resistance / sweep.faces
    moved = x[inside] - drop_std
    y_moved = np.log(size[order][inside] / -np.expm1(-sweep.f * np.maximum(moved, 1e-9)))
    other = straight_line(moved, y_moved, sigma[inside])
    by_drop = (other.slope - line.slope, other.intercept - line.intercept)
    return _branch(sweep, direction, (x, y, inside), line, (stds.equilibrium, *by_drop))


def _branch(
    sweep: KineticSweep,
    direction: int,
    points: tuple[Vector, Vector, np.ndarray],
    line: StraightLine,
    errors: tuple[float, float, float],
) -> TafelBranch:
    x, y, inside = points
    r = neighbour_correlation(line.residuals) if line.spread.exceeds_errors else 0.0
    wider = sqrt((1 + r) / (1 - r))
    rest_std, slope_by_drop, zero_by_drop = errors
    slope_std = hypot(wider * (line.slope_std or 0.0), slope_by_drop)
    at_zero = hypot(wider * (line.intercept_std or 0.0), zero_by_drop)
    shift = line.slope * rest_std / sweep.faces
    return TafelBranch(
        direction,
        DECADE / line.slope,
        DECADE / line.slope**2 * slope_std,
        exp(line.intercept),
        hypot(at_zero, shift),
        line.slope / sweep.f,
        slope_std / sweep.f,
        float(np.ptp(y[inside])) / DECADE,
        x,
        y,
        inside,
    )


def _longest(x: Vector, y: Vector, sigma: Vector) -> tuple[int, int] | None:
    """Return the readings [first, stop) of the linear region that spans the most of y."""
    if len(x) < FEWEST:
        return None
    ends = np.unique(np.linspace(0, len(x), TRIALS + 1).astype(int))
    smooth = np.maximum.accumulate(y)
    found: list[tuple[float, int, int]] = []
    for first in ends[:-1]:
        for stop in ends[ends >= first + FEWEST]:
            span = float(smooth[stop - 1] - smooth[first]) / DECADE
            if span >= LEAST_SPAN and (not found or span > found[-1][0]):
                part = slice(int(first), int(stop))
                if _is_linear(x[part], y[part], sigma[part]):
                    found.append((span, int(first), int(stop)))
    return found[-1][1:] if found else None


def _is_linear(x: Vector, y: Vector, sigma: Vector) -> bool:
    bend, slope, _ = np.polyfit(x - x.mean(), y, 2, w=1 / sigma)
    if slope > 0 and abs(2 * bend * np.ptp(x)) <= EVEN * slope:
        return True
    return bool(slope > 0 and curvature_significance(x, y, sigma) <= 1)
