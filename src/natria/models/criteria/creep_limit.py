"""Critical current of stripping limited by creep of the whole foil between its plates.

    i = (F h/V_m) e0 (P/(C P0))^n;  contact_pressure = C P0 (i V_m/(F h e0))^(1/n)

Norton's law for a foil of thickness h that is squeezed thinner as a whole, as fast as it is stripped. C is the
confinement factor of a disc held by friction (`confined_foil`): it makes up for the hydrostatic part of the pressure,
which drives no flow, and grows as (R/h)^(1 + 1/n). A stack pressure above the yield strength is therefore nothing
special; P/C above the stress of the data behind the creep law (`creep_stress_limit`) is refused. Flow towards one void
is `void_closure`; `pressure_line` is a measured line. Exponent, and rate at a stress, of sodium: Wang et al.,
Materialia (2020). A limit of stripping.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import confinement_factor, squeeze_limited_current, squeeze_pressure
from ..reading.layers import by_law
from ..reading.sodium import creep_of, disc_radius, within_creep_data
from ..reading.solids import RAMP, solid_at_working


def _run(read: Reader) -> float:
    solid_at_working(read)
    creep, radius = creep_of(read), disc_radius(read)
    height, volume = read("working.thickness"), read("working.molar_volume")
    asked = read.term == "contact_pressure"
    if asked:
        pressure = by_law(lambda i: squeeze_pressure(creep, i, height, volume, radius), read("protocol.current"))
    else:
        pressure = read("stack_pressure")
    within_creep_data(read, pressure / by_law(confinement_factor, creep.exponent, radius, height))
    return pressure if asked else by_law(lambda p: squeeze_limited_current(creep, p, height, volume, radius), pressure)


OBJECTION = (
    "If stripping is even, the plates follow and no foil has to be squeezed; where it is not, only the metal "
    "around the lost contact has to flow. The law answers for the whole disc, which friction holds, and "
    "`void_closure` for one void: for chi2022's cell at 2.3 mA/cm^2 they ask for 6.6 and 0.88 MPa. The rate at a "
    "stress is known from tests at room temperature alone; at 60 C it is multiplied by 6.4 with the activation "
    "energy of self-diffusion. To settle this, one would have to measure how fast a sodium foil of known width "
    "thins between plates at two pressures and two temperatures."
)

MODELS = (
    Answerer(
        "creep_limit",
        2,
        ("critical_current_density", "contact_pressure"),
        _run,
        "steady creep of an even disc between plates that hold it, squeezed as a whole, free at its rim",
        RAMP,
        objection=OBJECTION,
    ),
)
