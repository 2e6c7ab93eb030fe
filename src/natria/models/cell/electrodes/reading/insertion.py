"""A design to an electrode of particles that insert sodium."""

from __future__ import annotations

from typing import Literal, cast

from .....answers import Reader, Refuse
from .....design import join
from .....laws import theoretical_capacity
from .....record.note import Note
from ....reading.conduction import Thermal, at_reference, reference_temperature
from ....reading.contact import share_in_contact
from ....reading.layers import own_or_usual
from ...cell import ATHERMAL
from ..insertion import Insertion

FULL = {"discharged": 1.0, "charged": 0.0}  # share of the capacity that holds sodium as the cell is built


def insertion_of(read: Reader, table: str, notes: list[Note]) -> Insertion:
    """Return the particles of the electrode at `table`, per area of the cell.

    Its surface is that of spheres, 6 m/(rho d) for the active mass m per area.
    """
    own = f"{table}.insertion"
    size = read(f"{own}.particle_size")
    contact = share_in_contact(read, table)
    surface = contact * 6.0 * read(f"{table}.mass_loading") / (read(f"{table}.density") * size)
    return Insertion(
        capacity=contact * insertion_capacity(read, table, notes),
        plateau=read(f"{table}.electrode_potential"),
        diffusion_time=(0.5 * size) ** 2 / read(f"{own}.insertion_diffusivity"),
        exchange=read(f"{table}.exchange_current_density") * surface,
        filled=_filled(read),
        solubility=own_or_usual(read, own, "phase_solubility"),
        transfer=own_or_usual(read, table, "transfer_coefficient"),
        pores=_pore_resistance(read, table, notes),
        contact=_composite(read, own, notes),
        particle=cast(Literal["fick", "shell"], read.law(own)),
        depth=cast(Literal["uniform", "front"], read.law(f"{table}.pores"))
        if read.has(f"{table}.pores")
        else "uniform",
        exchange_thermal=_thermal(read, f"{table}.exchange_arrhenius_energy", "the exchange current", notes),
        diffusion_thermal=_thermal(read, f"{own}.insertion_diffusion_energy", "the diffusion in the particles", notes),
    )


def insertion_capacity(read: Reader, table: str, notes: list[Note]) -> float:
    """Return the charge of the plateau (C/m^2): the active mass by Faraday's law, times its usable share."""
    loading = read(f"{table}.mass_loading")
    whole = loading * theoretical_capacity(read(f"{table}.electrons_per_formula"), read(f"{table}.molar_mass"))
    share = f"{table}.insertion.usable_share"
    if read.has(share):
        return read(share) * whole
    notes.append(Note("all-active-mass", f"All active mass of the {table} electrode is taken to take part"))
    return whole


def _filled(read: Reader) -> float:
    """Return the share of the capacity that holds sodium as the cell is built."""
    state = read.word("reporting.as_assembled")
    if state not in FULL:
        raise Refuse(f"an insertion electrode is built charged or discharged, and reporting.as_assembled is {state!r}")
    return FULL[state]


def _pore_resistance(read: Reader, table: str, notes: list[Note]) -> float:
    """Return L N_M/kappa of the electrolyte in the pores of the electrode; zero without pores."""
    if not read.has(f"{table}.pores"):
        notes.append(Note("no-pores", f"No pores given for the {table} electrode: ions cross it without resistance"))
        return 0.0
    beside = f"electrolyte.{read.names('electrolyte')[-1 if table == 'counter' else 0]}"
    return (
        electrode_thickness(read, table)
        * read(f"{table}.pores.macmullin_number")
        / read(f"{beside}.ionic_conductivity")
    )


def electrode_thickness(read: Reader, table: str) -> float:
    """Return the thickness as given, else the dense volumes of the composite over one less its porosity."""
    if read.has(f"{table}.thickness"):
        return read(f"{table}.thickness")
    active, shares = read.word(f"{table}.material"), read.names(f"{table}.fractions")
    if active not in shares:
        raise Refuse(f"the {table} electrode gives neither its thickness nor the mass share of {active}")
    whole = read(f"{table}.mass_loading") / read(join([table, "fractions", active]))
    dense = sum(
        whole * read(join([table, "fractions", name])) / read(join(["material", name, "properties", "density"]))
        for name in shares
    )
    return dense / (1.0 - read(f"{table}.pores.porosity"))


def _composite(read: Reader, own: str, notes: list[Note]) -> float:
    path = f"{own}.composite_resistance"
    if read.has(path):
        return read(path)
    notes.append(Note("no-composite-resistance", "Electrons are taken to cross the composite without resistance"))
    return 0.0


def _thermal(read: Reader, energy: str, what: str, notes: list[Note]) -> Thermal:
    if read.has(energy):
        return Thermal(read(energy), 0.0, reference_temperature(read))
    at_reference(read, what)
    notes.append(Note("no-temperature-dependence", f"No temperature dependence given for {what}: it is constant"))
    return ATHERMAL
