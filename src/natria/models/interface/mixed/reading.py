"""A layer of a design as a mixed conductor."""

from __future__ import annotations

from ....answers import Reader, Refuse
from ....laws import FARADAY, GAS
from ...reading.conduction import at_reference, layer_conductivity
from ...reading.layers import first, layer_asked, own_or_usual, positive_thickness
from ...reading.solids import property_of
from .kinetics import PlatingLaw
from .layer import Deposit, MixedLayer, PlatingSite

METAL = "Na"


def mixed_layer(read: Reader, path: str) -> MixedLayer:
    """Return the layer at a path of the design, whose table `mixed` says where sodium can plate."""
    table = f"{path}.mixed"
    match read.law(table):
        case "linear":
            law = PlatingLaw("linear", thermal_voltage(read), own_or_usual(read, table, "transfer_coefficient"))
        case "butler-volmer":
            law = PlatingLaw("butler-volmer", thermal_voltage(read), own_or_usual(read, table, "transfer_coefficient"))
        case other:
            raise Refuse(f"{table}.law is {other!r}; expected 'linear' or 'butler-volmer'")
    deposit = _deposit(read, f"{table}.deposit")
    at_reference(read, f"the kinetics of {path.rpartition('.')[2]}")
    area, within, room = _inside(read, table)
    return MixedLayer(
        positive_thickness(read, path),
        layer_conductivity(read, path),
        read(f"{path}.electronic_conductivity"),
        PlatingSite(read(f"{table}.exchange_current_top"), _barrier(read, table, "top")),
        within,
        *_under(read, table),
        law,
        area,
        room,
        own_or_usual(read, table, "coverage_charge"),
        is_sodium=on_sodium(read),
        deposit=deposit,
    )


def asked_layer(read: Reader) -> MixedLayer:
    """Return the layer of the interphase that the question names, as a mixed conductor."""
    path = layer_asked(read, "interphase")
    if not read.has(f"{path}.mixed.exchange_current_top"):
        name = path.rpartition(".")[2]
        raise Refuse(f"the design does not say where in {name} sodium can plate: add [{path}.mixed]")
    return mixed_layer(read, path)


def thermal_voltage(read: Reader) -> float:
    """Return RT/F (V)."""
    return GAS * read("temperature") / FARADAY


def on_sodium(read: Reader) -> bool:
    """Whether the layer lies on sodium, not on a collector."""
    return read.word("working.material") == METAL


def sodium_volume(read: Reader) -> float:
    """Return the volume of sodium per charge (m^3/C)."""
    return read(property_of(METAL, "molar_volume")) / FARADAY


def _deposit(read: Reader, table: str) -> Deposit:
    match read.law(table):
        case "dense":
            return "dense"
        case "wetted":
            return "wetted"
        case other:
            raise Refuse(f"{table}.law is {other!r}; expected 'dense' or 'wetted'")


def _inside(read: Reader, table: str) -> tuple[float, PlatingSite, float]:
    """Return area (1/m), site and room (C/m^3) of the inside of a layer."""
    if not read.has(f"{table}.specific_internal_area"):
        return 0.0, PlatingSite(0.0), 0.0
    site = PlatingSite(read(f"{table}.exchange_current_within"), _barrier(read, table, "within"))
    return read(f"{table}.specific_internal_area"), site, read(f"{table}.porosity") / sodium_volume(read)


def _under(read: Reader, table: str) -> tuple[PlatingSite]:
    exchange = read(f"{table}.exchange_current_under")
    return (PlatingSite(exchange, 0.0 if on_sodium(read) else _barrier(read, table, "under")),)


def _barrier(read: Reader, table: str, place: str) -> float:
    return first(read, f"{table}.nucleation_{place}", "usual.nucleation_overpotential")
