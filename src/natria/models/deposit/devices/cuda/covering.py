"""A layer that keeps its thickness on the metal, on a GPU: rounds until no distance changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..device import DeviceArray
from .arrays import bring, zeros
from .launching import Launching, cells_of
from .layer_kernels import cover_begin, cover_share, cover_spread

CHECKED = 8  # rounds between two looks at what still changes


def covering(launching: Launching) -> Callable[[DeviceArray, DeviceArray, float], None]:
    """Return `cover` of a device: its fields for distances are made at the first call and kept."""
    kept: list[DeviceArray] = []

    def cover(xi: DeviceArray, out: DeviceArray, thickness: float) -> None:
        rows = xi.shape[0]
        if not kept:
            kept.extend((zeros(xi.shape, np.float64), zeros(xi.shape, np.float64)))
            kept.extend((zeros(xi.shape, np.uint8), zeros((rows,), np.float64)))
        one, two, fixed, changes = kept
        shape = cells_of((xi,), rows)
        launching.over_cells(cover_begin, shape, xi, one, fixed)
        changed = True
        while changed:
            for _ in range(CHECKED):
                launching.over_rows(cover_spread, rows, one, two, fixed, thickness + 1.0, changes)
                one, two = two, one
            changed = bool(bring(changes).max() > 0)
        launching.over_cells(cover_share, shape, one, out, thickness)

    return cover
