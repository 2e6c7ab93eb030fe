"""The command group `natria compute`: each subcommand is a line of the table below.

Heavy imports stand inside the functions of the subcommands, as `main` imports this package.
"""

from __future__ import annotations

import click

from .window import window_command

COMMANDS: dict[str, click.Command] = {
    "window": window_command,
}


@click.group()
def compute() -> None:
    """Compute properties of phases: the stability window against sodium."""


for name, command in COMMANDS.items():
    compute.add_command(command, name)
