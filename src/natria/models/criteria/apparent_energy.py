"""Apparent Arrhenius energy of a layer's conductivity, from its law or from its phases.

    E = E_VFT (T/(T - T0))^2        Vogel-Fulcher-Tammann, the slope -R d(ln sigma)/d(1/T) at T

An Arrhenius law shows its own energy at every temperature. A layer of several phases without a law of its own lies
between the migration barriers of its phases, as long as ions move in the phases and not along what lies between them:
every positive mixing rule (series, parallel, Hashin-Shtrikman, Bruggeman) stays between the slopes of its constituents.
The barriers are of a hop that has its vacancy; what it costs to make the vacancy comes on top.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import vft_apparent_energy
from ...quantity import Span
from ..reading.conduction import law_parameters
from ..reading.films import filling_of
from ..reading.layers import by_law, layer_asked, of_each_phase


def apparent_energy(read: Reader, layer: str) -> float | Span:
    """Return the apparent energy of the layer at this path, J/mol."""
    if layer.startswith("interphase") and filling_of(read, layer):
        raise Refuse(f"a liquid in the pores of {layer.rpartition('.')[2]} conducts too: the energy is that of both")
    if read.has(f"{layer}.conduction"):
        energy, vanishing = law_parameters(read, layer)
        return by_law(vft_apparent_energy, energy, vanishing, read("temperature")) if vanishing else energy
    if read.has(f"{layer}.arrhenius_energy"):
        return read(f"{layer}.arrhenius_energy")
    if not read.has(f"{layer}.migration_barrier") and not read.names(f"{layer}.phases"):
        raise Refuse(f"the conduction of {layer} is unknown: no law, no Arrhenius energy, no migration barrier")
    barriers = of_each_phase(read, layer, "migration_barrier").values()
    return min(barriers), max(barriers)


def _run(read: Reader) -> float | Span:
    return apparent_energy(read, layer_asked(read))


MODELS = (
    Answerer(
        "apparent_energy",
        1,
        ("arrhenius_energy",),
        _run,
        "ions move through the phases, not along their boundaries; barriers of hops into vacancies that are there",
        ("temperature",),
    ),
)
