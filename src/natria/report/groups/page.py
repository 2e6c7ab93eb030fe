"""The index page of many cells.

It shows the answers, a sortable table of all cells, and the groups with their comparison.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from ...quantity import show_conditions, show_value, typeset
from ...studies.groups import CellGroups, GroupedLives, GroupedNumber, GroupMean, MeasuredCell
from ..common import cards
from ..common.frame import contents, document, figures, inline_only
from ..common.labels import label
from ..common.picture import Picture
from ..common.tables import Row, TableCell, table, value_cell
from ..study.sections import section
from ..study.wording import count, listed
from .wording import (
    CAUSES,
    MAIN,
    MAIN_LABELS,
    conditions_of,
    contrast_interval,
    contrast_words,
    deviation,
    life_words,
    main_first,
    main_number,
    p_value,
    sentences,
    span_of,
    test_words,
    verdict_of,
)

ORDER = ("failed", "possible", "passing", "none", "not looked for")  # of verdicts in a sorted table
NOTHING_FOUND = (
    "'No failure found' means that none of the failures that are looked for was seen until the end of the record. The "
    "page of each file says what was looked for and what could not have been seen."
)
HOW = (
    "Mean: geometric for terms that are compared by ratio, else arithmetic. Std: between the cells. Interval: 95 %, of "
    "the mean by Student's t, of a difference or ratio by Welch's. It holds what differs from cell to cell. An error "
    "that all cells share (an assumed area, the offset of one cycler) is not in it. p: two-sided, of a difference this "
    "large if the groups do not differ."
)
LIVES = (
    "Survival by Kaplan and Meier; a record that ends without a failure counts as 'at least'. Interval of the median: "
    "95 %, by log(-log). The log-rank p is exact where the divisions of the cells can be counted. The smallest "
    "possible p is that of the clearest division of these cells."
)

NO_CYCLING = "No recording of cycling was measured. Each other result of the files has a page of its own."


@dataclass(frozen=True)
class PageLink:
    """A page of other results of the same files: its title, its answer, its address."""

    title: str
    answer: str
    address: str
    kind: str = "Impedance spectra"


def groups_page(
    result: CellGroups,
    drawn: Sequence[Picture],
    version: str,
    files: Iterable[str],
    beside: Sequence[PageLink] = (),
) -> str:
    """The page as HTML; links go to the pages of the cells beside it, and to those of other results."""
    title = f"Measured cells: {listed(result.groups)}" if result.groups else count(len(result.cells), "measured cell")
    lines = list(sentences(result))
    if beside and not result.cells:
        title, lines = "Measured files", [NO_CYCLING]
    cells = section("Cells", _cells(result), _soft(NOTHING_FOUND) if _is_quiet(result.cells) else "")
    parts = (
        "" if result.groups else cells,
        section("Groups compared", _contrasts(result), _soft(HOW)) if _has_contrasts(result) else "",
        section("Remarks", _listed([r.text for r in result.remarks])),
        section("Figures", figures(tuple(drawn))),
        section("Lives", _lives(result), _soft(LIVES)) if result.lives else "",
        section("Numbers of the groups", _numbers(result), "" if _has_contrasts(result) else _soft(HOW))
        if result.numbers
        else "",
        cells if result.groups else "",
        *(section(kind, "".join(_linked(one) for one in beside if one.kind == kind)) for kind in _kinds(beside)),
        section("Not measured", _not_measured(result)),
        section("Files", _files(files, version)),
    )
    shown = [part for part in parts if part]
    lead = "".join(f'<p class="summary">{escape(typeset(s))}</p>\n' for s in lines)
    body, notes = cards.with_footnotes("\n".join([f"<h1>{escape(title)}</h1>", lead, contents(shown), *shown]))
    printed = f'<section class="notes"><h2>Notes</h2>\n{notes}</section>' if notes else ""
    return document(title, f"{body}\n{printed}", lines[0], inline_only())


def _kinds(beside: Sequence[PageLink]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.kind for page in beside))


def _linked(page: PageLink) -> str:
    address = escape(quote(page.address))
    return f'<p><a href="{address}">{escape(page.title)}</a>: {escape(typeset(page.answer))}</p>'


def _is_quiet(cells: Sequence[MeasuredCell]) -> bool:
    return any(c.kind in CAUSES and verdict_of(c).code == "none" for c in cells)


def _cells(result: CellGroups) -> str:
    used = [names for names in MAIN if any(main_number(c, names) for c in result.cells)]
    grouped = ["group"] if result.groups else []
    heads = ["file", *grouped, "kind", "verdict", *(MAIN_LABELS[names[0]] for names in used)]
    rows: list[Row] = []
    for cell in result.cells:
        verdict = verdict_of(cell)
        group = [escape(result.group_of(cell.name))] if result.groups else []
        numbers = [_main_cell(cell, names) for names in used]
        rows.append(
            [
                _link(cell),
                *group,
                escape(cell.says),
                TableCell(escape(verdict.text), float(ORDER.index(verdict.code))),
                *numbers,
            ]
        )
    return table(heads, rows)


def _link(cell: MeasuredCell) -> str:
    text = escape(cell.name)
    return f'<a href="{escape(quote(cell.folder))}/index.html">{text}</a>' if cell.folder else text


def _main_cell(cell: MeasuredCell, names: Sequence[str]) -> TableCell:
    finding = main_number(cell, names)
    return TableCell("") if finding is None else value_cell(finding, escape(typeset(show_value(finding))))


def _has_contrasts(result: CellGroups) -> bool:
    return any(n.contrasts for n in result.numbers)


def _contrasts(result: CellGroups) -> str:
    main, others = main_first(result.numbers)
    several = ["groups"] if len(result.groups) > 2 else []
    heads = ["quantity", "conditions", *several, "means", "ratio or difference", "95 % interval", "p"]

    def rows(numbers: Iterable[GroupedNumber]) -> list[Row]:
        return [row for n in numbers for row in _contrast_rows(n, bool(several))]

    more = rows(others)
    folded = f"<details><summary>{count(len(more), 'further number')}</summary>{table(heads, more)}</details>"
    return table(heads, rows(main)) + (folded if more else "")


def _contrast_rows(n: GroupedNumber, several: bool) -> Iterator[Row]:
    name, there = n.question.name, {m.group: m for m in n.groups}
    for c in n.contrasts:
        yield [
            escape(label(n.question)),
            _conditions(n),
            *([escape(f"{c.second} against {c.first}")] if several else []),
            f"{_of_group(there[c.second])} against {_of_group(there[c.first])}",
            TableCell(escape(typeset(contrast_words(name, c))), c.value, c.scale),
            escape(typeset(contrast_interval(name, c))),
            TableCell(escape(p_value(c.p)), c.p),
        ]


def _of_group(m: GroupMean) -> str:
    """The mean with its card, the group and n."""
    assert m.mean is not None
    return f"{cards.number(m.mean, spread=False)} <small>{escape(m.group)}, n&nbsp;=&nbsp;{m.n}</small>"


def _conditions(n: GroupedNumber | GroupedLives) -> str:
    same = not isinstance(n, GroupedNumber) or n.same_cycles
    differ = "" if same else '<br><small class="soft">the cells ran over different cycles</small>'
    return f"<small>{escape(typeset(conditions_of(n)))}</small>{differ}"


def _numbers(result: CellGroups) -> str:
    main, others = main_first(result.numbers)
    heads = ["quantity", "conditions", "group", "n", "mean", "std", "95 % interval", "cells"]
    more = [row for n in others for row in (_mean_row(n, m) for m in n.groups)]
    folded = f"<details><summary>{count(len(more), 'further row')}</summary>{table(heads, more)}</details>"
    return table(heads, [_mean_row(n, m) for n in main for m in n.groups]) + (folded if more else "")


def _mean_row(n: GroupedNumber, m: GroupMean) -> Row:
    name = n.question.name
    cells = ", ".join(f"{cell} {show_value(f)}" for cell, f in zip(m.cells, m.values, strict=True))
    mean = (
        TableCell(f"<small>{escape(m.why_not)}</small>")
        if m.mean is None
        else value_cell(m.mean, cards.number(m.mean, spread=False))
    )
    return [
        escape(label(n.question)),
        _conditions(n) if m.mean is None else f"<small>{escape(typeset(show_conditions(m.mean.question.at)))}</small>",
        escape(m.group),
        TableCell(str(m.n), float(m.n)),
        mean,
        escape(typeset(deviation(name, m.std))),
        escape(typeset(span_of(name, m.interval, m.mean.std if m.mean else None))),
        f"<small>{escape(typeset(cells))}</small>",
    ]


def _lives(result: CellGroups) -> str:
    heads = [
        "quantity",
        "conditions",
        "group",
        "cells",
        "failed",
        "median (95 %)",
        "log-rank against the first",
        "values",
    ]
    rows: list[Row] = []
    for lives in result.lives:
        tests = {t.second: t for t in lives.tests}
        for g in lives.groups:
            each = ", ".join(f"{cell} {show_value(f)}" for cell, f in zip(g.cells, g.values, strict=True))
            test = test_words(tests[g.group]) if g.group in tests else ""
            rows.append(
                [
                    escape(label(lives.question)),
                    _conditions(lives),
                    escape(g.group),
                    TableCell(str(g.n), float(g.n)),
                    TableCell(str(g.failures), float(g.failures)),
                    escape(typeset(life_words(g))),
                    escape(test),
                    f"<small>{escape(typeset(each))}</small>",
                ]
            )
    return table(heads, rows)


def _not_measured(result: CellGroups) -> str:
    failed = [f"{name}: failed: {why}" for name, why in result.failed.items()]
    return _listed([*failed, *(f"{name}: passed over: {why}" for name, why in result.passed_over.items())])


def _files(files: Iterable[str], version: str) -> str:
    links = ", ".join(f'<a href="{escape(n)}">{escape(n)}</a>' for n in files if "/" not in n and n != "index.html")
    return f"<p>{links}. Generated by natria {escape(version)}.</p>"


def _listed(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(typeset(line))}</li>" for line in lines) + "</ul>" if lines else ""


def _soft(text: str) -> str:
    return f'<p class="soft"><small>{escape(text)}</small></p>'
