"""From a design to a cell: what is read, what is left out and said, what is refused, and what a recording rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

import numpy as np
import pytest

from natria.answers import Reader, Record, Refuse, ask, of_design
from natria.answers.reader import of_record
from natria.design import Design
from natria.lab.files import read_recording
from natria.lab.files.write import write_recording
from natria.models.cell import COLUMNS, prepare, recipe, recording_of
from natria.models.cell.build import cell_of
from natria.models.cell.cell import Cell, Electrode, Film, Growth, Heat, SaltLayer, SolidLayer, Thermal
from natria.models.cell.failure.limits import Limits
from natria.quantity import Assumed, Chosen, Computed, Finding, Question, term
from natria.studies.simulation.answers import SIMULATED


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "why": "a test"}


LIQUID = {
    "material": "NaCF3SO3 in diglyme",
    "separator": "Celgard",
    "thickness": "25 um",
    "salt_concentration": "1 mol/L",
}
GLASS = {"material": "Na3PS4", "thickness": "500 um", "ionic_conductivity": known(1e-4, "S/cm")}
BASE: dict[str, Any] = {
    "name": "test/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "area": "2 cm^2",
    "working": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1.3, "mA/cm^2")},
    "electrolyte": {"separator": LIQUID},
    "interphase": {"film": {"on": "both", "thickness": "3 um", "ionic_conductivity": known(5e-5, "S/cm")}},
    "protocol": {"steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 for 1 h", "repeat 5"]},
}
FOIL = {
    "cell": "half",
    "working": {"material": "Cu", "exchange_current_density": known(1, "mA/cm^2")},
    "counter": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1, "mA/cm^2")},
    "interphase": {},
    "protocol": {"steps": ["plate 1 mA/cm^2 for 1 h", "strip 1 mA/cm^2 to 1 V", "repeat 5"]},
}


def made(patch: Mapping[str, Any] | None = None) -> Design:
    return Design("test/cell", BASE).with_(patch or {})


def test_a_liquid_in_a_separator_has_its_pores():
    (layer,) = prepare(made()).cell.electrolyte
    assert isinstance(layer, SaltLayer)
    assert (layer.macmullin, layer.porosity) == (7.5, 0.4)
    assert layer.concentration == pytest.approx(1000)
    assert (layer.conductivity_exponent, layer.diffusivity_exponent) == (1, 0)


def test_exponents_of_the_salt_are_those_of_the_design():
    path = "electrolyte.separator.properties"
    design = made({path: {"conductivity_exponent": known(1.5, "1"), "transference_slope": known(-0.2, "1")}})
    (layer,) = prepare(design).cell.salts
    assert (layer.conductivity_exponent, layer.transference_slope) == (1.5, -0.2)


def test_a_solid_electrolyte_has_no_salt():
    cell = prepare(made({"electrolyte": {"glass": GLASS}})).cell
    assert cell.salts == ()
    assert cell.electrolyte == (SolidLayer("glass", pytest.approx(5e-4), pytest.approx(1e-2)),)


def test_a_liquid_with_a_transference_number_of_one_has_none_either():
    design = made({"electrolyte.separator.cation_transference_number": known(1, "1")})
    assert prepare(design).cell.salts == ()


@pytest.mark.parametrize(("on", "expected"), [("both", (1, 1)), ("working", (1, 0)), ("counter", (0, 1))])
def test_a_film_lies_where_the_design_says(on, expected):
    cell = prepare(made({"interphase.film.on": on})).cell
    assert (len(cell.working.films), len(cell.counter.films)) == expected


GROWTH = {"law": "parabolic", "why": "a test", "time": "1 h", "parabolic_constant": known(1e-18, "m^2/s")}


def test_what_grew_before_the_cell_was_built_is_a_thickness():
    (film,) = prepare(made({"interphase.film.growth": GROWTH})).cell.working.films
    assert film.growth is None
    assert film.thickness == pytest.approx(3e-6)


def test_what_grows_in_the_cell_begins_below_a_monolayer():
    (film,) = prepare(made({"interphase.film.growth": {**GROWTH, "during": "cell"}})).cell.working.films
    assert film.growth is not None
    assert (film.thickness, film.growth.law, film.growth.parameters) == (1e-10, "parabolic", (pytest.approx(1e-18),))


def test_what_grows_in_the_cell_may_begin_thicker():
    growth = {**GROWTH, "during": "cell", "initial_thickness": "5 nm"}
    (film,) = prepare(made({"interphase.film.growth": growth})).cell.working.films
    assert film.thickness == pytest.approx(5e-9)


def test_the_sodium_of_a_growing_layer_is_known_with_its_volume():
    growth = {**GROWTH, "during": "cell", "molar_volume_per_electron": known(30, "cm^3/mol")}
    (film,) = prepare(made({"interphase.film.growth": growth})).cell.working.films
    assert film.growth is not None
    assert film.growth.sodium == pytest.approx(96485.33212 / 30e-6)


def contact(pressure: str) -> float:
    properties = {"contact_area_resistance": known(40, "ohm cm^2"), "contact_reference_pressure": known(1, "MPa")}
    layer = {**GLASS, "properties": properties}
    return prepare(made({"electrolyte": {"glass": layer}, "stack_pressure": pressure})).cell.contact


def test_contacts_resist_less_under_pressure():
    assert contact("1 MPa") == pytest.approx(40e-4)
    assert contact("4 MPa") == pytest.approx(10e-4)


def test_sodium_is_counted_in_foils_and_in_alloys():
    assert prepare(made()).cell.working.inventory == pytest.approx(96485.33212 * 400e-6 / 23.78e-6)
    alloy = {"material": "Na15Sn4", "mass": "40 mg", "exchange_current_density": known(1, "mA/cm^2")}
    by_mass = 40e-6 * 490 * 3600 / 2e-4  # kg, C/kg per mAh/g, m^2
    assert prepare(made({"working": alloy})).cell.counter.inventory == pytest.approx(by_mass)


def test_a_foil_has_no_sodium_of_its_own():
    cell = prepare(made(FOIL)).cell
    assert (cell.kind, cell.working.is_host, cell.working.inventory) == ("half", True, 0.0)
    assert cell.counter.is_host is False
    assert cell.counter.inventory > 1e6


def usual_of(design: Design) -> dict[str, float]:
    """What a cell rests on of the card `usual`, by term."""
    return {f.question.name: f.value for f in prepare(design).origin.inputs if f.question.of == "usual"}


NO_AREA = {"area": None}
ALLOY = {"working": {"material": "Na15Sn4", "exchange_current_density": known(1, "mA/cm^2")}}
GROWING = {"interphase.film.growth": {**GROWTH, "during": "cell"}}
DEFAULTS = [
    ({}, "conductivity_exponent", 1.0, "electrolyte.separator.properties"),
    ({}, "diffusivity_exponent", 0.0, "electrolyte.separator.properties"),
    ({}, "transference_slope", 0.0, "electrolyte.separator.properties"),
    ({}, "transfer_coefficient", 0.5, "working.properties"),
    ({}, "dead_sodium_fraction", 0.0, "working.properties"),
    ({}, "melting_temperature", 370.87, "working.properties"),
    (FOIL, "nucleation_overpotential", 0.0, "working.properties"),
    (FOIL, "coverage_charge", 360.0, "working.properties"),
    (NO_AREA, "face_area", 1e-4, ""),
    (ALLOY, "sodium_inventory", 1e9, ""),
    (GROWING, "initial_thickness", 1e-10, ""),
]


@pytest.mark.parametrize(("patch", "name", "value", "table"), DEFAULTS, ids=[name for _, name, *_ in DEFAULTS])
def test_what_the_design_does_not_give_is_an_assumption_on_record(patch, name, value, table):
    found = next(f for f in prepare(made(patch)).origin.inputs if f.question.name == name)
    assert found.value == pytest.approx(value)
    assert isinstance(found.origin, Assumed)
    assert found.question.of == "usual"
    if table:  # of the design itself, nothing of it is usual
        own = {f"{table}.{name}": {"value": 0.3, "unit": term(name).unit, "why": "a test"}}
        given = made(patch).with_(own)
        assert name not in usual_of(given)


def test_what_is_usual_can_be_replaced():
    usual = {"usual.transfer_coefficient": known(0.3, "1"), "usual.face_area": known(3, "cm^2")}
    cell = prepare(made({**NO_AREA, **usual})).cell
    assert (cell.working.plating_transfer, cell.counter.plating_transfer) == (0.3, 0.3)
    assert cell.area == pytest.approx(3e-4)


NEUTRAL = (0, 0.0, None, False, (), np.inf)  # nothing is there: no film, no void, no limit
OWN = {Limits: {"contact"}}  # read where a law of voids acts, and without one every face is in contact


@pytest.mark.parametrize("patch", [{}, FOIL, {"electrolyte": {"glass": GLASS}}, GROWING, ALLOY], ids=str)
def test_no_default_of_a_cell_made_by_hand_reaches_a_cell_that_is_read(patch, monkeypatch):
    """The defaults of the classes are for cells made by hand; each that is a number is made another one here."""
    design = made(patch)
    for charging in (False, True):
        before = prepare(design, charging=charging)
        with monkeypatch.context() as poisoned:
            for kind in (Thermal, SaltLayer, SolidLayer, Growth, Film, Electrode, Heat, Cell, Limits):
                poison(kind, poisoned, OWN.get(kind, set()))
            after = prepare(design, charging=charging)
        assert (after.cell, after.limits) == (before.cell, before.limits)


def poison(kind: type, monkeypatch: pytest.MonkeyPatch, but: set[str]) -> None:
    named = [f.name for f in fields(kind) if f.default is not MISSING]
    given = kind.__init__.__defaults__ or ()
    assert len(named) == len(given)
    changed = tuple(
        7e7 if isinstance(value, float) and value not in NEUTRAL and name not in but else value
        for name, value in zip(named, given, strict=True)
    )
    monkeypatch.setattr(kind.__init__, "__defaults__", changed)


def test_a_default_that_reaches_a_cell_is_caught(monkeypatch):
    with monkeypatch.context() as poisoned:
        poison(SaltLayer, poisoned, set())
        layer = SaltLayer("by hand", 1e-5, 1000.0, 1.0, 1e-10, 0.4)
    assert layer.macmullin == layer.conductivity_exponent == 7e7
    assert (layer.diffusivity_exponent, layer.transference_slope) == (0.0, 0.0)


@pytest.mark.parametrize("moved", ["face_area", "sodium_inventory"])
def test_an_overpotential_does_not_depend_on_an_area_or_an_inventory_that_nobody_gave(moved):
    design = made({**ALLOY, **NO_AREA})
    values = []
    for factor in (1.0, 0.5, 3.0):
        usual = design.finding(f"usual.{moved}").plain
        patch = {f"usual.{moved}": known(factor * usual, term(moved).unit)}
        found = ask(SIMULATED, design.with_(patch), Question("cell_overpotential", design.name))
        assert isinstance(found, Finding), found.why
        assert moved in {f.question.name for f in found.origin.inputs}
        values.append(found.value)
    assert values == pytest.approx([values[0]] * 3, rel=1e-9)


NOTES = [
    ({}, "exchange current", True),
    ({}, "dead sodium", True),
    ({"working.properties": {"dead_sodium_fraction": known(1, "%")}}, "dead sodium", False),
    ({}, "area", False),
    (NO_AREA, "1 cm^2", True),
    (FOIL, "nucleation", True),
    ({}, "nucleation", False),
    ({"electrolyte": {"glass": GLASS}}, "contact resistance", True),
    (ALLOY, "inventory", True),
    (GROWING, "consumes no sodium", True),
]


@pytest.mark.parametrize(
    ("patch", "about", "expected"), NOTES, ids=[f"{about} {is_said}" for _, about, is_said in NOTES]
)
def test_a_note_names_what_the_design_does_not_give(patch, about, expected):
    assert any(about in note.text for note in prepare(made(patch)).notes) is expected


def test_an_impedance_notes_the_permittivities_that_are_not_given():
    def noted(patch: Mapping[str, Any]) -> int:
        return sum(note.code == "no-permittivity" for note in prepare(made(patch), charging=True).notes)

    assert noted({}) == 2  # of the separator and the film
    assert noted({"interphase.film.properties": {"relative_permittivity": known(10, "1")}}) == 1
    assert not any(note.code == "no-permittivity" for note in prepare(made()).notes)


REFUSED = [
    ({"cell": "full", "counter": {"material": "S"}, "protocol": {"steps": ["discharge 0.1C to 1 V"]}}, "full cell"),
    ({"protocol": {"steps": []}}, "no protocol"),
    ({"electrolyte": {}}, "no electrolyte"),
    ({"working.exchange_current_density": None}, "working.exchange_current_density"),
    ({**FOIL, "counter": None}, "needs a counter electrode"),
    ({"reference_temperature": "330 K"}, "temperature dependence"),
]


@pytest.mark.parametrize(("patch", "expected"), REFUSED, ids=[e for _, e in REFUSED])
def test_a_design_that_cannot_be_run_is_refused_with_the_reason(patch, expected):
    with pytest.raises(Refuse, match=expected):
        prepare(made(patch))


# --- what a run rests on


def test_everything_that_a_run_needs_comes_from_the_record():
    design, record = made({"interphase.film.growth": {**GROWTH, "during": "cell"}}), Record()
    first = cell_of(Reader(of_design(design), record, "", "", {}))
    again = cell_of(Reader(of_record(record), Record(), "", "", {}))
    assert first == again


def test_the_sentences_of_the_protocol_are_on_record_with_the_settings_that_they_name():
    protocol = {"current": "2 mA/cm^2", "areal_capacity": "1 mAh/cm^2", "half_cycle_time": "9 h"}
    steps = ["plate current for areal_capacity", "strip current for areal_capacity"]
    origin = prepare(made({"protocol": {**protocol, "steps": steps}})).origin
    words = {s.path: s.word for s in origin.settings}
    assert words["protocol.steps"] == "; ".join(steps)
    paths = {f.question.of.partition("#")[2] for f in origin.inputs}
    assert {"protocol.current", "protocol.areal_capacity"} < paths
    assert "protocol.half_cycle_time" not in paths  # no sentence names it


def test_a_run_knows_its_assumptions_and_choices():
    origin = prepare(made()).origin
    assert isinstance(origin, Computed)
    by_term = {f.question.name: f.origin for f in origin.inputs}
    assert isinstance(by_term["exchange_current_density"], Assumed)
    assert isinstance(by_term["temperature"], Chosen)


def test_two_designs_share_a_recipe_only_if_nothing_that_was_read_differs():
    base = recipe(prepare(made()))
    assert recipe(prepare(made({"title": "by another name"}))) == base
    assert recipe(prepare(made({"interphase.film.thickness": "4 um"}))) != base
    assert recipe(prepare(made({"protocol.steps": ["rest 1 h"]}))) != base
    assert recipe(prepare(made()).with_settings(cycles=3)) != base


# --- a recording of it


def rows(n: int = 4) -> np.ndarray:
    found = np.zeros((n, len(COLUMNS)))
    found[:, 0], found[:, 1], found[:, 2], found[:, 5] = np.arange(n), 0.05, 10.0, 300.0
    return found


def test_a_recording_has_the_current_of_the_cell_and_its_sign():
    recording = recording_of(prepare(made()), rows())
    assert recording.current == pytest.approx(10.0 * 2e-4)
    assert recording.voltage == pytest.approx(0.05)
    assert recording.columns["temperature_t1_celsius"] == pytest.approx(26.85)


def test_a_foil_is_against_sodium_as_cyclers_have_it():
    recording = recording_of(prepare(made(FOIL)), rows())
    assert recording.current == pytest.approx(-10.0 * 2e-4)
    assert recording.voltage == pytest.approx(-0.05)


def test_a_recording_that_was_written_still_knows_what_computed_it(tmp_path):
    recording = recording_of(prepare(made()), rows())
    write_recording(recording, tmp_path / "cell.parquet")
    back = read_recording(tmp_path / "cell.parquet")
    assert not back.is_measured
    assert back.origin == recording.origin
    assert back.notes == recording.notes
