"""The inputs of a run as one row of numbers, which kernels take."""

from __future__ import annotations

from math import sinh
from typing import NamedTuple

from .inputs import FARADAY, DepositPhysics
from .settings import DepositGrid

FLOOR = (
    1e-5  # of conductivity and diffusivity in the metal over those of the bath: less leaves drops in it on their own
)
ROOM = 1e-9  # of the electrolyte in the metal: keeps its concentration defined


class Numbers(NamedTuple):
    """Plain numbers of the model, SI; booleans are 0 or 1."""

    literal: int
    well: float  # L_sigma W m/(s dx)^2, 1/s
    across: float  # m = 4 sinh^2(s dx/2), which tends to (s dx)^2 with the cells across the front
    spread: float  # L_sigma kappa/dx^2, 1/s
    reaction: float  # L_eta, 1/s
    charge: float  # F c_s, C/m^3
    uptake: float  # c_s (K in the literal form), mol/m^3
    bath: float  # c0, mol/m^3
    factor: float  # F/(R T), 1/V
    transfer: float
    reference: float  # potential that an overpotential is measured against, V
    conductivity: float  # over dx^2, as all conductivities and diffusivities here
    metal_conductivity: float
    layer_conductivity: float
    diffusivity: float
    layer_diffusivity: float
    exchange_factor: float
    mobility_factor: float
    noise: float
    noise_cells: int
    seed: int
    anisotropy: float
    film: float  # R i0 of a film on the metal, V
    shift: float  # of the equilibrium by the elastic energy of a film, V
    layer_shift: float  # the same by that of a layer, times its share
    room: float
    floor: float


def numbers_of(physics: DepositPhysics, grid: DepositGrid) -> Numbers:
    """Return the numbers of a run."""
    metal, bath, layer, disturbed = physics.metal, physics.bath, physics.layer, physics.disturbance
    over = 1 / grid.spacing**2
    literal = physics.formulation == "literal"
    front = metal.steepness * grid.spacing
    across = 4 * sinh(front / 2) ** 2
    return Numbers(
        literal=int(literal),
        well=metal.mobility * metal.well * across / front**2,
        across=across,
        spread=metal.mobility * metal.gradient * over,
        reaction=metal.reaction,
        charge=FARADAY * metal.concentration,
        uptake=(physics.literal_uptake or metal.concentration) if literal else metal.concentration,
        bath=bath.concentration,
        factor=bath.factor,
        transfer=metal.transfer,
        reference=(physics.drive.voltage or 0.0) if literal else 0.0,
        conductivity=bath.conductivity * over,
        metal_conductivity=metal.conductivity * over,
        layer_conductivity=(layer.conductivity if layer else bath.conductivity) * over,
        diffusivity=bath.diffusivity * over,
        layer_diffusivity=(layer.diffusivity if layer else bath.diffusivity) * over,
        exchange_factor=layer.exchange_factor if layer else 1.0,
        mobility_factor=layer.mobility_factor if layer else 1.0,
        noise=disturbed.noise,
        noise_cells=disturbed.noise_cells,
        seed=disturbed.seed & 0xFFFFFFFF,
        anisotropy=disturbed.anisotropy,
        film=physics.film * metal.exchange_current,
        shift=physics.shift if physics.film else 0.0,
        layer_shift=physics.shift,
        room=ROOM,
        floor=FLOOR,
    )
