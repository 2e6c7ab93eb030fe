"""Temperature at a narrow contact and of the cell; temperature that halves a resistance.

    constriction_heating = V^2 sigma/(8 kappa)      ions carry the current: Kohlrausch (1900), constant conductivities
    neck_temperature     = sqrt(T^2 + V^2/(4 L))    electrons carry it: Wiedemann and Franz, kappa = L sigma T
    neck_melting_voltage = 2 sqrt(L (T_m^2 - T^2))  above it no solid neck carries a current
    cell_heating         = i V/(n h)                Newton's cooling, n = cooled area over electrode area
    halving_temperature  : sigma(T) = 2 sigma(T_cell) by the layer's energy

What drops over a constriction in a layer is at least i h/sigma, its share when the current is even, and at most the
whole overpotential of the cell: the answer is this range. Over a metallic neck from face to face drops at most the same
overpotential, and nothing where the rest of its circuit takes the voltage. The overpotential is the computed one of a
symmetric cell (`layered_cell`). Heats of reaction cancel between two equal electrodes.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import (
    constriction_heating,
    metallic_neck_temperature,
    metallic_neck_voltage,
    steady_temperature_rise,
    temperature_of_lower_resistance,
)
from ...quantity import Span
from ..reading.conduction import ensure_above, law_band
from ..reading.films import film_conductivity
from ..reading.layers import by_law, layer_asked, layer_thickness, own_or_usual
from ..reading.solids import span_of
from .apparent_energy import apparent_energy
from .layered_cell import cell_overpotential, electrolyte_resistance, ensure_symmetric


def _constriction(read: Reader) -> Span:
    layer = layer_asked(read)
    ensure_symmetric(read)
    thickness = layer_thickness(read, layer)
    if layer.startswith("electrolyte"):
        resistance = electrolyte_resistance(read, read.part)  # in pores, with the MacMullin number
        if not resistance:
            raise Refuse(f"{read.part} has no resistance")
        conductivity = thickness / resistance
    else:
        conductivity = film_conductivity(read, layer)
    heat = own_or_usual(read, layer, "thermal_conductivity")
    even = read("protocol.current") * thickness / conductivity
    least, most = (by_law(constriction_heating, v, conductivity, heat) for v in (even, cell_overpotential(read)))
    return least, most


def _neck(read: Reader) -> Span:
    ensure_symmetric(read)
    ends, lorenz = read("temperature"), own_or_usual(read, "working", "lorenz_number")
    return ends, by_law(metallic_neck_temperature, cell_overpotential(read), ends, lorenz)


def _melting(read: Reader) -> float:
    melts, lorenz = (own_or_usual(read, "working", name) for name in ("melting_temperature", "lorenz_number"))
    return by_law(metallic_neck_voltage, melts, read("temperature"), lorenz)


def _cell(read: Reader) -> float:
    ensure_symmetric(read)
    cooling, faces = read("usual.heat_transfer_coefficient"), read("usual.cooled_area_ratio")
    return by_law(steady_temperature_rise, read("protocol.current"), cell_overpotential(read), cooling, faces)


def _halving(read: Reader) -> float | Span:
    layer = layer_asked(read)
    now = read("temperature")
    if read.has(f"{layer}.conduction"):  # VFT is an Arrhenius law of T - T0
        energy_of_law, band = law_band(read, layer)
        ensure_above(max(band), now)
        found = [t0 + by_law(temperature_of_lower_resistance, energy_of_law, now - t0, 2) for t0 in band]
        return found[0] if len(found) == 1 else span_of(found)
    energy = apparent_energy(read, layer)
    if isinstance(energy, tuple):
        low, high = energy
        hot, warm = (by_law(temperature_of_lower_resistance, e, now, 2) for e in (low, high))
        return warm, hot
    return by_law(temperature_of_lower_resistance, energy, now, 2)


ANSWERS: dict[str, Callable[[Reader], float | Span]] = {
    "constriction_heating": _constriction,
    "neck_temperature": _neck,
    "neck_melting_voltage": _melting,
    "cell_heating": _cell,
    "halving_temperature": _halving,
}


def _run(read: Reader) -> float | Span:
    return ANSWERS[read.term](read)


OBJECTION = (
    "Which particles carry the current decides over almost six orders of magnitude: 0.2 V over a constriction of "
    "ions (1 mS/cm, 1 W/(m K)) warm it by 0.5 mK, and over a metallic neck by 408 K. A neck melts at 69 mV, "
    "whatever its shape, so a small warming of an ionic contact does not exclude local heating by a soft short. "
    "How much of the cell's voltage drops over a neck is not known, and the overpotential here is that of a cell "
    "without one. To settle this, one would have to measure the share of the current that electrons carry, by the "
    "charge that plates, together with the temperature of the cell."
)

MODELS = (
    Answerer(
        "heat",
        2,
        tuple(ANSWERS),
        _run,
        "steady state, one temperature of the cell, constant conductivities of ions, no heat of reaction",
        ("areal_capacity",),
        objection=OBJECTION,
    ),
)
