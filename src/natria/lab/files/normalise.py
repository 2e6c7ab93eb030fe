"""Normalise the table of an instrument to a recording, for all formats.

Subjects: units, time, order, signs, invalid rows.

Every correction is listed in the notes of the recording; a table that cannot be corrected is refused with one message.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...quantity import Finding, InputError, Measured, Problem
from ...record.note import Note
from ...record.recording import COLUMNS, CURRENT, TIME, VOLTAGE, Recording
from .columns.names import ColumnMatch, choose, fits
from .columns.values import RECORD, STEP_TIME, UNIX, Values, in_si
from .current.directions import current_of
from .current.given import GivenCurrent
from .current.polarity import against_voltage, is_reversed
from .format import Format, Raw
from .timeline import Unusable, added_up, notes_on_gaps, running_forward

if TYPE_CHECKING:
    import polars as pl

CLOCKS = (TIME, STEP_TIME, UNIX)
STEPS = ("step_count", "step_index", "cycle_count")  # a change of one of them begins a step
DISCHARGE = r"(?i)^\s*d\s*$|dis|dchg|dch\b|entlad|decharge|d[^\x00-\x7f]{1,2}charge"
CHARGE = r"(?i)^\s*c\s*$|cha|chg|(^|[^t])lad"
LARGEST = 1e12  # s, V or A; larger values do not come from an instrument
GIVE = "see the documentation of files without a current: natria measure --current"
MAP = "assign the columns and their units in a column map: --columns map.toml"

Columns = dict[str, np.ndarray]


def normalise(
    path: Path,
    sha256: str,
    raw: Raw,
    format: Format,  # noqa: A002 - the usual word
    *,
    given: GivenCurrent | None = None,
    area: Finding | None = None,
) -> Recording:
    """Return the recording of a raw table.

    `Col.to` may be any column of the Battery Data Format, or one of two auxiliary columns: `step_time_second` (restarts
    with each step) and `record_number` (distinguishes rows). A `given` current is that of a table without one.
    """
    chosen = choose(format.columns, raw.frame.columns)
    _ensure_enough(path, chosen, raw.frame, given)
    frame, notes = _without_heads(raw.frame, chosen)
    if not len(frame):
        raise _refused(path, "contains no readings below the column names", "export the test again")
    values = in_si(frame, chosen)
    _ensure_units(path, values)
    notes = [*raw.notes, *_alternatives(format, chosen, frame), *notes, *values.notes]
    columns, more = (values.columns, list[Note]()) if given else _with_sign(values.columns, frame, format)
    notes += more
    is_known = format.sign == "reversed" or _is_named(frame, format)
    try:
        for step in (_with_one_clock, _without_unreadable, _without_repeats, partial(_with_time, given=given)):
            columns, more = step(columns)
            notes += more
        columns, more = _with_given(columns, given, area) if given else _with_polarity(columns, is_known=is_known)
        notes += more
    except Unusable as bad:
        where = f"from line {raw.line}" if raw.line > 1 else ""
        raise InputError(str(path), [Problem(where, str(bad), GIVE if given else MAP)]) from None
    if not (columns[CURRENT] != 0).any():
        notes.append(Note("no-current", "the current is zero throughout"))
    kept = {name: column for name, column in columns.items() if name in COLUMNS}
    if not values.sure_of_dates:
        kept.pop(UNIX, None)
    origin = Measured(path.name, sha256, f"read as {format.name}")
    if given:
        method = f"{origin.method}; current not in the file, given by {given.by}: {given.text}, {given.direction}"
        origin = replace(origin, method=method, inputs=given.findings(path.name.partition(".")[0], area))
    return Recording(path.name, sha256, kept, format.name, raw.metadata, tuple(dict.fromkeys(notes)), origin)


def _with_polarity(columns: Columns, *, is_known: bool) -> tuple[Columns, list[Note]]:
    """Turn a signed current that runs against the voltage at its switches.

    A sign that is known from elsewhere (a column map, the names of the steps) is only doubted.
    """
    against, switches = against_voltage(columns[VOLTAGE], columns[CURRENT])
    if not is_reversed(against, switches):
        return columns, []
    seen = f"the voltage jumps against the current at {against} of {switches} switches"
    if is_known:
        return columns, [Note("polarity-doubtful", f"{seen}: the sign of the current may be wrong")]
    text = f"{seen}, so the instrument counts the current the other way; sign of the current reversed"
    return {**columns, CURRENT: -columns[CURRENT] + 0.0}, [Note("polarity-reversed", text)]


def _with_given(columns: Columns, given: GivenCurrent, area: Finding | None) -> tuple[Columns, list[Note]]:
    """Add the given current."""
    current, notes = current_of(given.of_cell(area), columns[TIME], columns[VOLTAGE])
    text = f"the current is not in the file; given by {given.by}: {given.text}, {given.direction}"
    return {**columns, CURRENT: current}, [Note("current-given", text), *notes]


def _refused(path: Path, what: str, fix: str) -> InputError:
    return InputError(str(path), [Problem("", what, fix)])


LONGEST = 40  # letters of a quoted name


def _ensure_enough(
    path: Path, chosen: dict[str, ColumnMatch], frame: pl.DataFrame, given: GivenCurrent | None = None
) -> None:
    wanted = {"a time": (TIME, STEP_TIME, UNIX), "a voltage": (VOLTAGE,), "a current": (CURRENT,)}
    if given:
        del wanted["a current"]
        if CURRENT in chosen:
            what = f"has a current of its own, the column {chosen[CURRENT].name!r}, and a current is given"
            raise _refused(path, what, f"leave out the current given by {given.by}: {given.text}")
    missing = [what for what, names in wanted.items() if not any(name in chosen for name in names)]
    if missing:
        quoted = [repr(name if len(name) <= LONGEST else name[:LONGEST] + "...") for name in frame.columns[:40]]
        seen = ", ".join(quoted) + (", ..." if frame.width > 40 else "")
        raise _refused(path, f"no column was recognised as {' or as '.join(missing)}; its columns are {seen}", MAP)


def _ensure_units(path: Path, values: Values) -> None:
    if values.wrong:
        fix = f"known units: s, min, h; V, mV; A, mA, uA and many more; {MAP}"
        raise InputError(str(path), [Problem(f"column {name!r}", why, fix) for name, why in values.wrong])


def _alternatives(format: Format, chosen: dict[str, ColumnMatch], frame: pl.DataFrame) -> list[Note]:  # noqa: A002
    """Notes on the column used if a file has several voltages (cell, electrode) or currents."""
    notes: list[Note] = []
    for to, what in ((VOLTAGE, "voltage"), (CURRENT, "current")):
        if to not in chosen:  # a given current
            continue
        names = {name for col in format.columns if col.to == to for name in frame.columns if fits(col.name, name)}
        others = sorted(names - {chosen[to].name})
        if others:
            text = f"column {chosen[to].name!r} used as {what}; not used: {', '.join(map(repr, others))}"
            notes.append(Note("columns-not-used", text))
    return notes


def _without_heads(frame: pl.DataFrame, chosen: dict[str, ColumnMatch]) -> tuple[pl.DataFrame, list[Note]]:
    """Drop rows that repeat the column names, as in a file that was written to twice."""
    import polars as pl

    name = chosen[VOLTAGE].name
    if frame[name].dtype != pl.String:
        return frame, []
    again = (frame[name].str.strip_chars() == name.strip()).fill_null(value=False)
    if not again.any():
        return frame, []
    note = Note("repeated-heads", f"{_rows(int(again.sum()))} with repeated column names dropped")
    return frame.filter(~again), [note]


def _with_sign(columns: Columns, frame: pl.DataFrame, format: Format) -> tuple[Columns, list[Note]]:  # noqa: A002
    """Set the sign of the current so that it is positive on charge.

    With step names, the sign of all charge rows is flipped if their sum is negative, and that of all discharge rows if
    their sum is positive. An unsigned current thus gets a sign; a signed one keeps it.
    """
    current = columns[CURRENT]
    if format.sign == "reversed":
        note = Note("sign-reversed", "sign of the current reversed: positive on charge")
        return {**columns, CURRENT: -current + 0.0}, [note]
    word = _step_column(frame, format)
    if not word:
        return columns, []
    charges, discharges = _directions(frame, word)
    turned = np.zeros(len(current), bool)
    for rows, sign in ((discharges, -1), (charges, 1)):
        if np.nansum(current[rows]) * sign < 0:
            turned |= rows
    if not turned.any():
        return columns, []
    note = Note("sign-from-steps", f"sign of the current set from the column {word.strip()!r}")
    return {**columns, CURRENT: np.where(turned, -current, current) + 0.0}, [note]


def _step_column(frame: pl.DataFrame, format: Format) -> str:  # noqa: A002
    """Return the column of step names that gives the sign of the current, "" without one."""
    if format.sign == "signed":
        return ""
    return next((name for name in frame.columns if fits(format.step_column, name)), "")


def _directions(frame: pl.DataFrame, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of steps that are called a charge, and those that are called a discharge."""
    import polars as pl

    words = frame[column].cast(pl.String)
    discharges = words.str.contains(DISCHARGE).fill_null(value=False).to_numpy()
    charges = words.str.contains(CHARGE).fill_null(value=False).to_numpy() & ~discharges
    return charges, discharges


