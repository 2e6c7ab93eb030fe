"""What data leave of a prior: linear Gaussian, in units of prior spreads.

With x the inputs over their prior spreads, x ~ N(0, I), and J the derivatives of the data over their errors,

    posterior covariance C = (I + J^T J)^-1,   share of the prior variance of input k that is left = C_kk

The right singular vectors of J are the combinations that the data see one by one; 1/(1 + s^2) of the variance of each
is left (Tarantola, Inverse Problem Theory (2005), section 3.2). Where 1/2 or more is left, the data say less of a
combination than the prior did: it stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..calibration.identifiability import fewest_parts

HALF = 0.5  # of the prior variance: more than that left, and the prior says more than the data
SEEN = 0.01  # of the prior variance: an input of which no data take as much has no influence
PART = 0.4  # of the largest part of a combination: smaller ones are left out of its name


@dataclass(frozen=True)
class Combination:
    """A unit vector of inputs in prior spreads, and the share of its prior variance left."""

    parts: tuple[float, ...]
    left: float

    def significant(self) -> list[tuple[int, float]]:
        """Return places and parts that belong to its name, the largest first."""
        most = max(map(abs, self.parts))
        places = sorted(range(len(self.parts)), key=lambda k: -abs(self.parts[k]))
        return [(k, self.parts[k]) for k in places if abs(self.parts[k]) >= PART * most]


def posterior(jacobian: np.ndarray) -> np.ndarray:
    """Return the covariance of the inputs after the data, in prior spreads."""
    n = jacobian.shape[1]
    return np.asarray(np.linalg.inv(np.eye(n) + jacobian.T @ jacobian))


def left_of(jacobian: np.ndarray) -> np.ndarray:
    """Return the share of the prior variance of each input that is left."""
    return np.diag(posterior(jacobian)).copy()


def fixed(jacobian: np.ndarray) -> tuple[Combination, ...]:
    """Return the combinations of which the data take more than half of the prior variance."""
    _, s, vectors = np.linalg.svd(jacobian, full_matrices=False)
    left = 1 / (1 + s**2)
    return tuple(_combination(v, x) for v, x in zip(vectors, left, strict=True) if x < HALF)


def unknown(jacobian: np.ndarray) -> tuple[Combination, ...]:
    """Return a basis of what the data leave unknown, each of as few inputs as possible."""
    n = jacobian.shape[1]
    _, s, vectors = np.linalg.svd(jacobian, full_matrices=True)
    left = 1 / (1 + np.r_[s, np.zeros(n - len(s))] ** 2)
    gone = vectors[left >= HALF]
    covariance = posterior(jacobian)
    found = [_combination(v, float(v @ covariance @ v)) for v in fewest_parts(gone)]
    return tuple(sorted(found, key=lambda one: len(one.significant())))


def _combination(v: np.ndarray, left: float) -> Combination:
    sign = 1.0 if v[int(np.argmax(np.abs(v)))] > 0 else -1.0
    return Combination(tuple(float(sign * x) for x in v), float(left))


def stacked(blocks: Sequence[np.ndarray], width: int) -> np.ndarray:
    """Return the rows of all blocks; none of no data."""
    return np.vstack(blocks) if blocks else np.zeros((0, width))
