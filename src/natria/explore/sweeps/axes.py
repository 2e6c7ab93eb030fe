"""An axis of a sweep: a number of a design and the values that it takes.

"PATH=LOW:HIGH:COUNT" has equal steps, with ":log" behind it equal ratios, and "PATH=LOW:HIGH" without a count the range
that samples are drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from ...design import number_at, written_at
from ...models.cell.ensemble.patches import drawn_finding
from ...quantity import InputError, NatriaError, Problem, parse_quantity, term

OPTION = "--vary"
EXAMPLE = "write for example 'interphase.bpi.thickness=1 um:40 um:20', with ':log' behind it for equal ratios"
MOST = 1_000_000  # values of an axis


@dataclass(frozen=True)
class SweepAxis:
    """Values between two ends (SI), both of them included; `count` is 0 where samples are drawn."""

    path: str
    low: float
    high: float
    count: int = 0
    log: bool = False

    def __post_init__(self) -> None:
        if why := self._wrong():
            raise InputError(OPTION, [Problem(self.path, why, EXAMPLE)])

    def _wrong(self) -> str:
        if not (isfinite(self.low) and isfinite(self.high) and self.low < self.high):
            return f"its low end {self.low:g} is not below its high end {self.high:g} (SI)"
        if self.log and self.low <= 0:
            return f"equal ratios need ends above zero, not {self.low:g} (SI)"
        if self.count and not 2 <= self.count <= MOST:
            return f"{self.count} is no number of values: 2 to {MOST:,}"
        return ""

    def at(self, shares: np.ndarray) -> np.ndarray:
        """Return the values at shares of the way from the low end to the high one."""
        if self.log:
            return np.asarray(self.low * (self.high / self.low) ** shares)
        return np.asarray(self.low + (self.high - self.low) * shares)

    @property
    def values(self) -> np.ndarray:
        """Return the values of a grid; the ends are exact."""
        found = self.at(np.linspace(0.0, 1.0, self.count))
        found[0], found[-1] = self.low, self.high
        return found


def read_axis(text: str) -> SweepAxis:
    """Return the axis of a text such as "PATH=LOW:HIGH:COUNT"."""
    path, _, rest = (part.strip() for part in text.partition("="))
    ends = [part.strip() for part in rest.split(":")]
    log = ends[-1] == "log"
    ends = ends[:-1] if log else ends
    count = ends.pop() if len(ends) == 3 else "0"
    if not path or len(ends) != 2 or not count.isdigit():
        raise InputError(OPTION, [Problem(text, "is not PATH=LOW:HIGH:COUNT", EXAMPLE)])
    where = written_at(path)
    number = number_at(where)
    if number is None:
        raise InputError(OPTION, [Problem(path, "is not a number of a design", EXAMPLE)])
    low, high = (_in_si(where, number.term, end) for end in ends)
    return SweepAxis(where, low, high, int(count), log)


def _in_si(path: str, name: str, text: str) -> float:
    """Return a value in SI; refused where a design could not have it."""
    try:
        value, _ = parse_quantity(text, term(name).unit)
        return drawn_finding(path, value)[1].plain
    except NatriaError as bad:
        raise InputError(OPTION, [Problem(path, bad.what, bad.fix or EXAMPLE)]) from None
