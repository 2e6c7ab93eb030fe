"""Arcs that are stated to be a part of the cell: its growth stands beside that of the papers, and is never guessed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from two_arcs import FAST, FREQUENCY, SERIES, SLOW, impedance, write

from natria.cli import main
from natria.design import load_case
from natria.quantity import Finding, InputError, Refused
from natria.studies import Data, Given, Studio, compared_spectra, measure_spectrum_files, targets_of, with_options

CIRCUIT = "R0-p(R1,CPE1)-p(R2,CPE2)"
CELL, LAYER = "yuan2025/nas/symmetric", "yuan2025/nas/symmetric#interlayer"
ONSET, END = 1.5, 9.5  # h
DESIGN = """
name = "toy/a"
title = "a cell between two electrodes"
cell = "symmetric"
temperature = "25 degC"
area = "1 cm^2"
[working]
material = "Na"
exchange_current_density = { value = 1, unit = "mA/cm^2", std = 0.3, why = "a test" }
[electrolyte.pellet]
material = "Na3PS4"
thickness = "1 mm"
[protocol]
current = "0.1 mA/cm^2"
steps = ["plate current for 1 h"]
"""
GROWN = ("layer_onset_time", "layer_completion_time")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One spectrum an hour; the slow arc grows linearly from the onset to the end."""
    made = tmp_path_factory.mktemp("series")
    s = 2j * np.pi * FREQUENCY
    for hour in range(14):
        factor = 0.1 + 0.9 * np.clip((hour - ONSET) / (END - ONSET), 0, 1)
        rng = np.random.default_rng(hour)
        z = SERIES + FAST[0] / (1 + (s * FAST[1]) ** FAST[2]) + SLOW[0] * factor / (1 + (s * SLOW[1]) ** SLOW[2])
        z = z + 0.003 * np.abs(z) * (rng.standard_normal(len(s)) + 1j * rng.standard_normal(len(s)))
        write(made / f"cell_25degC_t={hour}h.csv", z)
    return made


@pytest.fixture(scope="module")
def studio():
    return Studio(load_case("yuan2025"))


def measured(studio, files, *arcs):
    return measure_spectrum_files(files, studio, CELL, circuit=CIRCUIT, given=Given(arcs=arcs))


@pytest.fixture(scope="module")
def named(studio, folder):
    return measured(studio, sorted(folder.glob("*.csv")), "2=interlayer")


def of_layer(studio, m):
    targets = [t for t in targets_of(studio.case) if t.question.of == LAYER and t.question.name in GROWN]
    assert {t.question.name for t in targets} == set(GROWN)
    return [c for c in compared_spectra(studio, m, targets) if c.target in targets]


def test_a_named_arc_is_compared_with_the_papers(studio, named):
    found = {c.target.question.name: c for c in of_layer(studio, named)}
    assert all(isinstance(c.answer, Finding) and c.verdict == "measurement" for c in found.values())
    hours = {name: c.answer.value / 3600 for name, c in found.items()}
    span = END - ONSET
    assert hours["layer_onset_time"] == pytest.approx(ONSET + 0.05 * span, abs=0.3)
    assert hours["layer_completion_time"] == pytest.approx(ONSET + 0.95 * span, abs=0.3)
    # the numbers of the part are those of its arc
    (arc,) = [f for f in named.findings if f.question.name == "layer_onset_time" and f.question.at.get("peak") == 2.0]
    assert found["layer_onset_time"].answer.value == arc.value


def test_without_a_name_no_arc_is_taken(studio, named):
    of_arcs = tuple(f for f in named.findings if not f.question.part)
    assert len(of_arcs) < len(named.findings)
    found = of_layer(studio, replace(named, specimen=replace(named.specimen, arcs={}), findings=of_arcs))
    assert {c.target.question.name for c in found} == set(GROWN)
    assert all(isinstance(c.answer, Refused) and "--arc" in c.answer.why for c in found)


@pytest.mark.parametrize("arcs", [("3=interlayer",), ("2=interlayr",), ("interlayer",), ("0=interlayer",), ("2=",)])
def test_a_wrong_arc_is_one_error(studio, folder, arcs):
    with pytest.raises(InputError) as bad:
        measured(studio, sorted(folder.glob("*.csv"))[:1], *arcs)
    assert bad.value.source == "--arc"


def test_a_part_has_one_arc(studio, folder):
    with pytest.raises(InputError):
        measured(studio, sorted(folder.glob("*.csv"))[:1], "1=interlayer", "2=interlayer")


def test_options_of_spectra_go_to_the_data_with_spectra(folder, tmp_path):
    recording = tmp_path / "cycling.csv"
    recording.write_text("test_time_second,voltage_volt,current_ampere\n0,0.05,0.001\n1,0.05,0.001\n")
    both = (Data(folder), Data(recording))
    of_folder, of_recording = with_options(both, circuit=CIRCUIT, arcs=("2=interlayer",), series=None)
    assert (of_folder.circuit, of_folder.arcs) == (CIRCUIT, ("2=interlayer",))
    assert of_recording == Data(recording)
    assert with_options(both) == both
    with pytest.raises(InputError):
        with_options([Data(recording)], circuit=CIRCUIT)
    with pytest.raises(InputError):
        with_options([Data(folder), Data(folder)], series=tmp_path / "times.csv")


def test_a_study_takes_the_circuit_and_the_series(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "eis").mkdir()
    for k in range(3):
        write(tmp_path / "eis" / f"{k}.csv", impedance(seed=k))
    (tmp_path / "times.csv").write_text("file,time [h]\n0,1\n1,2\n2,4\n")
    (tmp_path / "toy.toml").write_text(DESIGN)
    options = ["--data", "eis", "--circuit", CIRCUIT, "--series", "times.csv"]
    with pytest.raises(SystemExit) as ended:
        main(["study", "toy.toml", *options, "--no-spread", "--json"])
    out, err = capsys.readouterr()
    assert ended.value.code in (0, None), err
    (own,) = json.loads(out)["spectra"]
    assert own["circuit"] == CIRCUIT
    assert [one["time"] for one in own["spectra"]] == [3600.0, 7200.0, 14400.0]
    with pytest.raises(SystemExit) as ended:
        main(["study", "toy.toml", "--circuit", CIRCUIT])
    assert ended.value.code == 2
