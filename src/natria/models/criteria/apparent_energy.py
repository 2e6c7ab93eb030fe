"""Apparent Arrhenius energy of a layer's conductivity, from its law or from its phases.

    E = E_VFT (T/(T - T0))^2        Vogel-Fulcher-Tammann, the slope -R d(ln sigma)/d(1/T) at T

T0 of a VFT law may be known as a band, from 0 to a limit: the answer is then the range of both ends. An Arrhenius law
shows its own energy at every temperature. A layer of several phases without a law of its own lies between the migration
barriers of its phases, as long as ions move in the phases and not along what lies between them:
every positive mixing rule (series, parallel, Hashin-Shtrikman, Bruggeman) stays between the slopes of its constituents.
The barriers are of a hop that has its vacancy; what it costs to make the vacancy comes on top.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import vft_apparent_energy
from ...quantity import Span
from ..reading.conduction import law_band
from ..reading.films import filling_of
from ..reading.layers import by_law, layer_asked, of_each_phase
from ..reading.solids import span_of


def apparent_energy(read: Reader, layer: str) -> float | Span:
    """Return the apparent energy of the layer at this path, J/mol."""
    if layer.startswith("interphase") and filling_of(read, layer):
        raise Refuse(f"a liquid in the pores of {layer.rpartition('.')[2]} conducts too: the energy is that of both")
    if read.has(f"{layer}.conduction"):
        energy, band = law_band(read, layer)
        if band == (0,):
            return energy
        found = [by_law(vft_apparent_energy, energy, t0, read("temperature")) for t0 in band]
        return found[0] if len(found) == 1 else span_of(found)
    if read.has(f"{layer}.arrhenius_energy"):
        return read(f"{layer}.arrhenius_energy")
    if not read.has(f"{layer}.migration_barrier") and not read.names(f"{layer}.phases"):
        raise Refuse(f"the conduction of {layer} is unknown: no law, no Arrhenius energy, no migration barrier")
    barriers = of_each_phase(read, layer, "migration_barrier").values()
    return min(barriers), max(barriers)


def _run(read: Reader) -> float | Span:
    return apparent_energy(read, layer_asked(read))


OBJECTION = (
    "The energies of VFT laws here are those of 1/Rct, the resistance of an arc in the impedance, carried over to "
    "the layer. An arc that holds film, charge transfer and the liquid in pores together has no one conductivity. "
    "For kumar2020's layer the range of 0.06 to 0.14 eV lies below the 0.35 eV computed for hops in NaOH, and "
    "boundaries, liquid in pores and the transfer itself would all look alike. To settle this, one would have to "
    "measure the conductivity of a layer without liquid, between electrodes that block ions, over the "
    "temperature."
)

MODELS = (
    Answerer(
        "apparent_energy",
        2,
        ("arrhenius_energy",),
        _run,
        "ions move through the phases, not along their boundaries; barriers of hops into vacancies that are there",
        ("temperature",),
        objection=OBJECTION,
    ),
)
