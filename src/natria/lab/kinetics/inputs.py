"""Checks of the arrays that an analysis of kinetics receives, with one clear message for each fault."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...quantity import FitError

Vector = NDArray[np.float64]


def vector(values: ArrayLike, what: str) -> Vector:
    """Return a row of finite numbers."""
    try:
        row = np.atleast_1d(np.asarray(values, float))
    except (TypeError, ValueError):
        raise FitError(f"{what}: not all values are numbers", "give one row of numbers in SI units") from None
    if row.ndim != 1:
        raise FitError(f"{what}: the shape is {row.shape}, expected one row", "give one value for each point")
    bad = np.flatnonzero(~np.isfinite(row))
    if len(bad):
        raise FitError(f"{what}: value {bad[0] + 1} of {len(row)} is {row[bad[0]]}", "leave such points out")
    return row


def above_zero(values: ArrayLike, what: str) -> Vector:
    """Return a row of numbers that all are above zero."""
    row = vector(values, what)
    bad = np.flatnonzero(row <= 0)
    if len(bad):
        fix = "leave such points out, or check the sign and the unit"
        raise FitError(f"{what}: value {bad[0] + 1} of {len(row)} is {row[bad[0]]:g}, expected above zero", fix)
    return row


def same_length(**rows: Vector) -> None:
    """Refuse rows of different length."""
    if len({len(row) for row in rows.values()}) > 1:
        found = ", ".join(f"{len(row)} of {name}" for name, row in rows.items())
        raise FitError(f"the rows differ in length: {found}", "give one value of each for every point")


def number_above_zero(value: float, what: str) -> float:
    """Return a single number above zero."""
    return float(above_zero([value], what)[0])


def optional_std(value: float | None, what: str) -> float:
    """Return a standard deviation; 0 where none is known."""
    if value is None:
        return 0.0
    std = float(vector([value], what)[0])
    if std < 0:
        raise FitError(f"{what}: {std:g}, expected zero or above", "a standard deviation has no sign")
    return std
