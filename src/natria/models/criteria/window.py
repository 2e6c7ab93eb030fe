"""Distance of the electrode potentials from the stability window of the layer that touches them.

    reduction_margin = U_anode - U_red      below zero the metal reduces the layer
    oxidation_margin = U_ox - U_cathode     below zero the charged cathode oxidises it;  U_cathode = U_upper + U_anode

All potentials against Na/Na+. Thermodynamics of the phases: a negative margin says that a reaction can run, not how
far; a product that blocks electrons ends it, one that conducts them does not. Of several phases the least stable one
counts.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ..reading.layers import layer_asked, of_each_phase

ANODE = "working.electrode_potential"


def _place(read: Reader) -> tuple[bool, bool]:
    """Return whether an electrolyte layer touches the working and the counter electrode.

    Interphases are not counted.
    """
    layers = read.names("electrolyte")
    return layers[0] == read.part, layers[-1] == read.part


def _reduction(read: Reader) -> float:
    layer = layer_asked(read)
    symmetric = read.word("cell") == "symmetric"
    if layer.startswith("interphase"):
        at_metal = symmetric or read.word(f"{layer}.on") != "counter"
    else:
        working, counter = _place(read)
        at_metal = working or (symmetric and counter)
    if not at_metal:
        raise Refuse(f"{read.part} does not touch the metal; ask about the layer that does")
    return read(ANODE) - max(of_each_phase(read, layer, "reduction_limit").values())


def _oxidation(read: Reader) -> float:
    layer = layer_asked(read, "electrolyte")
    if (kind := read.word("cell")) != "full":
        raise Refuse(f"a {kind} cell has no cathode that is charged")
    if not _place(read)[1]:
        raise Refuse(f"{read.part} does not touch the cathode; ask about the layer that does")
    limit = min(of_each_phase(read, layer, "oxidation_limit").values())
    return limit - (read("protocol.upper_voltage") + read(ANODE))


ANSWERS = {"reduction_margin": _reduction, "oxidation_margin": _oxidation}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "A margin is thermodynamic and mostly computed at 0 K: it says that a reaction may run, not how far. In "
    "yuan2025 the margins against the alloy are -1.75 and -1.31 V, and a layer is seen on the first electrolyte "
    "and none on the second within a day. What ends a reaction is the electronic conductivity of its products, "
    "which is not in the answer. To settle this, one would have to measure the charge of a slow sweep on the "
    "electrolyte with carbon, and the thickness of the layer over weeks."
)

MODELS = (
    Answerer(
        "window",
        1,
        tuple(ANSWERS),
        _run,
        "thermodynamics of bulk phases; no kinetics, no passivating product, no overpotential of the electrodes",
        ("areal_capacity", "thickness"),
        objection=OBJECTION,
    ),
)
