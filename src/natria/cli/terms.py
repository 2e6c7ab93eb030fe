"""natria terms."""

from __future__ import annotations

import click


def run(name: str) -> None:
    from ..models import models_for
    from ..quantity import CONDITIONS, TERMS, term

    if name:
        row = term(name)
        asked = ", ".join(model.name for model in models_for(name))
        lines = {
            "means": row.meaning,
            "convention": row.convention,
            "unit": f"{row.shown} (inside {row.unit})",
            "compared by": row.compare,
            "needs": ", ".join(row.needs),
            "answered by": asked or "no model answers it yet",
        }
        click.echo("\n".join([name, *(f"    {k}: {v}" for k, v in lines.items() if v)]))
        return
    click.echo("terms (* answered by a model of natria)")
    for one in TERMS.values():
        mark = "*" if models_for(one.name) else " "
        click.echo(f"  {mark} {one.name} [{one.shown}]: {one.meaning}")
    click.echo("\nconditions")
    for condition in CONDITIONS.values():
        click.echo(f"    {condition.name} [{condition.shown}]: {condition.meaning}")
