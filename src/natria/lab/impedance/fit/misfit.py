"""Tests of residuals: slow waves, neighbours that go together, a missing arc, drift, outliers.

The residuals of a fit are not independent: it has taken out P directions. All tests use what is left of a pattern after
those directions are removed, so under noise their statistics have the stated distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

WAVES = 8  # cosines over the points, in each part: a wrong circuit leaves slow waves
ARCS_A_DECADE = 3
FAR = 6.0  # robust standard deviations
SEEN = (
    0.1  # share of a pattern that the parameters must leave: what they imitate nearly would show the noise of weights
)
FLAT = 1e-12
APART = 1e-4  # of a column of length 1 beyond those before it: all columns count
TO_SIGMA = 1.4826  # median absolute deviation to standard deviation of a normal distribution
SECONDS, PERIODS = 1.0, 3.0  # how long a point takes where the file has no times: a second and three periods


@dataclass(frozen=True, eq=False)
class ResidualTests:
    """Probabilities by chance of such slow waves, neighbours, a missing arc (`arc`) and a `drift`."""

    waves: float
    neighbours: float
    arc: float
    drift: float
    after_drift: float  # of such waves once the drift is taken out
    correlation: float  # of neighbours, less what the fit itself causes
    outliers: tuple[int, ...]
    basis: np.ndarray  # orthonormal directions that the fit has taken out

    @property
    def systematic(self) -> float:
        """The smallest of three, times three: three tests were made."""
        return min(1.0, 3 * min(self.waves, self.neighbours, self.arc))


@dataclass(frozen=True, eq=False)
class Residuals:
    """Weighted residuals of points with falling frequency, and what the fit has taken out of them.

    `rows` (parameters, 2 N) are their derivatives by the parameters, `modelled` the fitted impedance, both weighted;
    `resistances` the rows of resistances. Points of no weight are left out.
    """

    values: np.ndarray
    rows: np.ndarray
    weights: np.ndarray
    modelled: np.ndarray
    frequency: np.ndarray
    resistances: np.ndarray


def misfit_of(r: Residuals) -> ResidualTests:
    """Test the residuals of a fit."""
    basis = directions(r.rows.T)
    slow = _cosines(len(r.frequency))
    drift, pattern = _best(r.values, basis, _drifts(r))
    left = r.values if pattern is None else r.values - pattern * (pattern @ r.values)
    enlarged = basis if pattern is None else np.column_stack([basis, pattern])
    correlation, neighbours = _neighbours(r.values, basis)
    return ResidualTests(
        _chance(r.values, basis, slow),
        neighbours,
        _best(r.values, basis, _arcs(r.frequency.tobytes()) * r.weights.reshape(-1, 1))[0],
        drift,
        _chance(left, enlarged, slow),
        correlation,
        outliers_of(r.values),
        basis,
    )


def directions(columns: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis of columns."""
    lengths = np.sqrt((columns**2).sum(0))
    scaled = columns[:, lengths > 0] / lengths[lengths > 0]
    whole, factor = np.linalg.qr(scaled)
    if scaled.shape[0] >= scaled.shape[1] and (np.abs(np.diag(factor)) > APART).all():
        return np.asarray(whole)
    eigen, vectors = np.linalg.eigh(scaled.T @ scaled)
    kept = eigen > FLAT
    basis = scaled @ (vectors[:, kept] / np.sqrt(eigen[kept]))
    return np.asarray(np.linalg.qr(basis)[0])  # once more: the squares have lost half of the digits


def _rest(basis: np.ndarray, patterns: np.ndarray) -> np.ndarray:
    """Return what the directions of the fit leave of patterns of length 1."""
    lengths = np.sqrt((patterns**2).sum(0))
    scaled = patterns[:, lengths > 0] / lengths[lengths > 0]
    return np.asarray(scaled - basis @ (basis.T @ scaled))


def _chance(r: np.ndarray, basis: np.ndarray, patterns: np.ndarray) -> float:
    """Return the probability by chance of what patterns explain of residuals together (an F test)."""
    from scipy.special import fdtrc

    rest = _rest(basis, patterns)
    eigen, vectors = np.linalg.eigh(rest.T @ rest)
    kept = eigen > SEEN**2
    count = int(kept.sum())
    left = len(r) - basis.shape[1] - count
    explained = float((((rest.T @ r) @ vectors[:, kept]) ** 2 / eigen[kept]).sum())
    remaining = float(r @ r) - explained
    if not count or left < 3 or remaining <= 0:
        return 1.0
    return float(fdtrc(count, left, explained / count / (remaining / left)))


