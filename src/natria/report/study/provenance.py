"""The sections of a page on provenance.

They list objections, assumptions, unanswered numbers, missing inputs, statements and sources.
"""

from __future__ import annotations

from html import escape

from ...design import Sweep
from ...quantity import Assumed, Finding, Question, Reported, ancestry, conditions, typeset
from ...studies import StudyResult, objections_to
from ..common.cite import bibtex, natria_bibtex, numbers_used, sources_of
from ..common.tables import Row, TableCell, table
from .missing import Missing, means_line, missing
from .sections import fact_cell, number_cell
from .summary import answers_of, assumed_by
from .wording import about, count, listed

FEW = 3  # systems that are named one by one
LONG = 60  # rows from which a list is closed on the screen; its counts are not


def assumed(result: StudyResult) -> str:
    """The assumptions behind the answers with their ground; definitions are left out."""
    total = len(answers_of(result))
    grounds = _grounds(result)
    rows: list[Row] = [
        [
            escape(typeset(a.about)),
            grounds.get(a.about, ""),
            escape(typeset(a.why)),
            TableCell(f"{n} of {total}", float(n)),
        ]
        for a, n in assumed_by(result).most_common()
    ]
    return table(["assumption", "ground", "why", "answers that rest on it"], rows)


def _grounds(result: StudyResult) -> dict[str, str]:
    """The ground of each assumed number; chosen laws and borrowed facts have none."""
    behind = (one for answer in answers_of(result) for one in ancestry(answer))
    return {
        f"{one.question.name} of {one.question.of}": one.origin.ground
        for one in behind
        if isinstance(one.origin, Assumed)
    }


def objections(result: StudyResult) -> str:
    """What an expert would object to in the models behind the answers, one row for each objection."""
    used = result.entries
    models: dict[str, list[str]] = {}
    for name, objection in objections_to(used.answerers, plugins=used.plugins).items():
        models.setdefault(objection, []).append(name)
    rows: list[Row] = [[_breakable(listed(names)), escape(typeset(text))] for text, names in models.items()]
    return table(["model", "objection, and what would settle it"], rows, sort=False)


def _breakable(names: str) -> str:
    """Names that a narrow column may break behind an underscore."""
    return escape(names).replace("_", "_<wbr>")


def not_answered(result: StudyResult) -> str:
    """Every reported number without a comparable answer, by reason."""
    groups = missing(result)
    if not groups:
        return ""
    total = sum(len(g.targets) for g in groups)
    verb = "has" if total == 1 else "have"
    shown = {c.target.id for c in result.base.comparisons if isinstance(c.answer, Finding)}  # not comparable, but there
    lead = f"<p>{count(total, 'reported number')} of {len(result.targets)} {verb} no comparable answer. "
    lead += f"What would answer them: {escape(means_line(result))}.</p>"
    return lead + "".join(_group(group, shown) for group in groups)


def _group(group: Missing, shown: set[str]) -> str:
    several = group.differ
    order = {name: place for place, name in enumerate(group.by_quantity())}
    pairs = sorted(zip(group.targets, group.whys, strict=True), key=lambda pair: order[pair[0].question.name])
    rows: list[Row] = [
        [
            fact_cell(target, named=target.id not in shown),
            number_cell(target),
            *([escape(typeset(why))] if several else []),
        ]
        for target, why in pairs
    ]
    inside = table(["fact", "reported", *(["why"] if several else [])], rows)
    names = listed(f"{name.replace('_', ' ')} ({n})" for name, n in group.by_quantity().items())
    opened = "" if len(rows) > LONG else " open"
    return (
        f"<h3>{escape(typeset(group.says))}: {len(rows)}</h3>\n<p>{escape(names)}</p>\n"
        f'<details class="matter"{opened}><summary>the reported {"number" if len(rows) == 1 else "numbers"}</summary>'
        f"{inside}</details>"
    )


