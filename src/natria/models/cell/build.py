"""A cell read from a design. Every number goes through the reader, so what a run rests on is on record.

What a design does not give is left out where it can be (dead sodium, contacts, a law of temperature) and said in words;
without what the equations need the design is refused.
"""

from __future__ import annotations

from dataclasses import replace

from ...answers import Reader, Refuse
from ...laws import GROWTH_LAWS, charge_of_sodium
from ..reading.layers import at_reference, first, layer_thickness
from ..reading.salt import pores
from ..reading.solids import FLOWING, kind_of
from .cell import ATHERMAL, Cell, CellKind, Electrode, Film, Growth, Heat, SaltLayer, SolidLayer, Thermal
from .equations.layout import sodium_per_volume
from .failure.faces import films_on

UNIT_AREA = 1e-4  # m^2, of a cell whose design gives none: its currents are those per cm^2
PLENTY = 1e9  # C/m^2 of sodium, in an electrode of which nobody knows how much it holds
KINDS: dict[str, CellKind] = {"symmetric": "symmetric", "half": "half"}


def cell_of(read: Reader, *, charging: bool = False) -> tuple[Cell, tuple[str, ...]]:
    """The cell of a design, and what it leaves out."""
    word = read.word("cell")
    if word not in KINDS:
        raise Refuse(f"the cell model runs symmetric cells and sodium on a foil; a {word} cell is not simulated yet")
    kind = KINDS[word]
    notes: list[str] = []
    temperature = read("temperature")
    layers = read.names("electrolyte")
    if not layers:
        raise Refuse("the design has no electrolyte")
    working = _electrode(read, "working", kind, notes)
    counter = _electrode(read, "counter", kind, notes) if read.has("counter") else _twin(read, kind, notes)
    if charging:
        working, counter = _charged(read, "working", working), _charged(read, "counter", counter)
    cell = Cell(
        kind,
        working,
        counter,
        tuple(_layer(read, f"electrolyte.{name}", notes, charging=charging) for name in layers),
        temperature,
        _area(read, notes),
        sum(_contact(read, f"electrolyte.{name}") for name in layers),
        _heat(read),
    )
    return cell, tuple(dict.fromkeys(notes))


def _area(read: Reader, notes: list[str]) -> float:
    if read.has("area"):
        return read("area")
    notes.append("the design gives no area: the cell has 1 cm^2")
    return UNIT_AREA


def _heat(read: Reader) -> Heat:
    transfer = read("usual.heat_transfer_coefficient") * read("usual.cooled_area_ratio")
    return Heat(read("usual.areal_heat_capacity"), transfer)


# --- the electrolyte


def _layer(read: Reader, path: str, notes: list[str], *, charging: bool) -> SaltLayer | SolidLayer:
    name = path.rpartition(".")[2]
    thermal = _conduction(read, path, f"the conductivity of {name}", notes)
    permittivity = _or(read, f"{path}.relative_permittivity", 0.0) if charging else 0.0
    conductivity, thickness = read(f"{path}.ionic_conductivity"), layer_thickness(read, path)
    if _is_single_ion(read, path):
        macmullin, _ = pores(read, path)
        return SolidLayer(name, thickness, conductivity / macmullin, thermal, permittivity)
    macmullin, porosity = pores(read, path)
    return SaltLayer(
        name,
        thickness,
        read(f"{path}.salt_concentration"),
        conductivity,
        read(f"{path}.salt_diffusivity"),
        read(f"{path}.cation_transference_number"),
        macmullin,
        porosity,
        _or(read, f"{path}.conductivity_exponent", 1.0),
        _or(read, f"{path}.diffusivity_exponent", 0.0),
        _or(read, f"{path}.transference_slope", 0.0),
        thermal,
        permittivity,
    )


def _is_single_ion(read: Reader, path: str) -> bool:
    """A solid electrolyte moves sodium alone, and so does whatever has a transference number of one."""
    share = f"{path}.cation_transference_number"
    if read.has(share):
        return read(share) >= 1
    return kind_of(read, read.word(f"{path}.material")) not in FLOWING


def _conduction(read: Reader, path: str, what: str, notes: list[str]) -> Thermal:
    """The law of temperature of a layer; without one its conductivity is that at the temperature of the design."""
    law = f"{path}.conduction"
    if not read.has(law):
        at_reference(read, what)
        notes.append(f"nothing says how {what} changes with temperature: it does not")
        return ATHERMAL
    reference = read(f"{law}.reference_temperature")
    match read.law(law):
        case "arrhenius":
            return Thermal(read(f"{law}.arrhenius_energy"), 0.0, reference)
        case "vft":
            vanishing = read(f"{law}.vft_temperature")
            if min(reference, read("temperature")) <= vanishing:
                raise Refuse("the VFT law holds only above its vanishing temperature")
            return Thermal(read(f"{law}.vft_energy"), vanishing, reference)
        case other:
            raise Refuse(f"no law {other!r} for the conduction of {path}")


