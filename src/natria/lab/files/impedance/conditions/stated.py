"""Conditions that a text states: the temperature in the header of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..columns.units import conversion

KEY = re.compile(
    r"(?:cell|sample|mean|set)?\s*temp(?:erature|eratur)?\.?\s*(?:[(\[/]\s*(?P<unit>[^()\[\]]+?)\s*[)\]]?)?",
    re.IGNORECASE,
)
VALUE = re.compile(r"(?P<number>[-+]?[0-9]{1,6}(?:[.,][0-9]{1,9})?)\s*(?P<unit>\S{0,12})")
ABSOLUTE_ZERO = 0.0
HOTTEST = 3000.0  # K


def stated_temperature(metadata: Mapping[str, str]) -> float | None:
    """Return the temperature (K) in the header of a file; None without one, or without its unit."""
    for key, text in metadata.items():
        name, value = KEY.fullmatch(key.strip()), VALUE.fullmatch(text.strip())
        if name is None or value is None:
            continue
        found = kelvins(value["number"], value["unit"] or name["unit"] or "")
        if found is not None:
            return found
    return None


def kelvins(number: str, unit: str) -> float | None:
    """Return a written temperature in K; None for an unknown unit, and outside of what a cell can have."""
    by = conversion(unit, "temperature") if unit else None
    if by is None:
        return None
    found = float(number.replace(",", ".")) * by.times / by.over + by.plus
    return found if ABSOLUTE_ZERO < found < HOTTEST else None
