"""Durations and times as people read them: one format for terminal, pages and figures.

Under a minute in seconds, under two hours in hours, minutes and whole seconds, above in hours:
"0.35 s", "29 min 55 s", "1 h 30 min", "48.35 h". A spread limits what is shown. Files keep seconds.
"""

from __future__ import annotations

from math import floor, log10

MINUTE, HOUR = 60.0, 3600.0
IN_HOURS = 2 * HOUR  # from here on hours alone, as tests of hundreds of hours are written
DIGITS = 3  # significant digits of a time of unknown spread
NARROW = 1e-3  # half-width over time below which an interval is shown as one time with its digits


def show_time(seconds: float, spread: float | None = None) -> str:
    """Return a duration in s as text: "29 min 55 s", "48.35 h"; digits below the spread are left out."""
    size = abs(seconds)
    sign = "-" if seconds < 0 else ""
    if size >= IN_HOURS - 0.5:
        return f"{sign}{_digits(size / HOUR, None if spread is None else spread / HOUR)} h"
    if size < MINUTE - 0.5:
        return f"{sign}{_digits(size, spread)} s"
    whole = MINUTE if spread is not None and spread >= MINUTE / 2 else 1.0
    rest = round(size / whole) * whole
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return sign + (" ".join(f"{value:.0f} {unit}" for value, unit in parts if value) or "0 s")


def show_interval(low: float, high: float) -> str:
    """Return a time known to lie between two others (s): one time if both are shown alike, else "x to y"."""
    spread = (high - low) / 2
    if spread <= NARROW * abs(high):
        return show_time((low + high) / 2, spread)
    return f"{show_time(low)} to {show_time(high)}" if show_time(low) != show_time(high) else show_time(high)


def _digits(value: float, spread: float | None) -> str:
    """The value with the digits that its spread allows, at most six decimals; integers stay integers."""
    if spread:
        text = f"{value:.{min(max(-floor(log10(spread)), 0), 6)}f}"
        if float(text) or not value:
            return text
    if value and abs(value - round(value)) < 1e-9 * value:
        return f"{value:.0f}"
    decimals = max(DIGITS - 1 - floor(log10(value)), 0) if value else 0
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
