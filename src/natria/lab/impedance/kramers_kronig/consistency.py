"""Kramers-Kronig test: is a spectrum that of one linear, causal and stable cell, within its noise?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ...results import Remark
from ..relaxation.points import FEWEST, UsablePoints, beside, usable_points
from .evidence import ConsistencyTest, SweepDrift, combined, correlation, drift, step
from .ladder import RCLadder, Representation, ladder_of
from .outliers import outliers
from .z_hit import low_frequency_deviation, modulus_from_phase

LEVEL = 0.01  # of false alarms
PERIODS = 3.0  # of the signal a reading takes, where no time is given
LEAST_NOISE = 1e-4  # of |Z|: a misfit below this may be that of the ladder, as for computed spectra
DETECTED = 3.6  # standard deviations of a drift that is found nine times of ten at a level of 1 %


@dataclass(frozen=True, eq=False)
class KramersKronig:
    """The verdict, its evidence, and the arrays that a figure of the residuals needs.

    `p_value` is the probability that noise alone gives as strong evidence against the spectrum; `consistent` says
    whether it is at or above `level`. `drift` is the relative change of the impedance beyond its value at the highest
    frequency, from the first to the last reading. `without_outliers`: points that the other tests used. Arrays are by
    falling frequency.
    """

    consistent: bool
    p_value: float
    level: float
    evidence: tuple[ConsistencyTest, ...]
    representation: Representation
    elements: int
    noise: float  # standard deviation of each part over the modulus
    drift: float
    drift_std: float
    drift_along: str
    step_at: float | None  # 1/s, the first frequency after a step
    outliers: tuple[float, ...]  # 1/s
    frequency: np.ndarray  # 1/s
    impedance: np.ndarray
    fitted: np.ndarray
    z_hit_modulus: np.ndarray
    without_outliers: np.ndarray
    remarks: tuple[Remark, ...]

    @property
    def residual(self) -> np.ndarray:
        """(measured - fitted)/|measured|, complex."""
        out: np.ndarray = (self.impedance - self.fitted) / np.abs(self.impedance)
        return out

    @property
    def z_hit_deviation(self) -> np.ndarray:
        """ln of the measured modulus over that from the phase."""
        out: np.ndarray = np.log(np.abs(self.impedance) / self.z_hit_modulus)
        return out

    def has(self, code: str) -> bool:
        """Whether there is a remark with this code."""
        return any(remark.code == code for remark in self.remarks)

    def p_of(self, name: str) -> float:
        """The p-value of one test: correlation, drift, step, outlier or z-hit."""
        return next(one.p_value for one in self.evidence if one.name == name)


def kramers_kronig_test(
    frequency: np.ndarray, impedance: np.ndarray, *, time: np.ndarray | None = None, level: float = LEVEL
) -> KramersKronig:
    """The Kramers-Kronig test of one spectrum (1/s, complex Z).

    Points are in the order in which they were measured. `time` is that of each reading in s. Without it, a reading is
    taken to last `PERIODS` periods. The test combines correlation of residuals, drift, steps and outliers; Z-HIT is
    further evidence that does not enter the verdict.
    """
    points = usable_points(frequency, impedance)
    elapsed, order = _course(points, beside(points, time, "time", len(frequency), -np.inf))
    ladder = ladder_of(points.omega, points.impedance)
    of_outliers, kept = outliers(points.omega, points.impedance, ladder, level)
    exact = ladder.noise < LEAST_NOISE
    if not exact and of_outliers.p_value < level and kept.sum() >= FEWEST:
        ladder = ladder_of(points.omega[kept], points.impedance[kept])
    else:
        kept = np.ones(points.size, bool)
    drifting = drift(ladder, elapsed[kept], order[kept] / max(points.size - 1, 1))
    of_steps, before = step(ladder, np.argsort(np.argsort(order[kept])))
    evidence: tuple[ConsistencyTest, ...] = (correlation(ladder), drifting.evidence, of_steps, of_outliers)
    z_hit = low_frequency_deviation(ladder, points.omega[kept])
    if exact:
        of_outliers = replace(of_outliers, p_value=1.0)
        evidence, z_hit = tuple(replace(one, p_value=1.0) for one in evidence), replace(z_hit, p_value=1.0)
    # A misfit of many single points is a noise that is not proportional to |Z|: no violation.
    uneven = of_outliers.p_value < level and bool(kept.all())
    p_value = combined([one.p_value for one in evidence if not (uneven and one is of_outliers)])
    stepped = not exact and of_steps.p_value < min(level, drifting.evidence.p_value)
    measured_order = np.argsort(order[kept])
    verdict = _Verdict(p_value, level, (*evidence, z_hit), ladder, drifting, stepped, not kept.all())
    fitted = np.full(points.size, np.nan, complex)
    fitted[kept] = ladder.fitted
    fitted[~kept] = _between(points.omega, ladder.fitted, kept)
    return KramersKronig(
        consistent=p_value >= level,
        p_value=p_value,
        level=level,
        evidence=verdict.evidence,
        representation=ladder.representation,
        elements=ladder.elements,
        noise=ladder.noise,
        drift=drifting.change,
        drift_std=drifting.change_std,
        drift_along=drifting.along,
        step_at=float(points.frequency[kept][measured_order[before]]) if stepped else None,
        outliers=tuple(float(f) for f in points.frequency[~kept]),
        frequency=points.frequency,
        impedance=points.impedance,
        fitted=fitted,
        z_hit_modulus=modulus_from_phase(points.omega, points.impedance),
        without_outliers=kept,
        remarks=tuple(_remarks(verdict)),
    )


@dataclass(frozen=True, eq=False)
class _Verdict:
    p_value: float
    level: float
    evidence: tuple[ConsistencyTest, ...]
    ladder: RCLadder
    drift: SweepDrift
    stepped: bool
    left_out: bool


def _course(points: UsablePoints, time: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Time of each reading from 0 to 1, and its place in the sweep, in the order of `points`."""
    order = np.argsort(np.argsort(points.kept))
    if time is not None:
        seconds = time
    else:
        sequence = np.argsort(points.kept)
        seconds = np.empty(points.size)
        seconds[sequence] = np.cumsum(PERIODS / points.frequency[sequence])
    span = float(seconds.max() - seconds.min())
    return (seconds - seconds.min()) / (span or 1.0), order


