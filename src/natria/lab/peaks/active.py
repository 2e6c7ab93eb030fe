"""Backgrounds that are fitted together with the peaks, so that their error is in that of the areas.

    B(x) = sum_j b_j phi_j(x) + s sum_k A_k integral_(-inf)^x V_k

Linear: phi are 1 and x. Spline: cubic through free values at the anchors. Shirley: phi is 1, and s is free: the
background rises by the area of the peaks, as in the background of Shirley (Phys. Rev. B 5 (1972) 4709), but inside the
fit (A. Herrera-Gomez et al., Surf. Interface Anal. 46 (2014) 897). It needs no iteration and no flat ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from .backgrounds import BACKGROUNDS, background_of


@dataclass(frozen=True, eq=False)
class ActiveBackground:
    """Functions (a column each) with the coefficients to start from, and whether a step follows the peaks."""

    kind: str
    columns: np.ndarray
    start: Vector
    has_step: bool = False

    @property
    def parameters(self) -> int:
        return len(self.start) + self.has_step


def active_background(kind: str, x: Vector, y: Vector, anchors: Sequence[float] = ()) -> ActiveBackground:
    """Return the background of a kind for a fit; the start of its coefficients is that of the fixed kind."""
    if kind not in BACKGROUNDS:
        raise FitError(f"no background is called {kind!r}", f"give one of {', '.join(BACKGROUNDS)}")
    if kind == "none":
        return ActiveBackground(kind, np.empty((len(x), 0)), np.empty(0))
    if kind == "shirley":
        ends = background_of("linear", x, y)
        return ActiveBackground(kind, np.ones((len(x), 1)), np.array([min(ends[0], ends[-1])]), has_step=True)
    if kind == "linear":
        u = (x - x.mean()) / max(float(np.ptp(x)), 1e-300)
        columns = np.column_stack([np.ones(len(x)), u])
    else:
        columns = _splines(x, y, anchors)
    start = np.linalg.lstsq(columns, background_of(kind, x, y, anchors), rcond=None)[0]
    return ActiveBackground(kind, columns, np.asarray(start))


def _splines(x: Vector, y: Vector, anchors: Sequence[float]) -> np.ndarray:
    """Return the splines that are 1 at one anchor and 0 at the others."""
    from scipy.interpolate import CubicSpline

    background_of("spline", x, y, anchors)  # refuses anchors that cannot be
    places = np.sort(np.asarray(anchors, float))
    unit = np.eye(len(places))
    if len(places) == 2:
        return np.column_stack([np.interp(x, places, row) for row in unit])
    return np.asarray(CubicSpline(places, unit)(x))
