"""Critical strains of the runs that natria ships, as answers of a study.

The critical strain of a phase is the range over the directions of the finest stored run of its formula: a report that
names no direction can mean any of them. A direction whose curve is refused, or ends before its maximum, is on record
and gives no end of the range.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...answers import Answerer, Reader, Refuse
from ...quantity import Span
from ..calculators import StoredRun, finest
from ..calculators.stored.replay import resolution_of
from ..gates import GatedResult
from ..gates.row import Property
from .gate import gate_of, gate_with
from .tensors import PHASE, note_run, runs_of

STRAIN = "strain"  # the workflow
CRITICAL: Property = "critical strain"
CRITICAL_STRAIN = "critical_strain"


def _range(read: Reader) -> Span:
    formula = read.word(PHASE)
    runs = runs_of(formula, STRAIN)
    run = finest(runs, resolution_of(runs[0].recipe.calculator)) if runs else None
    if run is None:
        raise Refuse(f"no stress-strain curve of {formula} is stored")
    rows = {str(one["name"]): (one, _gate(run, one)) for one in run.result["directions"]}
    strains = [value for row, gate in rows.values() if (value := _strain(row, gate)) is not None]
    if not strains:
        said = "; ".join(f"along {name}: {_said(row, gate)}" for name, (row, gate) in rows.items())
        raise Refuse(f"no stored curve of {formula} has a critical strain ({said})")
    note_run(read, run, gate_of(run, CRITICAL))
    for name, (row, gate) in rows.items():
        read.noted(f"stored.directions.{name}", _said(row, gate))
    for other in runs:
        if other is not run:
            read.noted(f"stored.other_runs.{other.name}", f"{other.recipe}; {other.result['summary']}")
    return min(strains), max(strains)


def _gate(run: StoredRun, row: Mapping[str, Any]) -> GatedResult:
    return gate_with(row["gate"]["conditions"], run, CRITICAL)


def _strain(row: Mapping[str, Any], gate: GatedResult) -> float | None:
    """Return the critical strain of a direction; None where it is refused or only bounded."""
    found = row["findings"].get(CRITICAL_STRAIN)
    if gate.outcome == "refused" or found is None or found["bound"]:
        return None
    return float(found["value"])


def _said(row: Mapping[str, Any], gate: GatedResult) -> str:
    if gate.outcome == "refused":
        return f"refused: {'; '.join(gate.reasons)}"
    found = row["findings"][CRITICAL_STRAIN]
    return f"{found['bound'] or ''} {100 * found['value']:.1f} %; {gate.outcome}".strip()


STORED_STRAIN = Answerer(
    "stored_strain",
    1,
    (CRITICAL_STRAIN,),
    _range,
    "a perfect crystal at 0 K in tension along single directions: the range of the strains at the largest stress",
    cost="seconds",  # moves of inputs do not give its spread: a cheap answer without inputs would have none at all
    of_phase=True,
    objection=(
        "A perfect crystal holds until its ideal strength, and a real one breaks at cracks and grain boundaries long "
        "before. To settle this, one would have to strain a film of the phase on a soft support and see it crack."
    ),
)
