"""Activation energy of a resistance, E in T/R = A exp(-E/RT), and energy of a VFT law.

A step of the deposition, [step.NAME], has its energy as it is given. A layer has R = L/sigma:

    -R d ln(T/R)/d(1/T) = E_sigma + R T        E_sigma: apparent energy of the conductivity at T, by its law
                        = E_hop                without a law: sigma T = A exp(-E_hop/RT) (Nernst-Einstein)

The two faces have R = R T/(F i0), so T/R goes with i0 and the energy is that of the exchange current. In each case the
answer repeats what the design was given, in the form in which a resistance is reported.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...design import FACES
from ...laws import GAS
from ...quantity import Span
from ..reading.layers import layer_asked
from .apparent_energy import apparent_energy


def _resistance_energy(read: Reader) -> float | Span:
    """Return the energy of the resistance of a step, of the faces, or of a layer, J/mol."""
    if read.part in read.names("step"):
        return read(f"step.{read.part}.resistance_arrhenius_energy")
    if read.part == FACES:
        return read("working.exchange_arrhenius_energy")
    layer = layer_asked(read)
    energy = apparent_energy(read, layer)
    if not (read.has(f"{layer}.conduction") or read.has(f"{layer}.arrhenius_energy")):
        return energy
    more = GAS * read("temperature")
    return (energy[0] + more, energy[1] + more) if isinstance(energy, tuple) else energy + more


def _vft_energy(read: Reader) -> float:
    """Return the energy of the VFT law of a layer, J/mol."""
    if not read.part:
        raise Refuse(
            "the energy of a VFT law means nothing without its T0, which is not given with it, and an arc of a cell is "
            "not one layer: ask about a layer, as in 'SYSTEM#LAYER'"
        )
    table = f"{layer_asked(read)}.conduction"
    if read.law(table) != "vft":
        raise Refuse(f"{table} is no VFT law")
    return read(f"{table}.vft_energy")


def _run(read: Reader) -> float | Span:
    return _vft_energy(read) if read.term == "vft_energy" else _resistance_energy(read)


MODELS = (
    Answerer(
        "resistance_energy",
        1,
        ("resistance_arrhenius_energy", "vft_energy"),
        _run,
        "one arc is one step, one layer or the two faces; thickness and area do not depend on the temperature",
        ("temperature",),
        objection=(
            "An energy that was read off an arc and put into the design comes back unchanged, and says nothing. The "
            "energy of a layer says something only where it comes from its phases, and then it leaves out what it "
            "costs to make vacancies and what boundaries do. To settle this, one would have to measure the "
            "conductivity of the layer by itself, between electrodes that block ions, over the temperature."
        ),
    ),
)
