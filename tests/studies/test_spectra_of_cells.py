"""The spectrum of the simulated cell as an answerer, and what the fit of measured spectra reads off it."""

from __future__ import annotations

from collections.abc import Mapping
from math import e
from typing import Any

import numpy as np
import pytest

from natria.answers import Answerer, ask, replay
from natria.design import Design
from natria.laws import linear_face_resistance
from natria.models import models
from natria.models.cell import pack, prepare
from natria.models.cell.analysis.impedance import area_resistance_by_part
from natria.quantity import Computed, Finding, Question, Refused, conditions
from natria.record import Spectrum
from natria.studies.answerers import shipped
from natria.studies.spectra.answers import (
    CELL_IMPEDANCE,
    CELL_RESISTANCE,
    SPECTRUM,
    SPECTRUM_ARCS,
    SPECTRUM_CHARGE_TRANSFER,
)
from natria.studies.spectra.energies import CELL_IMPEDANCE_SERIES, SPECTRUM_ENERGY
from natria.studies.spectra.simulated import candidates, shown_circuit

EPS_0 = 8.8541878128e-12
NOISE = 1e-3


def known(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "std": 0, "why": "a test"}


def film(thickness: str, conductivity: float, permittivity: float | None) -> dict[str, Any]:
    stores = {} if permittivity is None else {"properties": {"relative_permittivity": known(permittivity, "1")}}
    return {"on": "both", "thickness": thickness, "ionic_conductivity": known(conductivity, "S/cm"), **stores}


# two films of 30 and 600 ohm cm^2 on each electrode, faces of 26, a glass of 500; relaxation times decades apart
BASE: dict[str, Any] = {
    "name": "test/cell",
    "cell": "symmetric",
    "temperature": "298.15 K",
    "area": "2 cm^2",
    "working": {"material": "Na", "thickness": "400 um", "exchange_current_density": known(1, "mA/cm^2")},
    "electrolyte": {"glass": {"material": "Na3PS4", "thickness": "500 um", "ionic_conductivity": known(1e-4, "S/cm")}},
    "interphase": {"inner": film("3 um", 1e-5, 10), "outer": film("1 um", 1e-6 / 6, 20)},
    "protocol": {"current": "1 mA/cm^2", "steps": ["plate current for 10 min", "strip current for 10 min"]},
}
LIQUID = {
    "material": "NaCF3SO3 in diglyme",
    "separator": "Celgard",
    "thickness": "250 um",
    "salt_concentration": "0.5 mol/L",
}
R_FACE = float(linear_face_resistance(10.0, 298.15))  # ohm m^2
SLOWER = {"working.properties": {"double_layer_capacitance": known(2000, "uF/cm^2")}}


def cell(patch: Mapping[str, Any] | None = None) -> Design:
    return Design("test/cell", BASE).with_({**SLOWER, **(patch or {})})


def answer(term: str, design: Design | None = None, of: Answerer = SPECTRUM_ARCS, **at: Any) -> Finding | Refused:
    question = Question(term, "test/cell", conditions(**at))
    source = next((one for one in (CELL_IMPEDANCE, CELL_IMPEDANCE_SERIES) if of.of_artefact in one.answers), None)
    found = ask(of, design or cell(), question, of=source)
    assert isinstance(found, Finding | Refused)
    return found


def value(term: str, design: Design | None = None, of: Answerer = SPECTRUM_ARCS, **at: Any) -> float:
    found = answer(term, design, of, **at)
    assert isinstance(found, Finding), found.why
    return found.value


def spectrum_of(design: Design, **at: Any) -> Spectrum:
    found = ask(CELL_IMPEDANCE, design, Question(SPECTRUM, "test/cell", conditions(**at)))
    assert isinstance(found, Spectrum), found
    return found


# --- arcs against the parts, by hand


def test_the_arcs_of_two_films_and_the_faces_are_their_resistances_and_capacitances():
    """R = 2 L/sigma of a film on both electrodes and C = eps/2L; of two faces R = 2 RT/(F i0) and C = c/2."""
    parts = [(2 * 3e-6 / 1e-3, EPS_0 * 10 / 3e-6 / 2), (2 * 1e-6 / (1e-4 / 6), EPS_0 * 20 / 1e-6 / 2), (2 * R_FACE, 10)]
    for number, (resistance, capacitance) in enumerate(parts, 1):
        assert value("arc_area_resistance", peak=str(number)) == pytest.approx(resistance, rel=1e-3)
        assert value("arc_areal_capacitance", peak=str(number)) == pytest.approx(capacitance, rel=2e-3)
        assert value("arc_relaxation_time", peak=str(number)) == pytest.approx(resistance * capacitance, rel=2e-3)
    assert value("series_area_resistance") == pytest.approx(500e-6 / 1e-2, rel=1e-3)


