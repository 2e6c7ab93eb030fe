"""Densities of relaxation times that are known in closed form."""

from __future__ import annotations

import numpy as np

FARTHEST = 700.0  # of an argument of cosh: beyond, the density is 0 in double precision


def zarc_density(log_tau: np.ndarray, resistance: float, tau: float, exponent: float) -> np.ndarray:
    """Density over ln tau of R/(1 + (j omega tau)^n), 0 < n < 1.

    gamma = R/(2 pi) sin((1 - n) pi)/(cosh(n ln(tau'/tau)) - cos((1 - n) pi)), Fuoss and Kirkwood, J. Am. Chem. Soc. 63,
    385 (1941); Cole and Cole, J. Chem. Phys. 9, 341 (1941). Its area is R.
    """
    away = np.clip(exponent * (np.asarray(log_tau, float) - np.log(tau)), -FARTHEST, FARTHEST)
    depressed = (1 - exponent) * np.pi
    out: np.ndarray = resistance / (2 * np.pi) * np.sin(depressed) / (np.cosh(away) - np.cos(depressed))
    return out


def constant_phase_density(log_tau: np.ndarray, coefficient: float, exponent: float) -> np.ndarray:
    """Density over ln tau of 1/(Q (j omega)^n), 0 < n < 1: sin(n pi)/(pi Q) tau^n; it has no area."""
    out: np.ndarray = np.sin(exponent * np.pi) / (np.pi * coefficient) * np.exp(exponent * np.asarray(log_tau, float))
    return out
