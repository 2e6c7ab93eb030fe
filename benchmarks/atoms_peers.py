"""The tasks of `benchmarks/atoms.py` by ASE used plainly, and by matcalc where it is installed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from ase.calculators.calculator import Calculator, all_changes

from natria.atoms.calculators.evaluate import FORCE
from natria.atoms.calculators.evaluation import STRESS
from natria.atoms.calculators.structures import to_ase
from natria.record import Structure

GPA = 1e9
MOST = 1000  # steps of an optimiser


class Counted(Calculator):
    """A calculator of ASE that counts its evaluations, and the processor time that they take."""

    def __init__(self, inner: Any) -> None:
        super().__init__()
        self.inner, self.calls, self.inside = inner, 0, 0.0
        self.implemented_properties = list(inner.implemented_properties)

    def calculate(
        self, atoms: Any = None, properties: Sequence[str] = ("energy",), system_changes: Any = all_changes
    ) -> None:
        super().calculate(atoms, properties, system_changes)
        self.calls += 1
        wanted = [one for one in ("energy", "forces", "stress") if one in self.inner.implemented_properties]
        began = time.process_time()
        self.inner.calculate(self.atoms, wanted, system_changes)
        self.inside += time.process_time() - began
        self.results = dict(self.inner.results)


@dataclass(frozen=True)
class Cost:
    """What a way to do a task took, and its answer in a few words.

    `inside` is the processor time of the bare force calls, `beside` that of everything else, s. Other work on the
    machine does not count in either.
    """

    way: str
    calls: int
    seconds: float
    inside: float
    beside: float
    answer: str = ""


def costed(way: str, counted: Counted, task: Callable[[], str]) -> Cost:
    """The evaluations, the wall time and the processor time of a task."""
    before, began = (counted.calls, counted.inside), (time.perf_counter(), time.process_time())
    answer = task()
    wall, whole = time.perf_counter() - began[0], time.process_time() - began[1]
    inside = counted.inside - before[1]
    found = Cost(way, counted.calls - before[0], wall, inside, whole - inside, answer)
    print(f"{way}: {found.calls} calls, {found.seconds:.0f} s, {answer}", file=sys.stderr, flush=True)
    return found


def _atoms(structure: Structure, counted: Counted) -> Any:
    atoms = to_ase(structure)
    atoms.calc = counted
    return atoms


def _largest(forces: np.ndarray) -> float:
    return float(np.linalg.norm(forces, axis=1).max())


def relax_ions(atoms: Any, force: float) -> Any:
    """Relax the ions by ASE's BFGS; `force` in N."""
    from ase.optimize import BFGS

    BFGS(atoms, logfile=None).run(fmax=force / FORCE, steps=MOST)
    return atoms


def relax_cell(atoms: Any, force: float, stress: float) -> Any:
    """Relax ions and cell by ASE's BFGS, until forces (N) and stresses (Pa) are those that natria asks for."""
    from ase.filters import FrechetCellFilter
    from ase.optimize import BFGS

    steps = BFGS(FrechetCellFilter(atoms), logfile=None).irun(fmax=0.0, steps=MOST)
    for _ in steps:
        pressed = np.abs(atoms.get_stress(voigt=False)).max() * STRESS
        if _largest(atoms.get_forces()) <= force / FORCE and pressed <= stress:
            break
    return atoms


def phases(structures: Sequence[tuple[Structure, bool]], counted: Counted, force: float, stress: float) -> str:
    """Relax all phases, the ions alone of those that are held; the mean of their energies per atom."""
    found = [
        relax_ions(_atoms(one, counted), force) if held else relax_cell(_atoms(one, counted), force, stress)
        for one, held in structures
    ]
    return energies_of([one.get_potential_energy() / len(one) for one in found])


def energies_of(energies: Sequence[float]) -> str:
    return f"mean {sum(energies) / len(energies):.4f} eV/atom"


def elastic(structure: Structure, counted: Counted, settings: Any) -> str:
    """Six strains with two amplitudes and both signs, ions relaxed in each; the tensor by central differences."""
    atoms = relax_cell(_atoms(structure, counted), settings.force, settings.stress)
    small = settings.amplitudes[0]
    stiffness = np.zeros((6, 6))
    for place in range(6):
        stresses = {}
        for amplitude in settings.amplitudes:
            for sign in (1, -1):
                vector = np.zeros(6)
                vector[place] = sign * amplitude
                bent = atoms.copy()
                bent.calc = counted
                bent.set_cell(atoms.cell @ (np.eye(3) + _matrix(vector)), scale_atoms=True)
                stresses[sign * amplitude] = relax_ions(bent, settings.force).get_stress() * STRESS
        stiffness[place] = (stresses[small] - stresses[-small]) / (2 * small)
    return constants_of(stiffness)


def _matrix(vector: np.ndarray) -> np.ndarray:
    xx, yy, zz, yz, xz, xy = vector * (1, 1, 1, 0.5, 0.5, 0.5)
    return np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])


def constants_of(stiffness: np.ndarray) -> str:
    """The constants on the diagonal and C12, in GPa."""
    named = {"C11": (0, 0), "C12": (0, 1), "C33": (2, 2), "C44": (3, 3)}
    return " ".join(f"{name} {stiffness[place] / GPA:.1f}" for name, place in named.items())


def elastic_by_matcalc(structure: Structure, counted: Counted, settings: Any) -> str:
    """The tensor by matcalc with relaxed ions, its strains and its fit."""
    from matcalc import ElasticityCalc
    from pymatgen.io.ase import AseAtomsAdaptor

    made = ElasticityCalc(
        counted,
        norm_strains=_both(settings.amplitudes),
        shear_strains=_both(settings.amplitudes),
        fmax=settings.force / FORCE,
        relax_deformed_structures=True,
        units_GPa=True,
    )
    found = made.calc(AseAtomsAdaptor.get_structure(to_ase(structure)))
    return constants_of(np.array(found["elastic_tensor"].voigt) * GPA)


def _both(amplitudes: Sequence[float]) -> tuple[float, ...]:
    return tuple(sorted(sign * one for one in amplitudes for sign in (1, -1)))


def has_matcalc() -> bool:
    return find_spec("matcalc") is not None


def band(ends: tuple[Structure, Structure], counted: Counted, settings: Any, optimiser: str, way: str) -> str:
    """A band with a climbing image between two structures, their relaxation included; the barrier."""
    import ase.optimize
    from ase.mep import NEB

    start, end = (relax_ions(_atoms(one, counted), settings.end_force) for one in ends)
    images = [start, *(start.copy() for _ in range(settings.images)), end]
    for one in images[1:-1]:
        one.calc = counted
    path = NEB(images, climb=True, method="improvedtangent", allow_shared_calculator=True)
    path.interpolate(way, mic=True)
    run = getattr(ase.optimize, optimiser)(path, logfile=None)
    converged = run.run(fmax=settings.force / FORCE, steps=MOST)
    energies = [one.get_potential_energy() for one in images]
    return barrier_of(max(energies) - energies[0], converged=converged)


def barrier_of(barrier: float, *, converged: bool) -> str:
    return f"{barrier:.4f} eV" + ("" if converged else ", not converged")
