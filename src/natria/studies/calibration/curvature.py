"""Rise of the misfit at one standard deviation: where a covariance is no description.

Along each combination that the data determine, chi squared rises by one at one standard deviation if it is a parabola.
A rise of another size on either side says that the interval is another one; the profile has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .identifiability import Direction
from .problem import CalibrationProblem

FLAT, STEEP = 0.6, 1.6  # of a rise of one: outside, a standard deviation is wrong by more than a quarter


@dataclass(frozen=True)
class Rise:
    """Rise of chi squared one standard deviation to both sides; None where out of reach."""

    direction: Direction
    below: float | None
    above: float | None

    @property
    def is_parabola(self) -> bool:
        return all(side is not None and FLAT < side < STEEP for side in (self.below, self.above))


def rises(
    problem: CalibrationProblem, at: np.ndarray, weight: np.ndarray, unit: float, directions: Sequence[Direction]
) -> tuple[Rise, ...]:
    """Return the rises along the directions.

    `weight` is that of each residual, `unit` its standard deviation.
    """

    def squares(u: np.ndarray) -> float | None:
        low, high = problem.bounds
        residual = problem.residual(u) if np.all((u > low) & (u < high)) else None
        return None if residual is None else float(np.sum((weight * residual) ** 2)) / unit**2

    least = squares(at)
    if least is None:
        return ()
    found = []
    for one in directions:
        step = (one.spread or 0.0) * np.array(one.parts)
        below, above = (None if (there := squares(at + side * step)) is None else there - least for side in (-1, 1))
        found.append(Rise(one, below, above))
    return tuple(found)