def _is_named(frame: pl.DataFrame, format: Format) -> bool:  # noqa: A002
    """Whether the steps of a file say which of them are charges or discharges."""
    word = _step_column(frame, format)
    return bool(word) and any(rows.any() for rows in _directions(frame, word))


def _without_unreadable(columns: Columns) -> tuple[Columns, list[Note]]:
    clock = _clock(columns)
    needed = {"time": clock, "voltage": VOLTAGE, "current": CURRENT}
    fine = {what: np.abs(columns[name]) < LARGEST for what, name in needed.items() if name in columns}
    for what, good in fine.items():
        if not good.any():
            raise Unusable(f"has no number for the {what} in any of {_rows(len(good))}")
    good = np.logical_and.reduce(list(fine.values()))
    if good.all():
        return columns, []
    if not good.any():
        raise Unusable("has no row with time, voltage and current")
    lost = ", ".join(what for what, each in fine.items() if not each.all())
    note = Note("unreadable-rows", f"{_rows(int((~good).sum()))} without a number for {lost} dropped")
    return _rows_of(columns, good), [note]


def _without_repeats(columns: Columns) -> tuple[Columns, list[Note]]:
    """Drop rows equal to the previous row; with record numbers or dates, rows equal to any earlier row."""
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
    note = Note("repeated-rows", f"{_rows(int((~first).sum()))} repeated in the file dropped")
    return _rows_of(columns, first), [note]


