"""Moduli of voxels: exact for one phase and for laminates, between the bounds, refused where not solvable."""

from __future__ import annotations

import numpy as np
import pytest

from natria.laws import bulk_and_shear, bulk_hashin_shtrikman, laminate_moduli, shear_hashin_shtrikman
from natria.models.interface.twophase.elastic import VoxelElasticSettings, stiffness
from natria.models.interface.twophase.of_design.moduli import POROUS
from natria.models.interface.twophase.structures import StructureRecipe, fractions, microstructure
from natria.quantity import ModelError

K, G = (np.append(np.asarray(one), 0.0) for one in bulk_and_shear((31e9, 16e9), (0.3, 0.25)))


def test_one_phase_has_its_own_moduli() -> None:
    done = stiffness(np.zeros((4, 5, 6), np.uint8), K, G)
    assert done.bulk == pytest.approx(K[0], rel=1e-12)
    assert done.shear == pytest.approx(G[0], rel=1e-12)
    assert done.softest == pytest.approx((K[0], G[0]), rel=1e-12)


@pytest.mark.parametrize("edge", [8, 9])
def test_laminates_are_exact(edge: int) -> None:
    phases = np.zeros((edge, 4, 5), np.uint8)
    phases[: edge // 2] = 1
    share = (edge // 2) / edge
    done = stiffness(phases, K, G, VoxelElasticSettings(1e-10))
    exact = laminate_moduli(tuple(K[:2]), tuple(G[:2]), (1 - share, share))
    assert done.young_through == pytest.approx(exact.young_through, rel=1e-9)
    compliance = np.linalg.inv(done.tensor)
    assert 1 / compliance[1, 1] == pytest.approx(exact.young_in_plane, rel=1e-9)
    assert done.tensor[4, 4] / 2 == pytest.approx(exact.shear_through, rel=1e-9)
    assert done.tensor[3, 3] / 2 == pytest.approx(exact.shear_in_plane, rel=1e-9)


@pytest.mark.parametrize("kind", ["random", "spheres"])
@pytest.mark.parametrize("soft", [1.0, 0.1])
def test_moduli_lie_between_the_bounds(kind: str, soft: float) -> None:
    bulk, shear = K * (1, soft, 0), G * (1, soft, 0)
    phases = microstructure(StructureRecipe(kind, (16,) * 3, 0.3, 5), 1)
    share = fractions(phases)[0]
    done = stiffness(phases, bulk, shear)
    room = 0.01
    for low, high, found in (
        (*bulk_hashin_shtrikman(bulk[:2], shear[:2], (1 - share, share)), (done.bulk, done.softest[0])),
        (*shear_hashin_shtrikman(bulk[:2], shear[:2], (1 - share, share)), (done.shear, done.softest[1])),
    ):
        assert float(low) * (1 - room) <= min(found) <= max(found) <= float(high) * (1 + room)
    assert done.residual <= 1e-5


def test_a_few_pores_soften_by_the_dilute_formula() -> None:
    """K/K0 = 1 - f (3 K0 + 4 G0)/(4 G0) for few spherical pores, within the staircase of a sphere of 10 voxels."""
    distance = ((np.indices((20,) * 3) + 0.5 - 10) ** 2).sum(0)
    phases = np.where(distance < 5**2, 2, 0).astype(np.uint8)
    f = float((phases == 2).mean())
    done = stiffness(phases, K, G, VoxelElasticSettings(1e-5))
    lost = f * (3 * K[0] + 4 * G[0]) / (4 * G[0])
    assert 1 - done.bulk / K[0] == pytest.approx(lost, rel=0.15)


def test_the_tolerance_for_pores_gives_the_moduli() -> None:
    """Their error is the square of that of the strain: 3e-4 gives four digits."""
    phases = microstructure(StructureRecipe("random", (16,) * 3, 0.5, 2, porosity=0.3), 0)
    rough, fine = (stiffness(phases, K, G, one) for one in (POROUS, VoxelElasticSettings(1e-6)))
    assert rough.iterations < fine.iterations
    assert (rough.bulk, rough.shear) == pytest.approx((fine.bulk, fine.shear), rel=2e-4)


def test_the_stiffness_does_not_depend_on_the_unit_of_the_moduli() -> None:
    phases = microstructure(StructureRecipe("random", (8, 8, 8), 0.4), 2)
    one, other = stiffness(phases, K, G), stiffness(phases, K * 1e-9, G * 1e-9)
    assert np.allclose(one.tensor * 1e-9, other.tensor, rtol=1e-9)


def test_what_cannot_be_solved_is_refused() -> None:
    phases = microstructure(StructureRecipe("random", (8, 8, 8), 0.4), 2)
    with pytest.raises(ModelError):
        stiffness(phases, -K, G)
    with pytest.raises(ModelError):
        stiffness(np.full((4, 4, 4), 2), K, G)
    with pytest.raises(ModelError):
        stiffness(phases, K * (1, 0.01, 0), G * (1, 0.01, 0), VoxelElasticSettings(1e-12, iterations=2))
    with pytest.raises(ModelError):
        VoxelElasticSettings(tolerance=1.0)
    with pytest.raises(ModelError):
        VoxelElasticSettings(iterations=0)
