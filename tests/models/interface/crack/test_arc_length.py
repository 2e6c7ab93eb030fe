"""The control by arc-length: through a largest load, and where the loaded end turns back."""

from __future__ import annotations

import numpy as np
import pytest

from natria.laws import ElasticSheet, cohesive_length
from natria.models.interface.crack.cohesive import Bond
from natria.models.interface.crack.control import Forces, NewtonSettings, Point, follow
from natria.models.interface.crack.course import lift
from natria.models.interface.crack.film import BondedFilm

SHEET = ElasticSheet(31e9, 0.3, 3e-6)


def followed(film: BondedFilm, step: float, count: int) -> list[Point]:
    history = [np.zeros_like(film.area)]

    def path() -> Forces:
        return lambda x: film.forces(x, history[-1])

    def keep(point: Point) -> None:
        history.append(film.pulls(point.x, history[-1]).largest)

    scale = np.tile([1e-6, 1.0, 1.0, 1.0], len(film.nodes))
    return follow(path, film.lifted_end(), (scale, 100.0), (step, count), keep, settings=NewtonSettings())


def test_a_path_is_followed_through_its_largest_load_and_where_the_end_turns_back() -> None:
    size = cohesive_length(SHEET, 2e6, 0.1) / 6
    film = BondedFilm(SHEET, Bond(2e6, 0.1, "exponential"), np.arange(0, 1.6e-4, size), 2e-5, "strip", large=False)
    points = followed(film, 0.1, 60)
    heights, loads = np.array([p.x[0] for p in points]), np.array([p.load for p in points])
    peak = int(loads.argmax())
    assert 3 < peak < len(loads) - 5
    held = lift(film, np.linspace(0.01, 1, 60) * heights[-1], "force")
    assert np.interp(heights, held.height, held.load) == pytest.approx(loads, rel=0.02)
    soft = heights + 20 * heights[peak] / loads[peak] * loads  # the end moved through a spring
    assert np.diff(soft).min() < 0 < np.diff(soft).max()
