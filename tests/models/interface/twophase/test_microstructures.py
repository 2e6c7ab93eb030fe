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


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SCORED), st.floats(0, 0.3), st.floats(0, 0.9), st.floats(1, 5), st.integers(0, 10**6))
def test_pores_leave_the_fraction_of_the_solid(
    kind: str, fraction: float, porosity: float, grain: float, seed: int
) -> None:
    """Both are met to one voxel, also where so many pores are drawn that the solid does not span."""
    phases = microstructure(StructureRecipe(kind, (11, 10, 9), fraction, grain, porosity=porosity), seed)
    solid = phases != PORE
    assert abs(int((~solid).sum()) - porosity * phases.size) <= 0.5
    assert abs(int((phases == SECOND).sum()) - fraction * int(solid.sum())) <= 0.5


def test_a_gradient_with_pores_keeps_both() -> None:
    phases = microstructure(StructureRecipe("gradient", (20, 10, 10), 0.15, 1, depth=5, porosity=0.4), 0)
    assert not (phases[:-5] == SECOND).any()
    assert fractions(phases) == pytest.approx((0.15, 0.4))


@pytest.mark.parametrize("fraction", [0.1, 0.3, 0.45, 0.9])
def test_lamellae_meet_the_fraction_to_half_a_layer(fraction: float) -> None:
    phases = microstructure(StructureRecipe("lamellae", (32, 4, 4), fraction, 8), 0)
    assert abs(fractions(phases)[0] - fraction) <= 0.5 / 32


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "foam"},
        {"fraction": 1.2},
        {"porosity": -0.1},
        {"porosity": 1.0},
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
        StructureRecipe("gradient", (20, 8, 8), 0.3, 1, depth=5, porosity=0.5),
        StructureRecipe("lamellae", (32, 4, 4), 0.003, 2),
        StructureRecipe("lamellae-along", (32, 32, 4), 0.02, 2),
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


NOISE = np.random.default_rng(1)
ONE_PHASE = {
    "flat": np.full((9, 9), 0.4),
    "one line": np.full((9, 9), 0.4) + 1e-3 * np.eye(9),
    "one row": np.zeros((1, 9)),
    "noise of 4 levels": (120 + NOISE.normal(0, 4, (200, 200))).round() / 255,
    "noise of 10 levels": (120 + NOISE.normal(0, 10, (200, 200))).round() / 255,
    "uniform grey": NOISE.random((200, 200)),
    "uneven light": np.linspace(0.2, 0.8, 60)[:, None] * np.ones(60),
}


@pytest.mark.parametrize("kind", ONE_PHASE)
def test_an_image_of_one_phase_is_refused(kind: str) -> None:
    with pytest.raises(ModelError):
        phases_of_grey(ONE_PHASE[kind])


@pytest.mark.parametrize("share", [0.03, 0.1, 0.3, 0.5])
def test_two_phases_with_noise_are_kept(share: float) -> None:
    truth = np.random.default_rng(2).random((80, 80)) < share
    grey = np.where(truth, 180, 80) + np.random.default_rng(3).normal(0, 15, truth.shape)
    assert phases_of_grey(grey / 255).mean() == pytest.approx(min(truth.mean(), 1 - truth.mean()), abs=0.01)


def two_grey(low: float, high: float) -> np.ndarray:
    return np.where(np.arange(64).reshape(8, 8) < 20, high, low)


@pytest.mark.parametrize(
    "grey",
    [
        two_grey(10_000, 40_000).astype(np.uint16),
        two_grey(500, 3000).astype(np.uint16),  # 12 bits
        two_grey(0.2, 0.7).astype(np.float32),
        two_grey(60, 200).astype(np.uint8),
    ],
)
def test_all_depths_of_grey_are_read(tmp_path: Path, grey: np.ndarray) -> None:
    from PIL import Image

    path = tmp_path / "slice.tif"
    Image.fromarray(grey).save(path)
    assert image_phases(path).sum() == 20


@pytest.mark.parametrize(
    "grey", [30_000 + NOISE.integers(-3, 4, (60, 60)).astype(np.uint16), two_grey(-0.5, 0.5).astype(np.float32)]
)
def test_a_small_contrast_and_negative_grey_are_refused(tmp_path: Path, grey: np.ndarray) -> None:
    from PIL import Image

    path = tmp_path / "slice.tif"
    Image.fromarray(grey.astype(grey.dtype)).save(path)
    with pytest.raises(ModelError):
        image_phases(path)


def test_phases_in_alpha_are_refused_by_name(tmp_path: Path) -> None:
    from PIL import Image

    colours = np.full((8, 8, 4), 90, np.uint8)
    colours[..., 3] = two_grey(0, 255)
    Image.fromarray(colours).save(tmp_path / "slice.png")
    with pytest.raises(ModelError, match="alpha"):
        image_phases(tmp_path / "slice.png")
    colours[..., :3], colours[..., 3] = two_grey(60, 200)[..., None], 255
    Image.fromarray(colours).save(tmp_path / "slice.png")
    assert image_phases(tmp_path / "slice.png").sum() == 20


def test_a_file_that_is_no_image_is_refused(tmp_path: Path) -> None:
    for name in ("slice.txt", "slice.png"):
        (tmp_path / name).write_text("no image", encoding="utf-8")
        with pytest.raises(ModelError):
            image_phases(tmp_path / name)
