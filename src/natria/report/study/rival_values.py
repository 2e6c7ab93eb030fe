"""Texts of rival values: each value with its source and answer, and contradictions of papers."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from ...quantity import Assumed, Finding, Fitted, Reported, digits_of, in_unit, show_value, term, typeset
from ...studies import RivalValues, StudyResult, ValueAnswer
from ..common import cards
from ..common.tables import Row, table, verdict_cell
from ..common.terminal import say
from ..common.terminal import table as terminal_table
from .wording import agreement, listed, times, value_of

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = ["input", "source of the value", "value", "fact", "answer", "agreement", "verdict"]


def contradictions(result: StudyResult) -> list[str]:
    """Return a sentence for each target that contradicts the facts of another paper.

    Of several models the first is quoted.
    """
    found = [(r, a) for r in result.rival_values for a in r.answers if a.contradicts]
    firsts = {(r.path, r.target.id, a.contradicts): (r, a) for r, a in reversed(found)}
    return [_contradiction(r, a) for r, a in reversed(firsts.values())]


def _contradiction(r: RivalValues, a: ValueAnswer) -> str:
    name, unit = r.target.question.name, term(r.target.question.name).shown
    ends = (a.alone.low, a.alone.high) if a.alone else ()
    low, high = (digits_of(in_unit(end, name), name) for end in ends if end is not None)
    answer = show_value(replace(a.compared.answer, std=None)) if isinstance(a.compared.answer, Finding) else ""
    what = a.value.question.name.replace("_", " ")
    says = (
        f"{listed(a.contradicts)} and {r.target.id} contradict each other if both cells have the same {what}: with "
        f"{show_value(a.value)}, {r.model} gives {answer} (95 %: {low} to {high} {unit} by the spread of the former "
        f"alone) against {show_value(r.target)}"
    )
    return f"{says}{_met(a)}."


def _met(a: ValueAnswer) -> str:
    """The value that would meet the target, where it was looked for."""
    meets = a.compared.grade.meets if a.compared.grade else None
    if meets is None or meets[0].id != a.value.id:
        return ""
    name = a.value.question.name
    needed = digits_of(in_unit(meets[1], name), name)
    return f"; {needed} {term(name).shown} would meet it ({times(meets[1] / a.value.value)})"


def source_of(value: Finding) -> str:
    """Where a value comes from: the facts of a fit, a fact, or an assumption."""
    match value.origin:
        case Fitted(fit=fit):
            return f"fit to {listed([d.id for d in fit.data])}"
        case Reported(kind=kind):
            return f"{value.id}, {kind} there"
        case Assumed(facts=facts) if facts:
            return f"made by hand from {listed([f.id for f in facts])}"
        case _:
            return "assumed"


def _cells(r: RivalValues, a: ValueAnswer) -> list[str]:
    answer = a.compared.answer
    return [
        r.path,
        source_of(a.value) + (f" (what-if: {a.run})" if a.run else ""),
        show_value(a.value),
        f"{r.target.id}: {show_value(r.target)}",
        f"{value_of(answer, a.compared.grade)} by {r.model}" if isinstance(answer, Finding) else "-",
        agreement(a.compared),
        a.compared.verdict,
    ]


def rival_values_section(result: StudyResult) -> str:
    """The section of the page: contradictions first, then a row for each value and target."""
    if not result.rival_values:
        return ""
    told = "".join(f"<p><strong>Contradiction:</strong> {escape(typeset(line))}</p>" for line in contradictions(result))
    lead = (
        "<p>What-ifs that give one input another source, each with its answer. A contradiction means that the target "
        "lies outside what the facts behind the value allow, with everything else as assumed here.</p>"
    )
    rows: list[Row] = [_row(r, a) for r in result.rival_values for a in r.answers]
    return told + lead + table(COLUMNS, rows)


def _row(r: RivalValues, a: ValueAnswer) -> Row:
    cells: Row = [escape(typeset(cell)) for cell in _cells(r, a)]
    shown = list(cells)
    shown[COLUMNS.index("input")] = escape(r.path.rpartition(".")[2].replace("_", " "))
    shown[COLUMNS.index("value")] = cards.number(a.value)
    shown[COLUMNS.index("verdict")] = verdict_cell(a.compared.verdict)
    return shown


def print_rival_values(result: StudyResult, console: Console) -> None:
    """Print contradictions of papers, and the values with their answers."""
    if not result.rival_values:
        return
    shown = terminal_table("Rival values of an input", "input", "value and source", "answer", "verdict")
    firsts = {(r.path, r.target.id): r for r in reversed(result.rival_values)}  # of several models the first
    for r in reversed(firsts.values()):
        for place, a in enumerate(r.answers):
            path, source, value, fact, answer, agrees, verdict = _cells(r, a)
            name = path.rpartition(".")[2].replace("_", " ")
            shown.add_row("" if place else f"{name}, for {fact}", f"{value}, {source}", f"{answer}, {agrees}", verdict)
    console.print(shown)
    for line in contradictions(result):
        say(console, line, 2)
