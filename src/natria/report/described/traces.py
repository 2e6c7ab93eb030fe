"""Where a number comes from, as rows: what it was computed from, down to papers, files, choices and assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...quantity import Computed, Finding, Fitted, Measured, show_conditions, show_value, typeset
from ...quantity.book import describe_origin
from ...quantity.finding import Ancestor, Origin, Setting
from ..common.labels import label

MOST = 60  # rows of a trace
KINDS = ("reported", "measured", "assumed", "chosen", "fitted", "computed")


@dataclass(frozen=True)
class TraceRow:
    """One number of a trace: how deep it stands, what it is, its value, its origin in words, and its id.

    `kind` is that of the origin, `path` the place in the design of an input that is written there.
    """

    depth: int
    quantity: str
    value: str
    origin: str
    kind: str
    id: str
    path: str = ""


def trace_rows(finding: Ancestor) -> tuple[TraceRow, ...]:
    """Return the ancestry of a number as rows, each ancestor once, the laws that were chosen among them."""
    seen: set[str] = set()
    rows: list[TraceRow] = []
    for row in _rows(finding, 0, seen):
        rows.append(row)
        if len(rows) == MOST:
            rest = TraceRow(1, "more", "", "natria trace lists all of it", "", "")
            return (*rows, rest)
    return tuple(rows)


def _rows(one: Ancestor, depth: int, seen: set[str]) -> Iterator[TraceRow]:
    if one.id in seen:
        return
    seen.add(one.id)
    at = f" at {show_conditions(one.question.at)}" if one.question.at else ""
    value = typeset(show_value(one)) if isinstance(one, Finding) else f"a {one.kind}"
    path = one.question.of.partition("#")[2] if not isinstance(one.origin, Computed) else ""
    kind = type(one.origin).__name__.lower()
    name = label(replace(one.question, of=one.question.system) if path else one.question)
    yield TraceRow(depth, typeset(f"{name}{at}"), value, typeset(describe_origin(one)), kind, one.id, path)
    for law in _laws(one.origin):
        yield TraceRow(depth + 1, f"law: {law.path}", law.word, law.why, "chosen", f"{one.id} {law.path}", law.path)
    for child in _children(one.origin):
        yield from _rows(child, depth + 1, seen)


def _laws(origin: Origin) -> tuple[Setting, ...]:
    match origin:
        case Fitted(fit=fit):
            return fit.laws
        case Computed(settings=settings):
            return tuple(s for s in settings if s.why)
        case _:
            return ()


def _children(origin: Origin) -> tuple[Ancestor, ...]:
    match origin:
        case Fitted(fit=fit):
            return (*fit.data, *fit.artefacts, *fit.held)
        case Measured(inputs=inputs, artefacts=artefacts) | Computed(inputs=inputs, artefacts=artefacts):
            return (*inputs, *artefacts)
        case _:
            return ()
