"""Percolation thresholds of the simple cubic lattice, and of the faces between two phases."""

from __future__ import annotations

import numpy as np
import pytest

from natria.models.interface.twophase.percolation import (
    BOND,
    SITE,
    bond_threshold,
    interface_spans,
    site_threshold,
    solid_spans,
    spanning_key,
)
from natria.models.interface.twophase.structures import StructureRecipe, microstructure


@pytest.mark.parametrize(("threshold", "known"), [(site_threshold, SITE), (bond_threshold, BOND)])
def test_thresholds_of_the_cubic_lattice_are_recovered(threshold: object, known: float) -> None:
    """A finite cube is spanned somewhat later; the difference falls with its edge."""
    near, far = (np.mean([threshold(edge, seed) for seed in range(12)]) for edge in (24, 8))  # type: ignore[operator]
    assert near == pytest.approx(known, abs=0.012)
    assert 0 < near - known < far - known


def test_site_percolation_agrees_with_labels_of_clusters() -> None:
    from scipy.ndimage import label

    site = np.random.default_rng(5).random((10, 10, 10))
    found = site_threshold(10, 5)

    def spans(share: float) -> bool:
        clusters = label(site <= share)[0]
        return bool(np.intersect1d(clusters[0][clusters[0] > 0], clusters[-1]).size)

    assert spans(found)
    assert not spans(np.nextafter(found, 0))


def test_a_solid_with_pores_spans_up_to_its_threshold() -> None:
    """Voxels at random span above a share of 0.3116: at a porosity below 0.69."""
    recipes = [StructureRecipe("random", (20,) * 3, 0.3, porosity=one) for one in (0.6, 0.78)]
    spans = [[solid_spans(microstructure(recipe, seed)) for seed in range(6)] for recipe in recipes]
    assert all(spans[0])
    assert not any(spans[1])


def test_a_ladder_is_spanned_by_its_worst_rung() -> None:
    keys = [np.array([[[0.3]], [[0.7]]]), np.zeros((3, 0, 1)), np.zeros((3, 1, 0))]
    assert spanning_key((3, 1, 1), keys) == 0.7


def test_faces_between_random_phases_span_from_about_15_per_cent() -> None:
    """A bond joins unlike voxels with the probability 2 f (1 - f), which is the bond threshold at f = 0.146."""
    spans = [
        np.mean([interface_spans(microstructure(StructureRecipe("random", (20,) * 3, f), seed)) for seed in range(8)])
        for f in (0.11, 0.19)
    ]
    assert spans[0] <= 0.25
    assert spans[1] >= 0.75
