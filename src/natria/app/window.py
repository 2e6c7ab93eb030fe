"""The part of a stored series that is visible, thinned so that no spike of one reading is lost.

A series of a million readings is on disk as two arrays. Only the visible window is read (the arrays are mapped into
memory), and each stretch of it keeps its first, lowest, highest and last reading (`record.thin`).
"""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import numpy as np

from ..record import thin

MOST_POINTS, FEWEST_POINTS = 20_000, 16


def window(
    x: np.ndarray, y: np.ndarray, low: float | None, high: float | None, points: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the thinned readings with x between two limits, and one reading beyond each. x must not fall."""
    first = 0 if low is None else max(int(np.searchsorted(x, low, "left")) - 1, 0)
    stop = len(x) if high is None else min(int(np.searchsorted(x, high, "right")) + 1, len(x))
    stop = max(stop, first)
    inside = np.asarray(x[first:stop]), np.asarray(y[first:stop])
    kept = thin(*inside, most=min(max(points, FEWEST_POINTS), MOST_POINTS))
    return inside[0][kept], inside[1][kept]


def read_window(folder: Path, names: tuple[str, str], limits: tuple[float | None, float | None], points: int) -> bytes:
    """Return the window of a stored series in SI: all x, then all y, as little-endian 64-bit floats."""
    x, y = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names)
    low, high = (one if one is not None and isfinite(one) else None for one in limits)
    return b"".join(part.astype("<f8").tobytes() for part in window(x, y, low, high, points))
