"""Critical current of stripping, and the stack pressure that it needs, by a measured line.

    i = P/k;  contact_pressure = k i

Jolly et al., ACS Appl. Mater. Interfaces 12, 678 (2020): on beta''-alumina the stack pressure that keeps the contact
rises in proportion to the current and is above 9 MPa at 2.5 mA/cm^2. Without a mechanism, so for another electrolyte it
is a comparison and no law. Only the lower end of k is known: the current is an upper, the pressure a lower limit. A
limit of stripping.
"""

from __future__ import annotations

from ...answers import Answerer, Reader
from ...laws import contact_current, contact_pressure
from ..reading.conduction import at_reference
from ..reading.layers import by_law, own_or_usual
from ..reading.solids import RAMP, solid_at_working


def _run(read: Reader) -> float:
    layer = solid_at_working(read)
    at_reference(read, "the pressure that a current needs")
    slope = own_or_usual(read, layer, "pressure_per_current")
    if read.term == "contact_pressure":
        return by_law(contact_pressure, read("protocol.current"), slope)
    return by_law(contact_current, read("stack_pressure"), slope)


OBJECTION = (
    "One lower limit, 9 MPa at 2.5 mA/cm^2 on one ceramic at room temperature, is drawn as a line through zero. "
    "The slope depends on the roughness of the face, the thickness of the foil and the creep of sodium, which is "
    "6.4 times faster at 60 C by the energy of self-diffusion. To settle this, one would have to measure the "
    "critical current of stripping at three stack pressures on the electrolyte in question, with a reference "
    "electrode."
)

MODELS = (
    Answerer(
        "pressure_line",
        1,
        ("critical_current_density", "contact_pressure"),
        _run,
        "a straight line through zero as on beta''-alumina; other contacts, foils and temperatures are not in it",
        RAMP,
        objection=OBJECTION,
    ),
)
