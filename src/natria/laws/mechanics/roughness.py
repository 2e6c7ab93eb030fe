"""Strain of a layer on a face whose roughness grows. SI in and out, scalars or arrays.

The face is a sine of one wavelength; the layer was laid on it without strain and follows it as it grows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array, not_negative, positive


def grown_amplitude(amplitude: ArrayLike, unevenness: ArrayLike, plated: ArrayLike) -> Numbers:
    """Return the amplitude (m) of a face after plating, A + s d.

    `unevenness` s is the amplitude of the plated thickness over its mean d, in phase with the face: tops grow faster.
    """
    grown = not_negative(unevenness, "unevenness") * not_negative(plated, "plated thickness")
    return array(not_negative(amplitude, "amplitude") + grown)


def sine_stretch(amplitude: ArrayLike, wavelength: ArrayLike) -> Numbers:
    """Return the length of a sine over its wavelength, less one.

    (2/pi) sqrt(1 + m) E(m/(1 + m)) - 1, m = (2 pi A/L)^2; E is the complete elliptic integral of the second kind. It
    is (pi A/L)^2 for a flat sine.
    """
    from scipy.special import ellipe

    steep = (2 * np.pi * not_negative(amplitude, "amplitude") / positive(wavelength, "wavelength")) ** 2
    exact = 2 / np.pi * np.sqrt(1 + steep) * ellipe(steep / (1 + steep)) - 1
    return array(np.where(steep < 1e-6, steep / 4, exact))  # the difference from one is lost in rounding there


def roughening_strain(before: ArrayLike, after: ArrayLike, wavelength: ArrayLike, thickness: ArrayLike) -> Numbers:
    """Return the largest strain of a layer as the amplitude of its face grows: stretched evenly, and bent.

    (1 + s')/(1 + s) - 1 with s the `sine_stretch`, plus h/2 times the change of the curvature A (2 pi/L)^2.
    """
    low, high = sine_stretch(before, wavelength), sine_stretch(after, wavelength)
    curved = (array(after) - array(before)) * (2 * np.pi / array(wavelength)) ** 2
    return array((high - low) / (1 + low) + positive(thickness, "layer thickness") / 2 * np.abs(curved))
