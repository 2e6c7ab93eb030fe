"""Elastic constants from stresses at strains, by least squares, with their errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class StiffnessFit:
    """A stiffness matrix (Pa), the standard deviation of each element, and the misfit.

    `misfit` is the rms of what the invariant tensor does not explain over the rms of the stresses, so it measures how
    far the symmetry of the crystal is broken, noise included. None where as many equations as constants are left.
    """

    stiffness: np.ndarray
    std: np.ndarray
    misfit: float | None


def fit_stiffness(strains: np.ndarray, slopes: np.ndarray, basis: np.ndarray) -> StiffnessFit:
    """Least squares for the coefficients of an invariant basis.

    `strains` has a strain a row (six components with doubled shears), `slopes` the derivative of the stress (six
    components, Pa) with respect to the amplitude of each.
    """
    design = np.concatenate([np.einsum("nij,j->in", basis, strain) for strain in strains])
    data = np.asarray(slopes).ravel()
    coefficients, _, _, _ = np.linalg.lstsq(design, data, rcond=None)
    left = data - design @ coefficients
    free = len(data) - len(basis)
    stiffness = np.einsum("n,nij->ij", coefficients, basis)
    if free <= 0:
        return StiffnessFit(stiffness, np.full((6, 6), np.nan), None)
    covariance = float(left @ left) / free * np.linalg.inv(design.T @ design)
    variance = np.einsum("nij,nm,mij->ij", basis, covariance, basis)
    misfit = float(np.sqrt((left @ left) / (data @ data)))
    return StiffnessFit(stiffness, np.sqrt(np.maximum(variance, 0)), misfit)
