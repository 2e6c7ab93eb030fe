"""Peaks of a density of relaxation times: areas, positions, intervals, and the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .arcs import FLATTEST, FittedArcs, arcs_of
from .closed_forms import zarc_density
from .equations import Equations, non_negative
from .posterior import DensityPosterior

NORMAL_95 = 1.959964  # standard deviations of a two-sided interval of 95 %
PARAMETERS = 3  # of a peak: resistance, position, width
NARROWEST = 0.99  # exponent of a shape: a narrower peak falls between two nodes
SHARINGS = 5  # rounds of dividing the density between neighbours; the areas then change by less than 1 %
UNKNOWN_OVERLAP = 0.5  # of the difference between an area cut at the minima and one divided by shapes
STRONG = 3.0  # ln odds (20 to 1): "strong" by Kass and Raftery, J. Am. Stat. Assoc. 90, 773 (1995)


@dataclass(frozen=True)
class RelaxationPeak:
    """One relaxation: its resistance is its area, where neighbours overlap divided by the shapes of ZARCs.

    Intervals of 95 % in ln tau and ln R hold the spread of either route (density; ZARCs fitted to the impedance) and
    the difference of the two. `exponent` is that of the ZARC of this area and height. `evidence` is the logarithm of
    the odds for this peak against none in its place, by the Bayesian information criterion.
    """

    tau: float  # s, of the maximum
    tau_low: float
    tau_high: float
    resistance: float  # in the unit of the impedance
    resistance_low: float
    resistance_high: float
    height: float  # of the density per unit of ln tau
    exponent: float
    evidence: float
    inside: bool  # 1/tau lies within the measured angular frequencies

    @property
    def capacitance(self) -> float:
        """tau / R, F (or F/m^2): the effective capacitance at the maximum."""
        return self.tau / self.resistance


@dataclass(frozen=True)
class PeakWindow:
    """Nodes `first` to `last` (exclusive) around a maximum at node `top`."""

    first: int
    top: int
    last: int


@dataclass(frozen=True)
class PeakRange:
    """Nodes `first` to `last` (exclusive) that belong to peaks, between a head and a tail."""

    first: int
    last: int


def windows_of(log_density: np.ndarray) -> tuple[list[PeakWindow], PeakRange]:
    """The windows of all maxima, which meet at the minima, and the nodes between head and tail.

    The head is what rises towards the first node, the tail what rises towards the last one.
    """
    u = log_density
    tops = np.flatnonzero((u[1:-1] > u[:-2]) & (u[1:-1] >= u[2:])) + 1
    if not len(tops):
        lowest = int(np.argmin(u))
        return [], PeakRange(lowest, lowest + 1)
    head = int(np.argmin(u[: tops[0]]))
    tail = int(tops[-1] + np.argmin(u[tops[-1] :])) + 1
    lows = [int(a + np.argmin(u[a:b])) for a, b in pairwise(tops)]
    firsts, lasts = [head, *lows], [*(low + 1 for low in lows), tail]
    return [PeakWindow(a, int(t), b) for a, t, b in zip(firsts, tops, lasts, strict=True)], PeakRange(head, tail)


def with_evidence(equations: Equations, posterior: DensityPosterior, windows: list[PeakWindow]) -> list[float]:
    """ln odds of each window's relaxation against none in it, everything else free and not smoothed.

    Half the difference of the criterion: (rise of chi^2 - parameters ln n)/2. The noise is that of the posterior. Every
    second node is enough here, where no shape is drawn.
    """
    kept = np.r_[np.arange(equations.lumped), np.arange(equations.lumped, equations.columns.shape[1], 2)]
    # Inductance and series resistance of either sign keep the sign that they were found with.
    signs = np.ones(len(kept))
    signs[:2] = np.where(posterior.values[:2] < 0, -1.0, 1.0)
    columns = equations.columns[:, kept] * signs
    normal, right = columns.T @ columns, columns.T @ equations.data

    def squares(which: np.ndarray) -> float:
        x = non_negative(normal[np.ix_(which, which)], right[which])
        residual = equations.data - columns[:, which] @ x
        return float(residual @ residual)

    best = squares(np.arange(len(kept)))
    out = []
    for window in windows:
        node = kept - equations.lumped
        outside = (node <= window.first) | (node >= window.last - 1) | (np.arange(len(kept)) < equations.lumped)
        rise = (squares(np.flatnonzero(outside)) - best) / posterior.noise**2
        out.append(float(0.5 * (rise - PARAMETERS * np.log(equations.size))))
    return out


def joined(windows: list[PeakWindow], evidence: list[float], log_density: np.ndarray) -> list[PeakWindow]:
    """The windows without the least supported one, which joins the neighbour over the higher minimum."""
    weakest = int(np.argmin(evidence))
    left, right = weakest - 1, weakest + 1
    level = {
        at: log_density[max(windows[weakest].first, windows[at].first)]
        for at in (left, right)
        if 0 <= at < len(windows)
    }
    if not level:
        return []
    into = max(level, key=lambda at: float(level[at]))
    low, high = sorted((weakest, into))
    merged = PeakWindow(windows[low].first, windows[into].top, windows[high].last)
    return [*windows[:low], merged, *windows[high + 1 :]]


def peaks_of(
    equations: Equations,
    posterior: DensityPosterior,
    windows: list[PeakWindow],
    evidence: list[float],
    shares: np.ndarray,
) -> tuple[RelaxationPeak, ...]:
    """The peaks of all windows.

    Position by a parabola through the maximum of ln gamma, area by the shares, intervals by both routes.
    """
    if not windows:
        return ()
    log_tau, weights, step = equations.kernel.log_tau, equations.kernel.weights, equations.kernel.step
    u = posterior.log_density
    within = weights * np.exp(u)
    shares = shares[: len(windows)]
    areas = shares @ within
    tops = np.array([window.top for window in windows])
    slope = (u[tops + 1] - u[tops - 1]) / (2 * step)
    bend = np.minimum((u[tops + 1] - 2 * u[tops] + u[tops - 1]) / step**2, -1e-6)
    shift = np.clip(-slope / bend, -step, step)
    positions, heights = log_tau[tops] + shift, np.exp(u[tops] + slope * shift / 2)
    around = posterior.covariance[posterior.lumped :, posterior.lumped :]
    relative = shares * within / areas[:, None]
    area_variance = np.einsum("ki,ij,kj->k", relative, around, relative)
    slope_variance = (around[tops + 1, tops + 1] + around[tops - 1, tops - 1] - 2 * around[tops + 1, tops - 1]) / (
        2 * step
    ) ** 2
    position_variance = slope_variance / bend**2
    exponents = np.clip(exponents_of(areas, heights), FLATTEST, NARROWEST)
    nothing = np.zeros(len(areas))
    lumped = posterior.values[: equations.lumped].copy()
    lumped[2:] = np.exp(lumped[2:])
    arcs = arcs_of(equations, FittedArcs(areas, positions, exponents, nothing, nothing), lumped, posterior.noise)
    # The division of the overlap is a choice of shape: so much of it is not known.
    cut = np.array([within[window.first : window.last].sum() for window in windows])
    area_variance += (UNKNOWN_OVERLAP * np.log(cut / areas)) ** 2
    if arcs is not None:
        area_variance = np.maximum(area_variance, arcs.log_resistance_std**2) + np.log(arcs.resistance / areas) ** 2
        position_variance = np.maximum(position_variance, arcs.log_tau_std**2) + (arcs.log_tau - positions) ** 2
    fast, slow = -np.log(equations.kernel.omega.max()), -np.log(equations.kernel.omega.min())
    area_spread = np.exp(NORMAL_95 * np.sqrt(area_variance))
    position_spread = np.exp(NORMAL_95 * np.sqrt(position_variance))
    return tuple(
        RelaxationPeak(
            tau=float(np.exp(positions[k])),
            tau_low=float(np.exp(positions[k]) / position_spread[k]),
            tau_high=float(np.exp(positions[k]) * position_spread[k]),
            resistance=float(areas[k]) * equations.scale,
            resistance_low=float(areas[k] / area_spread[k]) * equations.scale,
            resistance_high=float(areas[k] * area_spread[k]) * equations.scale,
            height=float(heights[k]) * equations.scale,
            exponent=float(exponents[k]),
            evidence=evidence[k],
            inside=bool(fast <= positions[k] <= slow),
        )
        for k in range(len(windows))
    )


def exponents_of(areas: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Exponent of the ZARC with this area and maximum: gamma_max = R/(2 pi) cot((1 - n) pi/2)."""
    out: np.ndarray = 1 - 2 / np.pi * np.arctan(areas / (2 * np.pi * heights))
    return out