def not_reported(result: StudyResult) -> str:
    """What the papers do not report of their cells, and why a comparison needs it."""
    systems: dict[tuple[str, str], list[str]] = {}
    for system, lacking in result.lacks.items():
        for lack in lacking:
            systems.setdefault((lack.what, lack.why), []).append(system)
    rows: list[Row] = [
        [
            escape(typeset(what)),
            escape(typeset(why)),
            TableCell(
                escape(listed(names) if len(names) <= FEW else f"{len(names)} of {len(result.lacks)}"), len(names)
            ),
        ]
        for (what, why), names in sorted(systems.items(), key=lambda item: -len(item[1]))
    ]
    return table(["missing", "why it matters", "systems"], rows)


def not_drawn(result: StudyResult) -> str:
    """The curves and maps of which every point is refused."""
    refusals = "".join(
        f"<li>{escape(typeset(about(r.question)))}: {escape(typeset(r.why))}</li>" for r in result.refused_tables
    )
    refused = f"<p>Not drawn, because every point is refused:</p><ul>{refusals}</ul>" if refusals else ""
    made = {table.id.partition("--")[0] for table in result.tables}
    refused_already = [r.question for r in result.refused_tables]
    kept = [
        s.title
        for s in result.case.study.sweep
        if s.when_asked and s.id not in made and not any(_is_point(q, s) for q in refused_already)
    ]
    later = f"<p>Drawn with <code>--all-curves</code>: {escape(typeset('; '.join(kept)))}.</p>" if kept else ""
    return refused + later


def _is_point(question: Question, sweep: Sweep) -> bool:
    """Whether a question is one at a point of a sweep."""
    same = question.name == sweep.name and question.of in sweep.of
    return same and conditions(**sweep.at).items() <= question.at.items()


def claims(result: StudyResult) -> str:
    return "".join(
        f"<p>{escape(typeset(c.says))} <small>{escape(c.where)} ({escape(c.id)})</small></p>" for c in result.claims
    )


def taken(result: StudyResult) -> str:
    rows: list[Row] = [
        [fact_cell(f), number_cell(f), escape(f.origin.where) if isinstance(f.origin, Reported) else ""]
        for f in result.taken
    ]
    if not rows:
        return ""
    inside = table(["fact", "value", "where"], rows)
    number = count(len(rows), "setting or assumption", "settings and assumptions")
    return f'<details class="matter"><summary>{number}, not asked for</summary>{inside}</details>'


def sources(result: StudyResult) -> str:
    """The papers whose numbers are on the page, as targets or as inputs."""
    used = numbers_used(result)
    lines = []
    for s in sources_of(result):
        where = f"{escape(s.journal)} ({s.year})" if s.journal else f"{s.year}"
        link = f' <a href="https://doi.org/{escape(s.doi)}">doi:{escape(s.doi)}</a>.' if s.doi else ""
        numbers = f" {count(used[s.key], 'number')} used here." if s.key in used else ""
        lines.append(f"<li>{escape(s.key)}: {escape(s.title)}. {where}.{link}{numbers}</li>")
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def how_to_cite(result: StudyResult, version: str) -> str:
    entries = [natria_bibtex(version), *(bibtex(s) for s in sources_of(result))]
    lead = "<p>Please cite natria, and the papers whose numbers you use.</p>"
    return f'{lead}<pre class="bibtex">{escape(chr(10).join(entries))}</pre>'


def files(result: StudyResult, version: str) -> str:
    tables = "".join(f"<li><code>{escape(t.file)}</code>: {escape(t.title)}</li>" for t in result.tables)
    listed_ = f"and the tables in SI units:</p><ul>{tables}</ul>" if tables else "and nothing else.</p>"
    return (
        f"<p>Written by natria {escape(version)} from <code>{escape(result.case.name)}</code>. Beside this page: "
        "<code>findings.json</code> (every finding with its ancestry), the figures as SVG and as PNG of "
        f"300 dpi, {listed_}"
    )
