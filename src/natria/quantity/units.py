"""Units at the border: what papers write, turned into SI and back; nothing is guessed.

A small table of our own stands in front of pint, because pint reads "C" as coulomb, "A" as ampere, "at%" as a pressure
and "cycles" as 2 pi radian without a word, and refuses kJ/mol where eV is wanted. pint takes 0.3 s to import, so it is
imported by the first conversion and not before.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import product
from math import inf, isfinite
from typing import TYPE_CHECKING

from .errors import UnitError, did_you_mean

if TYPE_CHECKING:
    from pint import Unit, UnitRegistry

# What papers write -> what pint must read.
PAPER: dict[str, str] = {
    "1": "dimensionless",
    "at%": "percent",
    "wt%": "percent",
    "vol%": "percent",
    "mol%": "percent",
    "cycle": "dimensionless",
    "cycles": "dimensionless",
    "%/cycle": "percent",
    "m/z": "dimensionless",
    "eV/A^2": "eV/angstrom^2",
    "M": "mol/liter",
    "C-rate": "1/hour",
}

# One word, two readings: the dimension that is wanted decides, and only these two readings are ever taken.
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "A": ("ampere", "angstrom"),
    "C": ("1/hour", "coulomb"),  # a C-rate or a charge; a temperature in C is an offset unit, see OFFSET
}

# Offset units have a zero of their own: converted as a whole value at the edge, never used as a factor.
OFFSET: dict[str, float] = {"degC": 273.15, "°C": 273.15, "C": 273.15}

# A basis or a reference that is written behind a unit. It is part of the meaning of a number, not of its unit.
QUALIFIER = re.compile(r"^(?P<unit>\S+) (?P<basis>of [A-Z]\w*|vs [A-Z]\w*(?:/\w+\+)?)$")

# For hints only.
COMMON = (
    *("mV", "V", "um", "nm", "mm", "cm", "m", "s", "min", "h", "mA/cm^2", "uA/cm^2", "A/m^2", "mAh/cm^2", "C/m^2"),
    *("mAh/g", "S/cm", "mS/cm", "S/m", "ohm cm^2", "GPa", "MPa", "eV", "kJ/mol", "K", "degC", "mol/L", "cm^2/s"),
    *("mg/cm^2", "%", "1", "g/cm^3", "nm/min", "Wh/kg", "kg/m^3", "ohm", "1/cm", "cycles"),
)


@cache
def _registry() -> UnitRegistry[float]:
    from pint import UnitRegistry

    return UnitRegistry(cache_folder=None)


def split_basis(unit: str) -> tuple[str, str]:
    """("mAh/g", "of S") from "mAh/g of S"; the basis is empty where none is written."""
    found = QUALIFIER.match(unit)
    return (found["unit"], found["basis"]) if found else (unit, "")


# The form of a unit, checked before pint's parser, which fails in ways of its own on anything else.
_WORD = r"(?:%|[A-Za-z]+)(?:\^-?[1-9](?:\.5)?|\^0\.5)?"
_FORM = re.compile(rf"(?:1/)?{_WORD}(?:[*/]{_WORD})*")

# As print has them; what a page shows can be typed back.
PRINTED = str.maketrans({"¹": "1", "²": "2", "³": "3", "⁻": "-", "µ": "u", "μ": "u", "Ω": "ohm", "·": "*"})
# An exponent without its sign: cm2 and m0.5 are cm^2 and m^0.5. No unit that is written here ends in a digit.
_EXPONENT = re.compile(r"(?<=[A-Za-z])(?=-?\d)")

# What may stand for a plain number. pint has more (turn, degree, bit) and multiplies by 2 pi without a word.
PLAIN = ("dimensionless", "percent", "ppm")


def _spelled(unit: str) -> str:
    """One spelling of a unit for the many in use: cm2, cm**2 and cm² are cm^2, "mA cm-2" is mA*cm^-2."""
    text = _EXPONENT.sub("^", unit.translate(PRINTED).replace("**", "^"))
    text = re.sub(r"(?<=[A-Za-z0-9]) (?=[A-Za-z]+\^-)", "*", text)
    return re.sub(r"^(\w?ohm) ", r"\1*", text)  # an area resistance is written "ohm cm^2"


LONGEST = 100  # letters of a unit: pint descends once for each product


def _parse(unit: str) -> Unit:
    if len(unit) > LONGEST:
        what = f"{unit[:20]!r}... has {len(unit)} letters, and a unit has at most {LONGEST}"
        raise UnitError(what, "write one unit, as in 'mA/cm^2'")
    text = _spelled(unit)
    if not _FORM.fullmatch(text):
        raise UnitError(f"cannot read the unit {unit!r}", "write one unit in plain letters, as in 'mA/cm^2'")
    for word in re.findall(r"[A-Za-z]+", text):
        _check_word(word, unit)
    return _registry().parse_units(text)


@lru_cache(maxsize=512)
def _check_word(word: str, unit: str) -> None:
    """Refuse an unknown unit, an offset or logarithmic one, and a dimensionless one that is not plain."""
    import pint

    try:
        one, two = (_registry().Quantity(n, word).to_base_units() for n in (1.0, 2.0))
    except (pint.errors.PintError, ValueError):
        hint = did_you_mean(unit, COMMON)
        raise UnitError(f"unknown unit {unit!r}", hint or "write it as in 'mA/cm^2'") from None
    if abs(two.magnitude - 2 * one.magnitude) > 1e-9 * abs(one.magnitude):
        what = f"{unit!r} has a zero of its own or a logarithm and cannot be a factor"
        raise UnitError(what, "write K, or a plain unit")
    if one.dimensionless and word not in PLAIN:
        raise UnitError(f"{word!r} does not stand for a plain number here", "write 1, %, ppm or cycles")


@lru_cache(maxsize=2048)
def factor(unit: str, to: str) -> float:
    """The number of `to` in one `unit`; energies per particle convert to energies per mole only here."""
    import pint

    spelled = _spelled(unit)
    readings, aims = (AMBIGUOUS.get(u, (PAPER.get(s, s),)) for u, s in ((unit, spelled), (to, to)))
    for reading, aim in product(readings, aims):
        wanted, given = (_registry().Quantity(1.0, _parse(one)) for one in (aim, reading))
        if wanted.check("[energy]/[substance]") and given.check("[energy]"):
            given = given * _registry().Quantity(1.0, "avogadro_constant")
        elif wanted.check("[energy]") and given.check("[energy]/[substance]"):
            given = given / _registry().Quantity(1.0, "avogadro_constant")
        try:
            found = float(given.to(wanted.units).magnitude)
        except pint.errors.DimensionalityError:
            continue
        except OverflowError:
            found = inf
        if not 0 < found < inf:
            raise UnitError(
                f"{unit!r} is too large or too small a unit to calculate with", "write it with fewer prefixes"
            )
        return found
    raise UnitError(f"{unit!r} is not a unit of this kind", f"expected one that converts to {to!r}")


def spread_to_si(spread: float, unit: str, si_unit: str) -> float:
    """A spread, or any difference: scaled, never shifted."""
    plain, _ = split_basis(unit)
    return spread if plain in OFFSET and si_unit == "K" else spread * factor(plain, si_unit)


def to_si(value: float, unit: str, si_unit: str) -> float:
    """A number as written, in SI.

    A temperature in degC is shifted here; a basis ("of S") is set aside.
    """
    plain, _ = split_basis(unit)
    if plain in OFFSET and si_unit == "K":
        return value + OFFSET[plain]
    return value * factor(plain, si_unit)


def from_si(value: float, unit: str, si_unit: str) -> float:
    """The inverse of `to_si`."""
    plain, _ = split_basis(unit)
    if plain in OFFSET and si_unit == "K":
        return value - OFFSET[plain]
    return value / factor(plain, si_unit)


NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_QUANTITY = re.compile(rf"\s*(?P<number>{NUMBER})\s*(?P<unit>.*?)\s*")


def parse_quantity(text: str, si_unit: str) -> tuple[float, str]:
    """("1 mA/cm^2", "A/m^2") -> (10.0, "mA/cm^2"); a number without a unit needs the unit 1."""
    found = _QUANTITY.fullmatch(text)
    if not found:
        raise UnitError(f"{text!r} is not a number with a unit", _expected(si_unit))
    unit = found["unit"] or "1"
    if not found["unit"] and si_unit != "1":
        raise UnitError(f"{text!r} has no unit", _expected(si_unit))
    value = to_si(float(found["number"]), unit, si_unit)
    if not isfinite(value):
        raise UnitError(f"{text!r} is not a finite number", _expected(si_unit))
    return value, unit


def _expected(si_unit: str) -> str:
    return "expected a number" if si_unit == "1" else f"expected a number with a unit that converts to {si_unit!r}"
