"""Output of hops: sentence, table, JSON and the figures of the paths."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...atoms.calculators import Evaluator, StoredRun
from ...atoms.calculators.evaluate import EV
from ...atoms.gates import GatedResult
from ...atoms.migration import Hop, HopClass, HopConductivity
from ...quantity import InputError, Problem
from ...quantity import number as shown
from ...record import Structure
from ...record.structure import ANGSTROM, structure_from_json
from .elastic import EVALUATIONS, evaluations
from .path_figure import path_picture, way_picture

MIGRATION = "migration.json"
SCHEMA = "natria.migration/1"
WORKFLOW = "migration"


@dataclass(frozen=True, eq=False)
class ComputedHop:
    """A hop with its gate; `kind` is its class in a network, None for a hop between two given structures."""

    name: str
    hop: Hop
    gated: GatedResult
    kind: HopClass | None = None
    frequency: float | None = None  # 1/s


@dataclass(frozen=True, eq=False)
class MigrationReport:
    """All hops of one call. `percolating` holds the barriers (J) in 1, 2 and 3 dimensions of a network.

    They are upper bounds: only the shortest classes of hops are computed, and a longer hop may be easier. `species` and
    `longest` (m) say which hops of a network were looked at.
    """

    title: str
    structure: Structure  # the crystal, or the first end
    hops: tuple[ComputedHop, ...]
    percolating: tuple[float | None, float | None, float | None] | None = None
    conductivity: HopConductivity | None = None
    species: str = ""
    longest: float | None = None

    @property
    def gated(self) -> GatedResult:
        """The conditions of all hops together."""
        if len(self.hops) == 1:
            return self.hops[0].gated
        named = [(hop.name, one) for hop in self.hops for one in hop.gated.conditions]
        return GatedResult(tuple(replace(one, name=f"{name}: {one.name}") for name, one in named))

    @property
    def is_refused(self) -> bool:
        return any(one.gated.outcome == "refused" for one in self.hops)


def migration_summary(found: MigrationReport) -> str:
    """Return the sentence that a reader came for.

    A refused hop has no barrier, and a network with one has none either.
    """
    if refused := [one for one in found.hops if one.gated.outcome == "refused"]:
        return f"{found.title}: refused. " + " ".join(f"{one.name}: {'; '.join(one.gated.reasons)}." for one in refused)
    known = all(one.gated.outcome == "accepted" for one in found.hops)
    state = "accepted" if known else "not validated"
    if found.percolating is None:
        hop = found.hops[0].hop
        return f"{found.title}: barrier {_ev(hop.barrier)} eV, backward {_ev(hop.backward)} eV; {state}."
    parts = [f"{_ev(e)} eV in {k}" for k, e in enumerate(found.percolating, start=1) if e is not None]
    if not parts:
        return f"{found.title}: the hops that were computed lead nowhere; {state}."
    return f"{found.title}: percolating barrier at most {', '.join(parts)} dimension{'s' * (len(parts) > 1)}; {state}."


def migration_rows(found: MigrationReport) -> list[tuple[str, ...]]:
    """Return rows of hop, length, barriers, frequency, evaluations of the path, and outcome."""
    return [
        (
            one.name,
            "" if one.kind is None else f"{one.kind.length / ANGSTROM:.3f}",
            _ev(one.hop.barrier) if one.gated.outcome != "refused" else "-",
            _ev(one.hop.backward) if one.gated.outcome != "refused" else "-",
            "" if one.frequency is None else f"{shown(one.frequency / 1e12)}",
            str(one.hop.path.calls),
            one.gated.outcome,
        )
        for one in found.hops
    ]


HEADS = ("hop", "length (Å)", "barrier (eV)", "backward (eV)", "attempts (THz)", "evaluations", "outcome")


def conductivity_lines(found: MigrationReport) -> list[str]:
    """Return the estimated conductivity and its assumptions, where it was asked for."""
    if found.conductivity is None:
        return []
    head = f"conductivity at {found.conductivity.temperature:g} K: {found.conductivity.mean:.3g} S/m"
    return [head, *(f"    assumed: {sentence}" for sentence in found.conductivity.assumptions)]


def migration_document(found: MigrationReport, evaluate: Evaluator, version: str) -> dict[str, Any]:
    """Return the JSON document in SI; energies are those of one hop, in J."""
    barriers = found.percolating if found.percolating and not found.is_refused else None
    return {
        "schema": SCHEMA,
        "natria": version,
        "summary": migration_summary(found),
        "gate": found.gated.to_json(),
        "recipe": evaluate.recipe.to_json(),
        "settings": _settings(found),
        "structure": found.structure.to_json(),
        "evaluations": evaluations(evaluate),
        "hops": [_hop(one) for one in found.hops],
        "percolating_barriers": None
        if barriers is None
        else {"unit": "J", "bound": "at most", "by_dimension": list(barriers)},
        "conductivity": None if found.conductivity is None else _conductivity(found.conductivity),
    }


def _settings(found: MigrationReport) -> dict[str, Any]:
    one = found.hops[0].hop.settings
    longest = None if found.longest is None else {"value": found.longest, "unit": "m"}
    return {
        "species": found.species or None,
        "longest": longest,
        "force": {"value": one.force, "unit": "N"},
        "end_force": {"value": one.end_force, "unit": "N"},
        "images": one.images,
    }


def _hop(one: ComputedHop) -> dict[str, Any]:
    hop, is_refused = one.hop, one.gated.outcome == "refused"
    return {
        "name": one.name,
        "gate": one.gated.to_json(),
        "length": None if one.kind is None else {"value": one.kind.length, "unit": "m"},
        "hops_in_cell": None if one.kind is None else len(one.kind.edges),
        "barrier": None if is_refused else {"value": hop.barrier, "unit": "J"},
        "backward_barrier": None if is_refused else {"value": hop.backward, "unit": "J"},
        "attempt_frequency": None if one.frequency is None else {"value": one.frequency, "unit": "1/s"},
        "path": {
            "distance": {"unit": "m", "values": hop.distance.tolist()},
            "energy": {"unit": "J", "values": hop.energies.tolist()},
            "saddle": hop.path.saddle,
            "evaluations": hop.path.calls,
            "converged": hop.path.converged,
        },
        "images": [one.to_json() for one in hop.structures],
        "saddle": hop.saddle.to_json(),
    }


@dataclass(frozen=True, eq=False)
class KnownPath:
    """The images of a hop of a document, both ends included, and the place of the highest one."""

    images: tuple[Structure, ...]
    saddle: int


def paths_of(row: Mapping[str, Any], source: str) -> tuple[KnownPath, ...]:
    """Return the path of each hop of a document."""
    try:
        found = [(one["images"], int(one["path"]["saddle"])) for one in row["hops"]]
    except (LookupError, TypeError, ValueError):
        fix = "give the migration.json of `natria compute migration --out`, of this version or a later one"
        raise InputError(source, [Problem("", "has no hops with their images", fix)]) from None
    paths = (KnownPath(tuple(structure_from_json(one, source) for one in images), top) for images, top in found)
    known = tuple(paths)
    if bad := [one for one in known if len(one.images) < 3 or not 0 < one.saddle < len(one.images) - 1]:
        what = f"has {len(bad)} paths without an image between their ends, or with a saddle that is none of them"
        raise InputError(source, [Problem("", what, "compute the path again")])
    return known


def _conductivity(found: HopConductivity) -> dict[str, Any]:
    return {
        "temperature": {"value": found.temperature, "unit": "K"},
        "conductivity": {"unit": "S/m", "values": found.conductivity.tolist()},
        "diffusivity_of_carrier": {"unit": "m^2/s", "values": found.diffusivity.tolist()},
        "assumptions": list(found.assumptions),
    }


def migration_files(found: MigrationReport, evaluate: Evaluator, version: str) -> dict[str, bytes]:
    """Return the JSON and the figures by file name."""
    document = migration_document(found, evaluate, version)
    pictures = (
        path_picture(found.title, [(_labelled(one), one.hop) for one in found.hops]),
        way_picture(found.title, [(one.name, one.hop) for one in found.hops]),
    )
    run = StoredRun("", WORKFLOW, found.structure.title, evaluate.recipe, evaluate.evaluated, document)
    return {
        MIGRATION: (json.dumps(document, indent=1, allow_nan=False) + "\n").encode(),
        EVALUATIONS: run.to_bytes(),
        **{f"{one.id}.svg": one.svg for one in pictures},
        **{f"{one.id}.png": one.png for one in pictures},
    }


def _labelled(one: ComputedHop) -> str:
    return one.name if one.gated.outcome == "accepted" else f"{one.name} ({one.gated.outcome})"


def _ev(energy: float) -> str:
    return f"{energy / EV:.3f}"
