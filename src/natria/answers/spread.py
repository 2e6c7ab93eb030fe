"""Standard deviation of an answer by linear propagation, in one place for every answerer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite

from ..design import Unanswerable
from ..quantity import Finding, Fitted, NatriaError
from .reader import Refuse


def linear_spread(used: Mapping[str, Finding], moved: Callable[[Mapping[str, float]], float]) -> float | None:
    """sigma^2 = sum over inputs a, b of (df/da)(df/db) cov(a, b), with central differences over one standard deviation.

    `moved` gives the answer with values in place of findings, by id. An input of unknown spread adds nothing here and
    is named by `without_spread`. None where no input has a known spread other than zero and one is unknown, or where
    a moved answer is refused.
    """
    inputs = {finding.id: finding for finding in used.values()}
    slope: dict[str, float] = {}
    for name, finding in inputs.items():
        if finding.std:
            try:
                up, down = (moved({name: finding.value + s * finding.std}) for s in (1, -1))
            except (Refuse, Unanswerable, NatriaError):
                return None
            slope[name] = (up - down) / 2
    if not slope and any(f.std is None for f in inputs.values()):
        return None
    variance = sum(_correlation(inputs[a], inputs[b]) * slope[a] * slope[b] for a in slope for b in slope)
    return float(max(variance, 0.0) ** 0.5) if isfinite(variance) else None


def without_spread(inputs: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The inputs of which no spread is known, each once."""
    return tuple({f.id: f for f in inputs if f.std is None}.values())


def _correlation(a: Finding, b: Finding) -> float:
    """1 for one and the same finding, the fit's own for two of its parameters, else 0."""
    if a.id == b.id:
        return 1.0
    match a.origin, b.origin:
        case Fitted(fit=f, parameter=p), Fitted(fit=g, parameter=q) if f == g and f.covariance is not None:
            i, j = f.names.index(p), f.names.index(q)
            return float(f.covariance[i][j] / (f.covariance[i][i] * f.covariance[j][j]) ** 0.5)
    return 0.0
