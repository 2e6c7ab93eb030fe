"""Words of a text file to numbers: decimal commas, thousands, clocks and dates.

Which sign is the decimal one is a property of the file, so it is found from all its number columns together.
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
BY_COMMA = r"^[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?" + EXPONENT  # 1,234.5: commas part thousands
BY_POINT = r"^[-+]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?" + EXPONENT
COMMA = r"^[-+]?[0-9]*,[0-9]*" + EXPONENT
POINT = r"^[-+]?[0-9]*\.[0-9]*" + EXPONENT
POINT_THEN_COMMA, COMMA_THEN_POINT = r"\..*,", r",.*\."
CLOCK = r"^(?:(-?[0-9]+)\s*d\w*[\s,]*)?([0-9]+):([0-9]{1,2}):([0-9]{1,2}(?:[.,][0-9]*)?)$"
DATE_SEPARATORS = r"^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[ T]+[0-9]{1,2}:[0-9]{2}"

DATES = (  # year first; then month first and day first, which only the other rows can tell apart
    *(f"%Y{s}%m{s}%d" for s in "-/."),
    *(f"%m{s}%d{s}%Y" for s in "/-."),
    *(f"%d{s}%m{s}%Y" for s in "/-."),
)
TIMES = ("%H:%M:%S%.f", "%I:%M:%S%.f %p", "%H:%M", "%I:%M %p")


def decimal_sign(columns: Iterable[pl.Series]) -> Decimal:
    """Of numbers with both signs the last sign is the decimal one. Otherwise it is the one that more numbers have;
    commas that only ever part thousands do not count where other numbers have points."""
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
    """As floats; nan for what is no number, and for one whose signs do not fit: 3.421 among 0,5 is not 3421."""
    import polars as pl

    if column.dtype != pl.String:
        return column.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()
    values = column.cast(pl.Float64, strict=False)
    if decimal == "," or (values.is_null() & column.is_not_null()).any():
        values = _with_points(_strip(column), decimal).cast(pl.Float64, strict=False)
    return values.fill_null(float("nan")).to_numpy()


def _with_points(words: pl.Series, decimal: Decimal) -> pl.Series:
    """Decimal points and no thousands; nothing where a sign stands that cannot be either."""
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
    """Whether it holds clocks or dates, which are no numbers."""
    import polars as pl

    if column.dtype == pl.String:
        return _mostly(column, f"{CLOCK}|{DATE_SEPARATORS}")
    return column.dtype in (pl.Datetime, pl.Date, pl.Duration)


def seconds_of_clock(column: pl.Series) -> np.ndarray | None:
    """ "144:02:18.5" or "0d 00:00:05" in seconds; None where the column has another form."""
    import polars as pl

    if column.dtype == pl.Duration:
        return np.asarray(column.dt.total_microseconds().cast(pl.Float64).fill_null(float("nan")).to_numpy() / 1e6)
    if column.dtype != pl.String or not _mostly(column, CLOCK):
        return None
    total = _plain_clock(column)
    odd = total.is_null() & column.is_not_null()
    if odd.any():  # with days or decimal commas: by the slower pattern, and only these
        parts = _strip(column.filter(odd)).str.extract_groups(CLOCK).struct.unnest()
        days, hours, minutes, secs = (parts.to_series(k).str.replace(",", ".").cast(pl.Float64) for k in range(4))
        seconds = total.fill_null(float("nan")).to_numpy().copy()
        slowly = days.fill_null(0) * 86400 + hours * 3600 + minutes * 60 + secs
        seconds[odd.to_numpy()] = slowly.fill_null(float("nan")).to_numpy()
        return seconds
    return total.fill_null(float("nan")).to_numpy()


def _plain_clock(column: pl.Series) -> pl.Series:
    """Clocks of digits alone, "144:02:18.5", in seconds; null for every other form."""
    import polars as pl

    parts = column.str.splitn(":", 3).struct.unnest()
    hours, minutes = (parts.to_series(k).cast(pl.UInt32, strict=False).cast(pl.Float64) for k in range(2))
    secs = parts.to_series(2).cast(pl.Float64, strict=False)
    return (hours * 3600 + minutes * 60 + secs).set((minutes >= 60) | (secs < 0) | (secs >= 61), None)


@dataclass(frozen=True)
class Dates:
    """Seconds since 1970 as if the local time were UTC; `sure` where day and month are told apart."""

    seconds: np.ndarray
    sure: bool = True


def seconds_of_dates(column: pl.Series) -> Dates | None:
    """Dates with a time of day; None where the column has another form."""
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
    """How badly a reading of dates fits: dates that cannot be, steps back in time, and how long it all lasts."""
    known = seconds[np.isfinite(seconds)]
    span = float(known.max() - known.min()) if len(known) else 0.0
    return int(len(seconds) - len(known)), int((np.diff(known) < 0).sum()), span


def _epoch(dates: pl.Series) -> np.ndarray:
    import polars as pl

    return np.asarray(dates.dt.epoch("us").cast(pl.Float64).fill_null(float("nan")).to_numpy() / 1e6)


def _mostly(column: pl.Series, pattern: str) -> bool:
    """Whether most of the first words have a form; the rest may be heads that stand again, or damage."""
    words = _strip(column.drop_nulls().head(200))
    words = words.filter(words != "")
    return float(words.str.contains(pattern).sum() or 0) > 0.5 * len(words)


def _strip(column: pl.Series) -> pl.Series:
    return column.str.strip_chars(" \t\r\"'\u00a0")
