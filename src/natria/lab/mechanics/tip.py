"""The indenter: elasticity, projected area over the contact depth, constants of its shape.

    A(h) = C0 h^2 + C1 h + C2 h^(1/2) + C3 h^(1/4) + ...

Oliver and Pharr, J. Mater. Res. 7 (1992) 1564. C0 alone is the perfect tip; the rest is its calibrated rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, radians, sqrt, tan

from ...quantity import InputError, Problem, did_you_mean

HALVINGS = 60  # of a bracket: to the last bits of a double


@dataclass(frozen=True)
class TipShape:
    """Constants of a shape: C0, epsilon (sink-in over P/S) and beta of its corners."""

    says: str
    area_coefficient: float  # C0
    sink_in: float  # epsilon
    corners: float  # beta
    corners_std: float


# epsilon: 0.75 of a paraboloid, which pyramids follow best, 2 (pi - 2)/pi of a cone (Sneddon); beta: King 1987, with
# the range 1.0 to 1.07 that is in use for a Berkovich tip (Oliver and Pharr, J. Mater. Res. 19 (2004) 3).
SHAPES: dict[str, TipShape] = {
    "berkovich": TipShape("three-sided pyramid, 65.27 degrees", 24.5, 0.75, 1.034, 0.02),
    "vickers": TipShape("four-sided pyramid, 68 degrees", 24.504, 0.75, 1.012, 0.02),
    "cube corner": TipShape("three-sided pyramid, 35.26 degrees", 2.598, 0.75, 1.034, 0.04),
    "cone": TipShape("cone of 70.3 degrees", pi * tan(radians(70.3)) ** 2, 2 * (pi - 2) / pi, 1.0, 0.0),
}


@dataclass(frozen=True)
class IndenterTip:
    """A tip: `coefficients` C0, C1, ... of its area in SI, `plane_modulus` E/(1 - nu^2) in Pa."""

    coefficients: tuple[float, ...]
    sink_in: float
    corners: float
    plane_modulus: float

    def area(self, depth: float) -> float:
        """Return the projected area (m^2) at a contact depth (m)."""
        return sum(c * float(depth ** _power(k)) for k, c in enumerate(self.coefficients))

    def slope(self, depth: float) -> float:
        """Return dA/dh (m) at a contact depth (m)."""
        return sum(c * _power(k) * float(depth ** (_power(k) - 1)) for k, c in enumerate(self.coefficients))

    def depth(self, area: float) -> float:
        """Return the contact depth (m) of a projected area (m^2), by bisection."""
        low, high = 0.0, 2 * sqrt(area / self.coefficients[0])
        while self.area(high) < area:
            high *= 2
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.area(middle) < area else (low, middle)
        return 0.5 * (low + high)


def _power(k: int) -> float:
    return float(2.0 ** (1 - k))


def tip_of(shape: str, plane_modulus: float, coefficients: tuple[float, ...] = ()) -> IndenterTip:
    """Return a tip of a named shape; `coefficients` replace its perfect area."""
    known = shape_of(shape)
    return IndenterTip(coefficients or (known.area_coefficient,), known.sink_in, known.corners, plane_modulus)


def shape_of(shape: str) -> TipShape:
    """Return the constants of a shape; raises InputError for an unknown one."""
    if shape not in SHAPES:
        hint = did_you_mean(shape, SHAPES) or f"write one of {', '.join(SHAPES)}"
        raise InputError("--tip", [Problem(shape, "is not a shape of an indenter", hint)])
    return SHAPES[shape]
