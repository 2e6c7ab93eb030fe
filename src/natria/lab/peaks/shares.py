"""Shares of species from areas of their peaks, and a mean over species.

    x_k = (A_k/s_k)/sum_j (A_j/s_j),   <n> = sum_k n_k x_k

s_k is what one atom of a species gives of signal: 1 in NMR that is quantitative, the sensitivity factor of XPS. With
n_k as the bridging anions of a phosphorus atom, <n> is the mean number of bridges, the degree of polymerisation of a
glass.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .fit import PeakFit


def shares_of(fit: PeakFit, sensitivities: Mapping[str, float] | None = None) -> tuple[dict[str, float], np.ndarray]:
    """Return the share of each peak and their covariance, by the covariance of the areas."""
    given = sensitivities or {}
    factors = np.array([given.get(one.name, 1.0) for one in fit.peaks])
    if not (factors > 0).all():
        raise ValueError("sensitivity factors must be above zero")
    areas = np.array([one.area for one in fit.peaks]) / factors
    total = areas.sum()
    if not total > 0:
        raise ValueError("no peak has an area")
    x = areas / total
    slope = (np.eye(len(x)) - x[:, None]) / total
    covariance = slope @ (fit.covariance / np.outer(factors, factors)) @ slope.T
    return {one.name: float(share) for one, share in zip(fit.peaks, x, strict=True)}, covariance


def mean_of(shares: Mapping[str, float], covariance: np.ndarray, numbers: Mapping[str, float]) -> tuple[float, float]:
    """Return the mean of a number that each species has, and its standard deviation."""
    if missing := [name for name in shares if name not in numbers]:
        raise ValueError(f"no number for {', '.join(missing)}")
    n, x = np.array([numbers[name] for name in shares]), np.array([*shares.values()])
    return float(n @ x), float(np.sqrt(max(n @ covariance @ n, 0.0)))
