"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click


def _with_named(_: click.Context, __: click.Parameter, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paper folders of the option together with those of NATRIA_PAPERS."""
    from ..environment import own_papers

    return own_papers(given)


papers = click.option(
    "--papers",
    multiple=True,
    type=click.Path(path_type=Path),
    callback=_with_named,
    help="A TOML file or a folder of your own papers; repeatable. Also read from NATRIA_PAPERS.",
)

calibrated = click.option(
    "--calibrated",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A result of natria calibrate; its numbers replace those of the design; repeatable.",
)

group = click.option(
    "--group",
    multiple=True,
    metavar="NAME=FILES",
    help="Replicates, such as bare=a.csv,b.csv or 'coated=coated/*.csv'; repeatable. The first group is the reference.",
)
