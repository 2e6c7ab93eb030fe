"""Young's modulus of a crystal along directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...quantity import ModelError
from .averages import born_stable
from .tensors import COLUMNS, ROWS

MOST = 1000  # steps of a refinement; about 100 are needed


@dataclass(frozen=True, eq=False)
class Extremes:
    """The least and the largest Young's modulus (Pa) over all directions, with a unit vector of each."""

    least: float
    least_along: np.ndarray
    most: float
    most_along: np.ndarray


def young_modulus(stiffness: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """E(n) = 1/(n_i n_j s_ijkl n_k n_l) (Pa) along each row of `directions`; Nye (1985), section VIII.7."""
    return _young(np.linalg.inv(stiffness), directions)


def _young(compliance: np.ndarray, directions: np.ndarray) -> np.ndarray:
    n = np.atleast_2d(directions)
    n = n / np.linalg.norm(n, axis=1, keepdims=True)
    products = n[:, ROWS] * n[:, COLUMNS]  # a uniaxial stress along n, as six components
    return np.asarray(1 / np.einsum("ai,ij,aj->a", products, compliance, products))


def hemisphere(count: int) -> np.ndarray:
    """Directions spread evenly over a half sphere (a Fibonacci lattice), with the three axes."""
    place = np.arange(count) + 0.5
    z, angle = place / count, np.pi * (1 + np.sqrt(5)) * place
    radius = np.sqrt(1 - z**2)
    return np.concatenate([np.eye(3), np.stack([radius * np.cos(angle), radius * np.sin(angle), z], axis=1)])


def extremes(stiffness: np.ndarray, count: int = 2000) -> Extremes:
    """The least and the largest Young's modulus: the best of a lattice of directions, refined.

    Raises for a tensor that is not positive definite: its compliance has poles, and no modulus is largest.
    """
    if not born_stable(stiffness):
        raise ModelError("the elastic tensor is not positive definite", "relax the structure, or give another tensor")
    compliance = np.linalg.inv(stiffness)
    directions = hemisphere(count)
    values = _young(compliance, directions)
    (least, low), (most, high) = (
        _refined(compliance, directions[np.argmin(sign * values)], sign) for sign in (1.0, -1.0)
    )
    return Extremes(least, low, most, high)


def _refined(compliance: np.ndarray, along: np.ndarray, sign: float) -> tuple[float, np.ndarray]:
    """Halve a cross of small rotations about the best direction until the angle is below 1e-8."""
    best, value, angle = along, sign * float(_young(compliance, along)[0]), 0.05
    for _ in range(MOST):
        if angle <= 1e-8:
            return sign * value, best
        _, _, frame = np.linalg.svd(best[None])
        turned = best + angle * np.array([frame[1], -frame[1], frame[2], -frame[2]])
        around = sign * _young(compliance, turned)
        place = int(np.argmin(around))
        if around[place] < value:
            best, value = turned[place] / np.linalg.norm(turned[place]), float(around[place])
        else:
            angle /= 2
    raise ModelError(f"no extreme of Young's modulus in {MOST} steps", "check the elastic tensor")
