"""The files of energies that the docs ship have the gate of now."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("ase")
pytest.importorskip("spglib")

from natria.atoms.calculators import Recipe
from natria.atoms.gates import energy_conditions
from natria.atoms.gates.energies import phase_conditions
from natria.atoms.stability import phase_set
from natria.atoms.stability.energies.calculated import CalculatedEnergies, CalculatedPhase, formation_rows
from natria.atoms.structures import crystal_card
from natria.laws.constants import FARADAY

FOLDER = Path(__file__).parents[3] / "docs" / "examples"
EXAMPLES = sorted(FOLDER.glob("chgnet-*.json"))
ASKED = {"chgnet-Na-P-S": ("Na3PS4",), "chgnet-Na-S-Sb": ("Na3SbS4",)}  # of the commands in docs/windows.md


def energies_of(document, asked):
    """The energies of a document of natria without the relaxed structures, which no condition reads."""
    phases = tuple(
        CalculatedPhase(
            crystal_card(one["structure"]),
            one["energy"] * FARADAY,
            SimpleNamespace(steps=one["steps"]),
            one["volume_change"],
            one["space_group"],
            Recipe(**one["recipe"]),
            one["cell_held"],
        )
        for one in document["entries"]
    )
    return CalculatedEnergies(
        tuple(document["elements"]), phases, document["failed"], tuple(document["lacking"]), asked
    )


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda one: one.stem)
def test_the_gate_of_an_example_is_that_of_now(file):
    document = json.loads(file.read_text(encoding="utf-8"))
    found = energies_of(document, ASKED[file.stem])
    rows = formation_rows(phase_set(found.entries()).phases)
    assert energy_conditions(found, rows).to_json() == document["gate"]
    gates = [phase_conditions(one).to_json() for one in found.phases]
    assert gates == [one["gate"] for one in document["entries"]]


def test_both_examples_are_looked_at():
    assert len(EXAMPLES) == 2
