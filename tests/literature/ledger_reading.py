"""Reading the ledger of paper numbers: its records, and the numbers in its prose with their units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from natria.quantity import TERMS, UnitError, parse_condition, to_si

FOLDER = Path(__file__).parents[2].parent / "shared" / "ledger"

# Conditions of its records in our words, with the unit where the name of the key has it.
AT = {
    "current": ("current", ""),
    "capacity": ("areal_capacity", ""),
    "loading": ("mass_loading", ""),
    "rate": ("rate", ""),
    "cycle": ("cycle", ""),
    "cycles": ("cycle", ""),
    "thickness_um": ("thickness", "um"),
    "reaction_time_s": ("time", "s"),
    "temperature_C": ("temperature", "degC"),
    "stack_pressure_MPa": ("pressure", "MPa"),
}
IN_THE_TERM = ("continuous",)  # part of the meaning of our term
PROSE = ("where", "method", "note", "text")  # keys of a record that hold words, with numbers among them


@cache
def written(key: str) -> str:
    """The file of a paper as it stands; without it there is nothing to test."""
    files = sorted(FOLDER.glob(f"{key}_*.toml"))
    if not files:
        pytest.skip(f"the ledger of paper numbers lies beside the checkout, and {key} is not there")
    return files[0].read_text(encoding="utf-8")


def ledger(key: str) -> dict[str, Any]:
    return tomllib.loads(written(key))


@cache
def additions(key: str) -> dict[str, Any]:
    """What was found after the ledger of a paper: settings and corrections."""
    file = FOLDER / "additions.toml"
    if not file.exists():
        pytest.skip("the additions to the ledger of paper numbers lie beside the checkout, and are not there")
    return dict(tomllib.loads(file.read_text(encoding="utf-8")).get(key, {}))


def comments(key: str) -> str:
    """What the ledger says of several records at once."""
    return " ; ".join(line.partition("# ")[2] for line in written(key).splitlines() if line.lstrip().startswith("#"))


def prose(row: dict[str, Any]) -> str:
    return " ; ".join(row[key] for key in PROSE if isinstance(row.get(key), str))


def scalars(value: Any) -> Iterator[float]:
    """The numbers in a value of the ledger: one, a list, or a table."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from scalars(inner)
    elif not isinstance(value, str | bool):
        yield float(value)


def texts(value: Any) -> Iterator[str]:
    """All words in a value of the ledger."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def condition_sets(at: dict[str, Any]) -> list[dict[str, float]]:
    """The conditions of a record in our words; a list of currents stands for as many results."""
    choices = []
    for key, given in at.items():
        if key in IN_THE_TERM:
            continue
        name, unit = AT[key]
        many = [str(one) for one in (given if isinstance(given, list) else [given])]
        behind = unit or many[-1].lstrip("0123456789.")
        choices.append([(name, parse_condition(name, f"{one.removesuffix(behind)} {behind}")) for one in many])
    return [dict(chosen) for chosen in product(*choices)]


# --- numbers in prose

_PLACES = (  # numbers about nothing: where it stands in the paper, faces of crystals, kinds of spectra, the name of 1C
    r"^\d\.\d(?:\.\d)?(?=$| ?[;,])",
    r"\b(?:Figs?\.|Tables?|refs?\.|eqs?\.?) ?S?\d\w*(?:(?:-|, ?| and )S?\d\w*)*",
    r"\bS\d+\w?(?:-\w+)?",
    r"\[\d+\]",
    r"\((?:\d{3}|\d-x)\)",
    r"\b(?:1H|13C|31P|1s)\b|\b1C(?= =)",
)
PLACE = re.compile("|".join(_PLACES))
RATIO = re.compile(r"(?<![\w.:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+")
PLAIN = r"(?<![A-Za-z\d._^])\d+(?:\.\d+)?(?:e-?\d+)?(?![\d.]*[A-Z(]\w)"  # not those of a formula
NUMBER = re.compile(PLAIN)
UNITS = (
    *(
        "mAh/cm^2",
        "mA/cm^2",
        "mg/cm^2",
        "mg S/cm^2",
        "g/cm^3",
        "eV/A^2",
        "J/m^2",
        "cm^2",
        "cm^3",
        "mAh/g",
        "mA/g",
        "g/mol",
        "g/Ah",
    ),
    *("kJ/mol", "nm/min", "C/min", "mV/s", "mol/L", "Gohm", "ohm", "GPa", "MPa", "MHz", "Hz", "mAh", "mg", "g", "mm"),
    *("um", "nm", "mN", "uL", "mV", "V", "eV", "min", "wt%", "vol%", "at%", "mol%", "%", "cycles", "h", "s", "C", "M"),
)
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
# "40 mV", "0.6-2.6 V", "0.2 and 0.5 mA/cm^2", "80.7 / 76.5 / 71.5 %", "7 MHz - 1 Hz"
QUANTITY = re.compile(rf"({PLAIN}(?:(?: ?- ?| and | / ){PLAIN})*) ?({_UNIT})(?![\w^/])")
# Words that natria reads otherwise, or not at all.
READ_AS = {"C/min": "K/min", "mol%": "at%", "mg S/cm^2": "mg/cm^2"}


def numbers_in(text: str) -> set[float]:
    """The numbers of a text without signs (2-3 is a range) and without those of ratios."""
    return {float(n) for n in NUMBER.findall(RATIO.sub(" ", PLACE.sub(" ", text)))}


def quantities_in(text: str) -> set[tuple[float, str]]:
    """The numbers that have a unit behind them, with it."""
    found = QUANTITY.findall(RATIO.sub(" ", PLACE.sub(" ", text)))
    return {(float(n), READ_AS.get(unit, unit)) for numbers, unit in found for n in NUMBER.findall(numbers)}


def ratios_in(text: str) -> set[str]:
    """7:2:1, as it is written."""
    return set(RATIO.findall(PLACE.sub(" ", text)))


def shares(ratio: str) -> set[float]:
    """7:2:1 as per cent of the whole."""
    parts = [float(part) for part in ratio.split(":")]
    return {100 * part / sum(parts) for part in parts}


def multiples(ratio: str) -> set[float]:
    """7:2:1 as multiples of the last."""
    parts = [float(part) for part in ratio.split(":")]
    return {part / parts[-1] for part in parts[:-1]}


# --- units


@cache
def in_si(number: float, unit: str, si: str) -> float | None:
    """A number in an SI unit; None where the unit is of another kind."""
    try:
        return to_si(number, unit, si)
    except UnitError:
        return None


@cache
def is_unit(unit: str) -> bool:
    """Whether natria can read a unit of the ledger; some have words that only a person can read."""
    return any(in_si(1.0, unit, si) is not None for si in {row.unit for row in TERMS.values()})
