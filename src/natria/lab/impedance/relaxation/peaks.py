"""Peaks of a density of relaxation times: areas, positions, intervals, and the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .posterior import Posterior
from .problem import Problem, non_negative

NORMAL_95 = 1.959964  # standard deviations of a two-sided interval of 95 %
PARAMETERS = 3  # of a peak: resistance, position, width
STRONG = 3.0  # ln odds (20 to 1): "strong" by Kass and Raftery, J. Am. Stat. Assoc. 90, 773 (1995)


@dataclass(frozen=True)
class RelaxationPeak:
    """One relaxation: its resistance is the area between the minima of the density on either side.

    Intervals of 95 % are those of the normal approximation in ln tau and ln R. `evidence` is the logarithm of the odds for
    this peak against none in its place, by the Bayesian information criterion.
    """

    tau: float  # s, of the maximum
    tau_low: float
    tau_high: float
    resistance: float  # in the unit of the impedance
    resistance_low: float
    resistance_high: float
    height: float  # of the density per unit of ln tau
    evidence: float
    inside: bool  # 1/tau lies within the measured angular frequencies

    @property
    def capacitance(self) -> float:
        """tau / R, F (or F/m^2): the effective capacitance at the maximum."""
        return self.tau / self.resistance


@dataclass(frozen=True)
class Window:
    """Nodes `first` to `last` (exclusive) around a maximum at node `top`."""

    first: int
    top: int
    last: int


def windows_of(log_density: np.ndarray, blocking: bool) -> tuple[list[Window], int]:
    """The windows of all maxima, which meet at the minima; the node at which a blocking tail begins.

    The tail is what rises towards the last node.
    """
    u = log_density
    tops = np.flatnonzero((u[1:-1] > u[:-2]) & (u[1:-1] >= u[2:])) + 1
    end = len(u)
    if not len(tops):
        return [], 0 if blocking else end
    if blocking:
        lowest = int(tops[-1] + np.argmin(u[tops[-1] :]))
        end = lowest + 1 if u[-1] > u[lowest] else end
    lows = [int(a + np.argmin(u[a:b])) for a, b in pairwise(tops)]
    firsts, lasts = [0, *lows], [*(low + 1 for low in lows), end]
    return [Window(a, int(t), b) for a, t, b in zip(firsts, tops, lasts, strict=True)], end


def with_evidence(problem: Problem, posterior: Posterior, windows: list[Window]) -> list[float]:
    """ln odds of each window's relaxation against none in it, everything else free and not smoothed.

    Half the difference of the criterion: (rise of chi^2 - parameters ln n)/2. The noise is that of the posterior.
    """
    normal, right = problem.columns.T @ problem.columns, problem.columns.T @ problem.data
    total = float(problem.data @ problem.data)
    # Inductance and series resistance of either sign stay as they were found.
    signs = np.ones(len(right))
    signs[: problem.lumped] = np.where(posterior.values[: problem.lumped] < 0, -1.0, 1.0)
    signs[2 : problem.lumped] = 1.0  # the elastance is the exponential of its unknown
    normal, right = normal * signs * signs[:, None], right * signs

    def squares(columns: np.ndarray) -> float:
        part = normal[np.ix_(columns, columns)]
        x = non_negative(part, right[columns])
        return total - float(2 * x @ right[columns] - x @ part @ x)

    every = np.arange(len(right))
    best = squares(every)
    out = []
    for window in windows:
        nodes = np.arange(window.first + 1, window.last - 1) + problem.lumped
        rise = (squares(np.setdiff1d(every, nodes)) - best) / posterior.noise**2
        out.append(0.5 * (rise - PARAMETERS * np.log(problem.size)))
    return out


def joined(windows: list[Window], evidence: list[float], log_density: np.ndarray) -> list[Window]:
    """The windows without the least supported one, which joins the neighbour over the higher minimum."""
    weakest = int(np.argmin(evidence))
    left, right = weakest - 1, weakest + 1
    level = {
        at: log_density[max(windows[weakest].first, windows[at].first)] for at in (left, right) if 0 <= at < len(windows)
    }
    if not level:
        return []
    into = max(level, key=lambda at: float(level[at]))
    low, high = sorted((weakest, into))
    merged = Window(windows[low].first, windows[into].top, windows[high].last)
    return [*windows[:low], merged, *windows[high + 1 :]]


def peak_of(problem: Problem, posterior: Posterior, window: Window, evidence: float) -> RelaxationPeak:
    """Position by a parabola through the maximum of ln gamma; intervals by the covariance of ln gamma."""
    u, log_tau, step = posterior.log_density, problem.kernel.log_tau, problem.kernel.step
    weights = area_weights(window, problem.kernel.weights)
    gamma = np.exp(u)
    area = float(weights @ gamma)
    lumped = posterior.lumped
    around = posterior.covariance[lumped:, lumped:]
    gradient = weights * gamma / area
    area_std = float(np.sqrt(gradient @ around @ gradient))
    top = window.top
    slope, bend = (u[top + 1] - u[top - 1]) / (2 * step), (u[top + 1] - 2 * u[top] + u[top - 1]) / step**2
    shift = float(np.clip(-slope / bend, -step, step)) if bend < 0 else 0.0
    slope_of = np.zeros(len(u))
    slope_of[[top - 1, top + 1]] = -0.5 / step, 0.5 / step
    slope_std = float(np.sqrt(slope_of @ around @ slope_of))
    half = (log_tau[window.last - 1] - log_tau[window.first]) / 2  # a position is known no worse than its window
    position_std = min(slope_std / abs(bend), half) if bend < 0 else half
    position = log_tau[top] + shift
    resistance = area * problem.scale
    fast, slow = -np.log(problem.kernel.omega.max()), -np.log(problem.kernel.omega.min())
    return RelaxationPeak(
        tau=float(np.exp(position)),
        tau_low=float(np.exp(position - NORMAL_95 * position_std)),
        tau_high=float(np.exp(position + NORMAL_95 * position_std)),
        resistance=resistance,
        resistance_low=resistance * float(np.exp(-NORMAL_95 * area_std)),
        resistance_high=resistance * float(np.exp(NORMAL_95 * area_std)),
        height=float(np.exp(u[top] + slope * shift / 2)) * problem.scale,
        evidence=evidence,
        inside=bool(fast <= position <= slow),
    )


def area_weights(window: Window, weights: np.ndarray) -> np.ndarray:
    """Integration weights of one window: a minimum between two windows counts half for each."""
    out = np.zeros(len(weights))
    out[window.first : window.last] = weights[window.first : window.last]
    if window.first > 0:
        out[window.first] /= 2
    if window.last < len(weights):
        out[window.last - 1] /= 2
    return out
