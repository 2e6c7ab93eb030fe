"""Findings of spectra as measured values of a design: conductivities by term, subject and conditions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pellets import SIGMA, TOTAL, write_pellet

import natria
from natria.design import load_case
from natria.quantity import DesignError, Fitted, Question, evidence, is_own_data
from natria.studies import Studio, measure_spectrum_files, spectra_document
from natria.studies.opening.case import open_case
from natria.studies.opening.given import Given
from natria.studies.verdicts.roots import all_roots

CELL = Path(natria.__file__).parents[2] / "docs" / "examples" / "my-cell.toml"
SIZES = 'area = "0.785 cm^2", thickness = "500 um"'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A spectrum, its result as JSON, and room for designs."""
    here = tmp_path_factory.mktemp("lab")
    file = write_pellet(here)
    m = measure_spectrum_files([file], given=Given(area="0.785 cm^2", thickness="500 um"), circuit="R0-p(R1,CPE1)-CPE2")
    (here / "pellet.json").write_text(json.dumps(spectra_document(m, "test")))
    return here


def opened(folder, reference):
    text = CELL.read_text(encoding="utf-8")
    old = next(line for line in text.splitlines() if line.startswith("ionic_conductivity"))
    (folder / "design.toml").write_text(text.replace(old, f"ionic_conductivity = {reference}", 1))
    return open_case(folder / "design.toml")


def value_of(case):
    return case.base.finding("interphase.fluoride.ionic_conductivity")


def test_a_spectrum_is_measured_with_its_sizes(folder):
    found = value_of(opened(folder, f'{{ measured = "pellet_25degC.csv#ionic_conductivity", {SIZES} }}'))
    assert isinstance(found.origin, Fitted)
    assert is_own_data(found)
    assert abs(found.value - TOTAL) < 4 * found.std
    (file,) = evidence(found)
    assert file.startswith("file:")


@pytest.mark.parametrize(("subject", "truth"), [("", TOTAL), (', of = "bulk"', SIGMA)])
def test_of_the_whole_layer_unless_its_bulk_is_named(folder, subject, truth):
    found = value_of(opened(folder, f'{{ measured = "pellet.json#ionic_conductivity"{subject} }}'))
    assert abs(found.value - truth) < 4 * found.std


@pytest.mark.parametrize(
    "reference",
    [
        '{ measured = "pellet.json#ionic_conductivity", of = "grains" }',
        '{ measured = "pellet.json#ionic_conductivity", thickness = "1 mm" }',
        '{ measured = "pellet_25degC.csv#ionic_conductivity", thickness = "500 um" }',  # without an area
        '{ measured = "pellet.json#ionic_conductivity", thickness = 3 }',
    ],
)
def test_what_cannot_be_meant_is_refused(folder, reference):
    with pytest.raises(DesignError):
        opened(folder, reference)


def test_an_answer_moves_the_measured_number_itself(folder):
    case = opened(folder, '{ measured = "pellet.json#ionic_conductivity" }')
    found = value_of(case)
    studio = Studio(case)
    (answer,) = studio.answers(Question("area_resistance", f"{case.base.name}#fluoride"))
    (root,) = [r for r in all_roots(answer, of_paper=False) if r.finding.id == found.id]
    assert root.known.ground == "measured"
    assert root.known.u >= found.std / found.value * 0.99
    assert load_case(str(folder / "design.toml")).base.name == case.base.name  # JSON alone needs nobody who measures
