"""The page of a study: one HTML file with everything in it, readable on a telephone and in print."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path

from ..quantity import Finding, Refused, Reported, assumptions, show_value, trace, typeset
from ..study import VERDICTS, Comparison, Run, StudyResult, standing_of, totals
from .figures import Picture
from .text import about, agreement, budget_rows, unanswered, why_briefly

SPREAD = (
    '<p class="soft"><small>± is one standard deviation, from those of the inputs to first order; settings count as '
    "exact. Where the spread of one input is not known, none is given.</small></p>"
)
CSS = Path(__file__).with_name("page.css")


def page(result: StudyResult, drawn: tuple[Picture, ...], version: str) -> str:
    title = str(result.case.base.document.get("title") or result.case.name)
    sections = (
        _head(result, title),
        _figures(drawn),
        _section("Reported and answered", _comparisons(result.base.comparisons), _fits(result.base)),
        _section("Budget, at the protocol of each design", _budgets(result)),
        _section("Asked without a reported number", _answers(result.base)),
        _section("What if", *(_what_if(run) for run in result.what_ifs)),
        _section("Assumed without a source", _assumed(result)),
        _section("Not answered yet", _missing(result)),
        _section("What the papers say in words", _claims(result)),
        _section("What the papers set or assumed", _taken(result)),
        _section("Files and sources", _sources(result, version)),
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f"<style>{CSS.read_text(encoding='utf-8')}</style></head>\n<body><main>\n"
        + "\n".join(sections)
        + "\n</main></body></html>\n"
    )


def _section(title: str, *parts: str) -> str:
    body = "\n".join(p for p in parts if p)
    return f"<section><h2>{escape(title)}</h2>\n{body}</section>" if body else ""


def _head(result: StudyResult, title: str) -> str:
    count = Counter(c.verdict for c in result.base.comparisons)
    unknown = sum(unanswered(c) for c in result.base.comparisons)
    no_model = f" ({unknown} of them for want of a model or a design)" if unknown else ""
    said = ", ".join(f"{count[v]} {v}{no_model if v == 'refused' else ''}" for v in VERDICTS if count[v])
    lead = (
        f"Reported numbers that were asked for: {len(result.targets)}. Verdicts: {said}. A verdict is derived from "
        "what an answer rests on. A <em>fit</em> shares evidence with its target, a <em>conditional</em> answer rests "
        "on something assumed, a <em>prediction</em> has a source for every input."
    )
    return (
        f"<h1>{escape(title)}</h1>\n<p>{lead}</p>\n{_totals(result)}" if result.targets else f"<h1>{escape(title)}</h1>"
    )


def _totals(result: StudyResult) -> str:
    counted = totals(result.base.comparisons)
    rows = ([verdict, *(str(row[verdict]) for row in counted.values())] for verdict in VERDICTS)
    return _table(["in the paper:", *counted], rows, stack=False)


def _table(heads: list[str], rows: Iterable[list[str]], stack: bool = True) -> str:
    """Cells are HTML already; heads repeat beside the cells where the screen is narrow."""
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    body = "".join("<tr>" + "".join(map(_cell, heads, row)) + "</tr>" for row in rows)
    return f"<table{' class=stack' if stack else ''}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(head: str, content: str) -> str:
    return f'<td data-head="{escape(head)}"><div>{content}</div></td>' if content else "<td></td>"


def _figures(drawn: tuple[Picture, ...]) -> str:
    if not drawn:
        return ""
    shown = "".join(
        f'<figure><img alt="{escape(p.says)}" src="data:image/svg+xml;base64,{b64encode(p.svg).decode()}">'
        f"<figcaption>{escape(typeset(p.says))}</figcaption></figure>"
        for p in drawn
    )
    return f'<section><h2>Figures</h2><div class="figures">{shown}</div></section>'


def _word(word: str) -> str:
    return f'<span class="verdict v-{word.replace(" ", "-")}">{word}</span>'


def _id(finding: Finding) -> str:
    return f'<span class="id">{escape(finding.id)}</span>'


def _shown(finding: Finding) -> str:
    return escape(typeset(show_value(finding)))


def _why(why: str, rests_on: tuple[str, ...]) -> str:
    if not why.startswith("if "):
        return escape(typeset(why))
    return "if<ul>" + "".join(f"<li>{escape(typeset(r))}</li>" for r in rests_on) + "</ul>"


def _set_here(c: Comparison) -> str:
    if not c.set_here:
        return ""
    return f'<p class="soft"><small>set here, not by the paper: {escape(typeset(", ".join(c.set_here)))}</small></p>'


def _trace(finding: Finding) -> str:
    return f"<details><summary>all that it rests on</summary><pre>{escape(trace(finding))}</pre></details>"


def _comparisons(comparisons: tuple[Comparison, ...]) -> str:
    rows = [
        [
            f"{_id(c.target)}<br>{escape(typeset(about(c.target.question)))}",
            _shown(c.target),
            f"{_shown(c.answer)}<br>{_id(c.answer)}" if isinstance(c.answer, Finding) else "-",
            escape(agreement(c)),
            _word(c.verdict),
            _why(c.why, c.rests_on) + _set_here(c) + (_trace(c.answer) if isinstance(c.answer, Finding) else ""),
        ]
        for c in comparisons
        if not unanswered(c)
    ]
    return _table(["fact", "reported", "answer", "agreement", "verdict", "why"], rows) if rows else ""


def _fits(run: Run) -> str:
    rows = [[escape(n), _shown(f), _trace(f)] for n, f in run.fits.items()]
    rows += [[escape(n), "no solution", escape(why)] for n, why in run.failed.items()]
    return "<h3>Fitted</h3>" + _table(["parameter", "value", "how"], rows) if rows else ""


def _answers(run: Run) -> str:
    rows = [_answer(a) for a in run.answers]
    return _table(["question", "answer", "standing", "why"], rows) if rows else ""


def _answer(answer: Finding | Refused) -> list[str]:
    asked = escape(typeset(about(answer.question)))
    if isinstance(answer, Refused):
        return [asked, "-", _word("refused"), escape(answer.why)]
    standing = standing_of(answer)
    why = escape(typeset(why_briefly(standing.why, standing.rests_on))) + _trace(answer)
    return [asked, f"{_shown(answer)}<br>{_id(answer)}", _word(standing.word), why]


def _budgets(result: StudyResult) -> str:
    rows = [[escape(typeset(cell)) for cell in row] for row in budget_rows(result)]
    return _table(["", *(b.system for b in result.budgets)], rows) + SPREAD if rows else ""


def _what_if(run: Run) -> str:
    body = _comparisons(run.comparisons) + _fits(run)
    if run.answers:
        body += f"<details><summary>{len(run.answers)} other answers that change</summary>{_answers(run)}</details>"
    return f"<h3>… {escape(run.says or run.name)}?</h3>\n{body or '<p>Nothing changes.</p>'}"


def _assumed(result: StudyResult) -> str:
    answers = [c.answer for c in result.base.comparisons] + list(result.base.answers)
    count = Counter((a.about, a.why) for f in answers if isinstance(f, Finding) for a in assumptions(f))
    rows = [[escape(typeset(what)), escape(typeset(why)), str(n)] for (what, why), n in count.most_common()]
    return _table(["what", "why", "answers that rest on it"], rows) if rows else ""


def _missing(result: StudyResult) -> str:
    rows = [
        [_id(c.target), escape(typeset(about(c.target.question))), _shown(c.target), escape(c.answer.why)]
        for c in result.base.comparisons
        if unanswered(c) and isinstance(c.answer, Refused)
    ]
    if not rows:
        return ""
    inside = _table(["fact", "about", "reported", "why"], rows)
    count = f"<p>{len(rows)} reported numbers have no answer here.</p>"
    return f"{count}<details><summary>show them</summary>{inside}</details>"


def _claims(result: StudyResult) -> str:
    return "".join(
        f"<p>{escape(typeset(c.says))} <small>{escape(c.where)} ({escape(c.id)})</small></p>" for c in result.claims
    )


def _taken(result: StudyResult) -> str:
    rows = [[_id(f), escape(typeset(about(f.question))), _shown(f), escape(_where(f))] for f in result.taken]
    if not rows:
        return ""
    inside = _table(["fact", "about", "value", "where"], rows)
    return f"<details><summary>{len(rows)} settings and assumptions, not asked for</summary>{inside}</details>"


def _where(finding: Finding) -> str:
    return finding.origin.where if isinstance(finding.origin, Reported) else ""


def _sources(result: StudyResult, version: str) -> str:
    papers = "".join(
        f"<li>{escape(p.source.key)}: {escape(p.source.title)}. {escape(p.source.journal)} ({p.source.year}). "
        f'<a href="https://doi.org/{escape(p.source.doi)}">doi:{escape(p.source.doi)}</a></li>'
        for p in result.papers
    )
    tables = "".join(f"<li><code>{escape(t.file)}</code>: {escape(t.title)}</li>" for t in result.tables)
    about_it = (
        f"<p>Written by natria {escape(version)} from <code>{escape(result.case.name)}</code>. Beside this page lie "
        "<code>findings.json</code> (every finding with its ancestry), the figures, and the tables in SI units:</p>"
    )
    return f"<ul>{papers}</ul>{about_it}<ul>{tables}</ul>"
