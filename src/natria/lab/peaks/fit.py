"""Fits of peaks with constraints, by lmfit (extra `peaks`).

    y(x) = B(x) + sum_k A_k [(1 - m) G(x; x_k, w_k) + m L(x; x_k, w_k)]

G and L are a Gaussian and a Lorentzian of area 1 and the same full width at half maximum w, so A is the area of a
peak (pseudo-Voigt). The share m of the Lorentzian is one for all peaks. Areas are not negative. Errors are those of
least squares with Student's t; those of the background are not in them.

lmfit keeps the bounds, the expressions that bind parameters, and the covariance through both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...quantity import FitError
from ..kinetics.inputs import Vector
from ..kinetics.line import NORMAL_95, student
from .specification import PeakGuess

if TYPE_CHECKING:
    from lmfit import Parameters

WIDER = 5.0  # times the first width, the largest; one over it is the smallest
SHAPE = 0.3  # share of the Lorentzian to start from
APART = 1e-6  # smallest over largest singular value: below, parameters are the same to the data
SURE = 1e-10  # of its bounds: a share that is this near has none of the error's room


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


def fit_peaks(
    x: Vector, y: Vector, background: Vector, guesses: Sequence[PeakGuess], *, lorentzian: float | None = None
) -> PeakFit:
    """Return the fit of the peaks above a background; `lorentzian` fixes the shape, which else is fitted."""
    lmfit = _lmfit()
    _check(x, y, guesses, lorentzian)
    above = y - background
    given = _parameters(lmfit.Parameters(), x, above, guesses, lorentzian)
    names = [f"p{n}" for n in range(len(guesses))]
    scale = max(float(np.abs(above).max()), 1e-300)

    def residual(p: Any) -> Vector:
        return (_curve(x, p, guesses) - above) / scale

    with np.errstate(invalid="ignore"):  # variances below zero where the data tell nothing apart: refused below
        done = lmfit.minimize(residual, given, method="least_squares")
    freedom = len(x) - done.nvarys
    if not done.success or done.covar is None or not _tells_apart(np.asarray(done.jac)):
        raise FitError(
            "the fit of the peaks has no errors: the data do not tell them apart",
            "give fewer peaks, bind their widths (width_group) or fix the shape",
        )
    factor = student(freedom) / NORMAL_95
    p, free = done.params, done.var_names
    covariance = _areas(done.covar, free, names, guesses) * factor**2
    found = []
    for n, (name, guess) in enumerate(zip(names, guesses, strict=True)):
        width = p[f"{name}_w"]
        found.append(
            FittedPeak(
                name=guess.name,
                place=float(p[f"{name}_x"].value),
                place_std=factor * float(p[f"{name}_x"].stderr or 0.0),
                width=float(width.value),
                width_std=factor * float(width.stderr or 0.0),
                area=float(p[f"{name}_a"].value) * (1 + guess.ratio),
                area_std=float(np.sqrt(covariance[n, n])),
            )
        )
    return PeakFit(
        peaks=tuple(found),
        covariance=covariance,
        lorentzian=float(p["m"].value),
        curve=_curve(x, p, guesses) + background,
        background=background,
        scatter=float(np.sqrt(np.sum((scale * done.residual) ** 2) / freedom)),
        criterion=float(len(x) * np.log(np.mean(done.residual**2) + 1e-300) + done.nvarys * np.log(len(x))),
        at_limits=tuple(name for name in free if _is_at_limit(p[name])),
    )


def _lmfit() -> Any:
    try:
        import lmfit
    except ImportError as bad:
        raise FitError(
            "fits of peaks need lmfit, which is not installed", "install it: pip install 'natria[peaks]'"
        ) from bad
    return lmfit


def _check(x: Vector, y: Vector, guesses: Sequence[PeakGuess], lorentzian: float | None) -> None:
    if len(x) != len(y) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise FitError("a spectrum has readings that are no numbers", "give x and y of equal length without gaps")
    groups = {guess.width_group or guess.name for guess in guesses}
    needed = 2 * len(guesses) + len(groups) + (lorentzian is None) + 1
    if len({guess.name for guess in guesses}) < len(guesses):
        raise FitError("two peaks have one name", "give each peak a name of its own")
    if not guesses or len(x) <= needed:
        raise FitError(
            f"{len(x)} readings for {needed} parameters of {len(guesses)} peaks", "give more readings or fewer peaks"
        )


def _parameters(
    p: Parameters, x: Vector, above: Vector, guesses: Sequence[PeakGuess], lorentzian: float | None
) -> Parameters:
    p.add("m", SHAPE if lorentzian is None else lorentzian, vary=lorentzian is None, min=0, max=1)
    first: dict[str, str] = {}
    for n, guess in enumerate(guesses):
        name = f"p{n}"
        p.add(f"{name}_x", guess.place, min=guess.place - guess.within, max=guess.place + guess.within)
        leader = first.setdefault(guess.width_group or name, name)
        if leader == name:
            p.add(f"{name}_w", guess.width, min=guess.width / WIDER, max=guess.width * WIDER)
        else:
            p.add(f"{name}_w", expr=f"{leader}_w")
        height = max(float(np.interp(guess.place, *_sorted(x, above))), 0.05 * float(np.abs(above).max()))
        p.add(f"{name}_a", height * guess.width, min=0)
    return p


def _sorted(x: Vector, y: Vector) -> tuple[Vector, Vector]:
    order = np.argsort(x)
    return x[order], y[order]


def _curve(x: Vector, p: Any, guesses: Sequence[PeakGuess]) -> Vector:
    made, m = np.zeros(len(x)), float(p["m"].value)
    for n, guess in enumerate(guesses):
        place, width, area = (float(p[f"p{n}_{one}"].value) for one in "xwa")
        made += area * line(x, place, width, m)
        if guess.is_doublet:
            made += guess.ratio * area * line(x, place + guess.splitting, width, m)
    return made


def line(x: Vector, place: float, width: float, lorentzian: float) -> Vector:
    """Return a pseudo-Voigt line of area 1; `width` is its full width at half maximum."""
    u = (x - place) / width
    gauss = np.sqrt(4 * np.log(2) / np.pi) * np.exp(-4 * np.log(2) * u**2)
    return np.asarray(((1 - lorentzian) * gauss + lorentzian * 2 / np.pi / (1 + 4 * u**2)) / width)


def _tells_apart(jacobian: np.ndarray) -> bool:
    """Whether no parameter, or sum of several, can change without a change of the curve."""
    columns = np.linalg.norm(jacobian, axis=0)
    moved = columns > 0  # a parameter at its bound does not move
    sizes = np.linalg.svd(jacobian[:, moved] / columns[moved], compute_uv=False)
    return bool(len(sizes) and sizes[-1] > APART * sizes[0])


def _areas(covariance: np.ndarray, free: list[str], names: list[str], guesses: Sequence[PeakGuess]) -> np.ndarray:
    """Return the covariance of the areas, that of both lines of a doublet together."""
    at = [free.index(f"{name}_a") for name in names]
    both = np.array([1 + guess.ratio for guess in guesses])
    return np.asarray(covariance[np.ix_(at, at)] * np.outer(both, both))


def _is_at_limit(one: Any) -> bool:
    room = one.max - one.min
    away = min(one.value - one.min, one.max - one.value)
    return bool(away <= SURE * max(abs(one.value), room if np.isfinite(room) else 0.0))
