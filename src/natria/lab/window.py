"""A window of cycles cut out of a recording: what lies outside is neither evaluated nor searched."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from ..quantity import InputError, Problem
from ..record import Note, Recording
from .cycling.half_cycles import HalfCycles
from .results import Remark
from .specimen import Window

WRITTEN = re.compile(r"\s*(?P<first>[0-9]{0,9})\s*:\s*(?P<last>[0-9]{0,9})\s*")
PER_ROW = ("on", "weight")
PLACES = ("first", "stop")


def read_window(text: str, by: str = "--cycles") -> Window:
    """Return the cycles of "3:", ":50" or "3:50", counted from 1 and with both ends."""
    found = WRITTEN.fullmatch(text)
    first, last = (int(found["first"] or 1), int(found["last"]) if found["last"] else None) if found else (0, None)
    if first < 1 or (last is not None and last < first):
        fix = "write the first and the last cycle, counted from 1: '3:50', '3:' or ':50'"
        raise InputError(by, [Problem("cycles", f"{text!r} is not a range of cycles", fix)])
    return Window(first, last)


def cut(recording: Recording, halves: HalfCycles, window: Window) -> tuple[Recording, HalfCycles, Window]:
    """Return the rows and half-cycles of a window.

    Cycle numbers and times are those of the whole recording.

    The third value is the window with the last cycle that there is.
    """
    cycle = halves.cycle
    there = int(cycle[-1]) if len(cycle) else 0
    inside = [k for k in range(len(cycle)) if int(cycle[k]) in window]
    if not inside:
        what = f"cycles {window} are not in the recording, which has {there} cycles"
        raise InputError(recording.file, [Problem("cycles", what, f"choose from 1 to {there}")])
    begin, end = inside[0], inside[-1] + 1
    # Rests before the first and after the last half-cycle of the window belong to it; at the ends of the record all do.
    low = int(halves.stop[begin - 1]) if begin else 0
    high = int(halves.first[end]) if end < len(halves) else len(recording)
    rows = slice(low, high)
    columns = {name: values[rows] for name, values in recording.columns.items()}
    note = Note("window", f"only cycles {window} of {there} are evaluated")
    kept = {f.name: getattr(halves, f.name) for f in fields(halves)}
    kept |= {name: kept[name][rows] for name in PER_ROW}
    kept |= {name: values[begin:end] for name, values in kept.items() if name not in (*PER_ROW, "skipped")}
    kept |= {name: kept[name] - low for name in PLACES}
    kept["skipped"] = halves.skipped + begin
    closed = Window(window.first, int(cycle[end - 1]))
    return replace(recording, columns=columns, notes=(*recording.notes, note)), HalfCycles(**kept), closed


def remark_on(window: Window) -> Remark:
    """Return the remark on what a window leaves out."""
    text = f"Only cycles {window} are evaluated; shorts and other events in the other cycles are not looked for."
    return Remark("window", text)
