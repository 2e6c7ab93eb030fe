"""Jumps of a series: a step of all parameters between two spectra, where the data prove it.

A swap of the electrolyte or a phase transition moves parameters at once. Courses without a step would take it for
roughness or scatter. The steps with the largest innovations are tried; one is accepted where twice its gain in the
marginal likelihood exceeds the quantile of chi^2 with one degree of freedom for each parameter, at a false alarm rate
of 0.5 % for the whole series (Bonferroni over all places).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..fit.remarks import ALPHA
from .basis import basis_of
from .fit import JointState, converged, started
from .spectra_data import JoinedSpectra
from .starts import straightened

TRIED = 2  # places with the largest innovations
MOST_STEPS = 3
SHORTEST = 2  # spectra between steps and ends
BEFORE = 8  # rounds of a trial
SMALLER = 0.1  # variances at its beginning: the step takes what they held
FEWEST = 5  # spectra: with fewer a step leaves nothing for a course


def with_jumps(data: JoinedSpectra, state: JointState, x: np.ndarray) -> JointState:
    """Return the state with the steps that the data prove; the same state where there are none."""
    from scipy.special import chdtri

    many = len(data)
    if many < FEWEST:
        return state
    limit = float(chdtri(int((~data.held).sum()), ALPHA / (many - 1)))
    while len(state.basis.steps) < MOST_STEPS and many - state.basis.levels > 2:
        if most_to_gain(state) < limit:
            break
        trials = [_tried(data, state, x, place) for place in candidates(state)]
        best = max(trials, key=lambda one: one.likelihood, default=state)
        if 2 * (best.likelihood - state.likelihood) < limit:
            break
        straight = straightened(data, best.logs(data), state.basis.over, x)
        without = converged(data, started(data, state.basis, straight))  # the trial may be in a better valley
        if without.likelihood > state.likelihood:
            state = without
            if 2 * (best.likelihood - state.likelihood) < limit:
                break
        state = converged(data, best)
    return state


def most_to_gain(state: JointState) -> float:
    """Return what the waves cost: twice the most that the marginal likelihood could gain without them."""
    first = state.basis.levels
    spread = state.prior.spread(state.basis)[first:]
    waves = np.divide(state.amplitudes[first:], spread, out=np.zeros_like(spread), where=spread > 0)
    return float((waves**2).sum()) + state.system().log_volume()


def candidates(state: JointState) -> list[int]:
    """Return the places of the largest changes between neighbours, not beside an end or another.

    A step that parts a single spectrum cannot be told from one odd spectrum: that is scatter.
    """
    first = state.basis.levels
    waves = state.basis.columns[:, first:] @ state.amplitudes[first:]
    changes = np.diff(waves, axis=0) ** 2
    usual = np.median(changes, 0) + 1e-3 * changes.mean(0) + 1e-12
    order = np.argsort(-np.log1p(changes / usual).sum(1))
    ends = (-1, *state.basis.steps, len(changes))
    far = [int(k) for k in order if min(abs(int(k) - end) for end in ends) >= SHORTEST]
    return far[:TRIED]


def _tried(data: JoinedSpectra, state: JointState, x: np.ndarray, place: int) -> JointState:
    basis = basis_of(state.basis.over, x, tuple(sorted((*state.basis.steps, place))))
    begun = started(data, basis, state.logs(data))
    small = replace(begun.prior, smooth=SMALLER * state.prior.smooth, white=SMALLER * state.prior.white)
    return converged(data, replace(begun, prior=small), BEFORE)


def step_sizes(state: JointState, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the sizes (steps, parameters) of the steps in ln(parameter) and their standard deviations.

    The change between the two spectra less the mean of the changes before and after.
    """
    courses = state.basis.columns @ state.amplitudes
    sizes, spreads = [], []
    for place in state.basis.steps:
        row = np.zeros(len(courses))
        row[place - 1 : place + 3] = 0.5, -1.5, 1.5, -0.5
        turn = row @ state.basis.columns
        sizes.append(row @ courses)
        spreads.append(np.sqrt(np.maximum(np.einsum("i,ipjp,j->p", turn, covariance, turn), 0.0)))
    return np.array(sizes), np.array(spreads)
