"""Values that a recording does not resolve, shown as "< X": a value inside its spread is no result."""

from __future__ import annotations

from dataclasses import replace

from ...quantity import Finding, show_value

TWO_SIDED = 2.0  # standard deviations above the value: an upper limit with 97.5 % confidence


def is_resolved(f: Finding) -> bool:
    """Whether a value is larger than its own spread."""
    return f.bound is not None or not f.std or abs(f.value) >= f.std


def shown_text(f: Finding) -> str:
    """Return a value as text: "50 mV", and "< 87 mV" for 3 +/- 42 mV."""
    if is_resolved(f):
        return show_value(f)
    limit = float(f"{f.value + TWO_SIDED * (f.std or 0.0):.2g}")
    return show_value(replace(f, value=limit, std=None, bound="under"))
