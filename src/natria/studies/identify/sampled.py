"""The same shares by importance sampling: a second way that takes no derivatives.

The data are those of the inputs as they are. Inputs are drawn from the linear posterior, widened, and weighted by prior
times likelihood over the density that they were drawn from. The effective number of draws says how far to trust it
(Kong, Technical Report 348, University of Chicago (1992)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...answers import Refuse
from ...design import Design
from .determine import Determination
from .experiments import KINDS, CellBench, Nominal, nominal_of
from .posterior import posterior
from .priors import prepare_moved

WIDER = 1.5  # of the standard deviations of the linear posterior: what is drawn from must be wider than the target


@dataclass(frozen=True, eq=False)
class SampledPosterior:
    """Means and standard deviations of the inputs in prior spreads, and the effective draws."""

    mean: np.ndarray
    std: np.ndarray
    effective: float

    @property
    def left(self) -> np.ndarray:
        """Return the share of the prior variance of each input that is left."""
        return self.std**2


def sampled(design: Design, found: Determination, draws: int, seed: int = 0) -> SampledPosterior:
    """Return the posterior of all inputs of a determination after all its data, by weighted simulations."""
    here = CellBench(prepare_moved(design)[0], found.settings)
    nominal = nominal_of(here, peaks=any(one.kind == "peaks" for one in found.data))
    covariance = WIDER**2 * posterior(found.whole)
    root = np.linalg.cholesky(covariance)
    inverse = np.linalg.inv(covariance)
    x = np.random.default_rng(seed).standard_normal((draws, len(found.every))) @ root.T
    logs = np.array([_log_likelihood(design, found, one, nominal) for one in x])
    logs += -0.5 * np.sum(x**2, axis=1) + 0.5 * np.einsum("ij,jk,ik->i", x, inverse, x)
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()
    mean = weight @ x
    std = np.sqrt(weight @ (x - mean) ** 2)
    return SampledPosterior(mean, std, float(1 / np.sum(weight**2)))


def _log_likelihood(design: Design, found: Determination, x: np.ndarray, nominal: Nominal) -> float:
    values = {one.finding.id: one.at(float(k)) for one, k in zip(found.every, x, strict=True)}
    try:
        bench = CellBench(prepare_moved(design, values)[0], found.settings, nominal)
        off = 0.0
        for one in found.data:
            numbers = KINDS[one.kind].numbers * len(one.used)
            errors = np.array([found.settings.errors[kind] for kind in numbers[: len(one.used)]])[one.used]
            there = KINDS[one.kind].read(bench)
            if there.shape != one.used.shape:
                return -np.inf
            off += float(np.sum(((there[one.used] - one.values) / errors) ** 2))
    except Refuse:
        return -np.inf
    return -0.5 * off if np.isfinite(off) else -np.inf
