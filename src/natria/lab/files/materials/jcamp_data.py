"""Ordinates of JCAMP-DX in all its forms: AFFN, PAC, and the compressed SQZ, DIF and DUP (ASDF).

A line of (X++(Y..Y)) begins with its abscissa. SQZ writes the first digit of a value with its sign as a letter, DIF the
same of a difference to the value before, DUP how often the last value or difference stands. The line after one that
ends in DIF repeats the last ordinate as a check. (R. S. McDonald and P. A. Wilks, Appl. Spectrosc. 42 (1988) 151;
A. N. Davies and P. Lampen, Appl. Spectrosc. 47 (1993) 1093.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ....quantity import NatriaError

SQZ = {letter: n for n, letter in enumerate("@ABCDEFGHI")} | {letter: -n for n, letter in enumerate("abcdefghi", 1)}
DIF = {letter: n for n, letter in enumerate("%JKLMNOPQR")} | {letter: -n for n, letter in enumerate("jklmnopqr", 1)}
DUP = {letter: n for n, letter in enumerate("STUVWXYZs", 1)}
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]\d{1,3})?"  # an exponent has a sign; else E is 5 in SQZ
TOKEN = re.compile(rf"(?P<number>{NUMBER})|(?P<form>[@A-Ia-i%J-Rj-rS-Zs])(?P<digits>\d*)|(?P<missing>\?)|[,;\s]+")
PAIR_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d{1,3})?")
CLOSE = 1e-9  # of two ordinates that must be the same: they are whole numbers


@dataclass
class _Decoded:
    values: list[float] = field(default_factory=list)
    last: float = 0.0  # difference or value that DUP repeats
    is_difference: bool = False

    def add(self, value: float, *, is_difference: bool) -> None:
        if is_difference:
            if not self.values:
                raise NatriaError("a difference has no value before it", "export it again: it is damaged")
            value += self.values[-1]
        self.values.append(value)


def decoded_line(text: str, before: float | None) -> tuple[float, list[float], bool]:
    """Return abscissa, ordinates, and whether the line ends in a difference.

    `before` is the ordinate to check. The first ordinate of a line is `before` again where the line before ended in a
    difference: it is left out.
    """
    tokens = _tokens(text)
    if not tokens or tokens[0][0] != "value":
        raise NatriaError(f"{text[:40]!r} does not begin with an abscissa", "export it again: it is damaged")
    found = _Decoded()
    for form, number in tokens[1:]:
        if form == "repeat":
            if not found.values:
                raise NatriaError("a repetition has no value before it", "export it again: it is damaged")
            for _ in range(int(number) - 1):
                found.add(found.last, is_difference=found.is_difference)
        else:
            found.last, found.is_difference = number, form == "difference"
            found.add(number, is_difference=found.is_difference)
    values = found.values
    if before is not None:
        if not values or abs(values[0] - before) > CLOSE * max(abs(before), 1):
            seen = f"{values[0]:g}" if values else "nothing"
            raise NatriaError(f"the check ordinate is {seen}, expected {before:g}", "export it again: it is damaged")
        values = values[1:]
    return tokens[0][1], values, found.is_difference


def _tokens(text: str) -> list[tuple[str, float]]:
    """Return the numbers of a line with what they are: value, difference, repeat."""
    found: list[tuple[str, float]] = []
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match["missing"]:
            what = "a missing ordinate (?)" if match else f"{text[at : at + 12]!r} is no number"
            raise NatriaError(what, "leave out such parts of the spectrum, or export it again")
        at = match.end()
        if match["number"]:
            found.append(("value", float(match["number"])))
        elif letter := match["form"]:
            found.append(_packed(letter, match["digits"]))
    return found


def _packed(letter: str, digits: str) -> tuple[str, float]:
    for name, table in (("value", SQZ), ("difference", DIF), ("repeat", DUP)):
        if letter in table:
            first = table[letter]
            number = float(f"{abs(first)}{digits}")
            return name, -number if first < 0 else number
    raise NatriaError(f"{letter!r} is no form of a number", "export it again: it is damaged")


def decoded_pairs(text: str) -> list[float]:
    """Return the numbers of a line of (XY..XY)."""
    left = PAIR_NUMBER.sub("", text).strip(" ,;\t")
    if left:
        raise NatriaError(f"{left[:12]!r} is no number", "export it again: it is damaged")
    return [float(one) for one in PAIR_NUMBER.findall(text)]
