"""Build a cell from a design; every number is read by the reader, so the provenance is recorded.

What a design does not give is read from the card `usual`, where it is an assumption with a reason, or the physics is
left out: no temperature dependence, no growth, no contact resistance. The notes name both. A design without an input
that the equations need is refused.
"""

from __future__ import annotations

from dataclasses import replace

from ...answers import Reader, Refuse
from ...laws import GROWTH_LAWS, charge_of_sodium
from ...laws.many import plain
from ...quantity import in_unit, number
from ...record.note import Note
from ..reading.conduction import Thermal, at_reference, conduction_law, reference_temperature
from ..reading.films import macmullin_of_film
from ..reading.layers import layer_thickness, own_or_usual
from ..reading.salt import pores
from ..reading.solids import FLOWING, kind_of
from .cell import ATHERMAL, Cell, CellKind, Electrode, Film, Growth, Heat, Pores, SaltLayer, SolidLayer
from .electrodes.reading.ageing import ageing_of
from .electrodes.reading.kinds import chemistry_of
from .electrodes.reading.pores import with_salt_in_pores
from .equations.layout import sodium_per_volume
from .failure.faces import films_on, is_foil
from .filled import filled_layers

KINDS: dict[str, CellKind] = {"symmetric": "symmetric", "half": "half", "full": "full"}


def cell_of(read: Reader, *, charging: bool = False) -> tuple[Cell, tuple[Note, ...]]:
    """Return the cell of a design, and notes on what the design does not give.

    `charging` reads capacitances as well.
    """
    word = read.word("cell")
    if word not in KINDS:
        raise Refuse(f"the cell model runs symmetric, half and full cells; a {word} cell is not simulated yet")
    kind = KINDS[word]
    notes: list[Note] = []
    temperature = read("temperature")
    layers = [f"electrolyte.{name}" for name in read.names("electrolyte")]
    if not layers:
        raise Refuse("the design has no electrolyte")
    working = _electrode(read, "working", notes)
    if kind == "full" and not is_foil(read, "working"):
        working = replace(working, potential=read("working.electrode_potential"))
    counter = _counter(read, kind, notes)
    electrolyte = tuple(_layer(read, layer, notes) for layer in layers)
    counter = with_salt_in_pores(read, "counter", counter, electrolyte)
    if charging:
        working, counter = (
            _charged_electrode(read, side, electrode, notes)
            for side, electrode in (("working", working), ("counter", counter))
        )
        electrolyte = tuple(
            _charged_layer(read, path, layer, notes) for path, layer in zip(layers, electrolyte, strict=True)
        )
    contact = _contacts(read, layers, electrolyte, notes)
    cell = Cell(kind, working, counter, electrolyte, temperature, _area(read, notes), contact, _heat(read))
    if read.has("electronic_conductance"):
        cell = replace(cell, electronic_conductance=read("electronic_conductance"))
    filled_layers(cell)  # refuses pores that nothing fills
    return cell, tuple(dict.fromkeys(notes))


def _area(read: Reader, notes: list[Note]) -> float:
    """Return the electrode area; only the current in amperes depends on it."""
    if read.has("area"):
        return read("area")
    area = read("usual.face_area")
    notes.append(Note("no-area", f"No electrode area given: the cell has {number(in_unit(area, 'face_area'))} cm^2"))
    return area


def _heat(read: Reader) -> Heat:
    transfer = read("usual.heat_transfer_coefficient") * read("usual.cooled_area_ratio")
    return Heat(read("usual.areal_heat_capacity"), transfer)


# --- the electrolyte


def _layer(read: Reader, path: str, notes: list[Note]) -> SaltLayer | SolidLayer:
    name = path.rpartition(".")[2]
    thermal = _conduction(read, path, notes)
    conductivity, thickness = read(f"{path}.ionic_conductivity"), layer_thickness(read, path)
    macmullin, porosity = pores(read, path)
    if _is_single_ion(read, path):
        return SolidLayer(name, thickness, conductivity / macmullin, thermal)
    salt = SaltLayer(
        name,
        thickness,
        concentration=read(f"{path}.salt_concentration"),
        conductivity=conductivity,
        diffusivity=read(f"{path}.salt_diffusivity"),
        transference=read(f"{path}.cation_transference_number"),
        macmullin=macmullin,
        porosity=porosity,
        conductivity_exponent=own_or_usual(read, path, "conductivity_exponent"),
        diffusivity_exponent=own_or_usual(read, path, "diffusivity_exponent"),
        transference_slope=own_or_usual(read, path, "transference_slope"),
        thermodynamic_factor=own_or_usual(read, path, "thermodynamic_factor"),
        thermal=thermal,
        diffusivity_thermal=_diffusivity_thermal(read, path, thermal, notes),
    )
    largest_at = f"{path}.conductivity_peak_concentration"
    if not read.has(largest_at):
        return salt
    curvature = own_or_usual(read, path, "conductivity_curvature")
    return replace(salt, conductivity_peak=read(largest_at), conductivity_curvature=curvature)


