"""The largest nucleus that a layer holds down: limits, the best thickness, its inverse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.laws import (
    ElasticSheet,
    adhesion_left,
    best_thickness,
    free_thickness,
    is_thin,
    lifting_radius,
    radius_held_cut,
    radius_held_intact,
    stress_of_best,
)

SHEET = ElasticSheet(31e9, 0.3, 3e-6, 20e6)


def test_without_own_stress_intact_and_cut_are_the_lifting_radius() -> None:
    flat = replace(SHEET, stress=0.0)
    assert radius_held_intact(flat, 0.7e6, 0.1) == lifting_radius(flat, 0.7e6, 0.1)
    assert radius_held_cut(flat, 0.7e6, 0.1) == lifting_radius(flat, 0.7e6, 0.1)
    with pytest.raises(ValueError, match="no thickness"):
        free_thickness(flat, 0.1)


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 2e9), st.floats(1e5, 1e7), st.floats(1e-2, 2.0), st.floats(1e-9, 1e-5))
def test_an_intact_layer_holds_more_the_thicker_and_the_tenser_it_is(
    stress: float, pressure: float, adhesion: float, thickness: float
) -> None:
    """So it has no best thickness, and it holds more than the same layer cut."""
    sheet = replace(SHEET, stress=stress, thickness=thickness)
    held = radius_held_intact(sheet, pressure, adhesion)
    assert radius_held_intact(replace(sheet, thickness=1.1 * thickness), pressure, adhesion) > held
    assert held >= radius_held_intact(replace(sheet, stress=stress / 2), pressure, adhesion) * (1 - 1e-9)
    assert held >= radius_held_cut(sheet, pressure, adhesion) * (1 - 1e-9)


def test_a_tense_membrane_is_lifted_at_the_radius_of_a_drum() -> None:
    """G = p^2 a^2/(8 N) where the tension is all that holds."""
    drum = ElasticSheet(1e9, 0.3, 1e-9, 1e11)
    assert radius_held_intact(drum, 1e5, 0.1) == pytest.approx((8 * drum.tension * 0.1) ** 0.5 / 1e5, rel=1e-3)


def test_a_compressed_layer_is_not_held_intact() -> None:
    with pytest.raises(ValueError, match="buckles"):
        radius_held_intact(replace(SHEET, stress=-1e6), 0.7e6, 0.1)


def test_a_patch_of_three_thicknesses_is_that_of_a_plate() -> None:
    assert is_thin(SHEET, 9e-6)
    assert not is_thin(SHEET, 8.9e-6)


def test_a_layer_thicker_than_its_adhesion_bears_holds_nothing() -> None:
    most = free_thickness(SHEET, 0.1)
    assert adhesion_left(replace(SHEET, thickness=most), 0.1) == pytest.approx(0, abs=1e-15)
    assert radius_held_cut(replace(SHEET, thickness=1.001 * most), 0.7e6, 0.1) == 0.0
    assert radius_held_cut(replace(SHEET, thickness=0.999 * most), 0.7e6, 0.1) > 0.0


@pytest.mark.parametrize(("pressure", "share"), [(1e9, 3 / 4), (1e-3, 1 / 4)])
def test_the_best_thickness_has_the_limits_of_plate_and_membrane(pressure: float, share: float) -> None:
    """A large pressure lifts a small patch, which bends; a small one a wide patch, which stretches."""
    sheet = replace(SHEET, stress=1e3 if share > 0.5 else 5e9)  # thick and thin layers
    best = best_thickness(sheet, pressure, 0.1)
    assert best / free_thickness(sheet, 0.1) == pytest.approx(share, rel=0.02)


def test_the_best_thickness_is_the_best() -> None:
    best = best_thickness(SHEET, 0.7e6, 0.1)
    scanned = best * np.linspace(0.9, 1.1, 401)
    radii = [radius_held_cut(replace(SHEET, thickness=float(h)), 0.7e6, 0.1) for h in scanned]
    assert scanned[np.argmax(radii)] == pytest.approx(best, rel=2e-3)


@settings(max_examples=15, deadline=None)
@given(st.floats(1e6, 2e9), st.floats(1e5, 1e7), st.floats(1e-2, 2.0), st.sampled_from([-1, 1]))
def test_stress_and_thickness_of_the_best_are_inverses(
    stress: float, pressure: float, adhesion: float, sign: int
) -> None:
    sheet = replace(SHEET, stress=sign * stress)
    best = replace(sheet, thickness=best_thickness(sheet, pressure, adhesion))
    assert stress_of_best(best, pressure, adhesion) == pytest.approx(stress, rel=1e-5)
