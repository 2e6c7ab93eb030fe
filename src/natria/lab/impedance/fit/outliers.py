"""Single points that are off: by the residuals of the fit, or by Kramers and Kronig.

A circuit that describes the spectrum has few parameters, so its residuals show small outliers. One that does not leaves
residuals of its own, in which a point says nothing: there the ladder of the Kramers-Kronig test is asked, which follows
any smooth spectrum and needs no circuit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from ....quantity import InputError
from ..kramers_kronig import kramers_kronig_test
from ..kramers_kronig.outliers import farthest
from .misfit import ResidualTests, directions, outliers_of
from .outcome import tested
from .remarks import ALPHA
from .solve import FitMinimum, SpectrumTask, solve

MOST_EXCLUDED = 0.1  # share of the points that may be left out as outliers
LONGEST_RUN = 2  # more neighbours that are off together are no outliers
GROSS = 1e-8  # probability by chance of a point that is off under an uneven noise too
ROUNDS = 4  # outliers hide behind outliers
LEAST_FREEDOM = 4  # values beyond the parameters that a test of a point needs


Kept = tuple[SpectrumTask, FitMinimum, ResidualTests | None]


def without_outliers(task: SpectrumTask, minimum: FitMinimum) -> Kept:
    """Leave out single points that are off, where few are; else return what was given.

    A point is off where its studentised residual has a probability by chance below `ALPHA` among all points, or lies
    far outside the robust scatter. Where that holds for too many, only the gross ones are. Where a drift explains the
    residuals better, no point is left out. The tests of the residuals come with it where they were made.
    """
    found = _by_residuals(task, minimum)
    if found is not None:
        return found
    smooth = without_rough(task)
    return smooth, minimum if smooth is task else solve(smooth), None


def without_rough(task: SpectrumTask) -> SpectrumTask:
    """Leave out the points that `rough_points` names: the same for every circuit."""
    rough = rough_points(task.frequency.tobytes(), task.z.tobytes())
    return replace(task, excluded=rough) if rough and not _too_many(rough, task) else task


@lru_cache(maxsize=64)
def rough_points(frequency: bytes, z: bytes) -> tuple[int, ...]:
    """Return the places of points off a smooth spectrum by the Kramers-Kronig test.

    None is named where the test finds a drift or a step: the ends of a drifting sweep are rough too. The result is kept
    for other circuits.
    """
    try:
        found = kramers_kronig_test(np.frombuffer(frequency), np.frombuffer(z, complex))
    except InputError:
        return ()  # too few points for a test
    if found.has("drift") or found.has("step"):
        return ()
    return tuple(np.flatnonzero(~found.without_outliers).tolist())


def _by_residuals(task: SpectrumTask, minimum: FitMinimum) -> Kept | None:
    """Leave out what is off by the residuals of the fit; None where what remains is not noise."""
    tests = tested(task, minimum, minimum.fitted)
    first = task, minimum, tests
    for level in (ALPHA, GROSS):
        task, minimum, tests = first
        for _ in range(ROUNDS):
            counted = np.flatnonzero(task.weights[0] > 0)
            places, chance = _suspects(minimum, counted, level, tests.basis)
            if not places and tests.systematic >= ALPHA:
                return task, minimum, tests
            if not places:
                break
            if first[2].drift < min(chance, ALPHA):
                return first
            excluded = tuple(sorted({*task.excluded, *counted[places].tolist()}))
            if _too_many(excluded, task):
                break  # an uneven noise: only what is far beyond all others
            task = replace(task, excluded=excluded)
            minimum = solve(task)
            tests = tested(task, minimum, minimum.fitted)
    return None


def _suspects(minimum: FitMinimum, counted: np.ndarray, level: float, basis: np.ndarray) -> tuple[list[int], float]:
    """Return which of the counted points are off, and the probability of the first by chance.

    They are taken out one after the other. The parameters follow by the linear form at the minimum when a point goes.
    `basis` has the directions of the fit with all of them.
    """
    held = minimum.limits[0] == minimum.limits[1]
    parts = minimum.weighted.reshape(len(minimum.weighted), 2, -1)[:, :, counted]
    kept = np.arange(len(counted))
    found: list[int] = []
    first = 1.0
    for _ in range(max(int(MOST_EXCLUDED * len(counted)), 1) + 1):
        rows = parts[:, :, kept].reshape(len(parts), -1)
        basis = directions(rows[1:][~held].T) if found else basis
        if rows.shape[1] - basis.shape[1] < LEAST_FREEDOM:
            break
        residual = rows[0] - basis @ (basis.T @ rows[0])
        _, chance, place = farthest(residual, basis)
        if chance >= level:
            far = outliers_of(residual) if level == ALPHA else ()
            if not far:
                break
            place = far[0]
        first = chance if not found else first
        found.append(int(kept[place]))
        kept = np.delete(kept, place)
    return found, first


def _too_many(excluded: Sequence[int], task: SpectrumTask) -> bool:
    return len(excluded) > max(MOST_EXCLUDED * len(task.z), 1) or _longest_run(excluded) > LONGEST_RUN


def _longest_run(places: Sequence[int]) -> int:
    """Return how many of the places follow each other at most."""
    longest = run = 0
    last = None
    for place in places:
        run = run + 1 if last is not None and place == last + 1 else 1
        longest, last = max(longest, run), place
    return longest
