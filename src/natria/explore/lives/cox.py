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
Sets = list[tuple[np.ndarray, np.ndarray]]  # for each time of a failure: which rows still run, which fail


def cox_likelihood(
    design: np.ndarray, time: np.ndarray, failed: np.ndarray, ties: Ties = "efron", offset: np.ndarray | None = None
) -> LogLikelihood:
    """Return the log partial likelihood of b; the design has no column of ones, `offset` is added to x b."""
    sets = [(time >= t, failed & (time == t)) for t in np.unique(time[failed])]
    given = np.zeros(len(time)) if offset is None else offset
    return partial(_slopes, design=design - design.mean(axis=0), sets=sets, ties=ties, offset=given)


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


def _slopes(b: np.ndarray, *, design: np.ndarray, sets: Sets, ties: Ties, offset: np.ndarray) -> Slopes:
    score = design @ b + offset
    shift = float(score.max()) if len(score) else 0.0
    weight = np.exp(score - shift)
    value, gradient, hessian = 0.0, np.zeros(len(b)), np.zeros((len(b), len(b)))
    for at_risk, dying in sets:
        many = int(dying.sum())
        whole, part = _moments(design[at_risk], weight[at_risk]), _moments(design[dying], weight[dying])
        value += float(score[dying].sum())
        gradient += design[dying].sum(axis=0)
        for place in range(many):
            share = place / many if ties == "efron" else 0.0
            total, first, second = (one - share * other for one, other in zip(whole, part, strict=True))
            mean = first / total
            value -= float(np.log(total)) + shift
            gradient -= mean
            hessian -= second / total - np.outer(mean, mean)
    return value, gradient, hessian


def _moments(design: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sums of w, w x and w x x'."""
    weighed = design * weight[:, None]
    return weight.sum(), weighed.sum(axis=0), weighed.T @ design
