"""natria literature."""

from __future__ import annotations

import json

import click


def run(*, name: str, quantity: str, of: str, paper: str, kind: str, as_json: bool) -> None:
    from ..literature import fact, query
    from ..quantity import Finding

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
        _table(found)
        _claims(of, paper, quantity)


def _papers() -> None:
    from ..literature import library

    for key, paper in library().papers.items():
        s = paper.source
        click.echo(f"{key}: {s.title}. {s.journal} ({s.year}). doi:{s.doi}")
        click.echo(f"    {len(paper.facts)} facts, {len(paper.claims)} claims")
    click.echo("\nnatria literature --paper KEY shows them; --quantity and --of narrow the choice")


def _one(found: object) -> None:
    from ..quantity import Finding, Reported, show_question, show_value, term

    assert isinstance(found, Finding)
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


def _table(found: tuple[object, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    from ..quantity import Finding, Reported, show_conditions, show_value

    table = Table(pad_edge=False)
    for head in ("id", "quantity", "of", "value", "at", "in the paper", "where"):
        table.add_column(head, overflow="fold")
    for f in found:
        assert isinstance(f, Finding)
        assert isinstance(f.origin, Reported)
        about = "about " if f.origin.approx else ""
        at = show_conditions(f.question.at)
        table.add_row(f.id, f.question.name, f.question.of, about + show_value(f), at, f.origin.kind, f.origin.where)
    Console().print(table)
    click.echo(f"{len(found)} facts")


def _claims(of: str, paper: str, quantity: str) -> None:
    from ..literature import library

    claims = [c for c in library().claims if of in c.of and c.id.startswith(f"{paper}:" if paper else "")]
    if claims and not quantity:
        click.echo("\nin words:")
        for c in claims:
            click.echo(f"  {c.id} ({c.of}): {c.says} [{c.where}]")
