"""natria doctor: which optional packages are installed, what each enables, and how to get it.

Heavy imports stand inside the functions, as `main` imports this file.
"""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def doctor(as_json: bool) -> None:
    """Show which optional packages are installed, what each enables, and how to install it."""
    from ..atoms.calculators.installed import installed

    parts = installed()
    if as_json:
        click.echo(json.dumps([one.to_json() for one in parts], indent=1))
        return
    wide = max(len(one.name) for one in parts)
    for one in parts:
        click.echo(f"{one.name:<{wide}}  {one.version or 'not installed'}: {one.enables}")
        if not one.version:
            click.echo(f"{'':<{wide}}  {one.install}")
