"""Critical current of stripping up to which creep closes voids, and the pressure that it needs.

    i = (F a/V_m) (e0/2) (3 P/(2 n P0))^n;  contact_pressure = (2 n P0/3) (2 i V_m/(F a e0))^(1/n)

Wilkinson and Ashby, Acta Metall. 23, 1277 (1975): a spherical void of radius a in metal that creeps by Norton's law and
is pressed hydrostatically, as a foil between plates is. Half of the void stands at the face, which it meets without
friction. P may be far above the yield strength: only around the void does the metal flow, at 3 P/(2 n) at its wall. A
stress above that of the data behind the creep law (`creep_stress_limit`) is refused. A limit of stripping.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import void_closing_current, void_closing_pressure, void_stress
from ..reading.layers import by_law, own_or_usual
from ..reading.sodium import creep_of, within_creep_data
from ..reading.solids import RAMP, solid_at_working


def _run(read: Reader) -> float:
    solid_at_working(read)
    creep, radius, volume = creep_of(read), own_or_usual(read, "working", "void_depth"), read("working.molar_volume")
    asked = read.term == "contact_pressure"
    if asked:
        pressure = by_law(lambda i: void_closing_pressure(creep, i, radius, volume), read("protocol.current"))
    else:
        pressure = read("stack_pressure")
    within_creep_data(read, by_law(void_stress, creep.exponent, pressure))
    return pressure if asked else by_law(lambda p: void_closing_current(creep, p, radius, volume), pressure)


OBJECTION = (
    "The law of creep was measured near 0.2 MPa; at chi2022's 7 MPa, 2.1 MPa at the wall of a void, it is refused. "
    "The answer is in proportion to the radius of a void, and 1 um is a guess; gas in the void, or a film on its "
    "wall, would keep it open. At 2.3 mA/cm^2 it asks for 0.88 MPa, where the measured line on a ceramic asks for "
    "8.3 MPa: contact is not lost by round voids alone, or the pressure at the face is not that of the stack. To "
    "settle this, one would have to measure the contact area during a rest after stripping, by impedance, at "
    "several stack pressures."
)

MODELS = (
    Answerer(
        "void_closure",
        2,
        ("critical_current_density", "contact_pressure"),
        _run,
        "steady creep around one void in evenly pressed metal, no further than its data; no diffusion, gas or tension",
        RAMP,
        objection=OBJECTION,
    ),
)
