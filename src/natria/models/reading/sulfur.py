"""Reading a composite of sulfur: masses, volumes, cost of ions, potentials from formation data.

A composite is described by `mass` and `fractions` of the counter electrode, or by its mass loading of sulfur.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ...answers import Reader, Refuse
from ...design import join
from ...laws import (
    FARADAY,
    SULFUR_ELECTRONS,
    TO_DISULFIDE,
    TO_SULFIDE,
    TO_TETRASULFIDE,
    gibbs_energy,
    macmullin_of_pores,
    reaction_voltage,
    theoretical_capacity,
)
from .layers import by_law
from .solids import kind_of

TABLE = "counter"
CONVERSION = f"{TABLE}.conversion"
METAL, ACTIVE, PRODUCT = "Na", "S", "Na2S"
SOLID = "solid electrolyte"
CONSTANT = 0.0  # V/K, of a potential that the design gives


def of_material(material: str, name: str) -> str:
    """Return the path of a property of a material."""
    return join(["material", material, "properties", name])


def share_of(read: Reader, material: str) -> float:
    """Return the mass share of a material in the composite."""
    return read(join([TABLE, "fractions", material]))


def composite_mass(read: Reader) -> float:
    """Return the mass of the composite per area of the cell (kg/m^2)."""
    return read(f"{TABLE}.mass") / read("area")


def sulfur_loading(read: Reader) -> float:
    """Return the sulfur per area of the cell (kg/m^2): by mass and share, else the mass loading."""
    if read.has(f"{TABLE}.mass") and ACTIVE in read.names(f"{TABLE}.fractions"):
        return composite_mass(read) * share_of(read, ACTIVE)
    return read(f"{TABLE}.mass_loading")


def has_sulfur(read: Reader) -> bool:
    """Whether what the electrode is named by is sulfur, and not the electrolyte of a composite without it."""
    return read.word(f"{TABLE}.material") == ACTIVE


def electrolyte_of(read: Reader) -> str:
    """Return the solid electrolyte of the composite; empty where there is none, as in a liquid."""
    for name in read.names(f"{TABLE}.fractions"):
        if kind_of(read, name) == SOLID:
            return name
    return ""


def electrolyte_charge(read: Reader, material: str) -> float:
    """Return the charge (C/m^2) of one round of electrons of the composite's electrolyte.

    Its mass is that of its fraction, or the mass loading where the electrode is named by it.
    """
    if material in read.names(f"{TABLE}.fractions"):
        loading = composite_mass(read) * share_of(read, material)
    elif material == read.word(f"{TABLE}.material"):
        loading = read(f"{TABLE}.mass_loading")
    else:
        raise Refuse(f"{material} is not among the fractions of the {TABLE} electrode: its charge is not known")
    electrons = read(of_material(material, "electrons_per_formula"))
    return loading * by_law(theoretical_capacity, electrons, read(of_material(material, "molar_mass")))


class Composite(NamedTuple):
    """Thickness (m), volume share of the electrolyte with pores, its conductivity in the composite (S/m)."""

    thickness: float
    share: float
    conductivity: float


def composite_of(read: Reader) -> Composite:
    """Return the composite as a layer: dense volumes over one less its pores, conductivity sigma share^b."""
    electrolyte = electrolyte_of(read)
    if not electrolyte:
        raise Refuse("the composite has no solid electrolyte: ions move in the liquid of its pores")
    names = read.names(f"{TABLE}.fractions")
    volumes = {name: share_of(read, name) / read(of_material(name, "density")) for name in names}
    dense, filled = sum(volumes.values()), 1.0 - read(f"{CONVERSION}.porosity")
    share = volumes[electrolyte] / dense * filled
    number = by_law(macmullin_of_pores, share, read(f"{CONVERSION}.pore_exponent"))
    conductivity = read(of_material(electrolyte, "ionic_conductivity")) / number
    return Composite(composite_mass(read) * dense / filled, share, conductivity)


@dataclass(frozen=True)
class Potentials:
    """Potentials (V) of the first two couples of sulfur and of the whole, and their slopes (V/K)."""

    first: float
    second: float
    mean: float
    first_slope: float
    second_slope: float
    mean_slope: float


def potentials_of(read: Reader) -> Potentials:
    """Return the potentials at the temperature of the cell, from formation data or as given."""
    first, first_slope = _potential(read, "first_potential", TO_TETRASULFIDE)
    second, second_slope = _potential(read, "second_potential", TO_DISULFIDE)
    mean, mean_slope = _formed(read, TO_SULFIDE)
    return Potentials(first, second, mean, first_slope, second_slope, mean_slope)


def _potential(read: Reader, name: str, reaction: dict[str, float]) -> tuple[float, float]:
    own = f"{CONVERSION}.{name}"
    return (read(own), CONSTANT) if read.has(own) else _formed(read, reaction)


def _formed(read: Reader, reaction: dict[str, float]) -> tuple[float, float]:
    """Return U (V) and dU/dT (V/K) of a reaction of two electrons, from formation data."""
    enthalpy, entropy = (
        sum(count * read(of_material(material, name)) for material, count in reaction.items())
        for name in ("formation_enthalpy", "entropy")
    )
    electrons = -reaction[METAL]
    volts = by_law(reaction_voltage, by_law(gibbs_energy, enthalpy, entropy, read("temperature")), electrons)
    return volts, by_law(reaction_voltage, -entropy, electrons)


def product_per_charge(read: Reader) -> float:
    """Return the thickness (m) of Na2S on the reaction area for each C/m^2 of the cell."""
    volume = read(of_material(PRODUCT, "molar_volume")) / SULFUR_ELECTRONS
    return volume / (FARADAY * read(f"{CONVERSION}.reaction_area_ratio"))
