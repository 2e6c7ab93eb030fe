"""The linear system of a joint fit: curvature of all spectra and prior of all waves.

The unknowns are the amplitudes (columns of the basis, parameters), each over its prior standard deviation, so that the
prior is the unit matrix and a wave without variance drops out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .basis import Basis

IDLE = 1e-4  # prior variance of a wave over the variance that the spectra leave it: below, it changes nothing


@dataclass(frozen=True, eq=False)
class CoursePrior:
    """Variances of the waves of each parameter: `smooth` times their roughness, and `white`.

    `wide` is the standard deviation of a level: half the range in which a parameter is searched.
    """

    smooth: np.ndarray
    white: np.ndarray
    wide: np.ndarray

    def spread(self, basis: Basis) -> np.ndarray:
        """Standard deviations of the amplitudes (columns, parameters)."""
        waves = np.sqrt(basis.roughness[:, None] * self.smooth + self.white)
        levels = np.sqrt(len(basis.columns)) * np.tile(self.wide, (basis.levels, 1))
        return np.concatenate([levels, waves])


@dataclass(frozen=True, eq=False)
class JointSystem:
    """`matrix` is 1 + S M S with the curvature M of chi^2/2 and the prior standard deviations S (`scale`).

    Only of the unknowns in use: a wave whose prior is far narrower than what the spectra show of it is none.
    """

    basis: Basis
    scale: np.ndarray  # (columns, parameters); 0 for what is not in use
    matrix: np.ndarray

    @cached_property
    def used(self) -> np.ndarray:
        """Places of the unknowns in use."""
        return places_in_use(self.basis, self.scale)

    @cached_property
    def factor(self) -> np.ndarray:
        """The lower factor of Cholesky of the matrix."""
        return factor_of(self.matrix)

    @cached_property
    def inverse(self) -> np.ndarray:
        from scipy.linalg.lapack import dpotri

        found, _ = dpotri(self.factor, lower=1)  # zero above the diagonal, as the factor is
        whole = found + found.T
        whole[np.diag_indices_from(whole)] *= 0.5
        return np.asarray(whole)

    def step(self, slope: np.ndarray, amplitudes: np.ndarray, damping: float = 0.0) -> np.ndarray:
        """Return Newton's change of the amplitudes; `slope` (spectra, parameters) is of chi^2/2."""
        from scipy.linalg import cho_solve

        away = np.divide(amplitudes, self.scale, out=np.zeros_like(amplitudes), where=self.scale > 0)
        right = -(self.scale * (self.basis.columns.T @ slope)) - away
        change = -amplitudes.ravel()  # what is not in use goes to zero
        factor = factor_of(self.matrix + damping * np.diag(np.diag(self.matrix))) if damping else self.factor
        solved = cho_solve((factor, True), right.ravel()[self.used], check_finite=False)
        change[self.used] = self.scale.ravel()[self.used] * solved
        return change.reshape(self.scale.shape)

    def covariance(self) -> np.ndarray:
        """Return the covariance of the amplitudes (columns, parameters, columns, parameters)."""
        size, scale = self.scale.size, self.scale.ravel()[self.used]
        found = np.zeros((size, size))
        found[np.ix_(self.used, self.used)] = self.inverse * np.outer(scale, scale)
        return found.reshape(*self.scale.shape, *self.scale.shape)

    def log_volume(self) -> float:
        """Return ln det of the waves' part: what the marginal likelihood pays for them."""
        waves = int((self.used >= self.basis.levels * self.scale.shape[1]).sum())
        return 2 * float(np.log(np.diag(self.factor)[:waves]).sum())


def factor_of(matrix: np.ndarray) -> np.ndarray:
    """Return the lower factor of Cholesky."""
    from scipy.linalg import cholesky

    return np.asarray(cholesky(matrix, lower=True, check_finite=False))


def places_in_use(basis: Basis, scale: np.ndarray) -> np.ndarray:
    """Return the places of the unknowns in use, the levels last: a factor begins with the waves' part."""
    used = np.flatnonzero(scale.ravel() > 0)
    first = basis.levels * scale.shape[1]
    return np.concatenate([used[used >= first], used[used < first]])


def joint_system(basis: Basis, scale: np.ndarray, curvatures: np.ndarray) -> JointSystem:
    """Return the system for the curvatures (spectra, parameters, parameters) of chi^2/2."""
    c, parameters = basis.columns, scale.shape[1]
    seen = (c**2).T @ np.einsum("kpp->kp", curvatures)
    idle = scale**2 * seen < IDLE
    idle[: basis.levels] = False
    scale = np.where(idle, 0.0, scale)
    used = places_in_use(basis, scale)
    place, which = np.divmod(used, parameters)
    sizes = scale.ravel()[used]
    bent = curvatures[:, :, which] * c[:, None, place] * sizes  # (spectra, P, unknowns)
    matrix = np.eye(len(used))
    for p in range(parameters):
        rows = np.flatnonzero(which == p)
        matrix[rows] += (c[:, place[rows]] * sizes[rows]).T @ bent[:, p, :]
    return JointSystem(basis, scale, 0.5 * (matrix + matrix.T))


def of_spectra(basis: Basis, covariance: np.ndarray) -> np.ndarray:
    """Return the covariance of the parameters of each spectrum (spectra, P, P)."""
    k, p = covariance.shape[:2]
    c = basis.columns
    half = (c @ covariance.reshape(k, -1)).reshape(len(c), p, k, p)
    return np.asarray(np.einsum("spjq,sj->spq", half, c, optimize=True))


def along(basis: Basis, covariance: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return the covariance (spectra, spectra) of a combination `row` (spectra, P) of the parameters."""
    k, p = covariance.shape[:2]
    turn = (basis.columns[:, :, None] * row[:, None, :]).reshape(len(row), k * p)
    return np.asarray(turn @ covariance.reshape(k * p, k * p) @ turn.T)
