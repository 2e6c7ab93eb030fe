"""A design as a page shows it: systems, picture of the cell, fields, limits and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...design import Case, Design, unusual_sizes
from ...design.editing import CellPicture, DesignFields, LayerKind, LayerStack, fields_of, picture_of, stack_of
from ...explore.answers.closed import ClosedAnswers
from ...explore.regimes import DesignLimit
from ...literature import Library
from ...quantity import Finding, ancestry, from_si, show_conditions, show_value, term, typeset
from ...studies import standing_of
from ..common.labels import label
from .curves import LIMITS
from .limits import LimitRow, limit_headline, limit_rows
from .traces import TraceRow, trace_rows

CURRENT = "protocol.current"


@dataclass(frozen=True)
class DescribedSystem:
    id: str
    says: str


@dataclass(frozen=True)
class DescribedDesign:
    """A system of a design file; `systems` are all of them, `system` is its name.

    `stack` is what can be done with its layers, `cautions` are its unusual numbers.
    """

    systems: tuple[DescribedSystem, ...]
    system: str
    title: str
    fields: DesignFields
    picture: CellPicture
    stack: LayerStack
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class MissingRow:
    """What is not answered, and the reason with what would answer it."""

    quantity: str
    why: str


@dataclass(frozen=True)
class DescribedLimits:
    """Limits with the sentence that matters.

    `curves` are the answer and the path of the curves that are drawn first.
    """

    headline: str
    limits: tuple[LimitRow, ...]
    missing: tuple[MissingRow, ...]
    curves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AnswerRow:
    """A number with its spread, verdict, and where it comes from."""

    id: str
    term: str
    quantity: str
    explains: str
    shown: str
    value: float
    spread: float | None
    unit: str
    conditions: str
    verdict: str
    why: str
    method: str
    trace: tuple[TraceRow, ...]


@dataclass(frozen=True)
class DescribedAnswers:
    answers: tuple[AnswerRow, ...]
    missing: tuple[MissingRow, ...]


def describe_design(case: Case, design: Design) -> DescribedDesign:
    """Return what a page shows of a system of a case before anything is computed."""
    systems = [DescribedSystem(case.base.name, str(case.base.get("title") or "as the file describes it"))]
    systems += [DescribedSystem(name, variant.words) for name, variant in case.variants.items()]
    cautions = tuple(f"{one.path}: {one.what} ({one.fix})" for one in unusual_sizes(design))
    title = str(case.base.get("title") or case.base.name)
    fields, picture = _printed_fields(fields_of(design)), picture_of(design)
    layers = tuple(replace(one, shown=typeset(one.shown), note=typeset(one.note)) for one in picture.layers)
    picture = replace(picture, layers=layers)
    stack = _printed_stack(stack_of(design, case.base.name))
    warned = tuple(map(typeset, cautions))
    return DescribedDesign(tuple(systems), design.name, title, fields, picture, stack, warned)


def _printed_stack(stack: LayerStack) -> LayerStack:
    """Return what is asked of new layers with units as print has them."""
    return replace(
        stack, places=tuple(replace(one, kinds=tuple(map(_printed_kind, one.kinds))) for one in stack.places)
    )


def _printed_kind(kind: LayerKind) -> LayerKind:
    fields = (
        replace(
            one,
            says=typeset(one.says),
            example=typeset(one.example),
            options=tuple(replace(option, says=typeset(option.says)) for option in one.options),
        )
        for one in kind.fields
    )
    return replace(kind, fields=tuple(fields))


def _printed_fields(fields: DesignFields) -> DesignFields:
    """Return fields with units as print has them, which an edit writes in plain letters."""
    numbers = (
        replace(one, unit=typeset(one.unit), shown=typeset(one.shown), example=typeset(one.example))
        for one in fields.numbers
    )
    choices = (
        replace(one, options=tuple(replace(option, says=typeset(option.says)) for option in one.options))
        for one in fields.choices
    )
    return DesignFields(tuple(numbers), tuple(choices))


def describe_limits(design: Design, limits: tuple[DesignLimit, ...], papers: Library | None = None) -> DescribedLimits:
    """Return the limits of a design with the sentence that matters, and those that cannot be answered."""
    missing = (MissingRow(f"{one.name} ({one.criterion.law})", typeset(one.why)) for one in limits if one.use is None)
    curves = tuple(_curves(design, limits))
    return DescribedLimits(limit_headline(limits), limit_rows(limits, papers), _grouped(missing), curves)


def _curves(design: Design, limits: tuple[DesignLimit, ...]) -> Iterator[tuple[str, str]]:
    """Yield the limits over a film that they depend on, or the current; and the overpotential."""
    sides = (side for one in limits for side in (one.answer, one.beside) if side is not None)
    read = {f.question.of.partition("#")[2]: f for side in sides for f in ancestry(side) if isinstance(f, Finding)}
    films = [f"interphase.{name}.thickness" for name in design.names("interphase")]
    first = next((path for path in (*films, CURRENT, "temperature") if path in read), None)
    if first is not None:
        yield LIMITS, first
    if design.has(CURRENT):
        yield "cell_overpotential", CURRENT


def describe_answers(found: ClosedAnswers, papers: Library | None = None) -> DescribedAnswers:
    """Return the numbers that closed forms answer as rows, and the reasons of what they do not."""
    rows = sorted((answer_row(one, papers) for one in found.answers), key=lambda row: row.quantity)
    missing = (MissingRow(label(one.question), typeset(f"{_form(one.model)}: {one.why}")) for one in found.refused)
    return DescribedAnswers(tuple(rows), _grouped(missing))


def answer_row(f: Finding, papers: Library | None = None) -> AnswerRow:
    """Return a number as a row."""
    row = term(f.question.name)
    standing = standing_of(f, papers)
    zero = from_si(0.0, row.shown, row.unit)
    origin = f.origin
    return AnswerRow(
        f.id,
        f.question.name,
        label(f.question),
        row.meaning,
        typeset(show_value(f)),
        from_si(f.value, row.shown, row.unit),
        None if f.std is None else from_si(f.std, row.shown, row.unit) - zero,
        "" if row.shown == "1" else typeset(row.shown),
        typeset(show_conditions(f.question.at)),
        standing.word,
        typeset(standing.why),
        _form(getattr(origin, "model", type(origin).__name__.lower())),
        trace_rows(f),
    )


def _form(name: str) -> str:
    """Return the name of a closed form as words."""
    return name.replace("_", " ")


def _grouped(rows: Iterable[MissingRow]) -> tuple[MissingRow, ...]:
    """Return a row for each reason, with the names of all that it holds for."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        by_reason.setdefault(row.why, []).append(row.quantity)
    return tuple(MissingRow(", ".join(dict.fromkeys(names)), why) for why, names in by_reason.items())
