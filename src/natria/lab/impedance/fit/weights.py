"""The noise model of a fit: the standard deviation of each part, up to a common factor."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ....quantity import InputError, Problem, did_you_mean
from ..modulus import smooth_modulus

Weights = Literal["modulus", "proportional", "unit", "estimated"]
MODELS = ("modulus", "proportional", "unit", "estimated")
ROUNDS = 30
MOST_SQUARE = 9.0  # variances; under noise alone, one point of 8000 is beyond (exp(-9))
LEAST_FLOOR = 1e-6  # of the median of |Z|
LEAST_PART = 1e-2  # of |Z|: a part that crosses zero has noise nevertheless


def noise_model(z: np.ndarray, weights: str, frequency: np.ndarray | None = None) -> np.ndarray:
    """Return the rows (real, imaginary) of the noise of each point, up to a common factor.

    `modulus`: both parts scatter in proportion to |Z|, as an instrument in one current range does. `proportional`:
    each part in proportion to itself, at least 1 % of |Z|. `unit`: the same for all points. `estimated`: begins as
    `modulus`. With the frequencies, |Z| is that of the trend of neighbours: a single point with a small |Z| then has no
    larger weight than they.
    """
    size = np.abs(z) if frequency is None else smooth_modulus(frequency, z)
    if weights in {"modulus", "estimated"}:
        return np.stack([size, size])
    if weights == "proportional":
        return np.stack([np.maximum(np.abs(z.real), LEAST_PART * size), np.maximum(np.abs(z.imag), LEAST_PART * size)])
    if weights == "unit":
        return np.ones((2, len(z)))
    raise InputError("the noise model", [Problem("weights", f"unknown: {weights!r}", did_you_mean(weights, MODELS))])


def estimated_noise(modulus: np.ndarray, deviation: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return the rows (real, imaginary) of (a^2 |Z|^2 + b^2)^0.5 with the most likely a and b.

    A share of |Z| and a floor that is the same for all points; Gaussian noise. Squares are regressed with weights of
    the inverse square of the variance until that no longer changes: the equations of maximum likelihood. A square
    counts as no more than `MOST_SQUARE` variances, so that a single point that is off does not make all others noisy.
    """
    size = modulus[counted] ** 2
    squares = 0.5 * (deviation.real**2 + deviation.imag**2)[counted]
    least = (LEAST_FLOOR * float(np.median(modulus))) ** 2
    variance = np.maximum(squares.mean() * size / size.mean(), least)
    both = np.zeros(2)
    for _ in range(ROUNDS):
        rows = np.stack([size, np.ones_like(size)]) / variance
        gram, right = rows @ rows.T, rows @ np.minimum(squares / variance, MOST_SQUARE)
        both = np.linalg.solve(gram + np.diag(1e-12 * np.diag(gram)), right)
        if (both < 0).any():  # one of the two alone
            alone = right / np.diag(gram)
            both = np.array([0.0, alone[1]]) if both[0] < 0 else np.array([alone[0], 0.0])
        variance = np.maximum(both[0] * size + both[1], least)
    whole = np.maximum(both[0] * modulus**2 + both[1], least)
    return np.tile(np.sqrt(whole), (2, 1))


def given_noise(noise: np.ndarray | float, z: np.ndarray) -> np.ndarray:
    """Return the rows (real, imaginary) of a known noise; one number or row counts for both parts."""
    rows = np.asarray(noise, float)
    rows = np.stack([rows.real, rows.imag]) if np.iscomplexobj(noise) else rows
    try:
        full = np.broadcast_to(rows, (2, len(z)))
    except ValueError:
        what = f"of shape {rows.shape} for {len(z)} frequencies"
        fix = "give one number, one for each frequency, or rows for the real and the imaginary part"
        raise InputError("the noise", [Problem("", what, fix)]) from None
    if not (np.isfinite(full) & (full > 0)).all():
        raise InputError("the noise", [Problem("", "not a finite number above zero", "give standard deviations")])
    return np.array(full)
