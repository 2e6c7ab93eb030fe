"""Atoms: cell, species and fractional positions. Lengths are in m; `from_angstrom` takes angstrom."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..quantity import Artefact, InputError, ModelError, Origin, Problem, Question
from .artefact import PENDING, Parts, digest_of, frozen, reference

SCHEMA = "natria.structure/1"
ANGSTROM = 1e-10  # m
SYMBOL = re.compile(r"[A-Z][a-z]?")


@dataclass(frozen=True, eq=False)
class Structure:
    """An atomic structure.

    `cell` has the three lattice vectors as rows (m), `fractional` one row per atom, `periodic` one flag per vector.
    """

    cell: np.ndarray
    species: tuple[str, ...]
    fractional: np.ndarray
    periodic: tuple[bool, bool, bool] = (True, True, True)
    title: str = ""
    question: Question | None = None
    origin: Origin = PENDING

    def __post_init__(self) -> None:
        object.__setattr__(self, "cell", frozen(self.cell))
        object.__setattr__(self, "fractional", frozen(self.fractional))
        object.__setattr__(self, "species", tuple(self.species))
        if self.cell.shape != (3, 3) or not np.isfinite(self.cell).all() or np.linalg.matrix_rank(self.cell) < 3:
            raise ModelError("the cell of a structure is not three vectors with a volume", "give a 3 x 3 array in m")
        if self.fractional.shape != (len(self.species), 3) or not np.isfinite(self.fractional).all():
            what = f"a structure of {len(self.species)} atoms has positions of shape {self.fractional.shape}"
            raise ModelError(what, "give three finite fractional coordinates for each atom")
        if unknown := sorted({name for name in self.species if not SYMBOL.fullmatch(name)}):
            raise ModelError(f"a structure has atoms named {', '.join(unknown)}", "write the symbols of elements")

    def __len__(self) -> int:
        return len(self.species)

    @property
    def positions(self) -> np.ndarray:
        """Cartesian positions, m, a row an atom."""
        return frozen(self.fractional @ self.cell)

    @property
    def volume(self) -> float:
        """The volume of the cell, m^3."""
        return float(abs(np.linalg.det(self.cell)))

    @property
    def parts(self) -> Parts:
        """Species and periodicity; the cell and the positions."""
        header = {"structure": list(self.species), "periodic": list(map(bool, self.periodic))}
        return header, (self.cell, self.fractional)

    @cached_property
    def digest(self) -> str:
        """The hash of cell, species, positions and periodicity."""
        return digest_of(*self.parts)

    @property
    def reference(self) -> Artefact:
        """The structure without its arrays, as an input of what is computed from it."""
        return reference("structure", self)

    def to_json(self) -> dict[str, Any]:
        """All but question and origin; numbers come back exactly."""
        return {
            "schema": SCHEMA,
            "title": self.title,
            "cell": {"unit": "m", "vectors": self.cell.tolist()},
            "species": list(self.species),
            "fractional": self.fractional.tolist(),
            "periodic": list(map(bool, self.periodic)),
        }


def from_angstrom(cell: Any, species: Sequence[str], fractional: Any, title: str = "") -> Structure:
    """A periodic structure from a cell in angstrom, as crystallographers write it."""
    return Structure(np.asarray(cell, float) * ANGSTROM, tuple(species), fractional, title=title)


def structure_from_json(row: Any, source: str = "the document") -> Structure:
    """The structure of a document that `to_json` wrote."""
    try:
        return _structure(row)
    except (KeyError, TypeError, ValueError, ModelError) as bad:
        fix = "give a file that natria wrote, or export the structure again"
        raise InputError(source, [Problem("", f"is not a structure: {bad}", fix)]) from None


def _structure(row: Any) -> Structure:
    if row["schema"] != SCHEMA or row["cell"]["unit"] != "m":
        raise ValueError(f"expected the schema {SCHEMA} and a cell in m")
    positions = np.reshape(np.array(row["fractional"], float), (-1, 3))
    x, y, z = map(bool, row["periodic"])
    return Structure(row["cell"]["vectors"], tuple(row["species"]), positions, (x, y, z), row["title"])


def dumps(structure: Structure) -> bytes:
    """The structure as JSON text."""
    return json.dumps(structure.to_json(), ensure_ascii=False, indent=1).encode()
