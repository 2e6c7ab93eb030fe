"""A calibration problem: residuals of simulated cells as a function of the free coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from ...answers import Refuse
from ...design import Design
from ...quantity import DesignError, FitError
from ..studio import Studio
from .data import Datum, Simulated, Unreachable
from .free import Free
from .search import Minimum, search

SHARE = 0.01  # of a datum of unknown standard deviation


@dataclass(frozen=True, eq=False)
class CalibrationProblem:
    studio: Studio
    free: tuple[Free, ...]
    data: tuple[Datum, ...]

    @cached_property
    def target(self) -> np.ndarray:
        return np.concatenate([d.target for d in self.data])

    @cached_property
    def scale(self) -> np.ndarray:
        return np.concatenate([d.scale for d in self.data])

    @property
    def is_weighted(self) -> bool:
        return all(d.is_weighted for d in self.data)

    @property
    def unit(self) -> float:
        """Return the size of a significant scaled residual.

        Its standard deviation, or a small share of a datum.
        """
        return 1.0 if self.is_weighted else SHARE

    @property
    def spare(self) -> int:
        """Return the number of degrees of freedom: data minus free numbers."""
        return len(self.target) - len(self.free)

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        low, high = zip(*(f.bounds for f in self.free), strict=True)
        return np.array(low), np.array(high)

    @cached_property
    def _designs(self) -> dict[str, tuple[Design, tuple[bool, ...]]]:
        """Return the design of each system and its free numbers; a variant may replace some of them."""
        case = self.studio.case
        tried = {f.path: f.trial(f.start) for f in self.free}
        found = {}
        for system in dict.fromkeys(d.system for d in self.data):
            try:
                mine = case.design(system, tried)
            except DesignError as no:
                raise FitError(f"the free numbers do not fit {system}: {no.problems[0]}") from None
            found[system] = (self.studio.design(system), tuple(mine.get(f.path) is tried[f.path] for f in self.free))
        return found

    def simulated(self, u: np.ndarray) -> list[Simulated]:
        """Return what the simulated cells give for each datum. Raises `Unreachable`."""
        trials = [(f.path, f.trial(f.value(float(x)))) for f, x in zip(self.free, u, strict=True)]
        found = []
        for datum in self.data:
            design, mine = self._designs[datum.system]
            patch = dict(trial for trial, is_its in zip(trials, mine, strict=True) if is_its)
            try:
                found.append(datum.said_by(design.patched(patch)))
            except (Refuse, Unreachable) as no:
                raise Unreachable(f"{datum.label}: {no}") from None
        return found

    def search(self, chosen: np.ndarray | None = None, at: np.ndarray | None = None) -> tuple[Minimum, str]:
        """Return the least squares over all free numbers, or over `chosen` (a mask), the rest kept `at`.

        Also returns the last reason why a point could not be reached.
        """
        free = np.ones(len(self.free), bool) if chosen is None else chosen
        held = np.zeros(len(self.free)) if at is None else at
        edge: list[str] = []

        def simulate(u: np.ndarray) -> np.ndarray | None:
            whole = held.copy()
            whole[free] = u
            return self.residual(whole, edge)

        low, high = self.bounds
        found = search(simulate, low[free], high[free], held[free], self.unit)
        return found, edge[-1] if edge else ""

    def residual(self, u: np.ndarray, edge: list[str] | None = None) -> np.ndarray | None:
        """Return simulated minus measured, over the scale of each; None where the point cannot be reached.

        The reason is added to `edge`.
        """
        try:
            runs = self.simulated(u)
        except Unreachable as no:
            if edge is not None:
                edge.append(str(no))
            return None
        return np.asarray((np.concatenate([s.values for s in runs]) - self.target) / self.scale)

    def moves(self, parts: Sequence[float], at: np.ndarray) -> float | None:
        """Return by simulation how far the data move along a direction.

        It is the largest relative change of a datum where the parameter that moves most doubles or halves; None where
        neither can be reached.
        """
        low, high = self.bounds
        along = np.array(parts) / max(map(abs, parts)) * log(2)
        here = self.simulated(at)
        changes = []
        for there in (at - along, at + along):
            if np.any(there <= low) or np.any(there >= high):
                continue
            try:
                other = self.simulated(there)
            except Unreachable:
                continue
            changes += [
                float(np.abs(b.values - a.values).max() / np.abs(d.target).max())
                for a, b, d in zip(here, other, self.data, strict=True)
            ]
        return max(changes, default=None)
