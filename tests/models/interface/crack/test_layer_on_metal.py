"""A nucleus between a layer and its metal: stiff and flowing metal, energy balance, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from natria.models.interface.crack.cohesive import Bond
from natria.models.interface.crack.ground import GroundSettings, layer_on_metal
from natria.models.interface.crack.plastic import Metal
from natria.models.interface.crack.sunk import SunkCourse, sink
from natria.quantity import ModelError

COARSE = GroundSettings(across=6, beyond=8, deep=7, through=1)
LAYER, START, THICK = Metal(31e9, 0.3), 1e-5, 1e-6


def course(metal: Metal, height: float, steps: int, bond: Bond, settings: GroundSettings = COARSE) -> SunkCourse:
    model = layer_on_metal(THICK, LAYER, metal, bond, START, settings=settings)
    return sink(model, height * (np.arange(1, steps + 1) / steps) ** 1.5)


def test_over_a_rigid_metal_a_small_blister_nears_a_clamped_plate_as_it_gets_thin() -> None:
    """The bonded rim turns, as if the patch were wider by a part of the thickness: h/a of the pressure is lost."""
    lost = []
    for thickness in (4e-7, 2e-7):
        model = layer_on_metal(
            thickness, LAYER, Metal(1e15, 0.3), Bond(1e6, 1.0), START, settings=GroundSettings(across=20)
        )
        found = sink(replace(model, bond=Bond(1e12, 1e4)), np.array([1e-10]))
        plate = 64 * 31e9 / 0.91 * thickness**3 / 12 * 1e-10 / START**4
        lost.append(1 - found.pressure[-1] / plate)
        assert found.sunk[-1] < 1e-3 * found.raised[-1]
    assert 0 < lost[1] < 0.06
    assert lost[0] / lost[1] == pytest.approx(2, rel=0.2)


def test_sodium_flows_before_the_layer_comes_off() -> None:
    strength = 0.235e6
    found = course(Metal(4.6e9, 0.34, strength), 3e-7, 16, Bond(20e6, 0.1, "exponential"))
    assert found.front[-1] == START
    assert found.pressure[-1] < 4 * strength
    assert found.sunk[-1] / found.height[-1] > 0.1
    assert found.plastic[-1] > 0.2 * found.work[-1]
    assert np.abs(found.imbalance).max() < 5e-3
    assert found.sunk + found.raised == pytest.approx(found.height, rel=1e-9)


def test_a_weak_bond_opens_over_an_elastic_metal() -> None:
    fine = GroundSettings(across=16, beyond=16, deep=8, through=1)
    found = course(Metal(4.6e9, 0.34), 9e-8, 14, Bond(5e6, 0.01, "exponential"), fine)
    assert found.front[-1] > START
    assert found.pressure.argmax() < len(found.pressure) - 1
    assert np.abs(found.imbalance).max() < 2e-2


def test_a_mesh_too_coarse_for_its_layer_is_refused_with_the_limit() -> None:
    with pytest.raises(ModelError, match="too coarse"):
        layer_on_metal(1e-8, LAYER, Metal(4.6e9, 0.34), Bond(20e6, 0.1), START, settings=COARSE)


def test_settings_have_bounds() -> None:
    with pytest.raises(ValueError, match="patch"):
        GroundSettings(reach=1.0)
