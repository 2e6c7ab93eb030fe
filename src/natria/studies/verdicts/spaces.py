"""The space in which a number is moved or compared: logarithm, logit of a fraction, or plain SI."""

from __future__ import annotations

from math import exp, log

from ...quantity import term
from ...quantity.grounds import Space


def moved(value: float, space: Space, by: float) -> float:
    """The value, moved by a distance in its space."""
    if space == "log":
        return value * exp(by)
    if space == "logit":
        return 1.0 / (1.0 + exp(-by) * (1.0 - value) / value)
    return value + by


def is_ratio(name: str) -> bool:
    """Whether numbers of a term are compared by their ratio, so in logarithms."""
    return term(name).compare == "ratio"


def as_y(name: str, value: float) -> float:
    """ln(value) of a term that is compared by ratio, else the value; ValueError where the logarithm has none."""
    return log(value) if is_ratio(name) else value


def from_y(name: str, y: float) -> float:
    """The value that `as_y` made y of."""
    return exp(y) if is_ratio(name) else y
