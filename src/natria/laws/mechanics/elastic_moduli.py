"""Conversions among Young's, shear and bulk modulus and Poisson ratio of an isotropic solid.

    E = 2 G (1 + nu) = 3 B (1 - 2 nu) = 9 B G / (3 B + G)

Landau and Lifshitz, Theory of Elasticity, section 5. Two of the four determine all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt

NAMES = ("young", "shear", "bulk", "poisson")
STEP = 1e-6  # relative, of the derivatives


@dataclass(frozen=True)
class ElasticModuli:
    """The four numbers of an isotropic solid; moduli in Pa."""

    young: float
    shear: float
    bulk: float
    poisson: float


def moduli_of(**given: float) -> ElasticModuli:
    """Return all four from two of `young`, `shear`, `bulk`, `poisson`.

    Raises ValueError for what no solid has.
    """
    if len(given) != 2 or not set(given) <= set(NAMES):
        raise ValueError(f"give two of {', '.join(NAMES)}, not {', '.join(given) or 'none'}")
    young, nu = _young_and_poisson(given)
    if young <= 0:
        raise ValueError("the moduli must be above zero")
    if not -1 < nu < 0.5:
        raise ValueError(f"the Poisson ratio would be {nu:.3g}; a stable solid has -1 to 0.5")
    return ElasticModuli(young, young / (2 * (1 + nu)), young / (3 * (1 - 2 * nu)), nu)


def _young_and_poisson(given: dict[str, float]) -> tuple[float, float]:
    match given:
        case {"young": e, "poisson": nu}:
            return e, nu
        case {"shear": g, "poisson": nu}:
            return 2 * g * (1 + nu), nu
        case {"bulk": b, "poisson": nu}:
            return 3 * b * (1 - 2 * nu), nu
        case {"young": e, "shear": g}:
            return e, e / (2 * g) - 1
        case {"young": e, "bulk": b}:
            return e, 0.5 - e / (6 * b)
        case _:
            g, b = given["shear"], given["bulk"]
            return 9 * b * g / (3 * b + g), (3 * b - 2 * g) / (2 * (3 * b + g))


def moduli_stds(correlation: float = 0.0, **given: tuple[float, float]) -> tuple[ElasticModuli, ElasticModuli]:
    """Return all four and their standard deviations from two (value, standard deviation), to first order.

    `correlation` is that of the two. The spread of a small difference is large: nu from E and G has
    E/(2 G) sqrt((s_E/E)^2 + (s_G/G)^2).
    """
    centre = {name: value for name, (value, _) in given.items()}
    base = moduli_of(**centre)
    moves: dict[str, dict[str, float]] = {}
    for name, (value, std) in given.items():
        step = STEP * max(abs(value), 1e-3 if name == "poisson" else abs(value))
        ends = (moduli_of(**{**centre, name: value + sign * step}) for sign in (1, -1))
        up, down = ends
        moves[name] = {key: (getattr(up, key) - getattr(down, key)) / (2 * step) * std for key in NAMES}
    (first, other), *_ = combinations(moves.values(), 2)
    stds = {
        key: sqrt(max(first[key] ** 2 + other[key] ** 2 + 2 * correlation * first[key] * other[key], 0.0))
        for key in NAMES
    }
    return base, ElasticModuli(**stds)
