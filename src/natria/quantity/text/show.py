"""Numbers as people read them: in the unit that the field writes, with bound or spread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import floor, log10
from typing import Protocol

from ..lookup import condition, term
from ..question import Question, Span
from ..units import from_si
from .clock import show_interval, show_time

SIGN = {"at least": ">=", "at most": "<=", "over": ">", "under": "<"}


SMALL = 1e-3  # mAh: smaller charges are shown in nAh
LARGE = 1e4  # from here on a larger unit is shown
LARGER = {"mV": "V", "nm": "um"}
NARROW = 0.004  # share of its value: a computed range below it comes from the rounding of its inputs
FAR = 1.0  # widths of a range: an end nearer to zero has its own digits
ROUNDING = 1e-9  # relative: a smaller spread is the rounding error of a sum, not a spread


def number(value: float, digits: int = 3) -> str:
    """Short, but never rounding an integer away: 1676, 0.0634, 9e+09, 17, 230."""
    if value and abs(value - round(value)) < 1e-9 * abs(value) and abs(value) < 1e5:
        return str(round(value))
    size = abs(value)
    if 10 ** (digits - 1) <= size < 1e5:
        return f"{value:.0f}"
    return f"{value:.{digits}g}"


def typeset(text: str) -> str:
    """Units as print has them: µm, Ω cm², mA/cm²; for figures and pages, never for files."""
    for plain, printed in _PRINTED:
        text = re.sub(plain, printed, text)
    return text


def plain_letters(text: str) -> str:
    """Units in the letters of files: um, ohm cm^2, degC; the inverse of `typeset`."""
    return text.replace("°C", "degC").replace(" ± ", " +/- ").translate(_PLAIN)


_PLAIN = str.maketrans({"µ": "u", "μ": "u", "Ω": "ohm", "²": "^2", "³": "^3"})
_PRINTED = (
    (r"\^2\b", "²"),
    (r"\^3\b", "³"),
    (r"\bohm\b", "Ω"),
    (r"\bGohm\b", "GΩ"),
    (r"\bu(?=(?:m|L|A|s|V)\b)", "µ"),
    (r"\bdegC\b", "°C"),
    (r" \+/- ", " ± "),
    (r">= ", "≥ "),
    (r"<= ", "≤ "),
)


def with_unit(text: str, unit: str) -> str:
    """A text of a value with its unit, which a dimensionless value does not have: "1.2", "1.2 S/m"."""
    return text if unit == "1" else f"{text} {unit}"


def in_unit(value: float, name: str, unit: str = "") -> float:
    """An SI value of a term in its everyday unit."""
    row = term(name)
    return from_si(value, unit or row.shown, row.unit)


COULOMBIC = (
    *("plating_stripping_efficiency", "aurbach_efficiency", "aurbach_efficiency_without_formation"),
    *("coulombic_efficiency", "coulombic_efficiency_as_assembled", "efficiency_of_unstated_pairing"),
)


SHORT = 0.1  # s, below which a time is shown in a smaller unit
SHORT_UNITS = (("ms", 1e3), ("us", 1e6), ("ns", 1e9))
DECIMALS = (2, 4)  # of a Coulombic efficiency in percent: always, and at most, as no instrument shows more


def digits_of(value: float, name: str, std: float | None = None, digits: int = 3) -> str:
    """A value in the unit of its term with the digits its spread allows; of a CE at least two decimals."""
    if name not in COULOMBIC:
        return _to_spread(value, std) if std else _with_decimals(number(value, digits), value, term(name).decimals)
    least, most = DECIMALS
    decimals = least if not std else min(max(least, 1 - floor(log10(std))), most)  # two digits of the spread
    return f"{value:.{decimals}f}"


def _with_decimals(text: str, value: float, least: int) -> str:
    """A text of a value, with at least so many decimals; a text with an exponent stays."""
    return text if "e" in text or _decimals(text) >= least else f"{value:.{least}f}"


def percent_of_charge(efficiency: float) -> str:
    """A Coulombic efficiency (1) in percent, without the sign, as in a column of a table: "99.96"."""
    return f"{100 * efficiency:.{DECIMALS[0]}f}"


def _to_spread(value: float, std: float) -> str:
    """A value to the last digit of its spread: 50.91 (+/- 0.27), 171 (+/- 9), 1.234e-09 (+/- 1.2e-11)."""
    spread = number(std, 2)
    if "e" in spread or abs(value) >= 1e5:
        places = 2 + floor(log10(abs(value))) - floor(log10(std)) if value else 1
        return number(value, max(places, 1))
    return f"{value:.{len(spread.partition('.')[2])}f}"


class HasValue(Protocol):
    """The fields of a finding that are shown.

    This protocol stands for a finding, which is defined in a later module: a bounded finding uses `show_value` in its
    own error.
    """

    @property
    def question(self) -> Question: ...
    @property
    def value(self) -> float: ...
    @property
    def std(self) -> float | None: ...
    @property
    def bound(self) -> str | Span | None: ...


def show_value(finding: HasValue) -> str:
    """ "50 mV", "> 500 cycles", "150 to 250 cycles", "171 +/- 9 mV"."""
    is_computed = type(getattr(finding, "origin", None)).__name__ == "Computed"  # a range of roundings is no range
    return show_amount(finding.question.name, finding.value, finding.std, finding.bound, NARROW if is_computed else 0.0)


def show_amount(name: str, value: float, std: float | None, bound: str | Span | None, least: float = 0.0) -> str:
    """The value of a term with its spread or bound, in the unit that people write.

    A range whose width is below the share `least` of its value is shown as one number.
    """
    row = term(name)
    if row.unit == "s":
        return _show_seconds(value, std, bound)
    if row.shown == "mAh" and not isinstance(bound, tuple) and 0 < abs(in_unit(value, name)) < SMALL:
        return _show_small(in_unit(value, name), in_unit(std, name) if std else None, bound)
    shown = _unit_by_size(name, bound if isinstance(bound, tuple) else (value,))
    unit = with_unit("", shown)
    if isinstance(bound, tuple):
        low, high = (in_unit(end, name, shown) for end in bound)
        text = f"{_range(name, low, high, least)}{unit}"
        return f"{text} (inputs: +/- {number(in_unit(std, name, shown), 2)}{unit})" if std else text
    spread = in_unit(std, name, shown) if std and std > ROUNDING * abs(value) else None
    text = digits_of(in_unit(value, name, shown), name, spread)
    if bound:
        return f"{SIGN[bound]} {text}{unit}"
    if spread and not (name in COULOMBIC and spread < 0.5 * 10.0 ** -DECIMALS[1]):
        text += f" +/- {spread:.{_decimals(text)}f}" if name in COULOMBIC else f" +/- {number(spread, 2)}"
    return text + unit


def _range(name: str, low: float, high: float, least: float) -> str:
    """Two ends, or one number where both read alike or their distance is below the share `least` of them.

    With a `least` no end has more than two digits of the width, unless it is smaller than the width.
    """
    width, size = abs(high - low), max(abs(low), abs(high))
    if name not in COULOMBIC and width < least * size:
        return digits_of((low + high) / 2, name)
    texts = [digits_of(end, name) for end in (low, high)]
    if least and width and name not in COULOMBIC:
        places = max(1 - floor(log10(width)), term(name).decimals)
        texts = [
            _at_most(text, end, places) if abs(end) >= FAR * width else text
            for text, end in zip(texts, (low, high), strict=True)
        ]
    return " to ".join(dict.fromkeys(texts))


def _at_most(text: str, value: float, places: int) -> str:
    """A text of a value, with at most so many decimals."""
    return text if "e" in text or _decimals(text) <= max(places, 0) else f"{value:.{max(places, 0)}f}"


def _unit_by_size(name: str, values: tuple[float, ...]) -> str:
    """The unit of a term, or a larger one where a value is large: 5000 V instead of 5e+06 mV."""
    unit = term(name).shown
    large = unit in LARGER and max(abs(in_unit(v, name)) for v in values) >= LARGE
    return LARGER[unit] if large else unit


def _show_small(value: float, std: float | None, bound: str | None) -> str:
    """A charge of less than 1 uAh in nAh; `value` and `std` are in mAh."""
    value, std = 1e6 * value, 1e6 * std if std else None
    text = (
        f"{_to_spread(value, std) if std else number(value)}{f' +/- {number(std, 2)}' if std and not bound else ''} nAh"
    )
    return f"{SIGN[bound]} {text}" if bound else text


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _show_seconds(value: float, std: float | None, bound: str | Span | None) -> str:
    if isinstance(bound, tuple):
        return show_interval(*bound)
    if 0 < abs(value) < SHORT:
        return _show_short(value, std, bound)
    if bound:
        return f"{SIGN[bound]} {show_time(value)}"
    return f"{show_time(value, std)} +/- {show_time(std)}" if std else show_time(value)


def _show_short(value: float, std: float | None, bound: str | None) -> str:
    """A time of less than 0.1 s, as of an arc, in ms, us or ns."""
    unit, times = next((row for row in SHORT_UNITS if abs(value) * row[1] >= 1), SHORT_UNITS[-1])
    if bound:
        return f"{SIGN[bound]} {number(value * times)} {unit}"
    spread = std * times if std and std > ROUNDING * abs(value) else None
    text = _to_spread(value * times, spread) if spread else number(value * times)
    return f"{text}{f' +/- {number(spread, 2)}' if spread else ''} {unit}"


def show_conditions(at: Mapping[str, float | Span], digits: int = 5) -> str:
    """ "current 1 mA/cm^2, thickness 35 um"."""
    return ", ".join(f"{key.replace('_', ' ')} {show_condition(key, value, digits)}" for key, value in at.items())


def show_condition(key: str, value: float | Span, digits: int = 5) -> str:
    row = condition(key)
    unit = "" if row.shown in ("1", "cycle") else ("C" if row.shown == "C" else f" {row.shown}")
    ends = value if isinstance(value, tuple) else (value,)
    if row.unit == "s":
        return " to ".join(show_time(v) for v in ends)
    return " to ".join(number(from_si(v, row.shown, row.unit), digits) for v in ends) + unit


def show_question(question: Question) -> str:
    text = f"{question.name} of {question.of}"
    return f"{text} at {show_conditions(question.at)}" if question.at else text
