"""Resolution of a written number: half of its last digit, from the text in the TOML file.

A float forgets its trailing zeros: 3.0 and 3 are one number, but the first says ten times more.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite, sqrt
from typing import Self

FIGURE = 0.05  # of a value that was read off a figure, where the length of the axis is not given
AXIS = 0.01  # of the axis, where it is


class Written(float):
    """A float that keeps its text: `tomllib.loads(text, parse_float=Written)`."""

    text: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.text = text
        return made


def last_digit(number: float) -> float:
    """The unit of the last significant digit: 10 of 180 (its zero may be a place), 0.1 of 3.0."""
    if not isfinite(number):
        return 0.0  # refused as a value, with better words
    text = number.text if isinstance(number, Written) else repr(number)
    exact = Decimal(text.replace("_", ""))
    if isinstance(number, int) and number:
        exact = exact.normalize()
    exponent = exact.as_tuple().exponent
    assert isinstance(exponent, int)
    return float(Decimal(1).scaleb(exponent))


def uniform(width: float) -> float:
    """The standard deviation of a value that lies anywhere in a width."""
    return width / sqrt(12)


def reading(number: float, *, figure: bool, axis: float | None) -> float:
    """The standard deviation, in the unit of the number, with which it was written, or read off a figure."""
    digits = uniform(last_digit(number))
    if not figure:
        return digits
    return max(digits, FIGURE * abs(number) if axis is None else AXIS * axis)
