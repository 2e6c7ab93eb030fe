"""Relaxation of the ions of a structure, and of its cell, by stored evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...quantity import InputError, Problem
from ...record import Structure
from ...record.structure import ANGSTROM
from .evaluate import FORCE, Evaluates, Evaluation
from .minimise import Minimised, minimise
from .structures import moved

STIFFNESS = 70 * FORCE / ANGSTROM  # N/m: start of the Hessian; a bond of a solid, as in ASE
MODULUS = 1e11  # Pa: start of the Hessian of the cell
LONGEST = 0.2 * ANGSTROM  # m: bound of a step of an atom
STRAIN = 0.01  # bound of a step of the cell
MOST = 200  # steps


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A relaxed structure with its last evaluation.

    `hessian` starts the relaxation of a structure like it."""

    structure: Structure
    evaluation: Evaluation
    hessian: np.ndarray
    steps: int
    converged: bool

    @property
    def largest_force(self) -> float:
        """The largest force on an atom, N."""
        return largest(self.evaluation.forces)


def largest(forces: np.ndarray) -> float:
    """The largest length of the rows of an array."""
    return float(np.linalg.norm(forces.reshape(-1, 3), axis=1).max())


def ensure_stress(found: Evaluation, evaluate: Evaluates) -> None:
    """Raise where an evaluation has no stress."""
    if np.isnan(found.stress).any():
        what = f"{evaluate.recipe.calculator} gives no stress"
        raise InputError("--calculator", [Problem("", what, "choose a calculator with stresses")])


def relax_ions(
    structure: Structure,
    evaluate: Evaluates,
    force: float,
    hessian: np.ndarray | None = None,
    most: int = MOST,
    *,
    free: Sequence[int] | None = None,
) -> Relaxed:
    """Relax the ions in a fixed cell until no force exceeds `force` (N).

    `free` are the atoms that move, all where it is None; the Hessian is theirs.
    """
    moves = list(range(len(structure)) if free is None else free)

    def placed(x: np.ndarray) -> Structure:
        positions = np.array(structure.positions)
        positions[moves] = x.reshape(-1, 3)
        return moved(structure, positions)

    def function(x: np.ndarray) -> tuple[float, np.ndarray]:
        found = evaluate(structure if x is start else placed(x))
        return found.energy, -found.forces[moves].ravel()

    start = structure.positions[moves].ravel()
    h = np.eye(start.size) * STIFFNESS if hessian is None else hessian
    bound = np.full(start.size, LONGEST)
    end = minimise(function, start, h, done=lambda g: largest(g) <= force, bound=bound, most=most)
    last = structure if end.steps == 0 else placed(end.x)
    return Relaxed(last, evaluate(last), end.hessian, end.steps, end.converged)


def relax_cell(structure: Structure, evaluate: Evaluates, force: float, stress: float, most: int = MOST) -> Relaxed:
    """Relax ions and cell until no force exceeds `force` (N) and no stress component `stress` (Pa).

    The coordinates are a symmetric strain e of the cell, times a length that makes the start of the Hessian one
    number, and the positions before the strain. With rows of positions r (1 + e), dE/de = V sigma (1 + e)^-1, made
    symmetric, and dE/dr = -f (1 + e).
    """
    length = float(np.sqrt(structure.volume * MODULUS / STIFFNESS))

    def placed(x: np.ndarray) -> Structure:
        bent = np.eye(3) + x[:9].reshape(3, 3) / length
        return moved(structure, x[9:].reshape(-1, 3) @ bent, structure.cell @ bent)

    def function(x: np.ndarray) -> tuple[float, np.ndarray]:
        one = structure if x is start else placed(x)
        found = evaluate(one)
        seen.append(found)
        ensure_stress(found, evaluate)
        bent = np.eye(3) + x[:9].reshape(3, 3) / length
        pull = one.volume * np.linalg.solve(bent, found.stress)
        pull = (pull + pull.T) / 2 / length
        return found.energy, np.concatenate([pull.ravel(), -(found.forces @ bent).ravel()])

    def done(_: np.ndarray) -> bool:
        return bool(np.abs(seen[-1].stress).max() <= stress and largest(seen[-1].forces) <= force)

    seen: list[Evaluation] = []
    start = np.concatenate([np.zeros(9), structure.positions.ravel()])
    bound = np.concatenate([np.full(9, STRAIN * length), np.full(start.size - 9, LONGEST)])
    end = minimise(function, start, np.eye(start.size) * STIFFNESS, done=done, bound=bound, most=most)
    last = structure if end.steps == 0 else placed(end.x)
    return Relaxed(last, evaluate(last), _of_ions(end), end.steps, end.converged)


def _of_ions(end: Minimised) -> np.ndarray:
    """The part of the Hessian that belongs to the ions."""
    return end.hessian[9:, 9:]
