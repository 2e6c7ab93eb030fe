"""Boundaries of layers in a signal of a depth profile, with their errors.

    y(t) = y_0 + sum_k (y_k - y_(k-1)) Phi[(t - t_k)/w_k],   Phi the normal distribution

The signal changes at a boundary as an error function, since mixing by the beam, roughness and the depth that is seen
blur a sharp layer (S. Hofmann, Surf. Interface Anal. 2 (1980) 148; ISO 14606). The width w_k is theirs together, not
that of the layer. Boundaries are added as long as the criterion of Schwarz (BIC) falls by more than `WORTH`; the place
of a boundary that is not there can be anywhere, so a small fall is no evidence here. Errors are those of weighted least
squares with Student's t; counts have the variance of the fitted counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from ..kinetics.line import spread_of

MOST_EDGES = 4
AHEAD = 2  # edges that are tried beyond the best: one alone says little of a layer that comes and goes
EACH = 3  # parameters of an edge: place, width, level behind it
WORTH = 4.0  # BIC by which a further edge has to be better: less than 2 % of profiles of noise have one
ROUNDS = 4  # of new weights from the fitted counts
FINEST = 0.05  # of the spacing of the readings: narrower edges cannot be told apart
SHARP = 0.5  # of the spacing: an edge that is narrower than this has its place between two readings only


@dataclass(frozen=True)
class DepthEdge:
    """A boundary in one signal: place and width (s) with standard deviations, levels before and behind it."""

    time: float
    time_std: float
    width: float
    width_std: float
    before: float
    behind: float
    is_between_readings: bool  # sharper than the readings can show


@dataclass(frozen=True, eq=False)
class ProfileFit:
    """A signal with its boundaries. `levels` of the regions with standard deviations, first region first."""

    edges: tuple[DepthEdge, ...]
    levels: tuple[float, ...]
    level_stds: tuple[float, ...]
    fitted: Vector
    scatter: float  # standard deviation about the fit; of counts over that of Poisson
    freedom: int


def find_edges(time: Vector, signal: Vector, *, counts: bool = False, edges: int | None = None) -> ProfileFit:
    """Return the boundaries of a signal over the time of etching (s).

    There are as many as `edges` says, or else as the data support.

    `counts` says that the signal is a number of ions, whose variance is its mean.
    """
    t, y = _checked(time, signal, edges)
    best = made = _fitted(t, y, [_starts(t, y, 0)], counts)
    for number in range(1, (MOST_EDGES if edges is None else edges) + 1):
        if edges is None and (len(t) <= _parameters(number) + 1 or number > best.edges + AHEAD):
            break
        stable = np.sqrt(np.maximum(y, 0)) if counts else y  # whose scatter is even
        made = _fitted(t, y, [_starts(t, stable, number, y), _more(t, y, made)], counts)
        if edges is not None or made.criterion < best.criterion - WORTH * (number - best.edges):
            best = made
    return _finished(t, best, counts)


@dataclass(frozen=True, eq=False)
class _EdgeFit:
    parameters: Vector  # levels, then (place, log width) of each edge
    residuals: Vector  # weighted
    jacobian: np.ndarray  # weighted
    criterion: float
    edges: int


def _parameters(edges: int) -> int:
    return 1 + EACH * edges


def _checked(time: Vector, signal: Vector, edges: int | None) -> tuple[Vector, Vector]:
    t, y = np.asarray(time, float), np.asarray(signal, float)
    good = np.isfinite(t) & np.isfinite(y)
    t, y = t[good], y[good]
    if (np.diff(t) <= 0).any():
        at = int(np.argmin(np.diff(t))) + 1
        raise FitError(
            f"the time of etching falls or stands from {t[at - 1]:g} s to {t[at]:g} s (reading {at + 1})",
            "give one profile, sorted by its time",
        )
    needed = _parameters(edges or 0) + 2
    if len(t) < needed:
        raise FitError(
            f"{len(t)} readings of a signal are too few for {edges or 0} boundaries", f"give {needed} or more"
        )
    return t, y


def _model(t: Vector, p: Vector, edges: int) -> Vector:
    from scipy.special import ndtr

    levels, places, logs = p[: edges + 1], p[edges + 1 : 2 * edges + 1], p[2 * edges + 1 :]
    made = np.full(len(t), levels[0])
    for n in range(edges):
        made += (levels[n + 1] - levels[n]) * ndtr((t - places[n]) / np.exp(logs[n]))
    return made


def _starts(t: Vector, y: Vector, edges: int, levels_of: Vector | None = None) -> Vector:
    """Return first parameters, from the places that split the signal best into constant parts."""
    cuts: list[int] = []
    for _ in range(edges):
        bounds = [0, *sorted(cuts), len(t)]
        gains = [(_gain(y[a:b], k), a + k) for a, b in pairwise(bounds) for k in range(2, b - a - 1)]
        if not gains:
            break
        cuts.append(max(gains)[1])
    while len(cuts) < edges:  # too few readings to split further: anywhere else
        cuts.append(max(set(range(1, len(t))) - set(cuts)))
    cuts.sort()
    parts = np.split(y if levels_of is None else levels_of, cuts)
    levels = [float(np.median(part)) for part in parts]
    places = [0.5 * (t[k - 1] + t[k]) for k in cuts]
    return np.array([*levels, *places, *np.full(edges, np.log(float(np.median(np.diff(t)))))])


def _more(t: Vector, y: Vector, made: _EdgeFit) -> Vector:
    """Return first parameters with one edge more than a fit has, where two levels best describe its rest."""
    edges, p = made.edges, made.parameters
    rest = made.residuals
    cut = max(range(1, len(t)), key=lambda k: _gain(rest, k))
    place = 0.5 * (t[cut - 1] + t[cut])
    levels, places, logs = p[: edges + 1], p[edges + 1 : 2 * edges + 1], p[2 * edges + 1 :]
    at = int(np.searchsorted(places, place))
    width = np.log(float(np.median(np.diff(t))))
    behind = float(np.median(y[cut : cut + 3]))
    return np.concatenate([
        levels[: at + 1], [behind], levels[at + 1 :], places[:at], [place], places[at:], logs[:at], [width], logs[at:]
    ])  # fmt: skip


def _gain(y: Vector, k: int) -> float:
    """Return by how much two levels, split at k, are better than one."""
    one, two = y[:k], y[k:]
    return float(len(y) * y.var() - len(one) * one.var() - len(two) * two.var())


def _fitted(t: Vector, y: Vector, starts: Sequence[Vector], counts: bool) -> _EdgeFit:
    """Return the best of the fits from several first parameters."""
    return min((_from(t, y, p, counts) for p in starts), key=lambda one: one.criterion)


def _from(t: Vector, y: Vector, p: Vector, counts: bool) -> _EdgeFit:
    from scipy.optimize import least_squares

    spacing, edges = float(np.median(np.diff(t))), (len(p) - 1) // EACH
    low = np.concatenate([np.full(edges + 1, -np.inf), np.full(edges, t[0]), np.full(edges, np.log(FINEST * spacing))])
    high = np.concatenate([np.full(edges + 1, np.inf), np.full(edges, t[-1]), np.full(edges, np.log(np.ptp(t)))])
    weights = np.ones(len(t))
    scale = np.concatenate([
        np.full(edges + 1, max(float(np.ptp(y)), 1e-300)), np.full(edges, float(np.ptp(t))), np.ones(edges)
    ])  # fmt: skip
    for _ in range(ROUNDS if counts else 1):
        if counts:
            weights = 1 / np.sqrt(np.maximum(_model(t, p, edges), 1.0))
        done = least_squares(
            lambda q, w=weights: w * (_model(t, q, edges) - y), np.clip(p, low, high), bounds=(low, high), x_scale=scale
        )
        p = done.x
    n, square = len(t), float(done.fun @ done.fun)
    minus_twice = square - 2 * np.log(weights).sum() if counts else n * np.log(max(square / n, 1e-300))
    return _EdgeFit(p, done.fun, done.jac, float(minus_twice + _parameters(edges) * np.log(n)), edges)


def _finished(t: Vector, made: _EdgeFit, counts: bool) -> ProfileFit:
    edges, p = made.edges, made.parameters
    spread = spread_of(made.residuals, np.ones(len(t)) if counts else None, _parameters(edges))
    columns = np.linalg.norm(made.jacobian, axis=0)
    columns[columns == 0] = 1.0  # a level that no reading shows; its variance is left at 0 by the pseudo-inverse
    even = made.jacobian / columns  # seconds and signals differ by decades
    covariance = np.linalg.pinv(even.T @ even) * (spread.factor * spread.scale) ** 2
    stds = np.sqrt(np.maximum(np.diag(covariance), 0.0)) / columns
    spacing = float(np.median(np.diff(t)))
    order = np.argsort(p[edges + 1 : 2 * edges + 1])
    found = []
    for n in order:
        width = float(np.exp(p[2 * edges + 1 + n]))
        sharp = width < SHARP * spacing
        place_std = float(stds[edges + 1 + n])
        if sharp:  # the place is between two readings, and the slope of the fit says nothing about where
            place_std = max(place_std, spacing / np.sqrt(12))
        found.append(
            DepthEdge(
                time=float(p[edges + 1 + n]),
                time_std=place_std,
                width=width,
                width_std=float(width * stds[2 * edges + 1 + n]),
                before=float(p[n]),
                behind=float(p[n + 1]),
                is_between_readings=sharp,
            )
        )
    levels = tuple(float(one) for one in p[: edges + 1])
    return ProfileFit(
        tuple(found),
        levels,
        tuple(float(one) for one in stds[: edges + 1]),
        _model(t, p, edges),
        spread.scatter,
        spread.freedom,
    )


def depth_of(time: float, time_std: float, rate: float, rate_std: float) -> tuple[float, float]:
    """Return the depth (m) of a time (s) at an etch rate (m/s), and its standard deviation.

    The rate is taken as one for all layers: each material has its own, often off by a factor of two.
    """
    return time * rate, float(np.hypot(rate * time_std, time * rate_std))