def test_resistance_in_series_and_arcs_sum_to_the_resistance_of_a_small_direct_current():
    fit = shown_circuit(spectrum_of(cell()), NOISE)
    total = sum(v for v, unit in zip(fit.values, fit.circuit.units, strict=True) if unit == "ohm")
    packed = pack(prepare(cell(), charging=True).cell)
    zero = sum(one.zero_frequency for one in area_resistance_by_part(packed, packed.start).values())
    assert total == pytest.approx(zero, rel=1e-3)
    small = Question("area_resistance", "test/cell", conditions(current="1e-4 mA/cm^2"))
    slope = ask(models()["layered_cell"], cell(), small)
    assert isinstance(slope, Finding)
    assert total == pytest.approx(slope.value, rel=1e-3)


def test_with_a_liquid_the_tail_of_diffusion_is_no_arc():
    design = cell({"electrolyte": {"gap": LIQUID}, "interphase.outer": None, **SLOWER})
    assert value("arc_area_resistance", design, peak="1") == pytest.approx(0.006, rel=1e-3)
    fast = cell({"electrolyte": {"gap": LIQUID}, "interphase": {}, "working.properties": {}})
    assert value("charge_transfer_area_resistance", fast, SPECTRUM_CHARGE_TRANSFER) == pytest.approx(R_FACE, rel=1e-3)


def test_of_the_whole_cell_numbers_are_those_of_a_face_over_or_times_its_area():
    ohm = value("arc_resistance", peak="2")
    assert ohm == pytest.approx(value("arc_area_resistance", peak="2") / 2e-4, rel=1e-9)
    assert value("cell_resistance", of=CELL_RESISTANCE, peak="2") == pytest.approx(ohm, rel=1e-12)
    areal = value("arc_areal_capacitance", peak="2")
    assert value("arc_capacitance", peak="2") == pytest.approx(areal * 2e-4, rel=1e-9)
    assert value("series_resistance") == pytest.approx(value("series_area_resistance") / 2e-4, rel=1e-9)


# --- per face and per cell


def test_the_arc_of_a_symmetric_cell_is_twice_the_charge_transfer_of_one_face():
    per_face = value("charge_transfer_area_resistance", of=SPECTRUM_CHARGE_TRANSFER)
    assert per_face == pytest.approx(value("arc_area_resistance", peak="3") / 2, rel=1e-9)
    closed = ask(models()["charge_transfer"], cell(), Question("charge_transfer_area_resistance", "test/cell"))
    assert isinstance(closed, Finding)
    assert per_face == pytest.approx(closed.value, rel=1e-3)


def test_the_capacitance_of_the_only_arc_is_that_of_two_double_layers_in_series():
    bare = cell({"interphase": {}})
    closed = ask(
        models()["double_layer"],
        bare.with_({"usual.double_layer_capacitance": known(2000, "uF/cm^2")}),
        Question("capacitance", "test/cell"),
    )
    assert isinstance(closed, Finding)
    assert value("capacitance", bare, SPECTRUM_CHARGE_TRANSFER) == pytest.approx(closed.value, rel=1e-3)


# --- what is refused


@pytest.mark.parametrize(
    ("term", "of", "at", "patch", "missing"),
    [
        ("arc_area_resistance", SPECTRUM_ARCS, {}, {}, "peak"),
        ("arc_area_resistance", SPECTRUM_ARCS, {"peak": "4"}, {}, "no such arc"),
        ("series_area_resistance", SPECTRUM_ARCS, {}, {"interphase.outer": film("1 um", 1e-6, None)}, "outer"),
        ("series_resistance", SPECTRUM_ARCS, {}, {"area": None}, "area"),
        ("capacitance", SPECTRUM_CHARGE_TRANSFER, {}, {}, "3 arcs"),
        ("cell_resistance", CELL_RESISTANCE, {}, {}, "which part"),
        ("cell_resistance", CELL_RESISTANCE, {"cycle": "100"}, {}, "which part"),
        ("cell_resistance", CELL_RESISTANCE, {"cycle": "100", "peak": "1"}, {}, "new cell"),
        ("arc_area_resistance", SPECTRUM_ARCS, {"peak": "1", "current": "2 mA/cm^2"}, {}, "current"),
        # as slow as the outer film: one arc, of neither
        (
            "charge_transfer_area_resistance",
            SPECTRUM_CHARGE_TRANSFER,
            {},
            {"working.properties": {"double_layer_capacitance": known(0.4135, "uF/cm^2")}},
            "no arc",
        ),
    ],
)
def test_it_refuses_with_what_is_missing(term, of, at, patch, missing):
    found = answer(term, cell(patch), of, **at)
    assert isinstance(found, Refused)
    assert missing in found.why


def test_the_resistance_of_bare_faces_is_told_although_a_film_has_no_arc():
    design = cell({"interphase": {"outer": film("1 um", 1e-6, None)}})
    found = value("charge_transfer_area_resistance", design, SPECTRUM_CHARGE_TRANSFER)
    assert found == pytest.approx(R_FACE, rel=1e-3)


