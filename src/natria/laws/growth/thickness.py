"""Growth laws of a layer on the metal over its thickness. SI in and out, scalars or arrays.

Each law is a form of dh/dt on metal that is bare at the start. The parabolic one is limited by diffusion through the
layer (Wagner, Z. phys. Chem. B 21, 25 (1933)), "wagner" is the same curve with its constant from the two conductivities
of the product, the linear one by reaction or supply, the logarithmic one by electrons that tunnel, the self-limiting
one by a product that ends the reaction; the power law is an empirical description without a mechanism.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..constants import FARADAY
from ..numbers import Numbers, array


def linear_growth(time: ArrayLike, rate: float) -> Numbers:
    """h = k t; dh/dt = k (m/s), limited by reaction or supply."""
    return array(rate * array(time))


def parabolic_growth(time: ArrayLike, constant: float) -> Numbers:
    """h = sqrt(k t); dh/dt = k/(2h), limited by diffusion through the layer (k in m^2/s)."""
    return array(np.sqrt(constant * array(time)))


def power_growth(time: ArrayLike, prefactor: float, exponent: float) -> Numbers:
    """h = h1 (t / 1 s)^n, empirical; n = 1 is linear, n = 1/2 parabolic (h1 in m)."""
    return array(prefactor * array(time) ** exponent)


def logarithmic_growth(time: ArrayLike, length: float, scale: float) -> Numbers:
    """h = h1 ln(1 + t/t1); dh/dt = (h1/t1) exp(-h/h1).

    It is limited by a current that falls by 1/e every h1 (m).

    Mott, Trans. Faraday Soc. 35, 1175 (1939), for electrons that tunnel through the layer: then h1 = 1/(2 kappa) of
    `tunnelling_decay`, about 0.1 nm. A fitted h1 of many nanometres describes the curve and is no tunnelling.
    Limits: linear with h1/t1 for t << t1; afterwards every decade of time adds 2.3 h1, so it never quite ends.
    """
    if length < 0 or scale <= 0:
        raise ValueError("logarithmic growth needs a length that is not negative and a time above zero")
    return array(length * np.log1p(_since_the_start(time) / scale))


def self_limiting_growth(time: ArrayLike, final: float, scale: float) -> Numbers:
    """h = h_end (1 - exp(-t/tau)); dh/dt = (h_end - h)/tau.

    The product stops the reaction; tau in s.

    A relaxation to an end, the simplest law that has one: insulating products such as Na2S or Na2O. Limits: linear with
    h_end/tau for t << tau; h_end (m) after a few tau.
    """
    if final < 0 or scale <= 0:
        raise ValueError("self-limiting growth needs a final thickness that is not negative and a time above zero")
    return array(-final * np.expm1(-_since_the_start(time) / scale))


def wagner_constant(ionic: float, electronic: float, voltage: float, molar_volume: float) -> float:
    """k (m^2/s) of h^2 = k t for a mixed conductor, 2 (V_m U/F) s_i s_e/(s_i + s_e).

    Ions and electrons cross the layer at the same rate: i = s_i s_e/(s_i + s_e) U/h, and dh/dt = i V_m/F. U (V) is what
    drives the reaction, its Gibbs energy per mole of electrons over F (`reaction_voltage`); V_m (m^3/mol) is the volume
    of product per mole of electrons, 1/3 of a mole of Na3P; the conductivities (S/m) are means over the layer. Wagner,
    Z. phys. Chem. B 21, 25 (1933). Limits: the poorer conductor decides, and growth never ends while both conduct; a
    product without electronic conduction does not grow. It holds for layers that are thick against their space charge.
    """
    if min(ionic, electronic, voltage, molar_volume) < 0 or ionic + electronic == 0:
        raise ValueError("Wagner's law needs a layer that conducts, and no negative conductivity, voltage or volume")
    return 2 * molar_volume * voltage / FARADAY * ionic * electronic / (ionic + electronic)


def wagner_growth(time: ArrayLike, ionic: float, electronic: float, voltage: float, molar_volume: float) -> Numbers:
    """h = sqrt(k t) with the `wagner_constant` of a mixed conductor.

    The curve alone does not differ from parabolic growth.
    """
    return parabolic_growth(_since_the_start(time), wagner_constant(ionic, electronic, voltage, molar_volume))


def growth_exponent(time_1: float, thickness_1: float, time_2: float, thickness_2: float) -> float:
    """n of the power law through two points, ln(h2/h1)/ln(t2/t1)."""
    return float(np.log(thickness_2 / thickness_1) / np.log(time_2 / time_1))


def _since_the_start(time: ArrayLike) -> Numbers:
    times = array(time)
    if np.any(times < 0):
        raise ValueError("a layer has no thickness before its growth starts: the time is negative")
    return times


@dataclass(frozen=True)
class GrowthLaw:
    """A law by name, with the terms of its parameters in the order in which the function takes them."""

    thickness: Callable[..., Numbers]
    parameters: tuple[str, ...]


GROWTH_LAWS: dict[str, GrowthLaw] = {
    "linear": GrowthLaw(linear_growth, ("growth_rate",)),
    "parabolic": GrowthLaw(parabolic_growth, ("parabolic_constant",)),
    "power": GrowthLaw(power_growth, ("growth_prefactor", "growth_exponent")),
    "logarithmic": GrowthLaw(logarithmic_growth, ("logarithmic_length", "logarithmic_time")),
    "self-limiting": GrowthLaw(self_limiting_growth, ("final_thickness", "growth_time")),
    "wagner": GrowthLaw(
        wagner_growth,
        ("ionic_conductivity", "electronic_conductivity", "driving_voltage", "molar_volume_per_electron"),
    ),
}
