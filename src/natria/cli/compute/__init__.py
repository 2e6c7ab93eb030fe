"""The command group `natria compute`: each subcommand is a line of the table below.

Heavy imports stand inside the functions of the subcommands, as `main` imports this package.
"""

from __future__ import annotations

import click

from .elastic import elastic_command
from .lattice import lattice_command
from .migration import migration_command
from .window import window_command

COMMANDS: dict[str, click.Command] = {
    "elastic": elastic_command,
    "lattice": lattice_command,
    "migration": migration_command,
    "window": window_command,
}


@click.group()
def compute() -> None:
    """Compute properties of phases: elastic tensors, barriers of hops, stability windows against sodium."""


for name, command in COMMANDS.items():
    compute.add_command(command, name)
