"""Resistance of each layer of a cell as built, before any run."""

from __future__ import annotations

from dataclasses import dataclass

from ....laws import layer_area_resistance, linear_face_resistance, vft_factor
from ..cell import Cell, Electrode, Film, SaltLayer, SolidLayer, Thermal
from ..equations.states import MONOLAYER
from ..filled import filled_layers


@dataclass(frozen=True)
class LayerResistance:
    """Resistance of a layer; `thickness` (m) is None for a face and a contact.

    That of a film that has not yet grown is a monolayer.
    """

    name: str
    where: str
    area_resistance: float  # ohm m^2
    thickness: float | None = None


def layer_resistances(cell: Cell) -> tuple[LayerResistance, ...]:
    """Return dV/dJ of each layer at rest as built, from the working to the counter electrode.

    Concentration gradients add to it as soon as a current flows, and a face has less resistance at a larger current.
    """
    contacts = (LayerResistance("contacts", "between solids", cell.contact),) if cell.contact else ()
    return (
        *_face(cell.working, "working electrode", cell.temperature),
        *_films(cell, 0, "working electrode"),
        *(_layer(layer, cell.temperature) for layer in cell.electrolyte),
        *contacts,
        *reversed(_films(cell, 1, "counter electrode")),
        *_face(cell.counter, "counter electrode", cell.temperature),
    )


def _factor(thermal: Thermal, temperature: float) -> float:
    return float(vft_factor(thermal.energy, thermal.vanishing, temperature, thermal.reference))


def _face(e: Electrode, where: str, temperature: float) -> tuple[LayerResistance, ...]:
    """Return the resistance of a face of sodium; that of a chemistry depends on its state."""
    if e.chemistry is not None:
        return ()
    current = e.exchange_current * _factor(e.thermal, temperature)
    return (LayerResistance("face", where, float(linear_face_resistance(current, temperature))),)


def _films(cell: Cell, side: int, where: str) -> list[LayerResistance]:
    """Return the films of an electrode from the metal outwards; liquid in pores conducts beside the solid."""
    liquids = {
        one.film.name: one.salt
        for one in filled_layers(cell)
        if not isinstance(one, SolidLayer) and one.film is not None and one.side == side
    }
    found = []
    for film in cell.electrodes[side].films:
        solid = film.conductivity * _factor(film.thermal, cell.temperature)
        pores = liquids.get(film.name)
        liquid = pores.conductivity * _factor(pores.thermal, cell.temperature) / pores.macmullin if pores else 0.0
        found.append(_film(film, where, solid + liquid))
    return found


def _film(film: Film, where: str, conductivity: float) -> LayerResistance:
    thickness = max(film.thickness, MONOLAYER)
    return LayerResistance(film.name, where, float(layer_area_resistance(thickness, conductivity)), thickness)


def _layer(layer: SaltLayer | SolidLayer, temperature: float) -> LayerResistance:
    pores = layer.macmullin if isinstance(layer, SaltLayer) else 1.0
    conductivity = layer.conductivity * _factor(layer.thermal, temperature) / pores
    resistance = float(layer_area_resistance(layer.thickness, conductivity))
    return LayerResistance(layer.name, "electrolyte", resistance, layer.thickness)
