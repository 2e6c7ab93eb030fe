"""Depressed arcs (ZARC) fitted to the impedance: a second route to the resistances of peaks.

Z = R + j omega L + sum of R_k/(1 + (j omega tau_k)^n_k) + E (j omega)^-m (the last term only with a blocking tail).
A peak of a density has no border with its neighbour. The difference of the two routes is the part of the uncertainty
that no covariance of one of them knows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .equations import ELASTIC, Equations, stacked

PER_ARC = 3  # ln resistance, ln tau, exponent
FLATTEST, STEEPEST = 0.3, 1.0  # exponents of an arc
TAIL_FLATTEST = 0.1
LONGEST = 2.0  # of a step in a logarithm
STEPS = 40
SETTLED = 1e-3
WORST = 1e12  # condition above which two parameters are not told apart


@dataclass(frozen=True, eq=False)
class FittedArcs:
    """Resistances (in units of the equations), ln tau and exponents, with two spreads."""

    resistance: np.ndarray
    log_tau: np.ndarray
    exponent: np.ndarray
    log_resistance_std: np.ndarray
    log_tau_std: np.ndarray


def arcs_of(equations: Equations, start: FittedArcs, lumped: np.ndarray, noise: float) -> FittedArcs | None:
    """The arcs that fit best, by Levenberg and Marquardt's method; None where they cannot be told apart.

    `lumped` starts series resistance, inductance and, with a tail, the elastance; the noise is that of the density.
    """
    blocking = ELASTIC in equations.lumped_names
    head = 2 + 2 * blocking
    tail = [np.log(max(lumped[2], 1e-6)), 0.8] if blocking else []
    arcs = np.column_stack([np.log(start.resistance), start.log_tau, start.exponent]).ravel()
    x = np.concatenate([lumped[:2], tail, arcs])
    low, high = _bounds(x, head)
    x = np.clip(x, low, high)
    data, damping = equations.data, 1e-2
    value, slopes = _model(equations, x, head)
    residual = data - value
    squares = float(residual @ residual)
    for _ in range(STEPS):
        gradient, normal = slopes.T @ residual, slopes.T @ slopes
        held = ((x <= low) & (gradient < 0)) | ((x >= high) & (gradient > 0))
        normal[held, :], normal[:, held], gradient[held] = 0.0, 0.0, 0.0
        scaled = np.maximum(np.diag(normal), 1e-300)
        normal[np.diag_indices_from(normal)] += damping * scaled + held
        change = np.linalg.solve(normal, gradient)
        change[2:] = np.clip(change[2:], -LONGEST, LONGEST)
        trial = np.clip(x + change, low, high)
        value, trial_slopes = _model(equations, trial, head)
        trial_residual = data - value
        after = float(trial_residual @ trial_residual)
        if not after < squares:
            damping *= 5
            if damping > 1e6:
                break
            continue
        settled = float(np.abs(trial - x)[2:].max()) < SETTLED
        x, residual, slopes, squares, damping = trial, trial_residual, trial_slopes, after, max(damping / 5, 1e-9)
        if settled:
            break
    return _arcs(x, slopes, head, noise, (x <= low) | (x >= high))


def _arcs(x: np.ndarray, slopes: np.ndarray, head: int, noise: float, held: np.ndarray) -> FittedArcs | None:
    free = np.flatnonzero(~held)
    normal = slopes[:, free].T @ slopes[:, free]
    size = np.sqrt(np.diag(normal))
    if not (size > 0).all():
        return None
    correlation = normal / size / size[:, None]
    if np.linalg.cond(correlation) > WORST:
        return None
    variance = np.zeros(len(x))
    variance[free] = np.diag(np.linalg.inv(correlation)) / size**2 * noise**2
    values, std = x[head:].reshape(-1, PER_ARC), np.sqrt(variance[head:]).reshape(-1, PER_ARC)
    return FittedArcs(np.exp(values[:, 0]), values[:, 1], values[:, 2], std[:, 0], std[:, 1])


def _bounds(x: np.ndarray, head: int) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.full(len(x), -np.inf), np.full(len(x), np.inf)
    low[head + 2 :: PER_ARC], high[head + 2 :: PER_ARC] = FLATTEST, STEEPEST
    if head > 2:
        low[3], high[3] = TAIL_FLATTEST, 1.0
    return low, high


def _model(equations: Equations, x: np.ndarray, head: int) -> tuple[np.ndarray, np.ndarray]:
    """Weighted impedance and its derivatives."""
    omega = equations.kernel.omega
    log_omega = np.log(omega) + 0.5j * np.pi
    ln_r, ln_tau, n = x[head:].reshape(-1, PER_ARC).T
    power = np.exp(n * (log_omega[:, None] + ln_tau))
    arc = np.exp(ln_r) / (1 + power)
    bend = -arc * power / (1 + power)
    columns = [np.ones(len(omega), complex), 1j * omega / omega.max()]
    value = x[0] * columns[0] + x[1] * columns[1] + arc.sum(axis=1)
    if head > 2:
        relative = log_omega - np.log(omega.min())
        tail = np.exp(x[2] - x[3] * relative)
        value = value + tail
        columns += [tail, -relative * tail]
    shape = np.stack([arc, bend * n, bend * (log_omega[:, None] + ln_tau)], axis=2).reshape(len(omega), -1)
    slopes = np.column_stack([*columns, shape]) * equations.weight[:, None]
    return stacked(value * equations.weight), stacked(slopes)
