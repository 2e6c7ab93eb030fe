"""Onset and end of the growth of a resistance over time, from a change-point model with named laws.

    y(t) = a before t0;   a + c s(x),  x = (t - t0)/d, after it

with the families of laws s of `growth_laws`. Onset: 5 % of the change from a to the last spectrum is reached. End:
95 % of c is reached. Both mean the same for all laws, so the laws share one posterior: the families are equally likely,
their exponents uniform in the logarithm, t0 uniform, d uniform in its logarithm, a and c are at their best for each
(t0, d), and the errors are those of the values. Exponents are added between those with probability until neighbours
have nearly as much. Where no law describes the values within those errors, they are scaled up, with Student's t, and no
time is known better than half the distance of the spectra around it.
t0 may lie before the first spectrum and the end after the last. Where more than 2.5 % of the probability does, the
series does not contain it, and the number is a bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...quantity import Bound, FitError
from .fit.remarks import ALPHA
from .growth_laws import FAMILIES, RiseLaw

FEWEST = 6  # spectra: four parameters, and two for their spread
FITTED = 4  # a, c, t0 and d
POINTS = 40  # of the grid in each direction
ROUNDS = 3  # grids, each where the one before has its mass
BEFORE_NEXT = np.array([0.0, 0.004, 0.012, 0.04, 0.12, 0.3, 0.6])  # of the distance to the next spectrum
EARLY, LATE = 0.05, 0.95
TAIL = 0.025  # probability beyond each end of an interval
TINY = 1e-300  # so that no logarithm is that of zero
NO_MASS = 1e-4  # share of the highest posterior below which the next grid does not go
LONGEST = 4.0  # spans of the series: a growth that takes longer is one that does not end
FAR = 7.0  # in ln(probability) below the best exponent: no exponent is added there
NEAR = 1.0  # in ln(probability): neighbouring exponents as near as this leave no gap
DEEPEST = 7  # times that exponents are added


@dataclass(frozen=True)
class GrowthTime:
    """Onset or end (s): the median with its 95 % interval. With a bound, `time` is that limit."""

    time: float
    low: float
    high: float
    bound: Bound | None = None

    @property
    def std(self) -> float | None:
        return None if self.bound is not None else (self.high - self.low) / (2 * 1.959964)


_Series = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Times, whitening matrix and whitened values."""


@dataclass(frozen=True, eq=False)
class ResistanceGrowth:
    """Growth of a resistance over time.

    `weights` are the shares of the families of laws, `parameters` t0 and d of the best law. `misfit` is its chi^2 over
    the degrees of freedom: above 1 the errors were scaled up. Without a growth (`grows` false) there are no times.
    """

    time: np.ndarray
    grows: bool
    law: RiseLaw | None = None
    weights: Mapping[str, float] | None = None
    before: float = float("nan")
    change: float = float("nan")
    parameters: tuple[float, float] = (float("nan"), float("nan"))  # t0 and d
    onset: GrowthTime | None = None
    end: GrowthTime | None = None
    misfit: float = float("nan")
    is_unlike: bool = False  # no law describes the values within their errors

    def curve(self, time: np.ndarray) -> np.ndarray:
        """The best law at times (s); nan without a growth."""
        if self.law is None:
            return np.full(len(time), np.nan)
        start, lasts = self.parameters
        return np.asarray(self.before + self.change * self.law.shape((time - start) / lasts))


@dataclass(frozen=True, eq=False)
class _GrowthGrid:
    """Trial values of t0 and d of one law with chi^2 of the best a and c."""

    law: RiseLaw
    start: np.ndarray
    lasts: np.ndarray
    square: np.ndarray
    before: np.ndarray
    change: np.ndarray


def growth_of(time: np.ndarray, value: np.ndarray, covariance: np.ndarray) -> ResistanceGrowth:
    """Return onset and end of the growth of values over time (s); `covariance` is that of the values."""
    order = np.argsort(time, kind="stable")
    time, value, covariance = time[order], value[order], covariance[np.ix_(order, order)]
    many = len(time)
    if many < FEWEST or np.ptp(time) <= 0:
        raise FitError(
            f"onset and end of a growth need {FEWEST} spectra at different times, found {many}", "measure more spectra"
        )
    white = np.linalg.inv(np.linalg.cholesky(covariance))
    grids = _dense_enough((time, white, white @ value))
    freedom = many - FITTED
    least, scale = _scale(grids, freedom)
    flat = _flat_square(white, value)
    if flat / scale - least / scale < 3 * np.log(many) or not _rises(grids):
        return ResistanceGrowth(time, grows=False, misfit=least / freedom)
    mass = [_mass(grid, least, scale, freedom) * width for grid, width in zip(grids, _widths(grids), strict=True)]
    total = sum(float(m.sum()) for m in mass)
    shares = {name: _share(name, grids, mass) / total for name in FAMILIES}
    best = min(grids, key=lambda grid: float(grid.square.min()))
    place = np.unravel_index(int(np.argmin(best.square)), best.square.shape)
    onset, end = _times(grids, [m / total for m in mass], time, unlike=_is_unlike(least, freedom))
    return ResistanceGrowth(
        time,
        True,
        best.law,
        shares,
        float(best.before[place]),
        float(best.change[place]),
        (float(best.start[place[0]]), float(best.lasts[place[1]])),
        onset,
        end,
        least / freedom,
        _is_unlike(least, freedom),
    )