def _contact(read: Reader, path: str) -> float:
    """R = R_ref (P_ref/P)^n for both contacts of a pressed layer; none where the design gives none."""
    given = f"{path}.contact_area_resistance"
    if not read.has(given):
        return 0.0
    reference = f"{path}.contact_reference_pressure"
    if not (read.has(reference) and read.has("stack_pressure")):
        return read(given)
    exponent = first(read, f"{path}.contact_exponent", "usual.contact_exponent")
    return float(read(given) * (read(reference) / read("stack_pressure")) ** exponent)


# --- the electrodes


def _twin(read: Reader, kind: CellKind, notes: list[str]) -> Electrode:
    """The counter electrode of a design that describes one electrode: the same, with the films that it carries."""
    if kind == "half":
        raise Refuse("sodium on a foil needs a counter electrode of sodium: describe it under [counter]")
    return _electrode(read, "working", kind, notes, side="counter")


def _electrode(read: Reader, table: str, kind: CellKind, notes: list[str], side: str = "") -> Electrode:
    side = side or table
    is_host = kind == "half" and table == "working"
    energy = f"{table}.exchange_arrhenius_energy"
    if read.has(energy):
        thermal = Thermal(read(energy), 0.0, _reference(read))
    else:
        at_reference(read, "the exchange current")
        notes.append("nothing says how the exchange current changes with temperature: it does not")
        thermal = ATHERMAL
    dead = _or(read, f"{table}.dead_sodium_fraction", 0.0)
    if not dead:
        notes.append(f"nothing is said of sodium that dies at the {table} electrode: stripping parts none from it")
    return Electrode(
        tuple(_film(read, name, notes) for name in films_on(read, side)),
        read(f"{table}.exchange_current_density"),
        _or(read, f"{table}.transfer_coefficient", 0.5),
        thermal,
        _or(read, f"{table}.electrode_potential", 0.0) if kind == "full" else 0.0,
        0.0 if is_host else _inventory(read, table, notes),
        is_host,
        first(read, f"{table}.coverage_charge", "usual.coverage_charge") if is_host else 0.0,
        _or(read, f"{table}.nucleation_overpotential", 0.0) if is_host else 0.0,
        dead,
    )


def _charged(read: Reader, side: str, electrode: Electrode) -> Electrode:
    """With what an impedance needs beside: the double layer and the permittivities of the films."""
    table = side if read.has(side) else "working"
    capacitance = first(read, f"{table}.double_layer_capacitance", "usual.double_layer_capacitance")
    films = tuple(
        replace(film, relative_permittivity=_or(read, f"interphase.{film.name}.relative_permittivity", 0.0))
        for film in electrode.films
    )
    return replace(electrode, films=films, double_layer=capacitance)


def _reference(read: Reader) -> float:
    return read("reference_temperature" if read.has("reference_temperature") else "temperature")


def _film(read: Reader, name: str, notes: list[str]) -> Film:
    path = f"interphase.{name}"
    growth = _growth(read, path)
    return Film(
        name,
        _start(read, path) if growth else layer_thickness(read, path),
        read(f"{path}.ionic_conductivity"),
        _conduction(read, path, f"the conductivity of {name}", notes),
        growth,
    )


def _start(read: Reader, path: str) -> float:
    """How thick a layer is, that grows in the cell, when the cell is built."""
    return _or(read, f"{path}.growth.initial_thickness", 0.0)


def _growth(read: Reader, path: str) -> Growth | None:
    """Only a layer that grows in the cell; what grew before it was built is a thickness."""
    table = f"{path}.growth"
    if not read.has(table) or read.word(f"{table}.during") != "cell":
        return None
    law = read.law(table)
    parameters = tuple(read(f"{table}.{name}") for name in GROWTH_LAWS[law].parameters)
    volume = f"{table}.molar_volume_per_electron"
    return Growth(law, parameters, sodium_per_volume(read(volume)) if read.has(volume) else 0.0)


def _inventory(read: Reader, table: str, notes: list[str]) -> float:
    """Sodium that can be stripped: of a foil by its thickness, of an alloy by its mass and capacity."""
    if read.has(f"{table}.thickness") and read.has(f"{table}.molar_volume"):
        return charge_of_sodium(read(f"{table}.thickness"), read(f"{table}.molar_volume"))
    if all(read.has(f"{table}.{name}") for name in ("mass", "theoretical_capacity")) and read.has("area"):
        return read(f"{table}.mass") * read(f"{table}.theoretical_capacity") / read("area")
    notes.append(f"nothing says how much sodium the {table} electrode holds: it has plenty")
    return PLENTY


def _or(read: Reader, path: str, otherwise: float) -> float:
    return read(path) if read.has(path) else otherwise
