"""Facts as rows of a table: columns, the text of each cell, order, and all words of a fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...literature import Library
from ...quantity import Finding, Reported, show_conditions, show_value, term, typeset
from .library import Same

Key = tuple[Any, ...]


@dataclass(frozen=True)
class FactColumn:
    """A column: its name, the text of a fact in it, and by what it is sorted."""

    id: str
    label: str
    text: Callable[[Finding, Library], str]
    key: Callable[[Finding, Library], Key] | None = None
    is_number: bool = False


@dataclass(frozen=True)
class FoundFact:
    """A fact with the text of its cells and all its words, in small letters."""

    fact: Finding
    cells: tuple[str, ...]
    words: str


def value_text(fact: Finding) -> str:
    """Return the value as the paper has it, with "about" where it says so."""
    about = "about " if reported(fact).approx else ""
    return typeset(about + show_value(fact))


def reported(fact: Finding) -> Reported:
    assert isinstance(fact.origin, Reported)
    return fact.origin


def quantity_text(fact: Finding) -> str:
    return fact.question.name.replace("_", " ")


def _of_system(name: str) -> Callable[[Finding, Library], str]:
    def text(fact: Finding, here: Library) -> str:
        system = here.system(fact.question.of)
        return str(getattr(system, name)) if system else ""

    return text


COLUMNS: tuple[FactColumn, ...] = (
    FactColumn("quantity", "quantity", lambda f, _: quantity_text(f)),
    FactColumn(
        "value",
        "value",
        lambda f, _: value_text(f),
        lambda f, _: (term(f.question.name).unit, f.value),
        is_number=True,
    ),
    FactColumn("subject", "subject", lambda f, _: f.question.of),
    FactColumn("conditions", "conditions", lambda f, _: typeset(show_conditions(f.question.at))),
    FactColumn("kind", "kind of number", lambda f, _: reported(f).kind),
    FactColumn("class", "class of layer", _of_system("kind")),
    FactColumn("cell", "cell", _of_system("cell")),
    FactColumn("where", "in the paper", lambda f, _: reported(f).where),
    FactColumn("fact", "fact", lambda f, _: f.id, lambda f, here: (here.places[f.id],)),
)
SORTED: Mapping[str, FactColumn] = {column.id: column for column in COLUMNS}


def rows_of(here: Library) -> Mapping[str, FoundFact]:
    """Return the rows of a library by the id of their fact; made once for each library."""
    return _rows_of(Same(here))


@lru_cache(maxsize=2)
def _rows_of(here: Same) -> Mapping[str, FoundFact]:
    return {name: _row(fact, here.library) for name, fact in here.library.facts.items()}


def _row(fact: Finding, here: Library) -> FoundFact:
    cells = tuple(column.text(fact, here) for column in COLUMNS)
    system = here.system(fact.question.of)
    paper = here.papers[fact.id.partition(":")[0]].source
    more = (reported(fact).method, term(fact.question.name).meaning, paper.title, paper.journal, str(paper.year))
    phases = (system.says, *system.phases) if system else ()
    return FoundFact(fact, cells, " ".join((*cells, *more, *phases)).lower())


def sorted_rows(rows: Sequence[FoundFact], by: str, here: Library) -> list[FoundFact]:
    """Return rows by a column, "-value" from the last to the first; empty cells come last."""
    column = SORTED.get(by.removeprefix("-"))
    if column is None:
        return list(rows)
    place = COLUMNS.index(column)
    full = [row for row in rows if row.cells[place]]
    key = column.key
    full.sort(key=lambda row: key(row.fact, here) if key else (row.cells[place].lower(),), reverse=by.startswith("-"))
    return full + [row for row in rows if not row.cells[place]]
