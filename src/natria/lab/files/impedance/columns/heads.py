"""Recognition of the column names of an impedance table: quantity, unit in the name, sign.

Unlike the columns of a recording, a name keeps its primes: Z' and Z'' differ in nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...format import Col
from ...text import LONGEST_CELL

# Names in order of certainty; the first column of the first pattern that matches is taken.
MINUS = r"(?:[-]|minus|neg(?:ative)?\.?|\(-\))"
FREQUENCY = r"(?:freq\.?|frequency|frequenz|fréquence|frequence|frequencia|f|\u03bd|频率|周波数|주파수)"
OF_Z = r"(?:[(\[{]z[)\]}]|z)?"  # Re(Z), Re[Z], ReZ
REAL = (
    rf"(?:z[sp]?'|z[_.]?\(?re(?:al)?\)?|re{OF_Z}|real{OF_Z}|(?:z_?)?real_?part|(?:impedance|z)_?real|real_?impedance"
    r"|z1|r|rs|实部)"
)
IMAGINARY = (
    rf"(?:z[sp]?''|z[_.]?\(?im(?:g|ag)?(?:inary)?\)?|im(?:g|ag)?(?:inary)?{OF_Z}|(?:z_?)?imag(?:inary)?_?part"
    r"|impedance_?imag(?:inary)?|imag(?:inary)?_?impedance|z2|x|xs|虚部)"
)
MODULUS = (
    r"(?:\|z\||z_?mod(?:ulus)?|mod(?:ulus)?\(?z?\)?|abs\(?z\)?|magnitude|mag\(?z?\)?|z_?(?:mag|abs)(?:nitude)?|z|impedance"
    r"|impedance_?(?:modulus|magnitude)|阻抗)"
)
PHASE = (
    r"(?:phase|phi|φ|ϕ|theta|θ|z_?phz|z_?phase|z_?theta|phase\(?z\)?|arg\(?z\)?|(?:impedance_?)?phase_?angle|phasenwinkel"
    r"|zphi|impedance_?phase|相位|相位角)"
)
BIAS = r"(?:<?ewe>?|<e>|bias|dc_?(?:bias|potential|voltage)|vdc|edc|ewe_?dc|potential|voltage|e|ecell|u)"
SWEEP = r"(?:(?:cycle|loop)(?:_?(?:number|index|no\.?|count))?|sweep|spectrum|measurement|scan|run|zyklus|循环)"
NAMES: tuple[tuple[str, str], ...] = (
    ("log_frequency", rf"(?:log|lg|log10)[_(]*{FREQUENCY}\)?"),
    ("frequency", FREQUENCY),
    ("angular_frequency", r"(?:omega|ω|w|angular_?frequency|kreisfrequenz)"),
    ("real", REAL),
    ("minus_imaginary", rf"{MINUS}_?{IMAGINARY}"),
    ("imaginary", IMAGINARY),
    ("log_modulus", rf"(?:log|lg|log10)[_(]*{MODULUS}\)?"),
    ("modulus", MODULUS),
    ("minus_phase", rf"{MINUS}_?{PHASE}"),
    ("phase", PHASE),
    ("temperature", r"(?:t|temp|temperature|temperatur|t_?cell|cell_?temperature|温度)"),
    ("time", r"(?:t|time|test_?time|elapsed_?time|corrected_?time|zeit|temps|total_?time|时间)"),
    ("bias", BIAS),
    ("sweep", SWEEP),
    ("step", r"(?:ns|step(?:_?(?:number|index))?)"),
)
DASHES = str.maketrans(dict.fromkeys("\u2212\u2013\u2014\u2011\ufe63\uff0d", "-"))
ONE_PRIME = str.maketrans(dict.fromkeys("\u2019\u2032\u00b4\u2018`", "'"))  # typographic quotes, primes, accents
TWO_PRIMES = str.maketrans(dict.fromkeys('\u2033\u201d\u201c"', "''"))
BRACKETS = str.maketrans("\uff08\uff09", "()")
BLANKS = re.compile(r"[\s\ufeff]+")
UNITS = (  # a unit in brackets, behind a slash, a comma, "in", or a blank
    re.compile(r"(?P<name>.+?)\s*[(\[{]\s*(?P<unit>[^()\[\]{}]+)\s*[)\]}]"),
    re.compile(r"(?P<name>.+?)\s*/\s*(?P<unit>\S[^/]*(?:/s)?)"),
    re.compile(r"(?P<name>.+?)\s*,\s*(?P<unit>\S.*)"),
    re.compile(r"(?P<name>.+?)\sin\s(?P<unit>\S.*)"),
    re.compile(r"(?P<name>.+?)[_\s.](?P<unit>[^\s_,:()\[\]{}]+)"),
)
LOGARITHM = re.compile(r"^(?:log(?:10)?|lg)\s*\((?P<name>[^/()]+)/\s*(?P<unit>[^()/]+?)\s*\)$", re.IGNORECASE)
ARGUMENTS = ("Z", "z", "-Z", "f", "|Z|", "\u03c9")  # in brackets behind a name, not a unit: Re(Z)


@dataclass(frozen=True)
class SpectrumColumn:
    """A column: its name in the file, the quantity, and the unit as written."""

    name: str
    to: str
    unit: str


def plain_name(name: str) -> str:
    """Return a name in lower case with ASCII primes and dashes, and without blanks."""
    return _closed_up(name).casefold()


def _closed_up(name: str) -> str:
    letters = name[:LONGEST_CELL].translate(DASHES).translate(BRACKETS).translate(TWO_PRIMES).translate(ONE_PRIME)
    return BLANKS.sub("", letters)


@lru_cache(maxsize=2048)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(re.escape(part) for part in plain_name(name).split("*")))


def chosen(columns: Sequence[Col], names: Iterable[str]) -> dict[str, SpectrumColumn]:
    """Match the columns of a format to names in the file; the first matching `Col` is taken."""
    there = {name: plain_name(name) for name in names}
    taken: dict[str, SpectrumColumn] = {}
    for col in columns:
        if col.to in taken:
            continue
        for name, plain in there.items():
            if _pattern(col.name).fullmatch(plain) and not any(m.name == name for m in taken.values()):
                taken[col.to] = SpectrumColumn(name, col.to, _unit_written(name, col) or col.unit)
                break
    return taken


def _unit_written(name: str, col: Col) -> str:
    """Return the text in place of the `*`, in the case of the file: mHz and MHz differ."""
    if "*" not in col.name:
        return ""
    before, after = (len(plain_name(part)) for part in col.name.split("*", 1))
    closed = _closed_up(name)
    return closed[before : len(closed) - after]


@lru_cache(maxsize=4096)
def named(name: str) -> tuple[tuple[str, str], ...]:
    """Return the quantities that a name can be, with the unit in it: T is a time or a temperature."""
    text = name[:LONGEST_CELL].translate(BRACKETS).strip()
    readings = [(plain_name(text), "")]
    if of_unit := LOGARITHM.match(text):
        readings.insert(0, (plain_name(f"log({of_unit['name']})"), of_unit["unit"]))
    for pattern in reversed(UNITS):
        found = pattern.fullmatch(text)
        if found and found["unit"].strip() not in ARGUMENTS:
            readings.insert(0, (plain_name(found["name"]), found["unit"].strip()))
    made: dict[tuple[str, str], None] = {}
    for plain, unit in readings:
        for to, known in NAMES:
            if re.fullmatch(known, plain):
                made[to, unit] = None
    return tuple(made)


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line of names. Quotes are removed in pairs only: Z'' keeps its primes."""
    parts = re.split(r"\s+", line.strip()) if delimiter == " " else line.split(delimiter)
    plain = [part.strip()[:LONGEST_CELL] for part in parts]
    return [cell[1:-1].strip() if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in plain]
