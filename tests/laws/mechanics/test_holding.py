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
    held_radius,
    lifting_radius,
    stress_of_best,
)

SHEET = ElasticSheet(31e9, 0.3, 3e-6, 20e6)


def test_without_own_stress_it_is_the_lifting_radius() -> None:
    flat = replace(SHEET, stress=0.0)
    assert held_radius(flat, 0.7e6, 0.1) == lifting_radius(flat, 0.7e6, 0.1)
    with pytest.raises(ValueError, match="no thickness"):
        free_thickness(flat, 0.1)


def test_a_layer_thicker_than_its_adhesion_bears_holds_nothing() -> None:
    most = free_thickness(SHEET, 0.1)
    assert adhesion_left(replace(SHEET, thickness=most), 0.1) == pytest.approx(0, abs=1e-15)
    assert held_radius(replace(SHEET, thickness=1.001 * most), 0.7e6, 0.1) == 0.0
    assert held_radius(replace(SHEET, thickness=0.999 * most), 0.7e6, 0.1) > 0.0


@pytest.mark.parametrize(("pressure", "share"), [(1e9, 3 / 4), (1e-3, 1 / 4)])
def test_the_best_thickness_has_the_limits_of_plate_and_membrane(pressure: float, share: float) -> None:
    """A large pressure lifts a small patch, which bends; a small one a wide patch, which stretches."""
    sheet = replace(SHEET, stress=1e3 if share > 0.5 else 5e9)  # thick and thin layers
    best = best_thickness(sheet, pressure, 0.1)
    assert best / free_thickness(sheet, 0.1) == pytest.approx(share, rel=0.02)


def test_the_best_thickness_is_the_best() -> None:
    best = best_thickness(SHEET, 0.7e6, 0.1)
    scanned = best * np.linspace(0.9, 1.1, 401)
    radii = [held_radius(replace(SHEET, thickness=float(h)), 0.7e6, 0.1) for h in scanned]
    assert scanned[np.argmax(radii)] == pytest.approx(best, rel=2e-3)


@settings(max_examples=15, deadline=None)
@given(st.floats(1e6, 2e9), st.floats(1e5, 1e7), st.floats(1e-2, 2.0), st.sampled_from([-1, 1]))
def test_stress_and_thickness_of_the_best_are_inverses(
    stress: float, pressure: float, adhesion: float, sign: int
) -> None:
    sheet = replace(SHEET, stress=sign * stress)
    best = replace(sheet, thickness=best_thickness(sheet, pressure, adhesion))
    assert stress_of_best(best, pressure, adhesion) == pytest.approx(stress, rel=1e-5)
