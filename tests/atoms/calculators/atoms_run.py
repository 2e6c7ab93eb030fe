"""A relaxation by stored evaluations, run in a process of its own. FOLDER LOG: a line in LOG for each evaluation."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from natria.atoms.calculators import Evaluator, Recipe, relax_ions
from natria.record import from_angstrom
from natria.store import Store

PAUSE = 0.02  # s that an evaluation takes here


def rattled():
    fcc = np.array([[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
    shift = np.random.default_rng(3).normal(size=(4, 3)) * 0.03
    return from_angstrom(np.eye(3) * 3.6, ["Cu"] * 4, fcc + shift, "rattled copper")


def slow_emt(log: str):
    from ase.calculators.emt import EMT

    class Slow(EMT):
        def calculate(self, *arguments, **options):
            super().calculate(*arguments, **options)
            time.sleep(PAUSE)
            with Path(log).open("a", encoding="utf-8") as file:
                file.write("evaluated\n")

    return Slow()


def run(folder: str, log: str):
    recipe = Recipe("slow emt", {})
    evaluate = Evaluator(recipe, lambda: slow_emt(log), Store(Path(folder), None))
    return relax_ions(rattled(), evaluate, 1e-12), evaluate


def single():
    """EMT with forces and stresses of single precision, as trained potentials give them."""
    from ase.calculators.emt import EMT

    class Single(EMT):
        def calculate(self, *arguments, **options):
            super().calculate(*arguments, **options)
            self.results |= {name: np.float32(self.results[name]) for name in ("forces", "stress")}

    return Single()


def broken():
    """A calculator by its path that cannot be made."""
    raise RuntimeError("no licence")


def smeared():
    """A calculator of smeared electrons: energy -1 eV extrapolated to zero width, free energy -2 eV."""
    from ase.calculators.calculator import Calculator

    class Smeared(Calculator):
        implemented_properties = ("energy", "free_energy", "forces")

        def calculate(self, atoms=None, properties=(), changes=()):
            super().calculate(atoms, properties, changes)
            self.results = {"energy": -1.0, "free_energy": -2.0, "forces": np.zeros((len(atoms), 3))}

    return Smeared()


if __name__ == "__main__":
    made, _ = run(sys.argv[1], sys.argv[2])
    sys.stdout.write(f"{made.evaluation.energy!r}\n")
