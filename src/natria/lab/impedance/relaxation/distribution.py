"""Distribution of relaxation times of a spectrum, with its peaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...results import Remark
from .kernel import kernel_of
from .peaks import NORMAL_95, STRONG, RelaxationPeak, Window, area_weights, joined, peak_of, windows_of, with_evidence
from .points import Points, usable_points
from .posterior import Posterior, posterior_of
from .problem import ELASTIC, Problem, Start, problem_of, start_of

Tail = Literal["auto", "none", "blocking"]

# A misfit that grows with the frequency has this lag-1 correlation where neighbouring residuals share their error; for
# independent ones it is 0 with a standard deviation of 1/sqrt(points).
CORRELATED = 4.0  # standard deviations


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The density gamma of ln tau, Z = R + j omega L + 1/(j omega C) + integral of gamma/(1 + j omega tau) d ln tau.

    Resistances, `density` and `fitted` are in the unit of the impedance. `low` and `high` are 95 % at each node. A density
    beyond `tail_from` (the part that rises towards the longest tau of a blocking spectrum) is no part of a peak and of the
    polarisation resistance. `fitted` belongs to `frequency`, which falls.
    """

    tau: np.ndarray  # s, rising
    density: np.ndarray
    low: np.ndarray
    high: np.ndarray
    peaks: tuple[RelaxationPeak, ...]
    polarisation_resistance: float
    polarisation_resistance_std: float
    series_resistance: float
    series_resistance_std: float
    inductance: float  # H, or H m^2
    inductance_std: float
    capacitance: float | None  # F or F/m^2: of a blocking tail, beside the density; None without one
    tail_from: float | None  # s
    noise: float  # standard deviation of each part over |Z|, or over the noise that was given
    freedom: float  # effective number of parameters
    frequency: np.ndarray  # 1/s
    impedance: np.ndarray
    fitted: np.ndarray
    remarks: tuple[Remark, ...]

    @property
    def residual(self) -> np.ndarray:
        """(measured - fitted)/|measured|, complex."""
        out: np.ndarray = (self.impedance - self.fitted) / np.abs(self.impedance)
        return out

    def has(self, code: str) -> bool:
        """Whether there is a remark with this code."""
        return any(remark.code == code for remark in self.remarks)


def relaxation_times(
    frequency: np.ndarray, impedance: np.ndarray, *, tail: Tail = "auto", noise: np.ndarray | None = None
) -> Relaxation:
    """The distribution of relaxation times of one spectrum (1/s, complex Z with capacitive Z'' < 0), in any order.

    `tail`: whether the impedance may go on rising towards low frequencies like that of a capacitor or a constant phase
    element; "auto" decides by the Bayesian information criterion. `noise` is the standard deviation of each part, in the
    unit of the impedance; by default it is proportional to |Z| with a level that is estimated.
    """
    points = usable_points(frequency, impedance)
    given = None if noise is None else np.asarray(noise, float)[points.kept]
    problem, start = _problem(points, given, tail)
    posterior = posterior_of(problem, start)
    windows, end = windows_of(posterior.log_density, ELASTIC in problem.lumped_names)
    gamma = np.exp(posterior.log_density)
    evidence = with_evidence(problem, posterior, windows)
    while windows and min(evidence) < STRONG:
        windows = joined(windows, evidence, posterior.log_density)
        evidence = with_evidence(problem, posterior, windows)
    peaks = tuple(peak_of(problem, posterior, w, e) for w, e in zip(windows, evidence, strict=True))
    return _result(points, problem, posterior, gamma * problem.scale, peaks, end)


def relaxation_series(
    spectra: Iterable[tuple[np.ndarray, np.ndarray]], *, tail: Tail = "auto"
) -> Iterator[Relaxation]:
    """The distributions of many spectra, one after the other; equal frequencies share one kernel."""
    for frequency, impedance in spectra:
        yield relaxation_times(frequency, impedance, tail=tail)


