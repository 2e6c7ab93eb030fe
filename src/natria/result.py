"""Results of the functions of `natria.api`.

One object holds the numbers as a table, the figures, and a page.

Values are SI, as everywhere inside natria; `unit` names the unit and `shown` gives the value as people write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from .literature import Library
from .quantity import (
    Finding,
    NatriaError,
    Question,
    Refused,
    did_you_mean,
    show_conditions,
    show_value,
    term,
    typeset,
)
from .record import Table
from .report import Chart, FieldFilm, Kind, Picture, ensure_writable, write_folder
from .studies import Comparison, standing_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Value = TypeVar("Value")
SHOWN = 20  # rows in a notebook; the table has all
COLUMNS: dict[str, type] = {
    "name": str,
    "of": str,
    "at": str,
    "value": float,
    "std": float,
    "low": float,
    "high": float,
    "unit": str,
    "shown": str,
    "origin": str,
    "verdict": str,
    "why": str,
    "target": str,
    "target_value": float,
    "agreement": float,
    "within": bool,
    "what_if": str,
    "id": str,
}
BRIEF = ("name", "of", "at", "shown", "verdict", "target")  # columns in a notebook
RENAMED = {"loads": "utilisation"}  # tables and figures: former name -> name
BELOW, ABOVE = ("at most", "under"), ("at least", "over")


class Tables(dict[str, Table]):
    """Tables by name; a renamed table is found by its former name as well."""

    def __missing__(self, name: str) -> Table:
        return self[RENAMED[name]]


@dataclass(frozen=True, eq=False)
class Result(Generic[Value]):
    """Result of a function of `natria.api`.

    `value` is the measurement, the simulation or the study itself; `answers` are numbers without a target, or the
    refusals of those that asked for one.
    """

    value: Value
    title: str
    sentences: tuple[str, ...]
    answers: tuple[tuple[Finding | Refused, str], ...]  # each with the what-if that it belongs to
    comparisons: tuple[Comparison, ...]
    tables: Mapping[str, Table]
    papers: Library = field(repr=False)
    pictures: Callable[[], Sequence[Picture | Chart]] = field(repr=False)
    files: Callable[[], Mapping[str, bytes]] = field(repr=False)
    kind: Kind
    films: Callable[[], Sequence[FieldFilm]] = field(default=tuple, repr=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The numbers, without refusals."""
        given = (*(c.answer for c in self.comparisons), *(answer for answer, _ in self.answers))
        return tuple({one.id: one for one in given if isinstance(one, Finding)}.values())

    def to_polars(self) -> pl.DataFrame:
        """A row for each comparison and for each number without a target; refusals have no value and say why."""
        import polars as pl

        types = {str: pl.String(), float: pl.Float64(), bool: pl.Boolean()}
        return pl.DataFrame(list(self._rows()), schema={name: types[kind] for name, kind in COLUMNS.items()})

    def to_pandas(self) -> pd.DataFrame:
        """The table of `to_polars` for pandas, which must be installed."""
        try:
            import pandas as pd
        except ImportError:
            fix = "install it with 'pip install pandas', or use to_polars()"
            raise NatriaError("to_pandas() needs pandas, which is not installed", fix) from None
        return pd.DataFrame(self.to_polars().to_dict(as_series=False), columns=list(COLUMNS))

    @property
    def figures(self) -> Mapping[str, Picture | Chart]:
        """The figures of the page by name, the main one first; each has `title`, `says` and `figure()`."""
        return {drawn.id: drawn for drawn in self.pictures()}

    @overload
    def plot(self, name: None = None, axes: None = None, **style: Any) -> tuple[Figure, ...]: ...
    @overload
    def plot(self, name: str, axes: None = None, **style: Any) -> Figure: ...
    @overload
    def plot(self, name: str | None = None, *, axes: Axes, **style: Any) -> Axes: ...

    def plot(
        self, name: str | None = None, axes: Axes | None = None, **style: Any
    ) -> tuple[Figure, ...] | Figure | Axes:
        """Draw figures: all, or the one of a name, or with `axes` into these (the main figure without a name).

        `style` goes to the lines that are drawn: `color`, `linewidth`, `marker`, `label`. Returns the axes where they
        were given, else figures of matplotlib.
        """
        every = self.figures
        if name is None and axes is None:
            return tuple(_styled(drawn, style) for drawn in every.values())
        if not every:
            raise NatriaError("this result has no figures", "see `sentences` for what could not be read")
        wanted = next(iter(every)) if name is None else name if name in every else RENAMED.get(name, name)
        if wanted not in every:
            fix = did_you_mean(wanted, every) or "`figures` has the names"
            raise NatriaError(f"this result has no figure {wanted!r}", fix)
        drawn = every[wanted]
        if axes is None:
            return _styled(drawn, style)
        if isinstance(drawn, Picture):
            fix = f"take plot({wanted!r}), which returns the figure, and change that"
            raise NatriaError(f"the figure {wanted!r} cannot be drawn into given axes", fix)
        return drawn.on(axes, **style)

    def write(self, out: str | Path) -> Path:
        """The page (index.html), written to a folder with findings.json, tables and figures."""
        folder = Path(out)
        ensure_writable(folder, self.kind)
        write_folder(self.files(), folder, self.kind)
        return folder / "index.html"

    def _repr_html_(self) -> str:
        """What a notebook shows: the sentences and the first rows."""
        rows = list(self._rows())
        head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in BRIEF)
        body = "".join(f"<tr>{''.join(_cell(row[name]) for name in BRIEF)}</tr>" for row in rows[:SHOWN])
        more = f"<p>{len(rows) - SHOWN} more rows in to_polars().</p>" if len(rows) > SHOWN else ""
        lead = "".join(f"<p>{escape(typeset(sentence))}</p>" for sentence in self.sentences)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
        return f"<h3>{escape(typeset(self.title))}</h3>{lead}{table}{more}"

    def _rows(self) -> Iterator[dict[str, Any]]:
        for c in self.comparisons:
            yield {
                **_answer(c.answer, c.target.question),
                "verdict": c.verdict,
                "why": c.why,
                "target": c.target.id,
                "target_value": c.target.value,
                "agreement": c.agreement,
                "within": c.within,
                "what_if": c.what_if,
            }
        for answer, what_if in self.answers:
            standing = standing_of(answer, self.papers) if isinstance(answer, Finding) else None
            yield {
                **_answer(answer, answer.question),
                "verdict": standing.word if standing else "refused",
                "why": standing.why if standing else answer.why if isinstance(answer, Refused) else "",
                **dict.fromkeys(("target", "target_value", "agreement", "within")),
                "what_if": what_if,
            }


