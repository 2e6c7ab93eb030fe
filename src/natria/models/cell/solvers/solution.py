"""What an integrator returns of one leg."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Solution:
    """Times and states, by the names of scikit-sundae.

    `i_events` has a row of the events at the end, or is None.
    """

    t: np.ndarray
    y: np.ndarray
    success: bool
    message: str
    i_events: np.ndarray | None
