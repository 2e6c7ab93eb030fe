"""The capacity of a whole first discharge, of a cell that stops later, is that which `lab` reads of a whole run."""

from __future__ import annotations

import numpy as np
import pytest

from natria import load_case
from natria.answers import ask_number
from natria.models.cell import legs, pack, prepare, run
from natria.models.cell.equations.observe import PLACE
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


@pytest.mark.parametrize("rate", ["2C", "2.4C", "3C"])
def test_a_charge_that_ends_at_once_or_soon_joins_no_discharges(rate):
    """At 3C this cell takes no charge; two discharges in a row would be read as one of twice the capacity."""
    film = {"value": 4.93e-5, "unit": "S/cm", "why": "of the test"}
    face = {"value": 3.74, "unit": "mA/cm^2", "why": "of the test"}
    changes = {"interphase.bpi.ionic_conductivity": film, "working.exchange_current_density": face}
    design = load_case("kumar2020").design("kumar2020/bpi/na-s").with_({"protocol.rate": rate, **changes})
    found = ask_number(full_cell.FULL_CELL, design, Question("areal_capacity", design.name, {}), spread=False)
    prepared = prepare(design)
    discharge = next(run(pack(prepared.cell), legs(prepared.blocks, "full", 1), prepared.limits)).rows
    charge = np.trapezoid(-discharge[:, PLACE["current"]], discharge[:, PLACE["time"]])
    assert isinstance(found, Finding)
    assert found.value == pytest.approx(float(charge), rel=1e-3)
