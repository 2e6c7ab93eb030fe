"""Does a flat sodium front stay flat under elastic stress alone? SI in and out, scalars or arrays.

A small ripple of the front stresses the metal and the layer; stress shifts the equilibrium potential and so the current
between crests and troughs (Monroe and Newman, J. Electrochem. Soc. 152, A396 (2005); Ahmad and Viswanathan, Phys. Rev.
Lett. 119, 056003 (2017)). Linear, isotropic, without surface tension, plastic flow and cracks: a stable answer here is
no promise, since sodium yields below 1 MPa.

The ripple is an imposed displacement of the face: the normal stresses on its two sides are not in balance, although
the published form of the potential was derived with that balance. `pressure_index` takes the potential in its other
form, from the two pressures alone. The two forms agree only where the normal forces balance, and here they do not.

Names: `ratio` r = G_layer / G_metal; `volume_ratio` v = volume of the cation in the layer / volume of the metal atom.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ..numbers import Numbers, array


def neutral_coefficients(
    volume_ratio: ArrayLike, poisson_metal: ArrayLike, poisson_layer: ArrayLike
) -> tuple[Numbers, Numbers, Numbers]:
    """(a2, a1, a0) of the neutral curve a2 r^2 + a1 r + a0 = 0; stable where the left side is below zero.

    With a = 3 - 4 nu_metal and b = 3 - 4 nu_layer the polynomial is a sum over the two ways in which stress acts,
        [3 a r - (4 - a)] (r + b)  +  v [3 b - (4 - b) r] (1 + a r),
    on the metal (stable if the layer is soft, "density-driven") and on the cation in the layer (stable if it is stiff,
    "pressure-driven"). So v = 0 is stable below r = (1 + 4 nu_metal) / (3 (3 - 4 nu_metal)), whatever the layer's
    Poisson ratio, and v -> infinity above r = 3 (3 - 4 nu_layer) / (1 + 4 nu_layer), whatever the metal's.
    """
    v = _volume(volume_ratio)
    a = 3 - 4 * _poisson(poisson_metal)
    b = 3 - 4 * _poisson(poisson_layer)
    quadratic = a * (3 - v * (4 - b))
    linear = 3 * a * b * (1 + v) - (4 - a) - v * (4 - b)
    constant = b * (3 * v - (4 - a))
    return array(quadratic), array(linear), array(constant)


def neutral_polynomial(
    ratio: ArrayLike, volume_ratio: ArrayLike, poisson_metal: ArrayLike, poisson_layer: ArrayLike
) -> Numbers:
    """Left side a2 r^2 + a1 r + a0 of the neutral curve.

    The flat front is stable where it is below zero.
    """
    r = _modulus_ratio(ratio)
    quadratic, linear, constant = neutral_coefficients(volume_ratio, poisson_metal, poisson_layer)
    return array((quadratic * r + linear) * r + constant)


def stability_index(
    ratio: ArrayLike, volume_ratio: ArrayLike, poisson_metal: ArrayLike, poisson_layer: ArrayLike
) -> Numbers:
    """The neutral polynomial over (1 + r)^2: same sign, below zero stable, finite over any decades of r.

    It runs from a0 (soft layer) to a2 (stiff layer) and, as a mean of a0, a1/2 and a2, never leaves their range.
    """
    return _over_square(ratio, neutral_coefficients(volume_ratio, poisson_metal, poisson_layer))


def pressure_coefficients(
    volume_ratio: ArrayLike, poisson_metal: ArrayLike, poisson_layer: ArrayLike
) -> tuple[Numbers, Numbers, Numbers]:
    """(b2, b1, b0) of minus the reaction energy of deposition at a crest, from the two pressures alone.

    Depositing a mole there costs V_M dp_metal - V_+ dp_layer more than on the flat face. In the same displacement field
    and on the same scale as `neutral_coefficients` this is minus
        (7 - a) (r + b)  +  v (7 - b) r (1 + a r),      a = 3 - 4 nu_metal, b = 3 - 4 nu_layer,
    since the crest is stretched and the layer in front of it is pressed. Both terms favour the crest at any ratio.
    """
    v = _volume(volume_ratio)
    a = 3 - 4 * _poisson(poisson_metal)
    b = 3 - 4 * _poisson(poisson_layer)
    return array(v * a * (7 - b)), array((7 - a) + v * (7 - b)), array((7 - a) * b)


def pressure_index(
    ratio: ArrayLike, volume_ratio: ArrayLike, poisson_metal: ArrayLike, poisson_layer: ArrayLike
) -> Numbers:
    """Minus (V_M dp_metal - V_+ dp_layer) at a crest over (1 + r)^2, on the scale of `stability_index`.

    Above zero the crest is favoured, which it is at every ratio.
    """
    return _over_square(ratio, pressure_coefficients(volume_ratio, poisson_metal, poisson_layer))


def _over_square(ratio: ArrayLike, coefficients: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    r = _modulus_ratio(ratio)
    quadratic, linear, constant = coefficients
    stiff, soft = r / (1 + r), 1 / (1 + r)  # shares, so that no square of a large ratio is formed
    return array(quadratic * stiff**2 + linear * stiff * soft + constant * soft**2)


def stable_interval(volume_ratio: float, poisson_metal: float, poisson_layer: float) -> list[tuple[float, float]]:
    """Modulus ratios r = G_layer / G_metal for which the flat front is stable: none or one (low, high).

    Soft branch, (0, high): v < (1 + 4 nu_metal)/3. Stiff branch, (low, inf): v > 3/(1 + 4 nu_layer). In between no
    ratio is stable. Both at once would need (1 + 4 nu_metal)(1 + 4 nu_layer) > 9, more than two incompressible
    materials have, so there is never a second interval.
    """
    # Over 1 + v, which changes no root and keeps the discriminant finite at any v.
    scale = 1 + volume_ratio
    coefficients = neutral_coefficients(volume_ratio, poisson_metal, poisson_layer)
    quadratic, linear, constant = (float(one) / scale for one in coefficients)
    if quadratic >= 0 and constant >= 0:
        return []
    # One sign change, so one positive root, and linear >= 0: the form without cancellation differs by branch.
    middle = linear + sqrt(linear**2 - 4 * quadratic * constant)
    return [(0.0, -2 * constant / middle)] if constant < 0 else [(-middle / (2 * quadratic), inf)]


def _volume(ratio: ArrayLike) -> Numbers:
    v = array(ratio)
    if not np.all((v >= 0) & np.isfinite(v)):
        raise ValueError("the ratio of volumes is a finite number, not negative")
    return v


def _modulus_ratio(ratio: ArrayLike) -> Numbers:
    r = array(ratio)
    if not np.all((r >= 0) & np.isfinite(r)):
        raise ValueError("the ratio of shear moduli is a finite number, not negative")
    return r


def _poisson(ratio: ArrayLike) -> Numbers:
    nu = array(ratio)
    if not np.all((nu > -1) & (nu <= 0.5)):
        raise ValueError("Poisson's ratio of a stable material lies between -1 and 1/2")
    return nu
