"""Temperature and time of a spectrum from the name of its file: cell_25degC_t=5h, 333K_15min.

A name holds other numbers too: a rate (0.5C, C/10), a date, a mass. Only a number with a unit between separators
counts, and a name with two different values gives none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .....record.note import Note

KELVIN = 273.15
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
SECONDS = {"s": 1.0, "sec": 1.0, "secs": 1.0, "min": MINUTE, "mins": MINUTE, "h": HOUR, "hr": HOUR, "hrs": HOUR}
SECONDS |= {"hour": HOUR, "hours": HOUR, "d": DAY, "day": DAY, "days": DAY, "second": 1.0, "seconds": 1.0}
SECONDS |= {"minute": MINUTE, "minutes": MINUTE}
RATE = 15.0  # a bare "5C" up to here can be a C-rate
SAME = 0.5  # K: 25C and 298K are one temperature
COLDEST, HOTTEST = 50.0, 2000.0  # K: a number outside of it is something else ("5K cycles")
NUMBER = r"[0-9]{1,5}(?:[.,p][0-9]{1,6})?"
BEFORE, AFTER = r"(?<![A-Za-z0-9])(?<![0-9][.,])", r"(?![A-Za-z0-9])"
# A dash is a minus at the beginning and behind a separator, and a separator behind a letter or a digit.
SIGN = r"(?P<sign>(?<![A-Za-z0-9)\]\u00b0])[-\u2212])?"
TEMPERATURE = re.compile(
    rf"(?:(?<![A-Za-z0-9])(?P<label>T|temp|Temp|temperature)[ _]?(?P<equals>=?)[ _]?(?P<signed>[-\u2212])?"
    rf"|(?<![A-Za-z0-9])(?P<word>minus|neg)[ _]?|{SIGN}{BEFORE})"
    rf"(?P<number>{NUMBER})[ _]?(?P<unit>degC|DegC|deg_C|deg|\u00b0C|\u2103|\u00b0|oC|celsius|Celsius|C|K){AFTER}"
)
TIME = re.compile(
    rf"(?:(?<![A-Za-z0-9])(?P<label>t|time|after)[ _]?=?[ _]?|{BEFORE})"
    rf"(?P<parts>(?:{NUMBER}[ _]?(?:days?|d|hours?|hrs?|h|minutes?|mins?|min|seconds?|secs?|sec|s)(?![A-Za-z])[ _]?)+)"
    r"(?![A-Za-z])"
)
PART = re.compile(rf"(?P<number>{NUMBER})[ _]?(?P<unit>[a-z]+)")
COMPACT = re.compile(rf"{BEFORE}(?P<h>{NUMBER})h(?P<min>{NUMBER})min{AFTER}")


@dataclass(frozen=True)
class NamedConditions:
    """What the name of a file gives: temperature (K), time (s), and notes on what could not be decided."""

    temperature: float | None = None
    time: float | None = None
    notes: tuple[Note, ...] = ()


def from_name(stem: str) -> NamedConditions:
    """Return the temperature and the time in the name of a file; None for what is ambiguous."""
    temperature, cold = _temperature(stem)
    time, late = _time(stem)
    return NamedConditions(temperature, time, (*cold, *late))


def _temperature(stem: str) -> tuple[float | None, tuple[Note, ...]]:
    sure: list[float] = []
    doubtful: list[str] = []
    for found in TEMPERATURE.finditer(stem):
        size, unit = _number(found["number"]), found["unit"]
        below = bool(found["signed"] or found["sign"] or found["word"])
        if found["signed"] and not found["equals"]:  # T-10C: a minus or a separator
            doubtful.append(found[0])
            continue
        if unit == "K":
            if not below and COLDEST <= size <= HOTTEST:
                sure.append(size)
        elif unit == "C" and not found["label"] and not below and 0 < size < RATE:
            doubtful.append(found[0])
        elif (kelvins := (-size if below else size) + KELVIN) >= COLDEST and kelvins <= HOTTEST:
            sure.append(kelvins)
    if doubtful and not sure:
        text = f"{doubtful[0]!r} in the name can be another temperature or a rate: not used; write T=-10degC"
        return None, (Note("name-ambiguous", text),)
    return _only(sure, "temperature", "K", SAME)


def _time(stem: str) -> tuple[float | None, tuple[Note, ...]]:
    """Return the time; one with a label (t=5h) comes before others (rest10min)."""
    labelled: list[float] = []
    plain: list[float] = []
    for found in TIME.finditer(_spaced(stem)):
        parts = [(p["unit"], _number(p["number"])) for p in PART.finditer(found["parts"])]
        (labelled if found["label"] else plain).extend(_sums([(SECONDS[unit], size) for unit, size in parts]))
    return _only(labelled or plain, "time", "s")


def _sums(parts: Sequence[tuple[float, float]]) -> list[float]:
    """Return the times of parts that follow each other: 1 h 30 min is one time, 2 h 5 h are two."""
    made: list[float] = []
    last = 0.0
    for unit, size in parts:
        if unit < last:
            made[-1] += unit * size
        else:
            made.append(unit * size)
        last = unit
    return made


def _spaced(stem: str) -> str:
    """Part 1h30min, whose parts no separator parts."""
    return COMPACT.sub(r"\g<h>h \g<min>min", stem)


def _only(values: Sequence[float], what: str, unit: str, same: float = 0.0) -> tuple[float | None, tuple[Note, ...]]:
    different = [v for k, v in enumerate(values) if not any(abs(v - w) <= same for w in values[:k])]
    if len(different) < 2:
        return (different[0] if different else None), ()
    seen = " and ".join(f"{value:g} {unit}" for value in different[:3])
    return None, (Note("name-ambiguous", f"the name gives several values of {what}: {seen}; none is used"),)


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("p", "."))
