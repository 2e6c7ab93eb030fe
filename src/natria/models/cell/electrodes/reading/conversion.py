"""A design to a sulfur electrode: charges by composition, potentials by formation data."""

from __future__ import annotations

from typing import cast

from .....answers import Reader, Refuse
from .....laws import SULFUR_ELECTRONS, SULFUR_SHARES, even_reaction_resistance, last_potential, theoretical_capacity
from .....record.note import Note
from ....reading.conduction import Thermal, at_reference, reference_temperature
from ....reading.contact import share_in_contact
from ....reading.layers import by_law, own_or_usual
from ....reading.sulfur import (
    CONVERSION,
    TABLE,
    composite_of,
    electrolyte_charge,
    electrolyte_of,
    has_sulfur,
    potentials_of,
    product_per_charge,
    sulfur_loading,
)
from ..sulfur import (
    ATHERMAL,
    UNIT_ELECTRONS,
    Conversion,
    Couple,
    FilmLaw,
    ProductFilm,
)

ELECTROLYTE_POTENTIAL = f"{CONVERSION}.electrolyte.potential"
TRACE_EXTENT = 1e-6  # numerics: of a couple that is all oxidised or all reduced as the cell is built
STATES = {"charged": 0.0, "discharged": 1.0}


def conversion_of(read: Reader, table: str, notes: list[Note]) -> Conversion:
    """Return the sulfur electrode of a design, per area of the cell.

    One whose material is not sulfur has the couple of its electrolyte alone.
    """
    if table != TABLE:
        raise Refuse(f"sulfur is simulated as the {TABLE} electrode; the {table} electrode is the metal")
    contact = share_in_contact(read, TABLE)
    couples = _sulfur(read, notes, contact) if has_sulfur(read) else _no_sulfur(read)
    electrolyte = _electrolyte(read, couples[0], contact)
    return Conversion(
        couples,
        electrolyte,
        _film(read, contact) if has_sulfur(read) else ProductFilm(),
        _composite(read, notes),
        reference=read("temperature"),
        extents=_extents(read, electrolyte),
    )


def _no_sulfur(read: Reader) -> tuple[Couple, Couple, Couple]:
    """Return couples without charge that carry no current."""
    if not read.has(f"{CONVERSION}.electrolyte"):
        raise Refuse(f"nothing reacts in the {TABLE} electrode: it has no sulfur and no [{CONVERSION}.electrolyte]")
    first, second, third = (Couple(0.0, read(ELECTROLYTE_POTENTIAL), exchange_current=0.0) for _ in SULFUR_SHARES)
    return first, second, third


def _sulfur(read: Reader, notes: list[Note], contact: float) -> tuple[Couple, Couple, Couple]:
    """Return the couples of the sulfur in contact; the potential of the last follows from the sum rule."""
    charge = (
        contact * sulfur_loading(read) * by_law(theoretical_capacity, SULFUR_ELECTRONS, read(f"{TABLE}.molar_mass"))
    )
    share = f"{CONVERSION}.usable_share"
    if read.has(share):
        charge *= read(share)
    else:
        notes.append(Note("all-active-mass", f"All sulfur of the {TABLE} electrode is taken to take part"))
    u = potentials_of(read)
    volts = (u.first, u.second, last_potential(u.mean, u.first, u.second))
    slopes = (u.first_slope, u.second_slope, last_potential(u.mean_slope, u.first_slope, u.second_slope))
    i0, alpha = (
        contact * read(f"{CONVERSION}.exchange_current_density"),
        own_or_usual(read, CONVERSION, "transfer_coefficient"),
    )
    thermal = _thermal(read, f"{CONVERSION}.exchange_arrhenius_energy", "the exchange currents of sulfur", notes)
    rows = zip(SULFUR_SHARES, volts, slopes, UNIT_ELECTRONS, strict=True)
    first, second, third = (Couple(charge * z, v, s, i0, alpha, n, thermal) for z, v, s, n in rows)
    return first, second, third


def _electrolyte(read: Reader, sulfur: Couple, contact: float) -> Couple | None:
    """Return the couple of the composite's electrolyte; by default it is as fast as a couple of sulfur."""
    own = f"{CONVERSION}.electrolyte"
    if not read.has(own):
        return None
    i0 = f"{own}.exchange_current_density"
    return Couple(
        contact * electrolyte_charge(read, read.word(f"{own}.material")),
        read(ELECTROLYTE_POTENTIAL),
        exchange_current=contact * read(i0) if read.has(i0) or not has_sulfur(read) else sulfur.exchange_current,
        transfer=own_or_usual(read, own, "transfer_coefficient"),
        thermal=sulfur.thermal,
    )


def _film(read: Reader, contact: float) -> ProductFilm:
    """Return the film on the reaction area in contact."""
    law = cast("FilmLaw", read.law(CONVERSION))
    if law == "none":
        return ProductFilm()
    film = ProductFilm(law, product_per_charge(read) / contact)
    if law == "tunnelling":
        return ProductFilm(law, film.thickness_per_charge, decay=read(f"{CONVERSION}.decay_length"))
    conductance = contact * read(f"{CONVERSION}.ionic_conductivity") * read(f"{CONVERSION}.reaction_area_ratio")
    return ProductFilm(law, film.thickness_per_charge, conductance)


def _composite(read: Reader, notes: list[Note]) -> float:
    """Return the resistance (ohm m^2) of ions in the composite, a third of that across it."""
    if not electrolyte_of(read) or not read.has(f"{CONVERSION}.porosity"):
        text = "No resistance assumed in the composite: its electrolyte and porosity are not given"
        notes.append(Note("no-composite-resistance", text))
        return 0.0
    layer = composite_of(read)
    return even_reaction_resistance(layer.thickness, layer.conductivity)


def _extents(read: Reader, electrolyte: Couple | None) -> tuple[float, float, float, float]:
    """Return the extents of a cell that was just built."""
    state = read.word("reporting.as_assembled")
    if state not in STATES:
        raise Refuse(f"a sulfur electrode is built charged or discharged, and reporting.as_assembled is {state!r}")
    sulfur = _whole(STATES[state])
    if electrolyte is None:
        return sulfur, sulfur, sulfur, TRACE_EXTENT
    own = read.law(f"{CONVERSION}.electrolyte")
    return sulfur, sulfur, sulfur, _whole(1.0 if own == "reduced" else 0.0)


def _whole(extent: float) -> float:
    return abs(extent - TRACE_EXTENT)


def _thermal(read: Reader, energy: str, what: str, notes: list[Note]) -> Thermal:
    if read.has(energy):
        return Thermal(read(energy), 0.0, reference_temperature(read))
    at_reference(read, what)
    notes.append(Note("no-temperature-dependence", f"No temperature dependence given for {what}: it is constant"))
    return ATHERMAL
