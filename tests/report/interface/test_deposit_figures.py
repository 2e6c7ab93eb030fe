"""Figures of a deposition: the last state with its units, the course over time."""

from __future__ import annotations

import pytest

from natria.design import load_case
from natria.report.interface.deposit import drawn
from natria.report.interface.files import interface_files
from natria.studies.interface import MODELS, ask_model

PLACE = "deposition.gel"
COARSE = {
    f"{PLACE}.height": "32 um",
    f"{PLACE}.width": "16 um",
    f"{PLACE}.front_width": "6 um",
    f"{PLACE}.time": "4 s",
    f"{PLACE}.first_front": "8 um",
}


@pytest.fixture(scope="module")
def run():
    return ask_model(MODELS["deposit"], load_case("lu2026"), "lu2026/sfc-na", given=COARSE)


def test_state_and_course_are_drawn_with_units(run):
    assert not run.refusals
    pictures = {one.id: one for one in drawn(run)}
    assert set(pictures) == {"gel-state", "gel-course"}
    labels = {
        text.get_text() for one in pictures["gel-state"].figure().axes for text in (one.xaxis.label, one.yaxis.label)
    }
    assert {"height (µm)", "potential (V)", "cations (mol/L)"} <= labels


def test_the_files_have_netcdf_vtk_and_parquet(run):
    names = interface_files(run, "0")
    assert {"gel-deposition-state.nc", "gel-deposition-state.vtr", "gel-deposition-course.parquet"} <= set(names)
