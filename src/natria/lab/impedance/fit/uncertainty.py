"""Covariance and intervals of fitted parameters in their logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .result import HELD, PROFILE, QUADRATIC

FLAT = 1e-13  # least eigenvalue of the scaled J^T J that is counted: below, the spectrum does not see the direction
AGREES = 0.1  # relative difference of the rise at the ends of a 95 % interval from that of the quadratic form
LEVELS = (0.68, 0.95)
EDGE = 1e-9


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """`ends` (parameter, level, side) in logarithms; inf and -inf where the spectrum sets no limit."""

    covariance: np.ndarray
    ends: np.ndarray
    methods: tuple[str, ...]
    better: np.ndarray | None = None  # a better minimum that was found on the way


def log_covariance(normal: np.ndarray, held: np.ndarray, variance: float) -> np.ndarray:
    """Return s^2 (J^T J)^-1 of the parameters that are not held; 0 for those."""
    free = np.flatnonzero(~held)
    some = normal[np.ix_(free, free)]
    scale = np.sqrt(np.maximum(np.diag(some), 1e-300))
    eigen, vectors = np.linalg.eigh(some / np.outer(scale, scale))
    inverse = (vectors / np.maximum(eigen, FLAT)) @ vectors.T
    found = np.zeros_like(normal)
    found[np.ix_(free, free)] = variance * inverse / np.outer(scale, scale)
    return found


Case = tuple[np.ndarray, np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]


def uncertainty(case: Case, chi: float, normal: np.ndarray, variance: float, degrees: float) -> Uncertainty:
    """Return covariance and intervals at a minimum of `case` (nodes, best, limits, spectrum).

    The quadratic form serves where it predicts the sum of squares at the ends of its 95 % intervals. Elsewhere, and
    where a parameter lies at a limit, the end is where the profile likelihood has fallen as far: sum of squares up by
    t^2 s^2, with Student's t (Venzon and Moolgavkar, Appl. Statist. 37, 87 (1988)).
    """
    from scipy.special import stdtrit

    from .profile_kernels import profile_ends, rises

    nodes, best, limits, spectrum = case
    held = limits[0] == limits[1]
    covariance = log_covariance(normal, held, variance)
    sigma = np.sqrt(np.diag(covariance))
    wide = [float(stdtrit(degrees, 0.5 + level / 2)) for level in LEVELS]
    directions = np.divide(covariance, sigma[:, None], out=np.zeros_like(covariance), where=sigma[:, None] > 0)
    at_limit = ~held & ((best <= limits[0] + EDGE) | (best >= limits[1] - EDGE))
    target = wide[-1] ** 2 * variance
    found = rises(nodes, best, directions * wide[-1], limits, spectrum) - chi
    by_profile = (np.abs(found / target - 1) > AGREES).any(1) | at_limit.any()
    ends = best[:, None, None] + sigma[:, None, None] * np.array(wide)[None, :, None] * np.array([-1.0, 1.0])
    rise = np.array(wide) ** 2 * variance
    for p in np.flatnonzero(by_profile & ~held):
        for side, sign in enumerate((-wide[0], wide[0])):
            found = profile_ends(nodes, best, chi, directions[p] * sign, limits, spectrum, np.array([p, *rise]))
            if np.isnan(found).any():
                return Uncertainty(covariance, ends, (), best)
            ends[p, :, side] = found
    methods = tuple(HELD if h else PROFILE if by else QUADRATIC for h, by in zip(held, by_profile, strict=True))
    return Uncertainty(covariance, ends, methods)
