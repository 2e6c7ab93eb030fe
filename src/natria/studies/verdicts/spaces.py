"""The space in which answers are compared: logarithm, or SI for terms compared by difference."""

from __future__ import annotations

from math import exp, log

from ...quantity import term


def is_ratio(name: str) -> bool:
    """Whether numbers of a term are compared by their ratio, thus in logarithms."""
    return term(name).compare == "ratio"


def as_y(name: str, value: float) -> float:
    """ln(value) of a term compared by ratio, else the value; ValueError without a logarithm."""
    return log(value) if is_ratio(name) else value


def from_y(name: str, y: float) -> float:
    """The value that `as_y` made y of."""
    return exp(y) if is_ratio(name) else y
