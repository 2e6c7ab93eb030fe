"""Thickness of a layer from which on electrons no longer tunnel through it.

    d = n/(2 kappa),  kappa = sqrt(2 m phi)/hbar,  phi = E_g/2

A rectangular barrier of half the band gap (the Fermi level in the middle of the gap), WKB; exp(-n) is the transmission
that counts as none. Simmons, J. Appl. Phys. 34, 1793 (1963). Of several phases the one with the smallest gap decides:
it needs the largest thickness. A perfect layer without traps, pores or steps: the least that is needed.
"""

from __future__ import annotations

from math import exp

from ...answers import Answerer, Reader
from ...laws import ELECTRON_MASS, tunnelling_decay, tunnelling_thickness
from ..reading.layers import by_law, layer_asked, of_each_phase, own_or_usual


def _run(read: Reader) -> float:
    layer = layer_asked(read)
    barrier = min(of_each_phase(read, layer, "band_gap").values()) / 2
    mass = own_or_usual(read, layer, "electron_mass_ratio") * ELECTRON_MASS
    exponent = own_or_usual(read, layer, "tunnelling_attenuation")
    return by_law(tunnelling_thickness, exp(exponent), by_law(tunnelling_decay, barrier, mass))


OBJECTION = (
    "A rectangular barrier of half the gap is not a layer. Pinholes, steps, traps and a narrow phase that "
    "percolates carry electrons through layers a thousand times thicker than the answer, so a thickness above it "
    "excludes one way of leaking and no other. To settle this, one would have to measure the electronic current "
    "through layers of several thicknesses at a fixed voltage, between electrodes that block ions."
)

MODELS = (
    Answerer(
        "tunnelling",
        1,
        ("tunnelling_thickness",),
        _run,
        "a perfect layer, Fermi level in the middle of the gap, less voltage over the layer than half its gap",
        ("temperature", "thickness"),
        objection=OBJECTION,
    ),
)
