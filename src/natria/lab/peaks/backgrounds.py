"""Backgrounds below peaks.

Linear: the line through both ends. Shirley (D. A. Shirley, Phys. Rev. B 5 (1972) 4709): the background rises in
proportion to the peak area on the side of its smaller one,

    B(x) = B_low + (B_high - B_low) A(x)/A,   A(x) the area of y - B between x and the low end

by iteration. Spline: through the means of given anchors, cubic, linear where there are two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector

ENDS = 5  # readings at each end, at most a tenth of all
ROUNDS = 200
SETTLED = 1e-8  # of the step between the ends
NEAR = 0.01  # of the range: the half width of an anchor


def linear(x: Vector, y: Vector, anchors: Sequence[float]) -> Vector:
    """Return the line through the means of both ends."""
    del anchors
    n = _ends(y)
    a, b = float(y[:n].mean()), float(y[-n:].mean())
    u, v = float(x[:n].mean()), float(x[-n:].mean())
    return np.asarray(a + (b - a) * (x - u) / (v - u))


def shirley(x: Vector, y: Vector, anchors: Sequence[float]) -> Vector:
    """Return the background of Shirley between the means of both ends."""
    del anchors
    n = _ends(y)
    first, last = float(y[:n].mean()), float(y[-n:].mean())
    low, sign = min(first, last), (1 if last >= first else -1)
    step, grid = abs(last - first), np.abs(np.gradient(x))
    made = np.full(len(y), low)
    for _ in range(ROUNDS):
        above = (y - made) * grid
        share = (np.cumsum(above) if sign > 0 else np.cumsum(above[::-1])[::-1]) - above / 2
        total = float(above.sum())
        if total <= 0:
            raise FitError(
                "the background of Shirley has no peak above it",
                "choose a range in which the peak stands above both ends, or a linear background",
            )
        new = low + step * share / total
        change = float(np.abs(new - made).max())
        made = new
        if change <= SETTLED * max(step, 1e-300):
            return np.asarray(made)
    raise FitError(
        f"the background of Shirley does not settle in {ROUNDS} rounds",
        "choose a range with flat ends, or another background",
    )


def spline(x: Vector, y: Vector, anchors: Sequence[float]) -> Vector:
    """Return a spline through the readings near the anchors."""
    from scipy.interpolate import CubicSpline

    places = np.sort(np.asarray(anchors, float))
    if len(places) < 2 or (np.diff(places) <= 0).any():
        raise FitError(f"a spline needs two anchors or more, here {len(places)}", "give places where no peak is")
    near = NEAR * float(np.ptp(x))
    if not all((np.abs(x - one) <= near).any() for one in places):
        raise FitError("an anchor of the background has no reading near it", "give anchors inside the range")
    values = np.array([float(y[np.abs(x - one) <= near].mean()) for one in places])
    if len(places) == 2:
        return np.asarray(np.interp(x, places, values))
    return np.asarray(CubicSpline(places, values)(x))


def none(x: Vector, y: Vector, anchors: Sequence[float]) -> Vector:
    """Return zero: the background was taken off before."""
    del x, anchors
    return np.zeros(len(y))


BACKGROUNDS: dict[str, Callable[[Vector, Vector, Sequence[float]], Vector]] = {
    "linear": linear,
    "shirley": shirley,
    "spline": spline,
    "none": none,
}


def background_of(kind: str, x: Vector, y: Vector, anchors: Sequence[float] = ()) -> Vector:
    """Return the background of a kind below a spectrum."""
    if kind not in BACKGROUNDS:
        raise FitError(f"no background is called {kind!r}", f"give one of {', '.join(BACKGROUNDS)}")
    return BACKGROUNDS[kind](x, y, anchors)


def _ends(y: Vector) -> int:
    return max(1, min(ENDS, len(y) // 10))
