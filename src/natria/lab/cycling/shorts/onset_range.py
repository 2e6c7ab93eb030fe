"""Onset of a gradual fall as a change point, with the interval in which it lies.

Up to the position u the series is the healthy course (`healthy_drift`: drift, activation, temperature, random walk,
white scatter); from u on a fall of free shape is added,

    y(x) = h(x) + e - a (x - u)^p + q W(x - u),

with a power p of 1 to 2 (|V| that falls at a constant rate, or late), a normal amplitude a that reaches the observed
loss, and a random walk W for whatever differs from a power: steps, flicker, curvature. The likelihood of the series
given u, p, q and the healthy course is that of a normal distribution (a change point between two Gaussian processes:
Saatci, Turner & Rasmussen, ICML 2010). With equal weights of all combinations, the likelihoods are the probability of
the onset; its median is the onset. Only the readings until the first part of the fall count: its later course, where a
growing path flickers most, tells nothing of its beginning.

Falls in stairs and flicker are not those of the model, so 95 % of this probability hold the onset too rarely. The
interval is that of the tempered likelihood, whose logarithm is divided by `MODEL_ERROR` (Bissiri, Holmes & Walker,
J. R. Stat. Soc. B 78, 1103, 2016), which is calibrated on cells of known onset (Syring & Martin, Biometrika 106, 479,
2019).

Plain arrays. A position is in half-cycles, as in `gradual`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fall_fit import Fall, white_scatter
from .healthy_drift import DAILY, HALF_DAILY, STEPS, healthy

RESOLUTION = 2.0  # half-cycles: a level that stands out takes the median of five
COVERED = 0.95  # probability of the interval
MODEL_ERROR = 3.0  # by which the log-likelihood is divided for the interval: falls are not those of the model
FIRST_PART = 0.5  # of the loss of |V|: the readings after it are left out
LONG_BEFORE = 40  # half-cycles before the earliest onset that are used
EARLIER = 1.0  # durations of the fall as found, by which the onset may lie earlier
LEAST_EARLIER = 6.0  # half-cycles
PLACES = 60  # onsets that are tried
FINEST = 0.25  # half-cycles between them
FEWEST = 3.0  # half-cycles before the earliest onset
QUIET_DAYS = 0.1  # of the usual daily variation: a thermostat
POWERS = (2 / 3, 1.0, 3 / 2)
AMPLITUDE = 0.5  # relative standard deviation of the amplitude
WALKS = (0.1, 0.5, 3.0)  # times the mean rate, per root of a half-cycle
LEAST = 0.002  # white scatter of ln R
AGAIN = 4  # times that an earlier onset is looked for
SURE = 6.0  # log-likelihood ratio of an earlier onset
FEW = 4  # half-cycles before an onset of which a rate is taken
FASTER = 2.0  # times the rate before an earlier onset
WORTH = 0.1  # of the loss: the smallest one before a steep part that is looked at


@dataclass(frozen=True)
class OnsetRange:
    """Position of an onset (half-cycles), and the interval that covers it with the probability `COVERED`."""

    at: float
    low: float
    high: float


def onset_range(
    values: np.ndarray,
    time: np.ndarray,
    fall: Fall,
    *,
    from_start: bool,
    kelvin: np.ndarray | None = None,
) -> OnsetRange | None:
    """Return the onset of a fall of a series without gaps, None if too little lies before it."""
    long = max(fall.end - fall.start, 1.0)
    first = max(fall.start - max(EARLIER * long, LEAST_EARLIER), FEWEST)
    stop, loss = _fallen(values, fall), _first_loss(fall)
    found: OnsetRange | None = None
    for _ in range(AGAIN):
        if stop - 1.0 - first < 1:
            break
        begin = max(int(first) - LONG_BEFORE, 0)
        part = slice(begin, stop)
        warm = None if kelvin is None else kelvin[part]
        courses = _courses(values[part], time[part], from_start=from_start and begin == 0, kelvin=warm)
        one, favour = _estimated(values[part] - values[begin], first - begin, loss, courses)
        if found is not None and (favour < SURE or not _quickens(values[:stop], one.at + begin)):
            break
        at = one.at + begin
        if found is None and at < fall.start - RESOLUTION and not _quickens(values[:stop], at):
            at = fall.start  # the activation before a fall is no part of it; the interval keeps it
        found = OnsetRange(at, min(one.low + begin, at - RESOLUTION), max(one.high + begin, at + RESOLUTION))
        # A steep part of a fall hides a slow one before it: look again at what lies before the onset.
        stop = int(found.at) + 1
        before = values[int(first) : stop]
        less = float(before.max() - np.median(before[-2:])) if len(before) > 2 else 0.0
        if less < WORTH * loss:
            break
        loss = less
    return found


def _quickens(values: np.ndarray, at: float) -> bool:
    """Whether a series falls faster after a position than before.

    An activation slows from the first reading on.
    """
    first = int(at)
    after = values[first:]
    before = values[max(first - max(len(after) // 3, FEW), 0) : first + 1]
    if len(after) < 2 or len(before) < FEW:
        return True
    early, late = (float(np.polyfit(np.arange(len(part)), part, 1)[0]) for part in (before, after))
    return late <= FASTER * min(early, 0.0)


def _estimated(y: np.ndarray, first: float, loss: float, courses: list[np.ndarray]) -> tuple[OnsetRange, float]:
    """Return the onset, and the log-likelihood ratio of a fall against none."""
    last = len(y) - 1.0
    places = np.r_[np.linspace(first, last, min(PLACES, int((last - first) / FINEST) + 2)), len(y)]
    every = np.array([_likelihoods(y, covariance, places, loss, walk) for covariance in courses for walk in WALKS])
    total = np.logaddexp.reduce(every, axis=0)
    favour = float(np.logaddexp.reduce(total[:-1]) - np.log(len(places) - 1) - total[-1])
    return _interval(places[:-1], total[:-1]), favour


def _fallen(values: np.ndarray, fall: Fall) -> int:
    """Return the first half-cycle after the first part of a fall."""
    start, end = max(int(fall.start), 1), min(int(np.ceil(fall.end)) + 1, len(values))
    before = float(np.median(values[max(start - 3, 0) : start]))
    low = np.flatnonzero(values[start:end] < before - _first_loss(fall))
    return min(start + (int(low[0]) if len(low) else end - start) + 1, len(values))


def _first_loss(fall: Fall) -> float:
    """Return the loss of ln R at which the first part of |V| is lost."""
    return float(-np.log1p(-FIRST_PART * -np.expm1(-fall.size)))


def _courses(y: np.ndarray, time: np.ndarray, *, from_start: bool, kelvin: np.ndarray | None) -> list[np.ndarray]:
    """Return the covariances of the healthy course, one for each size of the random walk and of the days."""
    course = healthy(time, from_start=from_start, kelvin=kelvin)
    place = np.arange(len(y))
    days = [course.variance]
    if kelvin is None:
        quiet = course.variance.copy()
        quiet[np.isin(quiet, (DAILY**2, HALF_DAILY**2))] *= QUIET_DAYS**2
        days.append(quiet)
    white = max(white_scatter(y[: len(y) // 2]), LEAST)
    return [
        (course.terms * day) @ course.terms.T + step**2 * np.minimum.outer(place, place) + white**2 * np.eye(len(y))
        for day in days
        for step in STEPS
    ]


def _likelihoods(y: np.ndarray, covariance: np.ndarray, places: np.ndarray, loss: float, walk: float) -> np.ndarray:
    """Return the log-likelihood of a series for each place of the onset, summed over the powers.

    The amplitude is integrated out: with f the fall of the expected amplitude, s its relative standard deviation and
    r = y - f, -(ln |K| + ln(1 + s^2 f'K^-1 f) + r'K^-1 r - s^2 (f'K^-1 r)^2/(1 + s^2 f'K^-1 f))/2.
    """
    number = len(y)
    since = np.diff(np.maximum(np.arange(number + 1) - places[:, None], 0.0) ** 2 / 2, axis=1)  # mean of a half-cycle
    left = np.maximum(number - places, 1.0)
    step = (walk * loss / left) ** 2
    course = covariance + step[:, None, None] * np.minimum(since[:, :, None], since[:, None, :])
    share = -np.expm1(-loss)
    falls = np.stack([np.log1p(-share * np.minimum(since / left[:, None], 1.0) ** p) for p in POWERS], axis=2)
    root = np.linalg.cholesky(course)
    white = np.linalg.solve(root, np.concatenate([np.broadcast_to(y[:, None], (len(places), number, 1)), falls], 2))
    f = white[:, :, 1:]
    r = white[:, :, :1] - f
    gain = 1 + AMPLITUDE**2 * (f**2).sum(axis=1)
    chi = (r**2).sum(axis=1) - AMPLITUDE**2 * (f * r).sum(axis=1) ** 2 / gain
    determinant = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    return np.asarray(np.logaddexp.reduce(-(np.log(gain) + chi) / 2, axis=1) - determinant)


def _interval(places: np.ndarray, likely: np.ndarray) -> OnsetRange:
    """Return the median of the probability of the onset, and the interval that holds the onset.

    The interval is that of the tempered likelihood, which is wide enough for falls that are not those of the model.
    """
    at = _quantiles(places, likely, (0.5,))[0]
    low, high = _quantiles(places, likely / MODEL_ERROR, ((1 - COVERED) / 2, (1 + COVERED) / 2))
    return OnsetRange(at, min(low, at - RESOLUTION), max(high, at + RESOLUTION))


def _quantiles(places: np.ndarray, likely: np.ndarray, wanted: tuple[float, ...]) -> tuple[float, ...]:
    share = np.exp(likely - likely.max())
    total = np.cumsum(share) / share.sum()
    return tuple(float(np.interp(q, total, places)) for q in wanted)
