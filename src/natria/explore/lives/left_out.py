"""How well the lives of rows are told that a fit has not seen.

Each row, and each paper with all its rows, is left out in turn; the Weibull law of the others gives a distribution of
its life. The score of a row is its log likelihood there: of a cell that runs, the logarithm of the probability that
it lives so long. It is the one measure of error that a lower bound has as well. The gain is the mean score above that
of a fit without covariates, on the same rows: positive where the covariates help, negative where they hurt. The share
of pairs in the right order is Harrell's [Stat. Med. 15 (1996) 361].
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, nan

import numpy as np

from ...quantity import ModelError
from .covariates import LifeDesign, life_design
from .laws import WEIBULL, chosen, ensure_identified, kept_columns, varying
from .weibull import weibull_rows

MISSED = -50.0  # the lowest score of a row that counts: a probability of 1e-22, where rounding begins


@dataclass(frozen=True)
class ToldFailure:
    """A failure, and the median life (SI) that the other papers give it."""

    id: str
    reported: float
    median: float


@dataclass(frozen=True)
class LeftOutError:
    """Gains in nats a row, nan where there are none. `rows` are those that the other papers can tell."""

    covariates: tuple[str, ...]
    gain_by_row: float
    gain_by_paper: float
    rows: int
    pairs: int
    in_order: float
    failures: tuple[ToldFailure, ...]

    @property
    def factor(self) -> float:
        """Return the typical factor between the medians and the reported lives of failures; nan without one."""
        ratios = [np.log(one.median / one.reported) for one in self.failures if one.median > 0]
        return exp(float(np.sqrt(np.mean(np.square(ratios))))) if ratios else nan


def left_out_error(design: LifeDesign) -> LeftOutError:
    """Return the errors for rows and papers that were left out."""
    covariates = tuple(dict.fromkeys(column.covariate for column in design.columns))
    empty = life_design(design.rows, ())
    numbers = np.arange(len(design.rows)).astype(str)
    by_row, by_paper = (_told(design, folds) for folds in (numbers, design.groups))
    bare_row, bare_paper = (_told(empty, folds) for folds in (numbers, design.groups))
    good = np.isfinite(by_paper[0]) & np.isfinite(bare_paper[0])
    pairs, right = _order(design, by_paper[2], good)
    failed = np.flatnonzero(good & design.failed & design.ordered)
    failures = tuple(ToldFailure(design.rows[k].id, design.rows[k].low, float(np.exp(by_paper[1][k]))) for k in failed)
    gains = (_gain(by_row[0], bare_row[0]), _gain(by_paper[0], bare_paper[0]))
    return LeftOutError(covariates, *gains, int(good.sum()), pairs, right / pairs if pairs else nan, failures)


def _gain(scores: np.ndarray, bare: np.ndarray) -> float:
    good = np.isfinite(scores) & np.isfinite(bare)
    return float((scores[good] - bare[good]).mean()) if good.any() else nan


def _told(design: LifeDesign, folds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return score, ln(median), and the part of it by covariates, of each row from the other folds.

    They are nan where the other folds tell none.
    """
    score, middle, part = (np.full(len(design.rows), nan) for _ in range(3))
    whole = WEIBULL.fit(design, None).at
    for fold in dict.fromkeys(folds):
        out = folds == fold
        rest = chosen(design, ~out)
        if not rest.rows:
            continue
        keep = varying(rest)
        # a column that does not vary among the others tells nothing of a row that differs in it
        alike = np.all(np.isclose(design.matrix[out][:, ~keep], rest.matrix[:1, ~keep]), axis=1)
        try:
            ensure_identified(rest := kept_columns(rest, keep))
        except ModelError:
            continue
        best = WEIBULL.fit(rest, np.append(whole[:-1][keep], whole[-1]))
        here = np.flatnonzero(out)[alike]
        there = kept_columns(chosen(design, out), keep)
        told = weibull_rows(best.at, there.matrix, *there.ends)[alike]
        score[here] = np.maximum(told, MISSED)
        middle[here] = (there.matrix @ best.at[:-1])[alike] + np.log(design.scale)
        part[here] = (there.matrix[:, 1:] @ best.at[1:-1])[alike]
    return score, middle, part


def _order(design: LifeDesign, part: np.ndarray, good: np.ndarray) -> tuple[int, float]:
    """Return the pairs of a failure and a longer life, and how many the covariates put in that order.

    The constant of a fit is not compared: without a row that failed early it is larger, so noise alone would put most
    pairs in the wrong order. Slopes turn against a row in the same way, by less: a covariate that tells nothing may
    stay below one half.
    """
    pairs, right = 0, 0.0
    low, failed = design.low, design.failed & design.ordered
    for k in np.flatnonzero(good & failed):
        later = good & (low > low[k])
        pairs += int(later.sum())
        right += float((part[later] > part[k]).sum() + 0.5 * (part[later] == part[k]).sum())
    return pairs, right
