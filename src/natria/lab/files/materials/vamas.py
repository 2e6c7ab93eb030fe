"""Spectra of XPS in VAMAS files (ISO 14976), by hand: a text of one item a line, in a fixed order.

Read after the format of W. A. Dench et al., Surf. Interface Anal. 13 (1988) 63, and compared with the package `vamas`
on the same files, three published ones of an instrument among them. Lists of items that a file leaves out, and maps,
are refused. The first variable behind the abscissa is the intensity; a transmission beside it is not divided by.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from math import isfinite
from pathlib import Path

import numpy as np

from ....quantity import InputError, Problem
from ...kinetics.inputs import Vector
from ..read import read_head
from ..text import read_text

FIRST_LINE = "VAMAS Surface Chemical Analysis Standard Data Transfer Format"
WITH_REGIONS = ("MAP", "MAPDP", "NORM", "SDP")
MAPS = ("MAP", "MAPDP", "MAPSV", "MAPSVDP", "SEM")
WITH_DEPTH = ("SDP", "SDPSV")
IONS = ("FABMS", "FABMS energy spec", "ISS", "SIMS", "SIMS energy spec", "SNMS", "SNMS energy spec")
SPUTTERED = ("AES diff", "AES dir", "EDX", "ELS", "UPS", "XPS", "XRF")
XPS = "XPS"
UNITS = {"c/s": "counts/s", "d": "counts", "counts": "counts"}  # of the standard; any other is arbitrary
MOST = 10_000_000  # of a count in a file: more is a damaged file


@dataclass(frozen=True, eq=False)
class VamasBlock:
    """A block: abscissa as written, intensity, and what turns it to a binding energy."""

    name: str
    technique: str
    line: int
    label: str
    unit: str
    axis: Vector
    values: Vector
    intensity_unit: str
    source_energy: float  # eV
    work_function: float  # eV
    others: tuple[str, ...] = ()  # further variables, which are not read


@dataclass
class _Lines:
    """The lines of a file and where the reader is."""

    path: Path
    lines: list[str]
    at: int = 0
    numbers: list[float] = field(default_factory=list)

    def text(self, what: str) -> str:
        if self.at >= len(self.lines):
            raise self.wrong(f"the file ends where {what} was expected", "export it again: it is cut off")
        self.at += 1
        return self.lines[self.at - 1].strip()

    def number(self, what: str) -> float:
        word = self.text(what)
        try:
            value = float(word)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            raise self.wrong(f"{what}: {word[:40]!r} is no number", "export it again; items may be missing before")
        return value

    def whole(self, what: str) -> int:
        value = self.number(what)
        if value != int(value) or abs(value) > MOST:
            raise self.wrong(f"{what}: {value:g} is no count", "export it again; items may be missing before")
        return int(value)

    def skip(self, lines: int, what: str) -> None:
        for _ in range(lines):
            self.text(what)

    def wrong(self, what: str, fix: str) -> InputError:
        return InputError(str(self.path), [Problem(f"line {max(self.at, 1)}", what, fix)])


@dataclass(frozen=True)
class _Experiment:
    mode: str
    scan: str
    variables: int
    later_block: int  # items of future standards in each block
    blocks: int


def is_vamas(text: str) -> bool:
    """Whether a text begins as a VAMAS file does."""
    return text.lstrip().startswith(FIRST_LINE)


def read_vamas(path: Path) -> tuple[VamasBlock, ...]:
    """Return the blocks of a VAMAS file; raises InputError with the line that is wrong."""
    text = read_text(path, read_head(path))
    lines = _Lines(path, [line.rstrip("\r") for _, line in text.lines()])
    experiment = _header(lines)
    return tuple(_block(lines, experiment, n) for n in range(1, experiment.blocks + 1))


def _header(lines: _Lines) -> _Experiment:
    lines.skip(5, "the header")
    lines.skip(lines.whole("number of comment lines"), "a comment")
    mode, scan = lines.text("experiment mode").upper(), lines.text("scan mode").upper()
    if mode in MAPS or scan not in ("REGULAR", "IRREGULAR"):
        raise lines.wrong(f"experiment mode {mode}, scan mode {scan} are not read", "export single spectra")
    if mode in WITH_REGIONS:
        lines.whole("number of spectral regions")
    variables = lines.whole("number of experimental variables")
    lines.skip(2 * variables, "an experimental variable")
    if listed := lines.whole("number of entries in the inclusion or exclusion list"):
        what = f"the file lists {abs(listed)} items that its blocks have or leave out"
        raise lines.wrong(f"{what}; such files are not read", "export it with all items, or a table as CSV")
    lines.skip(lines.whole("number of manually entered items"), "a manually entered item")
    later = lines.whole("number of future upgrade experiment entries")
    later_block = lines.whole("number of future upgrade block entries")
    lines.skip(later, "a future upgrade entry")
    blocks = lines.whole("number of blocks")
    if blocks < 1:
        raise lines.wrong("the file says that it has no blocks", "export it again")
    return _Experiment(mode, scan, variables, later_block, blocks)


def _block(lines: _Lines, experiment: _Experiment, number: int) -> VamasBlock:
    first = lines.at + 1
    identifier = lines.text(f"block {number}")
    lines.skip(1 + 7, "sample identifier and date")
    lines.skip(lines.whole("number of lines of the block comment"), "a block comment")
    technique = lines.text("technique")
    lines.skip(experiment.variables + 1, "experimental variables and source label")
    if technique in IONS or experiment.mode in WITH_DEPTH:
        lines.skip(3, "the sputtering ion")
    source = lines.number("characteristic energy of the source")
    lines.skip(1 + 2 + 2 + 1 + 1, "strength, width and angles of the source, mode and energy of the analyser")
    if technique == "AES diff":
        lines.skip(1, "differential width")
    lines.skip(1, "magnification")
    work_function = lines.number("work function")
    lines.skip(1 + 2 + 2, "bias, widths and angles of the analyser")
    species, transition = lines.text("species label"), lines.text("transition label")
    lines.skip(1, "charge of the particle")
    if is_regular := experiment.scan == "REGULAR":
        label, unit = lines.text("abscissa label"), lines.text("abscissa units")
        start, step = lines.number("abscissa start"), lines.number("abscissa increment")
    names = [(lines.text("variable label"), lines.text("variable units")) for _ in range(_variables(lines))]
    lines.skip(4, "signal mode, collection time, scans, time correction")
    if technique in SPUTTERED and experiment.mode in WITH_DEPTH:
        lines.skip(7, "the sputtering source")
    lines.skip(3, "angles of the sample")
    lines.skip(3 * lines.whole("number of additional parameters"), "an additional parameter")
    lines.skip(experiment.later_block, "a future upgrade entry")
    values = lines.whole("number of ordinate values")
    if values < 1 or values % len(names):
        what = f"{values} ordinate values for {len(names)} variables"
        raise lines.wrong(what, "export it again; items may be missing before")
    lines.skip(2 * len(names), "least and largest value")
    read = np.array([lines.number(f"ordinate {k} of {values}") for k in range(1, values + 1)])
    columns = list(read.reshape(-1, len(names)).T)
    if is_regular:
        axis = start + step * np.arange(len(columns[0]))
    elif len(names) < 2:
        raise lines.wrong("an irregular scan with one variable has no intensity", "export it again")
    else:
        (label, unit), axis, names, columns = names[0], columns[0], names[1:], columns[1:]
    words = " ".join(word for word in (species, transition) if word and word.lower() not in ("none", "-"))
    return VamasBlock(
        name=words or identifier or f"block {number}",
        technique=technique,
        line=first,
        label=label.lower(),
        unit=unit,
        axis=np.asarray(axis),
        values=np.asarray(columns[0]),
        intensity_unit=UNITS.get(names[0][1].lower(), "1"),
        source_energy=source,
        work_function=work_function,
        others=tuple(name for name, _ in names[1:]),
    )


def _variables(lines: _Lines) -> int:
    found = lines.whole("number of corresponding variables")
    if not 1 <= found <= 100:
        raise lines.wrong(f"{found} corresponding variables", "export it again; items may be missing before")
    return found


def names_apart(names: list[str]) -> list[str]:
    """Return names of which none occurs twice: "F 1s", "F 1s (2)"."""
    found: list[str] = []
    for name in names:
        tries = (name if n == 1 else f"{name} ({n})" for n in count(1))
        found.append(next(one for one in tries if one not in found))
    return found
