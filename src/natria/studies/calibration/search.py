"""Bounded least squares over a simulation of finite tolerance that may fail at some points.

The trust-region reflective method (Branch, Coleman and Li, SIAM J. Sci. Comput. 21 (1999) 1) in coordinates in which
one is a factor of e, or the whole of the bounds. Derivatives are differences over steps that are large compared with
the noise of the solver: one-sided during the search, central at its end for the covariance. A point that the cell
cannot reach has no residuals; the method then steps back.

Directions that the data do not determine would leave the search free to drift. A weak pull towards the start, the last
rows of the residuals, makes it end at the nearest of all points of equal misfit; it is too weak to move anything that
the data determine, and the result is evaluated without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

STEP = 0.01  # of a coordinate, in derivatives: the noise of a solution is 1e-7 of it, curvature adds 1e-5
AT_BOUND = 1e-3  # of the distance between two bounds
MOST = 40  # points at which derivatives are taken
ENOUGH = 1e-6  # of the sum of squares, and a tenth of a coordinate's: what another step may change
PULL = 0.01  # of a residual's unit, for one of a coordinate

Simulate = Callable[[np.ndarray], np.ndarray | None]  # scaled residuals; None where the cell cannot go
End = tuple[float, np.ndarray]  # a coordinate, and the residuals there


@dataclass(frozen=True, eq=False)
class Minimum:
    """The end of the search; residuals and derivatives without the pull.

    `gain` is by how much another step would still lower the sum of squares, if the derivatives are right; `at_bound` is
    -1, 0, +1 by coordinate.
    """

    at: np.ndarray
    residual: np.ndarray
    jacobian: np.ndarray
    at_bound: np.ndarray
    gain: float
    is_finished: bool
    runs: int

    @property
    def squares(self) -> float:
        return float(self.residual @ self.residual)


@dataclass
class _Runs:
    """All simulations of a search, each point once."""

    simulate: Simulate
    low: np.ndarray
    high: np.ndarray
    pull: float
    known: dict[bytes, np.ndarray | None] = field(default_factory=dict)

    def __call__(self, u: np.ndarray) -> np.ndarray | None:
        key = u.tobytes()
        if key not in self.known:
            self.known[key] = self.simulate(u)
        return self.known[key]

    def residuals(self, u: np.ndarray) -> np.ndarray:
        found = self(u)
        if found is not None:
            return np.concatenate([found, self.pull * u])
        size = next(len(one) for one in self.known.values() if one is not None)
        return np.full(size + len(u), np.inf)

    def slopes(self, u: np.ndarray) -> np.ndarray:
        return self.pulled(self.jacobian(u, (1,)))

    def pulled(self, jacobian: np.ndarray) -> np.ndarray:
        return np.vstack([jacobian, self.pull * np.eye(jacobian.shape[1])])

    def jacobian(self, u: np.ndarray, sides: tuple[int, ...]) -> np.ndarray:
        """Return the Jacobian by differences to each of `sides`.

        Where a bound or an unreachable point is in the way, the other side is used.
        """
        here = self(u)
        assert here is not None
        columns = []
        for k in range(len(u)):
            ends = [end for side in sides if (end := self._beside(u, k, side)) is not None]
            if not ends and (other := self._beside(u, k, -sides[0])) is not None:
                ends = [other]
            (a, below), (b, above) = ends if len(ends) > 1 else ((float(u[k]), here), *(ends or [(np.inf, here)]))
            columns.append((above - below) / (b - a))
        return np.stack(columns, axis=1)

    def _beside(self, u: np.ndarray, k: int, side: int) -> End | None:
        there = u.copy()
        there[k] = np.clip(u[k] + side * STEP, self.low[k], self.high[k])
        found = self(there) if there[k] != u[k] else None
        return None if found is None else (float(there[k]), found)


def search(simulate: Simulate, low: np.ndarray, high: np.ndarray, start: np.ndarray, unit: float) -> Minimum:
    """Return the minimum from `start`, which must be reachable.

    `unit` is the size of a significant residual.
    """
    from scipy.optimize import least_squares

    runs = _Runs(simulate, low, high, PULL * unit)
    assert runs(start) is not None
    limits = {"max_nfev": MOST, "xtol": 10 * ENOUGH, "ftol": ENOUGH, "gtol": 1e-12}
    best = least_squares(runs.residuals, start, runs.slopes, (low, high), **limits)
    at = np.asarray(best.x, float)
    span = high - low
    at_bound = np.where(at - low < AT_BOUND * span, -1, np.where(high - at < AT_BOUND * span, 1, 0))
    residual, jacobian = runs.residuals(at), runs.jacobian(at, (-1, 1))
    inside = runs.pulled(jacobian)[:, at_bound == 0]
    left = residual + inside @ np.linalg.lstsq(inside, -residual, rcond=None)[0]
    gain = float(residual @ residual - left @ left)
    return Minimum(at, residual[: -len(at)], jacobian, at_bound, gain, best.status > 0, len(runs.known))
