"""What is said of a run that has ended: read by lab, judged by the monitors, with all that it rests on."""

from functools import cache

import numpy as np
import pytest

from natria.design import load_case
from natria.laws import FARADAY, GAS
from natria.models.cell.solvers.checkpoint import RunFolder
from natria.quantity import Computed, evidence
from natria.studies import read_study
from natria.studies.simulation import readings
from natria.studies.simulation.outcome import UNUSUAL, finish, simulation_document
from natria.studies.simulation.plan import go, plan

HALF = {
    "working.exchange_current_density": "1 mA/cm^2",
    "counter.exchange_current_density": "1 mA/cm^2",
    "working.dead_sodium_fraction": "2 %",
    "protocol.steps": '["plate current for areal_capacity", "strip current to 1 V", "repeat 6"]',
}


@pytest.fixture(scope="session")
def simulated(tmp_path_factory):
    """Runs to their end, each once."""

    @cache
    def run(name, system="", cycles=6, given=()):
        made = plan(load_case(name), system, cycles=cycles, given=dict(given))
        ending = None
        with RunFolder(tmp_path_factory.mktemp("run"), made.made_with) as store:
            for done in go(made, store):
                ending = done.ending
            return finish(made, store, ending)

    return run


@pytest.fixture(scope="session")
def cell(simulated):
    return simulated("kumar2020")


def test_every_number_is_read_by_lab_and_stays_computed(cell):
    assert cell.measurement.findings
    assert {type(f.origin) for f in cell.measurement.findings} == {Computed}
    assert {f.origin.model for f in cell.measurement.findings} == {"cell"}


def test_the_overpotential_is_that_of_the_layers(cell):
    """At 1 mA/cm^2 the voltage is the current times the sum and 1.25 mV of the salt's gradient, but for bent faces."""
    (eta,) = [f for f in cell.measurement.findings if f.question.name == "cell_overpotential"]
    ohms = sum(layer.area_resistance for layer in cell.layers)
    half = 10 * 0.5 * 25e-6 * 7.5 / (2 * FARADAY * 3e-10 * 1000)  # of the salt at the start
    gradient = 1.5 * 2 * GAS * 298.15 / FARADAY * 0.5 * np.log((1 + half) / (1 - half))  # 1.5: thermodynamic factor
    assert eta.value == pytest.approx(10 * ohms + gradient, rel=0.003)


def test_a_number_rests_on_what_the_simulation_read(cell):
    (eta,) = [f for f in cell.measurement.findings if f.question.name == "cell_overpotential"]
    assert "zhu2024:napf6-hysteresis" in evidence(eta)


def test_the_limiting_ratio_is_that_of_the_largest_current(cell):
    assert cell.over_limit == pytest.approx(cell.highest / cell.limiting.plain)
    assert cell.over_limit == pytest.approx(0.0162, rel=0.01)


def test_without_an_area_the_cell_is_a_square_centimetre_and_says_so(cell):
    assert cell.measurement.specimen.area.plain == pytest.approx(1e-4)
    assert any(note.code == "no-area" and "1 cm^2" in note.text for note in cell.notes)
    assert np.abs(cell.recording.current).max() == pytest.approx(1e-3)


def test_the_inside_has_what_no_cycler_sees(cell):
    parts = [cell.inside.columns[name].numbers for name in ("electrolyte", "face_working", "films_counter")]
    assert all(np.abs(values).max() > 0 for values in parts)
    assert len(cell.inside) == len(cell.recording)
    assert cell.inside.origin == cell.recording.origin


def test_a_long_run_thins_the_inside_by_whole_cycles(cell, simulated, monkeypatch):
    monkeypatch.setattr(readings, "MOST_INSIDE", len(cell.inside) // 3)
    thin = simulated.__wrapped__("kumar2020")
    cycles = thin.inside.columns["cycle"].numbers
    assert list(np.unique(cycles)) == [1, 4, 6]
    assert (cycles == 6).sum() == (cell.inside.columns["cycle"].numbers == 6).sum()
    assert thin.inside.title == "Inside the cell, one cycle in 3 and the last"
    assert "thinned" in {note.code for note in thin.notes}
    assert len(thin.recording) == len(cell.recording)


def test_copper_has_the_efficiency_that_was_put_in(simulated):
    half = simulated("zhu2024", "zhu2024/nai-na-cu", given=tuple(HALF.items()))
    found = [f.value for f in half.measurement.findings if f.question.name == "plating_stripping_efficiency"]
    assert found == pytest.approx([0.98] * len(found), abs=2e-4)
    assert half.measurement.kind.cell == "half"
    assert np.median(half.recording.voltage[half.recording.current < 0]) < 0  # plating on copper, as cyclers have it


def test_a_current_above_the_limiting_one_ends_with_the_reason(simulated):
    given = {"protocol.current": "100 mA/cm^2", "electrolyte.separator.thickness": "250 um"}
    short = simulated("kumar2020", given=tuple(given.items()))
    assert short.ending.event == "salt depleted"
    assert short.over_limit > 1
    assert short.cycles == 1
    assert short.first.name == "salt depletion"
    assert short.first.has_failed


def test_rising_currents_are_read_as_a_critical_current_test(simulated):
    ramp = simulated("chi2022", cycles=10)
    assert ramp.measurement.kind.test == "critical current"
    names = {f.question.name for f in ramp.measurement.findings}
    assert "critical_current_density" in names
    assert ramp.limiting is None  # no salt
    assert ramp.over_limit is None


def test_every_monitor_has_its_row_and_its_curve(cell):
    assert len(cell.failures) == len(cell.watches)
    assert len(cell.utilisation) == 2 * cell.cycles
    drawn = set(cell.utilisation.columns) - {"time"}
    moving = {f"{w.name}, {w.law}" for w in cell.watches if w.is_known and np.isfinite(w.at)}
    assert drawn == moving
    for watch in cell.watches:
        name = f"{watch.name}, {watch.law}"
        if name in drawn:
            assert np.nanmax(cell.utilisation.columns[name].numbers) == watch.load_max


def test_the_document_is_a_study_that_nobody_changed(cell):
    document = simulation_document(cell, "0")
    book = read_study(document, "the simulation")
    assert {f.question.name for f in book.values()} >= {"cell_overpotential", "hysteresis"}
    said = document["simulation"]
    assert said["cycles"] == 6
    assert said["planned_cycles"] == 500
    assert said["ended"] is None
    assert [layer["name"] for layer in said["layers"]] == ["face", "bpi", "separator", "bpi", "face"]
    assert {t["id"] for t in document["tables"]} >= {"cycles", "failures", "utilisation", "inside"}


# --- remarks


def test_a_symmetric_cell_at_volts_gets_a_remark_that_names_its_largest_resistance(simulated):
    def remarks(thickness):
        made = simulated("kumar2020", cycles=1, given=(("interphase.bpi.thickness", thickness),))
        return np.abs(made.recording.voltage).max(), [n for n in made.notes if n.code == "unusual-voltage"]

    high, (remark,) = remarks("1 cm")
    assert high > UNUSUAL
    assert "bpi" in remark.text
    low, none = remarks("3 um")
    assert low < UNUSUAL
    assert none == []
