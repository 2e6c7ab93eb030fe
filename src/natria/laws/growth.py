"""Growth of a layer on the metal: laws over one state, the thickness. SI in and out, scalars or arrays.

Each law is a form of dh/dt; the parabolic one is limited by diffusion through the layer (Wagner, Z. phys. Chem. B 21,
25 (1933)), the linear one by reaction or supply, the power law is an empirical description without a mechanism.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .numbers import Numbers, array


def linear_growth(time: ArrayLike, rate: float) -> Numbers:
    """h = k t; dh/dt = k (m/s), limited by reaction or supply."""
    return array(rate * array(time))


def parabolic_growth(time: ArrayLike, constant: float) -> Numbers:
    """h = sqrt(k t); dh/dt = k/(2h), limited by diffusion through the layer (k in m^2/s)."""
    return array(np.sqrt(constant * array(time)))


def power_growth(time: ArrayLike, prefactor: float, exponent: float) -> Numbers:
    """h = h1 (t / 1 s)^n, empirical; n = 1 is linear, n = 1/2 parabolic (h1 in m)."""
    return array(prefactor * array(time) ** exponent)


def growth_exponent(time_1: float, thickness_1: float, time_2: float, thickness_2: float) -> float:
    """n of the power law through two points, ln(h2/h1)/ln(t2/t1)."""
    return float(np.log(thickness_2 / thickness_1) / np.log(time_2 / time_1))


@dataclass(frozen=True)
class GrowthLaw:
    """A law by name, with the terms of its parameters in the order in which the function takes them."""

    thickness: Callable[..., Numbers]
    parameters: tuple[str, ...]


GROWTH_LAWS: dict[str, GrowthLaw] = {
    "linear": GrowthLaw(linear_growth, ("growth_rate",)),
    "parabolic": GrowthLaw(parabolic_growth, ("parabolic_constant",)),
    "power": GrowthLaw(power_growth, ("growth_prefactor", "growth_exponent")),
}
