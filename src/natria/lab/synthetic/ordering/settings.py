"""Settings of a synthetic recording as a user writes them: `drift=20 %`, `cell=liquid`, `points=60`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ....quantity import InputError, NatriaError, Problem, did_you_mean
from ....quantity.units import parse_quantity, to_si

COUNT, WORD, SCALE = "count", "word", "1"
MOST_ITEMS = 100  # of a list
Given = float | int | str | None
# Widest range of a setting by its unit, in SI: beyond what a cell can be, within what can be calculated.
RANGES: dict[str, tuple[float, float]] = {
    COUNT: (0, 10_000),
    SCALE: (-0.99, 100.0),
    "1/s": (1e-7, 1e10),
    "A": (-1e3, 1e3),
    "A/m^2": (1e-12, 1e9),
    "F/m^2": (0.0, 1e6),
    "H": (0.0, 1.0),
    "1/m": (0.0, 1e6),
    "J": (0.0, 1e-15),
    "J/mol": (0.0, 1e6),
    "K": (0.0, 2000.0),
    "K/s": (1e-4, 1e3),
    "N": (1e-9, 1e3),
    "Pa": (1.0, 1e13),
    "S/m": (1e-18, 1e9),
    "V": (-10.0, 10.0),
    "V/s": (1e-7, 1e3),
    "W/kg": (-1e6, 1e6),
    "m": (1e-9, 1.0),
    "m/s": (-1e-6, 1e-6),
    "m^2": (1e-14, 100.0),
    "m^2/s": (1e-22, 1e-3),
    "mol/m^2": (0.0, 1.0),
    "mol/m^3": (0.0, 1e5),
    "ohm": (0.0, 1e9),
    "ohm*m^2": (0.0, 1e9),
    "s": (0.0, 1e9),
}


@dataclass(frozen=True)
class OrderSetting:
    """One setting: its unit in SI (or `count`, `word`), its usual value as text, and what it does.

    An empty usual value is none. A number lies within the range of its unit, and from `least` to `most` where these are
    given; a word is one of `words`. A list has several values with commas between them.
    """

    name: str
    unit: str
    usual: str
    says: str
    words: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    is_list: bool = False


@dataclass(frozen=True)
class Ordered:
    """Values of all settings of a kind, in SI; None where a setting has no value."""

    values: Mapping[str, Given | tuple[float, ...]]

    def number(self, name: str) -> float:
        """A number that is always there."""
        value = self.values[name]
        assert isinstance(value, float | int)
        return float(value)

    def maybe(self, name: str) -> float | None:
        """A number, or None."""
        return None if self.values[name] is None else self.number(name)

    def count(self, name: str) -> int:
        return int(self.number(name))

    def word(self, name: str) -> str:
        return str(self.values[name])

    def numbers(self, name: str) -> tuple[float, ...]:
        """The numbers of a list."""
        value = self.values[name]
        assert isinstance(value, tuple)
        return value


def read_settings(kind: str, known: tuple[OrderSetting, ...], given: Iterable[str]) -> Ordered:
    """Return the values of all settings; unknown names and wrong values are refused together."""
    by_name = {one.name: one for one in known}
    texts = {one.name: one.usual for one in known}
    problems: list[Problem] = []
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not value:
            problems.append(Problem(text, "is not a setting: expected NAME=VALUE, as in drift='20 %'"))
        elif name not in by_name:
            hint = did_you_mean(name, by_name)
            problems.append(Problem(name, f"is not a setting of {kind}; expected one of {', '.join(by_name)}", hint))
        else:
            texts[name] = value
    values: dict[str, Given | tuple[float, ...]] = {}
    for name, text in texts.items():
        try:
            values[name] = _value(by_name[name], text)
        except NatriaError as bad:
            problems.append(Problem(name, str(bad)))
        except ValueError as bad:
            problems.append(Problem(name, f"{text!r} is not valid: {bad}"))
    if problems:
        raise InputError("--set", problems)
    return Ordered(values)


def _value(one: OrderSetting, text: str) -> Given | tuple[float, ...]:
    if not text:
        return None
    if one.unit == WORD:
        if text not in one.words:
            raise ValueError(f"expected one of {', '.join(one.words)}")
        return text
    if one.is_list:
        return _list(one, text)
    if one.unit == COUNT:
        number = int(text) if text.lstrip("+-").isdigit() else None
        if number is None:
            raise ValueError("expected a whole number")
        return _bounded(one, number)
    return _bounded(one, parse_quantity(text, one.unit)[0])


def _list(one: OrderSetting, text: str) -> tuple[float, ...]:
    """Return the numbers of a list; the unit of the last one holds for those without."""
    items = [item.strip() for item in text.split(",")]
    if len(items) > MOST_ITEMS:
        raise ValueError(f"expected {MOST_ITEMS} values at most")
    _, unit = parse_quantity(items[-1], one.unit)
    found = []
    for item in items:
        try:
            found.append(to_si(float(item), unit, one.unit))
        except ValueError:
            found.append(parse_quantity(item, one.unit)[0])
    return tuple(float(_bounded(one, value)) for value in found)


def _bounded(one: OrderSetting, value: float) -> float:
    low, high = RANGES[one.unit]
    low, high = low if one.least is None else one.least, high if one.most is None else one.most
    if not low <= value <= high:
        unit = "" if one.unit in (COUNT, SCALE) else f" {one.unit}"
        raise ValueError(f"expected {low:g} to {high:g}{unit}")
    return value
