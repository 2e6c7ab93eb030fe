"""Evaluations that a hop needs: natria against the bands of ASE, at the same force tolerance. Copper by EMT.

    python benchmarks/paths.py

The hop is that of a vacancy to the nearest site, with five images and a climbing image. All start from the same relaxed
ends and a straight path; the evaluations of the path are counted, those of the ends are not.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from ase.calculators.emt import EMT
from ase.mep import NEB
from ase.optimize import BFGS, FIRE

from natria.atoms.calculators import Evaluator, calculator, to_ase
from natria.atoms.calculators.evaluate import EV, FORCE
from natria.atoms.migration import Hop, HopSettings, hop_classes, vacancy_hop
from natria.record import from_angstrom
from natria.store import Store

FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
IMAGES = 5


class Counted(EMT):
    """EMT that counts its evaluations."""

    calls = 0

    def calculate(self, *arguments: Any, **options: Any) -> None:
        Counted.calls += 1
        super().calculate(*arguments, **options)


def of_ase(hop: Hop, optimiser: Any, tolerance: float) -> tuple[int, float, bool, float]:
    """Evaluations, barrier (eV), whether it converged, and seconds of a band of ASE."""
    images = [to_ase(hop.start.structure) for _ in range(IMAGES + 1)] + [to_ase(hop.end.structure)]
    for one in images:
        one.calc = Counted()
    band = NEB(images, climb=True, method="improvedtangent")
    band.interpolate(mic=True)
    Counted.calls, began = 0, time.monotonic()
    done = optimiser(band, logfile=None).run(fmax=tolerance, steps=500)
    energies = [one.get_potential_energy() for one in images]
    return Counted.calls, max(energies) - energies[0], bool(done), time.monotonic() - began


def main() -> None:
    copper = from_angstrom(np.eye(3) * 3.5898, ["Cu"] * 4, FCC, "copper")
    made = calculator("emt", copper)
    edge = hop_classes(copper, "Cu", 3e-10)[0].edge
    for counts in ((2, 2, 2), (3, 3, 3)):  # 31 and 107 atoms
        for tolerance in (0.05, 0.03, 0.01):
            evaluate = Evaluator(made.recipe, made.make, Store(None, None))
            began = time.monotonic()
            hop = vacancy_hop(copper, edge, counts, evaluate, HopSettings(force=tolerance * FORCE, images=IMAGES))
            row = (hop.path.calls, hop.barrier / EV, hop.path.converged, time.monotonic() - began)
            for name, (calls, barrier, done, seconds) in {
                "natria": row,
                "ASE, FIRE": of_ase(hop, FIRE, tolerance),
                "ASE, BFGS": of_ase(hop, BFGS, tolerance),
            }.items():
                atoms = len(hop.start.structure)
                end = "converged" if done else "NOT converged"
                print(
                    f"{atoms} atoms, {tolerance} eV/A, {name}: {calls} calls, {barrier:.4f} eV, {end}, {seconds:.0f} s"
                )


if __name__ == "__main__":
    main()
