"""Conversion of text to numbers: decimal commas, thousands separators, clock times and dates.

The decimal sign is a property of the file and is determined from all its numeric columns together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import polars as pl

Decimal = Literal[".", ","]

EXPONENT = r"(?:[eE][-+]?[0-9]+)?$"
BY_COMMA = r"^[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?" + EXPONENT  # 1,234.5: commas separate thousands
BY_POINT = r"^[-+]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?" + EXPONENT
COMMA = r"^[-+]?[0-9]*,[0-9]*" + EXPONENT
POINT = r"^[-+]?[0-9]*\.[0-9]*" + EXPONENT
POINT_THEN_COMMA, COMMA_THEN_POINT = r"\..*,", r",.*\."
CLOCK = r"^(?:(-?[0-9]+)\s*d\w*[\s,]*)?([0-9]+):([0-9]{1,2}):([0-9]{1,2}(?:[.,][0-9]*)?)$"
DATE_SEPARATORS = r"^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[ T]+[0-9]{1,2}:[0-9]{2}"

DATES = (  # year first; then month first and day first, which are distinguished by other rows
    *(f"%Y{s}%m{s}%d" for s in "-/."),
    *(f"%m{s}%d{s}%Y" for s in "/-."),
    *(f"%d{s}%m{s}%Y" for s in "/-."),
)
TIMES = ("%H:%M:%S%.f", "%I:%M:%S%.f %p", "%H:%M", "%I:%M %p")


def decimal_sign(columns: Iterable[pl.Series]) -> Decimal:
    """Return the decimal sign of the file.

    In numbers with both signs, the last one is decimal. Otherwise the more frequent sign is; commas that can separate
    thousands do not count if other numbers have points.
    """
    import polars as pl

    written = [c for c in columns if c.dtype == pl.String]
    if not any(c.str.contains(",", literal=True).any() for c in written):
        return "."
    words = [_strip(c) for c in written]
    by_point, by_comma, commas, points, parted = (
        sum(int(c.str.contains(pattern).sum() or 0) for c in words)
        for pattern in (POINT_THEN_COMMA, COMMA_THEN_POINT, COMMA, POINT, BY_COMMA)
    )
    if by_point or by_comma:
        return "," if by_point > by_comma else "."
    if points and commas <= parted:
        return "."
    return "," if commas > points else "."


def numbers(column: pl.Series, decimal: Decimal) -> np.ndarray:
    """Return floats; nan for text, and for numbers with inconsistent signs: 3.421 next to 0,5 is not 3421."""
    import polars as pl

    if column.dtype != pl.String:
        return column.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    values = column.cast(pl.Float64, strict=False)
    if decimal == "," or (values.is_null() & column.is_not_null()).any():
        values = _with_points(_strip(column), decimal).cast(pl.Float64, strict=False)
    return values.fill_null(float("nan")).to_numpy()


def _with_points(words: pl.Series, decimal: Decimal) -> pl.Series:
    """Convert to decimal points without thousands separators; null for inconsistent signs."""
    import polars as pl

    word = pl.col("word")
    if decimal == ".":
        plain = pl.when(word.str.contains(BY_COMMA)).then(word.str.replace_all(",", "", literal=True)).otherwise(word)
    else:
        parted = bool(words.str.contains(POINT_THEN_COMMA).any()) and word.str.contains(BY_POINT)
        without = pl.when(parted).then(word.str.replace_all(".", "", literal=True)).otherwise(word)
        plain = pl.when(~without.str.contains(".", literal=True)).then(without.str.replace(",", ".", literal=True))
    return words.to_frame("word").select(plain.alias("word")).to_series()


def is_moment(column: pl.Series) -> bool:
    """Whether a column contains clock times or dates."""
    import polars as pl

    if column.dtype == pl.String:
        return _mostly(column, f"{CLOCK}|{DATE_SEPARATORS}")
    return column.dtype in (pl.Datetime, pl.Date, pl.Duration)


def seconds_of_clock(column: pl.Series) -> np.ndarray | None:
    """Return clock times ("144:02:18.5", "0d 00:00:05") in seconds; None for another form."""
    import polars as pl

    if column.dtype == pl.Duration:
        return np.asarray(column.dt.total_microseconds().cast(pl.Float64).fill_null(float("nan")).to_numpy() / 1e6)
    if column.dtype != pl.String or not _mostly(column, CLOCK):
        return None
    total = _plain_clock(column)
    odd = total.is_null() & column.is_not_null()
    if odd.any():  # days or decimal commas: the slower pattern for these only
        parts = _strip(column.filter(odd)).str.extract_groups(CLOCK).struct.unnest()
        days, hours, minutes, secs = (parts.to_series(k).str.replace(",", ".").cast(pl.Float64) for k in range(4))
        seconds = total.fill_null(float("nan")).to_numpy().copy()
        slowly = days.fill_null(0) * 86400 + hours * 3600 + minutes * 60 + secs
        seconds[odd.to_numpy()] = slowly.fill_null(float("nan")).to_numpy()
        return seconds
    return total.fill_null(float("nan")).to_numpy()


def _plain_clock(column: pl.Series) -> pl.Series:
    """Return plain clock times ("144:02:18.5") in seconds; null for every other form."""
    import polars as pl

    parts = column.str.splitn(":", 3).struct.unnest()
    hours, minutes = (parts.to_series(k).cast(pl.UInt32, strict=False).cast(pl.Float64) for k in range(2))
    secs = parts.to_series(2).cast(pl.Float64, strict=False)
    return (hours * 3600 + minutes * 60 + secs).set((minutes >= 60) | (secs < 0) | (secs >= 61), None)


@dataclass(frozen=True)
class Dates:
    """Seconds since 1970, taking local time as UTC. `sure`: day and month are unambiguous."""

    seconds: np.ndarray
    sure: bool = True


def seconds_of_dates(column: pl.Series) -> Dates | None:
    """Return dates with time of day; None for another form."""
    import polars as pl

    if column.dtype in (pl.Datetime, pl.Date):
        return Dates(_epoch(column.cast(pl.Datetime("us"))))
    if column.dtype != pl.String or not _mostly(column, DATE_SEPARATORS):
        return None
    plain = _strip(column).str.replace(r"[ T]+", " ")
    sample = plain.drop_nulls().head(200)
    readings: list[np.ndarray] = []
    for date in DATES:
        for time in TIMES:
            form = f"{date} {time}"
            if _parsed(sample, form).null_count() <= len(sample) // 2:
                dates = _parsed(plain, form)
                if dates.null_count() - plain.null_count() <= len(plain) // 2:
                    readings.append(_epoch(dates))
                    break
    if not readings:
        return None
    ranked = sorted(readings, key=_disorder)
    sure = len(ranked) == 1 or _disorder(ranked[0]) < _disorder(ranked[1])
    return Dates(ranked[0], sure)


def _parsed(column: pl.Series, form: str) -> pl.Series:
    import polars as pl

    return column.str.strptime(pl.Datetime("us"), form, strict=False)


def _disorder(seconds: np.ndarray) -> tuple[int, int, float]:
    """Rank an interpretation of dates: number of invalid dates, number of steps back, total duration."""
    known = seconds[np.isfinite(seconds)]
    span = float(known.max() - known.min()) if len(known) else 0.0
    return int(len(seconds) - len(known)), int((np.diff(known) < 0).sum()), span


def _epoch(dates: pl.Series) -> np.ndarray:
    import polars as pl

    return np.asarray(dates.dt.epoch("us").cast(pl.Float64).fill_null(float("nan")).to_numpy() / 1e6)


def _mostly(column: pl.Series, pattern: str) -> bool:
    """Whether most of the first cells match a pattern; others may be repeated column names or damage."""
    words = _strip(column.drop_nulls().head(200))
    words = words.filter(words != "")
    return float(words.str.contains(pattern).sum() or 0) > 0.5 * len(words)


def _strip(column: pl.Series) -> pl.Series:
    return column.str.strip_chars(" \t\r\"'\u00a0")
