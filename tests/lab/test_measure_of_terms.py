"""A recording that is measured for one term gives the same findings of that term as for all of them."""

from __future__ import annotations

import pytest
from made_cells import cell, known

from natria.lab import measure
from natria.lab.cycling.full_cell.curves import OF_CURVES
from natria.lab.cycling.full_cell.cycles import OF_FADE
from natria.lab.cycling.symmetric.ir_drop import OF_DROPS
from natria.lab.synthetic import symmetric_cell

CELL = {"kind": "full", "area": known("face_area", 1e-4), "mass": known("active_mass", 1e-6)}
RATES = [(sign * 1e-3 * k, 1.0 - 0.1 * k) for k in (1, 2, 4, 1) for _ in range(2) for sign in (1, -1)]
FADES = [(sign * (5e-4 if k == 0 else 1e-3), 1.0 - 0.01 * k) for k in range(5) for sign in (1, -1)]
RECORDINGS = {
    "fades": lambda: cell(FADES, noise=1e-4, quick=(1e-3, 0.01, 0.1, 0.3, 0.5, 1.0), **CELL),
    "rates": lambda: cell(RATES, as_assembled="discharged", **CELL),
    "discharges first": lambda: cell([(-1e-3, 1.0), (1e-3, 1.0)] * 2, as_assembled="charged", **CELL),
}


def findings(made, terms=frozenset()):
    return measure(made.recording, made.specimen, terms).findings


@pytest.mark.parametrize("name", RECORDINGS)
def test_one_term_of_a_full_cell_is_the_same_as_among_all(name):
    made = RECORDINGS[name]()
    every = findings(made)
    for term in {f.question.name for f in every}:
        alone = [f for f in findings(made, frozenset({term})) if f.question.name == term]
        assert alone == [f for f in every if f.question.name == term]


def test_a_term_brings_neither_tables_nor_the_findings_of_costly_analyses():
    made = RECORDINGS["fades"]()
    whole, part = (
        measure(made.recording, made.specimen),
        measure(made.recording, made.specimen, frozenset({"specific_capacity"})),
    )
    others = {*OF_CURVES, *OF_DROPS, *OF_FADE}
    assert others & {f.question.name for f in whole.findings}
    assert not others & {f.question.name for f in part.findings}
    assert whole.table("cycles") is not None
    assert part.tables == ()


def test_one_term_of_a_symmetric_cell_is_the_same_as_among_all():
    recording = symmetric_cell(7).recording
    every = measure(recording).findings
    for term in {f.question.name for f in every}:
        alone = [f for f in measure(recording, terms=frozenset({term})).findings if f.question.name == term]
        assert alone == [f for f in every if f.question.name == term]