def _between(omega: np.ndarray, fitted: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """The fit at the points left out: linear in ln omega."""
    at, known = -np.log(omega[~kept]), -np.log(omega[kept])
    out: np.ndarray = np.interp(at, known, fitted.real) + 1j * np.interp(at, known, fitted.imag)
    return out


def _remarks(verdict: _Verdict) -> Iterator[Remark]:
    p = {one.name: one.p_value for one in verdict.evidence}
    level, change, std = verdict.level, verdict.drift.change, verdict.drift.change_std
    if verdict.left_out:
        yield Remark("outliers", "Single points lie off a smooth spectrum; the other tests were made without them.")
    elif p["outlier"] < level:
        text = (
            "More than a tenth of the points lie off a smooth spectrum: the noise is not even, the level approximate."
        )
        yield Remark("uneven-noise", text)
    if verdict.stepped:
        yield Remark("step", "The impedance changed at once during the sweep.")
    elif p["drift"] < level:
        size = f"{100 * change:+.2g} % +- {100 * std:.2g} % along {verdict.drift.along}"
        text = f"The impedance drifted during the sweep: {size}."
        yield Remark("drift", text)
    elif p["correlation"] < level:
        yield Remark(
            "correlated-residuals", "Residuals are smooth in frequency: not linear, not stable, or an artefact."
        )
    if p["z-hit"] < level:
        yield Remark("z-hit", "At low frequency the modulus is not that which belongs to the phase (Z-HIT).")
    if verdict.p_value >= level:
        least = max(100 * DETECTED * std, 100 * LEAST_NOISE)
        found = "No violation found beside the outliers" if verdict.left_out else "No violation found"
        text = f"{found}. A drift below about {least:.2g} % of the relaxing part could not have been seen."
        yield Remark("consistent", text)
