"""Finished runs that natria ships: every evaluation with its structure, the recipe, and the result.

A run is one JSON file, `natria.evaluations/1`, below `store/shipped/atoms`. A workflow that is asked again with its
evaluations gives the same result without the calculator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from ....quantity import InputError, Problem
from ....record import Structure
from ....record.structure import ANGSTROM
from ....store.store import SHIPPED
from ..evaluation import Evaluation
from ..recipe import Recipe

SCHEMA = "natria.evaluations/1"
HERE = SHIPPED / "atoms"
# Far below every strain and displacement of a workflow, far above the round-off of another linear algebra library.
SAME = 1e-6 * ANGSTROM  # m


class FinishedRun(Protocol):
    """A finished run of a workflow: its recipe, its result, and what it took."""

    @property
    def name(self) -> str: ...

    @property
    def workflow(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def species(self) -> Sequence[str]: ...

    @property
    def recipe(self) -> Recipe: ...

    @property
    def result(self) -> Mapping[str, Any]: ...

    @property
    def count(self) -> int: ...

    @property
    def seconds(self) -> float: ...

    @property
    def is_refused(self) -> bool: ...


Run = TypeVar("Run", bound=FinishedRun)


@dataclass(frozen=True, eq=False)
class StoredRun:
    """A run of a workflow: its evaluations by one recipe, and the JSON document of its result."""

    name: str
    workflow: str
    title: str  # of the structure
    recipe: Recipe
    evaluations: tuple[tuple[Structure, Evaluation], ...]
    result: Mapping[str, Any]

    @property
    def seconds(self) -> float:
        """What the calculator took for all evaluations, s."""
        return sum(one.seconds for _, one in self.evaluations)

    @property
    def species(self) -> tuple[str, ...]:
        """The elements of the atoms of the first structure."""
        return self.evaluations[0][0].species

    @property
    def count(self) -> int:
        """How many evaluations are stored."""
        return len(self.evaluations)

    @property
    def is_refused(self) -> bool:
        """Whether the gates refused the result."""
        return bool(self.result["gate"]["outcome"] == "refused")

    @property
    def is_finished(self) -> bool:
        """Whether the workflow came to its end; else there are evaluations to go on from."""
        return bool(self.result.get("finished", True))

    def find(self, structure: Structure) -> Evaluation | None:
        """Return the evaluation of the same atoms at the same places; None where there is none."""
        known = [(_apart(structure, one), found) for one, found in self.evaluations if _alike(structure, one)]
        distance, nearest = min(known, key=lambda pair: pair[0], default=(np.inf, None))
        return nearest if distance <= SAME else None

    def to_bytes(self) -> bytes:
        """Return the file of the run, with a line for each evaluation."""
        head = {
            "schema": SCHEMA,
            "workflow": self.workflow,
            "structure": self.title,
            "recipe": self.recipe.to_json(),
            "result": dict(self.result),
        }
        text = json.dumps(head, indent=1, allow_nan=False).removesuffix("\n}")
        rows = ",\n".join(json.dumps(row_of(*one), allow_nan=False) for one in self.evaluations)
        return f'{text},\n "evaluations": [\n{rows}\n ]\n}}\n'.encode()


def is_same(one: Structure, other: Structure) -> bool:
    """Return whether two structures have the same atoms at the same places, up to lattice vectors."""
    return _alike(one, other) and _apart(one, other) <= SAME


def _alike(one: Structure, other: Structure) -> bool:
    return one.species == other.species and one.periodic == other.periodic


def _apart(one: Structure, other: Structure) -> float:
    """Return the largest difference of cell or positions (m), up to lattice vectors."""
    across = one.fractional - other.fractional
    places = (across - np.round(across)) @ other.cell
    return float(max(np.abs(one.cell - other.cell).max(), np.abs(places).max()))


def row_of(structure: Structure, found: Evaluation) -> dict[str, Any]:
    """Return an evaluation with its structure as a JSON value."""
    return {
        "cell": structure.cell.tolist(),
        "species": list(structure.species),
        "fractional": structure.fractional.tolist(),
        "periodic": list(map(bool, structure.periodic)),
        "seconds": round(found.seconds, 3),
        **found.to_json(),
    }


def evaluated(row: Mapping[str, Any], title: str) -> tuple[Structure, Evaluation]:
    """Return the structure and the evaluation that `row_of` made a JSON value of."""
    x, y, z = map(bool, row["periodic"])
    places = np.reshape(np.array(row["fractional"], float), (-1, 3))
    return Structure(row["cell"], tuple(row["species"]), places, (x, y, z), title), Evaluation.from_json(row)


def read_run(file: Path) -> StoredRun:
    """Return the run of a file; raises InputError where it is none."""
    try:
        return _run(json.loads(file.read_text(encoding="utf-8")), file.stem)
    except (OSError, ValueError, LookupError, TypeError) as bad:
        fix = "a shipped file is mended by installing natria again"
        raise InputError(str(file), [Problem("", f"is not a stored run: {bad}", fix)]) from None


def _run(row: Mapping[str, Any], name: str) -> StoredRun:
    if row["schema"] != SCHEMA:
        raise ValueError(f"expected the schema {SCHEMA}")
    rows = tuple(evaluated(one, row["structure"]) for one in row["evaluations"])
    return StoredRun(name, row["workflow"], row["structure"], Recipe(**row["recipe"]), rows, row["result"])


@cache
def stored_runs() -> tuple[StoredRun, ...]:
    """Return all runs that natria ships, by their names."""
    return tuple(read_run(file) for file in sorted(HERE.glob("*.json")))


def finest(runs: Iterable[Run], resolution: Iterable[str]) -> Run | None:
    """Return the run whose settings of `resolution` are largest, a refused one last; None of no runs."""
    names = tuple(resolution)

    def rank(run: Run) -> tuple[bool, list[float]]:
        return not run.is_refused, [float(run.recipe.settings.get(name) or 0) for name in names]

    return max(runs, key=rank, default=None)
