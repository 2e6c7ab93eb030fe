"""A thin layer lifted off its substrate by a pressure: the circular blister, and the peeled strip.

SI in and out. The patch is a disc of radius a, clamped at its rim; the layer is linear elastic. Two limits are exact:

    plate     w << h:  w0 = p a^4/(64 D),             G = p^2 a^4/(128 D)
    membrane  w >> h:  w0 = K (p a^4/(E h))^(1/3),    G = (5/4) c p w0

D = E h^3/(12 (1 - nu^2)) (Timoshenko and Woinowsky-Krieger, Theory of Plates and Shells, 1959). K and c, volume over
pi a^2 w0, follow from Hencky's series (Z. Math. Phys. 63, 311 (1915)); G by a crack that grows at a given pressure
(Gent and Lewandowski, J. Appl. Polym. Sci. 33, 1567 (1987)). Tension N of the layer adds w0 = p a^2/(4 N).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..numbers import positive
from .films import plane_strain_modulus, poisson

TERMS = 60  # of Hencky's series, whose coefficients fall geometrically


@dataclass(frozen=True)
class ElasticSheet:
    """An elastic layer: modulus (Pa), Poisson's ratio, thickness (m), own stress (Pa, tension positive)."""

    young: float
    ratio: float
    thickness: float
    stress: float = 0.0

    def __post_init__(self) -> None:
        positive(self.young, "Young's modulus")
        positive(self.thickness, "layer thickness")
        poisson(self.ratio)

    @property
    def rigidity(self) -> float:
        """Return D (N m), moment over curvature of a plate."""
        return float(plane_strain_modulus(self.young, self.ratio)) * self.thickness**3 / 12

    @property
    def tension(self) -> float:
        """Return the force in the plane (N/m) of the layer's own stress."""
        return self.stress * self.thickness


@cache
def membrane_shape(ratio: float) -> tuple[float, float]:
    """Return (K, c) of a circular membrane: its height K (p a^4/(E h))^(1/3) and its volume c pi a^2 w0.

    With N = (E h p^2 a^2)^(1/3) n(x) and x = (r/a)^2, equilibrium and compatibility give (x n)'' = -1/(32 n^2), and
    the clamped rim (1 - nu) n + 2 n' = 0 at x = 1 (Hencky).
    """
    from scipy.integrate import quad
    from scipy.optimize import brentq

    poisson(ratio)

    def rim(start: float) -> float:
        n = _series(start)
        return float((1 - ratio) * n(1.0) + 2 * n.deriv()(1.0))

    n = _series(float(brentq(rim, 0.24, 2.0, xtol=1e-14)))
    height = quad(lambda x: 0.25 / n(x), 0.0, 1.0)[0]
    return height, quad(lambda x: 0.25 * x / n(x), 0.0, 1.0)[0] / height


def _series(start: float) -> np.polynomial.Polynomial:
    """Return n(x) as a power series that begins with `start`."""
    n = np.zeros(TERMS)
    n[0] = start
    inverse = np.zeros(TERMS)  # of 1/n^2
    inverse[0] = 1 / start**2
    square = np.zeros(TERMS)
    square[0] = start**2
    for k in range(1, TERMS):
        n[k] = -inverse[k - 1] / (32 * k * (k + 1))
        square[k] = n[: k + 1] @ n[k::-1]
        inverse[k] = -(square[1 : k + 1] @ inverse[k - 1 :: -1]) / square[0]
    return np.polynomial.Polynomial(n)


def blister_pressure(sheet: ElasticSheet, height: float, radius: float) -> float:
    """Return the pressure (Pa) that holds a blister of this height: plate, membrane and own tension added.

    Exact in each limit; between them the sum is an interpolation, which the finite elements check.
    """
    factor, _ = membrane_shape(sheet.ratio)
    plate = 64 * sheet.rigidity * height / radius**4
    stretched = sheet.young * sheet.thickness * (height / factor) ** 3 / radius**4
    return plate + stretched + 4 * sheet.tension * height / radius**2


def blister_energy_release(sheet: ElasticSheet, height: float, radius: float) -> float:
    """Return G (J/m^2) of a blister of this height: 32 D w0^2/a^4 + (5/4) c p_m w0 + 2 N w0^2/a^2.

    The parts are those of `blister_pressure`.
    """
    factor, share = membrane_shape(sheet.ratio)
    stretched = sheet.young * sheet.thickness * (height / factor) ** 3 / radius**4
    plate = 32 * sheet.rigidity * height**2 / radius**4
    return plate + 1.25 * share * stretched * height + 2 * sheet.tension * height**2 / radius**2


