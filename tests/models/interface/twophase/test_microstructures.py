"""Generated microstructures and slices: fractions, seeds, zones, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natria.design.schema.microstructure import MicrostructureTable
from natria.models.interface.twophase.image import image_phases, otsu, phases_of_grey
from natria.models.interface.twophase.structures import KINDS, PORE, SECOND, StructureRecipe, fractions, microstructure
from natria.quantity import ModelError

SCORED = ("random", "spheres", "separate-spheres")


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SCORED), st.floats(0, 0.3), st.floats(1, 5), st.integers(0, 10**6))
def test_the_fraction_is_met_to_one_voxel(kind: str, fraction: float, grain: float, seed: int) -> None:
    phases = microstructure(StructureRecipe(kind, (11, 10, 9), fraction, grain), seed)
    assert abs(int((phases == SECOND).sum()) - fraction * phases.size) <= 0.5
    assert np.array_equal(phases, microstructure(StructureRecipe(kind, (11, 10, 9), fraction, grain), seed))


def test_seeds_differ() -> None:
    recipe = StructureRecipe("random", (8, 8, 8), 0.4, 2)
    assert not np.array_equal(microstructure(recipe, 0), microstructure(recipe, 1))


def test_larger_grains_have_fewer_faces_between_the_phases() -> None:
    faces = [
        int(
            (
                np.diff(microstructure(StructureRecipe("random", (24,) * 3, 0.4, grain), 0).astype(int), axis=0) != 0
            ).sum()
        )
        for grain in (1, 3, 6)
    ]
    assert faces[0] > 2 * faces[1] > 2 * faces[2]


def test_separate_spheres_do_not_touch() -> None:
    from scipy.ndimage import label

    phases = microstructure(StructureRecipe("separate-spheres", (40, 40, 40), 0.1, 10), 0)
    count = label(phases == SECOND)[1]
    assert count >= round(0.1 * 40**3 / (np.pi / 6 * 10**3))  # cut at the sides, a sphere is counted more than once


@pytest.mark.parametrize(("kind", "axis"), [("lamellae", 0), ("lamellae-along", 1)])
def test_lamellae_are_whole_layers(kind: str, axis: int) -> None:
    phases = np.moveaxis(microstructure(StructureRecipe(kind, (12, 12, 6), 0.5, 4), 0), axis, 0)
    assert all(len(np.unique(layer)) == 1 for layer in phases)
    assert fractions(phases)[0] == 0.5


def test_a_gradient_keeps_the_second_phase_in_its_zone() -> None:
    phases = microstructure(StructureRecipe("gradient", (20, 10, 10), 0.15, 1, depth=5), 0)
    assert not phases[:-5].any()
    assert fractions(phases)[0] == pytest.approx(0.15)


def test_pores_take_their_share_of_the_whole() -> None:
    phases = microstructure(StructureRecipe("random", (10, 10, 10), 0.3, porosity=0.2), 0)
    share, porosity = fractions(phases)
    assert porosity == pytest.approx(0.2)
    assert share == pytest.approx(0.3, abs=0.05)
    assert (phases == PORE).sum() == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "foam"},
        {"fraction": 1.2},
        {"porosity": -0.1},
        {"shape": (1, 8, 8)},
        {"shape": (10**4, 10**4, 10)},
        {"grain": 30.0},
        {"grain": 0.5},
    ],
)
def test_a_recipe_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ModelError):
        StructureRecipe(**{"kind": "random", "shape": (8, 8, 8), "fraction": 0.3, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "recipe",
    [
        StructureRecipe("separate-spheres", (12, 12, 12), 0.4, 4),
        StructureRecipe("gradient", (20, 8, 8), 0.5, 1, depth=5),
        StructureRecipe("gradient", (20, 8, 8), 0.0, 1, depth=0),
    ],
)
def test_a_structure_without_room_is_refused(recipe: StructureRecipe) -> None:
    with pytest.raises(ModelError):
        microstructure(recipe, 0)


def test_the_schema_knows_every_kind() -> None:
    assert {*get_args(MicrostructureTable.model_fields["kind"].annotation)} == {*KINDS, "image"}


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_a_slice_becomes_the_phases_of_its_pixels(tmp_path: Path, suffix: str) -> None:
    from PIL import Image

    grey = np.full((6, 8), 60, np.uint8)
    grey[:2, 3:5] = 200
    path = tmp_path / f"slice{suffix}"
    Image.fromarray(grey).save(path)
    phases = image_phases(path)
    assert phases.shape == (6, 8, 1)
    assert phases[-2:, 3:5].all()  # the top of the image is the side of the electrolyte
    assert phases.sum() == 4


def test_noise_does_not_move_the_threshold() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random((60, 60)) < 0.3
    grey = np.clip(np.where(truth, 0.7, 0.3) + rng.normal(0, 0.05, truth.shape), 0, 1)
    assert (phases_of_grey(grey)[::-1, :, 0] == truth).mean() > 0.999
    assert 0.4 < otsu(grey) < 0.6


@pytest.mark.parametrize("grey", [np.full((9, 9), 0.4), np.full((9, 9), 0.4) + 1e-3 * np.eye(9), np.zeros((1, 9))])
def test_an_image_of_one_phase_is_refused(grey: np.ndarray) -> None:
    with pytest.raises(ModelError):
        phases_of_grey(grey)


def test_a_file_that_is_no_image_is_refused(tmp_path: Path) -> None:
    for name in ("slice.txt", "slice.png"):
        (tmp_path / name).write_text("no image", encoding="utf-8")
        with pytest.raises(ModelError):
            image_phases(tmp_path / name)
