"""Mean Coulombic efficiencies with their errors and 95 % intervals, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ....record import Recording, Table
from ...specimen import table
from ..charge.measurement_error import MeasurementError


@dataclass(frozen=True)
class CEMean:
    """Mean CE over some cycles.

    `systematic` is the error of the current offset, None if nothing is known of it.
    """

    first_cycle: int
    last_cycle: int
    number: int
    efficiency: float
    scatter: float  # standard deviation of the cycles
    random: MeasurementError
    systematic: MeasurementError | None

    @property
    def error(self) -> MeasurementError:
        return self.random if self.systematic is None else self.random.plus(self.systematic)


def table_of_means(recording: Recording, means: Sequence[CEMean]) -> Iterator[Table]:
    """Yield the table of means: error and half of the 95 % interval of each; no table without a mean."""
    if not means:
        return
    known = [m.systematic for m in means]
    yield table(
        recording,
        "efficiency_means",
        "Mean Coulombic efficiencies, with half of the 95 % interval",
        {
            "first_cycle": ("1", [m.first_cycle for m in means]),
            "last_cycle": ("1", [m.last_cycle for m in means]),
            "cycles": ("1", [m.number for m in means]),
            "efficiency": ("1", [m.efficiency for m in means]),
            "std_random": ("1", [m.random.std for m in means]),
            "std_offset": ("1", [float("nan") if s is None else s.std for s in known]),
            "half_width_95": ("1", [float("nan") if m.systematic is None else m.error.half_width for m in means]),
        },
    )
