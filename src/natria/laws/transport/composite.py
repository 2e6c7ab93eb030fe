"""Resistance of a composite in which ions and electrons conduct and a reaction joins them; in SI."""

from __future__ import annotations

from math import sqrt

import numpy as np


def even_reaction_resistance(thickness: float, conductivity: float) -> float:
    """Area resistance h/(3 sigma) (ohm m^2) of a conductor in a composite that reacts evenly."""
    return thickness / (3.0 * conductivity)


def composite_resistance(thickness: float, ionic: float, electronic: float, reaction: float) -> float:
    """Area resistance (ohm m^2) of a composite at small currents; ions and electrons enter opposite sides.

    R = h/(kappa + sigma) [1 + (2 + (sigma/kappa + kappa/sigma) cosh nu)/(nu sinh nu)], nu^2 = h (1/kappa + 1/sigma) / r

    with conductivities kappa and sigma of the composite (S/m) and the resistance r (ohm m^2, per face) of the reaction:
    Newman and Tobias, J. Electrochem. Soc. 109, 1183 (1962). Limits: r + h/3 (1/kappa + 1/sigma) where r is large; with
    a fast reaction it takes place at the better contact, and R is sqrt(r h/kappa) without a resistance for electrons.
    """
    if min(thickness, ionic, electronic, reaction) <= 0:
        raise ValueError("a composite needs a thickness, conductivities and a reaction resistance above zero")
    nu = sqrt(thickness * (1.0 / ionic + 1.0 / electronic) / reaction)
    ratio = electronic / ionic + ionic / electronic
    coth, sinh = 1.0 / np.tanh(nu), np.sinh(min(nu, 300.0))
    return float(thickness / (ionic + electronic) * (1.0 + (2.0 / sinh + ratio * coth) / nu))