def _problem(points: Points, noise: np.ndarray | None, tail: Tail) -> tuple[Problem, Start]:
    """The problem with or without an elastance, by the criterion where that is left open."""
    kernel = kernel_of(points.omega)
    found = []
    for blocking in (False, True):
        if tail == "auto" or blocking == (tail == "blocking"):
            problem = problem_of(points, kernel, noise, blocking)
            start = start_of(problem)
            found.append((start.deviance + problem.lumped * np.log(problem.size), problem, start))
    _, problem, start = min(found, key=lambda one: one[0])
    return problem, start


def _result(
    points: Points, problem: Problem, posterior: Posterior, density: np.ndarray, peaks: tuple[RelaxationPeak, ...], end: int
) -> Relaxation:
    scale, kernel, lumped = problem.scale, problem.kernel, problem.lumped
    omega = kernel.omega
    std = np.sqrt(np.diag(posterior.covariance))
    spread = np.exp(NORMAL_95 * std[lumped:])
    series, inductive = posterior.values[0] * scale, posterior.values[1] * scale / omega.max()
    blocking = ELASTIC in problem.lumped_names
    elastance = float(np.exp(posterior.values[2])) * scale * omega.min() if blocking else 0.0
    fitted = series + 1j * omega * inductive + elastance / (1j * omega) + kernel.relaxing @ density
    weights = area_weights(Window(0, 0, end), kernel.weights) if end else np.zeros(len(density))
    part = weights * density
    total = float(part.sum())
    around = posterior.covariance[lumped:, lumped:]
    tau = np.exp(kernel.log_tau)
    return Relaxation(
        tau=tau,
        density=density,
        low=density / spread,
        high=density * spread,
        peaks=peaks,
        polarisation_resistance=total,
        polarisation_resistance_std=float(np.sqrt(part @ around @ part)),
        series_resistance=float(series),
        series_resistance_std=float(std[0] * scale),
        inductance=float(inductive),
        inductance_std=float(std[1] * scale / omega.max()),
        capacitance=1 / elastance if blocking else None,
        tail_from=float(tau[end - 1]) if blocking and end < len(tau) else None,
        noise=posterior.noise,
        freedom=posterior.freedom,
        frequency=points.frequency,
        impedance=points.impedance,
        fitted=fitted,
        remarks=tuple(_remarks(problem, posterior, peaks, points, len(kernel.omega))),
    )


def _remarks(
    problem: Problem, posterior: Posterior, peaks: tuple[RelaxationPeak, ...], points: Points, kept: int
) -> Iterator[Remark]:
    if not posterior.converged:
        yield Remark("not-converged", "The density did not settle; its peaks are not reliable.")
    if not peaks:
        text = (
            "No relaxation found between 1/omega of the highest and of the lowest frequency. A relaxation whose arc is below "
            f"the noise ({100 * posterior.noise:.2g} % of |Z|) could not have been seen."
        )
        yield Remark("no-peak", text)
    for number, peak in enumerate(peaks, 1):
        if not peak.inside:
            text = f"Peak {number} at {peak.tau:.2g} s lies beyond the measured frequencies: its resistance is extrapolated."
            yield Remark("peak-outside-range", text)
    if posterior.values[1] < 0 and posterior.values[1] ** 2 > CORRELATED**2 * posterior.covariance[1, 1]:
        yield Remark("negative-inductance", "The inductance is negative: the phase at high frequency has an artefact.")
    if posterior.values[0] < 0:
        yield Remark("negative-series-resistance", "The series resistance is negative: the highest frequency is too low.")
    if _correlation(problem, posterior) > CORRELATED / np.sqrt(problem.size):
        text = "Residuals of neighbouring frequencies are correlated: test the spectrum for Kramers-Kronig consistency."
        yield Remark("correlated-residuals", text)


def _correlation(problem: Problem, posterior: Posterior) -> float:
    """Lag-1 correlation of the residuals of each part along the frequencies."""
    values = posterior.values.copy()
    values[problem.lumped :] = np.exp(values[problem.lumped :])
    if problem.lumped > 2:
        values[2] = np.exp(values[2])
    residual = problem.data - problem.columns @ values
    parts = residual.reshape(2, -1)
    return float(np.sum(parts[:, 1:] * parts[:, :-1]) / np.sum(parts**2))
