"""Write a simulation to a folder: page, recording, findings.json, tables, figures."""

from __future__ import annotations

from pathlib import Path

from ...studies.simulation.outcome import Simulation
from ..common.folder import write_folder
from .files import simulation_files


def write_simulation(s: Simulation, out: Path, version: str) -> Path:
    """Write the folder of a simulation and return the path of its page."""
    write_folder(simulation_files(s, version), out, "simulation")
    return out / "index.html"
