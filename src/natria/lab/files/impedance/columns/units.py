"""Conversion of the units of impedance files to SI: frequencies, impedances, angles, conditions."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ...columns.names import UnitScale, scale

PREFIXES = {"": (1.0, 1.0), "k": (1e3, 1.0), "m": (1.0, 1e3), "u": (1.0, 1e6), "M": (1e6, 1.0), "G": (1e9, 1.0)}
AREAS = {"cm2": 1e4, "m2": 1.0, "mm2": 1e6}  # in one m^2
SIGNS = str.maketrans("\u00b5\u03bc\u03a9\u2126\u00b2\u2212\u2013", "uuoo2--")  # micro, ohm, square, minus
LONGEST = 40  # characters; longer text is not a unit
OHM = re.compile(
    r"(?P<prefix>|k|K|m|u|M|Meg|meg|G)(?:ohms?|Ohms?|OHMS?|o)"
    r"(?:[-.*\u00b7\u22c5\u00d7\u2219]?(?P<area>cm|CM|mm|m)(?:\^|\*\*)?2)?"
)
HERTZ = re.compile(r"(?P<prefix>|k|K|m|M|G)(?:hz|Hz|HZ|hertz|Hertz)")
PER_SECOND = ("1/s", "s-1", "s^-1", "/s", "s^(-1)")
RADIANS_PER_SECOND = ("rad/s", "rads-1", "rads^-1", "rad*s-1", "rad.s-1", "rad\u00b7s-1", "rad*s^-1")
DEGREES = ("deg", "degree", "degrees", "°", "o", "º", "degs")
RADIANS = {"rad": (1.0, 1.0), "rads": (1.0, 1.0), "radian": (1.0, 1.0), "radians": (1.0, 1.0), "mrad": (1.0, 1e3)}
KELVIN = 273.15
BORDER = {"time": "test_time_second", "sweep_time": "test_time_second", "bias": "voltage_volt"}
COUNTED = ("sweep", "step")
OHMS = ("real", "imaginary", "minus_imaginary", "modulus", "log_modulus")


@dataclass(frozen=True)
class UnitConversion:
    """SI value = written * times / over + plus. `per_area`: an impedance of one face area, in ohm m^2."""

    times: float = 1.0
    over: float = 1.0
    plus: float = 0.0
    per_area: bool = False


def conversion(unit: str, to: str) -> UnitConversion | None:
    """Return the conversion from a written unit to the SI unit of a quantity; None for an unknown unit."""
    if len(unit) > LONGEST:
        return None
    plain = _plain(unit)
    if to in COUNTED:
        return UnitConversion()
    if to in OHMS:
        return _ohms(plain)
    if to in ("frequency", "log_frequency", "angular_frequency"):
        return _frequencies(plain)
    if to in ("phase", "minus_phase"):
        if plain.casefold() in DEGREES:
            return UnitConversion(math.pi, 180.0)
        times, over = RADIANS.get(plain.casefold(), (0.0, 1.0))
        return UnitConversion(times, over) if times else None
    if to == "temperature":
        return _kelvins(plain)
    return _of(scale(unit, BORDER[to]))


def _plain(unit: str) -> str:
    """Remove blanks and brackets, and write the signs for micro, ohm and powers in ASCII."""
    letters = unit.translate(SIGNS)
    return re.sub(r"\s+", "", letters).strip("()[]{}/_:,;~.")


def _ohms(plain: str) -> UnitConversion | None:
    found = OHM.fullmatch(plain)
    if found is None or (found["prefix"] == "M" and "OHM" in plain):  # MOHM: capitals hide milli and mega
        return None
    prefix = {"K": "k", "Meg": "M", "meg": "M"}.get(found["prefix"], found["prefix"])
    times, over = PREFIXES[prefix]
    area = found["area"]
    return (
        UnitConversion(times, over * AREAS[f"{area.lower()}2"], per_area=True) if area else UnitConversion(times, over)
    )


def _frequencies(plain: str) -> UnitConversion | None:
    if found := HERTZ.fullmatch(plain):
        if found["prefix"] == "M" and "HZ" in plain:
            return None
        times, over = PREFIXES[found["prefix"].replace("K", "k")]
        return UnitConversion(times, over)
    if plain in PER_SECOND:
        return UnitConversion()
    return UnitConversion(over=2 * math.pi) if plain in RADIANS_PER_SECOND else None


def _kelvins(plain: str) -> UnitConversion | None:
    if plain in ("K", "Kelvin", "kelvin"):
        return UnitConversion()
    by = scale(plain, "ambient_temperature_celsius")
    return None if by is None else UnitConversion(by.times, by.over, by.plus + KELVIN)


def _of(by: UnitScale | None) -> UnitConversion | None:
    return None if by is None else UnitConversion(by.times, by.over, by.plus)
