"""The resolution of written numbers: the power of ten of which all of them are multiples."""

from __future__ import annotations

import numpy as np

FINEST = 12  # decimals below the coarsest step that are tried
ROUNDING = 1e-9  # relative to the largest number: what floating point leaves of a decimal number
ENOUGH = 20_000  # numbers that are looked at


def decimal_step(values: np.ndarray, coarsest: float) -> float:
    """Return the largest power of ten, from `coarsest` down, that divides all values; 0 if none does."""
    there = values[np.isfinite(values)]
    if not len(there) or not there.any():
        return 0.0
    some = there[:: max(len(there) // ENOUGH, 1)]
    slack = ROUNDING * float(np.abs(some).max())
    for decimals in range(FINEST + 1):
        step = coarsest / 10.0**decimals
        if step <= 4 * slack:
            return 0.0
        if (np.abs(some - np.round(some / step) * step) <= slack).all():
            return step
    return 0.0
