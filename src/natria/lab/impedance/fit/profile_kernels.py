"""Profile likelihood: where the sum of squares has risen by so much while all others follow."""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled
from .descent_kernels import Weighed, descend, residuals

STEPS, TOLERANCE = 25, 1e-6
TRIES = 14
CLOSE = 0.01  # of the half-width
FARTHEST = 3.0  # times the last step
BETTER = 1e-4  # relative fall of the sum of squares that is another minimum


@compiled
def profile_end(
    nodes: np.ndarray,
    best: np.ndarray,
    low_chi: float,
    direction: np.ndarray,
    limits: np.ndarray,
    spectrum: Weighed,
    ask: np.ndarray,
) -> float:
    """Return the value where the sum of squares has risen by `ask[1]`; +-inf where it does not.

    nan where a better minimum was found; `best` is moved there. `direction` is where the quadratic form sees the end;
    `ask[0]` the place of the parameter.
    """
    place, rise = int(ask[0]), ask[1]
    goes = direction[place]
    limit = limits[1, place] if goes > 0 else limits[0, place]
    allowed = (limit - best[place]) / goes
    if allowed <= 1e-9:
        return np.inf if goes > 0 else -np.inf
    box = limits.copy()
    x, start = best.copy(), best.copy()
    from_scale, low, low_root, high, high_root = 0.0, 0.0, 0.0, -1.0, 0.0
    scale = min(1.0, allowed)
    for _ in range(TRIES):
        x[:] = start + (scale - from_scale) * direction
        x[place] = best[place] + scale * goes
        box[0, place] = box[1, place] = x[place]
        chi, _ = descend(nodes, x, box, spectrum, STEPS, TOLERANCE)
        if chi < low_chi * (1.0 - BETTER):
            best[:] = x
            return np.nan
        root = np.sqrt(max(chi - low_chi, 0.0) / rise)
        if abs(root - 1.0) < CLOSE:
            break
        if root < 1.0:
            if scale >= allowed * (1.0 - 1e-9):
                return np.inf if goes > 0 else -np.inf
            low, low_root, from_scale = scale, root, scale
            start[:] = x
        else:
            high, high_root = scale, root
        if high < 0:
            scale = min(allowed, scale * min(FARTHEST, max(1.1, 1.0 / max(root, 1e-3))))
        else:
            share = (1.0 - low_root) / (high_root - low_root)
            scale = low + (high - low) * min(max(share, 0.05), 0.95)
    return float(best[place] + scale * goes)


@compiled
def rises(nodes: np.ndarray, best: np.ndarray, steps: np.ndarray, limits: np.ndarray, spectrum: Weighed) -> np.ndarray:
    """Return the sum of squares at `best` plus and minus each row of `steps`; inf beyond a limit."""
    n, many = len(best), len(spectrum[0])
    room = (
        np.empty((len(nodes), many), np.complex128),
        np.empty((len(nodes), many), np.complex128),
        np.zeros((n, many), np.complex128),
    )
    weighted = np.empty((n + 1, 2 * many))
    found = np.empty((len(steps), 2))
    for i in range(len(steps)):
        for side in range(2):
            x = best + steps[i] * (1.0 if side else -1.0)
            inside = True
            for p in range(n):
                inside = inside and limits[0, p] <= x[p] <= limits[1, p]
            found[i, side] = residuals(nodes, x, spectrum, room, weighted) if inside else np.inf
    return found
