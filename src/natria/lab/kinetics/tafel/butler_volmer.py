"""Exchange current, transfer coefficient, resistance and limiting current from the whole of a sweep.

The law of `law` is fitted to all readings, with their noise as weights (`noise`). Unlike a Tafel line it uses the
region about equilibrium, separates a resistance from kinetics, and needs no choice of a linear region.

Candidates are kinetics alone, with a resistance, with a limiting current, with both. That of the lowest QAICc is
taken and all are listed. chi^2 is divided by c, the chi^2 per freedom of the largest candidate (Burnham & Anderson,
2002, section 2.5), as the misfit of a law to a real electrode is larger than noise. Where c exceeds 1, the covariance
is multiplied by it and by (1 + r)/(1 - r), r the correlation of neighbouring residuals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import exp, isfinite, log, sqrt

import numpy as np

from ....laws.constants import FARADAY, GAS
from ....quantity import FitError
from ...results import Remark
from ..inputs import Vector
from ..line import NORMAL_95, inverse_of_normal
from .alternatives import LawValues, LimitingCurrent, intervals, limiting_current, widened
from .law import KineticState, current_and_slopes, kinetic_current
from .noise import reading_noise, smoothed

CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "kinetics": (),
    "kinetics and resistance": ("ln_resistance",),
    "kinetics and limiting current": ("ln_limiting_current",),
    "kinetics, resistance and limiting current": ("ln_resistance", "ln_limiting_current"),
}
LIMITS = {  # of the parameters; currents and resistances are relative to those of the sweep
    "ln_exchange_current": (-25.0, 12.0),
    "alpha": (0.02, 0.98),
    "equilibrium": (-0.3, 0.3),
    "ln_resistance": (-12.0, 3.0),
    "ln_limiting_current": (-0.7, 7.0),
}
STARTS = 3
APART = 2.5  # of ln of the exchange current: closer starts end in the same minimum
PARTS = 20  # of the sweep, by potential: the steepest limits the resistance
MOST_STEPS = 60
MET = 1e-8  # relative change of chi^2 and of the parameters at which a fit ends
EXCHANGE_SCAN = np.linspace(-18.0, 3.0, 15)  # ln of exchange current over the largest current
RESISTANCE_SCAN = (0.0, 0.3, 0.9)  # of the smallest slope dE/di
LIMIT_SCAN = (1.02, 1.4, 4.0)  # of the largest current
LN_EXCHANGE = "ln_exchange_current"
WIDE = log(3.0)  # half width of the 95 % interval of ln i0: above, the exchange current is not known
LARGEST_HALF = 500.0  # of the 95 % interval of a logarithm: exp of more is no number
MISFIT = 1.5  # of chi^2 per freedom: above, the law does not describe the sweep to within noise
FEWEST = 12  # readings


@dataclass(frozen=True, eq=False)
class KineticSweep:
    """A sweep as it is fitted: potential (V), current, F/RT, faces in series, and what is held."""

    potential: Vector
    current: Vector
    f: float
    faces: int
    resistance: float | None  # held; None: fitted
    resistance_std: float
    equilibrium: float | None  # held; None: fitted
    alpha: float | None  # held; None: fitted


@dataclass(frozen=True, eq=False)
class ButlerVolmerFit:
    """A fit of the whole sweep, with its alternatives, whose values count in the spread.

    `covariance` by `names`: ln of currents and resistance, alpha, equilibrium (V). `ends` are those of the 95 %
    interval of the exchange current over its value, over all candidates. A standard deviation is half of an interval
    over 1.96.
    """

    state: KineticState
    names: tuple[str, ...]
    covariance: np.ndarray
    noise: tuple[float, float]  # absolute and relative, of a reading
    misfit: float  # chi^2 per degree of freedom
    relative_misfit: float  # root mean square of the residuals over the current, where it is above its noise
    chosen: str
    alternatives: Mapping[str, float]  # QAICc above that of the chosen one, by candidate
    fitted: Vector
    residuals: Vector
    limiting: LimitingCurrent | None  # or its bound, of the candidates that have one
    remarks: tuple[Remark, ...]
    ends: tuple[float, float] = (1.0, 1.0)

    def std(self, name: str) -> float | None:
        """The standard deviation of a parameter of `names`; None where it was held."""
        if name not in self.names:
            return None
        k = self.names.index(name)
        return sqrt(float(self.covariance[k, k]))

    @property
    def exchange_current_95(self) -> tuple[float, float]:
        return self.state.exchange_current * self.ends[0], self.state.exchange_current * self.ends[1]

    @property
    def is_known(self) -> bool:
        """Whether the exchange current is known to within a factor of three."""
        return NORMAL_95 * (self.std("ln_exchange_current") or 0.0) <= WIDE


@dataclass(frozen=True, eq=False)
class _Solved:
    candidate: str
    names: tuple[str, ...]
    parameters: Vector
    state: KineticState
    square: float
    jacobian: np.ndarray  # over the noise
    residuals: Vector


def fit_butler_volmer(sweep: KineticSweep) -> ButlerVolmerFit:
    """Return the best of the candidates for a sweep."""
    if len(sweep.current) < FEWEST:
        what = f"the sweep has {len(sweep.current)} readings, expected at least {FEWEST}"
        raise FitError(what, "record more readings around the equilibrium potential")
    _scales(sweep)  # refuses a sweep without current
    absolute, relative = reading_noise(sweep.current)
    sigma = np.hypot(absolute, relative * smoothed(sweep.current))
    allowed = {n: extra for n, extra in CANDIDATES.items() if sweep.resistance is None or "ln_resistance" not in extra}
    solved = [_solve(sweep, sigma, name, extra) for name, extra in allowed.items()]
    largest = max(solved, key=lambda one: len(one.names))
    ratio = max(1.0, largest.square / (len(sigma) - len(largest.names)))
    scores = {one.candidate: _score(one, ratio, len(sigma)) for one in solved}
    best = min(solved, key=lambda one: scores[one.candidate])
    misfit = best.square / (len(sigma) - len(best.names))
    every = {one.candidate: _values(sweep, sigma, one, scores[one.candidate]) for one in solved}
    lowest = scores[best.candidate]
    laws = [replace(law, above=law.above - lowest) for law in every.values()]
    chosen = every[best.candidate]
    found = intervals(chosen, laws)
    covariance = widened(chosen, laws, found)
    (low, high), centre = found[LN_EXCHANGE], chosen.values[LN_EXCHANGE]
    ends = exp(max(low - centre, -LARGEST_HALF)), exp(min(high - centre, LARGEST_HALF))
    visible = np.abs(sweep.current) > 3 * absolute
    off = best.residuals[visible] * sigma[visible] / sweep.current[visible]
    off_rms = float(np.sqrt(np.mean(off**2))) if visible.any() else float("nan")
    fit = ButlerVolmerFit(
        best.state,
        best.names,
        covariance,
        (absolute, relative),
        misfit,
        off_rms,
        best.candidate,
        {name: score - scores[best.candidate] for name, score in scores.items()},
        kinetic_current(sweep.potential, best.state, sweep.f, sweep.faces),
        best.residuals * sigma,
        limiting_current(laws, _scales(sweep)[0]),
        (),
        ends,
    )
    return replace(fit, remarks=tuple(_remarks(fit, sweep)))


def _scales(sweep: KineticSweep) -> tuple[float, float]:
    """The largest current and a resistance from it, which make the parameters dimensionless."""
    largest = float(np.max(np.abs(sweep.current)))
    if largest == 0:
        raise FitError("the current of the sweep is zero throughout", "check the column and its unit")
    return largest, float(np.ptp(sweep.potential)) / largest


def _solve(sweep: KineticSweep, sigma: Vector, candidate: str, extra: tuple[str, ...]) -> _Solved:
    from scipy.optimize import least_squares

    free = [n for n, held in (("alpha", sweep.alpha), ("equilibrium", sweep.equilibrium)) if held is None]
    names = ("ln_exchange_current", *free, *extra)

    def off(p: Vector) -> Vector:
        found, _ = current_and_slopes(sweep.potential, _state(sweep, names, p), sweep.f, sweep.faces)
        return np.asarray((found - sweep.current) / sigma, float)

    def slopes(p: Vector) -> np.ndarray:
        _, by = current_and_slopes(sweep.potential, _state(sweep, names, p), sweep.f, sweep.faces)
        return np.stack([by[n] / sigma for n in names], axis=1)

    rest = _at_rest(sweep)
    low, high = (np.array([LIMITS[n][k] + (rest if n == "equilibrium" else 0.0) for n in names]) for k in (0, 1))
    starts = _apart(sorted(_starts(sweep, names, rest), key=lambda p: float(np.sum(np.log1p(off(p) ** 2)))))
    runs = [
        least_squares(
            off,
            np.clip(p, low + 1e-9, high - 1e-9),
            jac=slopes,
            bounds=(low, high),
            x_scale="jac",
            max_nfev=MOST_STEPS,
            ftol=MET,
            xtol=MET,
        )
        for p in starts
    ]
    best = min(runs, key=lambda one: float(one.cost))
    return _Solved(candidate, names, best.x, _state(sweep, names, best.x), 2 * float(best.cost), best.jac, best.fun)


def _apart(ranked: list[Vector]) -> list[Vector]:
    """Return the best starts whose exchange currents differ, since fast kinetics look like a resistance."""
    found: list[Vector] = []
    for p in ranked:
        if all(abs(p[0] - other[0]) >= APART for other in found):
            found.append(p)
        if len(found) == STARTS:
            break
    return found


def _at_rest(sweep: KineticSweep) -> float:
    """Return a guess of the potential without current: a change of sign, or the smallest current."""
    if sweep.equilibrium is not None:
        return sweep.equilibrium
    order = np.argsort(sweep.potential, kind="stable")
    sign = np.sign(sweep.current[order])
    balance = np.cumsum(sign)[:-1] - (np.sum(sign) - np.cumsum(sign)[:-1])  # readings on the wrong side, most negative
    if (sign > 0).any() and (sign < 0).any():
        return float(sweep.potential[order][int(np.argmin(balance))])
    return float(sweep.potential[int(np.argmin(np.abs(sweep.current)))])


def _starts(sweep: KineticSweep, names: tuple[str, ...], rest: float) -> list[Vector]:
    largest, _ = _scales(sweep)
    order = np.argsort(sweep.potential, kind="stable")
    parts = [part for part in np.array_split(order, min(PARTS, len(order) // 2)) if len(part) > 1]
    steep = min(
        abs(float(np.ptp(sweep.potential[part]) / max(abs(np.ptp(sweep.current[part])), 1e-12 * largest)))
        for part in parts
    )
    unit = _scales(sweep)[1]
    shares = RESISTANCE_SCAN[1:] if "ln_resistance" in names else RESISTANCE_SCAN[:1]
    limits = LIMIT_SCAN if "ln_limiting_current" in names else LIMIT_SCAN[:1]
    found = []
    for scanned, share, limit in product(EXCHANGE_SCAN, shares, limits):
        guess = {
            "ln_exchange_current": scanned,
            "alpha": 0.5,
            "equilibrium": rest,
            "ln_resistance": log(max(share * steep / unit, 1e-5)),
            "ln_limiting_current": log(limit),
        }
        found.append(np.array([guess[n] for n in names]))
    return found


def _state(sweep: KineticSweep, names: tuple[str, ...], p: Vector) -> KineticState:
    largest, unit = _scales(sweep)
    of = dict(zip(names, p, strict=True))
    return KineticState(
        largest * exp(of["ln_exchange_current"]),
        float(of.get("alpha", sweep.alpha if sweep.alpha is not None else 0.5)),
        float(of.get("equilibrium", sweep.equilibrium if sweep.equilibrium is not None else 0.0)),
        unit * exp(of["ln_resistance"]) if "ln_resistance" in of else (sweep.resistance or 0.0),
        largest * exp(of["ln_limiting_current"]) if "ln_limiting_current" in of else np.inf,
    )


def _values(sweep: KineticSweep, sigma: Vector, one: _Solved, score: float) -> LawValues:
    """Return the parameters of a candidate with their covariance, widened for a misfit beyond noise."""
    misfit = one.square / (len(sigma) - len(one.names))
    covariance = inverse_of_normal(one.jacobian) * _widening(one, misfit)
    covariance = covariance + _by_held_resistance(sweep, sigma, one)
    return LawValues(dict(zip(one.names, one.parameters.tolist(), strict=True)), covariance, score)


def _score(one: _Solved, ratio: float, count: int) -> float:
    k = len(one.names) + 1  # c was estimated as well
    return one.square / ratio + 2 * k + 2 * k * (k + 1) / max(count - k - 1, 1)


def _widening(one: _Solved, misfit: float) -> float:
    """Return by what the covariance is multiplied for a misfit beyond noise."""
    if misfit <= 1:
        return 1.0
    r = neighbour_correlation(one.residuals)
    return misfit * (1 + r) / (1 - r)


def neighbour_correlation(residuals: Vector) -> float:
    """Return the correlation of neighbouring residuals, from 0 to 0.98."""
    square = float(residuals @ residuals)
    return min(max(float(residuals[1:] @ residuals[:-1]) / square, 0.0), 0.98) if square > 0 else 0.0


def _by_held_resistance(sweep: KineticSweep, sigma: Vector, best: _Solved) -> np.ndarray:
    """Return the covariance that the spread of a given resistance adds, to first order."""
    if not sweep.resistance or not sweep.resistance_std:
        return np.zeros((len(best.names), len(best.names)))
    _, by = current_and_slopes(sweep.potential, best.state, sweep.f, sweep.faces)
    pull = by["ln_resistance"] / sweep.resistance / sigma
    move = -inverse_of_normal(best.jacobian) @ (best.jacobian.T @ pull) * sweep.resistance_std
    return np.outer(move, move)


def _remarks(fit: ButlerVolmerFit, sweep: KineticSweep) -> list[Remark]:
    found = []
    if fit.misfit > MISFIT:
        text = (
            f"Butler-Volmer leaves {fit.relative_misfit:.2g} of the current as misfit, more than noise. "
            "Intervals are widened for it; a film, a second process or a changing surface are possible."
        )
        found.append(Remark("misfit-beyond-noise", text))
    if not fit.is_known:
        low, high = fit.exchange_current_95
        text = f"The exchange current is not known from this sweep: 95 % interval {low:.3g} to {high:.3g}."
        found.append(Remark("exchange-current-unknown", text))
    state = fit.state
    drop = state.resistance * float(np.max(np.abs(sweep.current)))
    if drop > sweep.faces * GAS_OVER_F_298:
        source = "given" if sweep.resistance is not None else "fitted"
        text = f"The {source} resistance costs up to {1e3 * drop:.3g} mV of the sweep; kinetics are read from the rest."
        found.append(Remark("resistance-corrected", text))
    close = [name for name, more in fit.alternatives.items() if 0 < more < 2 and isfinite(more)]
    if close:
        text = f"{fit.chosen.capitalize()} is not told from: {'; '.join(close)} (QAICc within 2)."
        found.append(Remark("law-not-told-apart", text))
    return found


GAS_OVER_F_298 = GAS * 298.15 / FARADAY  # V, RT/F: a smaller drop hardly bends a sweep
