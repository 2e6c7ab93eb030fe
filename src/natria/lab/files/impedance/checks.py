"""Checks of the sweeps of a file: rows without a number, repeats, gaps, sweeps that ended early.

A row is dropped only if it has no frequency or no number; everything else is kept, and said in a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ....record.note import Note
from .format import Planned

LARGEST = 1e15  # ohm or 1/s; larger values do not come from an instrument
FEW = 5  # points, below which a sweep is hardly a spectrum
GAP = 3  # unreadable rows that part two sweeps
LEAST = 2  # points of a sweep
WIDE = 1.8  # a step that is wider than its neighbours by this factor lacks a frequency
REACHED = 1.1  # factor within which a frequency is that of the plan
SHOWN = 6  # sweeps listed in a note


@dataclass(frozen=True)
class ReadableRows:
    """Rows with a frequency and an impedance. `part`: number of the part between two of cycling."""

    rows: np.ndarray
    part: np.ndarray
    notes: tuple[Note, ...]


def readable(frequency: np.ndarray, impedance: np.ndarray) -> ReadableRows:
    """Return the rows to use: a frequency above zero and a finite impedance that is not zero."""
    with np.errstate(invalid="ignore"):
        is_reading = frequency == 0  # of a rest or of cycling
        is_bad = ~is_reading & ~((frequency > 0) & (frequency < LARGEST) & (np.abs(impedance) < LARGEST))
    is_zero = ~is_reading & ~is_bad & (impedance == 0)
    good = ~(is_reading | is_bad | is_zero)
    is_gap = is_reading | _is_long(~good)
    begins = np.diff(is_gap.astype(int), prepend=0) == 1
    counted = (
        (
            "readings-between",
            is_reading,
            "without a frequency are no part of a spectrum: readings of a rest or of cycling",
        ),
        ("unreadable-rows", is_bad, "without a number for frequency or impedance dropped"),
        ("zero-impedance", is_zero, "with an impedance of zero dropped: the instrument measured nothing there"),
    )
    notes = tuple(Note(code, f"{number_of(int(bad.sum()))} {text}") for code, bad, text in counted if bad.any())
    rows = np.flatnonzero(good)
    return ReadableRows(rows, np.cumsum(begins)[rows].astype(float), notes)


def _is_long(bad: np.ndarray) -> np.ndarray:
    """Return the rows in runs of unreadable rows: cycling without a number for the frequency."""
    edges = np.flatnonzero(np.diff(bad.astype(int), prepend=0, append=0))
    made = np.zeros(len(bad), bool)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        made[start:stop] = stop - start >= GAP
    return made


def without_repeats(rows: np.ndarray, frequency: np.ndarray, impedance: np.ndarray) -> tuple[np.ndarray, list[Note]]:
    """Drop rows that repeat the row before in frequency and impedance."""
    same = np.zeros(len(rows), bool)
    same[1:] = (np.diff(frequency[rows]) == 0) & (np.diff(impedance[rows]) == 0)
    if not same.any():
        return rows, []
    return rows[~same], [Note("repeated-rows", f"{number_of(int(same.sum()))} repeated in the file dropped")]


def notes_on(sweeps: Sequence[tuple[np.ndarray, np.ndarray]], planned: Planned) -> list[Note]:
    """Return the notes on frequencies and impedances of the sweeps of a file."""
    frequencies = [f for f, _ in sweeps]
    usual = float(np.median([len(f) for f in frequencies]))
    lowest, highest = min(map(np.min, frequencies)), max(map(np.max, frequencies))
    found: dict[str, dict[int, str]] = {}
    for number, (f, z) in enumerate(sweeps, 1):
        for code, what in (
            ("few-frequencies", f"has only {len(f)} frequencies" if len(f) < FEW else ""),
            ("repeated-frequencies", _repeats(f)),
            ("missing-frequencies", _gaps(f)),
            ("incomplete-sweep", _unfinished(f, planned) or _shorter(f, usual, lowest, highest)),
            ("negative-real-part", _negative(f, z)),
        ):
            if what:
                found.setdefault(code, {})[number] = what
    return [Note(code, _listed(whats, len(sweeps))) for code, whats in found.items()]


def number_of(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _listed(whats: dict[int, str], of: int) -> str:
    """Return one sentence for the sweeps with the same remark; the first says what it is."""
    number, what = next(iter(whats.items()))
    if of == 1:
        return f"the sweep {what}"
    others = [str(k) for k in whats if k != number]
    more = f", and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
    return f"sweep {number} {what}" + (f"; likewise sweeps {', '.join(others[:SHOWN])}{more}" if others else "")


def _repeats(frequency: np.ndarray) -> str:
    values, counts = np.unique(frequency, return_counts=True)
    again = values[counts > 1]
    if not len(again):
        return ""
    many = f"{len(again)} frequencies more than once, the first" if len(again) > 1 else "a frequency more than once,"
    return f"has {many} {again[-1]:.6g} Hz: all points kept"


def _gaps(frequency: np.ndarray) -> str:
    """Name the steps that are wider than the usual one and than both neighbours."""
    steps = np.diff(np.unique(np.log(frequency)))
    if len(steps) < FEW:
        return ""
    wide = steps > WIDE * np.median(steps)
    wide[1:] &= steps[1:] > WIDE * steps[:-1]
    wide[:-1] &= steps[:-1] > WIDE * steps[1:]
    if not wide.any():
        return ""
    at = np.unique(frequency)[:-1][wide][0]
    return f"lacks frequencies at {int(wide.sum())} places, the first above {at:.6g} Hz"


def _unfinished(frequency: np.ndarray, planned: Planned) -> str:
    """Compare a sweep with the range in the header of its file."""
    low, high = frequency.min(), frequency.max()
    first, last = planned.high or high, planned.low or low
    if low <= last * REACHED and high >= first / REACHED:
        return ""
    return f"covers {high:.4g} to {low:.4g} Hz; its settings are {first:.4g} to {last:.4g} Hz"


def _shorter(frequency: np.ndarray, usual: float, lowest: float, highest: float) -> str:
    low, high = frequency.min(), frequency.max()
    whole = low <= lowest * REACHED and high >= highest / REACHED
    if whole or len(frequency) >= usual:
        return ""
    return (
        f"covers {high:.4g} to {low:.4g} Hz with {len(frequency)} points; the usual sweep of the file has {usual:.0f}"
    )


def _negative(frequency: np.ndarray, impedance: np.ndarray) -> str:
    bad = impedance.real < 0
    if not bad.any():
        return ""
    at = _first(frequency[bad])
    return f"has a negative real part at {int(bad.sum())} of {len(bad)} frequencies, the first {at:.6g} Hz"


def _first(values: Iterable[float]) -> float:
    return float(next(iter(values)))
