"""Largest current of a half-cycle of plating, by the salt at the face and the voltage over it.

SI floats in and out. One binary salt between two sodium electrodes, as in `salt`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import asinh, exp, inf, log, log1p, sqrt

from ..constants import FARADAY, GAS
from .salt import depletion_fraction

FINE = 1e-13  # relative width at which a bisection stops
EVEN_TRANSFER = 0.5  # the transfer coefficient for which a face has a closed form (`PlatingFace`)


@dataclass(frozen=True)
class HalfCycle:
    """A half-cycle of a given time (s) or a given charge (C/m^2); exactly one of the two is not None."""

    time: float | None = None
    charge: float | None = None

    def __post_init__(self) -> None:
        """Raise unless exactly one of time and charge is given, above zero."""
        given = [value for value in (self.time, self.charge) if value is not None]
        if len(given) != 1 or given[0] <= 0:
            raise ValueError("a half-cycle has a time or a charge above zero, and not both")

    def lasts(self, current: float) -> float:
        """Return how long it lasts at a current density, s."""
        return self.time if self.time is not None else (self.charge or 0.0) / current


@dataclass(frozen=True)
class SaltSupply:
    """Salt of a gap: its limiting current (A/m^2), and L^2/D with which its profile relaxes (s)."""

    limiting: float
    relaxation: float

    def used(self, current: float, half_cycle: HalfCycle) -> float:
        """Return the share of the salt at the plating face that is used up at the end of a half-cycle.

        (J/J_lim) f(t), with f of `depletion_fraction`; it grows with J for a given time and for a given charge.
        """
        return current / self.limiting * depletion_fraction(half_cycle.lasts(current), self.relaxation)

    def largest_current(self, half_cycle: HalfCycle) -> float:
        """Return the current density (A/m^2) that uses up the salt at the end of a half-cycle.

        J_lim / f(t) for a given time. For a given charge q the root of J f(q/J) = J_lim; q -> infinity gives J_lim,
        and q -> 0 gives pi c0^2 F^2 D / (4 t_a^2 q) by Sand's time. Never below the limiting current.
        """
        if half_cycle.time is not None:
            return self.limiting / depletion_fraction(half_cycle.time, self.relaxation)
        high = 2 * self.limiting
        while self.used(high, half_cycle) < 1:
            high *= 2
        return _bisect(lambda current: self.used(current, half_cycle) - 1, self.limiting / 2, high)


@dataclass(frozen=True)
class PlatingFace:
    """A plated electrode: exchange current (A/m^2), resistance of its films (ohm m^2), temperature (K)."""

    exchange: float
    resistance: float
    temperature: float

    def overpotential(self, current: float, used: float = 0.0) -> float:
        """Return the voltage (V) over films and face at a current density, with a share of the salt used up.

        J R + (2RT/F) asinh(J / (2 i0 sqrt(1 - used))): Ohm's law and Butler-Volmer with alpha = 1/2, whose exchange
        current goes with the square root of the salt at the face (Newman and Thomas-Alyea, Electrochemical Systems,
        3rd ed. (2004), ch. 8).
        """
        return current * self.resistance + self._slope * asinh(current / (2 * self.exchange * sqrt(1 - used)))

    def largest_current(self, critical: float, supply: SaltSupply, half_cycle: HalfCycle) -> float:
        """Return the current density at which the voltage over films and face reaches `critical` (V).

        It is reached at the end of a half-cycle, where the salt at the face is lowest. Bounded by critical/R and by
        the current that uses the salt up. i0 -> infinity gives the smaller of these; a supply without limit and R = 0
        give 2 i0 sinh(F critical / 2RT), in proportion to i0.
        """
        if critical <= 0:
            raise ValueError("the critical overpotential must be above zero")
        most = supply.largest_current(half_cycle)
        if self.resistance:
            most = min(most, critical / self.resistance)

        def excess(current: float) -> float:
            """Return ln(J) less ln of the current that the rest of the voltage drives; finite between the ends."""
            left, rest = 1 - supply.used(current, half_cycle), (critical - current * self.resistance) / self._slope
            if left <= 0 or rest <= 0:
                return inf
            return log(current / (2 * self.exchange)) - log(left) / 2 - _log_sinh(rest)

        return _bisect(excess, 0.0, most)

    @property
    def _slope(self) -> float:
        return 2 * GAS * self.temperature / FARADAY


def _log_sinh(x: float) -> float:
    """ln(sinh x) for x > 0, without overflow."""
    return x + log1p(-exp(-2 * x)) - log(2)


def _bisect(excess: Callable[[float], float], low: float, high: float) -> float:
    """Root of a function that is below zero at `low` and grows; it need not be finite at `high`."""
    while high - low > FINE * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if excess(middle) < 0 else (low, middle)
    return (low + high) / 2
