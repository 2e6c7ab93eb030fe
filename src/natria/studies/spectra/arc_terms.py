"""Terms of the arcs of a spectrum, and the refusal where no arc is named."""

from __future__ import annotations

WHICH_PART = (
    "which part of the spectrum is meant is not stated: give the arc (peak), counted from the highest frequency on"
)
ARC_TERMS = (
    "series_area_resistance",
    "series_resistance",
    "arc_area_resistance",
    "arc_resistance",
    "arc_areal_capacitance",
    "arc_capacitance",
    "arc_relaxation_time",
)
