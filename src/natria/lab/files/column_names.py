"""Names of columns as instruments write them: which column of the format each one is, and in which unit.

A name of a `Col` stands for a name in the file where they are the same but for case and blanks; its `*` takes the
unit. Units are spelled in many ways, so the ways that instruments have are listed here, and the rest is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...quantity import UnitError, factor
from ...record.recording import COLUMNS
from .format import Col

# What a file may hold besides the columns of the format, and what they are turned into.
HELPERS = {
    "step_time_second": "s",  # starts again with each step: added up to a test time
    "record_number": "1",  # tells a row that was written twice from one that looks like another
}
UNITS = {**COLUMNS, **HELPERS}
LONGEST_UNIT = 60  # signs; what is longer is no unit, and takes long to make sure of

# Spellings of units, in small letters; taken only where the unit as it is written cannot be read.
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
    # GBK bytes of the micro sign and of degree Celsius, in a file that otherwise reads as latin-1
    "¦ìa": "uA",
    "¦ìv": "uV",
    "¡æ": "degC",
    "mas": "mA*s",
    "mws": "mW*s",
}
TEMPERATURES = {"degC": (1.0, 0.0), "K": (1.0, -273.15), "degF": (5 / 9, -160 / 9)}


@dataclass(frozen=True)
class ColumnMatch:
    """A column of a file that is taken: its name there, the column of the format, the unit as written."""

    name: str
    to: str
    unit: str


def _closed_up(name: str) -> str:
    return re.sub(r"[\s\"'\ufeff]+", "", name)


@lru_cache(maxsize=8192)
def squeezed(name: str) -> str:
    """Without blanks, quotes and case: what two spellings of the same name share."""
    return _closed_up(name).casefold()


@lru_cache(maxsize=2048)
def _pattern(name: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in squeezed(name).split("*"))
    return re.compile("(.*?)".join(parts), re.IGNORECASE)


def fits(pattern: str, name: str) -> bool:
    return _pattern(pattern).fullmatch(squeezed(name)) is not None


def choose(columns: Sequence[Col], names: Iterable[str]) -> dict[str, ColumnMatch]:
    """For each column of the format the first `Col` that the file has. Of t and T the one that is written alike."""
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
    """SI value = written * times / over + plus. Division by 1000 keeps a decimal number what it was, times 0.001
    would not."""

    times: float = 1.0
    over: float = 1.0
    plus: float = 0.0


def scale(written: str, to: str) -> UnitScale | None:
    """From a written unit to that of a column; None where the unit cannot be read."""
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
        if unit in ("V", "A") and by >= 1e6:  # megavolts: a head in capitals, not a cell
            continue
        inverse = round(1 / by) if by < 1 else 0
        exact = inverse > 0 and abs(by * inverse - 1) < 1e-12
        return UnitScale(over=float(inverse)) if exact else UnitScale(times=by)
    return None


def _readings(written: str) -> tuple[str, ...]:
    """A unit as it is written, and what its spelling stands for. "V vs. Ref." is V: a reference is no unit."""
    plain = re.sub(r"(?<=[A-Za-z])\s*vs\b.*$", "", written, flags=re.IGNORECASE)
    plain = re.sub(r"\s+", "", plain).strip("()[]{}/_:,;~.").translate(str.maketrans("µμΩ", "uuo"))
    product = re.sub(r"(?<=[A-Za-z])[.·*](?=[A-Za-z])", "*", plain)
    return tuple(dict.fromkeys(u for u in (product, SPELLINGS.get(plain.casefold(), "")) if u))
