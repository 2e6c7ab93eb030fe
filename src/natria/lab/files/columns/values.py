"""Conversion of the matched columns to the units of the Battery Data Format.

Values are numbers, clock times and dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ....record.note import Note
from ....record.recording import CURRENT, TIME, VOLTAGE
from .names import ColumnMatch, scale
from .numbers import decimal_sign, is_moment, numbers, seconds_of_clock, seconds_of_dates

if TYPE_CHECKING:
    import polars as pl

UNIX, STEP_TIME, RECORD = "unix_time_second", "step_time_second", "record_number"
NEEDED = {TIME: "time", STEP_TIME: "time", VOLTAGE: "voltage", CURRENT: "current"}
SPREADSHEET_DAYS = (20_000.0, 80_000.0)  # range of dates as day numbers of spreadsheets, 1954 to 2119
SPREADSHEET_ZERO = 25_569.0  # day number of 1970-01-01


@dataclass
class Values:
    """Converted columns. `sure_of_dates`: False if day and month are ambiguous (pauses are still usable)."""

    columns: dict[str, np.ndarray] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)  # column, why it cannot be used
    sure_of_dates: bool = True


def in_si(frame: pl.DataFrame, chosen: Mapping[str, ColumnMatch]) -> Values:
    moments = {to for to in (TIME, STEP_TIME, UNIX) if to in chosen and is_moment(frame[chosen[to].name])}
    decimal = decimal_sign([frame[column.name] for to, column in chosen.items() if to not in moments])
    made = Values(notes=[Note("decimal-commas", "commas read as decimal signs")] if decimal == "," else [])
    for to, column in chosen.items():
        series = frame[column.name]
        if to in moments:
            _add_moments(made, series, column)
        elif to == UNIX and not column.unit:
            made.columns[UNIX] = _counted_days(numbers(series, decimal))
        elif (by := scale(column.unit, to)) is not None:
            made.columns[to] = numbers(series, decimal) * by.times / by.over + by.plus
        elif to in NEEDED and not (to == STEP_TIME and TIME in chosen):
            unit = f"the unit {column.unit!r}" if column.unit else "no unit"
            made.wrong.append((column.name, f"has {unit} for a {NEEDED[to]}"))
        else:
            made.notes.append(Note("unknown-unit", f"column {column.name!r} dropped: unknown unit {column.unit!r}"))
        if to not in NEEDED and to in made.columns and not np.isfinite(made.columns[to]).any():
            made.notes.append(Note("empty-column", f"column {column.name!r} dropped: it contains no number"))
            del made.columns[to]
    if not {TIME, STEP_TIME, UNIX} & set(made.columns) and not made.wrong:
        times = (column for to, column in chosen.items() if to in (TIME, STEP_TIME, UNIX))
        made.wrong += [(column.name, "contains neither seconds nor a date with time of day") for column in times]
    return made


def _add_moments(made: Values, series: pl.Series, column: ColumnMatch) -> None:
    clock = seconds_of_clock(series)
    if clock is not None and column.to != UNIX:  # a time of day without a date is not a point in time
        made.columns[column.to] = clock
        return
    dates = seconds_of_dates(series)
    if dates is not None and UNIX not in made.columns:
        made.columns[UNIX] = dates.seconds
        made.sure_of_dates = dates.sure
        if dates.sure:
            made.notes.append(Note("no-time-zone", "dates without time zone, taken as UTC"))
        else:
            made.notes.append(Note("ambiguous-dates", f"dates in {column.name!r} dropped: day and month are ambiguous"))


def _counted_days(written: np.ndarray) -> np.ndarray:
    known = written[np.isfinite(written)]
    low, high = SPREADSHEET_DAYS
    counted = len(known) > 0 and low < float(np.median(known)) < high
    return (written - SPREADSHEET_ZERO) * 86400 if counted else written
