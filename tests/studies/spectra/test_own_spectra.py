"""Own spectra in a study: known conductivities and energies come back beside reported numbers and the models."""

from __future__ import annotations

import numpy as np
import pytest
from pellets import AREA, CAPACITANCE, CIRCUIT, ENERGY, FREQUENCY, THICKNESS, TOTAL, pellet, write_pellet, write_pellets
from toy_papers import case_with, fact

import natria
from natria.lab.impedance.circuit import impedance_of, parse_circuit
from natria.lab.impedance.measurement import MeasuredSpectra
from natria.lab.synthetic import symmetric_cell
from natria.quantity import Finding, InputError, Refused, is_own_data
from natria.studies import Data, Studio, run_study, study_document
from natria.studies.own_kinds import measure_data
from natria.studies.spectra.own import own_spectra

DESIGN = """
name = "toy2026/a"
title = "a pellet between two electrodes"
cell = "symmetric"
temperature = "25 degC"
area = "0.785 cm^2"
[working]
material = "Na"
exchange_current_density = { value = 1, unit = "mA/cm^2", std = 0.3, why = "a test" }
[electrolyte.pellet]
material = "Na3PS4"
thickness = "500 um"
[electrolyte.pellet.conduction]
law = "arrhenius"
why = "a test"
reference_temperature = "25 degC"
arrhenius_energy = { value = 39, unit = "kJ/mol", std = 1, why = "a test" }
[protocol]
current = "0.1 mA/cm^2"
steps = ["plate current for 1 h"]
[study]
targets = ["toy2026"]
"""
FACTS = (
    fact("sigma", "Na3PS4", "ionic_conductivity", 0.3, "mS/cm", at={"temperature": "25 degC"}),
    fact("sigma-hot", "Na3PS4", "ionic_conductivity", 3, "mS/cm", at={"temperature": "120 degC"}),
    fact("energy", "Na3PS4", "arrhenius_energy", 41, "kJ/mol"),
    fact("other", "Na3SbS4", "ionic_conductivity", 1, "mS/cm"),
    fact("capacitance", "toy2026/a", "capacitance", 2e-9, "F"),
    fact("other-cell", "toy2026/b", "capacitance", 2e-9, "F"),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_with(tmp_path_factory.mktemp("case"), FACTS, DESIGN)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_pellets(tmp_path_factory.mktemp("pellets"))


@pytest.fixture(scope="module")
def result(case, folder):
    return run_study(case, [Data(folder, circuit=CIRCUIT)], spread=False)


def beside(result, target):
    return [c for c in result.base.own if c.target.id == f"toy2026:{target}"]


def own(result, name, subject):
    (m,) = result.spectra
    return [f for f in m.findings if (f.question.name, f.question.of) == (name, subject)]


def test_the_conductivity_stands_beside_that_of_the_phase(result):
    (c,) = beside(result, "sigma")
    assert (c.verdict, c.answer.question.of) == ("measurement", "Na3PS4")
    assert abs(c.answer.value - TOTAL) < 4 * c.answer.std
    assert c.agreement == pytest.approx(TOTAL / 0.03, rel=0.01)
    assert not beside(result, "other")
    assert not beside(result, "other-cell")


def test_another_temperature_is_not_compared_and_the_nearest_is_shown(result):
    (c,) = beside(result, "sigma-hot")
    assert c.verdict == "not comparable"
    assert c.answer.question.at["temperature"] == pytest.approx(308.15)


def test_the_energy_stands_beside_that_of_the_paper_and_of_the_design(result):
    (c,) = beside(result, "energy")
    assert c.verdict == "measurement"
    assert abs(c.answer.value - ENERGY) < 4 * c.answer.std
    (of_layer,) = own(result, "arrhenius_energy", "toy2026/a#pellet")
    (model,) = [c for c in result.base.own if c.target.id == of_layer.id]
    assert model.answer.value == pytest.approx(39e3)
    assert model.answer.origin.model == "apparent_energy"


def test_the_resistance_of_the_layer_is_a_target_of_the_models(result):
    found = [c for c in result.base.own if c.target.question.name == "area_resistance"]
    (c,) = found  # of the spectrum at the temperature of the design
    assert c.target.value == pytest.approx(THICKNESS / TOTAL, rel=0.01)
    assert c.answer.value == pytest.approx(THICKNESS / 0.01, rel=1e-6)  # the card: 0.1 mS/cm
    assert is_own_data(c.target)


def test_the_capacitance_of_the_only_arc_is_that_of_the_cell(result):
    (c,) = beside(result, "capacitance")  # at the temperature of the design, as the paper gives none
    assert abs(c.answer.value - CAPACITANCE * AREA) < 4 * c.answer.std
    assert c.verdict == "measurement"


def test_of_two_arcs_none_is_meant(case, tmp_path):
    file = write_two_arcs(tmp_path)
    result = run_study(case, [Data(file, circuit="R0-p(R1,CPE1)-p(R2,CPE2)")], spread=False)
    (c,) = beside(result, "capacitance")
    assert isinstance(c.answer, Refused)


def write_two_arcs(folder):
    frequency = np.geomspace(1e6, 0.1, 50)
    values = {"R0": 200, "R1": 60, "CPE1.Q": 1e-8, "CPE1.n": 1, "R2": 300, "CPE2.Q": 1e-5, "CPE2.n": 0.95}
    z = impedance_of(parse_circuit("R0-p(R1,CPE1)-p(R2,CPE2)"), values, frequency)
    noise = np.random.default_rng(4).normal(0, 0.003, (2, 50))
    z = z + np.abs(z) * (noise[0] + 1j * noise[1])
    rows = (f"{f:.6e},{v.real:.6e},{v.imag:.6e}\n" for f, v in zip(frequency, z, strict=True))
    file = folder / "two.csv"
    file.write_text("frequency [Hz],Z' [ohm],Z'' [ohm]\n" + "".join(rows))
    return file


def test_arcs_of_another_process_are_not_compared_by_their_number(result):
    of_arc = [c for c in result.base.own if c.target.question.name == "arc_area_resistance"]
    assert of_arc
    assert all(isinstance(c.answer, Refused) for c in of_arc)  # the simulated arc is that of the faces


def test_the_document_has_the_spectra_and_their_ancestry(result):
    document = study_document(result, "test")
    (entry,) = document["spectra"]
    assert entry["circuit"] == CIRCUIT
    assert entry["over"] == "temperature"
    assert len(entry["files"]) == 5
    assert "layer-resistances" in entry["remark_codes"]
    known = {row["id"] for row in document["findings"]}
    assert set(entry["findings"]) <= known
    assert set(document["totals"]) == {"measured", "own data"}


def test_from_python(case, folder):
    data = Data(folder, "toy2026/a", thickness="1 mm", circuit=CIRCUIT)
    studio = Studio(case)
    m = measure_data(data, studio)
    assert isinstance(m, MeasuredSpectra)
    (first,) = [f for f in m.findings if f.question.name == "ionic_conductivity" and _at(f, 298.15)][:1]
    assert first.value == pytest.approx(2 * TOTAL, rel=0.01)  # what is given takes the place of the design's 500 um
    result = natria.measure_spectra(folder, design=case, circuit=CIRCUIT)
    assert [c.answer.value for c in result.comparisons if c.target.id == "toy2026:sigma"]


def _at(finding: Finding, kelvin: float) -> bool:
    return finding.question.at.get("temperature") == pytest.approx(kelvin)


def test_a_folder_of_both_kinds_is_refused(case, tmp_path):
    write_pellet(tmp_path)
    recording(tmp_path / "cell.csv")
    with pytest.raises(InputError, match=r"cell\.csv"):
        measure_data(Data(tmp_path), Studio(case))


def test_a_file_of_both_kinds_is_refused(case, tmp_path):
    file = tmp_path / "both.mpt"
    rows = ["freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\ttime/s\tEwe/V\tI/mA\tNs\tcycle number"]
    rows += [f"0\t0\t0\t{10 * k}\t{0.1 if k < 10 else -0.1}\t{1 if k < 10 else -1}\t0\t1" for k in range(1, 20)]
    readings = zip(FREQUENCY, pellet(), strict=True)
    rows += [f"{f:.6e}\t{v.real:.6e}\t{-v.imag:.6e}\t{300 + k}\t0\t0\t1\t1" for k, (f, v) in enumerate(readings)]
    file.write_text("EC-Lab ASCII FILE\nNb header lines : 5\n\nModulo Bat\n" + "\n".join(rows) + "\n")
    with pytest.raises(InputError, match=r"both\.mpt"):
        measure_data(Data(file), Studio(case))


def test_a_folder_of_recordings_and_a_thickness_of_a_recording_are_refused(case, tmp_path):
    recording(tmp_path / "cell.csv")
    with pytest.raises(InputError):
        own_spectra(tmp_path)
    with pytest.raises(InputError, match="thickness"):
        measure_data(Data(tmp_path / "cell.csv", thickness="1 mm"), Studio(case))
    assert own_spectra(tmp_path / "cell.csv") is None


def recording(path):
    r = symmetric_cell(7).recording
    rows = (f"{t},{v},{i}\n" for t, v, i in zip(r.time[:400], r.voltage[:400], r.current[:400], strict=True))
    path.write_text("t [s],U [V],I [A]\n" + "".join(rows))
    return path
