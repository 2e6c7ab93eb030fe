"""The file of `--peaks` (TOML): places and assignments of peaks, what binds them, background.

background = "shirley"
range = ["522 eV", "546 eV"]
[[peak]]
name = "Na3Sb"
place = "527.1 eV"
width = "1.4 eV"
splitting = "9.34 eV"
ratio = 0.667
width_group = "all"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from ...lab.files.materials import CurveKind
from ...lab.files.materials.kinds import NUCLEI
from ...lab.peaks import BACKGROUNDS, METHODS, PeakGuess, PeakPlan, SpectrumMethod
from ...quantity import InputError, Problem, UnitError, did_you_mean, parse_quantity

OPTION = "--peaks"
ON_AXIS = ("place", "within", "width", "splitting")
NUMBERS = ("ratio", "sensitivity", "bridges", "reacted")
OF_PEAK = ("name", *ON_AXIS, *NUMBERS, "width_group")
OF_FILE = ("method", "background", "anchors", "range", "lorentzian", "noise", "shift", "region", "nucleus", "peak")
WORDS = {"method": tuple(METHODS), "background": tuple(BACKGROUNDS), "noise": ("white", "counts"), "nucleus": NUCLEI}
NEEDED = ("name", "place", "width")


def read_peaks(given: str, kind: CurveKind) -> PeakPlan:
    """Return the plan of a file, or of its text, for spectra of a kind.

    What has several lines is a text. Raises InputError that names all that is wrong.
    """
    source, text = (OPTION, given) if "\n" in given else (given, _text_of(Path(given)))
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        raise InputError(source, [Problem("", f"is no TOML: {bad}", "write it as docs/peaks.md shows")]) from None
    reading = _Reading(METHODS[kind])
    plan = reading.plan(document)
    if reading.problems:
        raise InputError(source, reading.problems)
    return plan


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as bad:
        raise InputError(str(path), [Problem("", f"cannot be read ({bad})", f"check the path of {OPTION}")]) from None


class _Reading:
    """Values of the file in the unit of the axis; what is wrong is collected."""

    def __init__(self, method: SpectrumMethod) -> None:
        self.method = method
        self.problems: list[Problem] = []

    def plan(self, given: Mapping[str, Any]) -> PeakPlan:
        self._strangers("", given, OF_FILE)
        words = {name: self._word(name, given) for name in WORDS}
        if words["method"] and words["method"] != self.method.kind:
            what = f"the peaks are of {words['method']}, and the spectrum is of {self.method.kind}"
            self._wrong("method", what, "give the peaks of this method")
        rows = given.get("peak", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._wrong("peak", "is no list of tables", "write [[peak]] before each peak")
            rows = []
        guesses = [self._peak(n, row) for n, row in enumerate(rows, 1)]
        window = self._several("range", given)
        if window and (len(window) != 2 or window[0] == window[1]):
            self._wrong("range", "is not two different ends", f'write range = ["522 {self.method.unit}", ...]')
            window = ()
        share = self._number("lorentzian", given)
        if share is not None and not 0 <= share <= 1:
            self._wrong("lorentzian", f"is {share:g}", "give a share from 0 (Gaussian) to 1 (Lorentzian)")
        return PeakPlan(
            guesses=tuple(one for one in guesses if one is not None),
            background=words["background"],
            anchors=self._several("anchors", given),
            window=(min(window), max(window)) if window else None,
            lorentzian=share,
            noise=words["noise"],
            shift=self._quantity("shift", given) or 0.0,
            region=str(given.get("region", "")),
            nucleus=words["nucleus"],
            sensitivities=self._by_name("sensitivity", rows, above=0.0),
            bridges=self._by_name("bridges", rows, least=0.0, of_all=True),
            reacted=self._by_name("reacted", rows, least=0.0, most=1.0, of_all=True),
        )

    def _peak(self, n: int, row: Mapping[str, Any]) -> PeakGuess | None:
        at = f"peak {n}"
        self._strangers(at, row, OF_PEAK)
        if missing := [name for name in NEEDED if name not in row]:
            self._wrong(at, f"has no {', '.join(missing)}", f"give {', '.join(NEEDED)} of each peak")
            return None
        places = {name: self._quantity(name, row, at) for name in ON_AXIS}
        ratio = self._number("ratio", row, at) or 0.0
        place, width, within = places["place"], places["width"], places["within"]
        if place is None or width is None:
            return None
        if width <= 0 or ratio < 0 or (within is not None and within <= 0):
            self._wrong(at, "has a width, a ratio or a `within` below or at zero", "give values above zero")
            return None
        if (places["splitting"] is None) != (ratio == 0):
            what = "has only one of splitting and ratio"
            self._wrong(at, what, "a doublet needs both, such as splitting = '9.34 eV' and ratio = 0.667")
            return None
        return PeakGuess(
            str(row["name"]),
            place,
            within if within is not None else width,
            width,
            places["splitting"] or 0.0,
            ratio,
            str(row.get("width_group", "")),
        )

    def _by_name(
        self,
        name: str,
        rows: list[Mapping[str, Any]],
        *,
        above: float | None = None,
        least: float | None = None,
        most: float | None = None,
        of_all: bool = False,
    ) -> dict[str, float]:
        """Return a number of each peak that has it."""
        found = {}
        for n, row in enumerate(rows, 1):
            value = self._number(name, row, f"peak {n}")
            if value is None:
                continue
            if (above is not None and value <= above) or (least is not None and value < least):
                self._wrong(f"peak {n}, {name}", f"is {value:g}", "give a larger number")
            elif most is not None and value > most:
                self._wrong(f"peak {n}, {name}", f"is {value:g}", f"give at most {most:g}")
            else:
                found[str(row.get("name", ""))] = value
        if of_all and found and len(found) < len(rows):
            self._wrong(name, "is not given for every peak", "a mean needs it for each: 0 where there is none")
        return found

    def _number(self, name: str, given: Mapping[str, Any], at: str = "") -> float | None:
        if name not in given:
            return None
        value = given[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            self._wrong(_where(at, name), f"{value!r} is no number", "write a plain number")
            return None
        return float(value)

    def _quantity(self, name: str, given: Mapping[str, Any], at: str = "") -> float | None:
        return self._on_axis(given[name], _where(at, name)) if name in given else None

    def _several(self, name: str, given: Mapping[str, Any]) -> tuple[float, ...]:
        values = given.get(name, [])
        if not isinstance(values, list):
            self._wrong(name, "is no list", f'write {name} = ["... {self.method.unit}", ...]')
            return ()
        found = [self._on_axis(value, name) for value in values]
        return tuple(one for one in found if one is not None)

    def _on_axis(self, value: object, where: str) -> float | None:
        """Return a value of the axis in its unit."""
        from ...quantity import term

        try:
            return parse_quantity(str(value), term(self.method.term).unit)[0] / self.method.scale
        except UnitError as bad:
            self._wrong(where, bad.what, f"write it with its unit, such as '1.4 {self.method.unit}'")
            return None

    def _word(self, name: str, given: Mapping[str, Any]) -> str:
        word = str(given.get(name, ""))
        if word and word not in WORDS[name]:
            self._wrong(name, f"{word!r} is not known", did_you_mean(word, WORDS[name]))
            return ""
        return word

    def _strangers(self, at: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for name in given:
            if name not in known:
                hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
                self._wrong(_where(at, name), "is not known", hint)

    def _wrong(self, where: str, what: str, fix: str) -> None:
        self.problems.append(Problem(where, what, fix))


def _where(at: str, name: str) -> str:
    return f"{at}, {name}" if at else name