def _styled(drawn: Picture | Chart, style: Mapping[str, Any]) -> Figure:
    if isinstance(drawn, Chart):
        return drawn.figure(**style)
    if style:
        fix = "change the lines of the figure that plot() returns"
        raise NatriaError(f"the figure {drawn.id!r} takes no style ({', '.join(style)})", fix)
    return drawn.figure()


def _answer(answer: Finding | Refused, asked: Question) -> dict[str, Any]:
    """The columns of an answer; of a refusal those of the question."""
    question = answer.question if isinstance(answer, Finding) else asked
    row: dict[str, Any] = {
        "name": question.name,
        "of": question.of,
        "at": show_conditions(question.at),
        **dict.fromkeys(("value", "std", "low", "high")),
        "unit": term(question.name).unit,
        "shown": "",
        "origin": "",
        "id": "",
    }
    if isinstance(answer, Finding):
        low, high = _ends(answer)
        row |= {"value": answer.value, "std": answer.std, "low": low, "high": high, "shown": show_value(answer)}
        row |= {"origin": type(answer.origin).__name__.lower(), "id": answer.id}
    return row


def _ends(finding: Finding) -> tuple[float | None, float | None]:
    """Within which a bounded value lies; an end that is open is None."""
    match finding.bound:
        case (low, high):
            return low, high
        case str(word) if word in ABOVE:
            return finding.value, None
        case str(word) if word in BELOW:
            return None, finding.value
    return None, None


def _cell(value: object) -> str:
    return f"<td>{escape(typeset(str(value or '')))}</td>"
