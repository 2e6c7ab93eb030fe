"""Lives by an accelerated Weibull law, with right, left and interval censoring.

    S(t) = exp(-exp(z)),    z = (ln t - x b)/sigma + ln ln 2

so x b is the logarithm of the median life, exp(b_k) the ratio of lives for a step of one in x_k, and exp(-b_k/sigma)
the ratio of hazards: the only law whose lives and hazards are both in a constant ratio [Lawless, Statistical Models
and Methods for Lifetime Data, 2nd ed., Wiley 2003, ch. 6]. With F = 1 - S a row adds to the log likelihood

    z - exp(z) - ln sigma           failed at t (the density of ln t)
    ln(S(low) - S(high))            failed between low and high; S(low) alone while it runs, 1 - S(high) if by then

In (b/sigma, 1/sigma) z is linear and the likelihood concave, so there is one largest value and Newton's method finds
it.
"""

from __future__ import annotations

from functools import partial
from math import log

import numpy as np

from .likelihood import Largest, LogLikelihood, Slopes, largest

SHIFT = log(log(2))
Ends = tuple[np.ndarray, np.ndarray]  # logarithms of both ends of each life


def weibull_fit(design: np.ndarray, low: np.ndarray, high: np.ndarray, start: np.ndarray | None = None) -> Largest:
    """Return (b, ln sigma) of the largest likelihood; the b of a column of ones is a ln(median)."""
    found = _largest(design, _logs(low, high), start)
    return Largest(np.append(found.at[:-1] / found.at[-1], -np.log(found.at[-1])), found.value)


def weibull_held(
    value: float, *, design: np.ndarray, low: np.ndarray, high: np.ndarray, place: int, start: np.ndarray | None = None
) -> float:
    """Return the largest log likelihood with b at a place held at a value."""
    offset = value * design[:, place]
    ends = _logs(low, high)
    rest = None if start is None else np.delete(start, place)
    return _largest(np.delete(design, place, axis=1), (ends[0] - offset, ends[1] - offset), rest).value


def weibull_rows(parameters: np.ndarray, design: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return what each row adds to the log likelihood at (b, ln sigma)."""
    scale = np.exp(-parameters[-1])
    return _terms(np.append(parameters[:-1] * scale, scale), design, _logs(low, high))[0]


def weibull_survival(time: np.ndarray, median: float, sigma: float) -> np.ndarray:
    """Return the share that survives each time."""
    return np.asarray(np.exp(-log(2) * (np.asarray(time) / median) ** (1 / sigma)))


def weibull_likelihood(design: np.ndarray, ends: Ends) -> LogLikelihood:
    """Return the log likelihood of (b/sigma, 1/sigma)."""
    return partial(_slopes, design=design, ends=ends)


def _logs(low: np.ndarray, high: np.ndarray) -> Ends:
    with np.errstate(divide="ignore"):
        return np.log(low), np.log(high)


def _largest(design: np.ndarray, ends: Ends, start: np.ndarray | None) -> Largest:
    if start is not None:
        scale = np.exp(-start[-1])
        return largest(weibull_likelihood(design, ends), np.append(start[:-1] * scale, scale))
    known = np.where(np.isfinite(ends[0]), ends[0], ends[1])
    spread = max(float(known.std()), 0.1)
    begin = np.append(np.linalg.lstsq(design, known, rcond=None)[0], 1.0) / spread
    return largest(weibull_likelihood(design, ends), begin)


def _terms(parameters: np.ndarray, design: np.ndarray, ends: Ends) -> tuple[np.ndarray, ...]:
    """Return of each row its term, and the first and second derivatives of the term by z of both ends.

    A row that failed at one time has its z at the lower end alone; an end at zero or infinity has no derivative.
    """
    exact, from_start, runs = ends[0] == ends[1], np.isneginf(ends[0]), np.isposinf(ends[1])
    level, scale = design @ parameters[:-1], parameters[-1]
    z_low, z_up = (np.clip(scale * end - level + SHIFT, -700.0, 60.0) for end in ends)
    a = np.where(from_start, 0.0, np.exp(z_low))  # the cumulated hazards of both ends
    c = np.where(runs, 0.0, np.exp(z_up))
    drop = np.where(runs, -np.inf, np.minimum(a - c, -1e-300))
    ratio = np.exp(drop)  # S(high)/S(low)
    keep = np.where(exact, 1.0, np.maximum(-np.expm1(drop), 1e-140))
    up = np.where(exact | runs, 0.0, c * ratio / keep)
    by_low = np.where(exact, 1 - a, -a / keep)
    value = np.where(exact, z_low - a + np.log(scale), np.log(keep) - a)
    low_low = np.where(exact, -a, -a * (1 - a) / keep - (a / keep) ** 2)
    up_up = np.where(exact | runs, 0.0, up * (1 - c) - up**2)
    low_up = np.where(exact, 0.0, a / keep * up)
    return value, by_low, up, low_low, up_up, low_up


def _slopes(parameters: np.ndarray, design: np.ndarray, ends: Ends) -> Slopes:
    if parameters[-1] <= 0:
        return -np.inf, np.zeros(len(parameters)), np.zeros((len(parameters),) * 2)
    value, by_low, by_up, low_low, up_up, low_up = _terms(parameters, design, ends)
    exact = ends[0] == ends[1]
    # dz/d(b/sigma) = -x, dz/d(1/sigma) = ln t, with no weight where an end is open
    t_low, t_up = (np.where(np.isfinite(end), end, 0.0) for end in ends)
    low, up = (np.column_stack([-design, t]) for t in (t_low, t_up))
    gradient = low.T @ by_low + up.T @ by_up
    gradient[-1] += exact.sum() / parameters[-1]
    cross = low.T @ (up * low_up[:, None])
    hessian = low.T @ (low * low_low[:, None]) + up.T @ (up * up_up[:, None]) + cross + cross.T
    hessian[-1, -1] -= exact.sum() / parameters[-1] ** 2
    return float(value.sum()), gradient, hessian