def shares_of(
    u: np.ndarray, log_tau: np.ndarray, weights: np.ndarray, windows: list[PeakWindow], between: PeakRange
) -> np.ndarray:
    """Share of each peak in the density at each node; rows of the head and of the tail come last.

    Peaks overlap. Each is given the shape of a ZARC of its area and height, a tail that of a power law, and at every
    node after the head the density is divided in the ratio of these shapes.
    """
    node, density = np.arange(len(u)), np.exp(u)
    head = (node < between.first).astype(float)
    if not windows:
        return np.vstack([head, 1 - head])
    half = (between.last + len(u)) // 2  # near its beginning the tail is mixed with the last peak
    tail = np.zeros(len(u))
    if half < len(u) - 1:
        slope = (u[-1] - u[half]) / (log_tau[-1] - log_tau[half])
        tail = np.where(node < half, np.exp(u[half] + slope * (log_tau - log_tau[half])), density)
    shares = np.array([(node >= window.first) & (node < window.last) for window in windows], float)
    for _ in range(SHARINGS):
        areas = shares @ (weights * density)
        heights = np.array([share[w.top] * density[w.top] for share, w in zip(shares, windows, strict=True)])
        exponents = np.clip(exponents_of(areas, heights), FLATTEST, NARROWEST)
        shapes = np.array(
            [
                zarc_density(log_tau, area, float(np.exp(log_tau[w.top])), n) * (node < max(half, between.last))
                for area, n, w in zip(areas, exponents, windows, strict=True)
            ]
        )
        every = np.vstack([shapes, tail]) + np.finfo(float).tiny
        shares = every[:-1] / every.sum(axis=0) * (1 - head)
    return np.vstack([shares, head, 1 - head - shares.sum(axis=0)])
