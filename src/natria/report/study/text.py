"""A study on the terminal.

The text has the summary, fits, comparisons, rival laws, budgets, further answers, what-ifs and totals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...literature import Library
from ...quantity import Finding, Fitted, Refused, show_value
from ...studies import VERDICTS, Comparison, Run, StudyResult, interval_words, sentence, standing_of, totals
from ..common.terminal import STYLE, WIDE, plain, say, table
from ..impedance.text import print_spectra
from ..kinetics.text import print_kinetics
from ..materials.text import print_curves
from ..measurement import print_beside, print_recording
from .graded import missed
from .missing import means_line, missing
from .rival_values import print_rival_values
from .rivals import apart, nearest_first
from .summary import summary
from .wording import (
    about,
    agreement,
    count,
    listed,
    model_of,
    score_lines,
    told_apart,
    unanswered,
    value_of,
    whose,
    why_briefly,
)

if TYPE_CHECKING:
    from rich.console import Console


def print_study(result: StudyResult, console: Console) -> None:
    print_summary(result, console)
    _fits(result.base, console)
    _comparisons(result.base.comparisons, console)
    _misses(result, console)
    _own(result, console)
    _rivals(result, console)
    print_rival_values(result, console)
    _budgets(result, console)
    _answers(result.base, console, result.case.library)
    for run in result.what_ifs:
        _what_if(run, console)
    _missing(result, console)
    _totals(result, console)


def print_summary(result: StudyResult, console: Console) -> None:
    """Print the title and the summary."""
    say(console, f"\n[bold]{plain(title_of(result))}[/]")
    for line in summary(result):
        say(console, plain(line), 2)


def title_of(result: StudyResult) -> str:
    return str(result.case.base.document.get("title") or result.case.name)


def _fits(run: Run, console: Console) -> None:
    for name, found in run.fits.items():
        if isinstance(found.origin, Fitted):
            data = ", ".join(d.id for d in found.origin.fit.data)
            say(console, f"fitted: {name} = {show_value(found)}, to {data}")
    for why in dict.fromkeys(run.failed.values()):
        say(console, f"[red]not fitted:[/] {plain(why)}")


def _comparisons(comparisons: tuple[Comparison, ...], console: Console) -> None:
    answered = [c for c in comparisons if not unanswered(c)]
    if not answered:
        return
    wide = console.width >= WIDE
    heads = ("fact", "reported", "answer", "agreement", "verdict")
    shown = table("Reported and answered", *heads, *(["summary"] if wide else []))
    by = told_apart(c.answer for c in answered)
    for c in answered:
        answer = whose(value_of(c.answer, c.grade), by.get(c.answer.id), "\n") if isinstance(c.answer, Finding) else "-"
        verdict = f"[{STYLE[c.verdict]}]{c.verdict}[/]"
        shown.add_row(
            c.target.id, show_value(c.target), answer, _marked(c), verdict, *([plain(sentence(c))] if wide else [])
        )
    console.print(shown)
    if not wide:
        say(console, "[bold]Summary of each answer[/]")
        for c in answered:
            whose_answer = by.get(c.answer.id) if isinstance(c.answer, Finding) else None
            say(console, f"{whose(c.target.id, whose_answer)}: {plain(sentence(c))}", 2)


def _marked(c: Comparison) -> str:
    """The agreement, with a mark where it is weak or does not depend on what is assumed."""
    missed = c.whatever and c.within is False
    marks = (("weak", c.weak and c.within), ("whatever is assumed", missed), ("blind", c.blind is not None))
    return ", ".join(part for part in (agreement(c), *(mark for mark, on in marks if on)) if part)


def _misses(result: StudyResult, console: Console) -> None:
    """The misses that no value of what is assumed would mend."""
    if found := missed(result):
        say(console, f"[bold red]Misses whatever is assumed:[/] {listed(found)}")


def _own(result: StudyResult, console: Console) -> None:
    """Print recordings, spectra, kinetics and material curves beside other numbers."""
    for m in result.measurements:
        print_recording(m, console)
    for spectra in result.spectra:
        print_spectra(spectra, console)
    for kinetics in result.kinetics:
        print_kinetics(kinetics, console)
    for curves in result.curves:
        print_curves(curves, console)
    print_beside(result.base.own, console)


def _rivals(result: StudyResult, console: Console) -> None:
    """Print the reported numbers that several models answer; further questions are on the page."""
    found = [(one, one.target) for one in result.rivals if one.target is not None]
    if not found:
        return
    shown = table("Rival laws", "fact", "reported", "answers, nearest first", "spread")
    for one, target in found:
        answers = "\n".join(_rival(a, c) for a, c in nearest_first(one, result))
        shown.add_row(target.id, show_value(target), answers, apart(one))
    console.print(shown)


def _rival(answer: Finding, c: Comparison | None) -> str:
    if c is None or c.agreement is None:
        return f"{model_of(answer)}: {show_value(answer)}"
    return f"{model_of(answer)}: {value_of(answer, c.grade)}, {agreement(c)}"


def budget_rows(result: StudyResult) -> list[list[str]]:
    """Rows of the budget: parts, then terms, with a column for each system."""
    parts = dict.fromkeys(part for b in result.budgets for part in b.parts)
    rows = [[f"area resistance: {part}", *(_cell(b.parts.get(part)) for b in result.budgets)] for part in parts]
    terms = dict.fromkeys(name for b in result.budgets for name in b.whole)
    return rows + [[name.replace("_", " "), *(_cell(b.whole.get(name)) for b in result.budgets)] for name in terms]


def _cell(answer: Finding | Refused | None) -> str:
    if answer is None:
        return ""
    return show_value(answer) if isinstance(answer, Finding) else f"refused: {answer.why}"


def _budgets(result: StudyResult, console: Console) -> None:
    if not result.budgets:
        return
    shown = table("Budget, at the protocol of each design", "", *(b.system for b in result.budgets))
    for row in budget_rows(result):
        shown.add_row(*row)
    console.print(shown)


def _answers(run: Run, console: Console, papers: Library) -> None:
    if not run.answers:
        return
    shown = table("Asked without a reported number", "question", "answer", "standing")
    by = told_apart(run.answers)
    for a in run.answers:
        if isinstance(a, Finding):
            grade = run.grades.get(a.id)
            standing = standing_of(a, papers, grade=grade)
            ends = f"\n{words}" if (words := interval_words(a.question.name, grade)) else ""
            word = f"[{STYLE[standing.word]}]{standing.word}[/]"
            brief = f", {plain(why_briefly(standing.why, standing.rests_on))}" if console.width >= WIDE else ""
            shown.add_row(plain(about(a.question)), whose(value_of(a, grade), by.get(a.id), "\n") + ends, word + brief)
        else:
            shown.add_row(plain(about(a.question)), "-", f"[red]refused[/], {plain(a.why)}")
    console.print(shown)


def _what_if(run: Run, console: Console) -> None:
    say(console, f"\n[bold]What if[/] {plain(run.says or run.name)}?")
    _fits(run, console)
    by = told_apart((*(c.answer for c in run.comparisons), *run.answers))
    for c in run.comparisons:
        if isinstance(c.answer, Finding):
            say(console, f"{whose(c.target.id, by.get(c.answer.id))}: {plain(sentence(c))}", 2)
    for a in run.answers:
        if isinstance(a, Finding):
            say(console, f"{plain(about(a.question))}: {whose(show_value(a), by.get(a.id))}", 2)
    refusals = [a for a in (*(c.answer for c in run.comparisons), *run.answers) if isinstance(a, Refused)]
    for a in {a.why: a for a in refusals if a.why not in run.failed.values()}.values():
        say(console, f"{plain(about(a.question))}: [red]refused:[/] {plain(a.why)}", 2)


def _missing(result: StudyResult, console: Console) -> None:
    groups = missing(result)
    if not groups:
        return
    total = sum(len(g.targets) for g in groups)
    say(console, f"\n[bold]Not answered yet:[/] {count(total, 'reported number')}")
    say(console, f"What would answer them: {means_line(result)}", 2)
    for g in groups:
        names = listed(f"{name} ({n})" for name, n in g.by_quantity().items())
        say(console, f"{plain(g.says)}: {names}", 2)


def _totals(result: StudyResult, console: Console) -> None:
    counted = totals(result.base.comparisons)
    if not counted:
        return
    shown = table("Verdicts, by kind of the reported number", "", *counted)
    for verdict in VERDICTS:
        shown.add_row(f"[{STYLE[verdict]}]{verdict}[/]", *(str(row[verdict]) for row in counted.values()))
    console.print(shown)
    for line in score_lines(result):
        say(console, plain(f"Score, {line}"))