def _best(r: np.ndarray, basis: np.ndarray, patterns: np.ndarray) -> tuple[float, np.ndarray | None]:
    """Return the probability by chance of the best of several patterns, and what is left of that one.

    The number of independent tests is that of Galwey, Genet. Epidemiol. 33, 559 (2009), from the correlations.
    """
    from scipy.special import fdtrc

    rest = _rest(basis, patterns)
    lengths = np.sqrt((rest**2).sum(0))
    seen = lengths > SEEN
    left = len(r) - basis.shape[1] - 1
    if not seen.any() or left < 3:
        return 1.0, None
    unit = rest[:, seen] / lengths[seen]
    explained = (unit.T @ r) ** 2
    best = int(np.argmax(explained))
    remaining = float(r @ r) - float(explained[best])
    if remaining <= 0:
        return 1.0, None
    eigen = np.maximum(np.linalg.eigvalsh(unit.T @ unit), 0.0)
    tests = float(np.sqrt(eigen).sum() ** 2 / eigen.sum())
    single = float(fdtrc(1, left, float(explained[best]) / (remaining / left)))
    return min(1.0, tests * single), unit[:, best]


@lru_cache(maxsize=32)
def _cosines(many: int) -> np.ndarray:
    """Slow waves over the points, in the real and in the imaginary part."""
    count = min(WAVES, many // 4)
    place = (np.arange(many) + 0.5) / many
    rows = np.cos(np.pi * np.outer(place, np.arange(count)))
    found = np.zeros((2 * many, 2 * count))
    found[:many, :count] = found[many:, count:] = rows
    return found


@lru_cache(maxsize=32)
def _arcs(frequency: bytes) -> np.ndarray:
    """Return one more arc R/(1 + s tau) at each of many time constants, without weights."""
    lw = np.log(2 * np.pi * np.frombuffer(frequency))
    decades = (lw.max() - lw.min()) / np.log(10)
    taus = np.linspace(-lw.max(), -lw.min(), max(int(ARCS_A_DECADE * decades), 2))
    z = 1 / (1 + 1j * np.exp(lw[:, None] + taus[None, :]))
    return np.concatenate([z.real, z.imag])


def _drifts(r: Residuals) -> np.ndarray:
    """Return what a drift of all of Z, or of one resistance, would do.

    It grows with the number of the point, with time where a point takes a second and three periods, or with periods.
    """
    many = len(r.frequency)
    clocks = [np.arange(many), np.cumsum(SECONDS + PERIODS / r.frequency), np.cumsum(1 / r.frequency)]
    times = [np.tile(clock / clock[-1], 2) for clock in clocks]
    return np.array([row * time for time in times for row in (r.modelled, *r.rows[r.resistances])]).T


def _neighbours(r: np.ndarray, basis: np.ndarray) -> tuple[float, float]:
    """Return the autocorrelation less its expectation, and its probability by chance (one side).

    Expectation and variance of r'Ar/r'r for residuals of a linear fit: Durbin and Watson, Biometrika 37, 409 (1950).
    """
    from scipy.special import ndtr

    free = len(r) - basis.shape[1]
    if free < 4:
        return 0.0, 1.0
    side = _shifted(basis)
    turned = basis.T @ side
    mean = -float(np.trace(turned)) / free  # A has no diagonal
    square = 0.5 * (len(r) - 2)  # tr(AA): 0.5 at each of two places for N - 1 pairs in each part
    square += -2 * float((side**2).sum()) + float((turned**2).sum())
    variance = 2 * (square - free * mean * mean) / (free * (free + 2))
    found = float(r @ _shifted(r[:, None])[:, 0]) / max(float(r @ r), 1e-300)
    if variance <= 0:
        return 0.0, 1.0
    return found - mean, float(ndtr(-(found - mean) / np.sqrt(variance)))


def _shifted(columns: np.ndarray) -> np.ndarray:
    """Return A v for columns v: half the sum of both neighbours, in the real and in the imaginary part."""
    parts = columns.reshape(2, -1, columns.shape[1])
    found = np.zeros_like(parts)
    found[:, :-1] += 0.5 * parts[:, 1:]
    found[:, 1:] += 0.5 * parts[:, :-1]
    return np.asarray(found.reshape(columns.shape))


def outliers_of(r: np.ndarray) -> tuple[int, ...]:
    """Return the points whose real or imaginary part is far out."""
    many = len(r) // 2
    size = np.abs(r)
    middle = np.sort(size)
    sigma = TO_SIGMA * 0.5 * float(middle[many] + middle[many - 1])  # the median: r has 2 N values
    far = size > FAR * sigma
    return tuple(np.flatnonzero(far[:many] | far[many:]).tolist()) if sigma > 0 else ()
