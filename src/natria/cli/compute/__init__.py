"""The command group `natria compute`: each subcommand is a line of the table below.

Heavy imports stand inside the functions of the subcommands, as `main` imports this package.
"""

from __future__ import annotations

import click

from .adsorption import adsorption_command
from .bands import bands_command
from .diffusion import diffusion_command
from .elastic import elastic_command
from .energies import energies_command
from .fetch import fetch_command
from .lattice import lattice_command
from .migration import migration_command
from .strain import strain_command
from .surface import surface_command
from .window import window_command

COMMANDS: dict[str, click.Command] = {
    "adsorption": adsorption_command,
    "bands": bands_command,
    "diffusion": diffusion_command,
    "elastic": elastic_command,
    "energies": energies_command,
    "fetch": fetch_command,
    "lattice": lattice_command,
    "migration": migration_command,
    "surface": surface_command,
    "strain": strain_command,
    "window": window_command,
}


@click.group()
def compute() -> None:
    """Compute properties of phases from atoms: elasticity, hops, surfaces, electrons, windows."""


for name, command in COMMANDS.items():
    compute.add_command(command, name)
