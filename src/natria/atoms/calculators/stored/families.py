"""Finished runs of a workflow with cells of several shapes, each with its own recipe.

Each shape has its own k-points. A run is one JSON file, `natria.family/1`, below `store/shipped/atoms/families`: the
evaluations of each recipe, and the document of the result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from ....quantity import InputError, ModelError, Problem
from ....record import Structure
from ....store import Store
from ..evaluate import Evaluator
from ..family import EvaluatorFamily
from ..recipe import Recipe
from .evaluations import HERE, SAME, FinishedRun, StoredRun, evaluated, row_of, stored_runs
from .replay import begun, missing
from .states import stored_states

SCHEMA = "natria.family/1"
FAMILIES = HERE / "families"


@dataclass(frozen=True, eq=False)
class StoredFamily:
    """A run of a workflow: the evaluations by each of its recipes, and its document.

    The recipe of the crystal comes first. The document has a `gate` of the whole beside those of its parts.
    """

    name: str
    workflow: str
    title: str  # of the structure
    members: tuple[StoredRun, ...]
    result: Mapping[str, Any]

    @property
    def recipe(self) -> Recipe:
        """The recipe of the crystal."""
        return self.members[0].recipe

    @property
    def species(self) -> tuple[str, ...]:
        """The elements of the atoms of the crystal."""
        return self.members[0].species

    @property
    def count(self) -> int:
        """How many evaluations are stored."""
        return sum(one.count for one in self.members)

    @property
    def seconds(self) -> float:
        """What the calculator took for all evaluations, s."""
        return sum(one.seconds for one in self.members)

    @property
    def is_refused(self) -> bool:
        """Whether the gates refused the result."""
        return bool(self.result["gate"]["outcome"] == "refused")

    def of(self, structure: Structure) -> StoredRun | None:
        """Return the evaluations in cells like that of a structure; None where there are none."""
        return next((run for run in self.members if any(_fits(one, structure) for one, _ in run.evaluations)), None)

    def to_bytes(self) -> bytes:
        """Return the file of the run, with a line for each evaluation."""
        head = {"schema": SCHEMA, "workflow": self.workflow, "structure": self.title, "result": dict(self.result)}
        text = json.dumps(head, indent=1, allow_nan=False).removesuffix("\n}")
        members = ",\n".join(_member(one) for one in self.members)
        return f'{text},\n "members": [\n{members}\n ]\n}}\n'.encode()


def _fits(one: Structure, other: Structure) -> bool:
    """Whether two structures have the same atoms in the same cell; their places may differ."""
    return one.species == other.species and bool(np.abs(one.cell - other.cell).max() <= SAME)


def _member(run: StoredRun) -> str:
    rows = ",\n".join(json.dumps(row_of(*one), allow_nan=False) for one in run.evaluations)
    return f'{{"recipe": {json.dumps(run.recipe.to_json())}, "evaluations": [\n{rows}\n]}}'


def family_run(workflow: str, title: str, family: EvaluatorFamily, document: Mapping[str, Any]) -> StoredFamily:
    """Return the run of a family of calculators that was just asked."""
    members = (StoredRun("", workflow, title, one.recipe, one.evaluated, {}) for one in family.members)
    return StoredFamily("", workflow, title, tuple(one for one in members if one.evaluations), document)


def read_family(file: Path) -> StoredFamily:
    """Return the run of a file; raises InputError where it is none."""
    try:
        return _run(json.loads(file.read_text(encoding="utf-8")), file.stem)
    except (OSError, ValueError, LookupError, TypeError) as bad:
        fix = "a shipped file is mended by installing natria again"
        raise InputError(str(file), [Problem("", f"is no stored run of several recipes: {bad}", fix)]) from None


def _run(row: Mapping[str, Any], name: str) -> StoredFamily:
    if row["schema"] != SCHEMA:
        raise ValueError(f"expected the schema {SCHEMA}")
    workflow, title = row["workflow"], row["structure"]
    members = tuple(
        StoredRun(
            name, workflow, title, Recipe(**one["recipe"]), tuple(evaluated(of, title) for of in one["evaluations"]), {}
        )
        for one in row["members"]
    )
    return StoredFamily(name, workflow, title, members, row["result"])


@cache
def stored_families() -> tuple[StoredFamily, ...]:
    """Return all runs of several recipes that natria ships, by their names."""
    return tuple(read_family(file) for file in sorted(FAMILIES.glob("*.json")))


def all_runs() -> tuple[FinishedRun, ...]:
    """Return all finished runs that natria ships: of one recipe, of states, and of several recipes."""
    runs: list[FinishedRun] = [*stored_runs(), *stored_states(), *stored_families()]
    return tuple(runs)


def begun_anywhere(recipe: Recipe) -> StoredRun | None:
    """Return all shipped evaluations by a recipe as one run, those of families too."""
    members = (member for family in stored_families() for member in family.members)
    return begun(recipe, [*stored_runs(), *members])


def replayed_family(
    structures: Sequence[Structure], workflow: str, name: str, runs: tuple[StoredFamily, ...] | None = None
) -> tuple[EvaluatorFamily, StoredFamily]:
    """Return calculators that know the evaluations of a stored run alone, and the run.

    The run is one of the workflow by the calculator `name` from one of these very structures, such as the polymorphs of
    a phase.
    """
    stored = stored_families() if runs is None else runs
    mine = [one for one in stored if (one.workflow, one.recipe.calculator) == (workflow, name)]
    begins = ((one, member, cell) for one in mine for member in one.members for cell in structures)
    found = next((one for one, member, cell in begins if member.find(cell)), None)
    if found is None:
        there, asked = ", ".join(dict.fromkeys(one.title for one in mine)) or "none", structures[0].title
        what = f"no stored run of {workflow} by {name} begins with this structure ({asked}); stored: {there}"
        raise ModelError(what, "`natria atoms results` lists the stored runs; leave out --stored to compute")

    def made(cell: Structure) -> Evaluator:
        member = found.of(cell)
        if member is None:
            missing(found)
        return Evaluator(member.recipe, nothing, Store(None, None), kept=member)

    def nothing() -> NoReturn:
        missing(found)

    return EvaluatorFamily(made, made), found
