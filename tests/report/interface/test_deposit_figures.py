"""Figures of a deposition: the last state with its units, the course over time."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from natria.design import load_case
from natria.record import Field
from natria.report.interface.deposit import drawn
from natria.report.interface.deposit_fields import film, poster_figure
from natria.report.interface.files import interface_files
from natria.studies.interface import MODELS, ask_model

PLACE = "deposition.gel"
COARSE = {
    f"{PLACE}.height": "32 um",
    f"{PLACE}.width": "16 um",
    f"{PLACE}.front_width": "6 um",
    f"{PLACE}.time": "4 s",
    f"{PLACE}.first_front": "8 um",
    "usual.deposition_outputs": "6",
}


@pytest.fixture(scope="module")
def run():
    return ask_model(MODELS["deposit"], load_case("lu2026"), "lu2026/sfc-na", given=COARSE)


def test_state_and_course_are_drawn_with_units(run):
    assert not run.refusals
    pictures = {one.id: one for one in drawn(run)}
    assert set(pictures) == {"gel-state", "gel-poster", "gel-course", "gel-waves"}
    labels = {
        text.get_text() for one in pictures["gel-state"].figure().axes for text in (one.xaxis.label, one.yaxis.label)
    }
    assert {"height (µm)", "potential (V)", "cations (mol/L)"} <= labels


def test_the_files_have_netcdf_vtk_and_parquet(run):
    names = interface_files(run, "0")
    assert {"gel-deposition-state.nc", "gel-deposition-state.vtr", "gel-deposition-course.parquet"} <= set(names)
    over_time = {"gel-deposition-fields.zarr.zip", "gel-deposition-fields.pvd", "gel-deposition-fields/0000.vtr"}
    assert over_time <= set(names)
    assert b"gel-film.gif" in names["index.html"]
    assert b"0000.vtr" not in names["index.html"]


def test_the_film_has_all_times_and_is_bounded(run):
    from PIL import Image

    (fields,) = (part.artefacts["deposition_fields"] for part in run.parts)
    few = Field(fields.support, tuple(replace(a, values=a.values[:4]) for a in fields.arrays), times=fields.times[:4])
    whole = film(few)
    with Image.open(io.BytesIO(whole)) as one:
        assert (one.format, one.n_frames) == ("GIF", 4)
    with Image.open(io.BytesIO(film(few, most=len(whole) - 1))) as one:
        assert 2 <= one.n_frames < 4


def test_the_poster_has_a_scale_for_each_field(run):
    (fields,) = (part.artefacts["deposition_fields"] for part in run.parts)
    figure = poster_figure(fields, "title")
    labels = {text.get_text() for one in figure.axes for text in (one.xaxis.label, one.yaxis.label)}
    assert {"order parameter (1)", "cations (mol/L)", "potential (V)"} <= labels
