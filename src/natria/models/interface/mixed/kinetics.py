"""Rate of plating over the exchange current, on bare and on covered places. SI.

The overpotential eta = phi_i - phi_e (V) is above zero where sodium plates: phi_i and phi_e are the potentials of ions
and electrons against sodium, so sodium metal is at equilibrium with both where eta = 0.

    linear            f(eta) = F eta/RT
    butler-volmer     f(eta) = exp(alpha F eta/RT) - exp(-(1 - alpha) F eta/RT)

Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed. (2004), ch. 8; alpha is that of plating. A place of which the
share `covered` has sodium plates at j/i0 = covered f(eta) + (1 - covered) f(max(eta - barrier, 0)): sodium grows on
sodium, bare places ask for the nucleation overpotential, and nothing dissolves where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ....laws.numbers import Numbers
from ....quantity import ModelError

RateLaw = Literal["linear", "butler-volmer"]
CORNER = 0.05  # of RT/F: a nucleation barrier is known far less well
FARTHEST = 600.0  # of an exponent: beyond it exp is larger than any current


@dataclass(frozen=True)
class PlatingLaw:
    """Rate law; `thermal` is RT/F (V), `transfer` the transfer coefficient alpha of plating."""

    law: RateLaw
    thermal: float
    transfer: float

    def __post_init__(self) -> None:
        if not 0 < self.transfer < 1:
            what = f"the transfer coefficient of plating is {self.transfer:g}"
            raise ModelError(what, "give a transfer coefficient between 0 and 1")

    def rate(self, eta: Numbers) -> Numbers:
        """Return f(eta)."""
        x = eta / self.thermal
        if self.law == "linear":
            return x
        plating = np.expm1(np.minimum(self.transfer * x, FARTHEST))
        return np.asarray(plating - np.expm1(np.minimum(-(1 - self.transfer) * x, FARTHEST)))

    def slope(self, eta: Numbers) -> Numbers:
        """Return df/deta (1/V)."""
        if self.law == "linear":
            return np.full_like(eta, 1 / self.thermal)
        x, a = eta / self.thermal, self.transfer
        plating = a * np.exp(np.minimum(a * x, FARTHEST))
        return np.asarray((plating + (1 - a) * np.exp(np.minimum(-(1 - a) * x, FARTHEST))) / self.thermal)


def rate_over_exchange(law: PlatingLaw, eta: Numbers, barrier: Numbers, covered: Numbers) -> Numbers:
    """Return j/i0 of places with a nucleation barrier (V), of which a share is covered."""
    return np.asarray(covered * law.rate(eta) + (1 - covered) * law.rate(_above(law, eta, barrier)))


def slope_over_exchange(law: PlatingLaw, eta: Numbers, barrier: Numbers, covered: Numbers) -> Numbers:
    """Return d(j/i0)/deta (1/V)."""
    bare = law.slope(_above(law, eta, barrier)) * _slope_above(law, eta, barrier)
    return np.asarray(covered * law.slope(eta) + (1 - covered) * bare)


def gain_over_exchange(law: PlatingLaw, eta: Numbers, barrier: Numbers, covered: Numbers) -> Numbers:  # noqa: ARG001
    """Return d(j/i0)/dcovered: what sodium on a place adds to its rate."""
    return np.asarray(law.rate(eta) - law.rate(_above(law, eta, barrier)))


def _above(law: PlatingLaw, eta: Numbers, barrier: Numbers) -> Numbers:
    """Return the overpotential above a barrier (V), max(eta - barrier, 0) with a round corner.

    The corner is a parabola from barrier - s to barrier + s, so that solvers find a slope without a jump. A place
    without a barrier has it about zero: eta is below zero under a dense deposit, and a bare place there dissolves
    nothing.
    """
    d, s = eta - barrier, _corner(law, barrier)
    inside = np.clip(d + s, 0.0, 2 * s)  # the parabola, then a line of slope 1
    return np.asarray(inside**2 / (4 * s) + np.maximum(d - s, 0.0))


def _slope_above(law: PlatingLaw, eta: Numbers, barrier: Numbers) -> Numbers:
    s = _corner(law, barrier)
    return np.asarray(np.clip(eta - barrier + s, 0.0, 2 * s) / (2 * s))


def _corner(law: PlatingLaw, barrier: Numbers) -> Numbers:
    return np.minimum(CORNER * law.thermal, np.where(barrier > 0, barrier, np.inf))
