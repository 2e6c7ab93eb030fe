"""One fall of ln |V|/|I| fitted with its own scatter before, during and after it.

A path that grows flickers, so the scatter during a fall says nothing about that of the healthy cell. With the
covariance K of the healthy course (`healthy_drift`), a random walk, and the white scatter of each part on the diagonal,

    d = f' K^-1 y / (f' K^-1 f),    z = d sqrt(f' K^-1 f) / max(1, m),

where f is a fall of unit size and m the typical size of the whitened residuals, 1 if K describes them. Falls are
compared by their likelihood, -(chi^2 + ln |K|)/2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import sqrt
from typing import Literal

import numpy as np

from .healthy_drift import STEPS, Healthy

Shape = Literal["even", "slowing", "hastening", "late", "smooth", "first step"]
SHAPES: tuple[Shape, ...] = ("even", "slowing", "hastening", "late", "smooth", "first step")

MAD = 1.4826
LEAST = 0.003  # white scatter of ln R: contacts and instruments
FEW = 6  # half-cycles of a part from which its scatter is taken
PER_TERM = 3  # half-cycles for each term of the course of which the scatter is taken
SETTLED = 12  # half-cycles before a fall from which the random walk of a healthy cell can be told
FIRST = 0.15  # share of a fall with a first step
FLICKER = 0.6  # correlation of the flicker of a growing path from one half-cycle to the next
UNSEEN = 0.01  # share of a fall that does not show
SHORTEST = 0.25  # half-cycles: shorter falls are found by the sudden drops
PER_HALF = 4  # points per half-cycle over which a fall is averaged


@dataclass(frozen=True)
class Fall:
    """A fall of ln R by `size` between two positions (half-cycles).

    `z` is in sigma, `likely` is a log-likelihood.
    """

    start: float
    end: float
    size: float
    z: float
    shape: Shape = "even"
    likely: float = -np.inf


def ramps(number: int, start: np.ndarray, long: np.ndarray, shape: Shape = "even", size: float = 0.5) -> np.ndarray:
    """Return falls of unit size as columns, each averaged over its half-cycles.

    Even in ln R; slowing, as with a conductance that grows linearly; hastening, as with |V| that falls linearly; late,
    as with |V| that falls with the power 1.5 (these depend on the size); smooth at both ends; with a first step.
    """
    at = (np.arange(PER_HALF * number) + 0.5) / PER_HALF
    x = np.clip((at[:, None] - start) / long, 0.0, 1.0)
    lost = 1 - np.exp(-size)
    match shape:
        case "even":
            course = x
        case "slowing":
            course = np.log1p(x * lost / (1 - lost)) / size
        case "hastening":
            course = -np.log1p(-x * lost) / size
        case "late":
            course = -np.log1p(-(x**1.5) * lost) / size
        case "smooth":
            course = x**2 * (3 - 2 * x)
        case "first step":
            course = np.where(x > 0, FIRST + (1 - FIRST) * x, 0.0)
    return np.asarray(-course.reshape(number, PER_HALF, -1).mean(axis=1))


@dataclass(frozen=True, eq=False)
class Fitting:
    """A series, the covariance of its healthy course without scatter, and the step of its random walk.

    `daily` are the columns of the temperature, which a flicker is told from.
    """

    values: np.ndarray
    healthy: np.ndarray
    daily: np.ndarray
    step: float

    def with_step(self, step: float) -> Fitting:
        return replace(self, step=step)


def fitting(values: np.ndarray, course: Healthy) -> Fitting:
    """Return the fitting of a series; its random walk comes later, from the part before a fall."""
    return Fitting(values, (course.terms * course.variance) @ course.terms.T, course.terms[:, course.daily], STEPS[0])


def fitted_falls(one: Fitting, around: Fall, tried: list[Fall]) -> list[Fall]:
    """Return falls with their size, significance and likelihood.

    They are computed for the scatter of the parts of one of them.
    """
    number = len(one.values)
    place = np.arange(number)
    root = np.linalg.cholesky(
        one.healthy + one.step**2 * np.minimum.outer(place, place) + noise_of(one, around.start, around.end)
    )
    f = _columns(number, tried, min(max(around.size, 0.1), 3.0))
    white = np.linalg.solve(root, np.c_[one.values, f])
    y, f = white[:, 0], white[:, 1:]
    squares = np.maximum((f**2).sum(axis=0), 1e-12)
    size = f.T @ y / squares
    likely = -np.log(np.diag(root)).sum() - (y @ y - size**2 * squares) / 2
    left = y[:, None] - size * f
    odd = np.maximum(1.0, MAD * np.median(np.abs(left), axis=0)) if len(tried) == 1 else 1.0
    z = size * np.sqrt(squares) / odd
    return [
        replace(fall, size=float(d), z=float(s), likely=float(p))
        for fall, d, s, p in zip(tried, size, z, likely, strict=True)
    ]


def fitted_fall(one: Fitting, fall: Fall) -> Fall:
    """Return a fall of the most likely shape, with its size, significance and likelihood.

    They are computed for its own scatter.
    """
    every = fitted_falls(one, fall, [replace(fall, shape=shape) for shape in SHAPES])
    best = max((f for f in every if f.size > 0), key=lambda f: f.likely, default=every[0])
    return fitted_falls(one, best, [best])[0]


def _columns(number: int, falls: list[Fall], size: float) -> np.ndarray:
    columns = np.empty((number, len(falls)))
    for shape in {fall.shape for fall in falls}:
        same = [k for k, fall in enumerate(falls) if fall.shape == shape]
        start = np.array([falls[k].start for k in same])
        columns[:, same] = ramps(number, start, np.array([falls[k].end for k in same]) - start, shape, size)
    return columns


def noise_of(one: Fitting, start: float, end: float) -> np.ndarray:
    """Return the covariance of the scatter: white before and after a fall, flicker that lasts during it."""
    values = one.values
    number = len(values)
    first = int(np.clip(np.floor(start), 1, number))
    stop = int(np.clip(np.ceil(end), first, number))
    before = white_scatter(values[:first]) or LEAST
    after = max(white_scatter(values[stop:]) or before, before / 2)
    during = np.arange(first, stop)
    total = np.diag(np.r_[np.full(stop, before), np.full(number - stop, after)] ** 2)
    flicker = _off_line(values[first:stop], one.daily[first:stop])
    if flicker > before:
        lasting = FLICKER ** np.abs(during[:, None] - during)
        total[first:stop, first:stop] += flicker**2 * lasting
    return total


def _off_line(values: np.ndarray, daily: np.ndarray) -> float:
    """Return the typical deviation from a parabola through a part: |V| that falls evenly bends ln |V|.

    Where the part is long enough, the course of the temperature is no deviation either.
    """
    number = len(values)
    if number < FEW:
        return 0.0
    terms = np.vander(np.linspace(-1.0, 1.0, number), 3)
    if number >= PER_TERM * (terms.shape[1] + daily.shape[1]):
        terms = np.c_[terms, daily]
    along = np.linalg.qr(terms)[0]
    left = values - along @ (along.T @ values)
    return MAD * float(np.median(np.abs(left))) * sqrt(number / (number - terms.shape[1]))


def white_scatter(values: np.ndarray) -> float:
    """Return the white scatter of a part from the second differences of neighbours, 0 if it is too short."""
    if len(values) < FEW:
        return 0.0
    second = np.abs(values[:-2] - 2 * values[1:-1] + values[2:])
    return max(MAD * float(np.median(second)) / sqrt(6), LEAST)


def most_likely_step(one: Fitting, stop: int) -> float:
    """Return the step of the random walk under which the values before `stop` are most likely.

    The first half-cycles are left out if enough others lie before `stop`: what the decays miss of an activation is no
    walk of the later cell.
    """
    stop = min(stop, len(one.values))
    first = max(min(stop // 2, stop - SETTLED), 0)
    values, healthy = one.values[first:stop], one.healthy[first:stop, first:stop]
    place = np.arange(stop - first)
    noise = np.eye(stop - first) * (white_scatter(values) or LEAST) ** 2

    def likelihood(step: float) -> float:
        root = np.linalg.cholesky(healthy + step**2 * np.minimum.outer(place, place) + noise)
        white = np.linalg.solve(root, values)
        return -float(white @ white) / 2 - float(np.log(np.diag(root)).sum())

    return max(STEPS, key=likelihood)


def refined(one: Fitting, fall: Fall) -> Fall:
    """Return the most likely fall near one: start, end and shape together, ever finer."""
    best, number = fitted_fall(one, fall), len(one.values)
    for reach in (0.5, 0.25, 0.1, 0.05):
        shifts = max(best.end - best.start, 1.0) * np.linspace(-reach, reach, 7)
        tried = [
            Fall(best.start + a, best.end + b, best.size, fall.z, shape)
            for a, b, shape in product(shifts, shifts, SHAPES)
            if best.end + b - best.start - a > SHORTEST and 1 <= best.start + a < number - 1
        ]
        again = max(
            (f for f in fitted_falls(one, best, tried) if f.size > 0) if tried else (),
            key=lambda f: f.likely,
            default=best,
        )
        again = fitted_fall(one, again)
        if again.likely > best.likely:
            best = again
    return fitted_fall(one, _begun(one, best))


def seen_part(fall: Fall, number: int) -> Fall:
    """Return the part of a fall that lies inside a series; a fall that goes on has no end there."""
    if fall.end <= number:
        return fall
    share = -float(_columns(number, [fall], min(max(fall.size, 0.1), 3.0))[-1, 0])
    return replace(fall, end=float(number), size=fall.size * share)


def _begun(one: Fitting, fall: Fall) -> Fall:
    """Return a fall without a beginning that the readings do not show: they lie on the healthy course."""
    number = len(one.values)
    place = np.arange(number)
    course = one.healthy + one.step**2 * np.minimum.outer(place, place)
    fallen = fall.size * _columns(number, [fall], min(max(fall.size, 0.1), 3.0))[:, 0]
    total = course + noise_of(one, fall.start, fall.end)
    left = one.values - course @ np.linalg.solve(total, one.values - fallen)
    below = left < -max(white_scatter(one.values[: int(fall.start)]) or LEAST, UNSEEN * fall.size)
    first = int(fall.start)
    while first + 1 < min(fall.end, number - 2) and not (below[first] and below[first + 1]):
        first += 1
    return replace(fall, start=max(fall.start, min(float(first), fall.end - SHORTEST)))
