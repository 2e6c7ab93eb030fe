"""natria synthesize of spectra and of recordings of kinetics: settings by name."""

from __future__ import annotations

from pathlib import Path

import click


def run(kind: str, *, out: Path, vendor: str, seed: int, noise: str, given: tuple[str, ...]) -> None:
    """Make the recording, write it with its truth beside it, and print the parameters."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from ...lab.synthetic.ordering import make_order, write_order

    made = make_order(kind, seed=seed, noise=noise, given=given)
    paths = write_order(made, out, vendor)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("parameter", no_wrap=True)
    table.add_column("", overflow="fold")
    for row in made.rows:
        table.add_row(*row)
    Console().print(table)
    files = out if len(paths) > 2 and not out.suffix else ", ".join(str(p) for p in paths[:-1])
    click.echo(f"{made.readings} readings: {files}")
    click.echo(f"truth: {paths[-1]}")


def list_settings(kind: str) -> None:
    """Print the settings of a kind with their usual values."""
    from ...lab.synthetic.ordering import ORDERS

    if (order := ORDERS.get(kind)) is None:
        raise click.UsageError(f"{kind} has options, not settings; kinds with settings: {', '.join(ORDERS)}")
    click.echo(f"{kind}: {order.says}; --noise, usually {order.noise}")
    for one in order.settings:
        words = f" ({', '.join(one.words)})" if one.words else ""
        usual = f" [{one.usual}]" if one.usual else ""
        click.echo(f"  {one.name:<17}{one.says}{words}{usual}")
