"""The capacity of a whole first discharge, of a cell that stops later, is that which `lab` reads of a whole run."""

from __future__ import annotations

import pytest

from natria import load_case
from natria.answers import ask_number
from natria.quantity import Finding, Question, Refused
from natria.studies.simulation import full_cell


def asked(term, **at):
    design = load_case("chi2022").design("chi2022/na-s")
    return ask_number(full_cell.FULL_CELL, design, Question(term, "chi2022/na-s", at), spread=False)


@pytest.fixture
def stopped(monkeypatch):
    """Stands for a cell that cannot be charged."""
    run = full_cell.first_cycles
    monkeypatch.setattr(full_cell, "first_cycles", lambda *given: (*run(*given)[:2], "it stopped"))


@pytest.mark.parametrize("term", full_cell.CHARGES)
def test_the_first_capacity_is_that_of_a_whole_run(term, request):
    whole = asked(term)
    request.getfixturevalue("stopped")
    alone = asked(term)
    assert isinstance(whole, Finding)
    assert isinstance(alone, Finding)
    assert alone.value == pytest.approx(whole.value, rel=1e-6)


@pytest.mark.usefixtures("stopped")
def test_what_needs_the_whole_run_is_refused():
    assert isinstance(asked("average_discharge_voltage"), Refused)
    assert isinstance(asked("specific_capacity", cycle=2.0), Refused)
