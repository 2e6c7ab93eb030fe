"""The joint fit of a series: parameters of every spectrum, jumps, other descriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ....quantity import FitError
from ..circuit import Circuit
from ..fit import SpectrumFit
from .basis import Over, basis_of
from .fit import JointState, converged, started
from .jumps import step_sizes, with_jumps
from .spectra_data import JoinedSpectra, joined_spectra
from .starts import starts_of, straightened
from .system import along, of_spectra

MOST_SPECTRA = 150  # the system grows with their number
SHORT = 10  # rounds before the worse starts are given up
QUICK = 20  # rounds of a fit for the choice of a circuit
FAR = 30.0  # nats below the best
OTHER = 4.0  # nats below the best: a description with less than 2 % of the weight is none
SAME = 0.05  # ln(parameter)
RELEASED = 4  # rounds after a resistance is no longer smoothed


@dataclass(frozen=True, eq=False)
class JointFit:
    """One circuit through all spectra of a series, with courses of its parameters.

    Parameters are those of a search: ln R, ln tau (of an arc; ln Q of a lone CPE), n. `others` are descriptions with
    another division into arcs that the data nearly prefer, with how many nats they are worse. `widening` multiplies the
    spreads of what is not smoothed, for each spectrum.
    """

    data: JoinedSpectra
    state: JointState
    x: np.ndarray
    others: tuple[JointState, ...] = ()
    widening: np.ndarray | None = None

    @property
    def circuit(self) -> Circuit:
        return self.data.circuit

    @property
    def over(self) -> Over:
        return self.state.basis.over

    @cached_property
    def logs(self) -> np.ndarray:
        """(spectra, parameters)"""
        return self.state.logs(self.data)

    @cached_property
    def of_amplitudes(self) -> np.ndarray:
        return self.state.system().covariance()

    @cached_property
    def covariance(self) -> np.ndarray:
        """The covariance of the parameters of each spectrum (spectra, P, P)."""
        return of_spectra(self.state.basis, self.of_amplitudes)

    @property
    def bic(self) -> float:
        """-2 ln(marginal likelihood) + k ln(numbers), k the levels and variances that the data set."""
        return bic_of(self.data, self.state)

    @property
    def steps(self) -> tuple[int, ...]:
        """A jump lies between each of these spectra and the next."""
        return self.state.basis.steps

    @cached_property
    def step_sizes(self) -> tuple[np.ndarray, np.ndarray]:
        """Sizes (steps, parameters) in ln(parameter) and their standard deviations."""
        return step_sizes(self.state, self.of_amplitudes)

    def column(self, name: str) -> int:
        """The column of a parameter of the circuit; of an arc's Q it is that of ln tau."""
        return list(self.data.program.columns).index(self.circuit.names.index(name))

    def unsmoothed(self, names: Sequence[str], state: JointState | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return ln of parameters (names, spectra) and their covariance, without any smoothness of their own.

        The courses of all other parameters stay smooth. A law over temperature or time is fitted to these.
        """
        columns = [self.column(name) for name in names]
        now = self.state if state is None else state
        white = now.prior.white.copy()
        white[columns] = now.prior.wide[columns] ** 2
        free = converged(self.data, replace(now, prior=replace(now.prior, white=white)), RELEASED, learn=False)
        whole = free.system().covariance()
        logs = free.logs(self.data)[:, columns].T
        many, rows = len(self.x), np.eye(self.logs.shape[1])
        found = np.empty((len(columns), many, len(columns), many))
        for i, one in enumerate(columns):
            for j, other in enumerate(columns):
                if i == j:
                    found[i, :, j] = along(free.basis, whole, np.tile(rows[one], (many, 1)))
                else:
                    found[i, :, j] = _across(free, whole, one, other)
        if self.widening is not None:
            found = found * self.widening[None, :, None, None] * self.widening
        return logs, found


def _across(state: JointState, covariance: np.ndarray, one: int, other: int) -> np.ndarray:
    c = state.basis.columns
    return np.asarray(c @ covariance[:, one, :, other] @ c.T)


def bic_of(data: JoinedSpectra, state: JointState) -> float:
    """Return Schwarz's criterion of a joint fit: its levels and two variances count for each parameter."""
    free = int((~data.held).sum())
    set_by_data = free * (state.basis.levels + 2) + len(data)  # and the noise of each spectrum
    return -2 * state.likelihood + set_by_data * float(np.log(data.readings.sum()))


def joint_bic(fits: Sequence[SpectrumFit], over: Over, x: np.ndarray) -> float:
    """Return Schwarz's criterion of a joint fit without jumps, to compare circuits."""
    data, logs = joined_spectra(fits, {}, x if over == "temperature" else None)
    basis = basis_of(over, x)
    begun = (logs, straightened(data, logs, over, x))
    states = [converged(data, started(data, basis, start), QUICK) for start in begun]
    return min(bic_of(data, state) for state in states)


def joint_fit(
    fits: Sequence[SpectrumFit], over: Over, x: np.ndarray, held: Mapping[str, float] | None = None
) -> JointFit:
    """Return the joint fit of spectra over temperatures (K) or times (s), from their single fits."""
    if len({str(fit.circuit) for fit in fits}) != 1 or len(fits) < 3:
        raise FitError("a joint fit needs at least three spectra with one circuit", "fit the same circuit to all")
    if len(fits) > MOST_SPECTRA:
        what = f"a joint fit of {len(fits)} spectra would need too much memory (limit {MOST_SPECTRA})"
        raise FitError(what, "split the series")
    data, logs = joined_spectra(fits, held or {}, x if over == "temperature" else None)
    basis = basis_of(over, x)
    short = [converged(data, started(data, basis, start), SHORT) for start in starts_of(data, logs, over, x)]
    short.sort(key=lambda state: -state.likelihood)
    lines = straightened(data, short[0].logs(data), over, x)
    short = sorted([*short, converged(data, started(data, basis, lines), SHORT)], key=lambda state: -state.likelihood)
    if not np.isfinite(short[0].likelihood):
        raise FitError("the joint fit of the series does not converge", "fit another circuit")
    going = _different(data, [state for state in short if state.likelihood > short[0].likelihood - FAR])
    kept = sorted((converged(data, state) for state in going), key=lambda state: -state.likelihood)
    first = with_jumps(data, kept[0], x)
    others = () if first.basis.steps else tuple(_others(data, kept))
    return JointFit(data, first, np.asarray(x, float), others)


def _others(data: JoinedSpectra, states: list[JointState]) -> list[JointState]:
    """Return the states that are another description and nearly as likely as the first."""
    return _different(data, [state for state in states if states[0].likelihood - state.likelihood < OTHER])[1:]


def _different(data: JoinedSpectra, states: list[JointState]) -> list[JointState]:
    """Return the states without those that are like an earlier one."""
    found: list[JointState] = []
    for state in states:
        if all(_differ(data, state, other) for other in found):
            found.append(state)
    return found


def _differ(data: JoinedSpectra, one: JointState, other: JointState) -> bool:
    return float(np.abs(one.logs(data) - other.logs(data)).max()) > SAME
