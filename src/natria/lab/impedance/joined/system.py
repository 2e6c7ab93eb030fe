"""The linear system of a joint fit: curvature of all spectra and prior of all waves.

The unknowns are the amplitudes (columns of the basis, parameters), each over its prior standard deviation, so that the
prior is the unit matrix and a wave without variance drops out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .basis import Basis


@dataclass(frozen=True, eq=False)
class CoursePrior:
    """Variances of the waves of each parameter: `smooth` times their roughness, and `white`; `wide` of the levels.

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
    """`matrix` is 1 + S M S with the curvature M of chi^2/2 and the prior standard deviations S (`scale`)."""

    basis: Basis
    scale: np.ndarray  # (columns, parameters)
    matrix: np.ndarray

    def step(self, slope: np.ndarray, amplitudes: np.ndarray, damping: float = 0.0) -> np.ndarray:
        """Return the change of the amplitudes that Newton's step makes; `slope` (spectra, parameters) is of chi^2/2."""
        from scipy.linalg import cho_factor, cho_solve

        away = np.divide(amplitudes, self.scale, out=np.zeros_like(amplitudes), where=self.scale > 0)
        right = -(self.scale * (self.basis.columns.T @ slope)) - away
        damped = self.matrix + damping * np.diag(np.diag(self.matrix))
        return np.asarray(self.scale * cho_solve(cho_factor(damped), right.ravel()).reshape(self.scale.shape))

    def covariance(self) -> np.ndarray:
        """Return the covariance of the amplitudes (columns, parameters, columns, parameters)."""
        from scipy.linalg import cho_factor, cho_solve

        size = self.scale.size
        inverse = cho_solve(cho_factor(self.matrix), np.eye(size))
        scale = self.scale.ravel()
        return np.asarray(inverse * np.outer(scale, scale)).reshape(*self.scale.shape, *self.scale.shape)

    def log_volume(self) -> float:
        """Return ln det of the waves' part: what the marginal likelihood pays for them."""
        first = self.basis.levels * self.scale.shape[1]
        sign, value = np.linalg.slogdet(self.matrix[first:, first:])
        return float(value) if sign > 0 else np.inf


def joint_system(basis: Basis, scale: np.ndarray, curvatures: np.ndarray) -> JointSystem:
    """Return the system for the curvatures (spectra, parameters, parameters) of chi^2/2."""
    c, (k, p) = basis.columns, scale.shape
    spread = (c[:, :, None, None] * curvatures[:, None]).reshape(len(c), -1)  # (spectra, columns x P x P)
    whole = (c.T @ spread).reshape(k, k, p, p).transpose(0, 2, 1, 3).reshape(k * p, k * p)
    flat = scale.ravel()
    return JointSystem(basis, scale, np.eye(k * p) + whole * np.outer(flat, flat))


def of_spectra(basis: Basis, covariance: np.ndarray) -> np.ndarray:
    """Return the covariance of the parameters of each spectrum (spectra, P, P) from that of the amplitudes."""
    k, p = covariance.shape[:2]
    c = basis.columns
    half = (c @ covariance.reshape(k, -1)).reshape(len(c), p, k, p)
    return np.einsum("ipjq,ij->ipq", half, c)


def along(basis: Basis, covariance: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return the covariance (spectra, spectra) of a combination `row` (spectra, P) of the parameters."""
    k, p = covariance.shape[:2]
    turn = (basis.columns[:, :, None] * row[:, None, :]).reshape(len(row), k * p)
    return np.asarray(turn @ covariance.reshape(k * p, k * p) @ turn.T)
