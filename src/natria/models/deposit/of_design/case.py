"""A deposition in plain SI numbers, and the grid, physics and start that it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from math import exp

import numpy as np
from scipy.constants import R

from ....quantity import ModelError
from ..inputs import FARADAY, WIDTH_10_90, Bath, DepositPhysics, Disturbance, FrontMetal, LayerOnFront
from ..settings import DepositGrid, DepositSettings
from ..start import Relief, layer_on, metal_of, nuclei_at_random
from .electrons import DepositionElectrons, electrons_of
from .stages import DepositionStage, DepositionStrip, Supply, stages_of

MULTIPLE = 16  # of cells along an edge, which multigrid halves
LAYER_CELLS = 4  # through a layer that stays; a thinner one is drawn thicker, with the resistance that it has
ANY = 1.0  # conductivity of the metal: the conserving form does not use it
STAYS, MOVES = "stays", "moves"
Tell = Callable[[int, int], None]  # called with the parts that are done and all parts


def silent(_: int, __: int) -> None:
    """Ignore the progress."""


@dataclass(frozen=True)
class DepositionLayer:
    """An interphase in the box: how it moves, its thickness (m), its conductivity of ions (S/m)."""

    law: str
    thickness: float
    conductivity: float


@dataclass(frozen=True)
class DepositionStart:
    """The metal at the start. Lengths in m."""

    front: float
    nuclei: int
    radii: tuple[float, float]
    seed: int
    relief: Relief | None = None


@dataclass(frozen=True)
class DepositionSalt:
    """The electrolyte: c0 (mol/m^3), D of the salt (m^2/s), sigma (S/m), 1 - t+, temperature (K)."""

    concentration: float
    salt_diffusivity: float
    conductivity: float
    anions: float
    temperature: float


@dataclass(frozen=True)
class DepositedMetal:
    """The metal: c_s (mol/m^3), i0 (A/m^2), transfer, gamma (J/m^2), mobility of its front (m^3/(J s))."""

    concentration: float
    exchange_current: float
    transfer: float
    surface_energy: float
    mobility: float


@dataclass(frozen=True)
class DepositionCase:
    """Everything that a run of a design depends on, SI. Equal cases give equal runs."""

    size: tuple[float, float, float]  # height, width, depth; a depth of 0 is two dimensions
    front_width: float
    cells_across: float
    metal: DepositedMetal
    salt: DepositionSalt
    start: DepositionStart
    layer: DepositionLayer | None
    current: float | None
    voltage: float | None
    noise: float
    noise_time: float
    anisotropy: float
    time: float
    charge: float  # C/m^2, at which the run ends
    outputs: int
    error: float
    electrons: DepositionElectrons | None = None  # None: the metal is at one potential
    device: str = "cpu"
    precision: str = "double"
    strip: DepositionStrip | None = None
    supply: Supply = "bath"
    elastic: float = 0.0  # J/m^3 of metal that pushes the layer away
    cells: int = 0  # along the height; 0 follows from the front

    @property
    def stages(self) -> tuple[DepositionStage, ...]:
        """What drives the run, in its order."""
        return stages_of(DepositionStage("plate", 1, self.current, self.voltage, self.time, self.charge), self.strip)

    @property
    def key(self) -> str:
        """A name for the files of this case."""
        return sha256(repr(astuple(self)).encode()).hexdigest()[:24]

    @property
    def room(self) -> float:
        """Height at which the tip has touched the far side: a width of the front below it."""
        return self.size[0] - self.front_width


def matched_diffusivity(salt: DepositionSalt) -> float:
    """Return the diffusivity of the cation with which the box has the limiting current of the salt.

    A box of constant conductivity, in which the cation carries the share s = F^2 c0 D/(RT sigma), has the limit
    -(F D c0/L) ln(1 - s)/s; that of the salt is F D_salt c0/(t_a L).
    """
    per = FARADAY**2 * salt.concentration / (float(R) * salt.temperature * salt.conductivity)
    share = 1 - exp(-per * salt.salt_diffusivity / salt.anions)
    return share / per


def flat_current(voltage: float, exchange: float, transfer: float, behind: float, temperature: float) -> float:
    """Return the current density (A/m^2) of a flat front behind an area resistance (ohm m^2)."""
    from scipy.optimize import brentq

    factor = FARADAY / (float(R) * temperature)

    def missing(eta: float) -> float:
        return eta + behind * exchange * (exp(transfer * factor * eta) - exp((transfer - 1) * factor * eta)) - voltage

    eta = brentq(missing, min(voltage, 0.0), max(voltage, 0.0)) if voltage else 0.0
    return (voltage - eta) / behind


def grid_of(case: DepositionCase) -> DepositGrid:
    """Return the grid: cells of one edge, a multiple of 16 along each axis."""
    height, width, depth = case.size
    wanted = case.front_width / case.cells_across
    if case.cells % MULTIPLE:
        near = max(round(case.cells / MULTIPLE), 1) * MULTIPLE
        raise ModelError(f"{case.cells} cells along the height", f"give a multiple of {MULTIPLE}, such as {near}")
    along = case.cells or _cells(height / wanted)
    spacing = height / along
    return DepositGrid((along, _cells(depth / spacing) if depth else 1, _cells(width / spacing)), spacing)


def _cells(wanted: float) -> int:
    return max(1, round(wanted / MULTIPLE)) * MULTIPLE


def physics_of(case: DepositionCase, grid: DepositGrid) -> DepositPhysics:
    """Return metal, bath, drive, layer and disturbances of a case."""
    one, salt = case.metal, case.salt
    metal = FrontMetal(
        one.concentration,
        one.exchange_current,
        one.transfer,
        one.surface_energy,
        one.mobility,
        WIDTH_10_90 / case.front_width,
        ANY,
    )
    bath = Bath(salt.concentration, matched_diffusivity(salt), salt.conductivity, salt.temperature)
    disturbed = Disturbance(
        case.noise,
        case.start.seed,
        case.noise_time,
        max(1, round(case.front_width / grid.spacing)),
        case.anisotropy,
    )
    drive = case.stages[0].driven(case.supply)
    film = case.layer.thickness / case.layer.conductivity if case.layer and is_film(case) else 0.0
    made = DepositPhysics(metal, bath, drive, _layer_of(case, grid), disturbed, film=film, elastic=case.elastic)
    return replace(made, electrons=electrons_of(case, grid))


def is_film(case: DepositionCase) -> bool:
    """Return whether a layer that moves is thinner than two fronts, and so a film."""
    return case.layer is not None and case.layer.law == MOVES and case.layer.thickness < 2 * case.front_width


def _layer_of(case: DepositionCase, grid: DepositGrid) -> LayerOnFront | None:
    """Return a layer that is drawn in the box; a thin one is drawn thicker, as resistive.

    Its cations carry all of its current at the concentration of the bath: D = sigma RT/(F^2 c0).
    """
    layer, salt = case.layer, case.salt
    if layer is None or is_film(case):
        return None
    drawn = max(layer.thickness, LAYER_CELLS * grid.spacing)
    sigma = layer.conductivity * drawn / layer.thickness
    diffusivity = sigma * float(R) * salt.temperature / (FARADAY**2 * salt.concentration)
    if layer.law == MOVES:
        return LayerOnFront(diffusivity, sigma, thickness=drawn)
    return LayerOnFront(diffusivity, sigma, share=layer_on(grid, case.start.front, drawn, grid.spacing))


def first_metal(case: DepositionCase, grid: DepositGrid) -> np.ndarray:
    """Return the order parameter at the start: flat metal with nuclei."""
    start = case.start
    nuclei = nuclei_at_random(grid, start.front, start.nuclei, start.radii, start.seed)
    return metal_of(grid, WIDTH_10_90 / case.front_width, start.front, nuclei, start.relief)


def settings_of(case: DepositionCase, threads: int) -> DepositSettings:
    """Return the numerical settings of a case; results do not depend on the threads."""
    return DepositSettings(error=case.error, threads=threads, device=case.device, precision=case.precision)
