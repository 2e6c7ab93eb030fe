"""The parameters of a fit of peaks for lmfit, the curve that they make, and its derivatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..kinetics.inputs import Vector
from .active import ActiveBackground
from .lines import below_slopes, line, line_below, line_slopes
from .specification import PeakGuess

if TYPE_CHECKING:
    from lmfit import Parameters

WIDER = 5.0  # times the first width, the largest; one over it is the smallest
SHAPE = 0.3  # share of the Lorentzian to start from
SURE = 1e-10  # of its bounds: a share that is this near has none of the error's room
Values = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class PeakProblem:
    """Places of the readings, the peaks and their background.

    Parameters: m; of peak n p{n}_x (place), p{n}_a (area of its first line) and a width, which peaks of a group share
    (`widths`); b{j} and s of the background.
    """

    x: Vector
    guesses: tuple[PeakGuess, ...]
    background: Vector | ActiveBackground

    @cached_property
    def widths(self) -> tuple[str, ...]:
        """The name of the width of each peak."""
        first: dict[str, str] = {}
        return tuple(first.setdefault(g.width_group or f"p{n}", f"p{n}_w") for n, g in enumerate(self.guesses))

    @property
    def has_step(self) -> bool:
        return isinstance(self.background, ActiveBackground) and self.background.has_step

    def line_of(self, p: Values, n: int) -> Vector:
        """Return peak n without the background; of a doublet both lines."""
        return p[f"p{n}_a"] * self._both(p, n, line)

    def curve(self, p: Values) -> Vector:
        """Return background and peaks."""
        return np.asarray(self.below(p) + sum(self.line_of(p, n) for n in range(len(self.guesses))))

    def below(self, p: Values) -> Vector:
        """Return the background."""
        if not isinstance(self.background, ActiveBackground):
            return self.background
        found = self.background.columns @ np.array([p[f"b{j}"] for j in range(len(self.background.start))])
        if self.has_step:
            found = found + p["s"] * self._risen(p)
        return np.asarray(found)

    def slopes(self, p: Values) -> dict[str, Vector]:
        """Return the derivatives of the curve by each parameter."""
        found = {"m": np.zeros(len(self.x)), **{name: np.zeros(len(self.x)) for name in self.widths}}
        step = p["s"] if self.has_step else 0.0
        for n, name in enumerate(self.widths):
            area, of_line = p[f"p{n}_a"], self._slopes(p, n, line_slopes)
            found[f"p{n}_a"] = self._both(p, n, line)
            if self.has_step:
                found[f"p{n}_a"] += step * self._both(p, n, line_below)
                of_line = of_line + step * self._slopes(p, n, below_slopes)
            found[f"p{n}_x"] = area * of_line[0]
            found[name] += area * of_line[1]
            found["m"] += area * of_line[2]
        if isinstance(self.background, ActiveBackground):
            found |= {f"b{j}": column for j, column in enumerate(self.background.columns.T)}
        if self.has_step:
            found["s"] = self._risen(p)
        return found

    def _risen(self, p: Values) -> Vector:
        """Return the area of all peaks below each x."""
        return np.asarray(sum(p[f"p{n}_a"] * self._both(p, n, line_below) for n in range(len(self.guesses))))

    def _slopes(self, p: Values, n: int, of: Callable[..., Any]) -> Vector:
        return self._both(p, n, lambda *at: np.array(of(*at)))

    def _both(self, p: Values, n: int, of: Callable[..., Any]) -> Vector:
        """Return a function of the first line, and of the second one of a doublet by its ratio."""
        guess, place, width = self.guesses[n], p[f"p{n}_x"], p[self.widths[n]]
        made = of(self.x, place, width, p["m"])
        if guess.is_doublet:
            made = made + guess.ratio * of(self.x, place + guess.splitting, width, p["m"])
        return np.asarray(made)


def parameters_of(p: Parameters, problem: PeakProblem, y: Vector, lorentzian: float | None) -> Parameters:
    """Return the parameters with their starts and bounds."""
    p.add("m", SHAPE if lorentzian is None else lorentzian, vary=lorentzian is None, min=0, max=1)
    above = y - _first(problem, y)
    order = np.argsort(problem.x)
    sorted_x, sorted_above = problem.x[order], above[order]
    for n, guess in enumerate(problem.guesses):
        p.add(f"p{n}_x", guess.place, min=guess.place - guess.within, max=guess.place + guess.within)
        if problem.widths[n] not in p:
            p.add(problem.widths[n], guess.width, min=guess.width / WIDER, max=guess.width * WIDER)
        height = max(float(np.interp(guess.place, sorted_x, sorted_above)), 0.05 * float(np.abs(above).max()))
        p.add(f"p{n}_a", height * guess.width, min=0)
    if isinstance(problem.background, ActiveBackground):
        for j, value in enumerate(problem.background.start):
            p.add(f"b{j}", float(value))
        if problem.has_step:
            area = sum(float(p[f"p{n}_a"].value) * (1 + g.ratio) for n, g in enumerate(problem.guesses))
            low, high = _ends(problem.x, y)
            p.add("s", (high - low) / max(area, 1e-300))
    return p


def is_at_limit(one: Any) -> bool:
    """Whether a parameter ended at a bound."""
    room = one.max - one.min
    away = min(one.value - one.min, one.max - one.value)
    return bool(away <= SURE * max(abs(one.value), room if np.isfinite(room) else 0.0))


def _first(problem: PeakProblem, y: Vector) -> Vector:
    """Return the background to start from."""
    if not isinstance(problem.background, ActiveBackground):
        return problem.background
    if problem.has_step:
        low, high = _ends(problem.x, y)
        u = (problem.x - problem.x.min()) / max(float(np.ptp(problem.x)), 1e-300)
        return np.asarray(low + (high - low) * u)
    return np.asarray(problem.background.columns @ problem.background.start)


def _ends(x: Vector, y: Vector) -> tuple[float, float]:
    """Return the values at the lowest and the highest x, as means of a few readings."""
    n = max(1, min(5, len(x) // 10))
    order = np.argsort(x)
    return float(y[order[:n]].mean()), float(y[order[-n:]].mean())