def _diffusivity_thermal(read: Reader, path: str, thermal: Thermal, notes: list[Note]) -> Thermal | None:
    """Return the temperature dependence of the salt's diffusivity; None for D ~ kappa T (Nernst-Einstein).

    Without an energy of its own it follows the conductivity, and is constant where that is.
    """
    energy = f"{path}.diffusivity_activation_energy"
    if read.has(energy):
        return Thermal(read(energy), 0.0, reference_temperature(read))
    if thermal.energy:
        name = path.rpartition(".")[2]
        notes.append(
            Note(
                "diffusivity-follows-conductivity",
                f"No activation energy given for the diffusivity of {name}: it follows kappa T (Nernst-Einstein)",
            )
        )
    return None


def _is_single_ion(read: Reader, path: str) -> bool:
    """Whether a layer conducts sodium ions alone: a solid, or any layer of transference number one."""
    share = f"{path}.cation_transference_number"
    if read.has(share):
        return read(share) >= 1
    return kind_of(read, read.word(f"{path}.material")) not in FLOWING


def _conduction(read: Reader, path: str, notes: list[Note]) -> Thermal:
    """Return the temperature dependence of a layer.

    Without a law its conductivity is constant, at its value for the temperature of the design.
    """
    if read.has(f"{path}.conduction"):
        return conduction_law(read, path)
    what = f"the conductivity of {path.rpartition('.')[2]}"
    at_reference(read, what)
    notes.append(Note("no-temperature-dependence", f"No temperature dependence given for {what}: it is constant"))
    return ATHERMAL


def _contacts(
    read: Reader, paths: list[str], electrolyte: tuple[SaltLayer | SolidLayer, ...], notes: list[Note]
) -> float:
    """Return the total resistance of the contacts of pressed layers; zero for a layer that gives none."""
    found = []
    for path, layer in zip(paths, electrolyte, strict=True):
        if read.has(f"{path}.contact_area_resistance"):
            found.append(_contact(read, path))
        elif isinstance(layer, SolidLayer):
            notes.append(Note("no-contact-resistance", f"No contact resistance assumed at {layer.name}"))
    return sum(found)


def _contact(read: Reader, path: str) -> float:
    """Return R = R_ref (P_ref/P)^n of both contacts of a pressed layer; R_ref without a pressure."""
    given, reference = read(f"{path}.contact_area_resistance"), f"{path}.contact_reference_pressure"
    if not (read.has(reference) and read.has("stack_pressure")):
        return given
    exponent = own_or_usual(read, path, "contact_exponent")
    return plain(given * (read(reference) / read("stack_pressure")) ** exponent)


# --- the electrodes


def _counter(read: Reader, kind: CellKind, notes: list[Note]) -> Electrode:
    """Return the counter electrode: of a full cell one with a chemistry."""
    if kind == "full":
        return _cathode(read, notes)
    return _electrode(read, "counter", notes) if read.has("counter") else _twin(read, kind, notes)


def _cathode(read: Reader, notes: list[Note]) -> Electrode:
    chemistry = chemistry_of(read, "counter", notes)
    films = tuple(_film(read, name, "counter", notes) for name in films_on(read, "counter"))
    if taking := [film.name for film in films if film.growth and film.growth.sodium]:
        raise Refuse(
            f"{taking[0]} grows on the counter electrode of a full cell and takes sodium: from where is not simulated; "
            "leave out molar_volume_per_electron, or put it on the working electrode"
        )
    return Electrode(films, chemistry=chemistry, ageing=ageing_of(read, "counter", chemistry))


def _twin(read: Reader, kind: CellKind, notes: list[Note]) -> Electrode:
    """Return the counter electrode of a design that describes one electrode: the same electrode.

    It has the films that it carries.
    """
    if kind == "half":
        raise Refuse("sodium on a foil needs a counter electrode of sodium: describe it under [counter]")
    return _electrode(read, "working", notes, side="counter")


def _electrode(read: Reader, table: str, notes: list[Note], side: str = "") -> Electrode:
    electrode = Electrode(
        tuple(_film(read, name, side or table, notes) for name in films_on(read, side or table)),
        exchange_current=read(f"{table}.exchange_current_density"),
        plating_transfer=own_or_usual(read, table, "transfer_coefficient"),
        thermal=_exchange_thermal(read, table, notes),
        dead=_dead_fraction(read, table, notes),
    )
    if is_foil(read, table):
        coverage = own_or_usual(read, table, "coverage_charge")
        return replace(electrode, is_host=True, coverage_charge=coverage, nucleation=_nucleation(read, table, notes))
    return replace(electrode, inventory=_inventory(read, table, notes))


def _exchange_thermal(read: Reader, table: str, notes: list[Note]) -> Thermal:
    energy = f"{table}.exchange_arrhenius_energy"
    if read.has(energy):
        return Thermal(read(energy), 0.0, reference_temperature(read))
    at_reference(read, "the exchange current")
    text = "No temperature dependence given for the exchange current: it is constant"
    notes.append(Note("no-temperature-dependence", text))
    return ATHERMAL


