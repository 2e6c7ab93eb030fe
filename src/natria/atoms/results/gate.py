"""The gate of a stored run with the validations of now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..calculators import FinishedRun
from ..gates import GateCondition, GatedResult, validity
from ..gates.evidence import VALIDATED
from ..gates.row import Property


def gate_of(run: FinishedRun, wanted: Property) -> GatedResult:
    """Return the gate of a stored run: its own conditions, and whether its calculator is validated now.

    The own conditions follow from the evaluations alone and a replay derives them again (`--stored`; a test compares
    them). The validation follows from a table that changes, so what the file of the run says of it does not count.
    """
    return gate_with(run.result["gate"]["conditions"], run, wanted)


def gate_with(
    rows: Iterable[Mapping[str, Any]], run: FinishedRun, wanted: Property, species: Collection[str] = ()
) -> GatedResult:
    """Return the gate of a part of a stored run, from the rows of its conditions.

    `species` are the elements of the result where the crystal of the run has not all of them.
    """
    own = [one for one in rows if VALIDATED not in one["name"]]
    conditions = [GateCondition(one["name"], one["met"], one["found"], one["wanted"]) for one in own]
    return GatedResult((*conditions, validity(run.recipe, wanted, species or run.species)))
