"""Electrons in the box of a design: in the metal, in the layer, and at sites of nucleation on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....answers import Reader, Refuse
from ...reading.layers import first
from ..electrons.inputs import Electrons, Nucleation
from ..start import nuclei_at_random

if TYPE_CHECKING:
    from ..settings import DepositGrid
    from .case import DepositionCase, DepositionLayer

METAL = 100.0  # times the conductivity of the electrolyte: the drop in as much metal is a hundredth of that in it
FRONTS = 2  # least thickness of a layer over the width of a front, which conducts past the layer


@dataclass(frozen=True)
class DepositionElectrons:
    """Conductivity of the layer (S/m); number, radius (m) and overpotential (V) of the sites on it."""

    layer: float = 0.0
    sites: int = 0
    radius: float = 0.0
    overpotential: float = 0.0


def read_electrons(read: Reader, path: str, layer: DepositionLayer | None) -> DepositionElectrons | None:
    """Return the electrons of a deposition; None where the metal is at one potential."""
    from .case import STAYS

    table = f"{path}.electrons"
    if not read.has(table) or read.law(table) != "field":
        return None
    sites = round(read(f"{table}.nucleation_sites")) if read.has(f"{table}.nucleation_sites") else 0
    if layer is None:
        if sites:
            raise Refuse(f"{table}.nucleation_sites are on a layer, and the box has none: give {path}.layer")
        return DepositionElectrons()
    width = read(f"{path}.front_width")
    if layer.thickness < FRONTS * width:
        thick, wide = (f"{one * 1e6:.3g} um" for one in (layer.thickness, width))
        raise Refuse(
            f"{table}: a layer of {thick} is thinner than {FRONTS} fronts of {wide}, which conduct past it: "
            f"give {path}.front_width of {layer.thickness * 1e6 / FRONTS:.3g} um or less"
        )
    film = f"interphase.{read.word(f'{path}.layer.interphase') or read.names('interphase')[0]}"
    conductivity = read(f"{film}.electronic_conductivity")
    if not sites:
        return DepositionElectrons(conductivity)
    if layer.law != STAYS:
        raise Refuse(
            f"{table}.nucleation_sites are on a layer that stays: give {path}.layer.law = 'stays', or no sites"
        )
    barriers = f"{table}.nucleation_overpotential", f"{film}.mixed.nucleation_top", "usual.nucleation_overpotential"
    return DepositionElectrons(conductivity, sites, read(f"{table}.site_radius"), first(read, *barriers))


def electrons_of(case: DepositionCase, grid: DepositGrid) -> Electrons | None:
    """Return the electrons of a run, with sites at places that are drawn from the seed."""
    given = case.electrons
    if given is None:
        return None
    metal = METAL * case.salt.conductivity
    layer = min(given.layer, metal)
    if not given.sites or case.layer is None:
        return Electrons(metal, layer)
    top = case.start.front + case.layer.thickness
    sites = nuclei_at_random(grid, top, given.sites, (given.radius, given.radius), case.start.seed)
    return Electrons(metal, layer, Nucleation(given.overpotential, tuple(sites), above=top))