def _with_time(columns: Columns, given: GivenCurrent | None = None) -> tuple[Columns, list[Note]]:
    clock, dates = _clock(columns), columns.get(UNIX)
    written, notes = columns[clock], list[Note]()
    if given and not given.follows_voltage and clock != STEP_TIME and (np.diff(written) < 0).any():
        row = int(np.argmax(np.diff(written) < 0)) + 1
        raise Unusable(
            f"the time decreases after reading {row}, and the steps of a given current need increasing times"
        )
    if clock == STEP_TIME:
        new = np.zeros(len(written), bool)
        for name in STEPS:
            if name in columns:
                new[1:] |= np.diff(np.nan_to_num(columns[name])) != 0
        written, notes = added_up(written, new, dates)
    elif clock == UNIX:
        written, dates = written - written[0], None
        notes = [Note("time-from-dates", "test time computed from dates")]
    time, order, more = running_forward(written, dates)
    if time[0] < 0:
        time = time - time[0]
        more.append(Note("time-shifted", "the time began below zero and was shifted to zero"))
    moved = columns if np.array_equal(order, np.arange(len(written))) else _rows_of(columns, order)
    return {**moved, TIME: time}, [*notes, *more, *notes_on_gaps(time)]


def _with_one_clock(columns: Columns) -> tuple[Columns, list[Note]]:
    """Keep the best time column that is mostly filled, and the dates for pauses.

    Time columns are test time, step time, or date.
    """
    there = [name for name in CLOCKS if name in columns]
    best = next((name for name in there if np.isfinite(columns[name]).mean() > 0.5), there[0])
    return {name: c for name, c in columns.items() if name not in there or name in (best, UNIX)}, []


def _clock(columns: Columns) -> str:
    return next(name for name in CLOCKS if name in columns)


def _rows_of(columns: Columns, rows: np.ndarray) -> Columns:
    return {name: values[rows] for name, values in columns.items()}


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
