"""Diffusivity from mean-squared displacements, with an error that knows their correlations.

Overlapping windows make the points of a mean-squared displacement depend on each other, and an ordinary line through
them has an error that is many times too small. Here the line is fitted by generalised least squares with the covariance
of a random walk with static noise (Bullerjahn, von Bülow and Hummer, J. Chem. Phys. 153, 024116, 2020), and the term
that few long hops add.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, stdtrit

BLOCKS = 5
LAGS = 6  # points of the line; more add little, as they depend on the first ones
LINEAR = 0.05  # probability of the misfit from which on the points count as a line
LEAST = 4  # windows of the longest lag
LEAST_SAMPLES = LEAST * 3  # a line through fewer than three lags has no misfit
ROUNDS = 4  # of the covariance, which depends on the line itself
NORMAL_68 = 1.0


@dataclass(frozen=True, eq=False)
class DiffusivityFit:
    """Diffusivity (m^2/s) with its standard deviation, and how it was found.

    `lag` (s) is the unit of the lags, twice the least for which the points lie on a line. `std` is the larger of that
    of the fit and that of the scatter of blocks. `misfit` is the probability of a misfit as large.
    """

    value: float
    std: float
    std_fit: float
    std_blocks: float
    offset: float  # m^2, the mean-squared displacement of the line at no lag
    lag: float
    lags: np.ndarray  # s
    displacement: np.ndarray  # m^2
    error: np.ndarray  # m^2
    misfit: float

    @property
    def is_linear(self) -> bool:
        return self.misfit >= LINEAR


def squared_displacement(positions: np.ndarray, lags: int) -> np.ndarray:
    """Return the mean-squared displacement over particles and windows, for lags of 1 to `lags` samples."""
    return np.array([np.mean(np.sum((positions[lag:] - positions[:-lag]) ** 2, axis=2)) for lag in range(1, lags + 1)])


def displacement_covariance(
    samples: int, lags: int, *, slope: float, offset: float, particles: int, axes: int, hop: float
) -> np.ndarray:
    """Return the covariance of the points of a mean-squared displacement, summed over axes.

    Two displacements of a walk along one axis covary by c = s2 o + a2/2 d: the overlap o of their windows, and the
    ends d that they share. Their squares then covary by 2 c^2, and by the hop length squared times the overlap times
    the slope for a walk of hops (its fourth cumulant). `slope` is per lag, `samples` counts positions.
    """
    step, noise = max(slope, 0.0) / axes, max(offset, 0.0) / axes / 2
    found = np.empty((lags, lags))
    for i in range(1, lags + 1):
        for j in range(i, lags + 1):
            windows, others = samples - i, samples - j
            h = np.arange(-j, i + 1)  # start of the second window after that of the first
            pairs = np.minimum(windows, others - h) - np.maximum(0, -h)
            overlap = np.maximum(0, np.minimum(i, h + j) - np.maximum(0, h))
            ends = (h + j == i) * 1.0 - (h == i) - (h + j == 0) + (h == 0)
            covariance = 2 * axes * (step * overlap + noise * ends) ** 2 + hop**2 * max(slope, 0.0) * overlap
            found[i - 1, j - 1] = found[j - 1, i - 1] = np.sum(np.maximum(pairs, 0) * covariance) / (windows * others)
    return found / particles


Line = tuple[float, float, float, np.ndarray, np.ndarray, float]  # slope, offset, std, points, covariance, misfit


def line_of(positions: np.ndarray, lags: int, hop: float) -> Line:
    """Return the generalised least-squares line through the points at lags of 1 to `lags` samples."""
    samples, particles, axes = positions.shape
    points = squared_displacement(positions, lags)
    x = np.vander(np.arange(1.0, lags + 1), 2)
    slope, offset = points[-1] / lags, 0.0
    scale = max(float(points.max()), np.finfo(float).tiny)
    for _ in range(ROUNDS):
        covariance = displacement_covariance(
            samples, lags, slope=slope, offset=offset, particles=particles, axes=axes, hop=hop
        )
        covariance += np.eye(lags) * (1e-9 * scale) ** 2
        weight = np.linalg.inv(covariance)
        normal = np.linalg.inv(x.T @ weight @ x)
        slope, offset = map(float, normal @ x.T @ weight @ points)
        slope = max(slope, 1e-6 * scale)
    rest = points - x @ np.array([slope, offset])
    misfit = float(chdtrc(lags - 2, rest @ weight @ rest))
    return slope, offset, float(np.sqrt(normal[0, 0])), points, covariance, misfit


def diffusivity(positions: np.ndarray, interval: float, hop: float) -> DiffusivityFit:
    """Return the diffusivity of particles (sample, particle, axis; m) that are sampled at an interval (s).

    `hop` is the length (m) of a hop; 0 for motion in small steps. The unit of the lags is doubled until the points of
    two units in turn lie on a line, and the longer one counts, so that ballistic motion, which bends it, is left out.
    Fewer than `LEAST_SAMPLES` samples raise ValueError.
    """
    if len(positions) < LEAST_SAMPLES:
        raise ValueError(f"a diffusivity needs {LEAST_SAMPLES} samples; there are {len(positions)}")
    unit, straight = 1, 0
    while True:
        some = positions[::unit]
        lags = min(LAGS, len(some) // LEAST)
        slope, offset, std, points, covariance, misfit = line_of(some, lags, hop)
        straight = straight + 1 if misfit >= LINEAR else 0
        if straight == 2 or len(positions[:: 2 * unit]) < LEAST * LAGS:
            break
        unit *= 2
    lag = unit * interval
    factor = 1 / (2 * positions.shape[2] * lag)
    blocks = _block_std(some, hop, lags)
    return DiffusivityFit(
        slope * factor,
        float(np.nanmax([std, blocks])) * factor,
        std * factor,
        blocks * factor,
        offset,
        lag,
        lag * np.arange(1, lags + 1),
        points,
        np.sqrt(np.diag(covariance)),
        misfit,
    )


def _block_std(positions: np.ndarray, hop: float, lags: int) -> float:
    """The standard deviation of the slope by its scatter over blocks; nan for short ones.

    It is widened for the number of blocks.
    """
    blocks = np.array_split(positions, BLOCKS)
    if min(map(len, blocks)) < LEAST * lags:
        return float("nan")
    slopes = [line_of(block, lags, hop)[0] for block in blocks]
    widened = float(stdtrit(BLOCKS - 1, 0.841345)) / NORMAL_68  # Student's factor at 68 %
    return float(np.std(slopes, ddof=1) / np.sqrt(BLOCKS)) * widened
