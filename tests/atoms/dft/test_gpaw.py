"""GPAW itself: forces and stresses against differences, lattices against published ones, a run that is killed.

Set up and run by `make test-dft`; each takes minutes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gpaw")

from natria.atoms.calculators import Evaluator, calculator
from natria.atoms.calculators.evaluate import EV
from natria.atoms.calculators.structures import moved
from natria.atoms.elastic import lattice
from natria.atoms.gates import lattice_conditions
from natria.atoms.structures import conventional_edges, crystal, primitive
from natria.record import from_angstrom
from natria.store import Store

pytestmark = pytest.mark.dft
SALT = {"kpoints": [4, 4, 4]}


def evaluator(structure, settings, folder=None):
    made = calculator("gpaw", structure, settings)
    return Evaluator(made.recipe, made.make, Store(folder, None))


def test_forces_are_the_slopes_of_the_energy():
    cell = np.eye(3) * 5.0
    pair = from_angstrom(cell, ["Na", "F"], [[0.0, 0.0, 0.0], [0.0, 0.02, 0.41]], "NaF in a box")
    evaluate = evaluator(pair, {"kpoints": [1, 1, 1], "cutoff_eV": 500.0})
    step = np.zeros((2, 3))
    step[1, 2] = 1e-12
    ends = [evaluate(moved(pair, pair.positions + sign * step)).energy for sign in (1, -1)]
    slope = (ends[0] - ends[1]) / 2e-12
    force = evaluate(pair).forces[1, 2]
    assert abs(force) > 0.3 * EV / 1e-10
    assert force == pytest.approx(-slope, abs=0.01 * EV / 1e-10)


@pytest.mark.parametrize(
    ("name", "settings", "edge", "bulk"),
    [
        # PBE: Tran et al., Phys. Rev. B 75, 115131 (2007)
        ("NaF", SALT, 4.709e-10, 44.5e9),
        # PBE: Paier et al., J. Chem. Phys. 124, 154709 (2006); Kurth et al., Int. J. Quantum Chem. 75, 889 (1999)
        ("Na", {"kpoints": [8, 8, 8], "smearing_eV": 0.2}, 4.200e-10, 7.6e9),
    ],
)
def test_lattice_and_bulk_modulus_are_those_published(name, settings, edge, bulk):
    structure = primitive(crystal(name))
    evaluate = evaluator(structure, settings)
    found = lattice(structure, evaluate)
    assert lattice_conditions(found, evaluate.recipe).outcome != "refused"
    assert conventional_edges(found.reference.structure)[0] == pytest.approx(edge, rel=0.005)
    assert found.state.bulk_modulus == pytest.approx(bulk, rel=0.05)


def test_a_run_that_is_killed_goes_on(tmp_path):
    words = ("compute", "elastic", "NaF", "--calculator", "gpaw", "--store", str(tmp_path), "--fixed-cell", "--json")
    more = ("--set", "kpoints=[1,1,1]", "--set", "cutoff_eV=300")  # what matters is that it goes on, not the tensor
    command = [sys.executable, "-m", "natria", *words, *more]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    while len(entries(tmp_path)) < 4:
        assert killed.poll() is None
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = len(entries(tmp_path))
    again = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert again.returncode in (0, 2), again.stderr  # a coarse tensor may be refused
    assert f"{before} from the store" in again.stderr
    whole = len(entries(tmp_path))
    once_more = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert len(entries(tmp_path)) == whole > before
    assert f"0 evaluations, {whole} from the store" in once_more.stderr


def entries(folder: Path) -> list[Path]:
    return list(folder.rglob("*.entry"))
