"""Voltage drop of electrons in a mixed conductor, and on which side of it sodium plates.

    electron_drop          = i h/sigma_e                 all of the current crosses the layer as electrons (Ohm)
    outer_plating_thickness = V sigma_e/i                where electron_drop is the overpotential that was seen
    outer_plating_share    = sigma_e/(sigma_e + sigma_i)  plated on the electrolyte's side

Two ways lead through a dense layer in which nothing reacts: ions to the metal, or electrons to the electrolyte. They
lie side by side between the same two potentials, so the current divides by the conductivities while both faces cost
nothing and the layer holds no sodium of its own: the linear limit of the porous electrode of Newman and Tobias, J.
Electrochem. Soc. 109, 1183 (1962). Nucleation and the kinetics of the faces are left out; they decide in thin layers,
and `models.interface.mixed` has them.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ..reading.conduction import layer_conductivity
from ..reading.layers import layer_asked, positive_thickness


def _drop(read: Reader) -> float:
    layer = layer_asked(read, "interphase")
    return read("protocol.current") * positive_thickness(read, layer) / read(f"{layer}.electronic_conductivity")


def _thickness(read: Reader) -> float:
    layer = layer_asked(read, "interphase")
    seen = read(f"{layer}.cell_overpotential")
    return seen * read(f"{layer}.electronic_conductivity") / read("protocol.current")


def _share(read: Reader) -> float:
    layer = layer_asked(read, "interphase")
    electrons, ions = read(f"{layer}.electronic_conductivity"), layer_conductivity(read, layer)
    return electrons / (electrons + ions)


ANSWERS = {"electron_drop": _drop, "outer_plating_thickness": _thickness, "outer_plating_share": _share}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "The two conductivities decide, and neither is that of the layer: lu2026's conductivity for electrons was "
    "read with a resistivity tester, and the one for ions is a guess. With 1e-5 S/cm for ions 18 % plate on top, "
    "with 1e-7 S/cm 96 %. Nucleation, which may cost more than the drop over a thin layer, is left out. To settle "
    "this, one would have to measure both conductivities on the layer itself, with electrodes that block ions and "
    "electrodes that block electrons."
)

MODELS = (
    Answerer(
        "mixed_conductor",
        1,
        tuple(ANSWERS),
        _run,
        "dense layer without reactions inside, ohmic; no nucleation, no kinetics of its faces",
        ("areal_capacity",),
        objection=OBJECTION,
    ),
)
