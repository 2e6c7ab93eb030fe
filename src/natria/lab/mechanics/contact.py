"""Oliver and Pharr's contact: modulus and hardness from stiffness, load and depth, and the way back.

    h_c = h_max - epsilon P/S,   H = P/A(h_c),   E_r = sqrt(pi)/(2 beta) S/sqrt(A(h_c))
    1/E_r = (1 - nu^2)/E + (1 - nu_i^2)/E_i

Oliver and Pharr, J. Mater. Res. 7 (1992) 1564. The last line is Hertz's: tip and sample share the displacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

from ...quantity import FitError
from .tip import HALVINGS, IndenterTip


@dataclass(frozen=True)
class IndentContact:
    """A contact at full load, in SI."""

    load: float
    depth: float  # h_max
    stiffness: float
    contact_depth: float
    area: float
    hardness: float
    reduced_modulus: float


def contact_of(load: float, depth: float, stiffness: float, tip: IndenterTip) -> IndentContact:
    """Return the contact of a full load (N), depth (m) and unloading stiffness (N/m)."""
    contact_depth = depth - tip.sink_in * load / stiffness
    if contact_depth <= 0:
        what = f"the contact depth {1e9 * contact_depth:.3g} nm is not above zero"
        raise FitError(what, "check the units of load and displacement, and the zero of the displacement")
    area = tip.area(contact_depth)
    reduced = sqrt(pi) / (2 * tip.corners) * stiffness / sqrt(area)
    return IndentContact(load, depth, stiffness, contact_depth, area, load / area, reduced)


def young_of(reduced: float, poisson: float, tip: IndenterTip) -> float:
    """Return Young's modulus (Pa) of the sample from the reduced modulus (Pa)."""
    rest = 1 / reduced - 1 / tip.plane_modulus
    if rest <= 0:
        what = (
            f"the reduced modulus {reduced / 1e9:.3g} GPa is above that of the tip, {tip.plane_modulus / 1e9:.4g} GPa"
        )
        raise FitError(what, "check the units of load and displacement, and the elasticity of the tip")
    return (1 - poisson**2) / rest


def reduced_of(young: float, poisson: float, tip: IndenterTip) -> float:
    """Return the reduced modulus (Pa) of sample and tip."""
    return 1 / ((1 - poisson**2) / young + 1 / tip.plane_modulus)


def contact_at(load: float, young: float, hardness: float, poisson: float, tip: IndenterTip) -> IndentContact:
    """Return the contact that a load (N) makes in a solid of known modulus and hardness.

    Its depth is `depth`.

    h_max = A^-1(P/H) + epsilon P/S with S = 2 beta/sqrt(pi) E_r sqrt(P/H): the equations above the other way round.
    """
    area = load / hardness
    reduced = reduced_of(young, poisson, tip)
    stiffness = 2 * tip.corners / sqrt(pi) * reduced * sqrt(area)
    contact_depth = tip.depth(area)
    depth = contact_depth + tip.sink_in * load / stiffness
    return IndentContact(load, depth, stiffness, contact_depth, area, hardness, reduced)


def load_for_depth(depth: float, young: float, hardness: float, poisson: float, tip: IndenterTip) -> float:
    """Return the load (N) that drives a tip to a depth (m), by bisection: the depth rises with the load."""
    low, high = 0.0, hardness * tip.area(depth)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        below = contact_at(middle, young, hardness, poisson, tip).depth < depth
        low, high = (middle, high) if below else (low, middle)
    return 0.5 * (low + high)
