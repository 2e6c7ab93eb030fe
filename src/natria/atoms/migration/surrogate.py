"""A Gaussian process of an energy surface from energies and gradients at few points.

The kernel is a^2 exp(-r^2/(2 l^2)) with its derivatives: C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for
Machine Learning (2006), section 9.4; for bands O.-P. Koistinen et al., J. Chem. Phys. 147, 152720 (2017). All gradients
outside the space that the points span decouple from the rest, so n points in d dimensions cost a matrix of n^2 rows,
not of n (1 + d).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

NOISE = 1e-5  # standard deviation of energies over the amplitude, and of gradients over amplitude/length
LENGTHS = 9  # candidates of the length


@dataclass(frozen=True, eq=False)
class Surrogate:
    """A fitted process: weights of the energies and of the gradients at the points.

    `spread` is the amplitude a (in units of energy), `length` the length l.
    """

    points: np.ndarray
    mean: float
    length: float
    spread: float
    of_energies: np.ndarray
    of_gradients: np.ndarray
    inner: np.ndarray  # a basis of the space of the points, a row a vector
    factor: tuple[np.ndarray, bool]
    across: tuple[np.ndarray, bool]

    def __call__(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Energies (m) and gradients (m x d) at points (m x d)."""
        apart = x[:, None, :] - self.points[None]
        kernel = np.exp(-np.einsum("mnd,mnd->mn", apart, apart) / (2 * self.length**2))
        slope = np.einsum("mnd,nd->mn", apart, self.of_gradients) / self.length**2
        energies = self.mean + np.einsum("mn,mn->m", kernel, self.of_energies + slope)
        weights = kernel * (self.of_energies + slope)
        gradients = -np.einsum("mn,mnd->md", weights, apart) / self.length**2
        gradients += kernel @ self.of_gradients / self.length**2
        return energies, gradients

    def std(self, x: np.ndarray) -> np.ndarray:
        """The standard deviation of the energy at points (m x d)."""
        apart = x[:, None, :] - self.points[None]
        kernel = np.exp(-np.einsum("mnd,mnd->mn", apart, apart) / (2 * self.length**2))
        inside = np.einsum("mnd,qd->mnq", apart, self.inner)
        outside = apart[:, 0] - inside[:, 0] @ self.inner  # the same for all points
        rows = np.concatenate([kernel[:, :, None], kernel[:, :, None] * inside / self.length**2], axis=2)
        flat = rows.reshape(len(x), -1)
        known = np.einsum("ma,am->m", flat, cho_solve(self.factor, flat.T))
        beyond = kernel * np.linalg.norm(outside, axis=1, keepdims=True) / self.length**2
        known += np.einsum("mn,nm->m", beyond, cho_solve(self.across, beyond.T))
        return np.asarray(self.spread * np.sqrt(np.maximum(1 - known, 0)))


def fit_surrogate(points: np.ndarray, energies: np.ndarray, gradients: np.ndarray, length: float) -> Surrogate:
    """The process with the most likely length of a few around `length`, and the most likely amplitude."""
    candidates = length * np.geomspace(0.4, 2.5, LENGTHS)
    fitted = [_fit(points, energies, gradients, float(one)) for one in candidates]
    return min(fitted, key=lambda one: one[0])[1]


def _fit(points: np.ndarray, energies: np.ndarray, gradients: np.ndarray, length: float) -> tuple[float, Surrogate]:
    """Minus the logarithm of the likelihood, but for a constant, and the process."""
    count, dimension = points.shape
    inner = _spanned(points)
    apart = points[:, None, :] - points[None]
    kernel = np.exp(-np.einsum("mnd,mnd->mn", apart, apart) / (2 * length**2))
    gram = _gram(kernel, np.einsum("mnd,qd->mnq", apart, inner), length)
    gram[np.diag_indices_from(gram)] += _noise(count, len(inner), length)
    outer = kernel / length**2 + np.eye(count) * (NOISE / length) ** 2
    factor, across = cho_factor(gram, lower=True), cho_factor(outer, lower=True)
    mean = float(energies.max())  # far from all points the surface is high, so a band is not led there
    within = gradients @ inner.T
    beyond = gradients - within @ inner
    data = np.concatenate([(energies - mean)[:, None], within], axis=1).ravel()
    weights = cho_solve(factor, data)
    weights_beyond = cho_solve(across, beyond)
    square = float(data @ weights + np.vdot(beyond, weights_beyond)) / (count * (1 + dimension))
    logs = 2 * np.log(np.diag(factor[0])).sum() + 2 * (dimension - len(inner)) * np.log(np.diag(across[0])).sum()
    loss = count * (1 + dimension) * np.log(max(square, 1e-300)) + float(logs)
    table = weights.reshape(count, -1)
    of_gradients = table[:, 1:] @ inner + weights_beyond
    spread = float(np.sqrt(square))
    return loss, Surrogate(points, mean, length, spread, table[:, 0], of_gradients, inner, factor, across)


def _gram(kernel: np.ndarray, inside: np.ndarray, length: float) -> np.ndarray:
    """Covariances of energies and inner gradients of all pairs of points, over the squared amplitude."""
    count, _, rank = inside.shape
    gram = np.empty((count, 1 + rank, count, 1 + rank))
    scaled = inside / length**2
    gram[:, 0, :, 0] = kernel
    gram[:, 0, :, 1:] = kernel[:, :, None] * scaled
    gram[:, 1:, :, 0] = -np.swapaxes(kernel[:, :, None] * scaled, 1, 2)
    both = np.eye(rank) / length**2 - np.einsum("mni,mnj->mnij", scaled, scaled)
    gram[:, 1:, :, 1:] = np.einsum("mn,mnij->minj", kernel, both)
    return gram.reshape(count * (1 + rank), -1)


def _noise(count: int, rank: int, length: float) -> np.ndarray:
    return np.tile(np.concatenate([[NOISE**2], np.full(rank, (NOISE / length) ** 2)]), count)


def _spanned(points: np.ndarray) -> np.ndarray:
    """An orthonormal basis, a row a vector, of the differences of points."""
    _, sizes, vectors = np.linalg.svd(points[1:] - points[0], full_matrices=False)
    return np.asarray(vectors[sizes > 1e-9 * max(float(sizes.max(initial=0)), 1e-300)])
