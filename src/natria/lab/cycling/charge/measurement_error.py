"""The error of a number as a sum of independent parts, and its 95 % interval.

A part is normal, or uniform within limits. Limits are what is known of a specification (an offset of up to 0.1 % of the
current) or of a time between two readings; every value within them is taken as equally likely (JCGM 100:2008, 4.3.7).
A uniform part with the half-width a has the standard deviation a/sqrt(3), and 95 % of it lie within 0.95 a = 1.65
standard deviations. The interval of a sum is that of the convolution of its parts (JCGM 100:2008, G.1.4). With F, the
distribution of normal and largest uniform part together,

    F(x) = s/(2a) [g((x + a)/s) - g((x - a)/s)],    g(t) = t Phi(t) + phi(t),

it is the h with F(h) = 0.975, where F is averaged over the second uniform part. Further uniform parts are smaller, and
count as normal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import erf, exp, hypot, pi, sqrt

NORMAL_95 = 1.959963984540054  # standard deviations of a normal distribution: half the 95 % interval
UPPER = 0.975  # of the distribution, below the upper end of the interval
POINTS = 64  # of the second uniform part, at which the distribution is averaged
NARROW = 1e-6  # a part this small beside the largest one of the other kind does not change the interval
HALVINGS = 50  # of the span in which the end of the interval is looked for


@dataclass(frozen=True)
class MeasurementError:
    """Error of a number: standard deviation of its normal part, half-widths of its uniform parts."""

    normal: float = 0.0
    limits: tuple[float, ...] = ()

    @property
    def std(self) -> float:
        """Standard deviation of the sum."""
        return hypot(self.normal, *(a / sqrt(3) for a in self.limits))

    @property
    def half_width(self) -> float:
        """Half of the 95 % interval."""
        first, second, *rest = (*sorted((abs(a) for a in self.limits), reverse=True), 0.0, 0.0)
        normal = hypot(self.normal, *(a / sqrt(3) for a in rest))
        if first <= NARROW * normal:
            return NORMAL_95 * self.std
        shifts = [second * (2 * (k + 0.5) / POINTS - 1) for k in range(POINTS)] if second > 0 else [0.0]
        low, high = 0.0, first + second + 4 * normal
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = sum(_distribution(middle - x, first, normal) for x in shifts) / len(shifts)
            low, high = (middle, high) if below < UPPER else (low, middle)
        return (low + high) / 2

    def plus(self, *others: MeasurementError) -> MeasurementError:
        """Return the error of a sum with independent errors."""
        normal = hypot(self.normal, *(o.normal for o in others))
        return MeasurementError(normal, (*self.limits, *(a for o in others for a in o.limits)))

    def times(self, factor: float) -> MeasurementError:
        """Return the error of a multiple of the number."""
        return MeasurementError(abs(factor) * self.normal, tuple(abs(factor) * a for a in self.limits))


def error_of(normal: float, limits: Iterable[float]) -> MeasurementError:
    """Return an error without the uniform parts of no width."""
    return MeasurementError(float(normal), tuple(float(a) for a in limits if a != 0))


def _distribution(x: float, a: float, s: float) -> float:
    """Return the probability that a uniform error within +-a and a normal one of s together lie below x."""
    if s < NARROW * a:
        return min(max((x + a) / (2 * a), 0.0), 1.0)
    return s / (2 * a) * (_area((x + a) / s) - _area((x - a) / s))


def _area(t: float) -> float:
    """Return the integral of the normal distribution function up to t."""
    return t * (1 + erf(t / sqrt(2))) / 2 + exp(-t * t / 2) / sqrt(2 * pi)
