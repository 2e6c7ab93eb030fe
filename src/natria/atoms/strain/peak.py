"""Maxima, inflections and slopes of curves through few points, each with an error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class StressMaximum:
    """A maximum with standard deviations of its place and its value."""

    strain: float
    value: float
    strain_std: float
    value_std: float


@dataclass(frozen=True)
class Estimate:
    """A number with its standard deviation."""

    value: float
    std: float


def peak(strains: np.ndarray, values: np.ndarray, noise: float) -> StressMaximum | None:
    """The maximum of the cubic through the four points nearest to it; None where it is at an end.

    The error is the distance to the maximum of the parabola through three points, and what `noise` of the values does
    to that parabola: noise/(|curvature| half width) of its place.
    """
    top = int(np.argmax(values))
    if top in (0, len(values) - 1):
        return None
    place, value, curvature = _parabola(strains[top - 1 : top + 2], values[top - 1 : top + 2])
    width = (strains[top + 1] - strains[top - 1]) / 2
    some = _nearest(strains, place, 4, must=(top - 1, top, top + 1))
    better = _cubic(strains[some], values[some], strains[top - 1], strains[top + 1]) if len(some) == 4 else None
    off = (width / 2, values[top] * width) if better is None else (abs(better[0] - place), abs(better[1] - value))
    place, value = better or (place, value)
    return StressMaximum(
        float(place),
        float(value),
        float(np.hypot(off[0], noise / (abs(curvature) * width))),
        float(np.hypot(off[1], noise)),
    )


def inflection(strains: np.ndarray, energies: np.ndarray, near: float) -> Estimate | None:
    """Where the energy goes over from convex to concave, nearest to a strain, from energies alone.

    The polynomial through the six nearest points gives the place, that through five its error.
    """
    found = [_inflection(strains, energies, near, count) for count in (6, 5)]
    if found[0] is None or found[1] is None:
        return None
    return Estimate(found[0], abs(found[0] - found[1]))


def initial_slope(strains: np.ndarray, stresses: np.ndarray, noise: float) -> Estimate | None:
    """The slope at the first of the points, of the cubic through four.

    Its distance to the slope of the parabola through three is the error.
    `noise` of a stress adds noise over the smallest strain.
    """
    if len(strains) < 4:
        return None
    scale = float(strains[3])
    slopes = [
        np.polynomial.Polynomial.fit(strains[:count] / scale, stresses[:count], count - 1, domain=[-1, 1])
        for count in (4, 3)
    ]
    cubic, parabola = (float(one.deriv()(strains[0] / scale)) / scale for one in slopes)
    return Estimate(cubic, float(np.hypot(cubic - parabola, noise / (strains[1] - strains[0]))))


def _parabola(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    """Place, value and second derivative of the parabola through three points."""
    c, b, a = np.polynomial.polynomial.polyfit(x - x[1], y, 2)
    place = -b / (2 * a)
    return float(x[1] + place), float(c + b * place + a * place**2), float(2 * a)


def _cubic(x: np.ndarray, y: np.ndarray, low: float, high: float) -> tuple[float, float] | None:
    """Place and value of the maximum of the cubic through four points, between two strains."""
    middle, scale = (low + high) / 2, (high - low) / 2
    curve = np.polynomial.Polynomial(np.polynomial.polynomial.polyfit((x - middle) / scale, y, 3))
    bend = curve.deriv(2)
    for root in map(complex, curve.deriv().roots()):
        place = root.real
        if abs(root.imag) < 1e-9 and abs(place) <= 1 and float(bend(place)) < 0:
            return middle + scale * place, float(curve(place))
    return None


def _inflection(x: np.ndarray, y: np.ndarray, near: float, count: int) -> float | None:
    some = _nearest(x, near, count)
    if len(some) < count:
        return None
    scale = float(np.ptp(x[some])) / 2
    curve = np.polynomial.Polynomial(np.polynomial.polynomial.polyfit((x[some] - near) / scale, y[some], count - 1))
    bend, change = curve.deriv(2), curve.deriv(3)
    roots = [float(r.real) for r in bend.roots() if abs(r.imag) < 1e-9 and change(r.real) < 0]
    if not roots:
        return None
    return near + scale * min(roots, key=abs)


def _nearest(x: np.ndarray, place: float, count: int, must: tuple[int, ...] = ()) -> np.ndarray:
    """The indices, in order, of the points nearest to a place, with some that must be among them."""
    rest = [k for k in np.argsort(np.abs(x - place), kind="stable") if k not in must]
    return np.sort(np.array([*must, *rest[: count - len(must)]], int))
