"""Tests of the residuals of a ladder, with their distributions under noise alone.

With noise e of equal variance in all weighted values, the residual is r = P e, P = 1 - span span'. Every statistic
below is a ratio of two forms in r, so the unknown noise level cancels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ladder import RCLadder, stacked

CORRELATED_OVER = 3.0  # points: the width of the Gaussian in the test of correlation
HIGHEST = 0.9  # p-value that enters a combination: one near 1 would outweigh strong evidence of another test
LEAST_NORM = 1e-4  # of a column: what the ladder explains to this extent is not tested
LEAST_OF_STEP = 0.1  # of a step: what little is left of a nearly smooth one shows the misfit of the ladder instead
STEP_MARGIN = 5  # points at either end where no step is looked for
STEP_TRIALS = 40  # independent ones among all places of a step, by simulation; Bonferroni's factor


@dataclass(frozen=True)
class ConsistencyTest:
    """One test: its name, statistic and p-value, the probability of such a statistic with noise alone."""

    name: str
    statistic: float
    p_value: float


@dataclass(frozen=True, eq=False)
class SweepDrift:
    """The test for a drift; the relative change of the relaxing part from first to last reading."""

    evidence: ConsistencyTest
    change: float
    change_std: float
    along: str  # "time" or "log frequency": which of the two courses explains more


def correlation(ladder: RCLadder) -> ConsistencyTest:
    """Correlation of residuals over neighbouring frequencies, positive where the misfit is smooth.

    r'Sr/r'r with a Gaussian S without diagonal; its mean and variance under noise follow from traces of SP (Durbin and
    Watson, Biometrika 37, 409, 1950); normal approximation.
    """
    from scipy.special import ndtr

    points = len(ladder.residual) // 2
    away = np.abs(np.subtract.outer(np.arange(points), np.arange(points)))
    near = np.where(away > 0, np.exp(-0.5 * (away / CORRELATED_OVER) ** 2), 0.0)
    form = np.kron(np.eye(2), near)
    projected = form - (form @ ladder.span) @ ladder.span.T
    freedom, trace = ladder.freedom, float(np.trace(projected))
    mean = trace / freedom
    variance = 2 * (float(np.sum(projected * projected.T)) * freedom - trace**2) / (freedom**2 * (freedom + 2))
    r = ladder.residual
    statistic = (float(r @ form @ r) / float(r @ r) - mean) / np.sqrt(max(variance, np.finfo(float).tiny))
    return ConsistencyTest("correlation", float(statistic), float(ndtr(-statistic)))


def relaxing_part(ladder: RCLadder) -> np.ndarray:
    """The impedance less its value at the highest frequency: what a drift is taken to scale."""
    out: np.ndarray = ladder.fitted - ladder.fitted[0].real
    return out


def drift(ladder: RCLadder, elapsed: np.ndarray, course: np.ndarray) -> SweepDrift:
    """F-test of a drift of the relaxing part.

    It is linear in time (`elapsed`) or in the number of the reading (`course`); both run from 0 to 1. A drift
    Z (1 + a ln omega) is Z (1 + a ln(j omega)), which a linear system can have, less j a (pi/2) Z, which none can: a
    turn of the phase without a change of modulus.
    """
    from scipy.special import fdtrc

    along = {"time": elapsed, "log frequency": course}
    columns = np.column_stack([_weighted(ladder, relaxing_part(ladder) * part) for part in along.values()])
    free = columns - ladder.span @ (ladder.span.T @ columns)
    lengths, free_lengths = np.linalg.norm(columns, axis=0), np.linalg.norm(free, axis=0)
    seen = free_lengths > LEAST_NORM * np.maximum(lengths, np.finfo(float).tiny)
    if not seen.any():
        return SweepDrift(ConsistencyTest("drift", 0.0, 1.0), 0.0, np.inf, "time")
    basis, size, _ = np.linalg.svd(free[:, seen] / free_lengths[seen], full_matrices=False)
    basis = basis[:, size > LEAST_NORM]
    r, count = ladder.residual, basis.shape[1]
    explained = float(np.sum((basis.T @ r) ** 2))
    rest = max(float(r @ r) - explained, np.finfo(float).tiny)
    left = ladder.freedom - count
    statistic = explained / count / (rest / left)
    scores = np.where(seen, (free.T @ r) / np.maximum(free_lengths, np.finfo(float).tiny), 0.0)
    best = int(np.argmax(np.abs(scores)))
    return SweepDrift(
        ConsistencyTest("drift", statistic, float(fdtrc(count, left, statistic))),
        float(scores[best] / free_lengths[best]),
        float(np.sqrt(rest / left) / free_lengths[best]),
        tuple(along)[best],
    )


def _weighted(ladder: RCLadder, change: np.ndarray) -> np.ndarray:
    """A small change of the impedance as a change of the weighted values (d ln Y = -d ln Z)."""
    relative = change / ladder.fitted
    if ladder.representation == "impedance":
        return stacked(relative * ladder.fitted / np.abs(ladder.fitted))
    return stacked(-relative / ladder.fitted * np.abs(ladder.fitted))


def step(ladder: RCLadder, order: np.ndarray) -> tuple[ConsistencyTest, int]:
    """A sudden change of the relaxing part after some reading; also the number of readings before it.

    `order` is the place of each point in the sweep.
    """
    from scipy.special import fdtrc

    points = len(order)
    places = np.arange(STEP_MARGIN, points - STEP_MARGIN)
    if not len(places):
        return ConsistencyTest("step", 0.0, 1.0), 0
    change = relaxing_part(ladder)
    columns = np.column_stack([_weighted(ladder, change * (order >= place)) for place in places])
    free = columns - ladder.span @ (ladder.span.T @ columns)
    lengths = np.sum(free**2, axis=0)
    seen = lengths > LEAST_OF_STEP**2 * np.sum(columns**2, axis=0)
    explained = np.where(seen, (free.T @ ladder.residual) ** 2 / np.where(seen, lengths, 1.0), 0.0)
    best = int(np.argmax(explained))
    rest = max(float(ladder.residual @ ladder.residual) - float(explained[best]), np.finfo(float).tiny)
    statistic = float(explained[best]) / (rest / (ladder.freedom - 1))
    p_value = min(STEP_TRIALS * float(fdtrc(1, ladder.freedom - 1, statistic)), 1.0)
    return ConsistencyTest("step", statistic, p_value), int(places[best])


def combined(p_values: list[float]) -> float:
    """One p-value of several dependent tests, by the Cauchy combination.

    Liu and Xie, J. Am. Stat. Assoc. 115, 393 (2020).
    """
    least = 1e-15  # tan overflows at 0
    angles = np.tan((0.5 - np.clip(p_values, least, HIGHEST)) * np.pi)
    return float(np.clip(0.5 - np.arctan(np.mean(angles)) / np.pi, 0.0, 1.0))
