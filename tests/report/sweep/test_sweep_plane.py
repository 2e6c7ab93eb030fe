"""The plane of two numbers."""

from __future__ import annotations

import numpy as np
import pytest

from natria.explore.sweeps import hypercube, read_axis
from natria.report.common.picture import files_of, new_figure
from natria.report.sweep.plane import MANY, draw_plane

AXES = [read_axis(text) for text in ("interphase.bpi.thickness=1 um:40 um", "temperature=280 K:320 K")]


@pytest.mark.parametrize(("count", "is_image"), [(200, False), (MANY + 1, True)])
def test_many_points_are_an_image_so_that_the_page_stays_small(count, is_image):
    points = hypercube(AXES, count, 1)

    def drawn():
        figure, axes = new_figure()
        draw_plane(axes, points, np.linspace(0, 1, count))
        return figure

    svg = files_of(drawn)[0]
    assert (b"<image" in svg) == is_image
    assert len(svg) < 300_000
