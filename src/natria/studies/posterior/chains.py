"""Chains of samples and whether they have converged.

The integrated autocorrelation time of a chain is tau = 1 + 2 sum_t rho(t), summed up to the first lag above WINDOW tau
(A. Sokal, in *Functional Integration* (1997) 131); the mean over the walkers is taken of rho. Split R-hat compares the
variance between halves of chains with that within them (A. Vehtari et al., Bayesian Anal. 16, 667 (2021)).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

WINDOW = 5.0  # autocorrelation times up to which rho is summed
LONG = 50.0  # autocorrelation times that a chain has at least: below, tau itself is not known
MIXED = 1.01  # largest R-hat of chains that agree
DROPPED = 5.0  # autocorrelation times at the start that are dropped


@dataclass(frozen=True, eq=False)
class SampledChains:
    """Points (steps, walkers, numbers), log densities, and the share of accepted moves."""

    points: np.ndarray
    logs: np.ndarray
    accepted: float

    @cached_property
    def times(self) -> np.ndarray:
        """Return the autocorrelation time of each number, in steps."""
        return np.array([autocorrelation_time(self.points[:, :, n]) for n in range(self.points.shape[2])])

    @property
    def burned(self) -> int:
        """Return how many steps at the start are dropped."""
        longest = float(np.max(self.times)) if np.isfinite(self.times).all() else np.inf
        return int(min(DROPPED * longest, len(self.points) / 2))

    @cached_property
    def r_hat(self) -> np.ndarray:
        """Return the split R-hat of each number, without the steps that are dropped."""
        kept = self.points[self.burned :]
        return np.array([split_r_hat(kept[:, :, n]) for n in range(kept.shape[2])])

    @property
    def samples(self) -> np.ndarray:
        """Return all points without the steps that are dropped, a row for each."""
        return self.points[self.burned :].reshape(-1, self.points.shape[2])

    @property
    def independent(self) -> float:
        """Return about how many independent samples there are."""
        return float(len(self.samples) / np.max(self.times))

    @property
    def why_not(self) -> str:
        """Return why the chains have not converged; empty where they have."""
        longest = float(np.max(self.times))
        if not np.isfinite(longest) or len(self.points) < LONG * longest:
            return f"{len(self.points)} steps are fewer than {LONG:g} autocorrelation times of {longest:.3g} steps"
        if (self.r_hat > MIXED).any():
            return f"R-hat is {self.r_hat.max():.3f}, above {MIXED}: halves of the chains disagree"
        return ""


def autocorrelation_time(chain: np.ndarray) -> float:
    """Return the autocorrelation time of a number (steps, walkers); infinite if it never moves."""
    off = chain - chain.mean()
    steps = len(chain)
    size = 1 << (2 * steps - 1).bit_length()
    transformed = np.fft.rfft(off, size, axis=0)
    sums = np.fft.irfft(transformed * np.conjugate(transformed), size, axis=0)[:steps].mean(axis=1)
    if sums[0] <= 0:
        return float("inf")
    times = 2 * np.cumsum(sums / sums[0]) - 1
    enough = np.arange(steps) >= WINDOW * times
    return float(max(times[int(np.argmax(enough)) if enough.any() else -1], 1.0))


def split_r_hat(chain: np.ndarray) -> float:
    """Return the split R-hat of a number (steps, walkers)."""
    half = len(chain) // 2
    if half < 2:
        return float("inf")
    parts = np.hstack([chain[:half], chain[half : 2 * half]])
    within = parts.var(axis=0, ddof=1).mean()
    between = half * parts.mean(axis=0).var(ddof=1)
    if within <= 0:
        return float("inf")
    return float(np.sqrt(((half - 1) / half * within + between / half) / within))
