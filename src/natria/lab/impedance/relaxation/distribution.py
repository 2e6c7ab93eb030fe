"""Distribution of relaxation times of a spectrum, with its peaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ...results import Remark
from .equations import ELASTIC, Equations, SmoothStart, equations_of, start_of
from .kernel import kernel_of
from .peaks import NORMAL_95, STRONG, RelaxationPeak, joined, peaks_of, shares_of, windows_of, with_evidence
from .points import UsablePoints, beside, usable_points
from .posterior import DensityPosterior, posterior_of

Tail = Literal["auto", "none", "blocking"]

CORRELATED = 4.0  # standard deviations, 1/sqrt(values), of the lag-1 correlation of independent residuals
DISCRETE = 1e-4  # of |Z|: a misfit below this may be that of the grid
LEAST_TAIL = 0.01  # of the whole area: less at the longest tau is no tail
HALF = 0.5  # share of the tail from which on it is said to begin
LEAST_RISE = 0.25  # d ln gamma/d ln tau of a tail: the exponent of the flattest constant phase element


@dataclass(frozen=True, eq=False)
class _Rest:
    """Shares of head and tail in the density at each node."""

    head: np.ndarray
    tail: np.ndarray


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The density gamma of ln tau, its peaks, and the lumped elements beside it.

    Z = R + j omega L + 1/(j omega C) + integral of gamma/(1 + j omega tau) d ln tau

    Resistances, `density` and `fitted` are in the unit of the impedance. `low` and `high` are 95 % at each node. A
    density that rises towards the longest tau, from `tail_from` on, is the tail of a blocking electrode or of
    diffusion. It is continued as a power law below the last peak and counts neither for a peak nor for the
    polarisation resistance, which is the sum of the peaks. What rises towards the shortest tau cannot be told from a
    resistor: it is part of the series resistance. `fitted` belongs to `frequency`, which falls.
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
    """The distribution of relaxation times of one spectrum (1/s, complex Z), in any order.

    Capacitive parts are negative: Z = Z' + jZ''.
    `tail`: whether the impedance may go on rising towards low frequencies like that of a capacitor or a constant phase
    element; "auto" decides by the Bayesian information criterion. `noise` is the standard deviation of each part, in
    the unit of the impedance; by default it is proportional to |Z| with a level that is estimated.
    """
    points = usable_points(frequency, impedance)
    given = beside(points, noise, "noise", len(frequency), 0.0)
    equations, start = _equations(points, given, tail)
    posterior = posterior_of(equations, start)
    windows, between = windows_of(posterior.log_density)
    if windows and not _has_tail(equations, posterior, between.last):
        windows = [*windows[:-1], replace(windows[-1], last=equations.nodes)]
        between = replace(between, last=equations.nodes)
    evidence = with_evidence(equations, posterior, windows)
    while windows and min(evidence) < STRONG:
        windows = joined(windows, evidence, posterior.log_density)
        evidence = with_evidence(equations, posterior, windows)
    shares = shares_of(posterior.log_density, equations.kernel.log_tau, equations.kernel.weights, windows, between)
    peaks = peaks_of(equations, posterior, windows, evidence, shares)
    return _result(points, equations, posterior, peaks, _Rest(shares[-2], shares[-1]))


def relaxation_series(spectra: Iterable[tuple[np.ndarray, np.ndarray]], *, tail: Tail = "auto") -> Iterator[Relaxation]:
    """The distributions of many spectra, one after the other; equal frequencies share one kernel."""
    for frequency, impedance in spectra:
        yield relaxation_times(frequency, impedance, tail=tail)


def _has_tail(equations: Equations, posterior: DensityPosterior, first: int) -> bool:
    """Whether nodes from `first` on are a tail: much of the area, rising like a phase element."""
    if first >= equations.nodes - 1:
        return False
    log_tau, u = equations.kernel.log_tau, posterior.log_density
    area = equations.kernel.weights * np.exp(u)
    slope = (u[-1] - u[first]) / (log_tau[-1] - log_tau[first])
    return bool(slope > LEAST_RISE and area[first:].sum() > LEAST_TAIL * area.sum())


def _equations(points: UsablePoints, noise: np.ndarray | None, tail: Tail) -> tuple[Equations, SmoothStart]:
    """The equations with or without an elastance, by the criterion where that is left open."""
    kernel = kernel_of(points.omega)
    found = []
    for blocking in (False, True):
        if tail == "auto" or blocking == (tail == "blocking"):
            equations = equations_of(points, kernel, noise, blocking)
            start = start_of(equations)
            found.append((start.deviance + equations.lumped * np.log(equations.size), equations, start))
    _, equations, start = min(found, key=lambda one: one[0])
    return equations, start


def _result(
    points: UsablePoints,
    equations: Equations,
    posterior: DensityPosterior,
    peaks: tuple[RelaxationPeak, ...],
    rest: _Rest,
) -> Relaxation:
    scale, kernel, lumped = equations.scale, equations.kernel, equations.lumped
    omega, density = kernel.omega, np.exp(posterior.log_density) * equations.scale
    std = np.sqrt(np.diag(posterior.covariance))
    spread = np.exp(NORMAL_95 * std[lumped:])
    inductive = posterior.values[1] * scale / omega.max()
    blocking = ELASTIC in equations.lumped_names
    elastance = float(np.exp(posterior.values[2])) * scale * omega.min() if blocking else 0.0
    fitted = posterior.values[0] * scale + 1j * omega * inductive + elastance / (1j * omega)
    peaked, head = (kernel.weights * share * density for share in (1 - rest.head - rest.tail, rest.head))
    around = posterior.covariance
    fast = np.concatenate([[scale], np.zeros(lumped - 1), head])
    in_tail = np.flatnonzero(rest.tail > HALF) if peaks else np.empty(0, int)
    tau = np.exp(kernel.log_tau)
    return Relaxation(
        tau=tau,
        density=density,
        low=density / spread,
        high=density * spread,
        peaks=peaks,
        polarisation_resistance=float(peaked.sum()),
        polarisation_resistance_std=float(np.sqrt(peaked @ around[lumped:, lumped:] @ peaked)),
        series_resistance=float(posterior.values[0] * scale + head.sum()),
        series_resistance_std=float(np.sqrt(fast @ around @ fast)),
        inductance=float(inductive),
        inductance_std=float(std[1] * scale / omega.max()),
        capacitance=1 / elastance if blocking else None,
        tail_from=float(tau[in_tail[0]]) if len(in_tail) else None,
        noise=posterior.noise,
        freedom=posterior.freedom,
        frequency=points.frequency,
        impedance=points.impedance,
        fitted=fitted + kernel.relaxing @ density,
        remarks=tuple(_remarks(equations, posterior, peaks)),
    )


def _remarks(equations: Equations, posterior: DensityPosterior, peaks: tuple[RelaxationPeak, ...]) -> Iterator[Remark]:
    if not posterior.converged:
        yield Remark("not-converged", "The density did not settle; its peaks are not reliable.")
    if not peaks:
        text = (
            "No relaxation found between 1/omega of the highest and of the lowest frequency. An arc below the noise "
            f"({100 * posterior.noise:.2g} % of |Z|) could not have been seen."
        )
        yield Remark("no-peak", text)
    for number, peak in enumerate(peaks, 1):
        if not peak.inside:
            text = (
                f"Peak {number} ({peak.tau:.2g} s) is beyond the measured frequencies: its resistance is extrapolated."
            )
            yield Remark("peak-outside-range", text)
    if posterior.values[1] < 0 and posterior.values[1] ** 2 > CORRELATED**2 * posterior.covariance[1, 1]:
        yield Remark("negative-inductance", "The inductance is negative: the phase at high frequency has an artefact.")
    if posterior.values[0] < 0:
        yield Remark(
            "negative-series-resistance", "The series resistance is negative: the highest frequency is too low."
        )
    if posterior.noise > DISCRETE and _correlation(equations, posterior) > CORRELATED / np.sqrt(equations.size):
        text = "Residuals of neighbouring frequencies are correlated: test the spectrum for Kramers-Kronig consistency."
        yield Remark("correlated-residuals", text)


def _correlation(equations: Equations, posterior: DensityPosterior) -> float:
    """Lag-1 correlation of the residuals of each part along the frequencies."""
    values = posterior.values.copy()
    values[equations.lumped :] = np.exp(values[equations.lumped :])
    if equations.lumped > 2:
        values[2] = np.exp(values[2])
    residual = equations.data - equations.columns @ values
    parts = residual.reshape(2, -1)
    return float(np.sum(parts[:, 1:] * parts[:, :-1]) / np.sum(parts**2))
