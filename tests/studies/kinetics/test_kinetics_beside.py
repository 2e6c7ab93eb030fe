"""Measured kinetics stand beside what a paper reports of the same design, by the same term and subject."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from toy_papers import case_with, fact

import natria
from natria.lab.synthetic.kinetics import bruce_vincent, electronic_polarisation, tafel_sweep
from natria.quantity import load
from natria.studies import (
    Given,
    KineticsGiven,
    Studio,
    compared_kinetics,
    kinetics_document,
    measure_kinetics_recordings,
    targets_of,
)

DESIGN = """
name = "toy2026/a"
title = "a pellet between two electrodes"
cell = "symmetric"
area = "1 cm^2"
temperature = "25 degC"
[working]
material = "Na"
exchange_current_density = { value = 1, unit = "mA/cm^2", std = 0.3, why = "a test" }
[electrolyte.pellet]
material = "Na3PS4"
thickness = "1 mm"
[protocol]
current = "0.1 mA/cm^2"
steps = ["plate current for 1 h"]
[study]
targets = ["toy2026"]
"""
FACTS = (
    fact("i0", "toy2026/a", "exchange_current_density", 2, "mA/cm^2"),
    fact("i0-hot", "toy2026/a", "exchange_current_density", 9, "mA/cm^2", at={"temperature": "80 degC"}),
    fact("i0-other", "toy2026/b", "exchange_current_density", 2, "mA/cm^2"),
    fact("sigma-e", "Na3PS4", "electronic_conductivity", 1e-6, "mS/cm"),
    fact("sigma-e-other", "Na3SbS4", "electronic_conductivity", 1e-6, "mS/cm"),
    fact("fraction", "Na3PS4", "current_fraction", 0.7, "1"),
    fact("transference", "Na3PS4", "cation_transference_number", 0.7, "1"),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_with(tmp_path_factory.mktemp("case"), FACTS, DESIGN)


def beside(case, recording, given=None, **options):
    studio = Studio(case)
    kinetics = KineticsGiven(temperature="25 degC", **options)
    m = measure_kinetics_recordings([recording], studio, given=given, kinetics=kinetics)
    return m, compared_kinetics(studio, m, targets_of(case))


def of_paper(compared):
    return {c.target.id.removeprefix("toy2026:") for c in compared if c.target.id.startswith("toy2026:")}


def test_an_exchange_current_answers_that_of_the_system_by_every_method(case):
    m, compared = beside(case, tafel_sweep(3).recording)
    found = [c for c in compared if c.target.id == "toy2026:i0"]
    measured = [f for f in m.findings if f.question.name == "exchange_current_density"]
    assert [c.answer.value for c in found] == [f.value for f in measured]
    assert found[0].agreement == pytest.approx(measured[0].value / 20.0)
    assert of_paper(compared) == {"i0", "i0-hot"}
    (hot,) = [c for c in compared if c.target.id == "toy2026:i0-hot"]
    assert hot.verdict == "not comparable"


def test_an_electronic_conductivity_answers_that_of_the_only_dense_layer(case):
    made = electronic_polarisation(4)
    _, compared = beside(case, made.recording, Given(thickness="1 mm"))
    assert of_paper(compared) == {"sigma-e"}
    (found,) = [c for c in compared if c.target.id == "toy2026:sigma-e"]
    assert found.answer.value == pytest.approx(made.truth.electronic_conductivity, rel=0.03)
    assert found.answer.question.of == "Na3PS4"


def test_a_current_fraction_answers_no_transference_number(case):
    made = bruce_vincent(6)
    ohm = made.truth
    _, compared = beside(case, made.recording, before=f"{ohm.interface_before} ohm", after=f"{ohm.interface_after} ohm")
    assert of_paper(compared) == {"fraction"}


def test_the_document_has_the_comparisons_and_their_facts(case):
    m, compared = beside(case, tafel_sweep(3).recording)
    document = json.loads(json.dumps(kinetics_document(m, "1.0", compared), allow_nan=False))
    assert {row["target"] for row in document["comparisons"]} >= {"toy2026:i0", "toy2026:i0-hot"}
    assert set(load(document, "a test")) >= {c.target.id for c in compared}


def test_python_gives_the_same_comparisons(case):
    result = natria.measure_kinetics(tafel_sweep(3).recording, design=case, temperature="25 degC")
    _, compared = beside(case, tafel_sweep(3).recording)
    assert [c.target.id for c in result.comparisons] == [c.target.id for c in compared]


def test_a_recording_whose_analysis_fails_stops_no_other():
    good = tafel_sweep(1).recording
    short = replace(good, file="short.csv", columns={name: values[:8] for name, values in good.columns.items()})
    own = KineticsGiven(technique="tafel", temperature="25 degC")
    m = measure_kinetics_recordings([good, short], given=Given(area="1 cm^2"), kinetics=own)
    assert list(m.failed) == ["short.csv"]
    assert len(m.tafel) == 1
    with pytest.raises(natria.NatriaError):
        measure_kinetics_recordings([short], given=Given(area="1 cm^2"), kinetics=own)
