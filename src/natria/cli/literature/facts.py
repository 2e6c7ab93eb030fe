"""natria literature."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from ...quantity.text.printable import printable

if TYPE_CHECKING:
    from ...literature import Library, Query
    from ...quantity import Finding

WIDE = 120
TABLED = 1000  # facts in a table: all of it is laid out before the first row is printed
INDENT = "    "
FORMS = ("json", "csv", "bibtex")


def run(*, name: str, papers: tuple[Path, ...], as_json: bool, as_csv: bool, as_bibtex: bool, **chosen: Any) -> None:
    from ...literature import fact, library, select

    forms = [form for form, on in zip(FORMS, (as_json, as_csv, as_bibtex), strict=True) if on]
    if len(forms) > 1:
        raise click.UsageError(f"--{forms[0]} and --{forms[1]} cannot be combined", click.get_current_context())
    if name and any(chosen.values()):
        raise click.UsageError("give either an ID or search options, not both", click.get_current_context())
    here = library(*papers)
    if not any((name, forms, *chosen.values())):
        _papers(here)
        return
    wanted = query_of(**chosen)
    found = (fact(name, within=here),) if name else select(wanted, here)
    if forms:
        _write(forms[0], found, here)
    elif name:
        _one(found[0], here)
    else:
        _list(found, here)
        _claims(wanted, here)


def query_of(*, at: tuple[str, ...], between: str, quantity: str, **words: str) -> Query:
    """Return the query of the search options."""
    from ...literature import read_query

    pairs = [(key, value) for key, _, value in (text.partition("=") for text in at)]
    if bad := [text for text in at if "=" not in text]:
        raise click.UsageError(f"--at {bad[0]!r} is not KEY=VALUE, as in current='1 mA/cm^2'")
    if between and not quantity:
        raise click.UsageError(
            "--between needs --quantity: name the quantity whose range is meant", click.get_current_context()
        )
    return read_query(dict(pairs), quantity=quantity, between=between, **words)


def _write(form: str, found: Sequence[Finding], here: Library) -> None:
    from ...quantity import dump
    from ...report.common.cite import bibtex
    from ...report.common.spreadsheet import facts_csv

    match form:
        case "json":
            click.echo(json.dumps(dump(found), indent=1))
        case "csv":
            click.echo(facts_csv(found, here), nl=False)
        case _:
            keys = dict.fromkeys(f.id.partition(":")[0] for f in found)
            click.echo(printable("\n\n".join(bibtex(here.papers[key].source) for key in keys)))


def _papers(here: Library) -> None:
    for key, paper in here.papers.items():
        s = paper.source
        click.echo(printable(f"{key}: {s.title}. {s.journal} ({s.year}). doi:{s.doi}"))
        rows = f" ({len(paper.layers)} of them rows of its tables)" if paper.layers else ""
        click.echo(f"    {len(paper.facts)} facts{rows}, {len(paper.claims)} claims")
    click.echo(
        "\nnatria literature --paper KEY lists the facts of one paper; --quantity, --of, --phase and others filter them"
    )


def _one(found: Finding, here: Library) -> None:
    from ...literature import show_printed
    from ...quantity import Reported, show_question, show_value, term

    assert isinstance(found.origin, Reported)
    row = term(found.question.name)
    about = "about " if found.origin.approx else ""
    lines = {
        "": f"{found.id}: {show_question(found.question)} = {about}{show_value(found)}",
        "means": row.meaning + (f" ({row.convention})" if row.convention else ""),
        "in the paper": found.origin.kind,
        "where": found.origin.where,
        "method": found.origin.method,
        "restates": ", ".join(found.origin.shares),
    }
    if system := here.system(found.question.of):
        lines |= {"system": system.says, "class": system.kind, "cell": system.cell, "phases": ", ".join(system.phases)}
    if layer := here.layers.get(found.id):
        same = "the two numbers are the same" if layer.printed else ""
        lines |= {"method": "", "printed": show_printed(layer.printed), "order": layer.order or same}
        beside = f"ref. {layer.printed_beside}" if layer.printed_beside is not None else ""
        lines |= {"printed beside": beside, "remark": layer.says}
    click.echo(printable("\n".join(f"    {k}: {v}" if k else v for k, v in lines.items() if v)))


def _list(found: Sequence[Finding], here: Library) -> None:
    """Print a few facts as a table where the terminal is wide enough, else two lines per fact."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [_row(f, here) for f in found]
    console = Console()
    if console.width < WIDE or len(rows) > TABLED:
        for name, value, kind, cell, what, there in rows:
            layer = ", ".join(word for word in (kind, cell) if word)
            click.echo(f"{click.style(name, bold=True)}: {value}")
            about = f"{what}{f'; {layer}' if layer else ''} ({there})"
            click.echo(fill(about, console.width, initial_indent=INDENT, subsequent_indent=INDENT))
    else:
        columns = ("fact", "value", "class", "cell", "what", "there")
        shown = [n for n, head in enumerate(columns) if head not in ("class", "cell") or any(row[n] for row in rows)]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for n in shown:
            table.add_column(columns[n], no_wrap=columns[n] in ("fact", "value", "cell"))
        for row in rows:
            table.add_row(*(Text(row[n]) for n in shown))
        console.print(table)
    click.echo(f"{len(found)} fact{'s' * (len(found) != 1)}")


def _row(found: Finding, here: Library) -> tuple[str, str, str, str, str, str]:
    """Return the cells of a table row: id, value, class, cell, subject, place in the paper."""
    from ...quantity import Reported, show_question, show_value

    assert isinstance(found.origin, Reported)
    about = "about " if found.origin.approx else ""
    there = f"{found.origin.kind}; {found.origin.where}"
    what = show_question(found.question).replace("_", " ")
    system = here.system(found.question.of)
    kind, cell = (system.kind, system.cell) if system else ("", "")
    name, value, kind, cell, what, there = map(
        printable, (found.id, about + show_value(found), kind, cell, what, there)
    )
    return name, value, kind, cell, what, there


def _claims(wanted: Query, here: Library) -> None:
    from ...literature import select_claims

    if claims := select_claims(wanted, here):
        click.echo("\nin words:")
        for c in claims:
            click.echo(printable(f"  {c.id} ({c.of}): {c.says} [{c.where}]"))
