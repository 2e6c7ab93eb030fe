"""Atomic fractions from areas of XPS peaks.

    x_i = (A_i/S_i)/sum_j (A_j/S_j)

A: area of a peak, S: relative sensitivity factor of its orbital (C. D. Wagner et al., Surf. Interface Anal. 3 (1981)
211). The sample is taken as homogeneous over the depth that is seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def atomic_fractions(
    areas: Mapping[str, tuple[float, float]], sensitivities: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Return the fraction of each element with its standard deviation, from areas with theirs.

    With the relative errors r of the areas: (std x_i/x_i)^2 = (1 - x_i)^2 r_i^2 + sum over j != i of x_j^2 r_j^2.
    """
    names = [*areas]
    if missing := [name for name in names if sensitivities.get(name, 0.0) <= 0]:
        raise ValueError(f"no sensitivity factor above zero for {', '.join(missing)}")
    values = np.array([areas[name][0] for name in names])
    if (values < 0).any() or not values.sum() > 0:
        raise ValueError("areas must not be negative, and one must be above zero")
    corrected = values / np.array([sensitivities[name] for name in names])
    errors = np.array([areas[name][1] for name in names]) / np.array([sensitivities[name] for name in names])
    x, s = corrected / corrected.sum(), errors / corrected.sum()
    stds = np.sqrt(((1 - x) * s) ** 2 + x**2 * (np.sum(s**2) - s**2))
    return {name: (float(a), float(b)) for name, a, b in zip(names, x, stds, strict=True)}
