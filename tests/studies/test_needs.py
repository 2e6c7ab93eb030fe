"""What a design still lacks: the lines that are named make the simulation and the answers possible."""

from __future__ import annotations

import tomllib

import pytest

from natria.design import case_of, load_case
from natria.models.cell.prepare import prepare
from natria.quantity import Finding, Question
from natria.studies import Studio, run_study
from natria.studies.needs import lines_of, needs_of_criteria, needs_of_simulation

BARE = """
name = "lab/cell"
cell = "symmetric"
temperature = "298.15 K"
working = { material = "Na" }

[interphase.sei]
thickness = "3 um"
ionic_conductivity = { value = 1e-4, unit = "S/cm", why = "a guess" }

[electrolyte.liquid]
material = "NaCF3SO3 in diglyme"
separator = "Celgard"
thickness = "25 um"

[protocol]
current = "1 mA/cm^2"
areal_capacity = "1 mAh/cm^2"
steps = ["plate current for areal_capacity", "strip current for areal_capacity", "repeat 10"]
"""


@pytest.fixture
def case():
    return case_of(tomllib.loads(BARE), "x", "x")


def filled(line: str) -> str:
    return line.replace("..", "1", 1).replace('ground = ".."', 'ground = "guess"').replace('".."', '"a test"')


def test_the_lines_that_a_simulation_needs_are_enough(case):
    needs = needs_of_simulation(case.base)
    assert "working.exchange_current_density" in needs.paths
    assert needs.why == ""
    lines = lines_of(needs.paths)
    text = BARE.replace('working = { material = "Na" }', "")
    tables = {"working": ['material = "Na"'], "electrolyte.liquid": []}
    for table, rows in lines.items():
        tables.setdefault(table, []).extend(map(filled, rows))
    head = "[electrolyte.liquid]\n"
    text = text.replace(head, head + "\n".join(tables.pop("electrolyte.liquid")) + "\n")
    text += "".join(f"\n[{table}]\n" + "\n".join(rows) + "\n" for table, rows in tables.items())
    assert prepare(case_of(tomllib.loads(text), "x", "x").base).blocks


def test_what_is_met_is_answered_and_what_is_not_is_refused(case):
    studio = Studio(case)
    for need in needs_of_criteria(case.base):
        answers = [a for a in studio.answers(Question(need.what, need.of)) if isinstance(a, Finding)]
        assert bool(answers) == need.is_met, need


@pytest.mark.parametrize("name", ["kumar2020", "lu2026"])
def test_the_shipped_cells_are_ready(name):
    case = load_case(name)
    assert needs_of_simulation(Studio(case).design(case.base.name)).is_met


def test_a_file_without_a_study_shows_budget_and_answers(case):
    result = run_study(case, spread=False)
    assert len(result.budgets) == 1
    answered = {a.question.name for a in result.base.answers if isinstance(a, Finding)}
    assert {"plated_thickness", "area_resistance"} <= answered
    assert result.base.comparisons == ()
