"""What the laws take and give: SI numbers, one or many."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def array(value: ArrayLike) -> Numbers:
    return np.asarray(value, dtype=np.float64)
