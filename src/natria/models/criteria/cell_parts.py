"""Active mass and electrolyte resistance of a cell, which its recording does not hold.

m = w A for a loading w and an area A; R = sum of L N_M / kappa over the electrolyte's layers (Ohm's law), of any cell.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from .layered_cell import electrolyte_resistance


def _active_mass(read: Reader) -> float:
    return read("counter.mass_loading") * read("area")


def _electrolyte(read: Reader) -> float:
    layers = read.names("electrolyte")
    if not layers:
        raise Refuse("this design has no electrolyte")
    return sum(electrolyte_resistance(read, layer) for layer in layers)


ANSWERS = {"active_mass": _active_mass, "electrolyte_area_resistance": _electrolyte}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "The pores of a separator that is pressed in a coin cell are not those of its data sheet. MacMullin numbers "
    "from 5 to 10, all usual for polyolefins, change its resistance by a factor of two, and contacts and leads "
    "add to what an instrument sees. To settle this, one would have to measure the high-frequency resistance of "
    "cells with one, two and three separators."
)

MODELS = (
    Answerer(
        "cell_parts",
        1,
        tuple(ANSWERS),
        _run,
        "uniform loading; ohmic electrolyte, no concentration polarisation",
        objection=OBJECTION,
    ),
)
