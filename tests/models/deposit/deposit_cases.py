"""A metal, a bath and grids that several tests of deposition share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from natria.models.deposit.inputs import FARADAY, WIDTH_10_90, Bath, DepositPhysics, Driven, FrontMetal
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import metal_of

DX = 0.1e-6
CELLS = 6  # across the front
METAL = FrontMetal(
    concentration=42_000,
    exchange_current=13,
    transfer=0.5,
    surface_energy=0.2,
    mobility=1e-6,
    steepness=WIDTH_10_90 / (CELLS * DX),
    conductivity=1e7,
)
BATH = Bath(concentration=1000, diffusivity=3e-10, conductivity=1, temperature=298.15)


def flat(n: int, front: float, **changes):
    """Return grid, physics and the order parameter of a flat front in one dimension."""
    grid = DepositGrid((n, 1, 1), changes.pop("dx", DX))
    physics = DepositPhysics(METAL, BATH, Driven(current=10, supply="counter"))
    physics = replace(physics, **changes)
    return grid, physics, metal_of(grid, physics.metal.steepness, front)


def last(grid, physics, xi, until, **settings):
    """Return the first and the last state of a run."""
    states = list(run(DepositSettings(**settings), physics, grid, (xi, physics.bath.concentration), np.array([until])))
    return states[0], states[-1]


def speed_of(first, then, physics):
    """Return the speed of the front by the sodium that was plated, m/s."""
    return (then.plated - first.plated) / physics.metal.concentration / (then.time - first.time)


__all__ = ["BATH", "CELLS", "DX", "FARADAY", "METAL", "flat", "last", "speed_of"]
