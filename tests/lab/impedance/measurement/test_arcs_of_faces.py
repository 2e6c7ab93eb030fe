"""Charge transfer per face: the arc with the capacitance of both double layers in series."""

from __future__ import annotations

from dataclasses import replace

import pytest
from two_arcs import FAST, SLOW, impedance, write

from natria.lab.files.impedance import read_spectra
from natria.lab.impedance.measurement import measure_spectra
from natria.lab.impedance.measurement.faces import arcs_of_faces
from natria.lab.specimen import Specimen
from natria.quantity import Assumed, Chosen, Finding, Question, assumptions

TERM = "charge_transfer_area_resistance"
AREA = Finding(Question("face_area", "cell"), 2e-4, Chosen("a test"), 0.0)
OF_SLOW = SLOW[1] / SLOW[0] / AREA.value  # F/m^2 of the slow arc
DOUBLE = Finding(Question("double_layer_capacitance", "cell"), 2 * OF_SLOW, Assumed("a test"), 0.2 * OF_SLOW)
CELL = Specimen("cell", kind="symmetric", area=AREA, face_capacitance=DOUBLE)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return read_spectra(write(tmp_path_factory.mktemp("faces") / "cell.csv", impedance()))


def found_in(file, specimen):
    m = measure_spectra([file], specimen, circuit="R0-p(R1,CPE1)-p(R2,CPE2)")
    return [f for f in m.findings if f.question.name == TERM], {remark.code for remark in m.remarks}


def test_half_of_the_arc_is_that_of_one_face(file):
    (found,), codes = found_in(file, CELL)
    assert found.value == pytest.approx(SLOW[0] * AREA.value / 2, rel=0.03)
    assert "peak" not in found.question.at
    assert [a.about for a in assumptions(found)] == ["double_layer_capacitance of cell"]
    assert "faces-not-told" not in codes


def test_no_arc_of_that_capacitance_is_said(file):
    found, codes = found_in(file, replace(CELL, face_capacitance=replace(DOUBLE, value=100 * OF_SLOW)))
    assert not found
    assert "faces-not-told" in codes


@pytest.mark.parametrize("without", [{"area": None}, {"kind": "half"}, {"face_capacitance": None}])
def test_what_is_needed(file, without):
    found, codes = found_in(file, replace(CELL, **without))
    assert not found
    assert "faces-not-told" not in codes


def test_arcs_are_told_within_a_factor():
    sizes = {"a": FAST[1] / FAST[0], "b": SLOW[1] / SLOW[0], "c": 1.9 * SLOW[1] / SLOW[0]}
    assert arcs_of_faces(sizes, SLOW[1] / SLOW[0]) == ("b", "c")
    assert arcs_of_faces(sizes, SLOW[1] / SLOW[0], 1.5) == ("b",)
