"""Numbers of simulated answerers by their version: results are kept by version, so other numbers need another one."""

from __future__ import annotations

import pytest

from natria.answers import ask_number
from natria.design import load_case
from natria.quantity import Finding, Question
from natria.studies import Studio
from natria.studies.answerers import find_answerer

KNOWN = {  # answerer, its version -> system, term, conditions, value (SI)
    ("full_cell", 4): ("chi2022/na-s", "average_discharge_voltage", {"cycle": 1.0}, 1.65780175),
    ("cell", 2): ("kumar2020/bpi", "cell_overpotential", {"current": 10.0}, 0.0512475759),
}
WHY = "raise the version of the answerer, so that results of the old one are not found, and write down the new number"


@pytest.mark.parametrize("name", [name for name, _ in KNOWN])
def test_another_number_needs_another_version(name):
    answerer = find_answerer(name)
    assert (name, answerer.version) in KNOWN, "write down the number of this version"
    system, term, at, value = KNOWN[name, answerer.version]
    question = Question(term, system, at)
    design = Studio(load_case(system.partition("/")[0])).design(system)
    found = ask_number(answerer, design, question, spread=False)
    assert isinstance(found, Finding), found
    assert found.value == pytest.approx(value, rel=1e-5), WHY
