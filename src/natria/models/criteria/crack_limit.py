"""Critical current at which plated sodium cracks the solid electrolyte, pressure, critical flaw.

    P = F eta/V_m,  eta = i R;  the flaw c opens at P = K_IC/(1.12 sqrt(pi c)), so i = K_IC V_m/(1.12 F R sqrt(pi c))

Porz et al., Adv. Energy Mater. 7, 1701003 (2017). R is the area resistance of the face between sodium and electrolyte,
not of the layer; its whole drop acts on sodium that fills the flaw and cannot flow back out, so the pressure is an
upper and the current a lower limit. The stack pressure is not counted. A limit of plating; voids are one of stripping.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import crack_stress, cracking_current_density, critical_flaw_size, deposition_pressure
from ..reading.conduction import at_reference
from ..reading.layers import by_law
from ..reading.solids import RAMP, flaw_size, solid_at_working


def _resistance(read: Reader, layer: str) -> float:
    at_reference(read, "the resistance of the face")
    return read(f"{layer}.charge_transfer_area_resistance")


def _critical_current(read: Reader) -> float:
    layer = solid_at_working(read)
    pressure = by_law(crack_stress, read(f"{layer}.fracture_toughness"), flaw_size(read, layer))
    return by_law(cracking_current_density, pressure, _resistance(read, layer), read("working.molar_volume"))


def _pressure(read: Reader) -> float:
    drop = read("protocol.current") * _resistance(read, solid_at_working(read))
    return by_law(deposition_pressure, drop, read("working.molar_volume"))


def _flaw(read: Reader) -> float:
    toughness = read(f"{solid_at_working(read)}.fracture_toughness")
    return by_law(critical_flaw_size, toughness, _pressure(read))


ANSWERS = {
    "critical_current_density": _critical_current,
    "deposition_pressure": _pressure,
    "critical_flaw_size": _flaw,
}


def _run(read: Reader) -> float:
    return ANSWERS[read.term](read)


OBJECTION = (
    "The whole drop of the face is taken as pressure on metal that cannot flow back. At chi2022's critical "
    "current this is 93 MPa, 400 times the yield strength of sodium, in a crack that is open to soft metal. The "
    "answer also goes as the flaw to the power of -1/2, so a tenfold flaw that nobody measured changes it "
    "threefold, and an arc's resistance is not that of the tip of the flaw. To settle this, one would have to "
    "measure critical currents of pellets with indented flaws of known depth, at several stack pressures."
)

MODELS = (
    Answerer(
        "crack_limit",
        1,
        tuple(ANSWERS),
        _run,
        "a closed flaw full of sodium, linear elastic fracture, all of the face's drop as pressure, no stack pressure",
        (*RAMP, "pressure"),
        objection=OBJECTION,
    ),
)
