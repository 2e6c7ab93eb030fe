"""Numbers of simulated answerers by their version: results are kept by version, so other numbers need another one."""

from __future__ import annotations

import pytest

from natria.answers import ask_number
from natria.design import load_case
from natria.quantity import Finding, Question
from natria.studies import Studio
from natria.studies.answerers import find_answerer


def known(value, unit):
    return {"value": value, "unit": unit, "ground": "guess", "why": "of the test"}


DEPTH = {"law": "conduction", "why": "of the test", "electronic_conductivity": known(0.1, "mS/cm")}
FADE = {"counter.ageing": {"polysulfide_loss_rate": known(0.001, "1/h")}}
KNOWN = (  # answerer, its version, system, changes of its design, term, conditions, value (SI)
    ("full_cell", 4, "chi2022/na-s", {}, "average_discharge_voltage", {"cycle": 1.0}, 1.65780175),
    ("full_cell", 4, "chi2022/na-s", FADE, "capacity_retention", {"cycle": 50.0}, 0.94534553),
    ("full_cell", 4, "lu2026/sfc-na/nvp", {"counter.depth": DEPTH}, "average_discharge_voltage", {}, 3.17554807),
    ("full_cell_energy", 4, "yuan2025/nas", {}, "stack_discharge_energy", {}, 41085.8404),
    ("cell", 2, "kumar2020/bpi", {}, "cell_overpotential", {"current": 10.0}, 0.0512475759),
)
WHY = "raise the version of the answerer, so that results of the old one are not found, and write down the new number"


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: f"{row[0]} {row[4]}")
def test_another_number_needs_another_version(row):
    name, version, system, patch, term, at, value = row
    answerer = find_answerer(name)
    assert answerer.version == version, "write down the number of this version"
    design = Studio(load_case(system.partition("/")[0])).design(system)
    found = ask_number(answerer, design.with_(patch) if patch else design, Question(term, system, at), spread=False)
    assert isinstance(found, Finding), found
    assert found.value == pytest.approx(value, rel=1e-5), WHY
