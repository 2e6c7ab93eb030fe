"""natria literature."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..quantity import Finding

WIDE = 120


def run(*, name: str, quantity: str, of: str, paper: str, kind: str, as_json: bool) -> None:
    from ..literature import fact, query

    if not any((name, quantity, of, paper, kind)) and not as_json:
        _papers()
        return
    found: tuple[Finding, ...] = (fact(name),) if name else query(quantity, of, paper, kind)
    if as_json:
        from ..quantity import dump

        click.echo(json.dumps(dump(found), indent=1))
    elif name:
        _one(found[0])
    else:
        _list(found)
        _claims(of, paper, quantity)


def _papers() -> None:
    from ..literature import library

    for key, paper in library().papers.items():
        s = paper.source
        click.echo(f"{key}: {s.title}. {s.journal} ({s.year}). doi:{s.doi}")
        click.echo(f"    {len(paper.facts)} facts, {len(paper.claims)} claims")
    click.echo("\nnatria literature --paper KEY shows them; --quantity and --of narrow the choice")


def _one(found: Finding) -> None:
    from ..quantity import Reported, show_question, show_value, term

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
    click.echo("\n".join(f"    {k}: {v}" if k else v for k, v in lines.items() if v))


def _list(found: tuple[Finding, ...]) -> None:
    """A table where the terminal is wide enough for one, else two lines a fact."""
    from rich import box
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    rows = [_row(f) for f in found]
    console = Console()
    if console.width < WIDE:
        for name, value, what, there in rows:
            console.print(f"[bold]{name}[/]: {value}", highlight=False)
            console.print(Padding(f"{what} [dim]({there})[/]", (0, 0, 0, 4)), highlight=False)
    else:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for head, whole in (("fact", True), ("value", True), ("what", False), ("there", False)):
            table.add_column(head, no_wrap=whole)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    click.echo(f"{len(found)} facts")


def _row(found: Finding) -> tuple[str, str, str, str]:
    from ..quantity import Reported, show_question, show_value

    assert isinstance(found.origin, Reported)
    about = "about " if found.origin.approx else ""
    there = f"{found.origin.kind}; {found.origin.where}"
    return found.id, about + show_value(found), show_question(found.question).replace("_", " "), there


def _claims(of: str, paper: str, quantity: str) -> None:
    from ..literature import library

    claims = [c for c in library().claims if of in c.of and c.id.startswith(f"{paper}:" if paper else "")]
    if claims and not quantity:
        click.echo("\nin words:")
        for c in claims:
            click.echo(f"  {c.id} ({c.of}): {c.says} [{c.where}]")
