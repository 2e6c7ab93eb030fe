"""Fields of a run against a program that shares no code with it: the method of lines with SciPy's BDF."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deposit_cases import BATH, DX, METAL
from method_of_lines import Lines

from natria.models.deposit.inputs import DepositPhysics, Disturbance, Driven, LayerOnFront
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, metal_of
from natria.models.deposit.stepping import Stepper

pytestmark = pytest.mark.filterwarnings("ignore:cations would")

PHYSICS = DepositPhysics(METAL, replace(BATH, conductivity=0.5), Driven(voltage=0.12))
SOLVED = 1e-7  # its operator is of single precision
SCALES = (1.0, 1000.0, 0.1)  # of xi, c (mol/m^3) and phi (V)


def differences(shape, physics, xi, until, counts):
    """Return the largest differences of xi, c and phi outside of the metal, for numbers of even steps."""
    grid = DepositGrid(shape, DX)
    first = np.full(shape, 1000.0)
    exact = Lines(grid, physics).solved(xi, first, until)
    found = []
    for count in counts:
        made = Stepper(grid, physics, DepositSettings(potential=1e-9, concentration=1e-9), xi, first)
        for _ in range(count):
            made.accept(until / count, made.advance(until / count))
        fields = zip((made.xi, made.c, made.phi), exact, SCALES, strict=True)
        found.append([np.abs(a - b)[exact[0] < 0.9].max() / scale for a, b, scale in fields])
    return np.array(found)


@pytest.mark.parametrize(
    "changes",
    [{}, {"film": 2e-3}, {"drive": Driven(current=150, supply="counter")}, {"drive": Driven(voltage=-0.05)}],
    ids=["voltage", "film", "current", "stripping"],
)
def test_a_flat_front_moves_as_the_lines_say(changes):
    """The rest is that of the step in time, which falls by its square to what the solver leaves."""
    xi = metal_of(DepositGrid((32, 1, 1), DX), METAL.steepness, 1e-6)
    coarse, fine = differences((32, 1, 1), replace(PHYSICS, **changes), xi, 1.0, (40, 80))
    assert (fine < 2e-3).all()
    assert (fine < np.maximum(coarse / 3, SOLVED)).all()


@pytest.mark.slow
@pytest.mark.parametrize("changes", [{}, {"film": 1e-3, "drive": Driven(current=100)}], ids=["voltage", "film"])
def test_a_nucleus_under_a_layer_grows_as_the_lines_say(changes):
    """In two dimensions, with a layer that differs from cell to cell in all of its properties, and anisotropy."""
    shape = (16, 1, 8)
    xi = metal_of(DepositGrid(shape, DX), METAL.steepness, 0.4e-6, [Nucleus(0.4e-6, (0, 0.3e-6), 0.3e-6)])
    share = np.clip(np.random.default_rng(1).uniform(-0.5, 1.5, shape), 0, 1)
    layer = LayerOnFront(1e-10, 0.05, exchange_factor=0.5, mobility_factor=2.0, share=share)
    physics = replace(PHYSICS, layer=layer, disturbance=Disturbance(anisotropy=0.2), **changes)
    coarse, fine = differences(shape, physics, xi, 0.2, (20, 40))
    assert (fine < 4e-3).all()
    assert (fine < coarse / 2.5).all()
