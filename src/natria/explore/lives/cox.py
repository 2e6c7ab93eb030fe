"""Lives by proportional hazards without a law of time (Cox), with ties by Efron or Breslow.

    h(t | x) = h0(t) exp(x b)

Of the cells that run at the time of a failure, the one that failed had the probability exp(x b)/sum of exp(x b) [Cox,
J. R. Stat. Soc. B 34 (1972) 187]. With d failures at one time, the l-th of them (from 0) leaves a part l/d of the d
out of the sum [Efron, J. Am. Stat. Assoc. 72 (1977) 557]; Breslow leaves out none. Only the order of the lives
counts, so the unit of time, and how far a life lies below another, do not. Failures known as ranges have no place in
that order.
"""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np

from .likelihood import Largest, LogLikelihood, Slopes, largest

Ties = Literal["efron", "breslow"]
LEAST = 1e-200  # of a sum of weights: far from the best b a sum may vanish


def cox_likelihood(
    design: np.ndarray, time: np.ndarray, failed: np.ndarray, ties: Ties = "efron", offset: np.ndarray | None = None
) -> LogLikelihood:
    """Return the log partial likelihood of b; the design has no column of ones, `offset` is added to x b."""
    given = np.zeros(len(time)) if offset is None else offset
    sets = _risk_sets(time, failed, ties)
    return partial(_slopes, design=design - design.mean(axis=0), sets=sets, failed=failed, offset=given)


def cox_fit(
    design: np.ndarray,
    time: np.ndarray,
    failed: np.ndarray,
    ties: Ties = "efron",
    start: np.ndarray | None = None,
) -> Largest:
    """Return b of the largest partial likelihood; `failed` is false where a life is a lower bound."""
    begin = np.zeros(design.shape[1]) if start is None else start
    return largest(cox_likelihood(design, time, failed, ties), begin)


def cox_held(
    value: float,
    *,
    design: np.ndarray,
    time: np.ndarray,
    failed: np.ndarray,
    place: int,
    start: np.ndarray | None = None,
) -> float:
    """Return the largest log partial likelihood with b at a place held at a value."""
    rest, offset = np.delete(design, place, axis=1), value * design[:, place]
    begin = np.zeros(rest.shape[1]) if start is None else np.delete(start, place)
    return largest(cox_likelihood(rest, time, failed, offset=offset), begin).value


def _risk_sets(time: np.ndarray, failed: np.ndarray, ties: Ties) -> np.ndarray:
    """Return a line for each failure: how much each row counts in its sum, between 0 and 1."""
    at, many = np.unique(time[failed], return_counts=True)
    place = np.concatenate([np.arange(n) for n in many]) if len(many) else np.zeros(0)
    share = place / np.repeat(many, many) if ties == "efron" else 0.0 * place
    each = np.repeat(at, many)[:, None]
    return np.asarray((time >= each) - share[:, None] * (failed & (time == each)))


def _slopes(b: np.ndarray, *, design: np.ndarray, sets: np.ndarray, failed: np.ndarray, offset: np.ndarray) -> Slopes:
    score = design @ b + offset
    shift = float(score.max(initial=-np.inf))
    weight = np.exp(score - shift)
    total = np.maximum(sets @ weight, LEAST)
    mean = sets @ (design * weight[:, None]) / total[:, None]
    value = float(score[failed].sum() - np.log(total).sum()) - shift * len(total)
    each = (sets.T @ (1 / total)) * weight
    hessian = mean.T @ mean - design.T @ (design * each[:, None])
    return value, design[failed].sum(axis=0) - mean.sum(axis=0), hessian
