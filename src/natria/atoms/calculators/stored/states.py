"""Electronic states of finished runs that natria ships: energies at k-points and the gap.

A run is one JSON file, `natria.states/1`, below `store/shipped/atoms/states`. The density itself is not kept, so a
replay knows the energies at the k-points of the run and no others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ....quantity import InputError, Problem
from ....record import Structure
from ....record.structure import structure_from_json
from ..electrons import GroundState, Mesh
from ..recipe import Recipe
from .evaluations import HERE, is_same

SCHEMA = "natria.states/1"
PLACES = HERE / "states"
DIGITS = 10  # of a k-point, in units of the reciprocal vectors
EV_DIGITS = 8  # of an energy in eV; far below what the program resolves
NEAR = 1e-8  # distance within which two k-points are the same


@dataclass(frozen=True)
class StatesQuestion:
    """What states are asked for: mesh of the density, number of bands, spin-orbit coupling."""

    mesh: Mesh
    bands: int
    spin_orbit: bool


@dataclass(frozen=True, eq=False)
class StatesPart:
    """Energies (eV) of bands (columns) at k-points (rows), and the seconds that they took."""

    question: StatesQuestion
    kpoints: np.ndarray
    energies: np.ndarray
    seconds: float

    def to_json(self) -> dict[str, Any]:
        return {
            "mesh": list(self.question.mesh),
            "bands": self.question.bands,
            "spin_orbit": self.question.spin_orbit,
            "seconds": round(self.seconds, 3),
            "kpoints": np.round(self.kpoints, DIGITS).tolist(),
            "energies_eV": np.round(self.energies, EV_DIGITS).tolist(),
        }


@dataclass(frozen=True, eq=False)
class StoredStates:
    """A run of `natria compute bands`: its densities, its states, and its document."""

    name: str
    structure: Structure
    recipe: Recipe
    grounds: Mapping[Mesh, tuple[GroundState, float]]  # with the seconds
    parts: Sequence[StatesPart]
    result: Mapping[str, Any]
    workflow: str = "bands"

    @property
    def title(self) -> str:
        """The title of the structure."""
        return self.structure.title

    @property
    def species(self) -> tuple[str, ...]:
        """The elements of the atoms."""
        return self.structure.species

    @property
    def seconds(self) -> float:
        """What the program took for densities and states, s."""
        return sum(seconds for _, seconds in self.grounds.values()) + sum(one.seconds for one in self.parts)

    @property
    def count(self) -> int:
        """How many calculations of the program are stored."""
        return len(self.grounds) + len(self.parts)

    @property
    def is_refused(self) -> bool:
        """Whether the gates refused the result."""
        return bool(self.result["gate"]["outcome"] == "refused")

    def ground(self, structure: Structure, mesh: Mesh) -> GroundState | None:
        """Return the density of a mesh without its data; None where it is not stored."""
        known = self.grounds.get(mesh) if is_same(structure, self.structure) else None
        return known[0] if known else None

    def find(self, structure: Structure, question: StatesQuestion, kpoints: np.ndarray) -> np.ndarray | None:
        """Return the energies (eV) at k-points; None where one of them is not stored."""
        mine = [one for one in self.parts if one.question == question]
        if not mine or not is_same(structure, self.structure):
            return None
        known = np.concatenate([one.kpoints for one in mine])
        away = known[None] - np.asarray(kpoints, float)[:, None]
        apart = np.abs(away - np.round(away)).max(axis=2)
        if (apart.min(axis=1) > NEAR).any():
            return None
        return np.asarray(np.concatenate([one.energies for one in mine])[apart.argmin(axis=1)])

    def to_bytes(self) -> bytes:
        """Return the file of the run, with a line for each calculation."""
        head = {
            "schema": SCHEMA,
            "workflow": self.workflow,
            "structure": self.structure.to_json(),
            "recipe": self.recipe.to_json(),
            "result": dict(self.result),
        }
        text = json.dumps(head, indent=1, allow_nan=False).removesuffix("\n}")
        grounds = ",\n".join(json.dumps(_ground(mesh, *one), allow_nan=False) for mesh, one in self.grounds.items())
        parts = ",\n".join(json.dumps(one.to_json(), allow_nan=False) for one in self.parts)
        return f'{text},\n "densities": [\n{grounds}\n ],\n "states": [\n{parts}\n ]\n}}\n'.encode()


def _ground(mesh: Mesh, ground: GroundState, seconds: float) -> dict[str, Any]:
    fermi = ground.fermi if np.isfinite(ground.fermi) else None
    head = {"mesh": list(mesh), "electrons": ground.electrons, "fermi_eV": fermi, "per_band": ground.per_band}
    return {**head, "seconds": round(seconds, 3)}


def read_states(file: Path) -> StoredStates:
    """Return the run of a file; raises InputError where it is none."""
    try:
        return _run(json.loads(file.read_text(encoding="utf-8")), file.stem)
    except (OSError, ValueError, LookupError, TypeError) as bad:
        fix = "a shipped file is mended by installing natria again"
        raise InputError(str(file), [Problem("", f"is no stored run of states: {bad}", fix)]) from None


def _run(row: Mapping[str, Any], name: str) -> StoredStates:
    if row["schema"] != SCHEMA:
        raise ValueError(f"expected the schema {SCHEMA}")
    grounds = {_mesh(one["mesh"]): _density(one) for one in row["densities"]}
    parts = tuple(_part(one) for one in row["states"])
    return StoredStates(
        name, structure_from_json(row["structure"]), Recipe(**row["recipe"]), grounds, parts, row["result"]
    )


def _mesh(counts: Sequence[int]) -> Mesh:
    one, two, three = map(int, counts)
    return one, two, three


def _density(row: Mapping[str, Any]) -> tuple[GroundState, float]:
    fermi = float("nan") if row["fermi_eV"] is None else float(row["fermi_eV"])
    return GroundState(row["electrons"], fermi, per_band=row["per_band"]), float(row["seconds"])


def _part(row: Mapping[str, Any]) -> StatesPart:
    question = StatesQuestion(_mesh(row["mesh"]), int(row["bands"]), bool(row["spin_orbit"]))
    return StatesPart(question, np.array(row["kpoints"]), np.array(row["energies_eV"]), float(row["seconds"]))


@cache
def stored_states() -> tuple[StoredStates, ...]:
    """Return all runs of states that natria ships, by their names."""
    return tuple(read_states(file) for file in sorted(PLACES.glob("*.json")))
