"""The commands of `natria compute` write their files before they print: a closed pipe costs nothing."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.cli import main
from natria.record import from_angstrom
from natria.record.structure import dumps

FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
EMT = ("copper.json", "--calculator", "emt", "--store", "none")
HEAT = ("--time", "20 fs", "--equilibration", "0 fs", "--thermostat", "langevin", "--relaxation", "10 fs")
RUN = (*HEAT, "--temperature", "300 K", "--step", "1 fs", "--every", "1", "--chunk", "20", "--width", "3")
COMMANDS = {
    "window": ("window", "NaF"),
    "elastic": ("elastic", *EMT),
    "lattice": ("lattice", *EMT),
    "surface": ("surface", *EMT, "--miller", "1,1,1", "--thickness", "5,8"),
    "adsorption": ("adsorption", *EMT, "--miller", "1,1,1", "--species", "Al", "--thickness", "5", "--width", "3"),
    "strain": ("strain", *EMT, "--direction", "a", "--largest", "0.06", "--step", "0.03", "--no-probe"),
    "migration": ("migration", *EMT, "--species", "Cu", "--width", "5", "--longest", "2.6"),
    "diffusion": ("diffusion", *EMT, "--species", "Cu", *RUN),
    "energies": ("energies", "NaF", "--calculator", "toy_phases:made", "--store", "none"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that closes is another error there")
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_reader_that_goes_away_costs_no_files(name, more, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copper.json").write_bytes(dumps(from_angstrom(np.eye(3) * 3.5898, ["Cu"] * 4, FCC, "copper")))
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        with pytest.raises(SystemExit):
            main(["compute", *COMMANDS[name], *more, "--out", "out"])
        monkeypatch.undo()
    there = {one.suffix for one in (tmp_path / "out").iterdir()}
    assert ".json" in there
    assert ".png" in there or name == "energies"
