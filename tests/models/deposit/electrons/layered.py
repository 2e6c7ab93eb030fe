"""Metal, a layer that conducts ions and electrons, and nuclei on it: starts that several tests share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from deposit_cases import BATH, DX, FARADAY, METAL

from natria.models.deposit.electrons.inputs import Electrons, Nucleation
from natria.models.deposit.inputs import WIDTH_10_90, DepositPhysics, Driven, LayerOnFront
from natria.models.deposit.run import run
from natria.models.deposit.settings import DepositGrid, DepositSettings
from natria.models.deposit.start import Nucleus, centres, layer_on, metal_of, profile

EVEN = replace(BATH, diffusivity=BATH.conductivity / (BATH.factor * FARADAY * BATH.concentration))  # cations alone
SLOW = replace(METAL, mobility=1e-8)  # curvature moves little


def layer_of(ionic, share):
    """Return a layer whose current is carried by its cations alone."""
    return LayerOnFront(ionic / (BATH.factor * FARADAY * BATH.concentration), ionic, share=share)


def sandwich(width_share, electrons, ionic, current, exchange):
    """Return grid, physics and metal of a flat metal, a layer of 2 um and a flat film of metal on it, in 1-D."""
    thickness = 2e-6
    width = width_share * thickness
    dx, bottom, top = width / 6, 1e-6, 3e-6
    grid = DepositGrid((16 * (round(4 * thickness / dx / 16) + 1), 1, 1), dx)
    steepness = WIDTH_10_90 / width
    x, _, _ = centres(grid)
    film = np.maximum(top - x, x - top - max(0.6 * thickness, 3 * width))
    xi = profile(np.broadcast_to(np.minimum(x - bottom, film), grid.shape), steepness)
    share = np.broadcast_to((abs(x - 2e-6) < 1.5e-6).astype(float), grid.shape)
    metal = replace(METAL, exchange_current=exchange, steepness=steepness, mobility=1e-9)
    return grid, DepositPhysics(metal, EVEN, Driven(current=current), layer_of(ionic, share), electrons=electrons), xi


def with_site(barrier, electronic, ionic, *, cells=32, drive, disturbance=None):
    """Return grid, physics and metal below a layer of 1.2 um on which there is one site."""
    grid = DepositGrid((cells, 1, cells), DX)
    front, top = 0.8e-6, 2e-6
    xi = metal_of(grid, METAL.steepness, front)
    site = Nucleation(barrier, (Nucleus(top, (0.0, cells * DX / 2), 0.6e-6),), above=top)
    layer = layer_of(ionic, layer_on(grid, front, top - front, DX / 2))
    physics = DepositPhysics(SLOW, EVEN, drive, layer, electrons=Electrons(100.0, electronic, site))
    return grid, physics if disturbance is None else replace(physics, disturbance=disturbance), xi


def states_of(grid, physics, xi, times, **settings):
    """Return the states of a run."""
    return list(run(DepositSettings(**settings), physics, grid, (xi, EVEN.concentration), np.asarray(times, float)))


def metal_in(state, rows):
    """Return the metal in rows of cells, in cells."""
    return float(state.share[rows].sum())