def _flat_square(white: np.ndarray, value: np.ndarray) -> float:
    """Return chi^2 of a constant."""
    ones, y = white.sum(1), white @ value
    return float(y @ y - (ones @ y) ** 2 / (ones @ ones))


def _rises(grids: list[_GrowthGrid]) -> bool:
    best = min(grids, key=lambda grid: float(grid.square.min()))
    return float(best.change.ravel()[int(np.argmin(best.square))]) > 0


def _scale(grids: list[_GrowthGrid], freedom: int) -> tuple[float, float]:
    """Return the least chi^2, and the factor on the squares of the errors."""
    least = min(float(grid.square.min()) for grid in grids)
    return least, max(1.0, least / freedom)


def _dense_enough(data: _Series) -> list[_GrowthGrid]:
    """Return the grids of all laws, by family and exponent, with exponents added where the probability is."""
    grids = [_refined(RiseLaw(name, m), data) for name, family in FAMILIES.items() for m in family.exponents]
    for _ in range(DEEPEST):
        added = _between(grids, len(data[0]) - FITTED)
        if not added:
            break
        grids += [_refined(law, data) for law in added]
        grids.sort(key=lambda grid: (grid.law.family, grid.law.exponent))
    return grids


def _between(grids: list[_GrowthGrid], freedom: int) -> list[RiseLaw]:
    """Return laws between those that are likely and whose neighbours are not alike."""
    least, scale = _scale(grids, freedom)
    likely = [float(np.log(_mass(grid, least, scale, freedom).sum() + TINY)) for grid in grids]
    top, added = max(likely), set()
    pairs = [_of_family(grids, i, i + 1) for i in range(len(grids) - 1)]
    gaps = [abs(likely[i + 1] - likely[i]) if pair else 0.0 for i, pair in enumerate(pairs)]
    for i, here in enumerate(likely):
        around = [k for k in (i - 1, i) if 0 <= k < len(pairs) and pairs[k]]
        if here > top - FAR and any(gaps[k] > NEAR for k in around):
            added |= {RiseLaw(grids[k].law.family, pair) for k in around if (pair := pairs[k]) is not None}
    return sorted(added, key=str)


def _of_family(grids: list[_GrowthGrid], one: int, other: int) -> float | None:
    """Return the exponent between two laws; None where they are of two families."""
    a, b = grids[one].law, grids[other].law
    return float(np.sqrt(a.exponent * b.exponent)) if a.family == b.family else None


def _widths(grids: list[_GrowthGrid]) -> np.ndarray:
    """Return the prior probability of the cell of each exponent."""
    widths = np.zeros(len(grids))
    for name in FAMILIES:
        some = [i for i, grid in enumerate(grids) if grid.law.family == name]
        places = np.log([grids[i].law.exponent for i in some])
        edges = np.concatenate([places[:1], (places[1:] + places[:-1]) / 2, places[-1:]])
        widths[some] = np.diff(edges) / (places[-1] - places[0]) / len(FAMILIES)
    return widths


def _share(name: str, grids: list[_GrowthGrid], mass: list[np.ndarray]) -> float:
    return sum(float(m.sum()) for grid, m in zip(grids, mass, strict=True) if grid.law.family == name)


def _refined(law: RiseLaw, data: _Series) -> _GrowthGrid:
    """Return the grid of a law where its posterior has mass."""
    time = data[0]
    span, nearest = float(np.ptp(time)), float(np.diff(np.unique(time)).min())
    start, ends = _starts(time), (np.log(0.1 * nearest), np.log(LONGEST * span))
    grid = _grid(law, start, np.exp(np.linspace(*ends, POINTS)), data)
    for _ in range(ROUNDS - 1):
        scale = max(1.0, float(grid.square.min()) / (len(time) - FITTED))
        some = grid.square < grid.square.min() - 2 * scale * np.log(NO_MASS)
        start = _denser(grid.start, np.flatnonzero(some.any(1)))
        columns = np.flatnonzero(some.any(0))
        low, high = max(int(columns[0]) - 1, 0), min(int(columns[-1]) + 1, POINTS - 1)
        lasts = np.geomspace(grid.lasts[low], grid.lasts[high], POINTS)
        grid = _grid(law, start, lasts, data)
    return grid


