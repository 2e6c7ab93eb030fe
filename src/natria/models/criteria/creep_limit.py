"""Critical current of stripping limited by creep of the metal under the stack pressure.

    i = (F h/V_m) e0 (P/P0)^n;  contact_pressure = P0 (i V_m/(F h e0))^(1/n)

Norton's law of creep for a foil of thickness h that thins evenly under the whole stack pressure P. It asks for many
times less pressure than is measured on a ceramic, where `pressure_line` is the measured line: calibrate, do not trust.
Above the yield strength the metal flows at once and the law says nothing; there it is refused. Exponent of sodium: Wang
et al., Materialia (2020). A limit of stripping.
"""

from __future__ import annotations

from ...answers import Answerer, Reader, Refuse
from ...laws import PowerLawCreep, creep_limited_current, creep_pressure
from ..reading.conduction import at_reference
from ..reading.layers import by_law
from ..reading.solids import RAMP, solid_at_working


def _below_yield(read: Reader, pressure: float) -> float:
    """Return the pressure; refused above the yield strength, where the metal does not creep."""
    if read.has("working.yield_strength") and pressure > (strength := read("working.yield_strength")):
        ratio = pressure / strength
        raise Refuse(f"{ratio:.3g} times the yield strength: the metal flows at once, beyond any law of creep")
    return pressure


def _run(read: Reader) -> float:
    solid_at_working(read)
    at_reference(read, "the creep of the metal")
    creep = PowerLawCreep(read("working.creep_rate"), read("working.creep_stress"), read("working.creep_exponent"))
    height, volume = read("working.thickness"), read("working.molar_volume")
    if read.term == "contact_pressure":
        needed = by_law(lambda i: creep_pressure(creep, i, height, volume), read("protocol.current"))
        return _below_yield(read, needed)
    pressure = _below_yield(read, read("stack_pressure"))
    return by_law(lambda p: creep_limited_current(creep, p, height, volume), pressure)


MODELS = (
    Answerer(
        "creep_limit",
        1,
        ("critical_current_density", "contact_pressure"),
        _run,
        "steady creep of an even foil, free to thin, below its yield strength, under the whole pressure; no friction",
        RAMP,
    ),
)
