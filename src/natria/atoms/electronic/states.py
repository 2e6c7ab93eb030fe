"""Electronic states at k-points in chunks, each an entry of the store, so a killed run goes on."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from ...quantity import InputError, ModelError, NatriaError, Problem
from ...record import Structure
from ...store import Store
from ..calculators import GroundState, Recipe, StatesProgram, to_ase
from ..calculators.electrons import Mesh
from ..calculators.evaluate import EV
from ..calculators.kept import KeptStep, StepName, kept
from ..calculators.stored.states import StatesPart, StatesQuestion, StoredStates

Known = TypeVar("Known")
VERSION = 1
CHUNK = 12  # k-points that are computed at once
WHOLE = 1e-6  # distance of the number of electrons from a whole one


@dataclass(frozen=True, eq=False)
class States:
    """Energies (J) of bands in rising order (columns) at k-points (rows).

    K-points are in units of the reciprocal vectors. `filled` is how many bands the
    electrons fill; `per_band` is how many electrons fill one.
    """

    kpoints: np.ndarray
    energies: np.ndarray
    filled: int
    per_band: int

    @property
    def top(self) -> np.ndarray:
        """The energy of the last filled band at each k-point, J."""
        return np.asarray(self.energies[:, self.filled - 1])

    @property
    def bottom(self) -> np.ndarray:
        """The energy of the first empty band at each k-point, J."""
        return np.asarray(self.energies[:, self.filled])

    def and_at(self, other: States) -> States:
        """These states with those at further k-points of the same calculation."""
        points = np.concatenate([self.kpoints, other.kpoints])
        return States(points, np.concatenate([self.energies, other.energies]), self.filled, self.per_band)


def count_filled(electrons: float, per_band: int) -> int:
    """Return how many bands the electrons of a cell fill; raises where they do not fill whole bands."""
    whole = round(electrons)
    if whole > 0 and abs(electrons - whole) < WHOLE and whole % per_band == 0:
        return whole // per_band
    what = f"the cell has {electrons:g} electrons, which do not fill bands of {per_band}"
    fix = (
        "without spin such a crystal is a metal, or a magnet that needs spin, and its bands cannot be counted; "
        "give a cell with whole pairs of electrons"
    )
    raise InputError("natria compute bands", [Problem("STRUCTURE", what, fix)])


@dataclass
class StatesEvaluator:
    """A program of electronic states with a store.

    `calls` counts calculations of the program, `found` those that were in the store, `seconds` what the first took.
    `run`, a finished run, answers in place of the program and of the store. `densities` and `parts` are all that was
    asked for, with the seconds that it took.
    """

    recipe: Recipe
    make: Callable[[], StatesProgram]
    store: Store
    calls: int = 0
    found: int = 0
    seconds: float = 0.0
    made: Any = field(default=None, repr=False)
    grounds: dict[tuple[str, Mesh], GroundState] = field(default_factory=dict, repr=False)
    run: StoredStates | None = None
    densities: dict[Mesh, tuple[GroundState, float]] = field(default_factory=dict, repr=False)
    parts: list[StatesPart] = field(default_factory=list, repr=False)

    def ground(self, structure: Structure, mesh: Mesh) -> GroundState:
        """The self-consistent density on a mesh of k-points."""
        known = structure.digest, mesh
        if known not in self.grounds:
            self.grounds[known] = self._ground(structure, mesh)
        return self.grounds[known]

    def _ground(self, structure: Structure, mesh: Mesh) -> GroundState:
        if self.run is not None:
            return self._of_run(self.run.ground(structure, mesh))

        def compute() -> bytes:
            made = self._program().ground(to_ase(structure), mesh)
            fermi = made.fermi if np.isfinite(made.fermi) else None
            head = {"electrons": made.electrons, "fermi": fermi, "per_band": made.per_band}
            return json.dumps(head).encode() + b"\n" + made.data

        made = self._kept("ground", structure, {"mesh": list(mesh)}, compute)
        head, _, data = made.data.partition(b"\n")
        row = json.loads(head)
        fermi = float("nan") if row["fermi"] is None else row["fermi"]
        found = GroundState(row["electrons"], fermi, data, row["per_band"])
        self.densities[mesh] = found, made.seconds
        return found

    def states(
        self,
        structure: Structure,
        mesh: Mesh,
        kpoints: np.ndarray,
        empty: int,
        *,
        spin_orbit: bool,
        tell: Callable[[int, int], None] = lambda *_: None,
    ) -> States:
        """Return the filled bands and `empty` more at the k-points, from the density of a mesh."""
        ground = self.ground(structure, mesh)
        filled = count_filled(ground.electrons, ground.per_band)
        bands = filled + empty
        parts = []
        for start in range(0, len(kpoints), CHUNK):
            tell(start, len(kpoints))
            some = np.asarray(kpoints[start : start + CHUNK], float)
            parts.append(self._chunk(structure, mesh, some, bands, spin_orbit=spin_orbit, ground=ground))
        tell(len(kpoints), len(kpoints))
        twice = 2 if spin_orbit and ground.per_band == 2 else 1
        return States(np.asarray(kpoints, float), np.concatenate(parts) * EV, filled * twice, ground.per_band // twice)

    def ensure_hybrid(self, functional: str) -> None:
        """Raise where the program cannot compute a hybrid functional; nothing costly is done."""
        program: Any = self._program()
        if not hasattr(program, "hybrid"):
            what = f"{self.recipe.calculator} computes no hybrid functionals"
            raise InputError("--hybrid", [Problem("", what, "leave it out, or use gpaw")])
        program.ensure_hybrid(functional)

    def hybrid(
        self, structure: Structure, mesh: Mesh, functional: str, tell: Callable[[int, int], None] = lambda *_: None
    ) -> States:
        """Return the filled bands and one more of a hybrid functional, with the orbitals of the density."""
        self.ensure_hybrid(functional)
        ground = self.ground(structure, mesh)
        program: Any = self._program()
        filled = count_filled(ground.electrons, ground.per_band)

        def compute(place: int | None) -> bytes:
            kpoints, energies = program.hybrid(ground, mesh, functional, filled + 1, place)
            return json.dumps((kpoints if place is None else energies).tolist()).encode()

        def asked(place: int | None) -> np.ndarray:
            words = {"mesh": list(mesh), "functional": functional, "bands": filled + 1, "place": place}
            return np.array(json.loads(self._kept("hybrid", structure, words, lambda: compute(place)).data))

        kpoints = asked(None)
        rows = []
        for place in range(len(kpoints)):
            tell(place, len(kpoints))
            rows.append(asked(place))
        tell(len(kpoints), len(kpoints))
        return States(kpoints, np.array(rows) * EV, filled, ground.per_band)

    def _chunk(
        self,
        structure: Structure,
        mesh: Mesh,
        kpoints: np.ndarray,
        bands: int,
        *,
        spin_orbit: bool,
        ground: GroundState,
    ) -> np.ndarray:
        def compute() -> bytes:
            made = self._program().states(to_ase(structure), ground, kpoints, bands, spin_orbit=spin_orbit)
            energies = np.asarray(made, float)
            _ensure_shape(energies, (len(kpoints), bands * (2 if spin_orbit else 1)), self.recipe)
            written = io.BytesIO()
            np.save(written, energies, allow_pickle=False)
            return written.getvalue()

        question = StatesQuestion(mesh, bands, spin_orbit)
        if self.run is not None:
            return self._of_run(self.run.find(structure, question, kpoints))
        asked = {"mesh": list(mesh), "kpoints": kpoints.tolist(), "bands": bands, "spin_orbit": spin_orbit}
        made = self._kept("states", structure, asked, compute)
        energies = np.asarray(np.load(io.BytesIO(made.data), allow_pickle=False))
        self.parts.append(StatesPart(question, kpoints, energies, made.seconds))
        return energies

    def _of_run(self, known: Known | None) -> Known:
        """What the stored run has; the program of a replay says what is missing when it is made."""
        if known is None:
            self._program()
        assert known is not None
        self.found += 1
        return known

    def _program(self) -> StatesProgram:
        if self.made is None:
            self.made = self.make()
        found: StatesProgram = self.made
        return found

    def _kept(self, what: str, structure: Structure, asked: dict[str, Any], compute: Callable[[], bytes]) -> KeptStep:
        key = {"structure": structure.digest, "recipe": self.recipe.digest, "asked": asked}
        title = f"{what} of {structure.title or 'a structure'} of {len(structure)} atoms by {self.recipe.calculator}"

        def timed() -> bytes:
            began = time.monotonic()
            try:
                made = compute()
            except NatriaError:
                raise
            except Exception as bad:  # a foreign program may raise anything
                says = f"{self.recipe.calculator} cannot compute the {title}"
                fix = "check that it knows the elements and its settings; --debug shows where it failed"
                raise ModelError(f"{says}: {type(bad).__name__}: {bad}", fix) from bad
            self.calls += 1
            self.seconds += time.monotonic() - began
            return made

        content = {"key": title, "recipe": self.recipe.to_json()}
        step = kept(self.store, StepName(f"atoms electrons {what}", VERSION, key), content, timed)
        self.found += step.was_there
        return step


def _ensure_shape(energies: np.ndarray, shape: tuple[int, int], recipe: Recipe) -> None:
    if energies.shape != shape or not np.isfinite(energies).all():
        what = f"{recipe.calculator} gave energies of shape {energies.shape}, some perhaps not finite"
        raise ModelError(what, f"expected {shape[0]} k-points and {shape[1]} bands of finite energies")
    if (np.diff(energies, axis=1) < 0).any():
        raise ModelError(f"{recipe.calculator} gave energies that do not rise with the band", "sort them")
