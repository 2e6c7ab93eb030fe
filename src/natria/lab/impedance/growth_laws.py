"""Laws by which a resistance grows: four families of curves, each with an exponent.

    power        s = x^m, 1 from x = 1 on: linear (m = 1), parabolic (m = 1/2: a layer that grows by diffusion)
    Avrami       s = 1 - exp(-3 x^m): saturating (m = 1), nucleation and growth (m = 2 to 4)
    sigmoid      s = I_x(m, m), the regularised incomplete beta function: x^2 (3 - 2x) (m = 2); 1 from x = 1 on
    logistic     s = (1 + exp(-z))^-m of Richards (J. Exp. Bot. 10, 290, 1959) with z linear in x, s = 0.01 at x = 0 and
                 0.95 at x = 1: logistic (m = 1), close to that of Gompertz (large m); it has no sharp begin and end

In the others s is 0 before x = 0. The exponents are continuous: a set of a few of them leaves gaps, and a growth in a
gap has no law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

RATE = 3.0  # 1 - exp(-3) = 0.95: these laws reach 95 % at x = 1
FAINT = 0.01  # of the change of a logistic growth has come at x = 0
FRACTIONS = np.concatenate([[0.0], np.geomspace(1e-9, 8.0, 6000)])  # x; 8 for stretched exponentials


def _ramp(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(x, 0.0, 1.0))


def _power(x: np.ndarray, exponent: float) -> np.ndarray:
    return np.asarray(_ramp(x) ** exponent)


def _avrami(x: np.ndarray, exponent: float) -> np.ndarray:
    return np.asarray(1 - np.exp(-RATE * np.maximum(x, 0.0) ** exponent))


def _sigmoid(x: np.ndarray, exponent: float) -> np.ndarray:
    from scipy.special import betainc

    return np.asarray(betainc(exponent, exponent, _ramp(x)))


def _logistic(x: np.ndarray, exponent: float) -> np.ndarray:
    first, last = (-np.log(np.expm1(-np.log(share) / exponent)) for share in (FAINT, 0.95))
    z = np.clip(first + (last - first) * x, -700.0, None)  # beyond, exp(-z) is no number
    return np.asarray(np.exp(-exponent * np.log1p(np.exp(-z))))


@dataclass(frozen=True)
class LawFamily:
    """Curves s(x, m) whose exponents lie between two ends; `first` are those that are tried first."""

    shape: Callable[[np.ndarray, float], np.ndarray]
    ends: tuple[float, float]
    first: int

    @property
    def exponents(self) -> np.ndarray:
        return np.geomspace(*self.ends, self.first)


FAMILIES: Mapping[str, LawFamily] = {
    "power": LawFamily(_power, (0.2, 2.5), 9),
    "Avrami": LawFamily(_avrami, (0.4, 5.0), 9),
    "sigmoid": LawFamily(_sigmoid, (1.2, 8.0), 5),
    "logistic": LawFamily(_logistic, (0.3, 5.0), 5),
}


@dataclass(frozen=True)
class RiseLaw:
    """A family with its exponent."""

    family: str
    exponent: float

    def __str__(self) -> str:
        return f"{self.family} {self.exponent:.2g}"

    def shape(self, x: np.ndarray) -> np.ndarray:
        """Return the course of the change, 0 to 1, over x = (t - t0)/d."""
        return FAMILIES[self.family].shape(x, self.exponent)

    def inverse(self, share: np.ndarray) -> np.ndarray:
        """Return x at which the law has reached a share of its change."""
        return np.asarray(np.interp(share, self.shape(FRACTIONS), FRACTIONS))
