"""Shapes of lines: pseudo-Voigt of area 1, and its integral.

    V(x) = (1 - m) G(x; x_0, w) + m L(x; x_0, w)

G and L are a Gaussian and a Lorentzian with the same full width at half maximum w.
"""

from __future__ import annotations

import numpy as np

from ..kinetics.inputs import Vector

GAUSS = 4 * np.log(2)


def line(x: Vector, place: float, width: float, lorentzian: float) -> Vector:
    """Return a pseudo-Voigt line of area 1; `width` is its full width at half maximum."""
    u = (x - place) / width
    gauss = np.sqrt(GAUSS / np.pi) * np.exp(-GAUSS * u**2)
    return np.asarray(((1 - lorentzian) * gauss + lorentzian * 2 / np.pi / (1 + 4 * u**2)) / width)


def line_below(x: Vector, place: float, width: float, lorentzian: float) -> Vector:
    """Return the share of the area of a line that lies below each x: from 0 to 1."""
    from scipy.special import erf

    u = (x - place) / width
    gauss = 0.5 * (1 + erf(np.sqrt(GAUSS) * u))
    return np.asarray((1 - lorentzian) * gauss + lorentzian * (0.5 + np.arctan(2 * u) / np.pi))


def line_slopes(x: Vector, place: float, width: float, lorentzian: float) -> tuple[Vector, Vector, Vector]:
    """Return the derivatives of a line by its place, its width and its share of the Lorentzian."""
    u = (x - place) / width
    g = np.sqrt(GAUSS / np.pi) * np.exp(-GAUSS * u**2)
    low = 1 + 4 * u**2
    cauchy = 2 / np.pi / low
    f = (1 - lorentzian) * g + lorentzian * cauchy
    slope = -2 * GAUSS * u * (1 - lorentzian) * g - lorentzian * cauchy * 8 * u / low
    return -slope / width**2, -(f + u * slope) / width**2, (cauchy - g) / width


def below_slopes(x: Vector, place: float, width: float, lorentzian: float) -> tuple[Vector, Vector, Vector]:
    """Return the derivatives of `line_below` by place, width and share of the Lorentzian."""
    height = line(x, place, width, lorentzian)
    of_shape = line_below(x, place, width, 1.0) - line_below(x, place, width, 0.0)
    return -height, -(x - place) / width * height, of_shape