def blister_height(sheet: ElasticSheet, pressure: float, radius: float) -> float:
    """Return the height (m) at a pressure: the cubic w^3 + b w = c of `blister_pressure`."""
    factor, _ = membrane_shape(sheet.ratio)
    over = factor**3 / (sheet.young * sheet.thickness)
    b = (64 * sheet.rigidity + 4 * sheet.tension * radius**2) * over
    c = float(positive(pressure, "pressure")) * radius**4 * over
    if b <= 0:  # compressed beyond buckling
        return float(max(root.real for root in np.roots([1.0, 0.0, b, -c]) if abs(root.imag) <= 1e-9 * abs(root)))
    scale = 2 * np.sqrt(b / 3)
    return float(scale * np.sinh(np.arcsinh(3 * c / (b * scale)) / 3))


def blister_radius(sheet: ElasticSheet, height: float, energy: float) -> float:
    """Return the radius (m) at which a blister of this height stops, G = Gamma; `energy` is Gamma (J/m^2)."""
    factor, share = membrane_shape(sheet.ratio)
    fourth = 32 * sheet.rigidity * height**2
    fourth += 1.25 * share * sheet.young * sheet.thickness * height**4 / factor**3
    second = 2 * sheet.tension * height**2
    paid = float(positive(energy, "adhesion energy"))
    return float(np.sqrt((second + np.sqrt(second**2 + 4 * paid * fourth)) / (2 * paid)))


def lifting_radius(sheet: ElasticSheet, pressure: float, energy: float) -> float:
    """Return the radius (m) of the smallest patch from which a pressure lifts a layer, G = Gamma.

    Plate: a = (128 D Gamma)^(1/4)/p^(1/2), so it grows as h^(3/4); membrane: as h^(1/4).
    """
    from scipy.optimize import brentq

    push = float(positive(pressure, "pressure"))
    plate = (128 * sheet.rigidity * float(positive(energy, "adhesion energy"))) ** 0.25 / np.sqrt(push)

    def excess(log_radius: float) -> float:
        radius = float(np.exp(log_radius))
        return float(np.log(blister_energy_release(sheet, blister_height(sheet, push, radius), radius) / energy))

    low, high = np.log(plate) - 1, np.log(plate) + 1
    while excess(low) > 0:
        low -= 1
    while excess(high) < 0:
        high += 1
    return float(np.exp(brentq(excess, low, high, xtol=1e-13)))


def peel_length(sheet: ElasticSheet, deflection: float, energy: float) -> float:
    """Return the length (m) of a peeled strip with a lifted end, (9 D w^2/(2 Gamma))^(1/4).

    One arm of a double cantilever beam: w = P a^3/(3 D), G = P^2 a^2/(2 D) per width; `energy` is that of one arm.
    """
    return float((4.5 * sheet.rigidity * deflection**2 / positive(energy, "adhesion energy")) ** 0.25)


def peel_force(sheet: ElasticSheet, deflection: float, energy: float) -> float:
    """Return the force (N/m) at the end of a peeled strip, 3 D w/a^3 at its `peel_length`."""
    return float(3 * sheet.rigidity * deflection / peel_length(sheet, deflection, energy) ** 3)


def cohesive_length(sheet: ElasticSheet, strength: float, energy: float) -> float:
    """Return the length (m) of a cohesive zone ahead of a crack below a layer.

    E Gamma/((1 - nu^2) sigma^2) in a thick body; in a layer that is thinner than this, `plate_cohesive_length`.
    """
    return min(_body_length(sheet, strength, energy), plate_cohesive_length(sheet, strength, energy))


def plate_cohesive_length(sheet: ElasticSheet, strength: float, energy: float) -> float:
    """Return the length (m) of a cohesive zone below a plate, which bends only: (l h^3)^(1/4).

    l = E Gamma/((1 - nu^2) sigma^2) is that of a thick body. Bending spreads the zone, and a plate has no other
    compliance, however strong the bond is (Williams and Hadavinia, J. Mech. Phys. Solids 50, 809 (2002)).
    """
    return float((_body_length(sheet, strength, energy) * sheet.thickness**3) ** 0.25)


def _body_length(sheet: ElasticSheet, strength: float, energy: float) -> float:
    return float(plane_strain_modulus(sheet.young, sheet.ratio)) * energy / strength**2
