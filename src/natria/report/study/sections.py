"""The sections of a page that hold numbers: reported and answered, rival laws, budget, questions, what-ifs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from ...literature import Library
from ...quantity import Finding, Refused, show_conditions, term, trace, typeset
from ...studies import VERDICTS, Comparison, Rivals, Run, StudyResult, standing_of, totals
from ..common import cards
from ..common.tables import Cell, Row, agreement_cell, table, value_cell, verdict_cell
from .rivals import apart, nearest_first
from .wording import about, agreement, count, model_of, told_apart, whose, why_briefly

SPREAD = (
    '<p class="soft"><small>± is one standard deviation, from those of the inputs to first order; settings count as '
    "exact. Where the spread of one input is not known, none is given.</small></p>"
)


def section(title: str, *parts: str) -> str:
    """A section with a name that a link can lead to; nothing where there is nothing to say."""
    body = "\n".join(p for p in parts if p)
    return f'<section id="{anchor(title)}"><h2>{escape(title)}</h2>\n{body}</section>' if body else ""


def anchor(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def fact_id(finding: Finding, *, named: bool = False) -> str:
    """The id of a fact; where it is `named`, the place that links to the fact lead to."""
    name = f' id="{escape(finding.id)}"' if named else ""
    return f'<span class="id"{name}>{escape(finding.id)}</span>'


def fact_cell(finding: Finding, *, named: bool = False) -> Cell:
    return Cell(f"{fact_id(finding, named=named)}<br>{escape(typeset(about(finding.question)))}")


def number_cell(finding: Finding, by: str | None = None) -> Cell:
    return value_cell(finding, whose(cards.number(finding), by))


def verdict_totals(result: StudyResult) -> str:
    counted = totals(result.base.comparisons)
    if not counted:
        return ""
    rows: Iterable[Row] = (
        [verdict_cell(verdict), *(Cell(str(row[verdict]), float(row[verdict])) for row in counted.values())]
        for verdict in VERDICTS
        if any(row[verdict] for row in counted.values())
    )
    return table(["in the paper:", *counted], rows, stack=False, sort=False)


def compared(comparisons: Iterable[Comparison], *, base: bool = False) -> str:
    """What was answered; what was not stands with its reason in a section of its own. What-ifs have shorter reasons."""
    rows: list[Row] = []
    seen: set[str] = set()
    comparisons = tuple(comparisons)
    by = told_apart(c.answer for c in comparisons)
    for c in comparisons:
        if isinstance(c.answer, Finding):
            rows.append(
                [
                    fact_cell(c.target, named=base and c.target.id not in seen),
                    number_cell(c.target),
                    number_cell(c.answer, by.get(c.answer.id)),
                    agreement_cell(c, escape(typeset(agreement(c)))),
                    verdict_cell(c.verdict),
                    (_why(c.why, c.rests_on) + _set_here(c) if base else _briefly(c)) + _trace(c.answer),
                ]
            )
            seen.add(c.target.id)
    return table(["fact", "reported", "answer", "agreement", "verdict", "why"], rows)


def fits(run: Run) -> str:
    rows: list[Row] = [
        [escape(n), number_cell(f), escape(typeset(cards.provenance(f))) + _trace(f)] for n, f in run.fits.items()
    ]
    rows += [[escape(n), "no solution", escape(why)] for n, why in run.failed.items()]
    return "<p><strong>Fitted</strong></p>" + table(["parameter", "value", "how"], rows) if rows else ""


def rival_laws(result: StudyResult) -> str:
    """One row what several models answer, and in which order each puts the systems."""
    rows = [_rivals(one, result) for one in result.rivals]
    lead = (
        f"<p>{count(len(rows), 'question')} with answers of more than one model: the nearest to the reported number "
        "first, the smallest first where nothing is reported. Apart is the largest over the smallest, or their "
        "difference.</p>"
    )
    return (lead + table(["question", "reported", "answers", "apart"], rows) if rows else "") + _rankings(result)


def _rivals(one: Rivals, result: StudyResult) -> Row:
    answered = "".join(_rival(answer, c) for answer, c in nearest_first(one, result))
    row = term(one.question.name)
    return [
        fact_cell(one.target) if one.target else escape(typeset(about(one.question))),
        number_cell(one.target) if one.target else "",
        f"<ol>{answered}</ol>",
        Cell(escape(typeset(apart(one))), one.spread, "" if row.compare == "ratio" else row.unit),
    ]


def _rival(answer: Finding, c: Comparison | None) -> str:
    words = (model_of(answer), *((agreement(c), c.verdict) if c else ()))
    return f"<li>{cards.number(answer)} {', '.join(escape(typeset(w)) for w in words if w)}</li>"


def _rankings(result: StudyResult) -> str:
    """The order of the systems by each law, the smallest first, against the reported one; where there is one."""
    rows: list[Row] = []
    for one in (r for r in result.rankings if r.reported):
        at = show_conditions(one.at)
        asked = escape(typeset(one.name.replace("_", " ") + (f" at {at}" if at else "")))
        rows += [
            [asked, _order(one.reported), escape(law.model), _order(law.order), escape(law.says)] for law in one.laws
        ]
    heads = ["quantity", "reported order", "law", "its order, the smallest first", "says"]
    return "<p><strong>In which order the laws put the systems</strong></p>" + table(heads, rows) if rows else ""


def _order(systems: tuple[str, ...]) -> str:
    return "<ol>" + "".join(f"<li>{escape(s)}</li>" for s in systems) + "</ol>"


def budgets(result: StudyResult) -> str:
    """A row a part or a term, a column a system; empty where a system has no such part."""
    parts = dict.fromkeys(part for b in result.budgets for part in b.parts)
    rows: list[Row] = [
        [f"area resistance: {escape(p)}", *(_budget(b.parts.get(p)) for b in result.budgets)] for p in parts
    ]
    names = dict.fromkeys(name for b in result.budgets for name in b.whole)
    rows += [[escape(n.replace("_", " ")), *(_budget(b.whole.get(n)) for b in result.budgets)] for n in names]
    return table(["", *(b.system for b in result.budgets)], rows, sort=False) + SPREAD if rows else ""


def _budget(answer: Finding | Refused | None) -> Cell:
    if isinstance(answer, Finding):
        return number_cell(answer)
    return Cell(f"refused: {escape(typeset(answer.why))}" if answer else "")


def answers(run: Run, papers: Library) -> str:
    by = told_apart(run.answers)
    return table(["question", "answer", "standing", "why"], (_answer(a, by, papers) for a in run.answers))


def _answer(answer: Finding | Refused, by: Mapping[str, str], papers: Library) -> Row:
    asked = escape(typeset(about(answer.question)))
    if isinstance(answer, Refused):
        return [asked, "-", verdict_cell("refused"), escape(typeset(answer.why))]
    standing = standing_of(answer, papers)
    why = escape(typeset(why_briefly(standing.why, standing.rests_on))) + _trace(answer)
    return [asked, number_cell(answer, by.get(answer.id)), verdict_cell(standing.word), why]


def what_if(run: Run, papers: Library) -> str:
    body = compared(run.comparisons) + _no_longer(run) + fits(run)
    if run.answers:
        more = f"{count(len(run.answers), 'other answer')} that change{'s' if len(run.answers) == 1 else ''}"
        body += f'<details class="matter"><summary>{more}</summary>{answers(run, papers)}</details>'
    return f"<h3>… {escape(typeset(run.says or run.name))}?</h3>\n{body or '<p>Nothing changes.</p>'}"


def _no_longer(run: Run) -> str:
    """What this what-if leaves without an answer, where no failed fit below says why."""
    refused = {c.answer.why: c for c in run.comparisons if isinstance(c.answer, Refused)}
    said = [(c.target.id, why) for why, c in refused.items() if why not in run.failed.values()]
    return "".join(f"<p>{escape(name)}: refused, {escape(typeset(why))}</p>" for name, why in said)


def _why(why: str, rests_on: tuple[str, ...]) -> str:
    if not why.startswith("if "):
        return escape(typeset(why))
    return "if<ul>" + "".join(f"<li>{escape(typeset(r))}</li>" for r in rests_on) + "</ul>"


def _briefly(c: Comparison) -> str:
    return escape(typeset(why_briefly(c.why, c.rests_on)))


def _set_here(c: Comparison) -> str:
    if not c.set_here:
        return ""
    return f'<p class="soft"><small>set here, not by the paper: {escape(typeset(", ".join(c.set_here)))}</small></p>'


def _trace(finding: Finding) -> str:
    tree = escape(trace(finding))
    return f'<details class="trace"><summary>all that it rests on</summary><pre>{tree}</pre></details>'