# --- energies


def law(energy: float) -> dict[str, Any]:
    return {
        "law": "arrhenius",
        "why": "a test",
        "reference_temperature": "298.15 K",
        "arrhenius_energy": known(energy, "kJ/mol"),
    }


WARM = {
    "reference_temperature": "298.15 K",
    "electrolyte.glass.conduction": law(30),
    "interphase.inner.conduction": law(40),
    "interphase.outer.conduction": law(50),
    "working.properties": {
        "exchange_arrhenius_energy": known(60, "kJ/mol"),
        "double_layer_capacitance": known(2000, "uF/cm^2"),
    },
}


@pytest.mark.parametrize(("peak", "part"), [("1", "inner"), ("2", "outer"), ("3", "faces")])
def test_the_energy_of_an_arc_over_temperature_is_that_of_its_law(peak, part):
    """A line through spectra from 10 to 64 C; RT of the closed form is that at 298 K, so they differ by a little."""
    design = cell(WARM)
    closed = ask(models()["resistance_energy"], design, Question("resistance_arrhenius_energy", f"test/cell#{part}"))
    assert isinstance(closed, Finding)
    found = value("resistance_arrhenius_energy", design, SPECTRUM_ENERGY, peak=peak)
    assert found == pytest.approx(closed.value, rel=4e-3)


def test_an_energy_needs_a_law_of_every_part_and_an_arc():
    assert "exchange current" in answer("resistance_arrhenius_energy", cell(), SPECTRUM_ENERGY, peak="1").why
    assert "3 arcs" in answer("resistance_arrhenius_energy", cell(WARM), SPECTRUM_ENERGY).why


# --- a rest before the spectrum


def test_a_layer_that_grows_at_rest_has_an_arc_of_its_thickness():
    """h = h_f (1 - exp(-t/tau)): after one tau the arc is 1 - 1/e of that after a long time."""
    growth = {"law": "self-limiting", "why": "a test", "during": "cell", "time": "1 h"}
    growth |= {"final_thickness": known(1, "um"), "growth_time": known(1, "h"), "initial_thickness": "1 nm"}
    design = cell({"interphase": {"outer": {**film("1 um", 1e-6, 20), "growth": growth}}})
    last, first = (value("arc_area_resistance", design, peak="1", time=time) for time in ("100 h", "1 h"))
    assert last == pytest.approx(2 * 1e-6 / 1e-4, rel=2e-3)
    assert first / last == pytest.approx(1 - 1 / e, rel=0.01)


def test_a_time_changes_nothing_where_nothing_grows():
    assert np.array_equal(spectrum_of(cell(), time="5 h").impedance, spectrum_of(cell()).impedance)


# --- provenance


def test_a_number_read_off_the_spectrum_rests_on_the_spectrum_and_on_its_inputs():
    found = answer("arc_area_resistance", peak="1")
    assert isinstance(found, Finding)
    assert isinstance(found.origin, Computed)
    (behind,) = found.origin.artefacts
    assert behind.question.name == SPECTRUM
    assert behind.origin.model == CELL_IMPEDANCE.name
    assert {"ionic_conductivity", "relative_permittivity"} <= {f.question.name for f in behind.origin.inputs}
    assert {f.question.name for f in found.origin.inputs} == {"impedance_noise"}


def test_both_repeat_from_their_records_alone():
    first, again = replay(CELL_IMPEDANCE, cell(), Question(SPECTRUM, "test/cell"))
    assert np.array_equal(first.impedance, again.impedance)
    asked = Question("series_area_resistance", "test/cell")
    first, again = replay(SPECTRUM_ARCS, cell(), asked, of=CELL_IMPEDANCE)
    assert first == again


def test_they_are_registered_under_their_names():
    for one in (
        CELL_IMPEDANCE,
        SPECTRUM_ARCS,
        SPECTRUM_CHARGE_TRANSFER,
        CELL_RESISTANCE,
        CELL_IMPEDANCE_SERIES,
        SPECTRUM_ENERGY,
    ):
        assert shipped()[one.name] is one


# --- which circuit a spectrum without noise shows


def test_an_arc_below_the_noise_is_not_counted():
    tau, small = 1e-3, 1e-2
    frequency = np.geomspace(1e6, 1e-1, 71)
    w = 2j * np.pi * frequency
    spectrum = Spectrum(frequency, 1 + 1 / (1 + w * tau) + small / (1 + w * tau * 100), "ohm m^2")
    assert str(shown_circuit(spectrum, 5e-2).circuit).count("p(") == 1
    assert str(shown_circuit(spectrum, 1e-4).circuit).count("p(") == 2


def test_a_resistor_shows_no_arc():
    frequency = np.geomspace(1e6, 1, 61)
    assert str(shown_circuit(Spectrum(frequency, np.full(61, 2 + 0j)), NOISE).circuit) == candidates()[0]
