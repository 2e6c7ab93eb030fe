"""The two laws of lives as one: how rows are fitted, and which parameter belongs to which column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import log1p

import numpy as np

from ...quantity import ModelError
from .covariates import LifeColumn, LifeDesign
from .cox import cox_fit, cox_held
from .likelihood import Held, Largest
from .weibull import weibull_fit, weibull_held

LEVEL = 0.95


@dataclass(frozen=True)
class LifeLaw:
    """`first` is the place of the first column beside the ones; `ranges`: it takes failures in a range."""

    name: str
    of: str  # what the exponential of a parameter is a ratio of
    fit: Callable[[LifeDesign, np.ndarray | None], Largest]  # searched from a start
    held: Callable[[LifeDesign, int, np.ndarray | None], Held]  # with one parameter held
    first: int
    ranges: bool
    drop: Callable[[int, int], float]  # of the log likelihood at the ends of an interval, of failures and free numbers

    def rows(self, design: LifeDesign) -> LifeDesign:
        """Return the rows that the law can use."""
        return design if self.ranges else chosen(design, design.ordered)


def _weibull(design: LifeDesign, start: np.ndarray | None) -> Largest:
    return weibull_fit(design.matrix, *design.ends, start)


def _weibull_held(design: LifeDesign, place: int, start: np.ndarray | None) -> Held:
    low, high = design.ends
    return partial(weibull_held, design=design.matrix, low=low, high=high, place=place, start=start)


def _cox(design: LifeDesign, start: np.ndarray | None) -> Largest:
    return cox_fit(design.matrix[:, 1:], design.low, design.failed, start=start)


def _cox_held(design: LifeDesign, place: int, start: np.ndarray | None) -> Held:
    matrix = design.matrix[:, 1:]
    return partial(cox_held, design=matrix, time=design.low, failed=design.failed, place=place, start=start)


def drop_with_scatter(failures: int, free: int) -> float:
    """Return the drop for a law whose scatter is estimated from the same failures.

        d/2 ln(1 + t^2/(d - p)),    t = t(0.975; d - p)

    of d failures and p numbers beside the scatter. It is exact for normal scatter without censoring, where it makes the
    profile Student's interval, and goes to 1.92 for many failures. With 6 failures among 10 cells the profile of a
    Weibull law holds the truth in 97 % with it, in 90 % with 1.92.
    """
    from scipy.special import stdtrit

    freedom = max(failures - free, 1)
    t = float(stdtrit(freedom, (1 + LEVEL) / 2))
    return failures / 2 * log1p(t**2 / freedom)


def drop_of_many(failures: int, free: int) -> float:
    """Return chi^2(0.95; 1)/2, for a likelihood without scatter."""
    from scipy.special import ndtri

    del failures, free
    return float(ndtri((1 + LEVEL) / 2) ** 2 / 2)


WEIBULL = LifeLaw("weibull", "lives", _weibull, _weibull_held, 1, ranges=True, drop=drop_with_scatter)
COX = LifeLaw("cox", "hazards", _cox, _cox_held, 0, ranges=False, drop=drop_of_many)


def drop_of(law: LifeLaw, design: LifeDesign) -> float:
    """Return by how much the log likelihood of a design falls at the ends of a 95 % interval."""
    return law.drop(int(design.failed.sum()), free_numbers(design))


def free_numbers(design: LifeDesign) -> int:
    """Return how many numbers have an estimate: the median, and columns that are not separated."""
    return 1 + len(design.columns) - len(separated(design))


def counted(many: int, what: str) -> str:
    """Return a number with its noun: "1 failure", "2 failures"."""
    return f"{many} {what}{'' if many == 1 else 's'}"


def chosen(design: LifeDesign, keep: np.ndarray) -> LifeDesign:
    """Return some rows of a design."""
    rows = tuple(row for row, here in zip(design.rows, keep, strict=True) if here)
    return replace(design, rows=rows, matrix=design.matrix[keep])


def varying(design: LifeDesign) -> np.ndarray:
    """Return which columns are kept: that of ones, and those that are not the same in all rows."""
    spread = np.ptp(design.matrix, axis=0) if len(design.rows) else np.zeros(design.matrix.shape[1])
    return np.append(True, spread[1:] > 0)


def kept_columns(design: LifeDesign, keep: np.ndarray) -> LifeDesign:
    """Return a design with some of its columns; the first is always one of them."""
    columns = tuple(c for c, here in zip(design.columns, keep[1:], strict=True) if here)
    return replace(design, columns=columns, matrix=design.matrix[:, keep])


def separated(design: LifeDesign) -> tuple[LifeColumn, ...]:
    """Return the levels and phases without a failure, or beside which there is none."""
    found = []
    for column, values in zip(design.columns, design.matrix.T[1:], strict=True):
        if set(np.unique(values)) == {0.0, 1.0}:
            inside = values == 1.0
            if not design.failed[inside].any() or not design.failed[~inside].any():
                found.append(column)
    return tuple(found)


def ensure_identified(design: LifeDesign) -> None:
    """Raise where the rows cannot carry the columns: too few failures, or dependent columns."""
    failures, free = int(design.failed.sum()), free_numbers(design)
    if failures <= free:
        among = f"{counted(failures, 'failure')} among {counted(len(design.rows), 'row')}"
        what = f"{among} cannot carry {counted(free, 'number')} (one is the median)"
        raise ModelError(what, "name fewer covariates with --by, or add rows of cells that failed with --papers")
    names = [column.name for column in design.columns]
    rank = int(np.linalg.matrix_rank(design.matrix))
    if rank < design.matrix.shape[1]:
        follow = [n for k, n in enumerate(names) if np.linalg.matrix_rank(design.matrix[:, : k + 2]) < k + 2]
        what = f"{', '.join(follow)} follows from the other covariates in the rows that state them all"
        raise ModelError(what, "leave it out of --by")