def _dead_fraction(read: Reader, table: str, notes: list[Note]) -> float:
    share = own_or_usual(read, table, "dead_sodium_fraction")
    if not share:
        notes.append(Note("no-dead-sodium", f"No dead sodium assumed at the {table} electrode"))
    return share


def _nucleation(read: Reader, table: str, notes: list[Note]) -> float:
    barrier = own_or_usual(read, table, "nucleation_overpotential")
    if not barrier:
        notes.append(Note("no-nucleation", "No nucleation overpotential assumed on the foil"))
    return barrier


def _inventory(read: Reader, table: str, notes: list[Note]) -> float:
    """Return the sodium that can be stripped.

    Of a foil by its thickness, of an alloy by its mass and capacity.
    """
    if read.has(f"{table}.thickness") and read.has(f"{table}.molar_volume"):
        return charge_of_sodium(read(f"{table}.thickness"), read(f"{table}.molar_volume"))
    if all(read.has(f"{table}.{name}") for name in ("mass", "theoretical_capacity")) and read.has("area"):
        return read(f"{table}.mass") * read(f"{table}.theoretical_capacity") / read("area")
    text = f"No sodium inventory given for the {table} electrode: assumed inexhaustible"
    notes.append(Note("no-inventory", text))
    return read("usual.sodium_inventory")


# --- the interphase


def _film(read: Reader, name: str, side: str, notes: list[Note]) -> Film:
    path = f"interphase.{name}"
    growth = _growth(read, path, notes)
    return Film(
        name,
        _initial_thickness(read, path) if growth else layer_thickness(read, path),
        read(f"{path}.ionic_conductivity"),
        _conduction(read, path, notes),
        growth,
        pores=_filled_pores(read, name, side),
    )


def _filled_pores(read: Reader, name: str, side: str) -> Pores | None:
    """Return the pores of a layer that the electrolyte beside it fills; None for a layer taken as dense."""
    path = f"interphase.{name}"
    if not read.has(f"{path}.filled_by"):
        return None
    filling, layers = read.word(f"{path}.filled_by"), read.names("electrolyte")
    beside = layers[0] if side == "working" else layers[-1]
    if filling != beside:
        raise Refuse(
            f"{filling} fills the pores of {name}, but {beside} lies at the {side} electrode: describe the layers of "
            "the two electrodes apart, each with `on` and `filled_by`"
        )
    return Pores(read(f"{path}.porosity"), macmullin_of_film(read, path))


def _initial_thickness(read: Reader, path: str) -> float:
    """Return the thickness, as built, of a layer that grows in the cell."""
    own = f"{path}.growth.initial_thickness"
    return read(own) if read.has(own) else read("usual.initial_thickness")


def _growth(read: Reader, path: str, notes: list[Note]) -> Growth | None:
    """Return the growth law of a layer that grows in the cell.

    A layer that grew before the cell was built only has a thickness.
    """
    table = f"{path}.growth"
    if not read.has(table) or read.word(f"{table}.during") != "cell":
        return None
    law = read.law(table)
    growth = Growth(law, tuple(read(f"{table}.{name}") for name in GROWTH_LAWS[law].parameters))
    volume = f"{table}.molar_volume_per_electron"
    if read.has(volume):
        return replace(growth, sodium=sodium_per_volume(read(volume)))
    text = f"No molar volume given for the growth of {path.rpartition('.')[2]}: it consumes no sodium"
    notes.append(Note("no-molar-volume", text))
    return growth


# --- what stores charge, for an impedance


def _charged_electrode(read: Reader, side: str, electrode: Electrode, notes: list[Note]) -> Electrode:
    """Return the electrode with its double layer and the permittivities of its films."""
    table = side if read.has(side) else "working"
    films = []
    for film in electrode.films:
        path = f"interphase.{film.name}"
        known = _has_permittivity(read, path, notes)
        films.append(replace(film, relative_permittivity=_permittivity(read, path)) if known else film)
    return replace(electrode, films=tuple(films), double_layer=own_or_usual(read, table, "double_layer_capacitance"))


def _charged_layer(read: Reader, path: str, layer: SaltLayer | SolidLayer, notes: list[Note]) -> SaltLayer | SolidLayer:
    known = _has_permittivity(read, path, notes)
    return replace(layer, relative_permittivity=_permittivity(read, path)) if known else layer


def _permittivity(read: Reader, path: str) -> float:
    return read(f"{path}.relative_permittivity")


def _has_permittivity(read: Reader, path: str, notes: list[Note]) -> bool:
    if read.has(f"{path}.relative_permittivity"):
        return True
    text = f"No permittivity given for {path.rpartition('.')[2]}: it has no geometric capacitance"
    notes.append(Note("no-permittivity", text))
    return False
