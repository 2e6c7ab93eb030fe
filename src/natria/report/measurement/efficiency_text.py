"""Texts of a Coulombic efficiency: the 95 % interval, and what a value above 100 % may mean."""

from __future__ import annotations

from collections.abc import Iterable

from ...lab import Measurement, efficiency_interval
from ...quantity import Finding, percent_of_charge, show_value

ABOVE = 1 + 5e-5  # of the CE: what is shown with two decimals as more than 100.00 %
WITHIN = "above 100 %, which lies within the error of the charges"
CAUSES = {  # by kind of cell: what a CE above 100 % may come from
    "half": (
        "above 100 %: more charge was stripped than plated, from a reaction at the cut-off, a soft short, sodium left "
        "from before, or an offset or the sign of the current"
    ),
    "full": (
        "above 100 %: the later half-cycle passed more charge than the earlier one, from a side reaction, a soft "
        "short, self-discharge between the two, an offset of the current, or the other order of charge and discharge"
    ),
}


def shown_efficiency(m: Measurement, found: Finding) -> str:
    """Return a CE with its 95 % interval: "99.50 +/- 0.12 % (95 %: 99.31 to 99.69 %)"."""
    interval = efficiency_interval(m, found)
    if interval is None:
        return show_value(found)
    low, high = map(percent_of_charge, interval)
    return f"{show_value(found)} (95 %: {low} to {high} %)"


def above_hundred(m: Measurement, efficiencies: Iterable[Finding]) -> str:
    """Return what a CE above 100 % may mean, or that its error explains it; "" if none is above."""
    above = [f for f in efficiencies if f.value > ABOVE]
    if not above:
        return ""
    intervals = [efficiency_interval(m, f) for f in above]
    explained = all(interval is not None and interval[0] <= 1 for interval in intervals)
    return WITHIN if explained else CAUSES["full" if m.kind.cell == "full" else "half"]
