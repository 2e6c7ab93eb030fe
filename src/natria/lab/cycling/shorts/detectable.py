"""What could not have been seen: the smallest falls of |V|/|I| that a recording can show.

For each duration of a fall, the smallest one is that which reaches the significance of the search at a start with the
median error, from the scatter, the drift and the number of half-cycles of this recording. It is at least the smallest
fall that is ever called a short.
"""

from __future__ import annotations

import numpy as np

from ....record import Table
from ...results import Cycling, Remark
from ...specimen import table
from .fall_fit import ramps
from .gradual import BEFORE, FEWEST, SMALLEST, SURE, WINDOW, median_of_five, without_outliers
from .healthy_drift import Healthy, fitted, healthy, variances
from .resistance import ResistanceTrace
from .search import FIRST, SMALL

DURATIONS = (0.0, 1.0, 5.0, 15.0, 50.0)  # half-cycles; 0 is a sudden fall
STARTS = 40  # starts whose errors are compared


def detectable(cycling: Cycling, trace: ResistanceTrace) -> tuple[Table | None, Remark]:
    """Return the smallest falls that would have been found, as a table and as a sentence."""
    halves = cycling.halves
    known = np.isfinite(trace.steady)
    number = min(len(trace), WINDOW)
    always = (
        f"a short present from the first reading on; a fall in the first {BEFORE} half-cycles below "
        f"{1 - np.exp(-FIRST):.0%}; a fall from the first cycle on that slows, as activation has the same course"
    )
    if known.sum() < FEWEST:
        text = f"Gradual falls not searched: {known.sum()} half-cycles, {FEWEST} are needed. Cannot be seen: {always}."
        return None, Remark("detection-limit", text)
    part = slice(0, number)
    place = np.arange(len(trace))
    values = np.interp(place, place[known], trace.steady[known])[part]
    course = healthy(((halves.start + halves.end) / 2)[part], from_start=True)
    series = course.components(without_outliers(values, median_of_five(values)))
    rows = [(d, _smallest(course, series, number, d)) for d in DURATIONS]
    seen = [(d, loss) for d, loss in rows if loss is not None]
    limits = table(
        cycling.recording,
        "short_detection_limits",
        "Smallest detectable falls of |V|/|I|",
        {"fall_half_cycles": ("1", [d for d, _ in seen]), "smallest_fall": ("1", [loss for _, loss in seen])},
    )
    words = ", ".join(f"{loss:.0%} {'at once' if not d else f'over {d:g}'}" for d, loss in seen)
    missing = ", ".join(f"{d:g}" for d, loss in rows if loss is None)
    longer = f"; falls over {missing} half-cycles, for which the record is too short" if missing else ""
    text = f"Smallest detectable falls of |V|/|I| ({number} half-cycles): {words} half-cycles. Cannot be seen: {always}"
    return limits, Remark("detection-limit", f"{text}{longer}.")


def _smallest(course: Healthy, series: np.ndarray, number: int, duration: float) -> float | None:
    """Return the smallest detectable fall of |V|/|I| over so many half-cycles, as a share.

    None if no fall would be found.
    """
    long = max(duration, 0.5)
    last = number - max(long / 2, 2)
    if last <= BEFORE:
        return None
    start = np.linspace(BEFORE, last, STARTS)
    columns = course.components(ramps(number, start, np.full(STARTS, long)))
    fit = fitted(course, series, columns, variances(course))
    least = SMALL if not duration else SMALLEST
    size = max(least, SURE * float(np.median(fit.error)))
    return float(1 - np.exp(-size))
