"""Boundaries of layers in a depth profile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from natria.lab.depth import find_edges
from natria.lab.depth.edges import depth_of
from natria.quantity import FitError


def profile(t, levels, places, widths):
    """Return a signal by the integral of normal distributions, apart from the fitted function."""
    made = np.full(len(t), levels[0], float)
    for before, behind, place, width in zip(levels[:-1], levels[1:], places, widths, strict=True):
        made += (behind - before) * norm.cdf(t, loc=place, scale=width)
    return made


def test_two_boundaries_without_noise_come_back():
    t = np.linspace(0, 900, 91)
    found = find_edges(t, profile(t, (0.1, 0.6, 0.05), (200, 600), (30, 50)), edges=2)
    assert [one.time for one in found.edges] == pytest.approx([200, 600], abs=1e-4)
    assert [one.width for one in found.edges] == pytest.approx([30, 50], abs=1e-3)
    assert found.levels == pytest.approx((0.1, 0.6, 0.05), abs=1e-6)


@pytest.mark.parametrize("edges", [0, 1, 2])
def test_the_number_of_boundaries_is_found(edges):
    t, rng = np.linspace(0, 900, 91), np.random.default_rng(edges)
    levels, places = (0.1, 0.6, 0.2)[: edges + 1], (250, 600)[:edges]
    y = profile(t, levels, places, (30,) * edges) + rng.normal(0, 0.02, len(t))
    assert len(find_edges(t, y).edges) == edges


def test_levels_that_differ_by_decades_have_one_boundary_each():
    """A fit from the plain scatter of counts splits the steep boundary in two."""
    t, rng = np.linspace(0, 1200, 61), np.random.default_rng(1)
    y = rng.poisson(profile(t, (8000, 250, 30), (240, 660), (40, 40))).astype(float)
    found = find_edges(t, y, counts=True).edges
    assert [one.time for one in found] == pytest.approx([240, 660], abs=15)


def test_a_thin_layer_that_comes_and_goes_is_found():
    t, rng = np.linspace(0, 900, 91), np.random.default_rng(2)
    y = profile(t, (0.1, 0.3, 0.1), (420, 480), (20, 20)) + rng.normal(0, 0.02, len(t))
    assert [one.time for one in find_edges(t, y).edges] == pytest.approx([420, 480], abs=15)


def test_noise_alone_seldom_has_a_boundary():
    t, rng = np.linspace(0, 900, 91), np.random.default_rng(5)
    wrong = sum(len(find_edges(t, rng.normal(1, 0.05, len(t))).edges) > 0 for _ in range(20))
    assert wrong <= 1


@pytest.mark.slow
@pytest.mark.parametrize("counts", [False, True])
def test_less_than_two_percent_of_profiles_of_noise_have_a_boundary(counts):
    t, rng = np.linspace(0, 900, 91), np.random.default_rng(7)
    drawn = (rng.poisson(100, len(t)).astype(float) if counts else rng.normal(1, 0.05, len(t)) for _ in range(300))
    assert sum(bool(find_edges(t, y, counts=counts).edges) for y in drawn) <= 6


def coverage(rng, runs, *, counts):
    t, inside = np.linspace(0, 900, 61), 0
    for _ in range(runs):
        place, width = rng.uniform(250, 650), rng.uniform(25, 60)
        if counts:
            y = rng.poisson(profile(t, (20, 400), (place,), (width,))).astype(float)
        else:
            y = profile(t, (0.1, 0.5), (place,), (width,)) + rng.normal(0, 0.02, len(t))
        edge = find_edges(t, y, counts=counts, edges=1).edges[0]
        inside += abs(edge.time - place) <= 1.959964 * edge.time_std
    return inside / runs


@pytest.mark.parametrize("counts", [False, True])
def test_the_place_of_a_boundary_is_covered_by_its_error(counts):
    assert 0.90 <= coverage(np.random.default_rng(1), 80, counts=counts) < 1


@pytest.mark.slow
@pytest.mark.parametrize("counts", [False, True])
def test_the_coverage_is_that_of_95_percent(counts):
    assert 0.93 <= coverage(np.random.default_rng(2), 3000, counts=counts) <= 0.97


def test_an_edge_sharper_than_the_readings_has_their_spacing_as_its_error():
    t = np.arange(0, 600, 20.0)
    edge = find_edges(t, np.where(t < 305, 1.0, 0.0) + 1e-4 * np.sin(t), edges=1).edges[0]
    assert edge.is_between_readings
    assert edge.time_std >= 20 / np.sqrt(12)
    assert abs(edge.time - 310) <= 20


@settings(max_examples=15)
@given(st.floats(1e-3, 1e3), st.floats(0.1, 100), st.booleans())
def test_units_of_signal_and_time_do_not_matter(scale, stretch, falls):
    t = np.linspace(0, 900, 46)
    y = profile(t, (0.6, 0.1) if falls else (0.1, 0.6), (400,), (60,))
    y += 0.01 * np.sin(37 * np.arange(len(t)))
    one = find_edges(t, y, edges=1).edges[0]
    other = find_edges(stretch * t, scale * y, edges=1).edges[0]
    assert other.time == pytest.approx(stretch * one.time, rel=1e-4)
    assert other.time_std == pytest.approx(stretch * one.time_std, rel=1e-2)


def test_a_time_that_falls_is_refused_with_its_reading():
    with pytest.raises(FitError, match=r"from 20 s to 10 s \(reading 4\)"):
        find_edges(np.array([0, 10, 20, 10, 30, 40.0]), np.ones(6))


def test_too_few_readings_are_refused():
    with pytest.raises(FitError, match="5 readings of a signal are too few for 1 boundaries") as bad:
        find_edges(np.arange(5.0), np.arange(5.0), edges=1)
    assert "6 or more" in bad.value.fix


def test_a_depth_has_the_errors_of_time_and_rate():
    depth, std = depth_of(600, 12, 0.2e-9, 0.02e-9)
    assert depth == pytest.approx(120e-9)
    assert std == pytest.approx(np.hypot(2.4e-9, 12e-9))
