"""The noise model of a fit: the standard deviation of each real and imaginary part up to a common factor."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ....quantity import InputError, Problem, did_you_mean

Weights = Literal["modulus", "proportional", "unit"]
MODELS = ("modulus", "proportional", "unit")
LEAST_PART = 1e-2  # of |Z|: a part that crosses zero has noise nevertheless


def noise_model(z: np.ndarray, weights: str) -> np.ndarray:
    """Return the rows (real, imaginary) of the noise of each point, up to a common factor.

    `modulus`: both parts scatter in proportion to |Z|, as an instrument in one current range does. `proportional`: each
    part in proportion to itself, at least 1 % of |Z|. `unit`: the same for all points.
    """
    size = np.abs(z)
    if weights == "modulus":
        return np.stack([size, size])
    if weights == "proportional":
        return np.stack([np.maximum(np.abs(z.real), LEAST_PART * size), np.maximum(np.abs(z.imag), LEAST_PART * size)])
    if weights == "unit":
        return np.ones((2, len(z)))
    raise InputError("the noise model", [Problem("weights", f"unknown: {weights!r}", did_you_mean(weights, MODELS))])


def given_noise(noise: np.ndarray | float, z: np.ndarray) -> np.ndarray:
    """Return the rows (real, imaginary) of a known standard deviation; one number or row counts for both parts."""
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
