"""A ladder of RC elements of either sign: whatever a linear, causal and stable cell can do."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ..modulus import smooth_modulus

Representation = Literal["impedance", "admittance"]

BEYOND = 2.0  # factor by which time constants go beyond 1/omega on either side: arcs do not end at the last frequency
FEWEST = 3  # RC elements
MOST_SHARE = 0.5  # of the real values that parameters may take
PATIENCE = 5  # more elements without a better criterion
ADMITTANCE_BETTER = 40.0  # of the criterion: drifts look like an admittance, so only where the impedance fails
FURTHER = 3  # elements beyond the best: the criterion's ladder leaves a misfit that is smooth, like a violation
LEAST = 1e-14  # of the squares of the data


@dataclass(frozen=True, eq=False)
class RCLadder:
    """A least-squares fit, weighted by the trend of |Z| or |Y|.

    Rows are all real parts, then all imaginary parts.
    `span` is an orthonormal basis of the weighted columns, so residuals are (1 - span span') times the noise.
    """

    representation: Representation
    elements: int
    criterion: float
    residual: np.ndarray  # weighted, real
    span: np.ndarray
    fitted: np.ndarray  # complex impedance

    @property
    def freedom(self) -> int:
        """Values less parameters."""
        return int(len(self.residual) - self.span.shape[1])

    @property
    def noise(self) -> float:
        """Standard deviation of each part over the modulus."""
        return float(np.sqrt(self.residual @ self.residual / self.freedom))


def ladder_of(omega: np.ndarray, impedance: np.ndarray) -> RCLadder:
    """The ladder with the best Bayesian criterion and `FURTHER` elements.

    It is that of the impedance, or of the admittance where that is clearly better.

    Z = R + j omega L + 1/(j omega C) + sum of R_k/(1 + j omega tau_k), the tau_k evenly spaced in ln tau (Boukamp, J.
    Electrochem. Soc. 142, 1885, 1995); Y likewise. All coefficients are linear and have either sign.
    """
    modulus = smooth_modulus(omega, impedance)
    of_impedance = _best(omega, impedance, 1 / modulus, "impedance")
    of_admittance = _best(omega, 1 / impedance, modulus, "admittance")
    chosen = of_impedance
    if of_admittance.criterion < of_impedance.criterion - ADMITTANCE_BETTER:
        chosen = of_admittance
    elements = min(chosen.elements + FURTHER, _most(omega))
    return ladder_with(omega, impedance, chosen.representation, elements)


def ladder_with(omega: np.ndarray, impedance: np.ndarray, representation: Representation, elements: int) -> RCLadder:
    """The ladder with this many RC elements."""
    modulus = smooth_modulus(omega, impedance)
    if representation == "impedance":
        return _fit(omega, impedance, 1 / modulus, (representation, elements))
    found = _fit(omega, 1 / impedance, modulus, (representation, elements))
    return replace(found, fitted=1 / found.fitted)


def _best(omega: np.ndarray, values: np.ndarray, weight: np.ndarray, representation: Representation) -> RCLadder:
    most = _most(omega)
    first = min(max(FEWEST, int(np.log10(omega.max() / omega.min()))), most)
    best, since = None, 0
    for elements in range(first, most + 1):
        found = _fit(omega, values, weight, (representation, elements))
        if best is None or found.criterion < best.criterion:
            best, since = found, 0
        else:
            since += 1
        if since > PATIENCE:
            break
    assert best is not None
    return best


def _most(omega: np.ndarray) -> int:
    """The most elements that leave enough values for a test."""
    return math.floor(MOST_SHARE * 2 * len(omega)) - 3


def _fit(omega: np.ndarray, values: np.ndarray, weight: np.ndarray, form: tuple[Representation, int]) -> RCLadder:
    representation, elements = form
    tau = np.geomspace(1 / (BEYOND * omega.max()), BEYOND / omega.min(), elements)
    s = 1j * omega
    columns = np.column_stack([np.ones(len(s)), s / omega.max(), omega.min() / s, 1 / (1 + s[:, None] * tau)])
    weighted, data = stacked(columns * weight[:, None]), stacked(values * weight)
    span = np.linalg.qr(weighted / np.linalg.norm(weighted, axis=0))[0]
    projected = span @ (span.T @ data)
    residual = data - projected
    squares = max(float(residual @ residual), LEAST * float(data @ data))
    size = len(data)
    criterion = size * np.log(squares / size) + span.shape[1] * np.log(size)
    return RCLadder(representation, elements, float(criterion), residual, span, unstacked(projected) / weight)


def stacked(values: np.ndarray) -> np.ndarray:
    """Real parts above imaginary parts."""
    return np.concatenate([values.real, values.imag])


def unstacked(values: np.ndarray) -> np.ndarray:
    """The complex values whose real parts stand above their imaginary parts."""
    half = len(values) // 2
    out: np.ndarray = values[:half] + 1j * values[half:]
    return out
