"""Conversion of the columns of an impedance table to SI: complex impedances and conditions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .....quantity import InputError, Problem
from .....record.note import Note
from ...columns.numbers import decimal_sign, numbers, seconds_of_clock
from .heads import SpectrumColumn
from .units import UnitConversion, conversion

if TYPE_CHECKING:
    import polars as pl

    from ..format import RawSpectra

MAP = "assign the columns and their units in a column map: --columns map.toml"
NEEDED = (
    "frequency",
    "angular_frequency",
    "log_frequency",
    "real",
    "imaginary",
    "minus_imaginary",
    "modulus",
    "log_modulus",
)
CONDITIONS: tuple[str, ...] = ("time", "temperature", "bias", "sweep", "step")
MOST_RADIANS = 1.68  # a phase above pi/2 and some noise is in degrees
DISAGREE = 0.02  # of |Z| between two forms in one file; instruments print four digits


@dataclass(frozen=True)
class Points:
    """Rows of a file in SI, with nan where a row has no number. A condition may be absent."""

    frequency: np.ndarray
    impedance: np.ndarray
    per_area: bool
    conditions: dict[str, np.ndarray]
    is_signed: bool  # the file states the sign of Z''
    notes: tuple[Note, ...]


def in_si(path: Path, raw: RawSpectra, columns: dict[str, SpectrumColumn], *, is_signed: bool) -> Points:
    """Return the rows of a raw table in SI; raises InputError for an unknown unit of what is needed."""
    frame = raw.frame
    by, notes = _conversions(path, columns)
    decimal = decimal_sign([frame[m.name] for to, m in columns.items() if to in by])
    if decimal == ",":
        notes.append(Note("decimal-commas", "commas read as decimal signs"))
    read = {to: _converted(frame[columns[to].name], decimal, unit, to) for to, unit in by.items()}
    frequency = next(read[to] for to in ("frequency", "angular_frequency", "log_frequency") if to in read)
    impedance, more = _impedance(path, read, columns)
    turned = "minus_imaginary" in read if "real" in read else "minus_phase" in read
    conditions = {to: read[to] for to in CONDITIONS if to in read}
    per_area = by["real" if "real" in read else "modulus" if "modulus" in read else "log_modulus"].per_area
    return Points(frequency, impedance, per_area, conditions, is_signed or turned, (*notes, *more))


def _conversions(path: Path, columns: dict[str, SpectrumColumn]) -> tuple[dict[str, UnitConversion], list[Note]]:
    found: dict[str, UnitConversion] = {}
    notes: list[Note] = []
    wrong: list[Problem] = []
    for to, column in columns.items():
        by = conversion(column.unit, to) if column.unit else UnitConversion()
        if by is not None:
            found[to] = by
        elif to in NEEDED:
            what = f"has the unit {column.unit!r}, which is not a known unit of this quantity ({to.replace('_', ' ')})"
            wrong.append(Problem(f"column {column.name!r}", what, f"known units: Hz, kHz; ohm, kohm, ohm cm^2; {MAP}"))
        else:
            notes.append(Note("unknown-unit", f"column {column.name!r} dropped: unknown unit {column.unit!r}"))
    areas = {to: by.per_area for to, by in found.items() if to in ("real", "imaginary", "minus_imaginary")}
    if len(set(areas.values())) > 1:
        wrong.append(Problem("", "has one part of the impedance per area and the other of the cell", MAP))
    if wrong:
        raise InputError(str(path), wrong)
    return found, notes


def _converted(column: pl.Series, decimal: str, by: UnitConversion, to: str) -> np.ndarray:
    if to in ("time", "sweep_time") and (clock := seconds_of_clock(column)) is not None:
        return clock
    written = numbers(column, "," if decimal == "," else ".")
    if to in ("log_frequency", "log_modulus"):
        written = np.power(10.0, written)
    if (by.times, by.over, by.plus) == (1.0, 1.0, 0.0):
        return written
    return written * by.times / by.over + by.plus


def _impedance(
    path: Path, read: dict[str, np.ndarray], columns: dict[str, SpectrumColumn]
) -> tuple[np.ndarray, list[Note]]:
    """Return Z of the two parts, or of modulus and phase; with both, they are compared."""
    polar = _of_polar(path, read, columns)
    if "real" not in read:
        if polar is None:
            raise InputError(str(path), [Problem("", "has no impedance: neither Z' and Z'' nor |Z| and phase", MAP)])
        return polar
    made = np.empty(len(read["real"]), complex)
    made.real = read["real"]
    made.imag = read["imaginary"] if "imaginary" in read else -read["minus_imaginary"]
    if polar is None:
        return made, []
    both = np.isfinite(made) & np.isfinite(polar[0]) & (np.abs(polar[0]) > 0)
    off = np.minimum(np.abs(made - polar[0]), np.abs(np.conj(made) - polar[0]))[both] > DISAGREE * np.abs(made)[both]
    if both.any() and off.mean() > 0.1:
        text = f"Z' and Z'' used; |Z| and phase of the same rows differ in {int(off.sum())} of {int(both.sum())}"
        return made, [Note("columns-disagree", text)]
    return made, []


def _of_polar(
    path: Path, read: dict[str, np.ndarray], columns: dict[str, SpectrumColumn]
) -> tuple[np.ndarray, list[Note]] | None:
    modulus = next((read[to] for to in ("modulus", "log_modulus") if to in read), None)
    name = next((to for to in ("phase", "minus_phase") if to in read), "")
    if modulus is None or not name:
        return None
    angle, notes = -read[name] if name == "minus_phase" else read[name], list[Note]()
    if not columns[name].unit:
        largest = float(np.nanmax(np.abs(angle), initial=0.0))
        if largest <= MOST_RADIANS:
            if "real" in read:
                return None
            what = f"has a phase without a unit, whose largest size {largest:.3g} can be in degrees or in radians"
            raise InputError(str(path), [Problem(f"column {columns[name].name!r}", what, MAP)])
        angle = np.deg2rad(angle)
        notes.append(Note("unit-assumed", f"no unit in the file for {columns[name].name!r}: degrees assumed"))
    return modulus * np.exp(1j * angle), notes
