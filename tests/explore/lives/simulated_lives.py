"""Designs of lives that are drawn from a known hazard; shared by tests."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log

import numpy as np

from natria.explore.lives.covariates import LifeColumn, LifeDesign
from natria.explore.lives.rows import LifeRow
from natria.quantity import Finding, Question, Reported

SHIFT = log(log(2))


def made_row(place: int, low: float, high: float, group: str, layer_class: str = "bare") -> LifeRow:
    bound = "at least" if high == inf else None if low == high else (low, high)
    fact = Finding(
        Question("cycling_time", f"made/{place}", {}),
        low if bound != (low, high) else (low + high) / 2,
        Reported(f"made:{place}", "measured", "here"),
        bound=bound,
    )
    return LifeRow(fact, "cycling_time", low, high, group, {}, layer_class, "Na|Na", ())


def made_design(
    low: np.ndarray, high: np.ndarray, covariates: np.ndarray, groups: Sequence[object] | None = None
) -> LifeDesign:
    """Return a design of rows with these ends and columns; each row its own paper where no groups are given."""
    names = [f"x{k}" for k in range(covariates.shape[1])]
    each = range(len(low)) if groups is None else groups
    rows = tuple(
        made_row(k, float(a), float(b), str(g)) for k, (a, b, g) in enumerate(zip(low, high, each, strict=True))
    )
    matrix = np.column_stack([np.ones(len(low)), covariates])
    columns = tuple(LifeColumn(name, name, "for each step") for name in names)
    return LifeDesign(rows, columns, matrix, (), {}, float(np.exp(np.log(np.maximum(low, 1e-9)).mean())))


def drawn_lives(
    random: np.random.Generator, middle: np.ndarray, sigma: float, stop: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of Weibull lives with these logarithms of medians; tests stop at random about `stop`."""
    life = np.exp(middle + sigma * (np.log(random.exponential(size=len(middle))) - SHIFT))
    end = stop * np.exp(0.7 * random.normal(size=len(middle)))
    return np.minimum(life, end), np.where(life <= end, life, inf)
