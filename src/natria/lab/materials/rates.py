"""The heating rate of a scan, from its times."""

from __future__ import annotations

from ..files.materials import MaterialCurve
from ..kinetics.line import straight_line

MINUTE = 60.0  # s: the rate is rounded as it is written, in K/min


def heating_rate(curve: MaterialCurve) -> dict[str, float]:
    """Return the heating rate (K/s) as a condition; none without a column of the time."""
    time = curve.columns.get("time")
    if time is None or float(time.max() - time.min()) <= 0:
        return {}
    rate = straight_line(time, curve.columns["temperature"]).slope
    return {"heating_rate": float(f"{MINUTE * rate:.4g}") / MINUTE} if rate > 0 else {}