def _starts(time: np.ndarray) -> np.ndarray:
    """Return trial values of t0, closer to each other just before a spectrum: a steep law may begin there."""
    times = np.unique(time)
    early = np.linspace(times[0] - np.ptp(times), times[0], POINTS // 2)
    gaps = np.diff(np.concatenate([early[-2:-1], times]))
    return np.unique(np.concatenate([early, (times[:, None] - gaps[:, None] * BEFORE_NEXT).ravel()]))


def _denser(start: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the intervals around some of the values, divided evenly to about as many as a grid has."""
    cells = np.unique(np.clip(np.concatenate([rows - 1, rows]), 0, len(start) - 2))
    parts = max(2, int(np.ceil(POINTS / len(cells))))
    inner = np.linspace(0.0, 1.0, parts + 1)
    return np.unique(start[cells, None] + inner * np.diff(start)[cells, None])


def _grid(law: RiseLaw, start: np.ndarray, lasts: np.ndarray, data: _Series) -> _GrowthGrid:
    """Return chi^2 over values of t0 and d."""
    time, white, y = data
    shape = law.shape((time - start[:, None, None]) / lasts[:, None]) @ white.T  # (t0, d, spectra)
    ones = white.sum(1)
    share = (shape @ ones) / (ones @ ones)
    away = shape - share[..., None] * ones
    centred = y - ones * (ones @ y) / (ones @ ones)
    size = np.einsum("ijk,ijk->ij", away, away)
    change = np.divide(away @ centred, size, out=np.zeros_like(size), where=size > 1e-12 * float(size.max()))
    square = float(centred @ centred) - change**2 * size
    before = (ones @ y) / (ones @ ones) - change * share
    return _GrowthGrid(law, start, lasts, square, before, change)


def _mass(grid: _GrowthGrid, least: float, scale: float, freedom: int) -> np.ndarray:
    """Return the posterior of each trial, up to a common factor, by the size of its cell."""
    gap = np.diff(grid.start)
    width = 0.5 * (np.concatenate([gap[:1], gap]) + np.concatenate([gap, gap[-1:]]))
    cell = width[:, None] * np.log(grid.lasts[1] / grid.lasts[0])
    away = grid.square - least
    if scale > 1:
        return np.asarray((1 + away / (scale * freedom)) ** (-(freedom + 1) / 2) * cell)
    return np.asarray(np.exp(-0.5 * away) * cell)


def _times(
    grids: list[_GrowthGrid], mass: list[np.ndarray], time: np.ndarray, *, unlike: bool
) -> tuple[GrowthTime | None, GrowthTime | None]:
    """Return onset and end from the posterior over the grids of all laws."""
    first, last = float(time[0]), float(time[-1])
    onsets, ends, starts, weights = [], [], [], []
    for grid, m in zip(grids, mass, strict=True):
        start, lasts = np.meshgrid(grid.start, grid.lasts, indexing="ij")
        reached = grid.law.shape((last - start) / lasts)
        onsets.append(start + lasts * grid.law.inverse(EARLY * reached))
        ends.append(start + lasts * grid.law.inverse(np.full_like(reached, LATE)))
        starts.append(start)
        weights.append(m)
    flat = [np.concatenate([one.ravel() for one in many]) for many in (onsets, ends, starts, weights)]
    onset, end, start, weight = flat
    before, after = float(weight[start <= first].sum()), float(weight[end >= last].sum())
    of_onset, of_end = _summary(onset, weight), _summary(end, weight)
    if unlike:
        of_onset, of_end = _no_better(of_onset, time), _no_better(of_end, time)
    if before > TAIL:
        limit = max(of_onset.high, first)
        of_onset = GrowthTime(limit, of_onset.low, limit, "at most")
    if after > TAIL:
        limit = min(of_end.low, last)
        of_end = GrowthTime(limit, limit, of_end.high, "at least")
    return of_onset, of_end


def _no_better(one: GrowthTime, time: np.ndarray) -> GrowthTime:
    """Return a time whose interval reaches half the distance of its neighbours to both sides."""
    after = int(np.clip(np.searchsorted(time, one.time), 1, len(time) - 1))
    half = 0.5 * float(time[after] - time[after - 1])
    return GrowthTime(one.time, min(one.low, one.time - half), max(one.high, one.time + half))


def _is_unlike(least: float, freedom: int) -> bool:
    """Whether no law describes the values within their errors."""
    from scipy.special import chdtrc

    return float(chdtrc(freedom, least)) < ALPHA


def _summary(values: np.ndarray, weight: np.ndarray) -> GrowthTime:
    order = np.argsort(values)
    share = np.cumsum(weight[order])
    low, middle, high = np.interp([TAIL, 0.5, 1 - TAIL], share / share[-1], values[order])
    return GrowthTime(float(middle), float(low), float(high))
