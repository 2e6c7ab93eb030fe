"""Fits of peaks with constraints, by lmfit (extra `peaks`).

    y(x) = B(x) + sum_k A_k V(x; x_k, w_k, m)

V is a pseudo-Voigt line of area 1 (`lines`), so A is the area of a peak. The share m of the Lorentzian is one for all
peaks. Areas are not negative. Errors are those of least squares with Student's t. The background is held where it is
given as numbers, and its error is then left out; an `ActiveBackground` is fitted with the peaks.

Counts scatter in proportion to their root (`counting`): the fit is repeated with the weights of its own curve. The
factor is that of the residuals, so counts per second do as well as counts.

lmfit keeps the bounds, the expressions that bind parameters, and the covariance through both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from ..kinetics.line import NORMAL_95, student
from .active import ActiveBackground
from .parameters import PeakProblem, is_at_limit, parameters_of
from .specification import PeakGuess

APART = 1e-6  # smallest over largest singular value: below, parameters are the same to the data
ROUNDS = 3  # of weights by the fitted curve
LEAST = 1e-3  # of the largest value of the curve: the least that a weight is made of


@dataclass(frozen=True)
class FittedPeak:
    """A peak after the fit with standard deviations, which are widened so that 1.96 of them hold 95 %."""

    name: str
    place: float
    place_std: float
    width: float
    width_std: float
    area: float  # of both lines of a doublet
    area_std: float


@dataclass(frozen=True, eq=False)
class PeakFit:
    """Peaks, the covariance of their areas, the fitted curve and the background below it."""

    peaks: tuple[FittedPeak, ...]
    covariance: np.ndarray  # of the areas, in the order of the peaks
    lorentzian: float
    curve: Vector
    background: Vector
    scatter: float
    criterion: float  # of Schwarz, to compare numbers of peaks
    at_limits: tuple[str, ...]  # parameters that ended at a bound
    lines: tuple[Vector, ...] = ()  # of each peak, without the background
    guesses: tuple[PeakGuess, ...] = ()


def fit_peaks(
    x: Vector,
    y: Vector,
    background: Vector | ActiveBackground,
    guesses: Sequence[PeakGuess],
    *,
    lorentzian: float | None = None,
    counting: bool = False,
) -> PeakFit:
    """Return the fit of the peaks above a background; `lorentzian` fixes the shape, which else is fitted."""
    lmfit = _lmfit()
    _check(x, y, background, guesses, lorentzian)
    problem = PeakProblem(x, tuple(guesses), background)
    given = parameters_of(lmfit.Parameters(), problem, y, lorentzian)
    scale = float(np.ptp(y))
    spread = np.ones(len(x))
    done = _minimised(lmfit, problem, y, given, scale * spread)
    for _ in range(ROUNDS if counting else 0):
        curve = problem.curve(done.params.valuesdict())
        root = np.sqrt(np.maximum(curve, LEAST * max(float(curve.max()), 1e-300)))
        spread = root / root.mean()
        done = _minimised(lmfit, problem, y, done.params, scale * spread)
    return _fitted(problem, done, spread, scale)


def _minimised(lmfit: Any, problem: PeakProblem, y: Vector, start: Any, spread: Vector) -> Any:
    """Return the least squares of readings whose scatter is in proportion to `spread`."""
    free = [one.name for one in start.values() if one.vary]

    def residual(p: Any) -> Vector:
        return (problem.curve(p.valuesdict()) - y) / spread

    def jacobian(p: Any) -> np.ndarray:
        slopes = problem.slopes(p.valuesdict())
        return np.column_stack([slopes[name] for name in free]) / spread[:, None]

    with np.errstate(invalid="ignore"):  # variances below zero where the data tell nothing apart: refused below
        done = lmfit.minimize(residual, start, method="least_squares", jac=jacobian, x_scale="jac")
    if not done.success or done.covar is None or not _tells_apart(np.asarray(done.jac)):
        raise FitError(
            "the fit of the peaks has no errors: the data do not tell them apart",
            "give fewer peaks, bind their widths (width_group) or fix the shape",
        )
    return done


def _fitted(problem: PeakProblem, done: Any, spread: Vector, scale: float) -> PeakFit:
    readings, freedom = len(problem.x), len(problem.x) - done.nvarys
    factor = student(freedom) / NORMAL_95
    p, free = done.params, done.var_names
    covariance = _areas(done.covar, free, problem.guesses) * factor**2
    found = []
    for n, guess in enumerate(problem.guesses):
        place, width, area = (p[name] for name in (f"p{n}_x", problem.widths[n], f"p{n}_a"))
        found.append(
            FittedPeak(
                name=guess.name,
                place=float(place.value),
                place_std=factor * float(place.stderr or 0.0),
                width=float(width.value),
                width_std=factor * float(width.stderr or 0.0),
                area=float(area.value) * (1 + guess.ratio),
                area_std=float(np.sqrt(covariance[n, n])),
            )
        )
    values = p.valuesdict()
    likelihood = readings * np.log(np.mean(done.residual**2) + 1e-300) + 2 * float(np.log(spread).sum())
    return PeakFit(
        peaks=tuple(found),
        covariance=covariance,
        lorentzian=float(p["m"].value),
        curve=problem.curve(values),
        background=problem.below(values),
        scatter=float(np.sqrt(np.sum((scale * spread * done.residual) ** 2) / freedom)),
        criterion=float(likelihood + done.nvarys * np.log(readings)),
        at_limits=tuple(name for name in free if is_at_limit(p[name])),
        lines=tuple(problem.line_of(values, n) for n in range(len(problem.guesses))),
        guesses=problem.guesses,
    )


def _lmfit() -> Any:
    try:
        import lmfit
    except ImportError as bad:
        raise FitError(
            "fits of peaks need lmfit, which is not installed", "install it: pip install 'natria[peaks]'"
        ) from bad
    return lmfit


def _check(
    x: Vector,
    y: Vector,
    background: Vector | ActiveBackground,
    guesses: Sequence[PeakGuess],
    lorentzian: float | None,
) -> None:
    if len(x) != len(y) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise FitError("a spectrum has readings that are no numbers", "give x and y of equal length without gaps")
    groups = {guess.width_group or guess.name for guess in guesses}
    below = background.parameters if isinstance(background, ActiveBackground) else 0
    needed = 2 * len(guesses) + len(groups) + (lorentzian is None) + 1 + below
    if len({guess.name for guess in guesses}) < len(guesses):
        raise FitError("two peaks have one name", "give each peak a name of its own")
    if float(np.ptp(y)) == 0:
        raise FitError("all readings are the same: there is no peak", "give a spectrum with a peak")
    if not guesses or len(x) <= needed:
        raise FitError(
            f"{len(x)} readings for {needed} parameters of {len(guesses)} peaks", "give more readings or fewer peaks"
        )


def _tells_apart(jacobian: np.ndarray) -> bool:
    """Whether no parameter, or sum of several, can change without a change of the curve."""
    columns = np.linalg.norm(jacobian, axis=0)
    moved = columns > 0  # a parameter at its bound does not move
    sizes = np.linalg.svd(jacobian[:, moved] / columns[moved], compute_uv=False)
    return bool(len(sizes) and sizes[-1] > APART * sizes[0])


def _areas(covariance: np.ndarray, free: list[str], guesses: Sequence[PeakGuess]) -> np.ndarray:
    """Return the covariance of the areas, that of both lines of a doublet together."""
    at = [free.index(f"p{n}_a") for n in range(len(guesses))]
    both = np.array([1 + guess.ratio for guess in guesses])
    return np.asarray(covariance[np.ix_(at, at)] * np.outer(both, both))
