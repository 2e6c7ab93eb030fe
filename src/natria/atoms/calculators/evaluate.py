"""Evaluation of structures one after the other. Each result is stored, so a killed run resumes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from ...quantity import ModelError, NatriaError
from ...record import Structure
from ...store import Entry, Store
from ...store.claims import claim
from ...store.store import now, writing
from .evaluation import EV, FORCE, STRESS, Evaluation
from .recipe import Recipe
from .stored import StoredRun
from .structures import to_ase

__all__ = ["EV", "FORCE", "STRESS", "Evaluates", "Evaluation", "Evaluator"]

NAME = "atoms evaluation"
VERSION = 2
FILE = "evaluation.json"
AGAIN = 0.5  # s until an evaluation of another process is looked for again


class Evaluates(Protocol):
    """What evaluates structures by one recipe."""

    @property
    def recipe(self) -> Recipe: ...

    def __call__(self, structure: Structure) -> Evaluation: ...


class EvaluationCount(Protocol):
    """How often a calculator ran, what the store had, and the seconds that it took."""

    @property
    def calls(self) -> int: ...

    @property
    def found(self) -> int: ...

    @property
    def seconds(self) -> float: ...


@dataclass
class Evaluator:
    """A calculator with a store: call it with a structure.

    `calls` counts evaluations of the calculator, `found` results that were in the store or in `kept`, a finished run
    that is looked through first. `tell` hears of each. The calculator is made at the first evaluation that is in
    neither.
    """

    recipe: Recipe
    make: Callable[[], Any]
    store: Store
    tell: Callable[[Evaluator], None] = lambda _: None
    calls: int = 0
    found: int = 0
    seconds: float = 0.0
    kept: StoredRun | None = None
    memory: dict[str, tuple[Structure, Evaluation]] = field(default_factory=dict, repr=False)
    made: Any = field(default=None, repr=False)

    def __call__(self, structure: Structure) -> Evaluation:
        """The evaluation of a structure: from memory, from the store, or by the calculator."""
        digest = structure.digest
        if digest not in self.memory:
            self.memory[digest] = structure, self._stored(structure)
            self.tell(self)
        return self.memory[digest][1]

    @property
    def evaluated(self) -> tuple[tuple[Structure, Evaluation], ...]:
        """Every structure that was asked for, with its evaluation, in the order of the questions."""
        return tuple(self.memory.values())

    def _stored(self, structure: Structure) -> Evaluation:
        if self.kept and (known := self.kept.find(structure)):
            self.found += 1
            return known
        if self.store.path is None:
            return self._computed(structure)
        key = {"structure": structure.digest, "recipe": self.recipe.digest}
        entry = Entry("value", NAME, VERSION, key, {}, "")
        while True:
            if kept := self._look_up(key):
                return kept
            with writing(self.store.folder), claim(self.store.folder, entry.id) as ours:
                if ours:
                    return self._look_up(key) or self._kept(structure, key)
            time.sleep(AGAIN)

    def _look_up(self, key: dict[str, str]) -> Evaluation | None:
        entry = self.store.get("value", NAME, VERSION, key)
        if entry is None:
            return None
        try:
            row = json.loads(self.store.files(entry)[FILE])
            found = Evaluation.from_json({**row, "seconds": entry.content.get("seconds", 0.0)})
        except (ValueError, LookupError, TypeError) as bad:
            self.store.set_aside(entry.path, f"is no evaluation ({bad})", shipped=entry.shipped, sound=True)
            return None
        self.found += 1
        return found

    def _kept(self, structure: Structure, key: dict[str, str]) -> Evaluation:
        made = self._computed(structure)
        text = f"{structure.title or 'a structure'} of {len(structure)} atoms by {self.recipe.calculator}"
        content = {"key": text, "seconds": round(made.seconds, 3), "recipe": self.recipe.to_json()}
        self.store.keep(Entry("value", NAME, VERSION, key, content, now()), {FILE: json.dumps(made.to_json()).encode()})
        return made

    def _computed(self, structure: Structure) -> Evaluation:
        began = time.monotonic()
        energy, forces, stress = self._asked(structure)
        if not (np.isfinite(energy) and np.isfinite(forces).all()):
            what = f"{self.recipe.calculator} gave an energy or a force that is not finite"
            raise ModelError(what, "check that no two atoms of the structure are too close")
        seconds = time.monotonic() - began
        self.calls += 1
        self.seconds += seconds
        return Evaluation(energy * EV, forces * FORCE, stress, seconds)

    def _asked(self, structure: Structure) -> tuple[float, np.ndarray, np.ndarray]:
        """What the calculator gives. One that was used before is made anew where it fails.

        GPAW holds the symmetry of the structure that it saw first, and refuses one that has less.
        """
        is_used = self.made is not None
        try:
            if self.made is None:
                self.made = self.make()
            atoms = to_ase(structure)
            atoms.calc = self.made
            energy, forces = _energy(atoms), np.array(atoms.get_forces(), float)  # stored numbers are doubles
            stress = _stress(atoms) if all(structure.periodic) else np.full((3, 3), np.nan)
        except NatriaError:
            raise
        except Exception as bad:  # a foreign calculator may raise anything
            self.made = None  # it may be half prepared
            if is_used:
                return self._asked(structure)
            raise self._failure(structure, bad) from bad
        return energy, forces, stress

    def _failure(self, structure: Structure, bad: Exception) -> ModelError:
        """What to raise where a new calculator cannot evaluate a structure."""
        what = f"{self.recipe.calculator} cannot evaluate {structure.title or 'the structure'}"
        if isinstance(bad, NotImplementedError):
            elements = ", ".join(sorted(set(structure.species)))
            return ModelError(f"{what}: {bad}", f"take a calculator that knows all of its elements: {elements}")
        fix = "check that it knows the elements and its settings; --debug shows where it failed"
        return ModelError(f"{what}: {type(bad).__name__}: {bad}", fix)


def _energy(atoms: Any) -> float:
    """The energy (eV) whose derivatives are the forces: with smearing the free energy of the electrons.

    The plain energy where the calculator has no other.
    """
    from ase.calculators.calculator import PropertyNotImplementedError

    try:
        return float(atoms.get_potential_energy(force_consistent=True))
    except PropertyNotImplementedError:  # not NotImplementedError, which is raised for an unknown element too
        return float(atoms.get_potential_energy())


def _stress(atoms: Any) -> np.ndarray:
    """The Cauchy stress (Pa), or nan where the calculator has none."""
    from ase.calculators.calculator import PropertyNotImplementedError

    try:
        return np.array(atoms.get_stress(voigt=False), float) * STRESS
    except (PropertyNotImplementedError, NotImplementedError):
        return np.full((3, 3), np.nan)
