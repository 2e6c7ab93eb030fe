"""From an instrument's table to a recording, once for all formats: units, clock, order, signs, rows left out.

Whatever is mended is said in the notes of the recording; what cannot be mended is refused with one message.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...quantity import InputError, Problem
from ...record.recording import COLUMNS, CURRENT, TIME, VOLTAGE, Recording
from .column_names import ColumnMatch, choose, fits
from .format import Format, Raw
from .timeline import Unusable, added_up, running_forward, say_gaps
from .values import RECORD, STEP_TIME, UNIX, Values, in_si

if TYPE_CHECKING:
    import polars as pl

CLOCKS = (TIME, STEP_TIME, UNIX)
STEPS = ("step_count", "step_index", "cycle_count")  # a change of one of them begins a step
DISCHARGE = r"(?i)^\s*d\s*$|dis|dchg|dch\b|entlad|decharge|d[^\x00-\x7f]{1,2}charge"
CHARGE = r"(?i)^\s*c\s*$|cha|chg|(^|[^t])lad"
LARGEST = 1e12  # s, V or A: 30,000 years; what is beyond was never read off an instrument
MAP = "say which column is which, and in what unit, in a column map: --columns map.toml"

Columns = dict[str, np.ndarray]


def normalise(path: Path, sha256: str, raw: Raw, format: Format) -> Recording:  # noqa: A002 - as people call it
    """What every format shares. `Col.to` may be any column of the Battery Data Format, and two that are not kept:
    `step_time_second` starts again with each step, `record_number` tells the rows apart."""
    chosen = choose(format.columns, raw.frame.columns)
    _ensure_enough(path, chosen, raw.frame)
    frame, notes = _without_heads(raw.frame, chosen)
    if not len(frame):
        raise _refused(path, "holds no readings below the names of its columns", "export the test again")
    values = in_si(frame, chosen)
    _ensure_units(path, values)
    notes = [*raw.notes, *_alternatives(format, chosen, frame), *notes, *values.notes]
    columns, more = _with_sign(values.columns, frame, format)
    notes += more
    for step in (_with_one_clock, _without_unreadable, _without_repeats, _with_time):
        try:
            columns, more = step(columns)
        except Unusable as bad:
            where = f"from line {raw.line}" if raw.line > 1 else ""
            raise InputError(str(path), [Problem(where, str(bad), MAP)]) from None
        notes += more
    if not (columns[CURRENT] != 0).any():
        notes.append("the current is zero throughout")
    kept = {name: column for name, column in columns.items() if name in COLUMNS}
    if not values.sure_of_dates:
        kept.pop(UNIX, None)
    return Recording(path.name, sha256, kept, format.name, raw.metadata, tuple(dict.fromkeys(notes)))


def _refused(path: Path, what: str, fix: str) -> InputError:
    return InputError(str(path), [Problem("", what, fix)])


LONGEST = 40  # letters of a name that a message quotes


def _ensure_enough(path: Path, chosen: dict[str, ColumnMatch], frame: pl.DataFrame) -> None:
    wanted = {"a time": (TIME, STEP_TIME, UNIX), "a voltage": (VOLTAGE,), "a current": (CURRENT,)}
    missing = [what for what, names in wanted.items() if not any(name in chosen for name in names)]
    if missing:
        quoted = [repr(name if len(name) <= LONGEST else name[:LONGEST] + "...") for name in frame.columns[:40]]
        seen = ", ".join(quoted) + (", ..." if frame.width > 40 else "")
        raise _refused(path, f"no column is known as {' or as '.join(missing)}; its columns are {seen}", MAP)


def _ensure_units(path: Path, values: Values) -> None:
    if values.wrong:
        fix = f"known are s, min, h; V, mV; A, mA, uA and many more; {MAP}"
        raise InputError(str(path), [Problem(f"column {name!r}", why, fix) for name, why in values.wrong])


def _alternatives(format: Format, chosen: dict[str, ColumnMatch], frame: pl.DataFrame) -> list[str]:  # noqa: A002
    """A file may have several voltages, of the cell and of an electrode: which one was taken is said."""
    notes = []
    for to, what in ((VOLTAGE, "voltage"), (CURRENT, "current")):
        names = {name for col in format.columns if col.to == to for name in frame.columns if fits(col.name, name)}
        others = sorted(names - {chosen[to].name})
        if others:
            notes.append(f"{chosen[to].name!r} was taken as the {what}; {', '.join(map(repr, others))} is there too")
    return notes


def _without_heads(frame: pl.DataFrame, chosen: dict[str, ColumnMatch]) -> tuple[pl.DataFrame, list[str]]:
    """Without rows that repeat the names, which a file has that was written to twice."""
    import polars as pl

    name = chosen[VOLTAGE].name
    if frame[name].dtype != pl.String:
        return frame, []
    again = (frame[name].str.strip_chars() == name.strip()).fill_null(value=False)
    if not again.any():
        return frame, []
    return frame.filter(~again), [f"{_rows(int(again.sum()))} with the names of the columns again left out"]


def _with_sign(columns: Columns, frame: pl.DataFrame, format: Format) -> tuple[Columns, list[str]]:  # noqa: A002
    """Current above zero where it charges.

    With a word for the step, the rows of all charges are turned where together they discharge, and the rows of all
    discharges where together they charge. So a current without a sign gets one, and one that has its sign keeps it.
    """
    current = columns[CURRENT]
    if format.sign == "reversed":
        return {**columns, CURRENT: -current + 0.0}, [
            "the sign of the current was reversed, so that it charges above zero"
        ]
    word = next((name for name in frame.columns if fits(format.step_column, name)), None)
    if format.sign == "signed" or word is None:
        return columns, []
    import polars as pl

    words = frame[word].cast(pl.String)
    discharges = words.str.contains(DISCHARGE).fill_null(value=False).to_numpy()
    charges = words.str.contains(CHARGE).fill_null(value=False).to_numpy() & ~discharges
    turned = np.zeros(len(current), bool)
    for rows, sign in ((discharges, -1), (charges, 1)):
        if np.nansum(current[rows]) * sign < 0:
            turned |= rows
    if not turned.any():
        return columns, []
    note = f"the current got its sign from {word.strip()!r}"
    return {**columns, CURRENT: np.where(turned, -current, current) + 0.0}, [note]


def _without_unreadable(columns: Columns) -> tuple[Columns, list[str]]:
    clock = _clock(columns)
    needed = {"time": columns[clock], "voltage": columns[VOLTAGE], "current": columns[CURRENT]}
    fine = {what: np.abs(values) < LARGEST for what, values in needed.items()}
    for what, good in fine.items():
        if not good.any():
            raise Unusable(f"has no number at all for the {what} in {_rows(len(good))}")
    good = np.logical_and.reduce(list(fine.values()))
    if good.all():
        return columns, []
    if not good.any():
        raise Unusable("has no row with time, voltage and current together")
    lost = ", ".join(what for what, each in fine.items() if not each.all())
    return _rows_of(columns, good), [f"{_rows(int((~good).sum()))} without a number for {lost} left out"]


def _without_repeats(columns: Columns) -> tuple[Columns, list[str]]:
    """Without rows that are the same as the row before. With a number or a date of each row, also without those that
    are the same as any row before: a part that was written twice."""
    same = np.ones(len(columns[VOLTAGE]) - 1, bool)
    for values in columns.values():
        same &= (values[1:] == values[:-1]) | (np.isnan(values[1:]) & np.isnan(values[:-1]))
        if not same.any():
            break
    first = np.r_[True, ~same]
    if (RECORD in columns or UNIX in columns) and (np.diff(columns[_clock(columns)]) < 0).any():
        import polars as pl

        first &= pl.DataFrame(columns).select(pl.struct(pl.all()).is_first_distinct()).to_series().to_numpy()
    if first.all():
        return columns, []
    return _rows_of(columns, first), [f"{_rows(int((~first).sum()))} that stood twice left out"]


def _with_time(columns: Columns) -> tuple[Columns, list[str]]:
    clock, dates = _clock(columns), columns.get(UNIX)
    written, notes = columns[clock], list[str]()
    if clock == STEP_TIME:
        new = np.zeros(len(written), bool)
        for name in STEPS:
            if name in columns:
                new[1:] |= np.diff(np.nan_to_num(columns[name])) != 0
        written, notes = added_up(written, new, dates)
    elif clock == UNIX:
        written, dates, notes = written - written[0], None, ["test time made from the dates"]
    time, order, more = running_forward(written, dates)
    if time[0] < 0:
        time = time - time[0]
        more.append("the time began below zero and was moved to begin at zero")
    moved = columns if np.array_equal(order, np.arange(len(written))) else _rows_of(columns, order)
    return {**moved, TIME: time}, [*notes, *more, *say_gaps(time)]


def _with_one_clock(columns: Columns) -> tuple[Columns, list[str]]:
    """With the best time that there is: of the test, of each step, or a date. One that is mostly empty is none. Dates
    stay beside the others, as they show pauses."""
    there = [name for name in CLOCKS if name in columns]
    best = next((name for name in there if np.isfinite(columns[name]).mean() > 0.5), there[0])
    return {name: c for name, c in columns.items() if name not in there or name in (best, UNIX)}, []


def _clock(columns: Columns) -> str:
    return next(name for name in CLOCKS if name in columns)


def _rows_of(columns: Columns, rows: np.ndarray) -> Columns:
    return {name: values[rows] for name, values in columns.items()}


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
