"""Matching of column names in files to columns of a format, and conversion of their units.

The name of a `Col` matches a name in the file up to case and blanks; its `*` matches the unit. The spellings of units
used by instruments are listed here; other units are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ....quantity import UnitError, factor
from ....record.recording import COLUMNS
from ..format import Col

# Auxiliary columns used in reading, with their units.
HELPERS = {
    "step_time_second": "s",  # restarts with each step; summed to the test time
    "record_number": "1",  # distinguishes a repeated row from an equal one
}
UNITS = {**COLUMNS, **HELPERS}
LONGEST_UNIT = 60  # characters; longer text is not a unit and takes long to parse

# Spellings of units, in lower case; used only if the unit cannot be parsed as written.
SPELLINGS = {
    **dict.fromkeys(("sec", "secs", "second", "seconds", "s."), "s"),
    **dict.fromkeys(("minute", "minutes", "mins"), "min"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "std"), "h"),
    **dict.fromkeys(("day", "days"), "d"),
    **dict.fromkeys(("volt", "volts"), "V"),
    **dict.fromkeys(("amp", "amps", "ampere", "amperes"), "A"),
    **dict.fromkeys(("amp-hr", "amphr", "amp-hrs", "amp_hour", "ah"), "A*h"),
    **dict.fromkeys(("watt-hr", "watthr", "watt-hrs", "wh"), "W*h"),
    **dict.fromkeys(("watt", "watts"), "W"),
    **dict.fromkeys(("ohms", "ohm", "o"), "ohm"),
    **dict.fromkeys(("mohms", "mohm", "mo"), "mohm"),
    **dict.fromkeys(("celsius", "deg", "degc", "deg.c", "°c", "oc", "℃", "c"), "degC"),
    **dict.fromkeys(("#", "-", "none", "count"), "1"),
    **{unit.lower(): unit for unit in ("V", "mV", "uV", "A", "mA", "uA", "nA", "mAh", "uAh", "mWh", "psi", "kPa")},
    # GBK bytes of the micro sign and of degree Celsius, in a file decoded as latin-1
    "¦ìa": "uA",
    "¦ìv": "uV",
    "¡æ": "degC",
    "mas": "mA*s",
    "mws": "mW*s",
}
TEMPERATURES = {"degC": (1.0, 0.0), "K": (1.0, -273.15), "degF": (5 / 9, -160 / 9)}


@dataclass(frozen=True)
class ColumnMatch:
    """A matched column: its name in the file, the column of the format, the unit as written."""

    name: str
    to: str
    unit: str


def _closed_up(name: str) -> str:
    return re.sub(r"[\s\"'\ufeff]+", "", name)


@lru_cache(maxsize=8192)
def squeezed(name: str) -> str:
    """Return a name without blanks, quotes and case, for comparison."""
    return _closed_up(name).casefold()


@lru_cache(maxsize=2048)
def _pattern(name: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in squeezed(name).split("*"))
    return re.compile("(.*?)".join(parts), re.IGNORECASE)


def fits(pattern: str, name: str) -> bool:
    return _pattern(pattern).fullmatch(squeezed(name)) is not None


def choose(columns: Sequence[Col], names: Iterable[str]) -> dict[str, ColumnMatch]:
    """Match columns of the format to names in the file.

    The first matching `Col` is taken, with exact case preferred (t, T).
    """
    there = {name: _closed_up(name) for name in names}
    taken: dict[str, ColumnMatch] = {}
    for col in columns:
        if col.to in taken:
            continue
        pattern = _pattern(col.name)
        fitting = {name: found for name, closed in there.items() if (found := pattern.fullmatch(closed))}
        if fitting:
            name = next((name for name in fitting if name.strip() == col.name), next(iter(fitting)))
            unit = next((g for g in fitting[name].groups() if g.strip("*")), col.unit)
            taken[col.to] = ColumnMatch(name, col.to, unit)
    return taken


@dataclass(frozen=True)
class UnitScale:
    """Unit conversion: SI value = written * times / over + plus.

    Division by 1000 is exact, unlike times 0.001.
    """

    times: float = 1.0
    over: float = 1.0
    plus: float = 0.0


def scale(written: str, to: str) -> UnitScale | None:
    """Return the conversion from a written unit to that of a column; None for an unknown unit."""
    unit = UNITS[to]
    if len(written) > LONGEST_UNIT:
        return None
    for spelled in _readings(written):
        if unit == "degC":
            if spelled in TEMPERATURES:
                times, plus = TEMPERATURES[spelled]
                return UnitScale(times=times, plus=plus)
            continue
        if spelled == unit:
            return UnitScale()
        try:
            by = factor(spelled, unit)
        except UnitError:
            continue
        if unit in ("V", "A") and by >= 1e6:  # megavolts come from names in capitals
            continue
        inverse = round(1 / by) if by < 1 else 0
        exact = inverse > 0 and abs(by * inverse - 1) < 1e-12
        return UnitScale(over=float(inverse)) if exact else UnitScale(times=by)
    return None


def _readings(written: str) -> tuple[str, ...]:
    """Return candidate units: as written, and by spelling. The reference in "V vs. Ref." is dropped."""
    plain = re.sub(r"(?<=[A-Za-z])\s*vs\b.*$", "", written, flags=re.IGNORECASE)
    plain = re.sub(r"\s+", "", plain).strip("()[]{}/_:,;~.").translate(str.maketrans("µμΩ", "uuo"))
    product = re.sub(r"(?<=[A-Za-z])[.·*](?=[A-Za-z])", "*", plain)
    spelt = SPELLINGS.get(plain.casefold(), "")
    first, second = (spelt, product) if len(plain) > len(spelt) > 0 and plain.isalpha() else (product, spelt)  # "amps"
    return tuple(dict.fromkeys(unit for unit in (first, second) if unit))
