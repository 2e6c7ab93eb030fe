"""Normalise the table of an impedance file to sweeps, for all formats.

Subjects: units, sweeps, signs, invalid rows.

Every correction is listed in the notes of the file; a table that cannot be corrected is refused with one message.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ....quantity import InputError, Measured, Problem
from ....record.note import Note
from ....record.spectrum import Spectrum
from . import checks
from .columns.generic import is_impedance
from .columns.heads import SpectrumColumn
from .columns.values import MAP, Points, in_si
from .conditions.stated import stated_temperature
from .format import FrequencySweep, RawSpectra, SpectraFormat, SpectrumFile
from .sign import with_sign
from .sweeps import split_sweeps

AGAIN = "measure a range of frequencies, and export it again"
SHOWN = 40  # column names in a message


def normalise(
    path: Path, sha256: str, raw: RawSpectra, format_: SpectraFormat, columns: dict[str, SpectrumColumn]
) -> SpectrumFile:
    """Return the sweeps of a raw table."""
    if not is_impedance(columns):
        seen = ", ".join(map(repr, raw.frame.columns[:SHOWN]))
        raise refused(path, f"no columns of a frequency and an impedance were recognised; its columns are {seen}", MAP)
    if not len(raw.frame):
        raise refused(path, "contains no points below the column names", "export the spectrum again")
    points = in_si(path, raw, columns, is_signed=format_.is_signed)
    found, notes = _sweeps(path, points, raw)
    arrays = [(points.frequency[rows], points.impedance[rows]) for rows in found]
    impedances, more = with_sign(arrays, is_signed=points.is_signed)
    turned = [(f, z) for (f, _), z in zip(arrays, impedances, strict=True)]
    notes = [*raw.notes, *points.notes, *notes, *more, *checks.notes_on(turned, raw.planned)]
    if short := _fewer(found, raw):
        notes.append(short)
    origin = Measured(path.name, sha256, f"read as {format_.name}")
    unit = "ohm m^2" if points.per_area else "ohm"
    temperature = stated_temperature(raw.metadata)
    sweeps = tuple(
        _sweep(number, rows, Spectrum(f, z, unit, _title(path, number, len(found)), None, origin), points, temperature)
        for number, (rows, (f, z)) in enumerate(zip(found, turned, strict=True), 1)
    )
    return SpectrumFile(path.name, sha256, format_.name, sweeps, tuple(dict.fromkeys(notes)), dict(raw.metadata))


def refused(path: Path, what: str, fix: str) -> InputError:
    return InputError(str(path), [Problem("", what, fix)])


def _sweeps(path: Path, points: Points, raw: RawSpectra) -> tuple[list[np.ndarray], list[Note]]:
    """Return the rows of each sweep, without unreadable rows, repeats, and pieces of one point."""
    f, z = points.frequency, points.impedance
    kept = checks.readable(f, z)
    if not len(kept.rows):
        why = "the impedance is zero in all rows" if any(n.code == "zero-impedance" for n in kept.notes) else ""
        what = why or f"no row from line {raw.line} on has a frequency above zero and an impedance"
        raise refused(path, what, "check the cell and its leads, and measure again" if why else MAP)
    rows, repeats = checks.without_repeats(kept.rows, f, z)
    part = kept.part[np.isin(kept.rows, rows)]
    block = points.conditions.get("sweep")
    both = part if block is None else part + np.cumsum(np.diff(np.nan_to_num(block[rows]), prepend=0) != 0)
    pieces, order = split_sweeps(f[rows], both if np.ptp(both) > 0 else None)
    if len(np.unique(f[rows])) == 1:
        what = f"is no spectrum: the frequency is {f[rows][0]:.6g} Hz in all rows"
        raise refused(path, what, AGAIN)
    whole = [rows[piece] for piece in pieces if len(np.unique(f[rows[piece]])) >= checks.LEAST]
    if not whole:
        raise refused(path, "is no spectrum: no sweep has more than one frequency", AGAIN)
    lost = len(pieces) - len(whole)
    notes = [*kept.notes, *repeats, *order]
    if lost:
        notes.append(
            Note(
                "short-sweep",
                f"{lost} sweeps of one frequency dropped" if lost > 1 else "a sweep of one frequency dropped",
            )
        )
    return whole, notes


def _fewer(found: list[np.ndarray], raw: RawSpectra) -> Note | None:
    planned = raw.planned.points
    got = sum(map(len, found))
    if planned is None or got >= planned:
        return None
    return Note("incomplete-sweep", f"the header announces {planned} points, and {got} follow")


def _sweep(
    number: int, rows: np.ndarray, spectrum: Spectrum, points: Points, temperature: float | None
) -> FrequencySweep:
    at = {to: values[rows] for to, values in points.conditions.items()}
    mean = {to: _mean(at[to]) for to in ("temperature", "bias") if to in at}
    step = _first(at["step"]) if "step" in at else None
    return FrequencySweep(
        spectrum,
        number,
        time=_first(at["time"]) if "time" in at else None,
        temperature=mean.get("temperature", temperature),
        bias=mean.get("bias"),
        step=None if step is None else round(step),
    )


def _mean(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None


def _first(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    return float(known[0]) if len(known) else None


def _title(path: Path, number: int, of: int) -> str:
    return path.name if of == 1 else f"{path.name}, sweep {number}"
