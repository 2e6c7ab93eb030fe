"""From the design of a full cell to its parts: the cathode, the foil without an anode, what 1C is."""

from __future__ import annotations

from typing import Any

import pytest
from test_prepare import BASE, known

from natria.answers import Refuse
from natria.design import Design
from natria.models.cell import legs, prepare
from natria.models.cell.electrodes.reading import kinds
from natria.models.cell.electrodes.sloped import Sloped
from natria.models.cell.failure.monitors import monitors_of

SHEET = Sloped(capacity=36000.0, empty=3.6, full=3.0, resistance=1e-3)
STEPS = ["charge at 0.5C to 3.5 V", "hold 3.5 V until 0.05C", "rest 10 min", "discharge at 1C to 2.8 V", "repeat 3"]
FULL: dict[str, Any] = {
    "cell": "full",
    "counter": {"material": "S"},
    "interphase": {},
    "protocol": {"steps": STEPS},
}
ONE_C = {"one_c": "100 mAh/g", "mass_basis": "S"}
COPPER = {"material": "Cu", "exchange_current_density": known(1, "mA/cm^2")}


@pytest.fixture(autouse=True)
def _cathode(monkeypatch):
    """A cathode for any design: the reader of a kind whose table every electrode has."""
    monkeypatch.setattr(kinds, "READERS", {"material": lambda *_: SHEET})


def made(patch: dict[str, Any]) -> Design:
    return Design("test/full", BASE).with_({**FULL, **patch})


def test_a_rate_is_the_current_that_passes_one_c_in_an_hour():
    loaded = {"material": "S", "mass_loading": "2 mg/cm^2"}
    prepared = prepare(made({"counter": loaded, "reporting": ONE_C}))
    charge, hold, rest, discharge = [*legs(prepared.blocks, "full", 1)]
    assert charge.current == pytest.approx(1.0)  # half of 0.2 mAh/cm^2 in an hour, in A/m^2
    assert (charge.volts, discharge.volts) == (3.5, 2.8)
    assert discharge.current == pytest.approx(-2.0)
    assert (hold.held, hold.taper, hold.is_rest) == (3.5, pytest.approx(0.1), False)
    assert rest.is_rest
    assert "reporting.one_c" in prepared.paths


def test_a_theoretical_rate_is_that_of_the_whole_cathode():
    prepared = prepare(made({"reporting": {"rate_basis": "theoretical", "mass_basis": "S"}}))
    charge, *_ = legs(prepared.blocks, "full", 1)
    assert charge.current == pytest.approx(0.5 * SHEET.capacity / 3600.0)


@pytest.mark.parametrize(
    ("reporting", "missing"),
    [({"mass_basis": "S"}, "reporting.one_c"), (ONE_C, "mass loading|mass_loading")],
)
def test_a_rate_without_what_it_stands_for_is_refused_by_name(reporting, missing):
    with pytest.raises(Refuse, match=missing):
        prepare(made({"reporting": reporting}))


def test_a_foil_in_a_full_cell_starts_without_sodium():
    protocol = {"protocol": {"steps": ["charge at 1 mA/cm^2 to 3.5 V", "discharge at 1 mA/cm^2 to 2.8 V"]}}
    cell = prepare(made({"working": COPPER, **protocol})).cell
    assert cell.working.is_host
    assert cell.working.inventory == 0.0
    assert cell.counter.chemistry is SHEET
    metal = prepare(made(protocol)).cell
    assert not metal.working.is_host
    assert metal.working.inventory > 1e6


def test_laws_of_a_face_of_sodium_are_unknown_at_a_cathode():
    monitors, _ = monitors_of(made({}))
    assert {m.utilisation for m in monitors if m.name == "void at the counter electrode"} == {None}
    assert not [m for m in monitors if m.name == "crack at the counter electrode" and m.utilisation is not None]


def test_without_a_reaction_the_cathode_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "READERS", {"conversion": lambda *_: SHEET})
    with pytest.raises(Refuse, match=r"counter.conversion"):
        prepare(made({}))
