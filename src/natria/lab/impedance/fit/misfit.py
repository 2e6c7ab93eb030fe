"""Are the residuals noise? Tests against smooth misfit, neighbours that go together, drift and outliers.

The residuals of a fit are not independent: it has taken out P directions. All tests use what is left of a pattern after
those directions are removed, so under noise their statistics have the stated distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WAVES = 8  # cosines over the points, in each part: a wrong circuit leaves slow waves
FAR = 6.0  # robust standard deviations
SEEN = (
    0.1  # share of a pattern that the parameters must leave: what they imitate nearly would show the noise of weights
)
TO_SIGMA = 1.4826  # median absolute deviation to standard deviation of a normal distribution


@dataclass(frozen=True, eq=False)
class Misfit:
    """Probabilities by chance: `waves` of such slow waves, `neighbours` of such autocorrelation, `drift`."""

    waves: float
    neighbours: float
    drift: float
    after_drift: float  # of such waves once the drift is taken out
    correlation: float  # of neighbours, less what the fit itself causes
    outliers: tuple[int, ...]

    @property
    def systematic(self) -> float:
        """The smaller of the two, doubled: two tests were made."""
        return min(1.0, 2 * min(self.waves, self.neighbours))


def misfit_of(weighted: np.ndarray, frequency: np.ndarray, z: np.ndarray, drifting: np.ndarray) -> Misfit:
    """Test the residuals in row 0 of `weighted`; below are their derivatives by the parameters that were fitted.

    Points in the order of falling frequency. `drifting` has the rows of the parameters that may drift (resistances).
    """
    r, jacobian = weighted[0], weighted[1:]
    many = len(frequency)
    basis = _directions(jacobian.T)
    waves, _ = _chance(r, basis, _cosines(many))
    patterns = _drifts(weighted, frequency, z, drifting)
    drift, with_drift = _chance(r, basis, patterns)
    left = r - with_drift @ (with_drift.T @ r)
    after, _ = _chance(left, with_drift, _cosines(many))
    correlation, neighbours = _neighbours(r, basis)
    return Misfit(waves, neighbours, drift, after, correlation, _outliers(r))


def _directions(columns: np.ndarray) -> np.ndarray:
    """An orthonormal basis of columns; those of no length are dropped."""
    lengths = np.sqrt((columns**2).sum(0))
    good = columns[:, lengths > 0] / lengths[lengths > 0]
    u, s, _ = np.linalg.svd(good, full_matrices=False)
    return np.asarray(u[:, s > 1e-9 * s[:1].max(initial=0.0)])


def _chance(r: np.ndarray, basis: np.ndarray, patterns: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the probability by chance of what patterns explain of residuals (an F test), and the enlarged basis."""
    from scipy.special import fdtrc

    lengths = np.sqrt((patterns**2).sum(0))
    scaled = patterns[:, lengths > 0] / lengths[lengths > 0]
    rest = scaled - basis @ (basis.T @ scaled)
    u, s, _ = np.linalg.svd(rest, full_matrices=False)
    extra = u[:, s > SEEN]
    explained = float(((extra.T @ r) ** 2).sum())
    left = len(r) - basis.shape[1] - extra.shape[1]
    remaining = float(r @ r) - explained
    enlarged = np.concatenate([basis, extra], 1)
    if not extra.size or left < 3 or remaining <= 0:
        return 1.0, enlarged
    return float(fdtrc(extra.shape[1], left, explained / extra.shape[1] / (remaining / left))), enlarged


def _cosines(many: int) -> np.ndarray:
    """Slow waves over the points, in the real and in the imaginary part."""
    count = min(WAVES, many // 4)
    place = (np.arange(many) + 0.5) / many
    rows = np.cos(np.pi * np.outer(place, np.arange(count)))
    none = np.zeros_like(rows)
    return np.block([[rows, none], [none, rows]])


def _drifts(weighted: np.ndarray, frequency: np.ndarray, z: np.ndarray, drifting: np.ndarray) -> np.ndarray:
    """What a drift of all of Z, or of one resistance, would do, with time or with the number of the point.

    Time runs with a fixed number of periods at each frequency, from high to low.
    """
    many = len(frequency)
    by_number = np.linspace(0, 1, many)
    periods = np.cumsum(1 / frequency)
    by_time = periods / periods[-1]
    scale = np.concatenate([z.real, z.imag])
    columns = [scale * np.tile(time, 2) for time in (by_number, by_time)]
    columns += [weighted[p] * np.tile(by_number, 2) for p in drifting]
    return np.array(columns).T


def _neighbours(r: np.ndarray, basis: np.ndarray) -> tuple[float, float]:
    """Return the autocorrelation of neighbours less its expectation, and its probability by chance (one side).

    Expectation and variance of r'Ar/r'r for residuals of a linear fit: Durbin and Watson, Biometrika 37, 409 (1950).
    """
    from scipy.special import ndtr

    many = len(r) // 2
    shift = np.zeros((len(r), len(r)))
    inner = np.arange(len(r) - 1)
    inner = inner[inner != many - 1]  # the last real and the first imaginary part are no neighbours
    shift[inner, inner + 1] = shift[inner + 1, inner] = 0.5
    free = len(r) - basis.shape[1]
    if free < 4:
        return 0.0, 1.0
    turned = basis.T @ shift @ basis
    side = shift @ basis
    trace = -float(np.trace(turned))  # tr(MA): A has no diagonal
    square = float((shift**2).sum()) - 2 * float((side**2).sum()) + float((turned**2).sum())
    mean = trace / free
    variance = 2 * (square - free * mean * mean) / (free * (free + 2))
    found = float(r @ shift @ r) / max(float(r @ r), 1e-300)
    if variance <= 0:
        return 0.0, 1.0
    return found - mean, float(ndtr(-(found - mean) / np.sqrt(variance)))


def _outliers(r: np.ndarray) -> tuple[int, ...]:
    """Return the points whose real or imaginary part is far out."""
    many = len(r) // 2
    sigma = TO_SIGMA * float(np.median(np.abs(r)))
    far = np.abs(r) > FAR * sigma
    return tuple(np.flatnonzero(far[:many] | far[many:]).tolist()) if sigma > 0 else ()
