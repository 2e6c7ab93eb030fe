"""Measuring a synthetic recording of kinetics gives its truth back."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from natria.lab.synthetic.kinetics import (
    FilmedElectrode,
    bruce_vincent,
    electronic_polarisation,
    tafel_sweep,
    voltammetry,
)
from natria.quantity import Assumed, InputError, load
from natria.studies import Given, KineticsGiven, kinetics_document, measure_kinetics_recordings

AREA = Given(area="1 cm^2")


def numbers(measured, name):
    return [f for f in measured.findings if f.question.name == name]


def within(finding, truth, times=3.0):
    return abs(finding.plain - truth) <= times * finding.std


@pytest.fixture(scope="module")
def swept():
    made = tafel_sweep(3, electrode=FilmedElectrode(positive=0.6, negative=0.4))
    given = KineticsGiven(temperature="25 degC", working_current="0.5 mA/cm^2")
    return made.truth, measure_kinetics_recordings([made.recording], given=AREA, kinetics=given)


def test_a_tafel_sweep_gives_its_exchange_current(swept):
    truth, m = swept
    assert m.family == "tafel"
    first = numbers(m, "exchange_current_density")[0]
    assert within(first, truth.exchange_current_density)
    (alpha,) = numbers(m, "transfer_coefficient")
    # a potential above equilibrium strips one electrode, and plating has the rest to one
    assert within(alpha, 1 - truth.transfer_positive)
    assert m.tafel[0].result.fit.state.resistance == pytest.approx(truth.film + truth.solution, rel=0.1)


def test_a_tafel_sweep_names_what_its_value_would_cost(swept):
    truth, m = swept
    (cost,) = numbers(m, "exchange_current_overpotential")
    f = 96485.33212331001 / (8.31446261815324 * 298.15)
    expected = 4 / f * np.arcsinh(5.0 / (2 * truth.exchange_current_density))
    assert within(cost, expected)
    codes = {r.code for r in m.remarks}
    assert {"tafel-not-exchange-current", "implied-overpotential", "one-face-assumed"} <= codes


def test_a_limiting_current_that_the_sweep_does_not_reach_is_a_bound(swept):
    _, m = swept
    (limit,) = numbers(m, "sweep_limiting_current_density")
    assert limit.bound == "at least"
    assert limit.std is None


def test_without_a_temperature_an_assumption_is_behind_every_number():
    m = measure_kinetics_recordings([tafel_sweep(1).recording], given=AREA)
    assert any(r.code == "temperature-assumed" for r in m.remarks)
    first = numbers(m, "exchange_current_density")[0]
    assert any(isinstance(one.origin, Assumed) for one in first.origin.inputs)


def test_the_name_of_a_file_gives_the_temperature():
    recording = replace(tafel_sweep(1).recording, file="cell_40degC.csv")
    m = measure_kinetics_recordings([recording], given=AREA)
    assert m.tafel[0].result.temperature == pytest.approx(313.15)


def test_a_resistance_is_held_in_ohm_or_per_area():
    made = tafel_sweep(2)
    truth = made.truth
    ohm = (truth.film + truth.solution) / truth.area
    for text, area in ((f"{ohm} ohm", AREA), (f"{(truth.film + truth.solution) * 1e4} ohm cm^2", AREA)):
        given = KineticsGiven(temperature="25 degC", resistance=text)
        m = measure_kinetics_recordings([made.recording], given=area, kinetics=given)
        assert m.tafel[0].result.sweep.resistance == pytest.approx(truth.film + truth.solution)
        assert within(numbers(m, "exchange_current_density")[0], truth.exchange_current_density)
    with pytest.raises(InputError, match="area"):
        measure_kinetics_recordings([made.recording], kinetics=KineticsGiven(resistance="30 ohm cm^2"))


def test_scan_rates_give_capacitive_share_and_exponent():
    made = voltammetry(5)
    for recordings in ([made.recording], made.scans):
        m = measure_kinetics_recordings(recordings, given=AREA)
        assert len(m.scans) == len(made.truth.scans)
        (anodic,) = (s.result for s in m.shares if s.way == "anodic")
        assert anodic.scan_rate == pytest.approx([s.rate for s in made.truth.scans], rel=1e-3)
        assert anodic.share == pytest.approx([s.surface_share for s in made.truth.scans], abs=0.01)
        assert (np.abs(anodic.share - [s.surface_share for s in made.truth.scans]) < 3 * anodic.share_std).all()
        bound = [e for e in m.exponents if e.way == "cathodic" and len(e.result.scan_rate) == 7]
        assert max(e.result.b for e in bound) == pytest.approx(1.0, abs=0.12)
        assert numbers(m, "capacitive_share")[0].origin.inputs


def test_a_linear_sweep_has_an_onset_at_a_stated_current_density():
    voltage = np.linspace(2.5, 5.0, 2501)
    current = 1e-8 * np.exp((voltage - 4.2) / 0.06)
    columns = {"test_time_second": (voltage - 2.5) / 5e-4, "voltage_volt": voltage, "current_ampere": current}
    recording = replace(tafel_sweep(1).recording, columns=columns)
    m = measure_kinetics_recordings([recording], given=AREA, kinetics=KineticsGiven(threshold="10 uA/cm^2"))
    assert m.inputs[0].recognition.technique == "linear sweep"
    (onset,) = numbers(m, "onset_voltage")
    assert onset.plain == pytest.approx(4.2 + 0.06 * np.log(1e-5 / 1e-8), abs=0.005)
    for given, more in ((AREA, ""), (Given(), "10 uA/cm^2")):
        without = measure_kinetics_recordings([recording], given=given, kinetics=KineticsGiven(threshold=more))
        assert not numbers(without, "onset_voltage")
        assert any(r.code == "no-threshold" for r in without.remarks)


def test_an_electronic_conductivity_needs_thickness_and_area():
    made = electronic_polarisation(4)
    m = measure_kinetics_recordings([made.recording], given=replace(AREA, thickness="1 mm"))
    (sigma,) = numbers(m, "electronic_conductivity")
    assert sigma.plain == pytest.approx(made.truth.electronic_conductivity, rel=0.03)
    assert {f.question.name for f in sigma.origin.inputs} >= {"face_area", "layer_thickness"}
    assert any(r.code == "blocking-electrodes" for r in m.remarks)
    alone = measure_kinetics_recordings([made.recording], given=AREA)
    assert not numbers(alone, "electronic_conductivity")
    assert any(r.code == "steady-current-only" for r in alone.remarks)
    with pytest.raises(InputError, match="area"):
        measure_kinetics_recordings([made.recording], given=Given(thickness="1 mm"))


def test_a_current_fraction_needs_both_resistances():
    made = bruce_vincent(6)
    t = made.truth
    given = KineticsGiven(before=f"{t.interface_before} ohm", after=f"{t.interface_after} ohm")
    m = measure_kinetics_recordings([made.recording], kinetics=given)
    (fraction,) = numbers(m, "current_fraction")
    assert within(fraction, t.current_fraction)
    assert not numbers(m, "watanabe_current_fraction")
    one = measure_kinetics_recordings([made.recording], kinetics=replace(given, after=""))
    assert not numbers(one, "current_fraction")
    assert any(r.code == "one-resistance-missing" for r in one.remarks)


def test_steps_of_several_voltages_give_a_line():
    rng = np.random.default_rng(1)
    time = np.arange(0.0, 5000.0, 5.0)
    level = 0.1 * (1 + time // 1000)
    current = level / 1e8 * (1 + 3 * np.exp(-(time % 1000) / 150)) * (1 + 0.002 * rng.standard_normal(len(time)))
    columns = {"test_time_second": time, "voltage_volt": level, "current_ampere": current}
    recording = replace(electronic_polarisation(1).recording, columns=columns)
    m = measure_kinetics_recordings([recording])
    assert len(m.steps) == 5
    (resistance,) = numbers(m, "electronic_resistance")
    assert within(resistance, 1e8)


def test_the_document_holds_every_finding(swept):
    _, m = swept
    document = json.loads(json.dumps(kinetics_document(m, "1.0"), allow_nan=False))
    assert document["schema"] == "natria.kinetics/1"
    assert set(load(document, "a test")) >= {f.id for f in m.findings}
    assert document["recordings"][0]["recognised"] == "Tafel sweep"
    assert document["tafel"][0]["law"] == m.tafel[0].result.fit.chosen


def test_two_techniques_at_once_are_refused():
    with pytest.raises(InputError):
        measure_kinetics_recordings([tafel_sweep(1).recording, bruce_vincent(1).recording])


def test_a_technique_can_be_stated():
    recording = tafel_sweep(1).recording
    m = measure_kinetics_recordings([recording], kinetics=KineticsGiven(technique="voltammetry"))
    assert m.family == "voltammetry"
    assert {note.code for note in m.inputs[0].recognition.reasons} == {"technique-stated"}
    with pytest.raises(InputError):
        measure_kinetics_recordings([recording], kinetics=KineticsGiven(technique="guess"))
    with pytest.raises(InputError):
        measure_kinetics_recordings([recording], kinetics=KineticsGiven(temperature="much"))
