"""Simulation-based calibration: ranks of true values among samples, and whether they are uniform.

Values are drawn from the prior, data from the model at these values, samples from the posterior of these data. If all
three belong together, the rank of the true value among independent samples is uniform (S. Talts et al.,
arXiv:1804.06788 (2018)). Ranks that pile up at both ends say that the posterior is too narrow, in the middle too wide.
"""

from __future__ import annotations

import numpy as np


def rank_statistics(truths: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return how many samples (runs, samples, numbers) lie below each true value (runs, numbers)."""
    return np.asarray((samples < truths[:, None]).sum(axis=1))


def uniformity(ranks: np.ndarray, most: int, bins: int) -> float:
    """Return the probability of ranks 0 to `most` as uneven as these or more (chi squared)."""
    from scipy.stats import chisquare

    edges = np.linspace(0, most + 1, bins + 1)
    counts, _ = np.histogram(ranks + 0.5, edges)
    return float(chisquare(counts).pvalue)
