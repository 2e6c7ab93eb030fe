"""Arguments and results of the laws: SI numbers, one or many."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def array(value: ArrayLike) -> Numbers:
    return np.asanyarray(value, dtype=np.float64)  # keeps the numbers of many designs (`many`)


def positive(value: ArrayLike, what: str) -> Numbers:
    """The argument as numbers; raises unless all are finite and above zero."""
    number = array(value)
    if not np.all((number > 0) & np.isfinite(number)):
        raise ValueError(f"{what} must be finite and above zero")
    return number


def not_negative(value: ArrayLike, what: str) -> Numbers:
    """The argument as numbers; raises unless all are finite and none is below zero."""
    number = array(value)
    if not np.all((number >= 0) & np.isfinite(number)):
        raise ValueError(f"{what} must be finite and not negative")
    return number
