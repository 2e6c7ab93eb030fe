"""Spectra of Raman and NMR in JCAMP-DX files: labelled records, XYDATA, XYPOINTS, compound files.

Written by hand after JCAMP-DX 4.24 and 5.00, since the forms are few and a reader must check what it decodes: abscissa
of each line, ordinate behind differences, number of points, first ordinate. Compared with the package `jcamp` on
published test files. NTUPLES and peak tables are not read. NMR in Hz is divided by the observed frequency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....quantity import InputError, NatriaError, Problem
from ...kinetics.inputs import Vector
from ..read import read_head
from ..text import read_text
from .jcamp_data import decoded_line, decoded_pairs

DATA = ("XYDATA", "XYPOINTS")
PAIRS = "(XY..XY)"
TYPES = {"RAMANSPECTRUM": "raman", "NMRSPECTRUM": "nmr"}
AXIS_UNITS = {"1/CM": "1/cm", "CM-1": "1/cm", "CM^-1": "1/cm", "PPM": "ppm", "HZ": "Hz"}
INTENSITIES = {"COUNTS": "counts", "COUNTS/S": "counts/s", "CPS": "counts/s", "COUNTS PER SECOND": "counts/s"}
RECORD = re.compile(r"^\s*##\s*([^=]*)=(.*)$")
OFF = 1.5  # of a step: how far a line's abscissa may be from its place; some give that of the next point
LEAST_OFF = 0.51  # in the last digit that the abscissa is written with
FIRST_OFF = 1e-3  # of the first ordinate


@dataclass(frozen=True, eq=False)
class JcampSpectrum:
    """A spectrum as the file has it: axis in its unit, intensity, nucleus and frequency of NMR."""

    name: str
    kind: str  # raman, nmr, or another data type as it is written
    line: int
    axis: Vector
    unit: str  # 1/cm, ppm, Hz, or as it is written
    values: Vector
    intensity_unit: str
    nucleus: str
    frequency: float  # MHz; 0 where it is not given
    notes: tuple[str, ...] = ()


@dataclass
class _Block:
    """Records of one block of a file, and the lines of its data with their numbers."""

    line: int
    records: dict[str, str]
    data: list[tuple[int, str]]
    form: str = ""
    is_data: bool = False  # whether the lines that come belong to the data


def is_jcamp(text: str) -> bool:
    """Whether a text begins as a JCAMP-DX file does."""
    start = text.lstrip()[:2000].upper().replace(" ", "")
    return start.startswith("##TITLE=") and ("##JCAMP-DX=" in start or "##JCAMPDX=" in start)


def kinds_of_jcamp(text: str) -> tuple[str, ...]:
    """Return the kinds of spectra that the beginning of a file names."""
    found = re.findall(r"##\s*DATA\s*TYPE\s*=\s*(.*)", text, re.IGNORECASE)
    names = [TYPES.get(re.sub(r"[\s\-_]", "", one.split("$$")[0]).upper(), "") for one in found]
    return tuple(dict.fromkeys(name for name in names if name))


def read_jcamp(path: Path) -> tuple[JcampSpectrum, ...]:
    """Return the spectra of a JCAMP-DX file; raises InputError with the line of what is wrong."""
    text = read_text(path, read_head(path))
    blocks = list(_blocks(path, [line for _, line in text.lines()]))
    with_data = [one for one in blocks if one.form]
    if not with_data:
        forms = {"NTUPLES", "PEAKTABLE", "DATATABLE"} & {name for one in blocks for name in one.records}
        what = f"holds {', '.join(sorted(forms))}, which are not read" if forms else "holds no XYDATA and no XYPOINTS"
        raise InputError(str(path), [Problem("", what, "export the spectrum as XYDATA, or a table as CSV")])
    return tuple(_spectrum(path, one) for one in with_data)


def _blocks(path: Path, lines: list[str]) -> Iterator[_Block]:
    """Yield the blocks, those inside a compound file too; each must have its end."""
    open_blocks: list[_Block] = []
    for number, raw in enumerate(lines, 1):
        line = raw.split("$$")[0].rstrip()
        found = RECORD.match(line)
        if found is None:
            if line.strip() and open_blocks and open_blocks[-1].is_data:
                open_blocks[-1].data.append((number, line.strip()))
            continue
        label, value = re.sub(r"[\s\-/_]", "", found[1]).upper(), found[2].strip()
        if label == "TITLE":
            open_blocks.append(_Block(number, {"TITLE": value}, []))
        elif not open_blocks:
            raise InputError(str(path), [Problem(f"line {number}", "stands before ##TITLE=", "export it again")])
        elif label == "END":
            yield open_blocks.pop()
        elif label:
            last = open_blocks[-1]
            last.is_data = label in DATA
            last.records[label] = value
            if last.is_data:
                last.form = "XYPOINTS" if PAIRS in value.upper().replace(" ", "") else label
    if open_blocks:
        raise InputError(
            str(path), [Problem(f"line {len(lines)}", "the file ends without ##END=", "export it again: it is cut off")]
        )


def _spectrum(path: Path, block: _Block) -> JcampSpectrum:
    records = block.records
    if block.form == "XYDATA":
        axis, values = _even(path, block)
    else:
        axis, values = _points(path, block)
    if (points := _number(path, block, "NPOINTS", None)) is not None and int(points) != len(values):
        what = f"##NPOINTS= is {points:g}, and {len(values)} points stand there"
        raise InputError(str(path), [Problem(f"line {block.line}", what, "export it again: it is cut off or damaged")])
    raw = records.get("DATATYPE", "")
    unit = records.get("XUNITS", "").upper()
    nucleus = re.sub(r"[^0-9A-Za-z]", "", records.get(".OBSERVENUCLEUS", ""))
    return JcampSpectrum(
        name=records["TITLE"],
        kind=TYPES.get(re.sub(r"[\s\-_]", "", raw).upper(), raw),
        line=block.line,
        axis=axis,
        unit=AXIS_UNITS.get(unit, records.get("XUNITS", "")),
        values=values,
        intensity_unit=INTENSITIES.get(records.get("YUNITS", "").upper(), "1"),
        nucleus=nucleus,
        frequency=_number(path, block, ".OBSERVEFREQUENCY", 0.0) or 0.0,
        notes=_of_first(path, block, values),
    )


def _of_first(path: Path, block: _Block, values: Vector) -> tuple[str, ...]:
    """Return a note where the first ordinate is not what the file says; many files say 0 or a rounded one."""
    stated = _number(path, block, "FIRSTY", None)
    if not stated or abs(values[0] - stated) <= FIRST_OFF * abs(stated):
        return ()
    return (
        f"##FIRSTY= is {stated:g}, and the first ordinate is {values[0]:g}: factors and data may not fit together.",
    )


def _number(path: Path, block: _Block, label: str, usual: float | None) -> float | None:
    text = block.records.get(label, "")
    if not text:
        return usual
    try:
        return float(text.split()[0].replace(",", ".").replace("D", "E"))
    except ValueError:
        what = f"##{label}= is {text[:30]!r}, expected a number"
        raise InputError(str(path), [Problem(f"line {block.line}", what, "correct it, or export it again")]) from None


def _needed(path: Path, block: _Block, label: str) -> float:
    found = _number(path, block, label, None)
    if found is None:
        what = f"has no ##{label}=, which {block.form} needs"
        raise InputError(str(path), [Problem(f"line {block.line}", what, "export it again")])
    return found


def _even(path: Path, block: _Block) -> tuple[Vector, Vector]:
    """Return axis and ordinates of (X++(Y..Y)), with the checks of the standard."""
    if "X++" not in block.records["XYDATA"].upper().replace(" ", ""):
        what = f"the form {block.records['XYDATA'][:30]!r} of XYDATA is not read"
        raise InputError(str(path), [Problem(f"line {block.line}", what, "export it as (X++(Y..Y))")])
    first, last, points = (_needed(path, block, name) for name in ("FIRSTX", "LASTX", "NPOINTS"))
    if points < 2:
        raise InputError(str(path), [Problem(f"line {block.line}", f"##NPOINTS= is {points:g}", "export it again")])
    step = (last - first) / (points - 1)
    x_factor, y_factor = (_number(path, block, name, 1.0) or 1.0 for name in ("XFACTOR", "YFACTOR"))
    values: list[float] = []
    check: float | None = None
    for number, line in block.data:
        try:
            x, read, is_difference = decoded_line(line, check)
        except NatriaError as bad:
            raise InputError(str(path), [Problem(f"line {number}", bad.what, bad.fix)]) from None
        at = first + step * (len(values) - (check is not None))
        if abs(x * x_factor - at) > OFF * abs(step) + LEAST_OFF * _digit(line) * abs(x_factor):
            what = f"the abscissa is {x * x_factor:g}, expected {at:g} after {len(values)} points"
            raise InputError(str(path), [Problem(f"line {number}", what, "export it again: points are missing")])
        values += read
        check = values[-1] if is_difference and values else None
    y = y_factor * np.array(values)
    return np.asarray(first + step * np.arange(len(y)), float), y


def _digit(line: str) -> float:
    """Return the size of the last digit of the abscissa of a line."""
    number = re.match(r"[+-]?\d*\.?(\d*)", line)
    return float(10.0 ** -len(number[1])) if number else 1.0


def _points(path: Path, block: _Block) -> tuple[Vector, Vector]:
    """Return axis and ordinates of (XY..XY)."""
    numbers: list[float] = []
    for number, line in block.data:
        try:
            numbers += decoded_pairs(line)
        except NatriaError as bad:
            raise InputError(str(path), [Problem(f"line {number}", bad.what, bad.fix)]) from None
    if not numbers or len(numbers) % 2:
        what = f"{len(numbers)} numbers are no pairs"
        raise InputError(str(path), [Problem(f"line {block.line}", what, "export it again: it is cut off")])
    pairs = np.array(numbers).reshape(-1, 2)
    factors: Mapping[str, float] = {name: _number(path, block, name, 1.0) or 1.0 for name in ("XFACTOR", "YFACTOR")}
    return factors["XFACTOR"] * pairs[:, 0], factors["YFACTOR"] * pairs[:, 1]
