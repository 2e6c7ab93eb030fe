"""Resistance of each layer of a cell as built, before any run."""

from __future__ import annotations

from dataclasses import dataclass

from ....laws import layer_area_resistance, linear_face_resistance, vft_factor
from ..cell import Cell, Electrode, Film, SaltLayer, SolidLayer, Thermal
from ..equations.states import MONOLAYER


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
        _face(cell.working, "working electrode", cell.temperature),
        *(_film(f, "working electrode", cell.temperature) for f in cell.working.films),
        *(_layer(layer, cell.temperature) for layer in cell.electrolyte),
        *contacts,
        *(_film(f, "counter electrode", cell.temperature) for f in reversed(cell.counter.films)),
        _face(cell.counter, "counter electrode", cell.temperature),
    )


def _factor(thermal: Thermal, temperature: float) -> float:
    return float(vft_factor(thermal.energy, thermal.vanishing, temperature, thermal.reference))


def _face(e: Electrode, where: str, temperature: float) -> LayerResistance:
    current = e.exchange_current * _factor(e.thermal, temperature)
    return LayerResistance("face", where, float(linear_face_resistance(current, temperature)))


def _film(film: Film, where: str, temperature: float) -> LayerResistance:
    thickness = max(film.thickness, MONOLAYER)
    conductivity = film.conductivity * _factor(film.thermal, temperature)
    return LayerResistance(film.name, where, float(layer_area_resistance(thickness, conductivity)), thickness)


def _layer(layer: SaltLayer | SolidLayer, temperature: float) -> LayerResistance:
    pores = layer.macmullin if isinstance(layer, SaltLayer) else 1.0
    conductivity = layer.conductivity * _factor(layer.thermal, temperature) / pores
    resistance = float(layer_area_resistance(layer.thickness, conductivity))
    return LayerResistance(layer.name, "electrolyte", resistance, layer.thickness)
