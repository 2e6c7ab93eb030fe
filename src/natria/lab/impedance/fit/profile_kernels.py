"""Profile likelihood: where the sum of squares has risen by so much while all others follow."""

from __future__ import annotations

import numpy as np

from ..machine_code import compiled
from .descent_kernels import Weighed, descend, residuals

STEPS, TOLERANCE = 25, 1e-5
TRIES = 14
CLOSE = 0.03  # of the half-width: a chord corrects the rest
FARTHEST = 3.0  # times the last step
BETTER = 1e-4  # relative fall of the sum of squares that is another minimum


@compiled
def profile_ends(
    nodes: np.ndarray,
    best: np.ndarray,
    low_chi: float,
    direction: np.ndarray,
    limits: np.ndarray,
    spectrum: Weighed,
    ask: np.ndarray,
) -> np.ndarray:
    """Return the values where the sum of squares has risen by `ask[1:]`; +-inf where it does not.

    The rises grow. nan where a better minimum was found; `best` is moved there. `direction` is where the quadratic form
    sees the first end; `ask[0]` the place of the parameter. The way to an end begins at the one before.
    """
    place, goes = int(ask[0]), direction[int(ask[0])]
    found = np.full(len(ask) - 1, np.inf if goes > 0 else -np.inf)
    allowed = ((limits[1, place] if goes > 0 else limits[0, place]) - best[place]) / goes
    if allowed <= 1e-9:
        return found
    box = limits.copy()
    x, start, path = best.copy(), best.copy(), direction.copy()
    from_scale, scale, last = 0.0, min(1.0, allowed), 0.0
    for level in range(1, len(ask)):
        rise = ask[level]
        low, low_root = from_scale, np.sqrt(last / rise)
        high, high_root = -1.0, 0.0
        for _ in range(TRIES):
            x[:] = start + (scale - from_scale) * path
            x[place] = best[place] + scale * goes
            box[0, place] = box[1, place] = x[place]
            chi, _ = descend(nodes, x, box, spectrum, STEPS, TOLERANCE)
            if chi < low_chi * (1.0 - BETTER):
                best[:] = x
                found[:] = np.nan
                return found
            root = np.sqrt(max(chi - low_chi, 0.0) / rise)
            near = abs(root - 1.0) < CLOSE
            if root < 1.0 or near:
                if root < 1.0 and scale >= allowed * (1.0 - 1e-9):
                    return found
                from_scale, last = scale, max(chi - low_chi, 0.0)
                start[:] = x
                path[:] = (x - best) / scale
            if near:
                scale += (1.0 - root) * (scale - low) / max(root - low_root, 1e-3)
                break
            if root < 1.0:
                low, low_root = scale, root
            else:
                high, high_root = scale, root
            if high < 0:
                scale = min(allowed, scale * min(FARTHEST, max(1.1, 1.0 / max(root, 1e-3))))
            else:
                share = (1.0 - low_root) / (high_root - low_root)
                scale = low + (high - low) * min(max(share, 0.05), 0.95)
        scale = min(scale, allowed)
        found[level - 1] = best[place] + scale * goes
        if level + 1 < len(ask):
            scale = min(scale * np.sqrt(ask[level + 1] / rise), allowed)
    return found


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
