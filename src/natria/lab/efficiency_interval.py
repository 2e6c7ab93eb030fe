"""The 95 % interval of a measured Coulombic efficiency.

Its largest part, the offset of the current, has limits, so the interval is narrower than 1.96 standard deviations to
either side (`cycling.charge.measurement_error`).
"""

from __future__ import annotations

from math import isfinite

from ..quantity import Finding
from .measure import Measurement


def efficiency_interval(m: Measurement, found: Finding) -> tuple[float, float] | None:
    """Return the ends of the 95 % interval of a CE of this measurement; None where no interval is known."""
    rows = m.table("reservoir" if found.question.name.startswith("aurbach") else "efficiency_means")
    cycle = found.question.at.get("cycle")
    if rows is None or cycle is None or found.bound is not None:
        return None
    first, last = cycle if isinstance(cycle, tuple) else (cycle, cycle)
    columns = (rows.columns[name].numbers for name in ("first_cycle", "last_cycle", "half_width_95"))
    for begin, end, half in zip(*columns, strict=True):
        if (begin, end) == (first, last) and isfinite(half):
            return float(found.value) - float(half), float(found.value) + float(half)
    return None
