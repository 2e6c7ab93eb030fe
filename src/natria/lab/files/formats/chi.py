"""CH Instruments: text of the CHI software.

For chronopotentiometry, the current is only in the header.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ....record.note import Note
from ..columns.layout import Layout, load_table, no_recording
from ..columns.numbers import numbers
from ..format import Col, Format, Head, Raw
from ..text import Text, read_text, refused

if TYPE_CHECKING:
    import polars as pl

TIME, POTENTIAL, CURRENT = "Time/sec", "Potential/V", "Current/A"
LAYOUT = Layout((POTENTIAL,), delimiter=",")
LONGEST_LINE = 1000  # characters of a header line that are read
NAMED = re.compile(r"^(?:File:|Data Source:|Instrument Model:\s*CHI)", re.MULTILINE)
MADE = (Col("time", "test_time_second", "s"), Col(TIME, "test_time_second", "s"))
COLUMNS = (
    *MADE,
    Col(POTENTIAL, "voltage_volt", "V"),
    Col("current", "current_ampere", "A"),
    Col(CURRENT, "current_ampere", "A"),
)


def load(path: Path, head: Head) -> Raw:
    text = read_text(path, head)
    raw = load_table(text, LAYOUT)
    facts = {**raw.metadata, **_settings(text)}
    frame, notes = raw.frame, raw.notes
    if not {CURRENT, TIME} & set(frame.columns):
        raise refused(path, f"has neither {TIME} nor {CURRENT}", "export the test as text again")
    if CURRENT not in frame.columns:
        frame, note = _with_current(path, frame, facts)
        notes = (*notes, note)
    elif TIME not in frame.columns:
        frame, note = _with_time(path, frame, facts)
        notes = (*notes, note)
    return Raw(frame, facts, notes, raw.line)


def _settings(text: Text) -> dict[str, str]:
    """Return the header lines "Name (unit) = value"."""
    found = (re.match(r"\s*(.+?)\s*=\s*(.+?)\s*$", line[:LONGEST_LINE]) for line in text.beginning(80))
    return {f[1]: f[2] for f in found if f}


def _number(path: Path, facts: dict[str, str], name: str) -> float:
    try:
        return float(facts[name])
    except (KeyError, ValueError):
        what = f"has no number for {name!r} in its header, which is needed for its readings"
        raise refused(path, what, "export the test as text again, with its parameters") from None


def _with_current(path: Path, frame: pl.DataFrame, facts: dict[str, str]) -> tuple[pl.DataFrame, Note]:
    """Add the current, anodic positive; it is reversed after the segment time or at the potential limit."""
    import polars as pl

    sizes = {+1: abs(_number(path, facts, "Anodic Current (A)")), -1: abs(_number(path, facts, "Cathodic Current (A)"))}
    sign = -1 if facts.get("Initial Polarity", facts.get("Initial P/N", "")).lower().startswith(("c", "n")) else 1
    time, volts = (numbers(frame[name], ".") for name in (TIME, POTENTIAL))
    if facts.get("Current Switching Priority", "Time").lower().startswith("t"):
        lasts = {+1: _number(path, facts, "Anodic Time (sec)"), -1: _number(path, facts, "Cathodic Time (sec)")}
        signs = _by_time(time, sign, lasts)
    else:
        limits = {+1: _number(path, facts, "High E Limit (V)"), -1: _number(path, facts, "Low E Limit (V)")}
        signs = _by_limit(volts, sign, limits)
    current = np.where(signs > 0, sizes[+1], -sizes[-1])
    note = Note("current-from-header", "current set from the header of the file; anodic is positive")
    return frame.with_columns(pl.Series("current", current)), note


def _by_time(time: np.ndarray, sign: int, lasts: dict[int, float]) -> np.ndarray:
    both = lasts[+1] + lasts[-1]
    if both <= 0:
        return np.full(len(time), sign)
    into = np.mod(np.nextafter(time, 0), both)  # a reading at the end of a segment belongs to it
    return np.where(into < lasts[sign], sign, -sign)


def _by_limit(volts: np.ndarray, sign: int, limits: dict[int, float]) -> np.ndarray:
    signs = np.empty(len(volts), int)
    reached = {side: np.flatnonzero((volts - limits[side]) * side >= 0) for side in (+1, -1)}
    begin = 0
    while begin < len(volts):
        later = reached[sign][np.searchsorted(reached[sign], begin) :]
        end = int(later[0]) + 1 if len(later) else len(volts)
        signs[begin:end] = sign
        begin, sign = end, -sign
    return signs


def _with_time(path: Path, frame: pl.DataFrame, facts: dict[str, str]) -> tuple[pl.DataFrame, Note]:
    """Add the time of a voltammogram: path length of the potential over the scan rate."""
    import polars as pl

    rate = _number(path, facts, "Scan Rate (V/s)")
    if rate <= 0:
        raise refused(path, f"has a scan rate of {rate:g} V/s", "export the test as text again")
    volts = numbers(frame[POTENTIAL], ".")
    way = np.cumsum(np.abs(np.diff(volts, prepend=volts[:1])))
    note = Note("time-from-scan-rate", f"time computed from the scan rate of {rate:g} V/s")
    return frame.with_columns(pl.Series("time", way / rate)), note


def _is_chi(head: Head) -> bool:
    return len(NAMED.findall(head.text[:4000])) >= 2


def _is_cycling(head: Head) -> bool:
    return _is_chi(head) and re.search(r"Potential/V", head.text) is not None


FORMATS = (
    no_recording("CH Instruments, impedance", "CH Instruments", lambda h: _is_chi(h) and "Freq/Hz" in h.text),
    Format("CH Instruments text", "CH Instruments, text", _is_cycling, load, COLUMNS),
)
