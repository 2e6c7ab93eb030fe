"""Short options of a deposition: the paths that they stand for."""

from __future__ import annotations

import pytest

from natria.design import Design, load_case
from natria.studies.interface import deposition_given
from natria.studies.opening.overrides import with_given


@pytest.fixture(scope="module")
def design() -> Design:
    return load_case("lu2026").base


def test_three_dimensions_take_the_width_as_depth(design: Design) -> None:
    given = deposition_given(design, {}, dim="3", cells=128, time="2s")
    assert given == {"deposition.gel.cells": "128", "deposition.gel.time": "2s", "deposition.gel.depth": "32.0 um"}
    wide = deposition_given(design, {"deposition.gel.width": "24 um"}, dim="3")
    assert wide["deposition.gel.depth"] == "24 um"


def test_a_path_goes_before_a_short_option(design: Design) -> None:
    given = deposition_given(design, {"deposition.gel.time": "5 s"}, time="2s")
    assert given["deposition.gel.time"] == "5 s"


def test_two_dimensions_leave_out_the_depth(design: Design) -> None:
    deep = with_given(design, {"deposition.gel.depth": "16 um"})
    flat = with_given(deep, deposition_given(deep, {}, dim="2"))
    assert flat.finding("deposition.gel.depth").value == 0
