"""Temperature rise at a constriction and of the cell; temperature that halves a resistance.

    constriction_heating = V^2 sigma/(8 kappa)      Kohlrausch (1900): the hottest place of a constriction
    cell_heating         = i V/(n h)                Newton's cooling, n = cooled area over electrode area
    halving_temperature  : sigma(T) = 2 sigma(T_cell) by the layer's energy

What drops over a constriction in a layer is at least i h/sigma, its share when the current is even, and at most the
whole overpotential of the cell: the answer is this range. Both heatings take the computed overpotential of a symmetric
cell (`layered_cell`). Heats of reaction cancel between two equal electrodes.
"""

from __future__ import annotations

from collections.abc import Callable

from ...answers import Answerer, Reader, Refuse
from ...laws import constriction_heating, steady_temperature_rise, temperature_of_lower_resistance
from ...quantity import Span
from ..reading.conduction import ensure_above, law_parameters
from ..reading.films import film_conductivity
from ..reading.layers import by_law, layer_asked, layer_thickness, own_or_usual
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


def _cell(read: Reader) -> float:
    ensure_symmetric(read)
    cooling, faces = read("usual.heat_transfer_coefficient"), read("usual.cooled_area_ratio")
    return by_law(steady_temperature_rise, read("protocol.current"), cell_overpotential(read), cooling, faces)


def _halving(read: Reader) -> float | Span:
    layer = layer_asked(read)
    now = read("temperature")
    if read.has(f"{layer}.conduction"):  # VFT is an Arrhenius law of T - T0
        energy_of_law, vanishing = law_parameters(read, layer)
        ensure_above(vanishing, now)
        return vanishing + by_law(temperature_of_lower_resistance, energy_of_law, now - vanishing, 2)
    energy = apparent_energy(read, layer)
    if isinstance(energy, tuple):
        low, high = energy
        hot, warm = (by_law(temperature_of_lower_resistance, e, now, 2) for e in (low, high))
        return warm, hot
    return by_law(temperature_of_lower_resistance, energy, now, 2)


ANSWERS: dict[str, Callable[[Reader], float | Span]] = {
    "constriction_heating": _constriction,
    "cell_heating": _cell,
    "halving_temperature": _halving,
}


def _run(read: Reader) -> float | Span:
    return ANSWERS[read.term](read)


MODELS = (
    Answerer(
        "heat",
        1,
        tuple(ANSWERS),
        _run,
        "steady state, one temperature of the cell, constant conductivities, no heat of reaction",
        ("areal_capacity",),
    ),
)
