"""Stack pressure at which a sodium foil between plates flows, and what friction adds to it.

    flow_pressure      = sigma_y (1 + 2 R/(3 sqrt(3) h))                              rigid-plastic disc
    confinement_factor = 1 + 2/(3 + m) ((1 + 2 m)/m)^m 3^(-(1 + m)/2) (R/h)^(1 + m)    power-law creep, m = 1/n

A foil is held by the plates that it touches: most of the stack pressure is hydrostatic and drives no flow. R is the
radius of a disc of the cell's area, h the thickness of the foil. Slab method (Siebel; Hill, The Mathematical Theory of
Plasticity, 1950); Scott, Trans. Inst. Rubber Ind. 7, 169 (1931) for the flow.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import confinement_factor, flow_pressure
from ..reading.layers import by_law
from ..reading.sodium import disc_radius


def _run(read: Reader) -> float:
    radius, thickness = disc_radius(read), read("working.thickness")
    if read.term == "flow_pressure":
        return by_law(flow_pressure, read("working.yield_strength"), radius, thickness)
    return by_law(confinement_factor, read("working.creep_exponent"), radius, thickness)


OBJECTION = (
    "Friction is taken as the full shear strength of sodium; with plates that slip, the foil flows at its yield "
    "strength, 26 times lower for 100 um between plates of 13 mm. Sodium has no yield strength apart from a rate: "
    "with an exponent of 5 it flows at a quarter of the stress if it is given a thousand times the time. To "
    "settle this, one would have to measure the rim that is squeezed out of foils of several thicknesses against "
    "pressure and time."
)

MODELS = (
    Answerer(
        "confined_foil",
        1,
        ("flow_pressure", "confinement_factor"),
        _run,
        "a disc between flat plates that hold it by friction, free at its rim; no hardening",
        ("current", "areal_capacity", "pressure"),
        objection=OBJECTION,
    ),
)
