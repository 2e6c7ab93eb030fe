"""Curves over cycles: where they end, and the mean of those that all run."""

from dataclasses import replace

import numpy as np
import pytest
from group_cells import made_cell

from natria.studies.groups import compare_cells


def overlay(cells, groups):
    (one,) = compare_cells(cells, groups).overlays
    return one


def test_a_curve_ends_before_the_cycle_of_a_failure():
    cell = made_cell("a", life=(20.0, True), hysteresis=np.full(50, 0.1))
    (curve,) = overlay([cell], {}).groups[""]
    assert curve.failed
    assert curve.cycle[-1] == cell.failure.cycle - 1
    assert curve.value == pytest.approx(50.0)  # half the hysteresis, in mV


def test_the_mean_ends_where_the_first_cell_ends():
    """Were it taken over those that remain, it would jump from 60 to 80 mV though no cell changed."""
    short = made_cell("a", life=(20.0, True), hysteresis=np.full(50, 0.08))
    long = made_cell("b", life=(100.0, False), hysteresis=np.full(50, 0.16))
    mean = overlay([short, long], {"g": ["a", "b"]}).means["g"]
    assert mean.n == 2
    assert mean.cycle[-1] == 10
    assert mean.mean == pytest.approx(np.sqrt(40.0 * 80.0))
    assert (mean.high / mean.mean) == pytest.approx(mean.mean / mean.low)


def test_ramps_are_not_laid_over_cycling():
    cells = [made_cell(n, hysteresis=np.full(9, 0.1)) for n in "ab"]
    several = compare_cells([cells[0], replace(cells[1], test="critical current")], {}).overlays
    assert [len(o.groups[""]) for o in several] == [1, 1]
    assert [bool(o.test) for o in several] == [False, True]


def test_one_cell_has_no_mean():
    cell = made_cell("a", hysteresis=np.full(9, 0.1))
    assert overlay([cell], {"g": ["a"]}).means == {}
