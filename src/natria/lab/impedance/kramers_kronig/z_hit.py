"""Modulus from phase (Z-HIT): a drift shows as a modulus that the phase does not account for.

ln|Z(omega)| = const + (2/pi) integral of phi d ln omega - (pi/6) d phi/d ln omega (Ehm, Goehr, Kaus, Roeseler and
Schiller, ACH Models Chem. 137, 145, 2000). A drift scales the modulus of later readings and leaves their phase, so the
measured modulus departs from that which the phase accounts for.
"""

from __future__ import annotations

import numpy as np

from .evidence import ConsistencyTest
from .ladder import RCLadder

ORDER_TWO = -np.pi / 6
LOWEST = 1.0  # decades of frequency at the low end, whose mean deviation is tested
FARTHEST = 500.0  # of ln|Z|: the derivative of a noisy phase between two close frequencies has no bound
LEAST_POINTS = 3  # there


def modulus_from_phase(omega: np.ndarray, impedance: np.ndarray) -> np.ndarray:
    """|Z| from the phase, scaled to the median of the measured modulus; frequencies in order."""
    phase = np.unwrap(np.angle(impedance))
    log_modulus = _operator(np.log(omega)) @ phase
    out: np.ndarray = np.exp(
        np.clip(log_modulus + np.median(np.log(np.abs(impedance)) - log_modulus), -FARTHEST, FARTHEST)
    )
    return out


def _operator(log_omega: np.ndarray) -> np.ndarray:
    """The matrix from phases to ln|Z|, up to a constant; equal frequencies are averaged."""
    once, place, count = np.unique(log_omega, return_inverse=True, return_counts=True)
    width = np.diff(once)
    integral = np.zeros((len(once), len(once)))
    for k in range(1, len(once)):
        integral[k] = integral[k - 1]
        integral[k, [k - 1, k]] += width[k - 1] / 2
    derivative = np.asarray(np.gradient(np.eye(len(once)), once, axis=0))
    whole = 2 / np.pi * integral + ORDER_TWO * derivative
    out: np.ndarray = whole[place][:, place] / count[place]
    return out


def low_frequency_deviation(ladder: RCLadder, omega: np.ndarray) -> ConsistencyTest:
    """The deviation of |Z| from |Z from phase| in the lowest decade against the rest.

    It is the mean of the logarithm of their ratio, less that of the ladder itself.

    It is linear in the residuals: Re r - (operator) Im r of r = dZ/Z, so its spread under noise is exact.
    """
    from scipy.special import stdtr

    points = len(omega)
    low = omega < omega.min() * 10**LOWEST
    if low.sum() < LEAST_POINTS or (~low).sum() < LEAST_POINTS:
        return ConsistencyTest("z-hit", 0.0, 1.0)
    contrast = np.where(low, 1 / low.sum(), -1 / (~low).sum())
    relative = np.hstack([contrast, -contrast @ _operator(np.log(omega))])  # on Re and Im of dZ/Z
    turned = ladder.fitted / np.abs(ladder.fitted)
    if ladder.representation == "admittance":
        relative, turned = -relative, turned.conj()
    # The weighted residual is dZ/|Z| = dZ/Z e^(j phi): turn it back.
    real, imaginary = relative[:points], relative[points:]
    form = np.concatenate([real * turned.real - imaginary * turned.imag, real * turned.imag + imaginary * turned.real])
    free = form - ladder.span @ (ladder.span.T @ form)
    spread = float(np.linalg.norm(free)) * ladder.noise
    statistic = float(form @ ladder.residual) / max(spread, np.finfo(float).tiny)
    return ConsistencyTest("z-hit", statistic, float(2 * stdtr(ladder.freedom, -abs(statistic))))
