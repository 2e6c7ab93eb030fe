"""The elastic energy of a layer: where the front rests, the shift of a rate, nothing without it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, FARADAY, METAL, flat, last, speed_of

from natria.laws import biaxial_energy
from natria.models.deposit.inputs import Driven, LayerOnFront
from natria.quantity import ModelError

SHIFT = 0.02  # V
RICH = replace(BATH, conductivity=10.0)
ENERGY = SHIFT * FARADAY * METAL.concentration


def driven(voltage, elastic, **more):
    """Return the speed of a flat front that pushes a layer away, under a voltage."""
    layer = LayerOnFront(3e-10, 1.0, share=np.ones((64, 1, 1)))
    grid, physics, xi = flat(64, 3e-6, bath=RICH, drive=Driven(voltage=voltage), layer=layer, elastic=elastic, **more)
    first, then = last(grid, physics, xi, 1.0)
    return speed_of(first, then, physics)


def test_the_shift_is_the_energy_over_the_charge_of_the_metal():
    _, physics, _ = flat(64, 3e-6, elastic=ENERGY)
    assert physics.shift == pytest.approx(SHIFT)


def test_the_front_rests_where_the_drive_is_the_shift():
    full = driven(SHIFT, 0.0)
    assert full > 0
    assert abs(driven(SHIFT, ENERGY)) < 1e-4 * full
    assert driven(SHIFT / 2, ENERGY) < 0  # the layer presses metal out
    assert driven(2 * SHIFT, ENERGY) > 0


def test_a_film_shifts_all_of_the_front():
    grid, physics, xi = flat(64, 3e-6, bath=RICH, drive=Driven(voltage=SHIFT), film=1e-4, elastic=ENERGY)
    first, then = last(grid, physics, xi, 1.0)
    bare = replace(physics, elastic=0.0)
    assert abs(speed_of(first, then, physics)) < 1e-4 * speed_of(*last(grid, bare, xi, 1.0), bare)


def test_a_small_drive_is_that_above_the_shift():
    assert driven(SHIFT + 1e-3, ENERGY) == pytest.approx(driven(1e-3, 0.0), rel=1e-2)


def test_without_a_layer_there_is_no_shift():
    grid, physics, xi = flat(64, 3e-6, bath=RICH, drive=Driven(voltage=SHIFT))
    one, other = (last(grid, replace(physics, elastic=e), xi, 0.2)[1] for e in (0.0, ENERGY))
    assert np.array_equal(one.xi, other.xi)


def test_an_energy_below_zero_is_refused():
    with pytest.raises(ModelError, match="elastic"):
        flat(64, 3e-6, elastic=-1.0)


def test_the_energy_of_a_strained_layer():
    assert float(biaxial_energy(60e9, 0.25, 0.01)) == pytest.approx(60e9 * 1e-4 / 0.75)
