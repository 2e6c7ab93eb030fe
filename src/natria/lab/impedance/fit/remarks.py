"""What cannot be told apart, what is not seen, and what the residuals say, as remarks with a code."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...results import Remark
from ..circuit import Circuit
from .misfit import ResidualTests

ALPHA = 0.005  # probability by chance of a false alarm, for each of misfit and drift
TOGETHER = 0.98  # correlation of two parameters above which they are reported together
UNKNOWN = np.log(3.0)  # standard deviation of ln(parameter): known to a factor of three only
UNKNOWN_EXPONENT = 0.25
ENOUGH = 2  # numbers (real and imaginary parts) for each parameter, below which the scatter is not known
APART = 3.0  # ratio of time constants below which two arcs are one within their intervals


def parameter_remarks(
    circuit: Circuit, logs: np.ndarray, covariance: np.ndarray, limits: np.ndarray, held: np.ndarray
) -> list[Remark]:
    """Return remarks on parameters: at a limit, not determined, correlated."""
    found = []
    names = circuit.names
    sigma = np.sqrt(np.diag(covariance))
    wide = np.where(circuit.is_exponent, UNKNOWN_EXPONENT, UNKNOWN)
    for p in np.flatnonzero(~held):
        side = "lower" if logs[p] <= limits[0, p] + 1e-6 else "upper" if logs[p] >= limits[1, p] - 1e-6 else ""
        if side and circuit.is_exponent[p] and side == "upper":
            text = f"{names[p]} is at its limit of 1: the element is an ideal one within the error."
            found.append(Remark("ideal", text))
        elif side:
            found.append(Remark("at-limit", f"{names[p]} is at its {side} limit: the spectrum does not determine it."))
        elif sigma[p] > wide[p]:
            known = (
                f"by +-{sigma[p]:.2g}" if circuit.is_exponent[p] else f"to a factor of {np.exp(min(sigma[p], 99)):.2g}"
            )
            found.append(Remark("undetermined", f"{names[p]} is known only {known} (1 sigma)."))
    free = [p for p in np.flatnonzero(~held) if sigma[p] > 0]
    for i, p in enumerate(free):
        for q in free[i + 1 :]:
            rho = covariance[p, q] / (sigma[p] * sigma[q])
            same = circuit.owners[p] is circuit.owners[q]
            if abs(rho) > TOGETHER and not (same and names[p].endswith((".Q", ".n"))):
                text = f"{names[p]} and {names[q]} are determined only together (correlation {rho:.3f})."
                found.append(Remark("correlated", text))
    return found


def arc_remarks(arcs: list[tuple[str, float, float]]) -> list[Remark]:
    """Return a remark for neighbours of arcs (name, ln tau, its standard deviation) that merge."""
    found = []
    ordered = sorted(arcs, key=lambda arc: arc[1])
    for (one, fast, a), (other, slow, b) in pairwise(ordered):
        if slow - fast - 2 * np.hypot(a, b) < np.log(APART):
            ratio = np.exp(min(slow - fast, 99))
            text = (
                f"The arcs of {one} and {other} merge (ratio of time constants {ratio:.2g}): only the sum of their "
                "resistances is well determined."
            )
            found.append(Remark("arcs-merge", text))
    return found


def window_remarks(arcs: list[tuple[str, float, float]], frequency: np.ndarray) -> list[Remark]:
    """Return remarks on arcs whose summit lies outside the frequencies of the spectrum."""
    low, high = frequency.min(), frequency.max()
    found = []
    for name, log_tau, _ in arcs:
        summit = np.exp(-log_tau) / (2 * np.pi)
        if not low <= summit <= high:
            text = (
                f"The summit of the arc of {name} ({summit:.3g} Hz) is outside the spectrum ({low:.3g}-{high:.3g} Hz)."
            )
            found.append(Remark("outside-window", text))
    return found


def misfit_remarks(misfit: ResidualTests, frequency: np.ndarray) -> list[Remark]:
    """Return remarks on residuals that are not noise."""
    found = []
    drifts = misfit.drift < ALPHA
    if misfit.systematic < ALPHA:
        chance = f"probability by chance {misfit.systematic:.1g}, correlation of neighbours {misfit.correlation:.2f}"
        text = (
            f"The residuals are systematic ({chance}): the circuit or the noise model does not describe the spectrum."
        )
        found.append(Remark("misfit", text))
    if drifts:
        alone = " and explains the systematic residuals" if misfit.after_drift > ALPHA else ""
        text = f"A drift during the sweep would improve the fit (probability by chance {misfit.drift:.1g}){alone}."
        found.append(Remark("drift", text))
    if misfit.outliers:
        places = ", ".join(f"{frequency[k]:.3g} Hz" for k in misfit.outliers)
        found.append(Remark("outliers", f"Points far outside the scatter of the others: {places}."))
    return found


def few_remarks(numbers: int, free: int, *, known: bool) -> list[Remark]:
    """Return a remark where there are fewer than two numbers a parameter, and the noise is not known."""
    if known or numbers >= ENOUGH * free:
        return []
    text = (
        f"{numbers // 2} frequencies for {free} parameters: whether the circuit describes the spectrum, and how far "
        "the parameters are determined, cannot be told."
    )
    return [Remark("few-readings", text)]


def excluded_remarks(excluded: tuple[int, ...], frequency: np.ndarray) -> list[Remark]:
    """Return a remark that lists the points that were left out."""
    if not excluded:
        return []
    places = ", ".join(f"{frequency[k]:.3g} Hz" for k in excluded)
    return [Remark("outliers-excluded", f"Points far outside the scatter of the others were left out: {places}.")]
