"""Figures of a mixed conductor: one of each kind, each with the words for those who cannot see it."""

from __future__ import annotations

import numpy as np
import pytest

from natria.models.interface.mixed import MixedLayer, PlatingLaw, PlatingSite, plating_course
from natria.models.interface.mixed.map import PlatingMap, plating_map
from natria.models.interface.mixed.tables import course_table, profile_table
from natria.report.interface.mixed import course_picture, grid_of, map_picture, profile_picture
from natria.studies.interface.mixed_draws import MixedDraws


@pytest.fixture(scope="module")
def layer():
    law = PlatingLaw("butler-volmer", 0.0257, 0.5)
    return MixedLayer(
        2e-6, 1e-3, 2e-4, PlatingSite(10.0, 0.01), PlatingSite(1.0), PlatingSite(10.0), law, 1e6, 2e8, 360.0
    )  # fmt: skip


@pytest.fixture(scope="module")
def table(layer):
    return plating_map(layer, 5.0, 18_000.0, PlatingMap(3.0, 1.0, 4))


def test_profile_and_course_are_pictures(layer):
    course = plating_course(layer, 5.0, 18_000.0)
    profile = profile_picture(profile_table(course), "mci", "a layer")
    shares = course_picture(course_table(course, 2.46e-10), "mci", "a layer")
    assert (profile.id, shares.id) == ("mci-profile", "mci-course")
    assert len(profile.figure().axes) == 3  # potentials, currents, and what plates within
    assert len(shares.figure().axes[0].get_lines()) == 4
    assert all(one.png.startswith(b"\x89PNG") and one.says for one in (profile, shares))


def test_a_map_shows_regions_draws_and_the_design(table):
    shares = np.array([[0.7, 0.1, 0.2], [0.2, 0.0, 0.8]])
    two = np.array([0.3, 0.5])
    draws = MixedDraws((0.2, 2e-6), two, two * 1e-6, shares, ("a",), np.array([0.5]), 3)
    found = map_picture(table, draws, "mci", "a layer")
    labels = [text.get_text() for text in found.figure().legends[0].get_texts()]
    assert {"most on top", "most under", "draw, most on top", "draw, most under", "the design"} <= set(labels)
    assert "50 %" in found.title
    assert "3 of 5 draws" in found.says


def test_a_grid_has_thickness_along_its_rows(table):
    ratio, thickness, shares = grid_of(table)
    assert shares.shape == (3, len(thickness), len(ratio))
    np.testing.assert_allclose(shares.sum(axis=0), 1, atol=1e-9)
    assert (np.diff(shares[0], axis=1) > -1e-6).all()  # the better electrons are conducted, the more plates on top
