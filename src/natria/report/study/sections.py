"""The sections of a page with numbers: comparisons, rival laws, budgets, further questions, what-ifs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from ...literature import Library
from ...quantity import Finding, Refused, show_conditions, term, trace, typeset
from ...studies import VERDICTS, Comparison, Grade, Rivals, Run, StudyResult, standing_of, totals
from ..common import cards
from ..common.tables import Row, TableCell, agreement_cell, table, value_cell, verdict_cell
from . import graded
from .rivals import apart, nearest_first
from .wording import about, agreement, count, model_of, score_lines, told_apart, whose, why_briefly

SPREAD = (
    '<p class="soft"><small>± is one standard deviation, propagated from the inputs to first order. Settings are '
    "exact. No ± is given where one input has no known spread.</small></p>"
)


def section(title: str, *parts: str) -> str:
    """A section with an anchor; empty where it has no content."""
    body = "\n".join(p for p in parts if p)
    return f'<section id="{anchor(title)}"><h2>{escape(title)}</h2>\n{body}</section>' if body else ""


def anchor(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def fact_id(finding: Finding, *, named: bool = False) -> str:
    """The id of a fact; `named` makes it the target of links to the fact."""
    name = f' id="{escape(finding.id)}"' if named else ""
    return f'<span class="id"{name}>{escape(finding.id)}</span>'


def fact_cell(finding: Finding, *, named: bool = False) -> TableCell:
    return TableCell(f"{fact_id(finding, named=named)}<br>{escape(typeset(about(finding.question)))}")


def answer_cell(answer: Finding, grade: Grade | None, by: str | None) -> TableCell:
    """An answer with the model that gave it, and its interval below."""
    ends = graded.interval(answer.question.name, grade)
    html = whose(cards.number(answer, spread=not ends), by) + ends
    return value_cell(answer, f"<div>{html}</div>")


def number_cell(finding: Finding, by: str | None = None) -> TableCell:
    return value_cell(finding, whose(cards.number(finding), by))


def verdict_totals(result: StudyResult) -> str:
    counted = totals(result.base.comparisons)
    if not counted:
        return ""
    rows: Iterable[Row] = (
        [verdict_cell(verdict), *(TableCell(str(row[verdict]), float(row[verdict])) for row in counted.values())]
        for verdict in VERDICTS
        if any(row[verdict] for row in counted.values())
    )
    return table(["in the paper:", *counted], rows, stack=False, sort=False)


def compared(comparisons: Iterable[Comparison], *, base: bool = False) -> str:
    """The comparisons with an answer. Refusals have a section of their own; what-ifs have shorter reasons."""
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
                    answer_cell(c.answer, c.grade, by.get(c.answer.id)),
                    agreement_cell(c, escape(typeset(agreement(c))) + graded.badges(c)),
                    verdict_cell(c.verdict),
                    _in_words(c, base=base),
                ]
            )
            seen.add(c.target.id)
    return table(["fact", "reported", "answer", "agreement", "verdict", "summary"], rows)


def _in_words(c: Comparison, *, base: bool) -> str:
    """Return the sentence of a comparison and its folded sections.

    They are what moves the answer, the reason for the verdict, and the ancestry.
    """
    assert isinstance(c.answer, Finding)
    why = f'<details class="why"><summary>why this verdict</summary>{_why(c.why, c.rests_on)}{_set_here(c)}</details>'
    name = c.target.question.name
    return (
        graded.one_sentence(c) + graded.moved(name, c.grade, brief=not base) + (why if base else "") + _trace(c.answer)
    )


def whatever(result: StudyResult) -> str:
    """The misses that no value of what is assumed would mend: a finding about the model itself."""
    found = graded.misses_whatever(result)
    if not found:
        return ""
    lead = "<p>These answers miss even with all assumed values together at either end of their spread.</p>"
    by = told_apart(c.answer for c in result.base.comparisons)
    rows: list[Row] = [
        [whose(graded.fact_link(c.target), by.get(c.answer.id), "<br>"), graded.one_sentence(c)]
        for c in found
        if isinstance(c.answer, Finding)
    ]
    return lead + table(["fact", "summary"], rows)


def score(result: StudyResult) -> str:
    """The score of a case, as numbers where there are enough series."""
    lines = score_lines(result)
    items = "".join(f"<li>{escape(typeset(line))}</li>" for line in lines)
    return f'<p><strong>Score</strong></p><ul class="score">{items}</ul>' if items else ""


def fits(run: Run) -> str:
    rows: list[Row] = [
        [escape(n), number_cell(f), escape(typeset(cards.provenance(f))) + _trace(f)] for n, f in run.fits.items()
    ]
    rows += [[escape(n), "no solution", escape(why)] for n, why in run.failed.items()]
    return "<p><strong>Fitted</strong></p>" + table(["parameter", "value", "how"], rows) if rows else ""


def rival_laws(result: StudyResult) -> str:
    """A row for each question that several models answer, and the order of the systems by each law."""
    rows = [_rivals(one, result) for one in result.rivals]
    lead = (
        f"<p>{count(len(rows), 'question')} with answers of several models, sorted by agreement with the reported "
        "number, or by value where none is reported. Spread: largest over smallest answer, or their difference.</p>"
    )
    return (lead + table(["question", "reported", "answers", "spread"], rows) if rows else "") + _rankings(result)


def _rivals(one: Rivals, result: StudyResult) -> Row:
    answered = "".join(_rival(answer, c) for answer, c in nearest_first(one, result))
    row = term(one.question.name)
    return [
        fact_cell(one.target) if one.target else escape(typeset(about(one.question))),
        number_cell(one.target) if one.target else "",
        f"<ol>{answered}</ol>",
        TableCell(escape(typeset(apart(one))), one.spread, "" if row.compare == "ratio" else row.unit),
    ]


def _rival(answer: Finding, c: Comparison | None) -> str:
    words = (model_of(answer), *((agreement(c), c.verdict) if c else ()))
    has_interval = bool(c and graded.interval(c.target.question.name, c.grade))
    described = ", ".join(escape(typeset(word)) for word in words if word)
    return f"<li>{cards.number(answer, spread=not has_interval)} {described}</li>"


def _rankings(result: StudyResult) -> str:
    """The order of the systems by each law against the reported order, where there is one."""
    rows: list[Row] = []
    for one in (r for r in result.rankings if r.reported):
        at = show_conditions(one.at)
        asked = escape(typeset(one.name.replace("_", " ") + (f" at {at}" if at else "")))
        rows += [
            [asked, _order(one.reported), escape(law.model), _order(law.order), escape(law.says)] for law in one.laws
        ]
    heads = ["quantity", "reported order", "law", "order by the law, smallest first", "result"]
    return "<p><strong>Order of the systems by each law</strong></p>" + table(heads, rows) if rows else ""


def _order(systems: tuple[str, ...]) -> str:
    return "<ol>" + "".join(f"<li>{escape(s)}</li>" for s in systems) + "</ol>"


def budgets(result: StudyResult) -> str:
    """The budget: rows of parts and terms, a column for each system."""
    parts = dict.fromkeys(part for b in result.budgets for part in b.parts)
    rows: list[Row] = [
        [f"area resistance: {escape(p)}", *(_budget(b.parts.get(p)) for b in result.budgets)] for p in parts
    ]
    names = dict.fromkeys(name for b in result.budgets for name in b.whole)
    rows += [[escape(n.replace("_", " ")), *(_budget(b.whole.get(n)) for b in result.budgets)] for n in names]
    return table(["", *(b.system for b in result.budgets)], rows, sort=False) + SPREAD if rows else ""


def _budget(answer: Finding | Refused | None) -> TableCell:
    if isinstance(answer, Finding):
        return number_cell(answer)
    return TableCell(f"refused: {escape(typeset(answer.why))}" if answer else "")


def answers(run: Run, papers: Library) -> str:
    by = told_apart(run.answers)
    return table(["question", "answer", "standing", "why"], (_answer(a, by, run, papers) for a in run.answers))


def _answer(answer: Finding | Refused, by: Mapping[str, str], run: Run, papers: Library) -> Row:
    asked = escape(typeset(about(answer.question)))
    if isinstance(answer, Refused):
        return [asked, "-", verdict_cell("refused"), escape(typeset(answer.why))]
    grade = run.grades.get(answer.id)
    standing = standing_of(answer, papers, grade=grade)
    why = escape(typeset(why_briefly(standing.why, standing.rests_on)))
    folded = graded.moved(answer.question.name, grade, brief=bool(run.name)) + _trace(answer)
    return [asked, answer_cell(answer, grade, by.get(answer.id)), verdict_cell(standing.word), why + folded]


def what_if(run: Run, papers: Library) -> str:
    body = compared(run.comparisons) + _no_longer(run) + fits(run)
    if run.answers:
        more = f"{count(len(run.answers), 'further answer')} that change{'s' if len(run.answers) == 1 else ''}"
        body += f'<details class="matter"><summary>{more}</summary>{answers(run, papers)}</details>'
    return f"<h3>… {escape(typeset(run.says or run.name))}?</h3>\n{body or '<p>Nothing changes.</p>'}"


def _no_longer(run: Run) -> str:
    """Return the targets that lose their answer in this what-if.

    Targets of a failed fit are left out, since they are listed below.
    """
    refused = {c.answer.why: c for c in run.comparisons if isinstance(c.answer, Refused)}
    items = [(c.target.id, why) for why, c in refused.items() if why not in run.failed.values()]
    return "".join(f"<p>{escape(name)}: refused, {escape(typeset(why))}</p>" for name, why in items)


def _why(why: str, rests_on: tuple[str, ...]) -> str:
    if not why.startswith("if "):
        return escape(typeset(why))
    return "if<ul>" + "".join(f"<li>{escape(typeset(r))}</li>" for r in rests_on) + "</ul>"


def _set_here(c: Comparison) -> str:
    """The settings that the design chose for a cell of a paper."""
    if not c.set_here:
        return ""
    chosen = escape(typeset(", ".join(c.set_here)))
    return f'<p class="soft"><small>chosen in this design, not given by the paper: {chosen}</small></p>'


def _trace(finding: Finding) -> str:
    tree = escape(trace(finding))
    return f'<details class="trace"><summary>ancestry</summary><pre>{tree}</pre></details>'
