"""Profile likelihood of one calibrated number, with all other free numbers fitted again.

The number is fixed at steps to both sides, the others are searched again at each step, and the rise of the sum of
squares is compared with chi squared of one degree of freedom (Raue et al., Bioinformatics 25 (2009) 1923). Where the
rise is a parabola the covariance gives the same interval; where it is not, the profile is the correct one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import FitError, did_you_mean
from .calibrate import Calibration

STEPS = (1.0, 2.0, 3.0)  # standard deviations to either side
NINETY_FIVE = 1.96  # standard deviations of a normal distribution


@dataclass(frozen=True, eq=False)
class Profile:
    """The profile of one number: `values` (SI, rising) and the signed deviation of the data in sigma.

    `low` and `high` are the ends of the interval of 95 %, None where the profile does not rise so far.
    """

    path: str
    values: np.ndarray
    off: np.ndarray
    low: float | None
    high: float | None


def profile(c: Calibration, path: str) -> Profile:
    """Return the profile likelihood of one number of a calibration that has a result."""
    fit = c.fit
    if path not in fit.names:
        raise FitError(f"{path!r} was not free", did_you_mean(path, fit.names))
    if fit.covariance is None:
        raise FitError("as many parameters as data leave no spread to follow", "give more data, or a spread of facts")
    place = fit.names.index(path)
    free = c.free[place]
    step = fit.covariance[place][place] ** 0.5 / free.slope(fit.values[place])
    ends = c.problem.bounds
    least = _squares(c, c.minimum.residual)
    found = [(float(c.minimum.at[place]), 0.0)]
    for side in (-1, 1):
        others = c.minimum.at
        for steps in STEPS:
            there = others.copy()
            there[place] = c.minimum.at[place] + side * steps * step
            if not ends[0][place] < there[place] < ends[1][place]:
                break
            best = _others(c, place, there)
            if best is None:
                break
            others, squares = best
            found.append((float(there[place]), side * max(squares - least, 0.0) ** 0.5))
    u, off = (np.array(column) for column in zip(*sorted(found), strict=True))
    low, high = (_crossing(u, off, side * NINETY_FIVE) for side in (-1, 1))
    values = np.array([free.value(x) for x in u])
    return Profile(path, values, off, *(None if x is None else free.value(x) for x in (low, high)))


def _squares(c: Calibration, residual: np.ndarray) -> float:
    """Return the sum of squares with the weights of the covariance: a large misfit counts for less."""
    weight = np.concatenate([np.full(len(m.simulated), 1 / m.excess) for m in c.misfits])
    squares = float(weight @ residual**2)
    return squares if c.problem.is_weighted else squares / (c.minimum.squares / c.problem.spare)


def _others(c: Calibration, place: int, at: np.ndarray) -> tuple[np.ndarray, float] | None:
    """Return the others fitted with one number fixed, and the sum of squares; None where unreachable."""
    chosen = np.arange(len(at)) != place
    residual = c.problem.residual(at)
    if residual is None or not chosen.any():
        return None if residual is None else (at, _squares(c, residual))
    found, _ = c.problem.search(chosen, at)
    there = at.copy()
    there[chosen] = found.at
    return there, _squares(c, found.residual)


def _crossing(u: np.ndarray, off: np.ndarray, wanted: float) -> float | None:
    """Return where the curve first reaches a value on its side, between two points."""
    beyond = np.flatnonzero(off * np.sign(wanted) >= abs(wanted))
    if not len(beyond):
        return None
    near = int(beyond[0] if wanted > 0 else beyond[-1])
    inner = near - int(np.sign(wanted))
    share = (wanted - off[inner]) / (off[near] - off[inner])
    return float(u[inner] + share * (u[near] - u[inner]))
