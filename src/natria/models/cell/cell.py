"""A cell as plain numbers in SI, made by `build`; `equations.layout` converts it to arrays.

The x axis goes from the working to the counter electrode, and the electrolyte is named in that order. A current density
is positive where it plates the working electrode; the voltage is that of the counter against the working electrode, so
it has the sign of the current in a symmetric cell. Temperatures in K, resistances per area, charges in C/m^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, Literal

from ..reading.conduction import Thermal as Thermal  # noqa: PLC0414  (part of what a cell is made of)

CellKind = Literal["symmetric", "half", "full"]
ElectrodeName = Literal["working", "counter"]


ATHERMAL = Thermal()


@dataclass(frozen=True)
class SaltLayer:
    """A binary salt in a liquid or a gel, free or in the pores of a separator.

    kappa = kappa_ref (c/c_ref)^a, D = D_ref (c/c_ref)^b, both over the MacMullin number; t+ = t_ref + s (c/c_ref - 1).
    With a = 1, b = 0, s = 0 a dilute solution. With a `conductivity_peak` c_max, kappa has its maximum there (Casteel
    and Amis, `laws.casteel_amis`) and its value at c_ref. `thermal` is the temperature factor of kappa. That of D
    follows it by Nernst and Einstein, D ~ kappa T, unless `diffusivity_thermal` is given. D is Fick's, so the
    thermodynamic factor is in it.
    """

    name: str
    thickness: float  # m
    concentration: float  # mol/m^3, at the start; also c_ref
    conductivity: float  # S/m, free, at c_ref
    diffusivity: float  # m^2/s, free, at c_ref
    transference: float  # of the cation, at c_ref
    macmullin: float = 1.0
    porosity: float = 1.0
    conductivity_exponent: float = 1.0
    diffusivity_exponent: float = 0.0
    transference_slope: float = 0.0
    thermodynamic_factor: float = 1.0  # 1 + dln(f)/dln(c); 1: an ideal salt
    conductivity_peak: float = 0.0  # mol/m^3, where kappa is largest; zero: a power of c
    conductivity_curvature: float = 0.0  # b of Casteel and Amis
    thermal: Thermal = ATHERMAL
    diffusivity_thermal: Thermal | None = None
    relative_permittivity: float = 0.0  # of the medium, for the impedance; zero: no geometric capacitance


@dataclass(frozen=True)
class SolidLayer:
    """A conductor of sodium ions alone; it separates the salt of its two neighbours."""

    name: str
    thickness: float  # m
    conductivity: float  # S/m
    thermal: Thermal = ATHERMAL
    relative_permittivity: float = 0.0


@dataclass(frozen=True)
class Growth:
    """A law of `laws.growth` in the cell, as a rate over the thickness.

    `parameters` are in the order of that law. `sodium` is the charge of the sodium in a volume of the product (C/m^3),
    zero where that is not known.
    """

    law: str
    parameters: tuple[float, ...]
    sodium: float = 0.0


@dataclass(frozen=True)
class Pores:
    """Pores of a film, filled with the electrolyte that lies beside it."""

    porosity: float
    macmullin: float


@dataclass(frozen=True)
class Film:
    """A layer of the interphase on one electrode: an ionic resistor that may grow.

    With `pores` the electrolyte in them carries current beside the solid, whose conductivity is then that of the
    skeleton, per area of the layer; zero for one that does not conduct.
    """

    name: str
    thickness: float  # m, at the start
    conductivity: float  # S/m
    thermal: Thermal = ATHERMAL
    growth: Growth | None = None
    relative_permittivity: float = 0.0
    pores: Pores | None = None


@dataclass(frozen=True)
class Voids:
    """Contact lost while stripping against a solid: voids form at i and are refilled at `refill` (A/m^2).

    The difference accumulates as voids; at `depth` (C/m^2) the contact is lost completely. Plating fills voids first.
    The share of the face in contact is 1 - void/depth.
    """

    refill: float
    depth: float


@dataclass(frozen=True)
class Ageing:
    """What an electrode with a chemistry loses in use (`electrodes.ageing`); zero for no loss."""

    contact: float = 0.0  # share of what reacts, per equivalent full cycle
    dissolution: float = 0.0  # 1/s, of the sulfur that is Na2S4
    irreversible: float = 0.0  # share of what the electrolyte of the composite takes up


@dataclass(frozen=True)
class Electrode:
    """A face of sodium, of a metal on which it is plated, or an electrode with a `chemistry`.

    Butler-Volmer: i = i0 (c/c_ref)^(1-alpha) [exp((1-alpha) F eta/RT) - exp(-alpha F eta/RT)], alpha that of plating.
    For each charge that is stripped, `dead` / (1 - dead) of it becomes dead sodium and is lost.
    """

    films: tuple[Film, ...] = ()  # from the metal outwards
    exchange_current: float = 1.0  # A/m^2
    plating_transfer: float = 0.5  # alpha
    thermal: Thermal = ATHERMAL  # of the exchange current
    potential: float = 0.0  # V against sodium, of an alloy with plenty of sodium
    inventory: float = 0.0  # C/m^2 of sodium that can be stripped, at the start
    is_host: bool = False  # a foil without sodium of its own: copper, aluminium
    coverage_charge: float = 0.0  # C/m^2 that cover half of a host; nothing covers where zero
    nucleation: float = 0.0  # V, on a bare host, gone after some `coverage_charge`
    dead: float = 0.0
    voids: Voids | None = None
    double_layer: float = 0.0  # F/m^2
    chemistry: Any = None  # of a kind in `electrodes`: a cathode; then nothing above but films and double layer counts
    ageing: Ageing | None = None  # of the chemistry


@dataclass(frozen=True)
class Heat:
    """C dT/dt = i V - h a (T - T_ambient), per area of one electrode: the whole cell has one temperature."""

    capacity: float  # J/(m^2 K)
    transfer: float  # W/(m^2 K), times the cooled over the electrode's area


@dataclass(frozen=True)
class Cell:
    kind: CellKind
    working: Electrode
    counter: Electrode
    electrolyte: tuple[SaltLayer | SolidLayer, ...]
    temperature: float  # K, of the surroundings and at the start
    area: float  # m^2, of one electrode
    contact: float = 0.0  # ohm m^2, of all contacts between solids
    heat: Heat | None = None  # none: isothermal
    electronic_conductance: float = 0.0  # S/m^2, of a path in parallel with all of the above: a soft short
    shortest_step: float = inf  # s, of the protocol; the grid of the salt resolves it

    @property
    def salts(self) -> tuple[SaltLayer, ...]:
        return tuple(layer for layer in self.electrolyte if isinstance(layer, SaltLayer))

    @property
    def ages(self) -> bool:
        """Whether anything of the cell changes from cycle to cycle: losses, growing layers, dead sodium."""
        return self.loses or any(film.growth for electrode in self.electrodes for film in electrode.films)

    @property
    def loses(self) -> bool:
        """Whether active material or sodium is lost from cycle to cycle."""
        films = (film for electrode in self.electrodes for film in electrode.films)
        takes = any(film.growth is not None and film.growth.sodium > 0.0 for film in films)
        return takes or self.counter.ageing is not None or any(electrode.dead > 0.0 for electrode in self.electrodes)

    @property
    def electrodes(self) -> tuple[Electrode, Electrode]:
        return (self.working, self.counter)
